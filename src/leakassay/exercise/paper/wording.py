"""Wordings of letters and mails (`data/letters/*.toml`): what each may be said of, and what it shows of a person."""

import functools
import string
import tomllib
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any

SHOWN_BY = {
    "name": ("forename", "surname"), "Name": ("forename", "surname"), "SURNAME": ("surname",), "Surname": ("surname",),
    "forename": ("forename",), "Forename": ("forename",), "nhs": ("nhs_number",), "dob": ("date_of_birth",),
    "dob_long": ("date_of_birth",), "address": ("address",), "postcode": ("postcode",),
    "hospital_number": ("hospital_number",),
}  # fmt: skip
"""Placeholder and the identifying columns that it prints; all others print nothing that identifies."""
LONG_RESULT = 60
"""Characters from which a result is a pathologist's text and not a word or a number."""


@dataclass(frozen=True)
class Wording:
    """One letter with its placeholders.

    Attributes:
        people: 1, or 3 for a list of several, each printed by `line` where the text says `{list}`.
        statuses: what must have become of the first test; empty for anything.
        classes: its class; empty for any.
        narrative: whether its result must be a pathologist's text (True) or must not (False).
        tells: "recorded" (test and outcome), "requested" (that it was asked for) or "nothing" of the person's tests.
        again: a phrase of the text and what the second version says in its place.
    """

    id: str
    people: int
    statuses: frozenset[str]
    classes: frozenset[str]
    narrative: bool
    tells: str
    text: str
    line: str
    again: tuple[str, str]

    @functools.cached_property
    def fields(self) -> frozenset[str]:
        """Placeholders of the text and of the line."""
        parsed = string.Formatter().parse(self.text + self.line)
        return frozenset(name for _, name, _, _ in parsed if name)

    @property
    def shows(self) -> frozenset[str]:
        """Identifying columns that stand in the letter."""
        return frozenset(column for name in self.fields for column in SHOWN_BY.get(name, ()))

    def fits(self, row: Mapping[str, Any], people: int) -> bool:
        """Whether the letter may be written about so many people, of whom `row` is the first."""
        if (people == 1) != (self.people == 1):
            return False
        if self.narrative and len(row["value"]) <= LONG_RESULT:
            return False
        return (not self.statuses or row["status"] in self.statuses) and (
            not self.classes or row["test_class"] in self.classes
        )

    def version(self, number: int) -> str:
        """Returns the text of the first version, or of a later one in which one sentence is another."""
        return self.text if number == 1 else self.text.replace(*self.again)


@functools.cache
def wordings(kind: str) -> tuple[Wording, ...]:
    """Returns every wording of a kind, "letters" or "mails", in file order."""
    text = resources.files("leakassay.exercise").joinpath(f"data/letters/{kind}.toml").read_text("utf-8")
    return tuple(_wording(one) for one in tomllib.loads(text)["letter"])


def chosen(row: Mapping[str, Any], fitting: Sequence[Wording]) -> Wording:
    """Returns one of the wordings that fit: the same specimen always gets the same one."""
    return fitting[zlib.crc32(row["specimen_id"].encode("utf-8")) % len(fitting)]


def _wording(table: Mapping[str, Any]) -> Wording:
    old, new = table["again"]
    return Wording(
        table["id"], table["people"], frozenset(table.get("statuses", ())), frozenset(table.get("classes", ())),
        table.get("narrative", False), table["tells"], table["text"], table.get("line", ""), (old, new),
    )  # fmt: skip
