"""Parts of files, joined; numbers of RAR 5."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.openers.rar_block import Bytes, File, clipped, joined, variable
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

WHOLE = File(b"a", ((10, 5),), 9, 1, 5, 0, 0, 0, is_solid=False, is_folder=False, modified_at=None)
FRONT, BACK = replace(WHOLE, ends=False), replace(WHOLE, parts=((99, 4),), crc=2, begins=False)
HOLE = Gap(Reason.MISSING_VOLUME)


def test_parts_in_a_row_are_one_file_with_the_checksum_of_the_last() -> None:
    assert list(joined(iter((FRONT, BACK)))) == [replace(WHOLE, parts=((10, 5), (99, 4)), crc=2)]


@pytest.mark.parametrize("blocks", [(FRONT, HOLE, BACK), (FRONT, replace(BACK, name=b"b")), (BACK, WHOLE), (FRONT,)])
def test_parts_that_do_not_follow_each_other_stay_apart(blocks: tuple[File | Gap, ...]) -> None:
    assert list(joined(iter(blocks))) == list(blocks)


def test_data_end_with_their_volume() -> None:
    assert clipped(WHOLE, 90, 20, 100).parts == ((90, 10),)
    assert clipped(WHOLE, 90, 20, 100).is_cut
    assert clipped(WHOLE, 100, 5, 100).parts == ()


@given(st.integers(0, (1 << 64) - 1))
def test_a_number_is_read_as_it_was_written(value: int) -> None:
    assert Bytes(variable(value)).variable() == value


@pytest.mark.parametrize("raw", [b"", b"\x80", b"\xff" * 12])
def test_a_number_without_end_is_malformed(raw: bytes) -> None:
    with pytest.raises(ItemError):
        Bytes(raw).variable()
