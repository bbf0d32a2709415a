"""What the read path of a cell reaches of a file: the text of its reader, and of its members, read in their turn."""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module

from leakassay.custody.identify import identify
from leakassay.model.batch import Batch, Covered, Gap, Property
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem, in_memory
from leakassay.model.member import Member
from leakassay.model.plugin import Format
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.cellwork import SNIFF_BYTES

DEPTH = 6
"""Members in members that are followed."""


def format_of(name: str, data: bytes) -> Format | None:
    """The format of a file as a cell tells it."""
    return identify(data[:SNIFF_BYTES], data[-SNIFF_BYTES:], name, len(data), FORMATS)


def reached(name: str, data: bytes, depth: int = 0) -> Iterator[str]:
    """Every text of a file: cells, lines, properties, names of members, and what is read of those."""
    entry = format_of(name, data)
    if entry is None or depth > DEPTH:
        return
    own_bytes = len(data)
    if entry.opener:
        members, packed = _members(entry, name, data)
        own_bytes -= min(packed, own_bytes)
        for inner, content in members:
            yield inner
            yield from reached(inner.replace("\\", "/").rsplit("/", 1)[-1], content, depth + 1)
    if entry.reader:
        yield from _read(entry.reader, in_memory(data, name, own_bytes=own_bytes))


def _members(entry: Format, name: str, data: bytes) -> tuple[list[tuple[str, bytes]], int]:
    """Names and bytes of the members, and how many bytes of the container hold them."""
    item, found, packed = in_memory(data, name, settings={"format": entry.name}), [], 0
    try:
        for opening in import_module(f"leakassay.custody.openers.{entry.opener}").members(item, 0):
            if isinstance(opening, Member):
                content = b"" if opening.outcome else b"".join(opening.chunks)
                packed += opening.packed_at_end() if opening.packed_at_end else opening.packed_bytes
                found.append((opening.name.decode("utf-8", "replace"), content))
    except ItemError:
        pass
    finally:
        os.close(item.fd)
    return found, packed


def _read(reader: str, item: OpenItem) -> Iterator[str]:
    try:
        for reading in import_module(f"leakassay.read.{reader}").read(item):
            if isinstance(reading, Batch):
                yield from (reading.part, reading.table_name, *reading.headers)
                for row in reading.data.to_pylist():
                    yield from (str(cell) for cell in row.values() if cell is not None)
            elif isinstance(reading, Property):
                yield from (reading.part, reading.name, reading.value)
            else:
                assert isinstance(reading, Covered | Gap) or reading.number >= 0
    except ItemError:
        pass
    finally:
        os.close(item.fd)
