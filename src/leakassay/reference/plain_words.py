"""Plain words: what stands with a capital at the start of a sentence or in a heading and is no name of a person."""

from __future__ import annotations

from functools import cache

from leakassay.reference import table


@cache
def common() -> frozenset[str]:
    """Return words in lower case that texts write in lower case; words that are listed names are not among them."""
    return frozenset(table.lines("common_words.csv"))


@cache
def places() -> frozenset[str]:
    """Return countries, large towns, counties and boroughs, as printed; some of them are forenames too."""
    return frozenset(table.lines("places.csv"))
