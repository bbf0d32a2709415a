"""Date columns: day-month order per column, and which of several dates is the birth and which the specimen's."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon.stamp import NO_STAMP, DateForm, StampReader
from leakassay.detect.table.shape import Shape

EVENT_DATES = ("collected_at", "received_at", "reported_at")
KINDS = ("date_of_birth", *EVENT_DATES, "date")
YEAR = 365.25 * 86_400
BEFORE = 3
"""Years by which a column of births in a short list lies before all its other dates; infants are told by a header."""
_PARTS = r"^\s*(?P<a>\d{1,2})[-/. ](?P<b>\d{1,2})[-/. ]\d{2,4}"


@dataclass(frozen=True)
class Span:
    """Where the dates of a column lie, in seconds since 1970: quantiles 0.05, 0.5 and 0.95."""

    low: float
    middle: float
    high: float


def is_dated(shape: Shape) -> bool:
    """Return whether most values are dates."""
    return shape.share("date") + shape.share("datetime") >= 0.7


def form_of(column: pa.Array, shape: Shape, *, under_date_header: bool, pivot: int = 29) -> DateForm:
    """Decide how the dates of a column read: a first part above 12 is a day, a second one above 12 makes it a month.

    Nothing above 12 anywhere leaves the British order.
    """
    found = pc.extract_regex(column.drop_null(), _PARTS)
    if pa.types.is_struct(found.type) and len(found) > found.null_count:
        kept = found.drop_null()
        first, second = (pc.cast(kept.field(name), pa.int32()).to_numpy() for name in ("a", "b"))
        day_first = int((first > 12).sum()) >= int((second > 12).sum())
    else:
        day_first = True
    return DateForm(day_first, pivot, serials=under_date_header and shape.share("serial") > 0.3)


def span_of(stamps: npt.NDArray[np.int64]) -> Span | None:
    """Return the span of the readable stamps, None when there are none."""
    kept = stamps[stamps != NO_STAMP]
    if not len(kept):
        return None
    low, middle, high = np.quantile(kept, (0.05, 0.5, 0.95)).tolist()
    return Span(low, middle, high)


def told_apart(columns: Mapping[int, pa.Array], forms: Mapping[int, DateForm], *, with_people: bool) -> dict[int, str]:
    """Name date columns that no header names.

    The birth is the column that lies decades before the others or spreads over decades, or, in a short list of few
    people, the one that lies wholly years before all others; the rest, in the order of time, are collected, received
    and reported.

    Args:
        columns: sample by position; only columns of dates.
        forms: how each reads.
        with_people: False when nothing else in the table speaks of a person.
    """
    spans = _spans(columns, forms)
    named: dict[int, str] = {}
    births = _births(spans)
    if with_people and births:
        birth = min(births, key=lambda place: (spans[place].middle, place))
        named[birth] = "date_of_birth"
    rest = sorted((place for place in columns if place not in named), key=lambda place: (_rank(spans, place), place))
    return named | dict(zip(rest, _names(len(rest)), strict=False))


def look_like_births(columns: Mapping[int, pa.Array], forms: Mapping[int, DateForm]) -> frozenset[int]:
    """Return the columns of dates, of all in a table, that no date of a test can be: by the rule of `told_apart`."""
    return frozenset(_births(_spans(columns, forms)))


def _spans(columns: Mapping[int, pa.Array], forms: Mapping[int, DateForm]) -> dict[int, Span]:
    stamps = {place: StampReader(forms[place]).read(column) for place, column in columns.items()}
    return {place: span for place, array in stamps.items() if (span := span_of(array)) is not None}


def _births(spans: Mapping[int, Span]) -> list[int]:
    newest = max((span.high for span in spans.values()), default=0.0)
    found = [
        place for place, span in spans.items() if span.high - span.low > 20 * YEAR and span.middle < newest - 12 * YEAR
    ]
    if len(spans) == 1 and not found:
        found = [place for place, span in spans.items() if span.high - span.low > 30 * YEAR]
    return found or _long_before(spans)


def _long_before(spans: Mapping[int, Span]) -> list[int]:
    """Return the one column of which every date lies `BEFORE` years before every date of at least two others."""
    if len(spans) < 3:
        return []
    first = min(spans, key=lambda place: (spans[place].high, place))
    others = min(span.low for place, span in spans.items() if place != first)
    return [first] if spans[first].high < others - BEFORE * YEAR else []


def _rank(spans: Mapping[int, Span], place: int) -> float:
    return spans[place].middle if place in spans else float("inf")


def _names(count: int) -> Sequence[str]:
    return EVENT_DATES if count <= len(EVENT_DATES) else (*EVENT_DATES, *["date"] * (count - len(EVENT_DATES)))
