"""Plain text is delivered whole, in any encoding."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Gap
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import plain
from read.reading import read_all, read_bytes

LETTER = "Re: Zoë Müller, NHS 999 000 0018\n\nHb 130 g/L\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be", "cp1252", "utf-32-le"])
def test_a_letter_reads_the_same_in_every_encoding(encoding: str) -> None:
    raw = LETTER.encode(encoding)
    summary = read_bytes(plain.read, raw)
    assert summary.text == LETTER
    assert (summary.covered, summary.gaps) == (len(raw), [])


def test_white_space_alone_is_empty_not_read() -> None:
    fault = read_bytes(plain.read, b" \r\n" * 50).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.EMPTY, Reason.BLANK)


def test_a_line_of_nine_megabytes_is_delivered() -> None:
    raw = b"x" * 9_000_000 + b" 9990000018"
    summary = read_bytes(plain.read, raw)
    assert summary.covered == len(raw)
    assert "9990000018" in summary.text


def test_an_undecidable_encoding_is_delivered_and_counted_as_a_gap() -> None:
    raw = ("試験の結果は陰性でした。" * 40).encode("shift_jis") + b"\n9990000018\n"
    summary = read_bytes(plain.read, raw)
    assert summary.accounted == len(raw)
    assert summary.reasons == {Reason.BAD_ENCODING}
    assert "9990000018" in summary.text


def test_units_give_the_text_of_the_whole() -> None:
    raw = b"".join(b"line %d of a log\n" % n for n in range(5000))
    item = in_memory(raw)
    units = plain.split(item, 10_000)
    texts = [read_all(plain.read, replace(item, offset=at, length=length)).text for at, length in units]
    assert len(units) > 5
    assert "".join("".join(texts).split()) == "".join(raw.decode().split())


@settings(deadline=None)
@given(st.binary(max_size=3000))
def test_any_bytes_are_accounted_for(raw: bytes) -> None:
    summary = read_bytes(plain.read, raw)
    assert summary.accounted == len(raw)


@pytest.mark.field
def test_the_greeting_of_four_encodings_is_one_text(field_data: Path) -> None:
    folder = field_data / "s12-ndr-import"
    texts = {
        read_bytes(plain.read, (folder / f"hello_{name}.txt").read_bytes()).text.split("\n")[1]
        for name in ("utf8", "utf16le", "utf16be", "windows")
    }
    assert texts == {"This is a thorny þ issue!"}


@pytest.mark.parametrize(("name", "doubted"), [("a.pdf", True), ("B.XLSX", True), ("a.txt", False), ("a.xls", False)])
def test_text_under_a_name_of_something_else_is_read_and_doubted(name: str, doubted: bool) -> None:
    """Its beginning is gone, or cut to nothing; `.xls` is often text."""
    summary = read_all(plain.read, replace(in_memory(LETTER.encode()), name=name))
    assert summary.text == LETTER
    assert [gap.reason for gap in summary.gaps] == [Reason.MALFORMED] * doubted


@pytest.mark.parametrize(("name", "content"), [("x.csv.gz", b"\x1f"), ("x.lzma", b"]\0")])
def test_the_first_bytes_of_an_archive_are_no_blank_text(name: str, content: bytes) -> None:
    """A file cut behind one byte held more: it is not called empty, nor whole."""
    found = list(plain.read(in_memory(content, name)))
    assert Gap(Reason.MALFORMED) in found


def test_packed_parts_of_mails_in_a_text_are_a_gap() -> None:
    part = b"Content-Transfer-Encoding: base64\n\n" + b"TkhTTk8s" * 9 + b"\n"
    assert read_bytes(plain.read, b"a note\n" + part).reasons == {Reason.NO_READER}
    assert not read_bytes(plain.read, b"a note\n" + part[:-60]).reasons


@pytest.mark.parametrize(
    ("name", "content", "is_cut"),
    [
        ("x.html", b"<htm", True), ("x.html", b"Dear all", False), ("x.html", b"<x> said", False),
        ("x.rtf", b"{\\", True), ("x.rtf", b"a {note}", False),
        ("x.sql", b"-- MySQL du", True), ("x.sql", b"use x;", False), ("x.txt", b"<htm", False),
    ],
)  # fmt: skip
def test_the_first_bytes_of_something_else_are_truncated(name: str, content: bytes, is_cut: bool) -> None:
    assert read_all(plain.read, in_memory(content, name)).reasons == ({Reason.TRUNCATED} if is_cut else set())


def test_rows_of_a_dump_that_was_taken_for_prose_are_doubted() -> None:
    rows = b"insert into x values (1, '9990000018');"
    assert read_all(plain.read, in_memory(rows, "x.sql")).reasons == {Reason.MALFORMED}
    assert not read_all(plain.read, in_memory(rows, "x.txt")).reasons
