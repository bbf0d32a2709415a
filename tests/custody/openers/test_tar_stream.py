"""A tar inside a compressed stream: one pass, packed sizes that add up, cuts that are told."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
import random
import tarfile
import tracemalloc
from collections.abc import Callable, Iterator
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers.test_tar import archive as mixed
from custody.openers.test_tar_walk import archive
from custody.reading import opened
from leakassay.custody.openers import bzip2, tar, xz
from leakassay.custody.openers import gzip as gunzip
from leakassay.custody.openers.tar_stream import Forward
from leakassay.model.batch import Gap
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason

NOISE = random.Random(4).randbytes(400_000)
FILES = {f"f{number}": NOISE[number * 40_000 : (number + 1) * 40_000] for number in range(10)}
TAR = archive(FILES)
WAYS = [(gunzip, gzip.compress), (bzip2, bz2.compress), (xz, lzma.compress)]


@pytest.mark.parametrize(("opener", "pack"), WAYS)
def test_the_members_of_the_tar_are_the_members(opener: ModuleType, pack: Callable[[bytes], bytes]) -> None:
    found = opened(opener.members, pack(TAR), "x.tgz")
    assert found.names == [name.encode() for name in FILES]
    assert list(found.contents.values()) == list(FILES.values())
    assert (found.gaps, found.faults, found.fault) == ([], {}, None)


@pytest.mark.parametrize("form", [tarfile.PAX_FORMAT, tarfile.GNU_FORMAT])
def test_a_stream_gives_what_the_file_gives(form: int) -> None:
    ours, theirs = opened(gunzip.members, gzip.compress(mixed(form))), opened(tar.members, mixed(form))
    assert ours.contents == theirs.contents
    assert [(m.index, m.name, m.outcome, m.reason, m.declared_bytes) for m in ours.members] == [
        (m.index, m.name, m.outcome, m.reason, m.declared_bytes) for m in theirs.members
    ]


@pytest.mark.parametrize(("opener", "pack"), WAYS)
def test_packed_sizes_add_up_to_the_file(opener: ModuleType, pack: Callable[[bytes], bytes]) -> None:
    raw = pack(TAR)
    sizes = opened(opener.members, raw).packed
    assert len(raw) * 0.95 < sum(sizes.values()) <= len(raw)
    if opener is gunzip:
        assert all(20_000 < size < 80_000 for size in sizes.values())


@pytest.mark.parametrize("first", [1, 4, 9])
def test_an_opening_that_goes_on_gives_the_same_members_with_the_same_sizes(first: int) -> None:
    raw = gzip.compress(TAR)
    whole, rest = opened(gunzip.members, raw), opened(gunzip.members, raw, first=first)
    assert rest.packed == {index: size for index, size in whole.packed.items() if index >= first}
    assert rest.contents == {index: content for index, content in whole.contents.items() if index >= first}


@pytest.mark.parametrize("tenths", range(1, 10))
@pytest.mark.parametrize(("opener", "pack"), WAYS)
def test_a_cut_stream_is_never_complete(opener: ModuleType, pack: Callable[[bytes], bytes], tenths: int) -> None:
    raw = pack(TAR)
    found = opened(opener.members, raw[: len(raw) * tenths // 10])
    assert found.gaps or found.faults
    assert all(
        FILES[f"f{index}"].startswith(content) for index, content in found.contents.items() if found.names[0] == b"f0"
    )


def test_what_damage_cuts_off_is_a_gap_of_its_bytes() -> None:
    raw = bytearray(bz2.compress(TAR, 1))
    raw[200_000] ^= 1
    found = opened(bzip2.members, bytes(raw))
    (gap,) = found.gaps
    assert gap.reason is Reason.MALFORMED
    assert sum(found.packed.values()) + gap.bytes == len(raw)
    assert 100_000 < gap.bytes < 300_000


def test_several_compressed_members_hold_one_tar_and_junk_follows() -> None:
    raw = gzip.compress(TAR[:100_000]) + gzip.compress(TAR[100_000:]) + b"tail"
    found = opened(gunzip.members, raw)
    assert list(found.contents.values()) == list(FILES.values())
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.TRAILING_BYTES, 4)]


def test_a_wrong_check_sum_behind_the_last_member_is_told() -> None:
    raw = bytearray(gzip.compress(TAR))
    raw[-8] ^= 1
    assert [gap.reason for gap in opened(gunzip.members, bytes(raw)).gaps] == [Reason.MALFORMED]


def test_memory_does_not_grow_with_the_stream() -> None:
    raw = gzip.compress(archive({"zeros": bytes(96 << 20), "end": b"x"}))
    item = in_memory(raw)
    tracemalloc.start()
    sizes = [sum(map(len, found.chunks)) for found in gunzip.members(item, 0) if not isinstance(found, Gap)]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    os.close(item.fd)
    assert sizes == [96 << 20, 1]
    assert peak < 16 << 20


class Unpacker:
    packed = 0


def forward(*pieces: bytes) -> Forward:
    return Forward(iter(pieces), Unpacker())


def test_a_stream_reads_peeks_and_seeks_forward_across_its_pieces() -> None:
    source = forward(b"abc", b"", b"defg", b"h")
    assert (source.peek(5), source.read(4), source.tell()) == (b"abcde", b"abcd", 4)
    assert (source.seek(6), source.read(9), source.tell()) == (6, b"gh", 8)
    assert (source.seek(100), source.read(1)) == (8, b"")


def test_a_stream_does_not_go_back() -> None:
    source = forward(b"abcdef")
    source.seek(3)
    with pytest.raises(tarfile.ReadError):
        source.seek(2)
    with pytest.raises(ItemError):
        list(source.data(2, 1))


def test_a_fault_is_raised_as_often_as_one_asks() -> None:
    def broken() -> Iterator[bytes]:
        yield b"ab"
        raise ItemError(Reason.TRUNCATED)

    source = Forward(broken(), Unpacker())
    assert source.read(2) == b"ab"
    for _ in range(2):
        with pytest.raises(ItemError):
            source.read(1)


SMALL = gzip.compress(mixed())


@settings(max_examples=150, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(mixed()) - 1), st.integers(0, 255)), max_size=10),
    st.lists(st.tuples(st.integers(0, len(SMALL) - 1), st.integers(0, 255)), max_size=3),
    st.integers(0, 2 * len(SMALL)),
)
def test_mutated_archives_raise_nothing_but_item_errors(
    inside: list[tuple[int, int]], outside: list[tuple[int, int]], cut: int
) -> None:
    raw = bytearray(mixed())
    for at, byte in inside:
        raw[at] = byte
    sealed = bytearray(gzip.compress(bytes(raw)))
    for at, byte in outside:
        sealed[at % len(sealed)] = byte
    opened(gunzip.members, bytes(sealed[:cut]))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.text("abc/.", min_size=1, max_size=9), st.binary(max_size=3000), min_size=1, max_size=6),
    st.integers(1, 4),
)
def test_any_files_come_out_of_any_number_of_members(files: dict[str, bytes], members: int) -> None:
    raw = archive({f"x{name}x": content for name, content in files.items()})
    step = -(-len(raw) // members)
    sealed = b"".join(gzip.compress(raw[at : at + step]) for at in range(0, len(raw), step))
    assert list(opened(gunzip.members, sealed).contents.values()) == list(files.values())
