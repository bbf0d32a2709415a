"""The spool: bytes of members come back as they went, or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from leakassay.case.spool import CHUNK_BYTES, SpoolWriter, chunks, to_memory
from leakassay.model.errors import IntegrityError

KEY = bytes(32)
QUICK = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=60)


def put(folder: Path, name: str, *pieces: bytes) -> Path:
    writer = SpoolWriter(folder, KEY, name)
    for piece in pieces:
        writer.write(piece)
    writer.close()
    assert writer.size == sum(map(len, pieces))
    return folder / name


def got(folder: Path, name: str, key: bytes = KEY) -> bytes:
    return b"".join(chunks(folder, key, name))


@given(pieces=st.lists(st.binary(max_size=50), max_size=5).filter(any))
@QUICK
def test_any_bytes_in_any_pieces_come_back(pieces: list[bytes], tmp_path: Path) -> None:
    put(tmp_path, "a", *pieces)
    assert got(tmp_path, "a") == b"".join(pieces)


@pytest.mark.parametrize(
    "size", [1, CHUNK_BYTES - 1, CHUNK_BYTES, CHUNK_BYTES + 1, 2 * CHUNK_BYTES, 3 * CHUNK_BYTES + 5]
)
def test_sizes_around_a_chunk_come_back(size: int, tmp_path: Path) -> None:
    content = os.urandom(size)
    put(tmp_path, "a", content)
    assert got(tmp_path, "a") == content
    fd = to_memory(tmp_path, KEY, "a")
    assert os.read(fd, size + 1) == content[: size + 1] if size < 1 << 20 else os.fstat(fd).st_size == size
    os.close(fd)


def test_an_entry_without_bytes_is_never_on_disk(tmp_path: Path) -> None:
    """A million empty members cost no file each."""
    writer = SpoolWriter(tmp_path / "spool", KEY, "a")
    writer.write(b"")
    writer.close()
    writer.discard()
    assert not (tmp_path / "spool").exists()


def test_nothing_readable_is_on_disk(tmp_path: Path) -> None:
    assert b"canary" not in put(tmp_path, "a", b"canary" * 100).read_bytes()


@given(data=st.data())
@QUICK
def test_a_changed_or_cut_entry_is_refused(data: st.DataObject, tmp_path: Path) -> None:
    path = put(tmp_path, "a", b"some content")
    good = path.read_bytes()
    at = data.draw(st.integers(0, len(good) - 1))
    bad = good[:at] if data.draw(st.booleans()) else good[:at] + bytes([good[at] ^ 1]) + good[at + 1 :]
    path.write_bytes(bad)
    with pytest.raises(IntegrityError):
        got(tmp_path, "a")


def test_chunks_cannot_be_cut_off_or_exchanged(tmp_path: Path) -> None:
    """Whole chunks: the number is the nonce, the last one says that it is."""
    path = put(tmp_path, "a", bytes(2 * CHUNK_BYTES + 1))
    good, sealed = path.read_bytes(), CHUNK_BYTES + 16 + 4
    one, two, last = good[16 : 16 + sealed], good[16 + sealed : 16 + 2 * sealed], good[16 + 2 * sealed :]
    for order in ((one,), (one, two), (two, one, last), (one, last), (one, two, last, last)):
        path.write_bytes(good[:16] + b"".join(order))
        with pytest.raises(IntegrityError):
            got(tmp_path, "a")


def test_an_entry_opens_under_its_own_name_and_key_only(tmp_path: Path) -> None:
    put(tmp_path, "a", b"x").rename(tmp_path / "b")
    with pytest.raises(IntegrityError):
        got(tmp_path, "b")
    with pytest.raises(IntegrityError):
        got(tmp_path, "b", bytes([1]) * 32)


def test_a_discarded_entry_is_gone(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path, KEY, "a")
    writer.write(b"x")
    writer.discard()
    assert list(tmp_path.iterdir()) == []


def test_of_a_range_its_chunks_the_ends_and_its_anchors_are_there_and_nothing_else(tmp_path: Path) -> None:
    content = b"".join(bytes([number]) * CHUNK_BYTES for number in range(1, 9))
    put(tmp_path, "a", content)
    fd = to_memory(tmp_path, KEY, "a", 5 * CHUNK_BYTES + 7, 100, (3 * CHUNK_BYTES - 10, 2 * CHUNK_BYTES + 10))
    seen = {number: os.pread(fd, 1, number * CHUNK_BYTES + 1)[0] for number in range(8)}
    os.close(fd)
    assert seen == {0: 1, 1: 2, 2: 3, 3: 4, 4: 0, 5: 6, 6: 0, 7: 8}
