"""What every parser keeps to whatever the bytes: the oracles of the fuzz targets, and of the corpus that is kept.

Nothing but an ItemError leaves a parser; what it accounts for is never more than there is; what it tells can be sent on
(text without lone surrogates, numbers of 64 bits, columns as the shape says); and the same bytes are told the same way.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import closing
from types import ModuleType
from typing import Any

import pyarrow as pa

from leakassay.model.batch import RECORD_FIELDS, Batch, Covered, Gap, Page, Property, Reading, Shape
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.member import Member, Opening

OUTPUT_BYTES = 16 << 20
"""Of one input; what comes behind is not asked for, and the sums of a whole are not drawn up."""
MOST_MEMBERS = 2_000
CUT_OF = 3
"""One input of so many is read in units too: they cost as much as the whole again."""
LEAST_UNIT = 256
"""Bytes of a unit when a splittable input is cut."""

Run = Callable[[bytes], str]
"""Runs a parser over bytes, asserts what holds of it, and sums up what it told."""


class _Told:
    """A sum over what was told, and whether there was so much of it that the rest was left."""

    def __init__(self) -> None:
        self._machine = hashlib.sha256()
        self._left = OUTPUT_BYTES

    @property
    def is_enough(self) -> bool:
        return self._left <= 0

    def add(self, *said: object) -> None:
        """Texts among what is said must be texts that UTF-8 can hold, numbers such as 64 bits can."""
        for one in said:
            if isinstance(one, str):
                one.encode("utf-8")
            elif isinstance(one, int):
                assert -(1 << 63) <= one < 1 << 63, "a number that no message can hold"
        raw = repr(said).encode()
        self._machine.update(raw)
        self._left -= len(raw)

    def add_bytes(self, raw: bytes) -> None:
        self._machine.update(raw)
        self._left -= len(raw)

    def sum(self) -> str:
        return self._machine.hexdigest()


def reads(module: ModuleType, name: str, settings: Mapping[str, Any], own: int = -1) -> Run:
    """The target of a reader, as a whole and, where it says how, cut into units.

    Args:
        module: with `read` and perhaps `split`.
        name: of the item.
        settings: of the run.
        own: as the item says it; 0 where members were taken out of it.
    """

    def run(raw: bytes) -> str:
        item = in_memory(raw, name, settings=settings, own_bytes=len(raw) if own < 0 else own)
        told = _Told()
        try:
            _reading(module, item, told)
            if hasattr(module, "split") and len(raw) % CUT_OF == 1:
                _units(module, item, told)
        finally:
            os.close(item.fd)
        return told.sum()

    return run


def _units(module: ModuleType, item: OpenItem, told: _Told) -> None:
    """Units follow one another from the first byte to the last, and each is read as the whole is."""
    limit = max(LEAST_UNIT, item.size // 3)
    try:
        ranges = module.split(item, limit)
    except ItemError as error:
        told.add("no units", error.outcome, error.reason)
        return
    at = 0
    for offset, length, *anchors in ranges:
        assert offset == at, "a unit begins where the one before it does not end"
        assert length > 0 or item.size == 0, "a unit of nothing"
        at += length
        unit = OpenItem(item.fd, item.size, item.name, item.own_bytes, offset, length, tuple(anchors), item.settings)
        _reading(module, unit, told)
    assert at == item.size, "units do not end where the item does"


def _reading(module: ModuleType, item: OpenItem, told: _Told) -> None:
    due = item.size if item.is_whole else item.end - item.offset
    accounted = 0
    readings: Iterator[Reading] = module.read(item)
    try:
        with _closed(readings):
            for one in readings:
                accounted += _one(one, told)
                if told.is_enough:
                    break
    except ItemError as error:
        told.add("fault", error.outcome, error.reason, error.bytes_read)
    assert accounted <= due, "more bytes are accounted for than there are"


def _one(one: Reading, told: _Told) -> int:
    """Bytes that one thing accounts for."""
    if isinstance(one, Batch):
        _batch(one, told)
    elif isinstance(one, Property):
        told.add("property", one.name, one.value, one.part, one.row)
    elif isinstance(one, Page):
        told.add("page", one.number, one.characters, one.images)
        assert 0 <= one.images < 1 << 31
    elif isinstance(one, Covered):
        told.add("covered", one.bytes)
        assert one.bytes >= 0
        return one.bytes
    elif isinstance(one, Gap):
        told.add("gap", one.reason, one.bytes, one.part, one.row)
        assert one.bytes >= 0
        return one.bytes
    else:
        raise AssertionError("a reader gave what is no reading")  # noqa: TRY004  the contract is broken, by whatever type
    return 0


def _batch(batch: Batch, told: _Told) -> None:
    data = batch.data
    data.validate(full=True)
    assert data.num_rows, "a batch of nothing"
    names = data.schema.names
    if batch.shape is Shape.TABLE:
        assert len(batch.headers) == data.num_columns, "columns without headers"
        assert all(pa.types.is_string(kind) for kind in data.schema.types)
    elif batch.shape is Shape.TEXT:
        assert names == ["text"]
    else:
        assert set(names) <= {*RECORD_FIELDS, "subject"}
    told.add("batch", batch.shape, *batch.headers, batch.part, batch.table_name, batch.first_row)
    told.add_bytes(repr([column.to_pylist() for column in data.columns if column.null_count < len(column)]).encode())


def opens(module: ModuleType, name: str, settings: Mapping[str, Any]) -> Run:
    """The target of an opener: every member to its end."""

    def run(raw: bytes) -> str:
        item = in_memory(raw, name, settings=settings)
        told = _Told()
        try:
            _opening(module, item, told)
        finally:
            os.close(item.fd)
        return told.sum()

    return run


def _opening(module: ModuleType, item: OpenItem, told: _Told) -> None:
    """A gap may lie in what a member holds: bytes behind the end of a stream are given back by it."""
    held, lost, known = 0, 0, set[int]()
    openings: Iterator[Opening] = module.members(item, 0)
    try:
        with _closed(openings):
            for one in openings:
                if isinstance(one, Gap):
                    lost += _one(one, told)
                    continue
                assert one.index not in known, "two members of one number"
                known.add(one.index)
                held += _member(one, told)
                if told.is_enough or len(known) > MOST_MEMBERS:
                    break
    except ItemError as error:
        told.add("fault", error.outcome, error.reason)
    assert max(held, lost) <= item.size, "more bytes are accounted for than there are"


def _member(member: Member, told: _Told) -> int:
    """Bytes of the container that hold one, once it is read."""
    told.add(
        "member", member.index, member.name, member.packed_bytes, member.declared_bytes, member.modified_at,
        member.outcome, member.reason,
    )  # fmt: skip
    assert member.packed_bytes >= 0
    if member.outcome is not None:
        return member.packed_bytes
    try:
        for piece in member.chunks:
            told.add_bytes(piece)
            if told.is_enough:
                return 0
    except ItemError as error:
        told.add("flaw", error.outcome, error.reason, error.bytes_read)
    if member.packed_at_end is None:
        return member.packed_bytes
    at_end = member.packed_at_end()
    told.add("packed", at_end)
    assert at_end >= 0
    return at_end


def calls(function: Callable[[bytes], object], *allowed: type[Exception], is_text: bool = True) -> Run:
    """The target of a parser inside another one.

    Args:
        function: what to run; what it gives is walked to its end.
        allowed: what it may raise beside ItemError, by its own docstring.
        is_text: texts that it gives are passed on as they are; else its caller makes them fit.
    """

    def run(raw: bytes) -> str:
        told = _Told()
        try:
            for one in _flat(function(raw)):
                told.add(repr(one) if isinstance(one, str) and not is_text else one)
                if told.is_enough:
                    break
        except (ItemError, *allowed) as error:
            told.add("fault", type(error).__name__)
        return told.sum()

    return run


def _flat(said: object) -> Iterator[object]:
    if isinstance(said, str | bytes | int | float | None):
        yield said
    elif isinstance(said, Mapping):
        for key, value in said.items():
            yield from _flat(key)
            yield from _flat(value)
    elif isinstance(said, Iterable):
        for one in said:
            yield from _flat(one)
    else:
        yield repr(said)


def _closed(stream: Iterator[Any]) -> Any:
    """Ends a generator at once where it is left in its middle."""
    return closing(stream) if hasattr(stream, "close") else _Open()


class _Open:
    def __enter__(self) -> None: ...

    def __exit__(self, *_: object) -> None: ...
