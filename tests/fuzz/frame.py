"""Frames: what stands around the bytes of a parser that lies deep in a file, so that the fuzzer need not guess it.

A fuzzer does not find checksums, nor what deflate makes of its bytes. Here its input is the part that a parser of ours
takes apart, and the rest of the file is written around it.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Mapping, Sequence

from custody.openers.archives import rar4_block, rar5_block
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from leakassay.exercise.paper.seven_zip_header import signature

_MOMENT = (2024, 6, 3, 0, 0, 0)
_PAGES = {False: 4096, True: 2048}
"""Bytes of a page of Access by whether it is Jet 3."""
_TAR_BLOCK, _SUM_AT, _SUM_END, _MAGIC_AT = 512, 148, 156, 257


def package(parts: Mapping[str, bytes]) -> bytes:
    """A zip of stored parts."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, _MOMENT), content)
    return sink.getvalue()


def parts_of(raw: bytes) -> dict[str, bytes]:
    """The parts of a package."""
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


class OnePart:
    """A package of which one part is the input: its first byte says which, the rest is the content.

    Args:
        parts: good parts.
        always: patterns (ends of names) of those that stand beside each input.
    """

    def __init__(self, parts: Mapping[str, bytes], always: Sequence[str]) -> None:
        self._parts = dict(parts)
        self._names = sorted(parts)
        self._always = {name: data for name, data in parts.items() if name.endswith(tuple(always))}

    def around(self, raw: bytes) -> bytes:
        """The package of an input."""
        name = self._names[raw[0] % len(self._names)] if raw else self._names[0]
        return package({**self._always, name: raw[1:]})

    def seeds(self) -> list[bytes]:
        """An input for each part."""
        return [bytes([place]) + self._parts[name] for place, name in enumerate(self._names)]


def compound(*names: str, cut: bytes = b"\n--\n") -> OfStreams:
    """A compound file whose streams are pieces of the input."""
    return OfStreams(names, cut)


class OfStreams:
    """A compound file of the streams that are named; the input holds them one behind the other, with a mark between."""

    def __init__(self, names: Sequence[str], cut: bytes) -> None:
        self._names, self._cut = names, cut

    def around(self, raw: bytes) -> bytes:
        """The file of an input."""
        pieces = raw.split(self._cut, len(self._names) - 1)
        streams = tuple(Stream(name, piece) for name, piece in zip(self._names, pieces, strict=False))
        return compound_file(Storage("", streams))

    def seed(self, *streams: bytes) -> bytes:
        """An input of good streams."""
        return self._cut.join(streams)


def seven_zip(raw: bytes) -> bytes:
    """Two bytes say how long the packed streams are, then they come, then the header; start and sums are made."""
    size = int.from_bytes(raw[:2], "little")
    body, header = raw[2 : 2 + size], raw[2 + size :]
    return signature(len(body), header) + body + header


def of_seven_zip(archive: bytes) -> bytes:
    """The input for a good archive."""
    offset, size, _ = struct.unpack_from("<QQI", archive, 12)
    return offset.to_bytes(2, "little") + archive[32 : 32 + offset + size]


def rar5(raw: bytes) -> bytes:
    """Blocks of RAR 5 with their sums: a byte for the length of each, one for that of what lies behind it."""
    out, at = b"Rar!\x1a\x07\x01\0", 0
    while at + 2 <= len(raw):
        size, behind = raw[at] & 127, raw[at + 1]
        at += 2
        out += rar5_block(raw[at : at + size].ljust(1, b"\0")) + raw[at + size : at + size + behind]
        at += size + behind
    return out


def rar4(raw: bytes) -> bytes:
    """Blocks of RAR 4 as in `rar5`, with a byte of kind and two of flags before each body."""
    out, at = b"Rar!\x1a\x07\0", 0
    while at + 5 <= len(raw):
        size, behind, kind, flags = struct.unpack_from("<BBBH", raw, at)
        at += 5
        out += rar4_block(kind, flags, raw[at : at + size]) + raw[at + size : at + size + behind]
        at += size + behind
    return out


def tar(raw: bytes) -> bytes:
    """Every block that bears the mark of a header gets the sum of one."""
    out = bytearray(raw)
    for at in range(0, len(out) - _TAR_BLOCK + 1, _TAR_BLOCK):
        if out[at + _MAGIC_AT : at + _MAGIC_AT + 5] == b"ustar":
            out[at + _SUM_AT : at + _SUM_END] = b" " * 8
            out[at + _SUM_AT : at + _SUM_END] = b"%06o\0 " % sum(out[at : at + _TAR_BLOCK])
    return bytes(out)


def jet(raw: bytes) -> bytes:
    """Pages of Access: a byte that chooses the version; for each page two lengths, its beginning and its end."""
    size, out, at = _PAGES[raw[:1] > b"\x7f"], b"", 1
    while at + 4 <= len(raw):
        first, last = struct.unpack_from("<HH", raw, at)
        first, last, at = min(first, size), min(last, size), at + 4
        page = raw[at : at + first].ljust(size, b"\0")
        end = raw[at + first : at + first + last]
        out += page[: size - len(end)] + end
        at += first + last
    return out


def of_jet(file: bytes, *, is_old: bool) -> bytes:
    """The input for a good file: each page without the emptiness in its middle."""
    size, out = _PAGES[is_old], b"\xff" if is_old else b"\0"
    for at in range(0, len(file), size):
        page = file[at : at + size]
        empty = page.find(bytes(256))
        first, last = page[:empty], page[empty:].lstrip(b"\0")
        out += struct.pack("<HH", len(first), len(last)) + first + last
    return out
