"""A storage written out as a file: other readers open it, the same bytes are in it."""

from __future__ import annotations

import io

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.openers.compound_file import STORAGE, STREAM, CompoundFile
from leakassay.custody.openers.compound_rebuilt import MAX_DEPTH, Part, part_of, stated_bytes, written
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason


def streams_of(raw: bytes) -> dict[str, bytes]:
    """As olefile, a stranger, reads it."""
    with olefile.OleFileIO(io.BytesIO(raw)) as file:
        assert not file.parsing_issues
        return {"/".join(path): file.openstream(path).read() for path in file.listdir()}


sizes = st.lists(st.sampled_from([0, 1, 63, 64, 65, 4095, 4096, 4097, 70_000]), min_size=1, max_size=8)


@settings(max_examples=60, deadline=None)
@given(sizes, sizes)
def test_another_reader_finds_the_same_streams(outer: list[int], inner: list[int]) -> None:
    box = Storage("box", tuple(Stream(f"in{at}", bytes([at]) * size) for at, size in enumerate(inner)))
    made = Storage("", (*(Stream(f"s{at}", bytes([at]) * size) for at, size in enumerate(outer)), box))
    file = CompoundFile(in_memory(compound_file(made)))
    rebuilt = b"".join(written(part_of(file, file.root)))
    assert streams_of(rebuilt) == streams_of(compound_file(made))
    assert len(rebuilt) % 512 == 0


def test_a_file_above_seven_megabytes_lists_its_table_elsewhere() -> None:
    """109 sectors of the table are named in the header, the others in a list."""
    big = b"x" * (9 << 20)
    part = Part("", STORAGE, parts=[Part("big", STREAM, size=len(big), chunks=lambda: iter([big]))])
    assert streams_of(b"".join(written(part))) == {"big": big}


def test_what_a_truncated_stream_lacks_is_zeros_and_the_fault_comes_last() -> None:
    def cut():
        yield b"begun"
        raise ItemError(Reason.TRUNCATED)

    sound = Part("good", STREAM, size=2, chunks=lambda: iter([b"ok"]))
    part = Part("", STORAGE, parts=[Part("cut", STREAM, size=10, chunks=cut), sound])
    got: list[bytes] = []
    with pytest.raises(ItemError):
        got.extend(written(part))
    assert streams_of(b"".join(got)) == {"cut": b"begun" + bytes(5), "good": b"ok"}


def test_storages_nested_too_deeply_are_refused() -> None:
    nested = Storage("x", (Stream("s", b"deep"),))
    for _ in range(MAX_DEPTH + 1):
        nested = Storage("x", (nested,))
    file = CompoundFile(in_memory(compound_file(nested)))
    assert stated_bytes(file.root) == 4
    with pytest.raises(ItemError) as caught:
        part_of(file, file.root)
    assert caught.value.reason is Reason.LIMIT_DEPTH
