"""Encodings are told from bytes, and honestly not told where bytes do not say."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.values.text_encoding import UNKNOWN, bom_length, code_unit, sniff

LETTER = "Dear Dr Rees,\r\nthank you for referring Mrs Zoë Müller, NHS 999 000 0018, £20 paid.\r\n" * 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be", "utf-32-le", "utf-32-be", "cp1252"])
def test_a_letter_is_recognised_in_each_encoding_without_a_mark(encoding: str) -> None:
    assert sniff(LETTER.encode(encoding)) == encoding


@pytest.mark.parametrize(
    ("encoding", "told"), [("utf-8-sig", "utf-8"), ("utf-16", "utf-16-le"), ("utf-32", "utf-32-le")]
)
def test_a_byte_order_mark_is_believed_and_measured(encoding: str, told: str) -> None:
    raw = LETTER.encode(encoding)
    assert sniff(raw) == told
    assert raw[bom_length(raw) :].decode(told) == LETTER


def test_a_dos_code_page_is_told_by_letters_inside_words() -> None:
    assert sniff("M\u00fcller Fran\u00e7ois B\u00e9r\u00e9nice\n".encode("cp437") * 4) == "cp437"


def test_thorn_as_a_delimiter_is_still_a_single_byte_text() -> None:
    assert sniff(b"1\xfe2\xfe3\xfe4\n" * 10) == "cp1252"


def test_compressed_bytes_are_no_text() -> None:
    assert sniff(bytes(range(256)) * 16) == ""


def test_a_window_that_ends_inside_a_character_is_still_utf8() -> None:
    assert sniff("é".encode() * 10 + b"\xc3") == "utf-8"


def test_one_windows_line_in_a_utf8_file_does_not_change_the_file() -> None:
    assert sniff("é à ü ö".encode() * 20 + b"caf\xe9\n") == "utf-8"


def test_a_code_unit_is_one_two_or_four_bytes() -> None:
    assert [code_unit(name) for name in ("utf-8", "utf-16-be", "utf-32-le")] == [1, 2, 4]


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_get_an_answer_that_python_can_decode_with(raw: bytes) -> None:
    encoding = sniff(raw)
    if encoding not in ("", UNKNOWN):
        raw.decode(encoding, "replace")


@pytest.mark.field
def test_asian_pairs_are_right_or_called_unknown(field_data: Path) -> None:
    """A legacy file must never be called a Western encoding, nor decode to another text than its UTF-8 twin."""
    folder = field_data / "s20-python-stdlib" / "encodings"
    legacy = [path for path in sorted(folder.glob("*.txt")) if not path.stem.endswith("-utf8")]
    assert len(legacy) == 15
    for path in legacy:
        raw = path.read_bytes()
        told = sniff(raw)
        if told == UNKNOWN:
            continue
        twin = (folder / f"{path.stem}-utf8.txt").read_text("utf-8")
        assert raw.decode(told) == twin, (path.name, told)


@pytest.mark.field
def test_the_same_greeting_is_read_in_four_encodings(field_data: Path) -> None:
    folder = field_data / "s12-ndr-import"
    told = {
        name: sniff((folder / f"hello_{name}.txt").read_bytes()) for name in ("utf8", "utf16le", "utf16be", "windows")
    }
    assert told == {"utf8": "utf-8", "utf16le": "utf-16-le", "utf16be": "utf-16-be", "windows": "cp1252"}
