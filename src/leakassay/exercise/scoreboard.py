"""The scoreboard: what an assay found of what was planted, as rows for a terminal and as JSON."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import pyarrow as pa
import pyarrow.compute as pc


class Row(NamedTuple):
    """One line: section, measure, value (None where nothing was there to measure), number of things judged."""

    section: str
    measure: str
    value: float | None
    n: int


@dataclass(frozen=True)
class Scoreboard:
    """Rows in a fixed order; equal inputs give equal boards."""

    lines: tuple[Row, ...] = field(default=())

    def rows(self) -> list[Row]:
        """Returns (section, measure, value, n) of every measure."""
        return list(self.lines)

    def value(self, section: str, measure: str) -> float | None:
        """Returns one value.

        Raises:
            KeyError: the board has no such line.
        """
        for line in self.lines:
            if (line.section, line.measure) == (section, measure):
                return line.value
        raise KeyError(f"{section}: {measure}")

    def as_json(self) -> dict[str, dict[str, dict[str, float | int | None]]]:
        """Returns section, measure, then value (four decimals) and n."""
        board: dict[str, dict[str, dict[str, float | int | None]]] = {}
        for line in self.lines:
            value = None if line.value is None else round(line.value, 4)
            board.setdefault(line.section, {})[line.measure] = {"value": value, "n": line.n}
        return board


def ratio(part: int, whole: int) -> float | None:
    """Returns part / whole, None where there is no whole."""
    return part / whole if whole else None


def recall_precision(section: str, measure: str, both: pa.Table, sound: pa.Table) -> Sequence[Row]:
    """Returns the two lines of a comparison.

    Args:
        section: of the lines.
        measure: what is compared.
        both: counts `planted`, `found` and `met` (see `scoring.meet`), for recall.
        sound: the same without what stands in damaged copies, for precision.
    """
    planted, found = _sum(both, "planted"), _sum(sound, "found")
    return (
        Row(section, f"{measure} recall", ratio(_sum(both, "met"), planted), planted),
        Row(section, f"{measure} precision", ratio(_sum(sound, "met"), found), found),
    )


def _sum(counts: pa.Table, column: str) -> int:
    return int(pc.sum(counts[column]).as_py() or 0)
