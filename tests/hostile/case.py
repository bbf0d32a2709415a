"""What a hostile case is: how it is built, what is due, and what a run of it showed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from hostile.planted import Person, people, token, tokens

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Bait:
    """The people and the name that a case plants.

    Attributes:
        people: in the contents.
        name: stands in names of files and members.
        outside: lies in a file beside the dump that nothing may open.
    """

    people: list[Person]
    name: str
    outside: str

    @classmethod
    def of(cls, seed: str, count: int = 5) -> Bait:
        """The bait of a case."""
        return cls(people(seed, count), token(seed, "name"), token(seed, "outside"))

    @property
    def tokens(self) -> list[str]:
        """Everything that must not be seen in the clear."""
        return [*tokens(self.people), self.name, self.outside]


@dataclass
class Seen:
    """What a run left: how it ended, the ledger's rows by path as shown, and where everything lies.

    Attributes:
        exit_code: of the coordinator.
        said: standard output and standard error.
        seconds: processor time of the command and all that it started.
        rows: every ledger row.
        base: folder that holds dump, case, home and temp.
        peak_rss_bytes: the largest process of the run.
    """

    exit_code: int
    said: str
    seconds: float
    base: Path
    rows: Rows = field(default_factory=list)
    peak_rss_bytes: int = 0

    @property
    def case(self) -> Path:
        """Folder of the case."""
        return self.base / "case"

    @property
    def dump(self) -> Path:
        """Folder of the dump."""
        return self.base / "dump"

    def at(self, path: str) -> dict[str, Any]:
        """The one row of an item."""
        (row,) = [row for row in self.rows if row["item_path"] == path]
        return row

    def outcome(self, path: str) -> str:
        """Outcome and reason of an item, as `refused:limit_ratio`."""
        return word(self.at(path))


def word(row: Mapping[str, Any]) -> str:
    """Outcome and reason of a row."""
    return f"{row['outcome']}:{row['reason']}"


Build = Callable[[Path, Bait], Mapping[str, str]]
"""Writes the dump into an empty folder; gives what is due: path as shown → patterns of outcome:reason, `|` between."""


@dataclass(frozen=True)
class HostileCase:
    """One case of the matrix.

    Attributes:
        id: place in the matrix, `F01` … with a letter where one place has several.
        what: in a few words.
        build: writes the dump.
        others: patterns for items that `build` does not name.
        people: how many of the planted people must be found as sightings; -1: not judged.
        seconds: most processor time; on the clock of the wall it may be PATIENCE times as long.
        stages: stages to run; what thinks about tables is exercised by the dump of all cases together.
        check: looks at what else the recipe promises.
        during: runs beside the command and is told when it has ended.
        arguments: more words for the command.
        wrap: words before the command.
        long: needs minutes: `make hostile` only.
        awaited: the feature that has not landed; the case is red until then.
        steady: False where the dump changes under the run, so that sizes cannot be compared.
    """

    id: str
    what: str
    build: Build
    others: str = "read:"
    people: int = -1
    seconds: float = 90.0
    stages: str = "custody,read"
    check: Callable[[Seen, Bait], None] | None = None
    during: Callable[[Path, Callable[[], bool]], None] | None = None
    arguments: tuple[str, ...] = ("--engine", "serial")
    wrap: tuple[str, ...] = ()
    long: bool = False
    awaited: str = ""
    steady: bool = True
