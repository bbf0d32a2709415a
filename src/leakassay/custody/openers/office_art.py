"""Pictures in binary office files (MS-ODRAW): found by their record heads, metafiles unpacked."""

from __future__ import annotations

import itertools
import re
import struct
import zlib
from collections.abc import Iterator

from leakassay.custody.openers.compound_file import CHUNK_BYTES, View, pieces
from leakassay.custody.openers.found import Found
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

_KINDS = {
    (0x3D4, 0xF01A): ("emf", 1), (0x3D5, 0xF01A): ("emf", 2), (0x216, 0xF01B): ("wmf", 1), (0x217, 0xF01B): ("wmf", 2),
    (0x542, 0xF01C): ("pict", 1), (0x543, 0xF01C): ("pict", 2),
    (0x46A, 0xF01D): ("jpg", 1), (0x46B, 0xF01D): ("jpg", 2), (0x6E2, 0xF01D): ("jpg", 1), (0x6E3, 0xF01D): ("jpg", 2),
    (0x46A, 0xF02A): ("jpg", 1), (0x46B, 0xF02A): ("jpg", 2), (0x6E2, 0xF02A): ("jpg", 1), (0x6E3, 0xF02A): ("jpg", 2),
    (0x6E0, 0xF01E): ("png", 1), (0x6E1, 0xF01E): ("png", 2), (0x7A8, 0xF01F): ("dib", 1), (0x7A9, 0xF01F): ("dib", 2),
    (0x6E4, 0xF029): ("tif", 1), (0x6E5, 0xF029): ("tif", 2),
}  # fmt: skip
"""Instance and type of a record, the kind of picture, and how many identifiers of 16 bytes stand in front of it."""

_HEADS = {struct.pack("<HH", instance << 4, kind): said for (instance, kind), said in _KINDS.items()}
_ANY_HEAD = re.compile(b"|".join(re.escape(head) for head in _HEADS))
_METAFILE_HEAD = 34
_METAFILES = ("emf", "wmf", "pict")
_DEFLATED = 0


def pictures(view: View, place: str) -> Iterator[Found]:
    """Pictures in a stream, in their order; a head inside a picture is not looked at.

    Args:
        view: the stream.
        place: what to put before their names.
    """
    at = number = 0
    while at < view.size:
        window = view.pread(CHUNK_BYTES, at)
        found = _ANY_HEAD.search(window)
        if found is None:
            if len(window) < CHUNK_BYTES:
                return
            at += len(window) - 3
            continue
        at += found.start()
        (length,) = struct.unpack("<I", view.pread(4, at + 4).ljust(4, b"\xff"))
        kind, identifiers = _HEADS[found[0]]
        skip = 8 + 16 * identifiers + (_METAFILE_HEAD if kind in _METAFILES else 1)
        if 8 + length <= skip or at + 8 + length > view.size:
            at += 4
            continue
        number += 1
        yield _picture(view, f"{place}/picture{number}.{kind}", at + skip, 8 + length - skip)
        at += 8 + length


def _picture(view: View, name: str, start: int, size: int) -> Found:
    if name.endswith(_METAFILES) and view.pread(1, start - 2) == bytes([_DEFLATED]):
        return Found(name, size, lambda: inflated(pieces(view, start, size)))
    if name.endswith("dib"):
        return Found(name, size, lambda: _bitmap(view, start, size))
    return Found(name, size, lambda: pieces(view, start, size))


def inflated(packed: Iterator[bytes], stated: int = -1) -> Iterator[bytes]:
    """Bytes of a zlib stream, in bounded pieces.

    Args:
        packed: the stream.
        stated: unpacked size; a stream that gives as much needs no end mark, some writers leave it away.

    Raises:
        ItemError: damaged (malformed) or cut off (truncated).
    """
    machine = zlib.decompressobj()
    total = 0
    try:
        for piece in itertools.chain(packed, (b"",)):
            rest = piece
            while not machine.eof and (out := machine.decompress(rest, CHUNK_BYTES)):
                total += len(out)
                yield out
                rest = machine.unconsumed_tail
    except zlib.error as error:
        raise ItemError(Reason.MALFORMED, bytes_read=total) from error
    if not machine.eof and total != stated:
        raise ItemError(Reason.TRUNCATED, bytes_read=total)


def _bitmap(view: View, start: int, size: int) -> Iterator[bytes]:
    """A bitmap without its file header gets one, so that it is one."""
    head = view.pread(40, start).ljust(40, b"\0")
    length, bits, colours = *struct.unpack_from("<I10xH", head), struct.unpack_from("<I", head, 32)[0]
    palette = 4 * (min(colours, 256) or (1 << bits if bits <= 8 else 0))
    yield b"BM" + struct.pack("<I4xI", (14 + size) & 0xFFFFFFFF, (14 + length + palette) & 0xFFFFFFFF)
    yield from pieces(view, start, size)
