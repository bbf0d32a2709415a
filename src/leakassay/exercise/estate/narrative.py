"""Texts a pathologist writes: histology and cytology that affirm, deny, doubt or remember, from `data/narratives.csv`.

The templates were written for the rehearsal; no detector ships them. A report is negated where it denies that there is
a malignancy now ("none seen", "previous carcinoma, none now"); "cannot be excluded" denies nothing.
"""

import csv
import functools
from dataclasses import dataclass
from importlib import resources
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

AFFIRMED = 0.2
"""Share of reports that affirm a malignancy; the rest deny or doubt it."""

_Hashes = npt.NDArray[np.uint64]
_SITES = ("left", "right", "upper", "lower")
_MILLIMETRES = range(3, 40, 2)


@dataclass(frozen=True)
class Template:
    """One report.

    Attributes:
        kind: one of `KINDS`.
        manner: affirmed, denied, doubted (cannot be excluded), earlier (was there, none now), benign (none named).
        text: `{mm}` and `{site}` are filled in.
    """

    kind: str
    manner: str
    text: str

    @property
    def affirms(self) -> bool:
        """Whether it states a malignancy that is there now."""
        return self.manner == "affirmed"

    @property
    def denies(self) -> bool:
        """Whether it states that there is none now."""
        return self.manner in {"denied", "earlier"}


KINDS = ("histology", "smear", "fluid")
"""Tissue; cervical samples; needle aspirates, urine and effusions."""


@functools.cache
def templates() -> tuple[Template, ...]:
    """Returns the templates in file order."""
    text = resources.files("leakassay.exercise").joinpath("data/narratives.csv").read_text("utf-8")
    return tuple(Template(row["kind"], row["manner"], row["text"]) for row in csv.DictReader(text.splitlines()))


def reports(kind: str, hashes: _Hashes) -> tuple[pa.Array, npt.NDArray[np.bool_]]:
    """Returns one report per hash and whether it denies a malignancy; about one in five affirms one.

    Args:
        kind: one of `KINDS`.
        hashes: (n,) well-mixed numbers; the same number gives the same report, whatever stands around it.
    """
    texts, denies, yes, no = _printed(kind)
    affirms = hashes % np.uint64(1000) < np.uint64(round(AFFIRMED * 1000))
    rest = hashes // np.uint64(1000)
    chosen = np.where(affirms, _pick(rest, yes), _pick(rest, no))
    return texts.take(pa.array(chosen)), denies[chosen]


def hashed(seed: int, places: npt.NDArray[np.int64]) -> _Hashes:
    """Returns a well-mixed number per place (the finaliser of splitmix64), the same for the same seed and place."""
    mixed = places.astype(np.uint64) * np.uint64(0x9E3779B97F4A7C15) + np.uint64(seed)
    for shift, factor in ((30, 0xBF58476D1CE4E5B9), (27, 0x94D049BB133111EB)):
        mixed = (mixed ^ (mixed >> np.uint64(shift))) * np.uint64(factor)
    return np.asarray(mixed ^ (mixed >> np.uint64(31)), dtype=np.uint64)


def _pick(hashes: _Hashes, among: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    return among[(hashes % np.uint64(len(among))).astype(np.int64)]


class _Printed(NamedTuple):
    """Texts, which of them deny, and the positions of those that affirm and of those that do not."""

    texts: pa.Array
    denies: npt.NDArray[np.bool_]
    affirming: npt.NDArray[np.int64]
    others: npt.NDArray[np.int64]


@functools.cache
def _printed(kind: str) -> _Printed:
    """Returns every text of a kind with every site and size."""
    made = [
        (template, template.text.format(mm=millimetres, site=site))
        for template in templates()
        if template.kind == kind
        for site in _SITES
        for millimetres in _MILLIMETRES
    ]
    affirms, denies = (np.array([getattr(one, name) for one, _ in made]) for name in ("affirms", "denies"))
    texts = pa.array([text for _, text in made], pa.string())
    return _Printed(texts, denies, np.flatnonzero(affirms), np.flatnonzero(~affirms))
