"""Folders of 7z as streams."""

from __future__ import annotations

import pytest

from custody.openers.archives import seven_zip
from leakassay.custody.openers import seven_zip as opener
from leakassay.custody.openers.seven_zip_coder import PPMD
from leakassay.custody.openers.seven_zip_folder import FolderStream, alone, chain, is_compressed, is_encrypted
from leakassay.custody.openers.seven_zip_header import Coder, Folder, packed_header, start
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason

TEXT = b"NHS 999 000 0018\n" * 1000
ITEM = in_memory(seven_zip({"a": TEXT}))
FOLDER = opener._contents(ITEM)[0].folders[0]


def test_bytes_are_taken_in_any_portions() -> None:
    stream = FolderStream(ITEM, FOLDER)
    assert b"".join(b"".join(stream.take(count)) for count in (1, 999, 0, 16_000)) == TEXT
    assert (stream.at, stream.consumed) == (len(TEXT), FOLDER.packed_bytes)


def test_a_stream_that_failed_says_so_again() -> None:
    stream = FolderStream(in_memory(ITEM.pread(33, 0)), FOLDER)
    for _ in range(2):
        with pytest.raises(ItemError) as fault:
            list(stream.take(5))
        assert fault.value.reason is Reason.TRUNCATED


def test_a_folder_alone_is_an_archive() -> None:
    source = alone(ITEM, FOLDER)
    copy = in_memory(source.pread(source.size, 0))
    begin = start(copy.head(32))
    assert packed_header(copy.pread(begin.size, begin.offset)) is None
    assert b"".join(next(iter(opener.members(copy, 0))).chunks) == TEXT


def test_coders_that_feed_each_other_in_a_ring_are_malformed() -> None:
    ring = Folder(b"", (Coder(b"\0", b""),) * 3, ((0, 1), (1, 0)), (2,), ((32, 1),), (1, 1, 1))
    with pytest.raises(ItemError):
        chain(ring)


def test_what_is_sealed_and_what_is_packed_is_told_by_the_coders() -> None:
    assert (is_encrypted(FOLDER), is_compressed(FOLDER)) == (False, True)


def test_memory_that_a_folder_for_libarchive_asks_for_is_looked_at_first() -> None:
    hostile = Folder(b"", (Coder(PPMD, b"\x06\xff\xff\xff\xff"),), (), (0,), ((32, 9),), (9,))
    with pytest.raises(ItemError) as fault:
        list(FolderStream(ITEM, hostile).take(9))
    assert (fault.value.outcome, fault.value.reason) == (Outcome.REFUSED, Reason.LIMIT_MEMORY)
