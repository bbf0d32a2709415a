"""Disks are told by their first sectors; what only ends like a boot sector is none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custody.openers import disks
from leakassay.custody.sniff import disk

SYSTEM = disks.fat({"A.TXT": b"x"})


def score(raw: bytes) -> int:
    return disk.disk_image(raw[:65536], raw[-65536:], "x", len(raw))


def test_file_systems_and_partitions_are_disks() -> None:
    assert score(SYSTEM) == 82
    assert score(disks.partitioned(SYSTEM)) == 70
    assert score(b"\0" * 512 + b"EFI PART" + bytes(600)) == 82
    ext = bytearray(2048)
    ext[1024:1032] = b"\1\0\0\0\1\0\0\0"
    ext[1080:1082] = b"\x53\xef"
    assert score(bytes(ext)) == 80
    ext[1048] = 9
    assert score(bytes(ext)) == 0


@pytest.mark.parametrize("spoil", [slice(446, 447), slice(510, 512), slice(454, 458)])
def test_a_table_that_makes_no_sense_is_none(spoil: slice) -> None:
    raw = bytearray(disks.partitioned(SYSTEM))
    raw[spoil] = b"\xee" * (spoil.stop - spoil.start)
    assert score(bytes(raw)) == 0


def test_a_virtual_disk_has_its_cookie_in_front_or_behind() -> None:
    for raw in (disks.vhd(SYSTEM, grows=True), disks.vhd(SYSTEM, grows=False)):
        assert disk.vhd(raw[:65536], raw[-65536:], "x", len(raw)) == 88
    assert disk.vhd(SYSTEM[:65536], SYSTEM[-65536:], "x", len(SYSTEM)) == 0


@given(st.binary(max_size=1200))
def test_any_bytes_have_a_score(raw: bytes) -> None:
    assert 0 <= score(raw) <= 100
    assert disk.vhd(raw, raw, "", len(raw)) in (0, 88)
