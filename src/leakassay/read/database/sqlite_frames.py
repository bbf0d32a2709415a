"""Frames of SQLite's write-ahead log and records of its rollback journal: pages with their number and check sum.

A log begins with its salt; a frame of another salt is left over from before the log was begun anew. Check sums of a log
run on from frame to frame. A journal holds pages as they were before a transaction, each with a check sum over some of
its bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from leakassay.model.item import OpenItem

WAL_MAGICS: Final = (b"\x37\x7f\x06\x82", b"\x37\x7f\x06\x83")
JOURNAL_MAGIC: Final = b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"

MAX_FRAMES = 1 << 20
"""Frames that are looked at; 4 GB of pages of the usual size."""

_HEAD = 32
_FRAME = 24
_SIZES: Final = frozenset(1 << power for power in range(9, 17))
_STEP = 200


class DamageError(Exception):
    """No head that describes pages."""


class Frame(NamedTuple):
    """One page of a log.

    Attributes:
        number: of the page in the data base.
        at: where its bytes begin in the item.
        page: those bytes.
        is_current: it belongs to the log as it was begun last.
        is_sound: its check sum fits, or cannot be told.
    """

    number: int
    at: int
    page: bytes
    is_current: bool
    is_sound: bool


@dataclass
class Log:
    """A log or journal.

    Attributes:
        kind: `write-ahead log` or `rollback journal`.
        size: bytes of a page.
        end: one past the last whole frame; set once the frames were gone through.
        is_cut: frames beyond MAX_FRAMES were left out.
        is_short: fewer frames are there than a head says.
    """

    kind: str
    size: int
    end: int = 0
    is_cut: bool = False
    is_short: bool = False


def opened(item: OpenItem) -> Log:
    """What the head says.

    Raises:
        DamageError: it describes no pages.
    """
    head = item.head(_HEAD)
    if head[:4] in WAL_MAGICS:
        size = int.from_bytes(head[8:12], "big")
        kind = "write-ahead log"
    else:
        size = int.from_bytes(head[24:28], "big")
        kind = "rollback journal"
    if len(head) < _HEAD or size not in _SIZES or (head[:4] not in WAL_MAGICS and head[:8] != JOURNAL_MAGIC):
        raise DamageError
    return Log(kind, size)


def frames(item: OpenItem, log: Log) -> Iterator[Frame]:
    """Every frame in the order of the file."""
    found = _of_wal(item, log) if log.kind == "write-ahead log" else _of_journal(item, log)
    for count, frame in enumerate(found):
        if count >= MAX_FRAMES:
            log.is_cut = True
            return
        yield frame
        log.end = max(log.end, frame.at + log.size + (0 if log.kind == "write-ahead log" else 4))


def _of_wal(item: OpenItem, log: Log) -> Iterator[Frame]:
    head = item.head(_HEAD)
    order = ">" if head[3] & 1 else "<"
    sums = checksum(head[:24], order, (0, 0))
    is_sound = sums == _pair(head, 24)
    log.end, is_current = _HEAD, True
    for at in range(_HEAD, item.size - _FRAME - log.size + 1, _FRAME + log.size):
        raw = item.pread(_FRAME + log.size, at)
        if len(raw) < _FRAME + log.size:
            return
        is_current = is_current and raw[8:16] == head[16:24]
        told = _pair(raw, 16)
        is_right = checksum(raw[:8] + raw[_FRAME:], order, sums) == told
        # Behind the last current frame the sum of the frame before is overwritten: the first stale one cannot be told.
        yield Frame(
            int.from_bytes(raw[:4], "big"), at + _FRAME, raw[_FRAME:], is_current,
            is_sound=not is_current or (is_sound and is_right),
        )  # fmt: skip
        sums = told


def _pair(raw: bytes, at: int) -> tuple[int, int]:
    return int.from_bytes(raw[at : at + 4], "big"), int.from_bytes(raw[at + 4 : at + 8], "big")


def checksum(data: bytes, order: str, start: tuple[int, int]) -> tuple[int, int]:
    """The running sum of a log over pairs of words: s0 += x0 + s1, s1 += x1 + s0, all at once."""
    words = np.frombuffer(data, dtype=f"{order}u4").astype(np.uint32)
    weights, both = _weights(len(words) // 2)
    made = [int((weights[row] * words).sum(dtype=np.uint64)) for row in (0, 1)]
    first = made[0] + both[0] * start[0] + both[1] * start[1]
    second = made[1] + both[2] * start[0] + both[3] * start[1]
    return first & 0xFFFFFFFF, second & 0xFFFFFFFF


@cache
def _weights(pairs: int) -> tuple[npt.NDArray[np.uint64], tuple[int, int, int, int]]:
    """What each word counts in the two sums, and what the sums before count."""
    rows = np.zeros((2, 2 * pairs), dtype=np.uint64)
    a, b, c, d = 1, 0, 0, 1  # the matrix by which a state goes on to the end
    for pair in range(pairs - 1, -1, -1):
        rows[:, 2 * pair] = (a + b) & 0xFFFFFFFF, (c + d) & 0xFFFFFFFF
        rows[:, 2 * pair + 1] = b, d
        a, b, c, d = (a + b) & 0xFFFFFFFF, (a + 2 * b) & 0xFFFFFFFF, (c + d) & 0xFFFFFFFF, (c + 2 * d) & 0xFFFFFFFF
    return rows, (a, b, c, d)


def _of_journal(item: OpenItem, log: Log) -> Iterator[Frame]:
    """Records behind each head; a count that is not told runs to the end."""
    at = 0
    while at < item.size:
        head = item.pread(28, at)
        if head[:8] != JOURNAL_MAGIC or int.from_bytes(head[24:28], "big") != log.size:
            return
        count, nonce = int.from_bytes(head[8:12], "big"), int.from_bytes(head[12:16], "big")
        sector = max(512, min(65536, int.from_bytes(head[20:24], "big")))
        at += sector
        log.end = max(log.end, min(at, item.size))
        left = count if 0 < count < 0xFFFFFFFF else MAX_FRAMES
        while left > 0 and at + 8 + log.size <= item.size:
            raw = item.pread(8 + log.size, at)
            if count in (0, 0xFFFFFFFF) and raw[:8] == JOURNAL_MAGIC:
                break
            page = raw[4:-4]
            told = (nonce + sum(page[log.size - _STEP : 0 : -_STEP])) & 0xFFFFFFFF
            is_sound = told == int.from_bytes(raw[-4:], "big")
            yield Frame(int.from_bytes(raw[:4], "big"), at + 4, page, is_current=True, is_sound=is_sound)
            at += 8 + log.size
            left -= 1
        log.is_short = log.is_short or (0 < count < 0xFFFFFFFF and left > 0)
        at = -(-at // sector) * sector
