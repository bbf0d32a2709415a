"""The oracles object to what they are there for: without these nobody would know that a fuzzer sees anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import pyarrow as pa
import pytest

from fuzz.contract import calls, opens, reads
from fuzz.target import check
from leakassay.model.batch import Batch, Covered, Gap, Property, Reading, Shape
from leakassay.model.errors import ItemError
from leakassay.model.member import Member, Opening
from leakassay.model.outcomes import Reason

RAW = b"0123456789"
NO_TEXT = pa.Array.from_buffers(pa.string(), 1, [None, pa.py_buffer(b"\0\0\0\0\1\0\0\0"), pa.py_buffer(b"\xff")])
TEXT = pa.record_batch({"text": ["a"]})


def reader(*readings: Reading) -> Callable[[bytes], str]:
    module: Any = SimpleNamespace(read=lambda _item: iter(readings))
    return reads(module, "x", {})


def opener(*openings: Opening) -> Callable[[bytes], str]:
    module: Any = SimpleNamespace(members=lambda _item, _first: iter(openings))
    return opens(module, "x", {})


def test_what_keeps_the_contract_passes() -> None:
    check(reader(Batch(Shape.TEXT, TEXT), Property("a", "b"), Covered(4), Gap(Reason.TRUNCATED, 6)), RAW)
    check(opener(Member(0, b"a", 10), Gap(Reason.TRAILING_BYTES, 4)), RAW)
    check(calls(lambda raw: [raw, "a", None, {"b": 2}]), RAW)


@pytest.mark.parametrize(
    "readings",
    [
        (Covered(11),), (Covered(6), Gap(Reason.TRUNCATED, 5)), (Covered(-1),), (Gap(Reason.TRUNCATED, -1),),
        (Batch(Shape.TEXT, TEXT.slice(1)),), (Batch(Shape.TABLE, TEXT),), (Batch(Shape.RECORD, TEXT),),
        (Batch(Shape.TEXT, TEXT, part="\ud800"),), (Property("a", "\udc00"),), (Property("a", "b", row=1 << 63),),
        (Batch(Shape.TEXT, pa.record_batch([NO_TEXT], ["text"])),),
    ],
)  # fmt: skip
def test_a_reader_that_breaks_it_is_found(readings: tuple[Reading, ...]) -> None:
    with pytest.raises((AssertionError, UnicodeEncodeError, pa.ArrowInvalid)):
        check(reader(*readings), RAW)


@pytest.mark.parametrize(
    "openings",
    [
        (Member(0, b"a", 11),), (Member(0, b"a", 6), Member(1, b"a", 5)), (Gap(Reason.TRUNCATED, 11),),
        (Member(0, b"a", -1),),
        (Member(0, b"a", 1), Member(0, b"b", 1)), (Member(0, b"a", 1, declared_bytes=1 << 64),),
        (Member(0, b"a", 1, packed_at_end=lambda: 11),),
    ],
)  # fmt: skip
def test_an_opener_that_breaks_it_is_found(openings: tuple[Opening, ...]) -> None:
    with pytest.raises(AssertionError):
        check(opener(*openings), RAW)


@pytest.mark.parametrize("cuts", [[(0, 4), (5, 5)], [(0, 4), (4, 4)], [(0, 10), (10, 0)]])
def test_units_that_leave_bytes_out_are_found(cuts: list[tuple[int, int]]) -> None:
    module: Any = SimpleNamespace(read=lambda _item: iter(()), split=lambda _item, _limit: cuts)
    with pytest.raises(AssertionError):
        check(reads(module, "x", {}), RAW)


def test_an_answer_that_changes_and_an_error_of_another_kind_are_found() -> None:
    answers = iter(range(9))
    with pytest.raises(AssertionError):
        check(calls(lambda _raw: next(answers)), RAW)

    def broken(raw: bytes) -> Iterator[bytes]:
        yield raw
        raise IndexError

    with pytest.raises(IndexError):
        check(calls(broken), RAW)
    check(calls(broken, IndexError), RAW)


def test_an_item_error_is_an_answer() -> None:
    def refused(item: object) -> Iterator[Reading]:
        yield Covered(1)
        raise ItemError(Reason.MALFORMED)

    module: Any = SimpleNamespace(read=refused)
    check(reads(module, "x", {}), RAW)
