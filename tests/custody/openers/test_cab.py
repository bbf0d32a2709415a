"""Cabinets: by another writer, of a set, cut and hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from custody.openers.archives import cabinet, contents, mutants, opened
from leakassay.custody.openers import cab as opener
from leakassay.model.outcomes import Reason

PLAIN = {"a.txt": b"NHS 999 000 0018\n" * 3000, "b.bin": bytes(range(256)) * 9}
RAW = cabinet(PLAIN)


def test_files_come_with_their_bytes() -> None:
    found = opened(opener.members, RAW)
    assert (contents(found), found.gaps, found.faults) == (PLAIN, [], {})


def test_a_cabinet_of_a_set_is_not_complete() -> None:
    found = opened(opener.members, RAW[:30] + b"\x02" + RAW[31:])
    assert found.fault or Reason.MISSING_VOLUME in {gap.reason for gap in found.gaps}


def test_a_cabinet_that_is_cut_off_is_never_called_complete() -> None:
    for end in range(40, len(RAW), 7):
        found = opened(opener.members, RAW[:end])
        assert found.fault or found.gaps, end


def test_hostile_copies_end_with_members_gaps_or_an_item_error() -> None:
    for mutant in mutants(RAW, 200):
        opened(opener.members, mutant)


@pytest.mark.field
def test_a_cabinet_of_another_program(field_data: Path) -> None:
    found = opened(opener.members, (field_data / "s11-tika-documents/pkg/test-documents.cab").read_bytes())
    assert len(found.members) == 9
    assert all(len(found.contents[member.index]) == member.declared_bytes for member in found.members)
    assert not found.gaps
