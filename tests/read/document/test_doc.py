"""Word documents of the nineties, as other programs wrote them."""

from __future__ import annotations

import os
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import doc
from read.document import doc_files
from read.reading import Summary, read_all

field = pytest.mark.skipif(not os.environ.get("LEAKASSAY_FIELD_DATA"), reason="no field data")


def document(name: str) -> bytes:
    return next((Path(os.environ["LEAKASSAY_FIELD_DATA"]) / "s11-tika-documents").rglob(name)).read_bytes()


def read(raw: bytes) -> Summary:
    return read_all(doc.read, in_memory(raw, own_bytes=len(raw)))


def test_stories_are_told_apart_and_what_a_text_left_behind_is_told() -> None:
    found = read(doc_files.document(*doc_files.word_97()))
    assert "Ann Tester 9990000018" in found.text
    assert "HYPERLINK" in found.text
    assert "Name of a bookmark" in found.text
    assert {"footnotes", "headers and footers"} <= {batch.part for batch in found.batches}
    assert found.gaps == []
    assert "earlier text" in read(doc_files.document(doc_files.word_6())).text


MAIN, TABLE = doc_files.word_97()


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(0, 2000), st.binary(min_size=1, max_size=4)), max_size=9))
def test_any_damage_gives_readings_or_an_error_of_the_item(patches: list[tuple[int, bytes]]) -> None:
    """In the streams: a compound file around them that is whole."""
    raw = bytearray(MAIN + TABLE)
    for place, patch in patches:
        at = place % len(raw)
        raw[at : at + len(patch)] = patch
    file = doc_files.document(bytes(raw[: len(MAIN)]), bytes(raw[len(MAIN) :]))
    found = read(file)
    assert found.fault is not None or found.accounted == len(file)


@pytest.mark.field
@field
def test_body_notes_headers_comments_and_boxes_are_told() -> None:
    found = read(document("testWORD_various.doc"))
    for needle in ("This is a footnote", "This is the header text", "This is the footer text", "Here is a text box",
                   "a hyperlink", "Here is a citation"):  # fmt: skip
        assert needle in found.text.replace("\n", " ")
    assert ["Row 1 Col 1", "Row 1 Col 2", "Row 1 Col 3"] in found.rows


@pytest.mark.field
@field
def test_a_comment_is_a_part_of_its_own() -> None:
    found = read(document("testComment.doc"))
    assert "comments" in {batch.part for batch in found.batches}
    assert not found.gaps


@pytest.mark.field
@field
def test_word_6_is_read_and_a_password_is_said() -> None:
    assert "The quick brown fox" in read(document("testWORD6.doc")).text
    locked = read(document("testWORD_protected_passtika.doc")).fault
    assert locked is not None
    assert locked.outcome is Outcome.ENCRYPTED


@pytest.mark.field
@field
def test_a_document_that_is_cut_is_searched_and_not_called_read() -> None:
    raw = document("testWORD.doc")
    found = read(raw[: len(raw) * 2 // 3])
    assert found.fault is not None or found.gaps


@pytest.mark.field
@field
def test_any_damage_gives_readings_or_an_item_error() -> None:
    draw = random.Random(7)
    good = document("testWORD_various.doc")
    for _ in range(60):
        raw = bytearray(good)
        for _ in range(draw.choice((1, 20, 200))):
            raw[draw.randrange(len(raw))] = draw.randrange(256)
        assert read(bytes(raw)).accounted <= len(raw)


def test_what_is_no_compound_file_is_malformed() -> None:
    fault = read(b"nothing of the kind").fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED
