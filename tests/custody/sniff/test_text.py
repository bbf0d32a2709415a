"""Text, tables and JSON are told apart by their shape."""

from __future__ import annotations

import pytest

from leakassay.custody.sniff.text import delimited, json_document, json_lines, plain


def score(sniff, raw: bytes, name: str = "", size: int | None = None) -> int:
    return sniff(raw, raw, name, len(raw) if size is None else size)


def test_any_encoding_is_text_and_bytes_are_not() -> None:
    assert score(plain, "Zoë wrote a letter".encode("utf-16")) > 0
    assert score(plain, bytes(range(256)) * 10) == 0


def test_rows_of_one_width_are_a_table_whatever_the_name() -> None:
    assert score(delimited, b"a_id;name;date\n" + b"1;x;2020-01-01\n" * 9, "letter.txt") >= 40


def test_a_list_is_a_table_only_where_it_says_so() -> None:
    assert score(delimited, b"9990000018\n9990000026\n", "numbers.csv") > 10
    assert score(delimited, b"9990000018\n9990000026\n", "numbers.txt") == 0


def test_two_long_records_between_rare_signs_are_a_table() -> None:
    """A thorn extract of two lines without headers holds two patients; lines of a letter may hold as many commas."""
    record = "345465þ9990000018þþBLOGGSþJOEþ05 NOV 1930þCB22 3ADþfever"
    assert score(delimited, f"{record}\n{record}\n".encode("latin-1"), "extract.txt") >= 40
    assert score(delimited, f"{record}\n{record}\n".replace("þ", ", ").encode(), "letter.txt") == 0


def test_prose_is_no_table() -> None:
    assert (
        score(delimited, b"Thank you for seeing her, she is well.\nShe has no fever, no cough, and no pain.\n" * 5) == 0
    )


@pytest.mark.parametrize("raw", [b'{"a": 1}', b"[1, 2]", b' \n[{"a": null}]', '{"a": "é"}'.encode("utf-16")])
def test_a_value_is_json(raw: bytes) -> None:
    assert score(json_document, raw) == 80


def test_the_beginning_of_a_long_document_is_json() -> None:
    raw = b'[{"name": "x", "text": "' + b"y" * 5000
    assert score(json_document, raw, size=10**6) == 80


@pytest.mark.parametrize("raw", [b"[2024-05-03 10:00] started\n", b"[Section]\nkey=1\n", b"{\\rtf1 x}", b"{hello}"])
def test_brackets_alone_are_not_json(raw: bytes) -> None:
    assert score(json_document, raw, size=len(raw) + 70_000) == 0
    assert score(json_lines, raw) == 0


def test_lines_of_json_are_not_one_document() -> None:
    raw = b'{"a": 1}\n{"a": 2}\n'
    assert score(json_lines, raw) == 85
    assert score(json_document, raw) == 0


def test_a_pretty_printed_document_is_not_lines() -> None:
    assert score(json_lines, b'{\n  "a": 1,\n  "b": 2\n}\n') == 0


def test_deep_nesting_does_not_stop_the_sniffer() -> None:
    assert score(json_document, b"[" * 60_000, size=10**6) > 0


def test_a_cut_line_under_a_name_for_lines_is_lines() -> None:
    assert score(json_lines, b'{"NHSNO": "9990000018", "SURN', name="a.jsonl") == 85
    assert score(json_lines, b'{"NHSNO": "9990000018", "SURN', name="a.txt") == 0


@pytest.mark.parametrize("broken", [0, 1, 2])
def test_damaged_lines_of_json_stay_lines_of_json(broken: int) -> None:
    """As a table of commas they would be called read, and nobody in them found."""
    lines = [b'{"NHSNO": "9990000018", "SURNAME": "TESTER", "DOB": "01/02/1950"}'] * 4
    lines[broken] = lines[broken].replace(b'": "', b'"\x00 "', 1)
    assert score(json_lines, b"\n".join(lines) + b"\n") == 85


def test_lines_of_json_under_their_name_may_be_damaged_at_their_beginnings() -> None:
    lines = ['{"a": 1}', '{&a": 2}', '\x17"a": 3}', '{"a": 4}', "[x", '{"a": 5}']
    assert json_lines("\n".join(lines).encode(), b"", "a.jsonl", 60) == 85
    assert json_lines("\n".join(lines).encode(), b"", "a.txt", 60) == 0
