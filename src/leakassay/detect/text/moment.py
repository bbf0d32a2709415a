"""Moments of a specimen in a text: dates behind words that say taken, received or reported."""

from __future__ import annotations

import bisect
import datetime as dt
import re

from leakassay.values import date_of_birth

PIVOT = 29
"""Two-digit years up to this one are 20YY."""

_DATED = re.compile(
    r"\b(?:(?P<collected_at>collected|collection date|date collected|(?:taken|drawn)(?= on|[: ]{1,3}\d)|sampled"
    r"|(?:sample|specimen)(?: taken)? date|date of (?:the )?(?:collection|sample|specimen))"
    r"|(?P<received_at>received|date received|receipt date)"
    r"|(?P<reported_at>reported|report date|date reported|date of (?:the )?report|authorised))"
    r"(?: (?:on|at|date))?\s{0,3}[:=]?\s{0,3}"
    r"(?P<date>\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)(?!\d)|\d{4}-\d\d-\d\d(?!\d)"
    r"|\d{1,2}(?:st|nd|rd|th)? [A-Za-z]{3,9},? \d{4}(?!\d))",
    re.IGNORECASE,
)
KINDS = ("collected_at", "received_at", "reported_at")
"""Columns of an event."""


REACH = 300
"""Characters of the line around a test in which its own date is looked for."""


class Moments:
    """The moments of one text; days first, as in the United Kingdom.

    Args:
        text: any text; the search is linear in it.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: dict[str, list[int]] = {kind: [] for kind in KINDS}
        self._days: dict[str, list[dt.datetime]] = {kind: [] for kind in KINDS}
        for met in _DATED.finditer(text):
            day = date_of_birth.parse(met["date"], pivot=PIVOT)
            if day is not None:
                kind = next(kind for kind in KINDS if met[kind])
                self._starts[kind].append(met.start())
                self._days[kind].append(dt.datetime(day.year, day.month, day.day))  # noqa: DTZ001  as printed, no zone is known

    def at(self, start: int) -> dict[str, dt.datetime]:
        """Return the moments of the test that begins at `start`, by kind.

        The nearest of its line counts, else the last one before it, else the first behind it.
        """
        floor, ceiling = max(0, start - REACH), start + REACH
        line = max(floor, self._text.rfind("\n", floor, start) + 1)
        end = self._text.find("\n", start, ceiling)
        end = ceiling if end < 0 else end
        told = {}
        for kind, starts in self._starts.items():
            behind = bisect.bisect_left(starts, start)
            near = [at for at in (behind - 1, behind) if 0 <= at < len(starts)]
            own = [at for at in near if line <= starts[at] < end]
            if near:
                chosen = min(own, key=lambda at: abs(starts[at] - start)) if own else near[0]
                told[kind] = self._days[kind][chosen]
        return told
