"""Bytes that no reader takes apart: searched for runs of letters, never called `read`.

What a format that nobody knows holds as plain letters (UTF-8, one byte a letter, UTF-16) is found where its words say
what it is; what it packs, numbers or points to is missed, and nothing says how much. Every byte is therefore a gap,
`strings_only`: the item is `read_partly` and outside of what was read. An item without letters gave nothing and stays
`unsupported`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from leakassay.model.batch import Gap, Reading
from leakassay.model.errors import ItemError
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.blob_text import runs_in
from leakassay.read.text_windows import text_batches, windows

NOISE_SHARE = 0.04
"""Runs of letters in bytes that are packed or encrypted make up some 0.02 of them, by chance."""

CHANCE = 0.003
"""Runs of six letters and more that begin at a byte of noise."""

LONG_RUN = 20
"""Letters of a run that chance does not make: some in a hundred megabytes."""


def read(item: OpenItem) -> Iterator[Reading]:
    """Search an item for letters.

    Yields:
        TEXT, the runs of a piece line by line; gaps over every byte.

    Raises:
        ItemError: no letters in it (`unsupported`).
    """
    rows = silent = 0
    for searched, runs in runs_in(item):
        silent += searched
        text = "\n".join(_no_chance(runs, searched)).encode("utf-8", "replace").decode("utf-8")
        for batch in text_batches(windows(text), part="letters", first_row=rows):
            rows += batch.data.num_rows
            yield batch
        if rows:
            yield Gap(Reason.STRINGS_ONLY, silent)
            silent = 0
    if not rows:
        raise ItemError(Reason.NO_READER, outcome=Outcome.UNSUPPORTED)


def _no_chance(runs: Sequence[str], searched: int) -> Sequence[str]:
    """The runs that say something: all of them, or the long ones where there are no more than in noise."""
    if sum(map(len, runs)) > NOISE_SHARE * searched:
        return runs
    by_chance = searched * CHANCE
    short = [run for run in runs if len(run) < LONG_RUN]
    return runs if len(short) < by_chance / 2 else [run for run in runs if len(run) >= LONG_RUN]
