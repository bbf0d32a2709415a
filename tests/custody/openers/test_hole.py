"""Reads before, in and behind a missing volume."""

from __future__ import annotations

import pytest

from leakassay.custody.openers.hole import UpToHole
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, Volume, in_memory
from leakassay.model.outcomes import Reason

VOLUMES = (Volume(in_memory(b"abcd").fd, 4), Volume(-1, 4), Volume(in_memory(b"ijkl").fd, 4))
SET = UpToHole(OpenItem(-1, 12, volumes=VOLUMES))


def test_a_read_ends_before_a_hole_and_goes_on_behind_it() -> None:
    assert (SET.pread(99, 1), SET.pread(99, 9)) == (b"bcd", b"jkl")


def test_a_read_in_a_hole_fails() -> None:
    with pytest.raises(ItemError) as fault:
        SET.pread(1, 5)
    assert fault.value.reason is Reason.MISSING_VOLUME


def test_one_file_has_no_hole() -> None:
    assert UpToHole(in_memory(b"abc")).pread(9, 1) == b"bc"
