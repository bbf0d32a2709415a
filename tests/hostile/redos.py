"""Texts that make expressions sweat, and the processor time a megabyte that the product's own take on them."""

from __future__ import annotations

import time
from collections.abc import Iterator

import hyperscan

from leakassay.detect.scan.pattern import Pattern

MEGABYTE = 1 << 20
BUDGET_SECONDS = 0.05
"""Processor time of one expression over a megabyte (goal G14)."""

TRIES = 30
"""Further measurements of what was over the budget."""

UNITS = ("a", "A", "1", " ", "a1", "A ", "1-", "a@", "a.", "|", "=", "+44 ", "999 000 ", "'", ",", "<a", "-", "A, ",
         "(", "\\", "a b ", "0.", "01/02/", "Mr A ", "NHS ", "re: ", "SURNAME ", "a\n", "pwd=", "A.A.")  # fmt: skip
TAILS = ("", "!", "\0")
"""What makes a match fail at its very end."""


def texts(size: int) -> Iterator[tuple[str, str]]:
    """Adversarial texts of a size, named."""
    for unit in UNITS:
        for tail in TAILS:
            yield f"{unit!r} and {tail!r}", (unit * (size // len(unit) + 1))[: size - len(tail)] + tail


def worst(pattern: Pattern, size: int) -> tuple[float, str]:
    """The worst processor time a megabyte that an expression takes, the best of a few, and the text."""
    flags = hyperscan.HS_FLAG_SOM_LEFTMOST | (hyperscan.HS_FLAG_CASELESS if pattern.caseless else 0)
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    database.compile(expressions=[pattern.expression.encode()], ids=[0], elements=1, flags=[flags])
    slowest = (0.0, "")
    for name, text in texts(size):
        raw = text.encode()
        took = min(_seconds(database, raw), _seconds(database, raw))
        for _ in range(TRIES):
            if took * MEGABYTE / size >= BUDGET_SECONDS:  # whoever shares the core may be the slow one
                time.sleep(0.2)
                took = min(took, _seconds(database, raw))
        slowest = max(slowest, (took * MEGABYTE / size, name))
    return slowest


def _seconds(database: hyperscan.Database, raw: bytes) -> float:
    found = [0]

    def first_only(*_: object) -> bool:
        """Matches cost Python; what the engine itself needs is asked for: end after a hundred."""
        found[0] += 1
        return found[0] >= 100

    started = time.process_time()
    try:
        database.scan(raw, match_event_handler=first_only)
    except hyperscan.ScanTerminated:
        return 0.0
    return time.process_time() - started
