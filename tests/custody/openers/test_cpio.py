"""Cpio: more of it stands in `test_by_libarchive.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from custody.openers.archives import FILES, by_libarchive, contents, mutants, opened
from leakassay.custody.openers import cpio as opener
from leakassay.model.outcomes import Reason


@pytest.mark.parametrize("form", ["cpio", "cpio_newc"])
def test_both_written_forms_are_read(form: str) -> None:
    assert contents(opened(opener.members, by_libarchive(form))) == FILES


def test_without_its_trailer_it_was_cut_off() -> None:
    raw = by_libarchive("cpio_newc", {"a": b"123"})
    found = opened(opener.members, raw[: raw.index(b"TRAILER") - 110])
    assert [gap.reason for gap in found.gaps] == [Reason.TRUNCATED]


def test_hostile_copies_end_with_members_gaps_or_an_item_error() -> None:
    for mutant in mutants(by_libarchive("cpio", {"a": b"123"}), 50):
        opened(opener.members, mutant)


@pytest.mark.field
def test_an_archive_of_another_program(field_data: Path) -> None:
    found = opened(opener.members, (field_data / "s11-tika-documents/pkg/test-documents.cpio").read_bytes())
    assert len(found.members) == 9
    assert all(len(found.contents[member.index]) == member.declared_bytes for member in found.members)
    assert not found.gaps


def test_bytes_passed_over_before_the_trailer_show() -> None:
    """A file whose header is gone; libarchive looks for the next header without a word."""
    raw = by_libarchive("cpio_newc", {"a": b"123"})
    trailer = raw.index(b"070701", 10)
    found = opened(opener.members, raw[:trailer] + b"9990000018,MOUSE\n" * 10 + raw[trailer:])
    assert [gap.reason for gap in found.gaps] == [Reason.MALFORMED]
    assert opened(opener.members, raw).gaps == []
