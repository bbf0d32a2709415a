"""Rows of a small invented laboratory: for tests that read what the rehearsal writes."""

from __future__ import annotations

from functools import cache

import numpy as np
import pyarrow as pa

from leakassay.exercise.estate.history import Span, live
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.person import REFERENCE_DAY, draw_people
from leakassay.exercise.estate.record import Estate, records


@cache
def rows(specimens: int) -> pa.Table:
    """The records of so many specimens."""
    rng = np.random.default_rng(23)
    people = draw_people(rng, 120)
    span = Span(600, REFERENCE_DAY - 400, REFERENCE_DAY - 1, len(OURS.clients))
    return records(Estate(OURS, people, live(rng, np.arange(120), span), 23), 0, specimens)
