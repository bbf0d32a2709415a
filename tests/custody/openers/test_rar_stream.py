"""Groups of files, and archives put together anew."""

from __future__ import annotations

import struct
import zlib

import pytest

from leakassay.custody.openers import rar4_header, rar5_header
from leakassay.custody.openers.rar_block import File, Span
from leakassay.custody.openers.rar_stream import Group, _blocks_5, needs_unpacking
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.outcomes import Outcome, Reason

ITEM = in_memory(b"--abcdef--")


def file(form: int = 5, method: int = 0, **said: object) -> File:
    crc = zlib.crc32(b"abcdef")
    known = {"version": 29 if form == 4 else 0, "window": 0, "is_solid": False, "is_folder": False, "modified_at": None}
    return File(b"a", ((2, 6),), 6, crc, form, method=method, **(known | said))


def test_stored_bytes_are_read_where_they_lie() -> None:
    assert b"".join(Group(ITEM, [file()]).chunks(0)) == b"abcdef"


@pytest.mark.parametrize(
    ("said", "reason"),
    [({"is_cut": True}, Reason.TRUNCATED), ({"ends": False}, Reason.MISSING_VOLUME)],
)
def test_a_file_that_ends_early_says_why_after_its_bytes(said: dict[str, bool], reason: Reason) -> None:
    with pytest.raises(ItemError) as fault:
        list(Group(ITEM, [file(**said)]).chunks(0))
    assert (fault.value.reason, fault.value.bytes_read) == (reason, 6)


@pytest.mark.parametrize("form", [4, 5])
def test_garbage_for_libarchive_is_a_fault_of_the_file(form: int) -> None:
    with pytest.raises(ItemError):
        list(Group(ITEM, [file(form, 3)]).chunks(0))


@pytest.mark.parametrize("form", [4, 5])
def test_an_archive_put_together_anew_is_read_by_our_own_walk(form: int) -> None:
    made = Group(ITEM, [file(form, 3)])._whole([file(form, 3)])
    walk = rar4_header.walk if form == 4 else rar5_header.walk
    again = OpenItem(in_memory(made.pread(made.size, 0)).fd, made.size)
    (found,) = walk(again, Span(0, again.size), ())
    assert isinstance(found, File)
    assert (found.unpacked, found.crc, found.method, found.packed) == (6, zlib.crc32(b"abcdef"), 3, 6)


def test_what_nobody_can_unpack_is_known_before() -> None:
    no = (Outcome.UNSUPPORTED, Reason.NO_READER)
    assert Group(ITEM, [file(4, 3, version=20)]).hindrance(0) == no
    assert Group(ITEM, [file(4, 3), file(4, 3, is_solid=True)]).hindrance(1) == no
    assert Group(ITEM, [file(5, 3, version=1)]).hindrance(0) == no
    assert Group(ITEM, [file(5, 3, window=15)]).hindrance(0) is None
    assert not needs_unpacking(file())


def test_blocks_say_where_packed_data_end() -> None:
    blocks = b"\x80\0\x02xx" + struct.pack("<BBH", 0x48, 0, 3) + b"yyy"
    assert _blocks_5(in_memory(blocks + b"padding")) == len(blocks)
