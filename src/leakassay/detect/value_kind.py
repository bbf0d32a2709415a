"""What the catalogue says of each kind of value: how likely, in what form, behind which label."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """What the catalogue says of a kind of value.

    Attributes:
        prior: probability that a well-shaped value in free text without context is one.
        canonical: its canonical form, None for kinds without one.
        tail: where the candidate begins with a label, what it ends with.
    """

    prior: float = 0.9
    canonical: Callable[[str], str | None] | None = None
    tail: re.Pattern[str] | None = None


def kinds_of(detectors: Sequence[Mapping[str, Any]]) -> dict[str, Kind]:
    """Return what the lines of the catalogue say of each kind."""
    found = {}
    for line in detectors:
        value = importlib.import_module(f"leakassay.values.{line['value']}") if line.get("value") else None
        canonical = getattr(value, "canonical", None)
        tail = re.compile(f"(?:{value.PATTERN})$") if value is not None and line.get("labelled") else None
        found[line["name"]] = Kind(float(line.get("prior", 0.5)), canonical, tail)
    return found
