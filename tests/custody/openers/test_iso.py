"""Images by another writer, with Joliet and Rock Ridge names; cut and hostile ones."""

from __future__ import annotations

import io

import pycdlib
import pytest

from custody.openers.archives import contents, mutants, opened
from leakassay.custody.openers import iso as opener
from leakassay.model.outcomes import Reason

TEXT = b"NHS 999 000 0018\n" * 300


def image(**how: object) -> bytes:
    made = pycdlib.PyCdlib()
    made.new(interchange_level=3, **how)
    names = {"joliet_path": "/Entl\u00e4ssung 1.csv"} if "joliet" in how else {}
    names |= {"rr_name": "discharge summary.csv"} if "rock_ridge" in how else {}
    made.add_fp(io.BytesIO(TEXT), len(TEXT), "/A.CSV;1", **names)
    out = io.BytesIO()
    made.write_fp(out)
    made.close()
    return out.getvalue()


@pytest.mark.parametrize(
    ("how", "name"),
    [({}, "A.CSV"), ({"joliet": 3}, "Entl\u00e4ssung 1.csv"), ({"rock_ridge": "1.09"}, "discharge summary.csv")],
)
def test_files_come_under_their_longest_name(how: dict[str, object], name: str) -> None:
    found = opened(opener.members, image(**how))
    assert {said.removesuffix(";1"): data for said, data in contents(found).items()} == {name: TEXT}
    assert not found.gaps


def test_an_image_that_is_cut_off_says_so() -> None:
    raw = image()
    found = opened(opener.members, raw[: raw.index(TEXT) + 99])
    assert Reason.TRUNCATED in {gap.reason for gap in found.gaps}


def test_hostile_copies_end_with_members_gaps_or_an_item_error() -> None:
    for mutant in mutants(image(), 30):
        opened(opener.members, mutant)
