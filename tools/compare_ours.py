"""Our side of docs/reading.md: a file through identification, opener and reader as in a cell, members in their turn."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

from compare_words import Piece

from leakassay.custody.identify import identify
from leakassay.model.batch import Batch, Property, Shape
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.member import Member
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.cellwork import SNIFF_BYTES

DEPTH = 8
"""Members in members that are followed; the field data have four."""


def format_of(path: Path) -> str:
    """Our name for the format of a file; "" when none fits."""
    with path.open("rb") as file:
        size = os.fstat(file.fileno()).st_size
        item = OpenItem(file.fileno(), size, path.name)
        found = identify(item.head(SNIFF_BYTES), item.tail(SNIFF_BYTES), path.name, size, FORMATS)
    return found.name if found else ""


def read(path: Path) -> Iterator[Piece]:
    """All text, rows, names and properties of a file and of what lies in it."""
    with path.open("rb") as file:
        yield from _read(OpenItem(file.fileno(), os.fstat(file.fileno()).st_size, path.name), 0)


def _read(item: OpenItem, depth: int) -> Iterator[Piece]:
    found = identify(item.head(SNIFF_BYTES), item.tail(SNIFF_BYTES), item.name, item.size, FORMATS)
    if found is None or depth > DEPTH:
        return
    packed = 0
    settings = {"format": found.name}
    if found.opener:
        for member in _members(OpenItem(item.fd, item.size, item.name, settings=settings), found.opener):
            packed += member.packed_bytes
            yield member.name.decode("utf-8", "replace")
            yield from _member(member, depth)
    if found.reader:
        yield from _own(OpenItem(item.fd, item.size, item.name, item.size - packed, settings=settings), found.reader)


def _members(item: OpenItem, opener: str) -> Iterator[Member]:
    try:
        for opened in import_module(f"leakassay.custody.openers.{opener}").members(item, 0):
            if isinstance(opened, Member):
                yield opened
    except ItemError:
        return


def _member(member: Member, depth: int) -> Iterator[Piece]:
    held = bytearray()
    if member.outcome is None:
        try:
            for piece in member.chunks:
                held += piece
        except ItemError:
            pass
    if not held:
        return
    name = member.name.decode("utf-8", "surrogateescape").replace("\\", "/").rsplit("/", 1)[-1]
    item = in_memory(bytes(held), name)
    try:
        yield from _read(item, depth + 1)
    finally:
        os.close(item.fd)


def _own(item: OpenItem, reader: str) -> Iterator[Piece]:
    try:
        for reading in import_module(f"leakassay.read.{reader}").read(item):
            if isinstance(reading, Property):
                yield f"{reading.name}\n{reading.value}\n{reading.part}"
            elif isinstance(reading, Batch):
                yield f"{reading.part}\n{reading.table_name}"
                yield from _pieces(reading)
    except ItemError:
        return


def _pieces(batch: Batch) -> Iterator[Piece]:
    """Rows of a table or record; of running text, each line is a row too, for a tool may take it for one."""
    if batch.shape is Shape.TABLE:
        yield batch.headers
    for row in batch.data.to_pylist():
        cells = tuple(str(value) for value in row.values() if value is not None)
        if batch.shape is Shape.TEXT:
            yield from cells
            yield from ((line,) for cell in cells for line in cell.splitlines())
        else:
            yield cells
