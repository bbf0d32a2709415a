"""What a seed of mutations is: good bytes of one format, what is planted in them, and an independent decoder."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from hostile.planted import Person, people

PLANTED = 8
"""People in a seed."""

WHO: tuple[Person, ...] = tuple(people("mutations", PLANTED))
NUMBERS: frozenset[str] = frozenset(person.nhs_number for person in WHO)


class DamageError(Exception):
    """An independent decoder objects; the loss could be known."""


@dataclass(frozen=True)
class Seed:
    """Good bytes of one format.

    Attributes:
        format: name in the catalogue.
        suffix: of the file.
        data: the bytes.
        decoded: the content as text; raises DamageError, or whatever the other program raises, when it objects.
        written: how a number stands in the decoded content with what says that it is one; `{}` is the number.
        needs: a pattern without which no number in the content means anything (the header of its column).
        begins: a pattern at which a further table of the content begins, where it holds several: each needs its own.
    """

    format: str
    suffix: str
    data: bytes
    decoded: Callable[[bytes], str]
    written: str = "{}"
    needs: str = ""
    begins: str = ""

    def excused(self, mutant: bytes, missing: set[str]) -> bool:
        """True when no decoder could know that something is missing; see `mutate.py` for the rule."""
        try:
            text = self.decoded(mutant)
        except Exception:  # noqa: BLE001  whatever another program raises is an objection
            return False
        written = [self.written.format(number) for number in missing]
        parts = re.split(self.begins, text) if self.begins else [text]
        return not any(one in part for part in parts if re.search(self.needs, part) for one in written)


TABLES: dict[str, str] = {
    "written": "\n{},",
    "needs": "NHSNO,",
    "begins": r"\n(?=[^\n]*,(?:SURNAME|FORENAME|DOB|POSTCODE|EMAIL|PHONE|TESTNAME|RESULT)\b)",
}
"""How numbers stand in the content of seeds that hold `planted.table`, once or more than once."""


def as_text(data: bytes) -> str:
    """Text as UTF-8, else in an encoding that takes every byte: no byte is an objection."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")
