"""One file system: names, sizes, times, and the blocks that are left."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

pytest.importorskip("pytsk3", reason="the extra disk-images is not installed")

from custody.openers import disks
from leakassay.custody.openers.disk_files import UNALLOCATED, FileSystem, Image, between, leftover
from leakassay.custody.openers.disk_media import Media
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason


def disk_of(raw: bytes) -> Media:
    return Media(len(raw), lambda count, offset: raw[offset : offset + count], is_raw=True)


def test_a_file_has_its_size_time_and_blocks() -> None:
    disk = disk_of(disks.fat({"A.TXT": b"x" * 700}))
    (file,) = (one for one in FileSystem(Image(disk), 0, disk).streams() if one.name == b"A.TXT")
    assert (file.size, file.packed, b"".join(file.chunks)) == (700, 700, b"x" * 700)
    assert file.modified_at is not None


def test_small_disks_have_shorter_links() -> None:
    disk = disk_of(disks.fat({"A.TXT": b"x" * 3_000}, clusters=100))
    files = FileSystem(Image(disk), 0, disk).streams()
    assert [len(b"".join(one.chunks)) for one in files if one.name == b"A.TXT"] == [3_000]


def test_folders_that_hold_each_other_end() -> None:
    raw = bytearray(disks.fat({"D/A.TXT": b"x"}))
    at = raw.index(b"D       ") + 26
    raw[raw.index(b"A       TXT") + 11] = 0x10
    raw[raw.index(b"A       TXT") + 26 : raw.index(b"A       TXT") + 28] = raw[at : at + 2]
    disk = disk_of(bytes(raw))
    assert list(FileSystem(Image(disk), 0, disk).streams())


@given(st.lists(st.tuples(st.integers(0, 60), st.integers(0, 20)), max_size=6))
def test_each_place_is_covered_or_between(spans: list[tuple[int, int]]) -> None:
    covered = [(at, at + count) for at, count in spans]
    left = between(covered, 5, 100)
    inside = {place for first, last in covered for place in range(first, last)}
    assert {place for first, last in left for place in range(first, last)} == set(range(5, 100)) - inside


def test_what_is_left_leaves_out_zeros_and_stops_at_a_fault() -> None:
    raw = b"\0" * 8192 + b"word" + b"\0" * 8188
    (one,) = leftover(disk_of(raw), [(0, len(raw))], UNALLOCATED)
    assert (b"".join(one.chunks), one.packed) == (raw[8192:12288], len(raw))
    assert list(leftover(disk_of(raw), [(0, 8192)], UNALLOCATED)) == []

    def broken(count: int, offset: int) -> bytes:
        raise OSError

    (lost,) = leftover(Media(100, broken), [(0, 100)], UNALLOCATED)
    assert (lost.outcome, lost.reason) == (Outcome.FAILED, Reason.MALFORMED)


def test_a_fault_half_way_ends_a_file() -> None:
    raw = disks.fat({"A.TXT": b"x" * (3 << 20)})

    def halfway(count: int, offset: int) -> bytes:
        if offset > (2 << 20):
            raise ItemError(Reason.MISSING_VOLUME)
        return raw[offset : offset + count]

    disk = Media(len(raw), halfway)
    (file,) = (one for one in FileSystem(Image(disk), 0, disk).streams() if one.name == b"A.TXT")
    with pytest.raises(ItemError):
        list(file.chunks)
