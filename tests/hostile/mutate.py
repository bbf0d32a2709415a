"""Seeded damage to good files, and the rule by which a loss counts as one that a reader could have known.

The rule. A seed holds planted NHS numbers. A mutant that yields fewer of them than its seed, while the item and all its
members are called `read`, is an *offender*, unless every missing number is *excused*. A number is excused when an
independent decoder (another program's, or the standard library's) reads the mutant from end to end without objection
and the number, as it was written in the seed, no longer stands in the decoded content: then the bytes say something
else, and say it soundly; nobody can know that they once said more. It is not excused

- when the decoder objects (a checksum, a cut stream, an end mark that lacks, a record that stops in its middle): the
  damage shows, so the item is not whole and must not be called whole;
- when the number still stands in the decoded content as the seed wrote it, that is with the words that say what it is
  (`Seed.written`: the header of its column, the segment of its message, the label in its sentence): then it was there
  to be found. Ten digits whose label is gone are ten digits.

A decoder that looks at less than the format says (plain text has no end mark, a tar no checksum of contents) excuses
more; each one says in its first line what it looks at.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

_BOMBS = (b"\xff" * 4, b"\0" * 4, b"\x7f\xff\xff\xff", b"\xff\xff\xff\x7f")

Mutator = Callable[[bytearray, random.Random], bytes]


def some_bytes(data: bytearray, draw: random.Random) -> bytes:
    """One byte in a hundred becomes another."""
    for _ in range(max(1, len(data) // 100)):
        data[draw.randrange(len(data))] = draw.randrange(256)
    return bytes(data)


def cut(data: bytearray, draw: random.Random) -> bytes:
    """The end is missing."""
    return bytes(data[: draw.randrange(1, len(data))])


def insert(data: bytearray, draw: random.Random) -> bytes:
    """Noise in between."""
    at = draw.randrange(len(data))
    data[at:at] = draw.randbytes(draw.choice((1, 7, 4096)))
    return bytes(data)


def block(data: bytearray, draw: random.Random) -> bytes:
    """A block is gone, or stands there several times."""
    start, stop = sorted(draw.sample(range(len(data) + 1), 2))
    data[start:stop] = data[start:stop] * draw.choice((0, 2, 5))
    return bytes(data)


def bombs(data: bytearray, draw: random.Random) -> bytes:
    """Four numbers beyond all measure."""
    for _ in range(4):
        at = draw.randrange(max(1, len(data) - 4))
        data[at : at + 4] = draw.choice(_BOMBS)
    return bytes(data)


def one_bit(data: bytearray, draw: random.Random) -> bytes:
    """One bit is the other one."""
    data[draw.randrange(len(data))] ^= 1 << draw.randrange(8)
    return bytes(data)


MUTATORS: tuple[Mutator, ...] = (some_bytes, cut, insert, block, bombs, one_bit)


def mutants(seed: bytes, count: int, draw: random.Random) -> Iterator[tuple[str, bytes]]:
    """Distinct mutants of a seed, mutator by mutator in turn; fewer where a small seed has no more to give.

    Yields:
        Name of the mutator and the bytes.
    """
    known = {seed, b""}
    number = tries = 0
    while number < count and tries < count * 20:
        mutator = MUTATORS[tries % len(MUTATORS)]
        tries += 1
        made = mutator(bytearray(seed), draw)
        if made not in known:
            known.add(made)
            number += 1
            yield mutator.__name__, made


def tenths(seed: bytes) -> Iterator[tuple[str, bytes]]:
    """The seed cut at each tenth of its length."""
    for tenth in range(1, 10):
        yield f"cut_{tenth}", seed[: len(seed) * tenth // 10]
