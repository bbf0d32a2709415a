"""Compress: LZW of every width, with and without clearing; cut and hostile streams."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers import streams
from custody.openers.streams import FILES, TAR, TEXT, of
from custody.reading import opened
from leakassay.custody.openers import compress as opener
from leakassay.custody.openers import tar
from leakassay.model.outcomes import Reason


class Writer:
    """Codes in groups of eight, as compress writes them."""

    def __init__(self) -> None:
        self.out, self.bits, self.codes = bytearray(), 9, []

    def put(self, code: int) -> None:
        self.codes.append(code)
        if len(self.codes) == 8:
            self.flush(pad=True)

    def flush(self, *, pad: bool) -> None:
        number = sum(code << place * self.bits for place, code in enumerate(self.codes))
        length = self.bits if pad else -(-len(self.codes) * self.bits // 8)
        self.out += number.to_bytes(length, "little") if self.codes else b""
        self.codes = []


def pack(content: bytes, most_bits: int = 16, clear_at: int = 0) -> bytes:
    """LZW of `content`; with `clear_at` the table is cleared after so many bytes, again and again."""
    writer, strings, end, ent = Writer(), {}, 256 if clear_at >= 0 else 255, b""
    for place, byte in enumerate(content):
        longer = ent + bytes([byte])
        if len(longer) == 1 or longer in strings:
            ent = longer
            continue
        writer.put(ent[0] if len(ent) == 1 else strings[ent])
        if end >= (1 << writer.bits) - 1 and writer.bits < most_bits:
            writer.flush(pad=True)
            writer.bits += 1
        if end < (1 << most_bits) - 1:
            end += 1
            strings[longer] = end
        ent = bytes([byte])
        if clear_at > 0 and place % clear_at == 0:
            writer.put(256)
            writer.flush(pad=True)
            writer.bits, strings, end = 9, {}, 256
    if ent:
        writer.put(ent[0] if len(ent) == 1 else strings[ent])
    writer.flush(pad=False)
    return b"\x1f\x9d" + bytes([most_bits | (0x80 if clear_at >= 0 else 0)]) + bytes(writer.out)


def test_a_stream_is_an_item_and_a_tar_inside_is_its_members() -> None:
    streams.check_good(opener, pack)


@pytest.mark.parametrize("most_bits", range(10, 17))
@pytest.mark.parametrize("clear_at", [-1, 0, 700, 5000])
def test_every_width_is_read_with_and_without_clearing(most_bits: int, clear_at: int) -> None:
    found = of(opener, pack(TEXT, most_bits, clear_at))
    assert (found.contents, found.faults, found.gaps) == ({0: TEXT}, {}, [])


def test_a_tar_cut_off_is_never_complete() -> None:
    raw = pack(TAR)
    for tenths in range(1, 10):
        found = of(opener, raw[: len(raw) * tenths // 10])
        assert found.faults or found.gaps or found.fault
        assert all(FILES[f"f{index}"].startswith(content) for index, content in found.contents.items())


def test_a_code_cut_in_the_middle_is_truncated() -> None:
    """The only sign that the format gives: between two codes it may end."""
    raw = pack(TEXT)
    found = [of(opener, raw[:-cut]) for cut in range(1, 17)]
    assert sum(1 for each in found if each.faults and each.faults[0].reason is Reason.TRUNCATED) >= 6
    assert all(TEXT.startswith(each.contents[0]) for each in found)


def test_a_run_whose_strings_do_not_fit_into_memory_is_refused() -> None:
    """Codes that each stand for one byte more than the one before: 32 MB are reached after 8,000 of them."""
    writer, end = Writer(), 256
    for code in (0, *range(257, 12_000)):
        writer.put(code)
        end += 0 if code == 0 else 1
        if end >= (1 << writer.bits) - 1:
            writer.flush(pad=True)
            writer.bits += 1
    found = opened(opener.members, b"\x1f\x9d\x90" + bytes(writer.out), cap=64 << 20)
    assert found.faults[0].reason is Reason.LIMIT_MEMORY
    assert len(found.contents[0]) < 33 << 20


@pytest.mark.parametrize("raw", [b"", b"\x1f\x9d", b"\x1f\x9d\x88", b"\x1f\x9d\x9f\0\0", b"\x1f\x9d\x90\xff\xff\xff"])
def test_headers_that_end_early_or_say_nonsense_are_faults_of_the_item(raw: bytes) -> None:
    found = of(opener, raw)
    assert not any(found.contents.values())


SMALL = pack(TEXT[:4000], 12, 900)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 5000), st.integers(0, 255)), max_size=6), st.integers(0, 5000))
def test_mutated_streams_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    streams.check_mutant(opener, SMALL, changes, cut)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=3000), st.integers(10, 16), st.sampled_from([-1, 0, 50, 600]))
def test_any_content_comes_out(content: bytes, most_bits: int, clear_at: int) -> None:
    assert of(opener, pack(content, most_bits, clear_at)).contents.get(0, b"") == content


@pytest.mark.field
def test_a_real_tar_gives_what_the_plain_one_gives(field_data: Path) -> None:
    folder = field_data / "s11-tika-documents/pkg"
    plain = of(tar, (folder / "test-documents.tar").read_bytes())
    found = of(opener, (folder / "test-documents.tar.Z").read_bytes())
    assert dict(zip(found.names, found.contents.values(), strict=True)) == dict(
        zip(plain.names, plain.contents.values(), strict=True)
    )
    assert found.gaps == []
