"""P22: laboratory numbers, else whole files, that already stood in an earlier leak."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pyarrow as pa

from leakassay.attribute import ratio
from leakassay.attribute.earlier import LEAST_BYTES
from leakassay.attribute.evidence import ANOTHER, FABRICATED, OURS, PARTNER, RECYCLED, Evidence, Group
from leakassay.attribute.view import View

LEAST = 5
STRANGERS: Group = PARTNER | ANOTHER
"""Accounts under which the data never were in a system of ours."""
_REGIMES = {"none": ratio.expected(0.01), "some": ratio.expected(0.1), "any": (1.0, 1.0), "most": ratio.expected(0.9)}
_ACCOUNTS: dict[Group, dict[str, float]] = {
    RECYCLED: {"most": 0.8, "any": 0.1, "none": 0.1},  # none: recycled from a leak that we were not given
    OURS: {"none": 0.45, "some": 0.5, "any": 0.05},  # a new theft takes old records along
    STRANGERS: {"none": 0.9, "some": 0.08, "any": 0.02},
    FABRICATED: {"none": 0.8, "any": 0.2},  # padded with what was to be had
}


def weigh(view: View) -> Iterable[Evidence]:
    """Weigh every partition against the earlier leaks that the profile names."""
    if not view.earlier.files:
        return
    spoken = {row["partition"]: (row["known"], row["files"], "distinct files") for row in _by_file(view)}
    # laboratory numbers survive a new layout, whole files do not: where there are any they are asked instead
    for partition, numbers in view.specimens.items():
        if len(numbers) >= LEAST:
            spoken[partition] = (len(numbers & view.earlier.specimens), len(numbers), "laboratory numbers looked for")
    for partition, (known, tried, what) in sorted(spoken.items()):
        if tried >= LEAST:
            note = (
                f"{known:,} of {tried:,} {what} stood in an earlier leak ({view.earlier.files:,} loose files compared)."
            )
            yield Evidence(partition, ratio.under((known, tried - known), _REGIMES, _ACCOUNTS), note)


def _by_file(view: View) -> list[dict[str, Any]]:
    hashes = pa.table({"sha256": pa.array(sorted(view.earlier.hashes), pa.string())})
    return view.ask("known_file", {"least": LEAST_BYTES}, {"known_hash": hashes})
