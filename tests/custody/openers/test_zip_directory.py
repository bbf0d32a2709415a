"""The directory of a zip: found from the end, with junk before it, and in its wide form."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from custody.reading import opened
from leakassay.custody.openers import zip as zip_opener
from leakassay.custody.openers import zip_directory
from leakassay.model.item import in_memory


def archive(*names: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        for name in names or ("a.txt",):
            made.writestr(name, b"hello")
    return out.getvalue()


def test_the_directory_lies_before_the_end_record() -> None:
    raw = archive()
    found = zip_directory.find(in_memory(raw))
    assert found is not None
    assert (found.start, found.end, found.starts) == (raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06"), (0,))


def test_a_self_extractor_shifts_every_offset() -> None:
    item = in_memory(b"x" * 10 + archive())
    found = zip_directory.find(item)
    assert found is not None
    assert found.starts == (10,)
    assert [entry.offset for entry in zip_directory.entries(item, found)] == [10]


def test_the_wide_end_record_is_followed() -> None:
    raw = archive()
    start, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    wide = struct.pack("<4sQHHIIQQQQ", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, end - start, start)
    locator = struct.pack("<4sIQI", b"PK\x06\x07", 0, end, 1)
    narrow = raw[end : end + 12] + b"\xff" * 8 + b"\0\0"
    found = zip_directory.find(in_memory(raw[:end] + wide + locator + narrow))
    assert found is not None
    assert (found.start, found.end) == (start, end)


def test_sizes_in_the_wide_extra_field_replace_the_narrow_ones() -> None:
    raw = bytearray(archive())
    at = raw.index(b"PK\x01\x02")
    raw[at + 24 : at + 28] = b"\xff" * 4
    raw[at + 30 : at + 32] = (12).to_bytes(2, "little")
    end = raw.index(b"PK\x05\x06")
    raw[end:end] = struct.pack("<HHQ", 1, 8, 5_000_000_000)
    end += 12
    raw[end + 12 : end + 16] = (end - at).to_bytes(4, "little")
    item = in_memory(bytes(raw))
    found = zip_directory.find(item)
    assert found is not None
    assert [entry.unpacked for entry in zip_directory.entries(item, found)] == [5_000_000_000]


def test_nothing_is_found_where_nothing_is() -> None:
    assert zip_directory.find(in_memory(b"hello")) is None
    assert list(zip_directory.salvage(in_memory(b"hello"))) == []


def test_a_lone_last_volume_has_a_place_for_its_own_disk_only() -> None:
    raw = bytearray(archive())
    at, end = raw.index(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    raw[end + 4 : end + 8] = struct.pack("<HH", 2, 2)
    item = in_memory(bytes(raw))
    found = zip_directory.find(item)
    assert found is not None
    assert (found.starts, found.start) == ((-1, -1, 0), at)
    assert [entry.offset for entry in zip_directory.entries(item, found)] == [-1]
    assert (found.place(2, 7), found.place(9, 7)) == (7, -1)


def test_extra_fields_are_found_by_their_kind() -> None:
    extra = struct.pack("<HH2sHH3s", 5, 2, b"ab", 7, 3, b"cde")
    entry = zip_directory.Entry(b"", 0, 0, 0, 0, 0, 0, None, extra)
    assert (entry.field(5), entry.field(7), entry.field(6)) == (b"ab", b"cde", b"")


def test_a_directory_that_stops_before_its_end_is_not_listed_out() -> None:
    """One damaged length hides every entry behind it; a signature may stand there."""
    item = in_memory(archive("a.txt", "b.txt"))
    found = zip_directory.find(item)
    assert found is not None
    first, second = zip_directory.entries(item, found)
    assert zip_directory.is_listed_out(item, found, second.listed_to)
    assert not zip_directory.is_listed_out(item, found, first.listed_to)
    assert not zip_directory.is_listed_out(item, found, second.listed_to + 70_000)


@pytest.mark.parametrize("kept", [4, 30, 45])
def test_a_directory_cut_within_a_line_hides_nothing(kept: int) -> None:
    """What is left of the line is too short for one; nothing but zero bytes may be."""
    raw = archive("a.txt", "b.txt")
    second, end = raw.rindex(b"PK\x01\x02"), raw.index(b"PK\x05\x06")
    found = opened(zip_opener.members, raw[: second + kept] + raw[end:])
    assert [member.name for member in found.members] == [b"a.txt", b"b.txt"]
    assert found.gaps
    padded = opened(zip_opener.members, raw[:end] + bytes(kept) + raw[end:])
    assert [member.name for member in padded.members] == [b"a.txt", b"b.txt"]
    assert not padded.gaps


def test_what_a_damaged_directory_hides_is_found_by_its_local_header() -> None:
    raw = bytearray(archive("a.txt", "b.txt"))
    raw[raw.index(b"PK\x01\x02") + 30 : raw.index(b"PK\x01\x02") + 32] = b"\xff\xff"
    found = opened(zip_opener.members, bytes(raw))
    assert [member.name for member in found.members] == [b"a.txt", b"b.txt"]
    assert found.gaps
