"""Fields of HL7 v2 that no column has (panels, staff, reasons, places): their words, each told once in a unit.

Numbers of orders, visits and accounts are left out: they name no person, and ten digits of them would look like one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from leakassay.model.batch import Batch
from leakassay.read.health.hl7_delimiters import Delimiters
from leakassay.read.health.record_rows import Texts

PART = "fields without a column"
MAX_REMEMBERED = 50_000
"""Distinct values remembered per unit, so that staff and panels are told once; then they are told again."""

WANTED: dict[str, tuple[int, ...]] = {
    "EVN": (5, 7), "PD1": (3, 4), "PV1": (3, 7, 8, 9, 17), "ORC": (10, 11, 12, 17, 19),
    "OBR": (4, 10, 12, 15, 16, 17, 18, 19, 20, 21, 28, 32, 33, 34, 35), "OBX": (16, 17, 23, 25), "SPM": (14,),
    "TQ1": (10, 11), "PRT": (5, 8, 9), "ROL": (4,), "CTI": (1, 2, 3), "BTS": (2,), "FTS": (2,),
}  # fmt: skip
"""By segment, in rising order."""

_CODED = frozenset({"CE", "CWE", "CNE", "CF"})
_WORD = re.compile(r"[^\W\d_]{3}")


class OtherFields:
    """Looks at segments one after the other and keeps what is new."""

    def __init__(self) -> None:
        self._texts = Texts(PART)
        self._seen: set[str] = set()

    def see(self, segment: str, fields: list[str], signs: Delimiters) -> None:
        """Take the fields of a segment in.

        Args:
            segment: its name, one of `WANTED`.
            fields: the segment split at its field sign; fields[0] is the name.
            signs: the message's delimiters.
        """
        count, seen = len(fields), self._seen
        is_coded = segment == "OBX" and fields[2] in _CODED
        if segment == "OBX" and count <= WANTED["OBX"][0] and not is_coded:
            return  # the common case by far
        for at in WANTED[segment]:
            if at >= count:
                break
            if fields[at] and fields[at] not in seen:
                self._tell(f"{segment}-{at}", fields[at], signs)
        if is_coded and fields[5].count(signs.component) > 2 and fields[5] not in seen:
            self._tell("OBX-5", fields[5], signs)  # the words of its other coding

    def take(self, *, at_end: bool) -> Iterator[Batch]:
        """Hand over what waits, before the end only when it is much."""
        if at_end or self._texts.is_full:
            yield from self._texts.take()

    def _tell(self, label: str, field: str, signs: Delimiters) -> None:
        if len(self._seen) >= MAX_REMEMBERED:
            self._seen.clear()
        self._seen.add(field)
        if _WORD.search(words := signs.words(field)):
            self._texts.add(f"{label}: {words}")
