"""Record streams of presentations and workbooks."""

from __future__ import annotations

import struct
import zlib

from hypothesis import given
from hypothesis import strategies as st

from custody.openers.test_ole_native import Bytes
from leakassay.custody.openers.office_records import Runs, drawings, objects

OBJECT = b"\xd0\xcf\x11\xe0" + b"object" * 3000


def record(kind: int, content: bytes, *, version: int = 0, instance: int = 0) -> bytes:
    return struct.pack("<HHI", instance << 4 | version, kind, len(content)) + content


def stream() -> bytes:
    packed = record(0x1011, struct.pack("<I", len(OBJECT)) + zlib.compress(OBJECT), instance=1)
    return record(0x03E8, record(0x03F2, packed, version=15) + record(0x0FA0, b"t" * 90_000), version=15) + record(
        0x1011, OBJECT
    )


def test_objects_are_found_in_containers_packed_and_plain() -> None:
    found = list(objects(Bytes(stream()), "embedded"))
    assert [b"".join(one.chunks()) for one in found] == [OBJECT, OBJECT]
    assert found[0].packed < found[1].packed == len(OBJECT)


def test_a_cut_stream_gives_the_objects_before_the_cut() -> None:
    raw = stream()
    assert [b"".join(one.chunks()) for one in objects(Bytes(raw[:-1]), "")] == [OBJECT]


def test_drawing_records_and_their_continuations_are_put_together() -> None:
    said = [(0x0809, b"bof"), (0x00EB, b"one"), (0x003C, b"two"), (0x00FC, b"no"), (0x003C, b"no"), (0x00EB, b"three")]
    raw = b"".join(struct.pack("<HH", kind, len(data)) + data for kind, data in said)
    runs = drawings(Bytes(raw))
    assert runs.pread(100, 0) == b"onetwothree"


@given(
    st.binary(max_size=60), st.lists(st.tuples(st.integers(0, 59), st.integers(1, 20)), max_size=6), st.integers(0, 80)
)
def test_runs_read_as_one(raw: bytes, places: list[tuple[int, int]], offset: int) -> None:
    runs = Runs(Bytes(raw))
    whole = b""
    for start, size in places:
        held = raw[start : start + size]
        if held:
            runs.add(start, len(held))
            whole += held
    assert runs.pread(7, offset) == whole[offset : offset + 7]


@given(st.binary(max_size=300))
def test_any_bytes_end(raw: bytes) -> None:
    assert len(list(objects(Bytes(raw), ""))) < 40
    assert drawings(Bytes(raw)).size <= len(raw)
