"""Damaged copies: what is wrong with them, what the key still says, and names that no program likes."""

import io
import os
import zipfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.case.views import as_text
from leakassay.custody.listing import entries
from leakassay.exercise.paper import damage
from leakassay.exercise.paper.archive import zip_of
from leakassay.exercise.paper.document import Document
from leakassay.model.outcomes import Outcome, Reason

ROWS = pa.table({"record": [0, 1]})
LETTER = Document("letters/one.txt", "text", b"Dear Doctor, " * 200, ROWS, named_person=7)
ZIPPED = zip_of("x.zip", [LETTER, Document("b.txt", "text", b"words " * 99)])


@pytest.mark.parametrize("document", [LETTER, ZIPPED, Document("tiny.csv", "csv", b"a", ROWS)])
@pytest.mark.parametrize("how", damage.HOWS)
def test_a_damaged_copy_has_no_truth_but_an_outcome_and_a_reason(document: Document, how: str):
    copy = damage.damaged(document, how)
    assert (copy.records, copy.members, copy.named_person) == (None, (), document.named_person)
    assert copy.data != document.data or document.name == "tiny.csv"
    assert (Outcome(copy.outcome), Reason(copy.reason)) != (Outcome.READ, Reason.NONE)


def test_a_truncated_zip_has_lost_its_directory():
    with pytest.raises(zipfile.BadZipFile):
        zipfile.ZipFile(io.BytesIO(damage.damaged(ZIPPED, "truncated").data))


def test_only_what_has_an_end_mark_can_be_known_to_be_cut():
    assert [damage.damaged(document, "truncated").outcome for document in (LETTER, ZIPPED)] == ["read", "read_partly"]


def test_an_overwritten_start_fails_a_pdf_and_leaves_the_rest_of_a_text():
    pdf = damage.damaged(Document("a.pdf", "pdf", b"%PDF-1.4" + bytes(900)), "overwritten")
    text = damage.damaged(LETTER, "overwritten")
    assert (pdf.outcome, pdf.data[:4] == b"%PDF", len(pdf.data)) == ("failed", False, 908)
    assert (text.outcome, text.data[600:]) == ("read_partly", LETTER.data[600:])


def test_a_hole_of_zeros_keeps_both_ends():
    copy = damage.damaged(LETTER, "zeroed").data
    assert (copy[:100], copy[-100:]) == (LETTER.data[:100], LETTER.data[-100:])
    assert bytes(len(copy) // 3 - 2) in copy
    assert len(copy) == len(LETTER.data)


def test_an_unknown_damage_is_refused():
    with pytest.raises(ValueError, match="choose one of truncated"):
        damage.damaged(LETTER, "burnt")


@given(st.integers(0, 999))
def test_a_misnamed_file_keeps_stem_and_truth_and_never_its_suffix(seed: int):
    copy = damage.misnamed(LETTER, np.random.default_rng(seed))
    assert Path(copy.name).stem == "one"
    assert Path(copy.name).suffix != ".txt"
    assert (copy.format, copy.data, copy.records) == (LETTER.format, LETTER.data, LETTER.records)


def test_a_long_path_is_longer_than_windows_opens_and_any_linux_takes_it(tmp_path: Path):
    path = damage.long_path("letter.txt")
    assert len(path) > damage.LONG_PATH
    assert max(len(part.encode()) for part in path.split("/")) <= 200
    (tmp_path / path).parent.mkdir(parents=True)
    (tmp_path / path).write_bytes(b"x")


@given(
    st.text("abc é.ß/", min_size=1, max_size=20).filter(lambda name: not name.endswith("/")),
    st.sampled_from(["cp1252", "cp437"]),
)
def test_a_broken_name_is_never_utf8(name: str, encoding: str):
    broken = damage.broken_name(name, encoding)
    last = os.fsencode(broken).rpartition(b"/")[2]
    with pytest.raises(UnicodeDecodeError):
        last.decode("utf-8")
    damage.shown(broken).encode("utf-8")


def test_a_broken_name_is_shown_as_the_assay_shows_it(tmp_path: Path):
    name = damage.broken_name("Müller.txt")
    (tmp_path / name).write_bytes(b"x")
    (entry,) = entries(os.fsencode(tmp_path))
    assert as_text(entry.path) == damage.shown(name) == "M\\xfcller.txt"
