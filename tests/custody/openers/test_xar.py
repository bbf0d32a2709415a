"""XAR: good, cut and hostile; more of it stands in `test_by_libarchive.py`."""

from __future__ import annotations

from custody.openers.archives import FILES, by_libarchive, contents, mutants, opened
from leakassay.custody.openers import xar as opener


def test_files_come_with_their_bytes() -> None:
    assert contents(opened(opener.members, by_libarchive("xar"))) == FILES


def test_cut_and_hostile_copies_end_with_members_gaps_or_an_item_error() -> None:
    raw = by_libarchive("xar", {"a": b"123" * 99})
    assert opened(opener.members, raw[:60]).fault
    for mutant in mutants(raw, 100):
        opened(opener.members, mutant)
