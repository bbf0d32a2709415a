"""Small numbers: counts of persons from 1 to 7 are not told apart, others go to the nearest five.

Rule of NHS England for Hospital Episode Statistics since September 2018. Counts of files and organisations stay exact.
"""

from __future__ import annotations

SMALL = 7
"""Counts of persons from 1 to this one are shown as one band."""
STEP = 5
"""Other counts of persons are rounded to a multiple of this."""


def persons(count: int) -> str:
    """Print a count of persons that may leave the case.

    Returns:
        "0", "1-7", or the nearest multiple of five with thousands separators.

    Raises:
        ValueError: the count is negative.
    """
    if count < 0:
        raise ValueError("a count of persons below zero was given; counts start at 0")
    if count == 0:
        return "0"
    return f"1-{SMALL}" if count <= SMALL else f"{rounded(count):,}"


def rounded(count: int) -> int:
    """The number to plot for a count of persons, so that a mark gives no more away than `persons`.

    Returns:
        0 for none, 4 (the middle of the band) for 1 to 7, else the nearest multiple of five.
    """
    if count <= 0:
        return 0
    return (SMALL + 1) // 2 if count <= SMALL else (2 * count + STEP) // (2 * STEP) * STEP
