"""The tests an invented laboratory offers: local codes, printed names, class, panel, unit, range and usual values.

`data/test_menu.csv` was written for the rehearsal from general knowledge of laboratory usage. Codes are invented. More
than a quarter of the names are worded as no shipped catalogue words them (columns `shipped` and `partner_shipped`; a
test holds them against the catalogue), so that a score does not measure a list against itself.
"""

import csv
import functools
from dataclasses import dataclass
from importlib import resources

import numpy as np
import numpy.typing as npt

PANEL_SHARES = {"FBC": 20, "UE": 20, "LF": 12, "A1C": 7, "LIP": 6, "TFT": 6, "HAE": 4, "CRP": 6, "VTD": 3, "MSU": 5}
"""Relative demand of the everyday panels; every other panel counts `RARE_SHARE`."""
RARE_SHARE = 0.6


AUDIENCES = {
    "": ("FM", 0, 200), "F": ("F", 16, 200), "W": ("F", 15, 50), "M": ("M", 40, 200), "A": ("FM", 16, 200),
    "C": ("FM", 0, 18),
}  # fmt: skip
"""Whom a panel is ordered for: sexes, age from, age to (exclusive): anybody, women, women who may bear, men, grown-ups,
children."""


@dataclass(frozen=True)
class Audience:
    """Whom each panel is ordered for; one entry per panel, ages in years."""

    women: npt.NDArray[np.bool_]
    men: npt.NDArray[np.bool_]
    youngest: npt.NDArray[np.float64]
    oldest: npt.NDArray[np.float64]


@dataclass(frozen=True)
class MenuTest:
    """One line of the menu.

    Attributes:
        tier: sensitivity 0 to 4, as in the test catalogue; test_class: its class there, the truth of the key.
        mean, sd, low, high: usual values and reference range in `unit`; all zero where the result is a word.
        outcomes: words a qualitative result is drawn from; empty for numbers and narratives.
        who: a key of `AUDIENCES`; narrative: which kind of report it is (`narrative.KINDS`), empty for other results.
        shipped, partner_shipped: whether the shipped catalogue knows `name` and `partner_name`.
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
    who: str = ""
    narrative: str = ""
    shipped: bool = True
    partner_shipped: bool = True

    @property
    def is_number(self) -> bool:
        """Whether results are numbers with a unit and a range."""
        return self.sd > 0

    @property
    def is_narrative(self) -> bool:
        """Whether the result is a text written by a pathologist."""
        return bool(self.narrative)


@functools.cache
def menu() -> tuple[MenuTest, ...]:
    """Returns the menu in file order."""
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


@functools.cache
def audience() -> Audience:
    """Returns whom the panels are ordered for, in the order of `panels`."""
    who = [AUDIENCES[menu()[members[0]].who] for _, members, _ in panels()]
    return Audience(
        np.array(["F" in sexes for sexes, _, _ in who]),
        np.array(["M" in sexes for sexes, _, _ in who]),
        np.array([youngest for _, youngest, _ in who], dtype=np.float64),
        np.array([oldest for _, _, oldest in who], dtype=np.float64),
    )


def _line(row: dict[str, str]) -> MenuTest:
    return MenuTest(
        code=row["code"], partner_code=row["partner_code"], name=row["name"], partner_name=row["partner_name"],
        test_class=row["test_class"], tier=int(row["tier"]), panel=row["panel"], unit=row["unit"],
        mean=float(row["mean"] or 0), sd=float(row["sd"] or 0),
        low=float(row["low"] or 0), high=float(row["high"] or 0),
        decimals=int(row["decimals"] or 0), outcomes=tuple(part for part in row["outcomes"].split("|") if part),
        who=row["who"], narrative=row["narrative"],
        shipped=row["shipped"] == "yes", partner_shipped=row["partner_shipped"] == "yes",
    )  # fmt: skip
