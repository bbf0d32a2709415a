"""The tests an invented laboratory offers: local codes, printed names, class, panel, unit, range and usual values.

`data/test_menu.csv` was written for the rehearsal from general knowledge of laboratory usage. Codes are invented. A
quarter of the names is worded as no shipped catalogue words it, so that a score does not measure a list against itself.
"""

import csv
import functools
from dataclasses import dataclass
from importlib import resources

PANEL_SHARES = {"FBC": 20, "UE": 20, "LF": 12, "A1C": 7, "LIP": 6, "TFT": 6, "HAE": 4, "CRP": 6, "VTD": 3, "MSU": 5}
"""Relative demand of the everyday panels; every other panel counts `RARE_SHARE`."""
RARE_SHARE = 0.6


@dataclass(frozen=True)
class MenuTest:
    """One line of the menu.

    Attributes:
        tier: sensitivity 0 to 4, as in the test catalogue; test_class: its class there, the truth of the key.
        mean, sd, low, high: usual values and reference range in `unit`; all zero where the result is a word.
        outcomes: words a qualitative result is drawn from; empty for numbers and narratives.
    """

    code: str
    partner_code: str
    name: str
    partner_name: str
    test_class: str
    tier: int
    panel: str
    unit: str
    mean: float
    sd: float
    low: float
    high: float
    decimals: int
    outcomes: tuple[str, ...]

    @property
    def is_number(self) -> bool:
        """Whether results are numbers with a unit and a range."""
        return self.sd > 0

    @property
    def is_narrative(self) -> bool:
        """Whether the result is a text written by a pathologist."""
        return not self.outcomes and not self.is_number


@functools.cache
def menu() -> tuple[MenuTest, ...]:
    """Returns the menu in file order; about a quarter of the printed names stand in no shipped catalogue."""
    text = resources.files("leakassay.exercise").joinpath("data/test_menu.csv").read_text("utf-8")
    return tuple(_line(row) for row in csv.DictReader(text.splitlines()))


@functools.cache
def panels() -> tuple[tuple[str, tuple[int, ...], float], ...]:
    """Returns (panel, positions of its tests in the menu, share of the specimens) in order of first appearance."""
    members: dict[str, list[int]] = {}
    for position, test in enumerate(menu()):
        members.setdefault(test.panel, []).append(position)
    weights = {panel: float(PANEL_SHARES.get(panel, RARE_SHARE)) for panel in members}
    total = sum(weights.values())
    return tuple((panel, tuple(tests), weights[panel] / total) for panel, tests in members.items())


def _line(row: dict[str, str]) -> MenuTest:
    number = {name: float(row[name] or 0) for name in ("mean", "sd", "low", "high")}
    outcomes = tuple(part for part in row["outcomes"].split("|") if part)
    words = {
        name: row[name] for name in ("code", "partner_code", "name", "partner_name", "test_class", "panel", "unit")
    }
    return MenuTest(**words, **number, tier=int(row["tier"]), decimals=int(row["decimals"] or 0), outcomes=outcomes)  # type: ignore[arg-type]  # columns are named as the fields are
