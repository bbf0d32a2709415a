"""Pictures in binary office files."""

from __future__ import annotations

import struct
import zlib
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from custody.ole_files import picture
from custody.openers.test_ole_native import Bytes
from leakassay.custody.openers.office_art import inflated, pictures
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

JPEG = b"\xff\xd8\xff" + b"jpeg" * 50
EMF = b"\x01\0\0\0" + b"emf" * 5000


def metafile(packed: bytes, compression: int) -> bytes:
    head = struct.pack("<I16x8xIBB", len(EMF), len(packed), compression, 0xFE)
    return picture(0x3D4, 0xF01A, packed, before=bytes(16) + head)


def contents(raw: bytes) -> list[bytes]:
    return [b"".join(found.chunks()) for found in pictures(Bytes(raw), "data")]


def test_pictures_are_found_between_other_bytes() -> None:
    raw = (
        b"noise" * 99 + picture(0x46A, 0xF01D, JPEG) + b"\xa0\x46\x1d" + picture(0x46B, 0xF01D, JPEG, before=bytes(33))
    )
    assert contents(raw) == [JPEG, JPEG]


def test_metafiles_are_unpacked_and_plain_ones_taken_as_they_are() -> None:
    assert contents(metafile(zlib.compress(EMF), 0) + metafile(EMF, 0xFE)) == [EMF, EMF]


def test_a_bitmap_gets_its_file_header() -> None:
    info = struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0)
    (made,) = contents(picture(0x7A8, 0xF01F, info + bytes(4)))
    assert made == b"BM" + struct.pack("<I4xI", 58, 54) + info + bytes(4)


def test_a_record_that_leaves_the_stream_is_none() -> None:
    assert contents(picture(0x46A, 0xF01D, JPEG)[:-1]) == []


def test_a_truncated_metafile_gives_what_it_holds() -> None:
    packed = zlib.compress(EMF)
    taken: list[bytes] = []
    with pytest.raises(ItemError) as caught:
        taken.extend(inflated(iter([packed[:-10]])))
    assert caught.value.reason is Reason.TRUNCATED
    assert EMF.startswith(b"".join(taken))


def test_a_stream_without_end_mark_is_whole_when_it_gives_what_is_stated() -> None:
    assert b"".join(inflated(iter([zlib.compress(EMF)[:-4]]), len(EMF))) == EMF


def test_a_bomb_is_unpacked_in_bounded_pieces() -> None:
    bomb = zlib.compress(bytes(64 << 20))
    assert max(map(len, inflated(iter([bomb])))) <= 1 << 20
    assert sum(map(len, inflated(iter([bomb])))) == 64 << 20


@given(st.binary(max_size=500))
def test_mutated_streams_raise_nothing_but_item_errors(raw: bytes) -> None:
    for found in pictures(Bytes(b"\x40\x3d\x1a\xf0" + raw + picture(0x46A, 0xF01D, raw)), ""):
        with suppress(ItemError):
            list(found.chunks())
