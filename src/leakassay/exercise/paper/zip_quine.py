"""A zip that holds itself, and so without end: after Russ Cox, "Zip Files All The Way Down" (2010).

Deflate is read as a language of two words: L(n) prints the next n bytes (a stored block), R(n) prints the last n bytes
again (a match). A program in it prints the header of the archive, itself, and the directory of the archive.
"""

import struct
import zlib

from leakassay.exercise.paper.document import Document

INNER = "pathology_backup_2024_full.zip"
"""Name of the member; its 30 bytes make the header 60 bytes long, for which R(65) takes exactly five bytes."""

_DATE, _TIME, _DEFLATED = (2024 - 1980) << 9 | 6 << 5 | 3, 0, 8
_WORD = 5
"""Bytes of a word of the language: the head of a stored block, or a block of matches made as long."""

_LENGTHS = [(length, 257 + length - 3, 0) for length in range(3, 11)] + [
    (base + step * (1 << extra), 265 + 4 * (extra - 1) + step, extra)
    for extra, base in ((1, 11), (2, 19), (3, 35), (4, 67))
    for step in range(4)
    if base < 67 or step < 3
]
"""(least length, symbol, extra bits) of RFC 1951 3.2.5, as far as symbols take seven bits."""

_DISTANCES = [(distance + 1, distance, 0) for distance in range(4)] + [
    ((2 + step << extra) + 1, 2 * extra + 2 + step, extra) for extra in range(1, 14) for step in range(2)
]
"""(least distance, symbol, extra bits)."""


_FIXED, _END = "010", "0000000"
"""Bits as they follow in the stream: a block with the fixed codes that is not the last, and the end of a block."""


def quine(name: str) -> Document:
    """Returns an archive whose only member is the archive: a reader must come to an end by itself.

    The key lists the first level, which is all there is to have: the same bytes again.
    """
    data = _solved()
    return Document(name, "zip", data, members=(Document(INNER, "zip", data),))


def _solved() -> bytes:
    """Finds the checksum that the file has when it says so.

    The checksum of the file is linear in the bits of the one written in it, over the field of two elements: 32
    equations that can be solved for about three files in ten; the member's time of day is turned until they can.
    """
    for clock in range(64):
        start = zlib.crc32(_file(0, clock))
        columns = [zlib.crc32(_file(1 << bit, clock)) ^ start ^ 1 << bit for bit in range(32)]
        found = _combination(columns, start)
        if found is not None:
            return _file(found, clock)
    raise ArithmeticError("no checksum of 64 tried stands for itself")


def _combination(columns: list[int], target: int) -> int | None:
    """Returns the set of columns (as bits) whose sum without carry is `target`."""
    basis: list[tuple[int, int]] = []
    for bit, column in enumerate(columns):
        value, chosen = _reduced(column, 1 << bit, basis)
        if value:
            basis.append((value, chosen))
    rest, chosen = _reduced(target, 0, basis)
    return None if rest else chosen


def _reduced(value: int, chosen: int, basis: list[tuple[int, int]]) -> tuple[int, int]:
    for other, members in sorted(basis, reverse=True):
        # smaller afterwards means that the highest bit of `other` was set
        if value ^ other < value:
            value, chosen = value ^ other, chosen ^ members
    return value, chosen


def _file(crc: int, clock: int) -> bytes:
    """Returns the archive with a checksum written in it that need not be right."""
    size = len(_laid_out(b"\0" * 60, b"\0" * 100))
    header, directory = _records(crc, clock, size)
    return _laid_out(header, directory)


def _records(crc: int, clock: int, size: int) -> tuple[bytes, bytes]:
    """Returns what stands before the program, and what stands behind it (with the end of the program in front)."""
    name, end = INNER.encode("ascii"), b"\x03\x00"
    packed = size - 60 - 100 + len(end)
    common = struct.pack("<HHHHHIIIHH", 20, 0, _DEFLATED, _TIME | clock, _DATE, crc, packed, size, len(name), 0)
    entry = b"PK\x01\x02" + struct.pack("<H", 20) + common + struct.pack("<HHHII", 0, 0, 0, 0, 0) + name
    finish = b"PK\x05\x06" + struct.pack("<HHHHIIH", 0, 0, 1, 1, len(entry), size - len(entry) - 22, 0)
    return b"PK\x03\x04" + common + name, end + entry + finish


def _laid_out(header: bytes, directory: bytes) -> bytes:
    """Returns header, program and directory; what the program prints is on the right."""
    one, four, none = _literal(_WORD), _literal(4 * _WORD), _literal(0)
    whole = len(header) + _WORD
    first, again = _literal(whole), _repeat((whole, whole), fill=1)
    four_again = _repeat((10, 20), (10, 20))
    # six bytes long: two matches over the distance that its own length gives
    reach = 6 + len(directory)
    last, last_again = _literal(reach), _repeat((10, reach), (reach - 10, reach))
    steps = (
        first + header + first,                         # header first
        again,                                          # header first
        one + again,                                    # again
        one + one,                                      # one
        four + again + one + one + four,                # again one one four
        four_again,                                     # again one one four
        four + four_again + four + four_again + four,   # four_again four four_again four
        four_again,                                     # four_again four four_again four
        four + four_again + none + none + last,         # four_again none none last
        four_again,                                     # four_again none none last
        none + none,                                    # nothing
        last + last_again + directory,                  # last_again directory
        last_again,                                     # last_again directory
    )  # fmt: skip
    return header + b"".join(steps) + directory


def _literal(count: int) -> bytes:
    """L(n): the head of a stored block."""
    return struct.pack("<BHH", 0, count, count ^ 0xFFFF)


def _repeat(*matches: tuple[int, int], fill: int = 0) -> bytes:
    """R(n): a block of (length, distance), with `fill` empty blocks behind it, which must end with a byte."""
    bits = _FIXED
    for length, distance in matches:
        bits += _symbol(length, _LENGTHS, 7, 256) + _symbol(distance, _DISTANCES, 5, 0)
    bits += _END + (_FIXED + _END) * fill
    if len(bits) % 8:
        raise ArithmeticError(f"a repetition of {len(bits)} bits does not end with a byte")
    return bytes(int(bits[at : at + 8][::-1], 2) for at in range(0, len(bits), 8))


def _symbol(value: int, table: list[tuple[int, int, int]], width: int, least: int) -> str:
    """Returns the bits of a length or distance as they follow: code from the top, extra bits from the bottom."""
    base, symbol, extra = max(row for row in table if row[0] <= value)
    return f"{symbol - least:0{width}b}" + (f"{value - base:0{extra}b}"[::-1] if extra else "")
