"""Events in rows: a test requested or resulted, with its class, its sense and its dates."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.detect.canon import stamp
from leakassay.detect.canon.test import classified
from leakassay.detect.emit import Rows, filled
from leakassay.detect.table.rows import TableFrame, TableRows
from leakassay.model.outcomes import EventStatus, ValueFlag

_STATUS = pa.array([EventStatus.REQUESTED, EventStatus.RESULTED])
_AGAINST_RANGE = pa.array([ValueFlag.NONE, ValueFlag.NORMAL, ValueFlag.LOW, ValueFlag.HIGH])


def has_events(frame: TableFrame) -> bool:
    """Return whether rows of the table are tests of somebody: a test beside a person, a specimen or a result.

    A price list has tests and prices only; it is no result of anybody.
    """
    if not {"test_code", "test_name"} & frame.kinds:
        return False
    beside = {"nhs_number", "chi_number", "hc_number", "hospital_number", "surname", "full_name", "specimen_id"}
    # a result with its unit was measured on somebody, though only a database's own key says on whom
    return bool(beside & frame.kinds) or frame.kinds >= {"test_code", "result", "result_unit"}


def is_report(frame: TableFrame) -> bool:
    """Return whether rows are results, where something outside of the table says whose."""
    return bool({"test_code", "test_name"} & frame.kinds) and "result" in frame.kinds


def events(rows: TableRows, ordinals: pa.Array, status: pa.Array | None = None) -> tuple[Rows | None, pa.Array]:
    """Return the events of a batch and the sense by number of each row (for the trait of range agreement).

    Args:
        rows: the batch.
        ordinals: ordinal of each row's sighting, -1 for none.
        status: negations found by the text engine, as `EventStatus` or null (n,).
    """
    names, codes = rows.printed("test_name"), rows.printed("test_code")
    test_id, test_class, tier = classified(rows.frame.kit.classifier, names, codes, rows.count)
    by_number, low, high = _against_range(rows)
    columns: dict[str, Any] = {
        "row": rows.numbers, "sighting_ordinal": ordinals, "test_code": codes, "test_name": names, "test_id": test_id,
        "test_class": test_class, "tier": tier, "status": _status(rows, status), "value_flag": _sense(rows, by_number),
        "result_unit": rows.printed("result_unit"), "range_low": low, "range_high": high,
        "specimen_id": rows.printed("specimen_id"), "requester_code": rows.printed("requester_code"),
        "client_code": rows.printed("client_code"),
    }  # fmt: skip
    for kind in ("collected_at", "received_at", "reported_at"):
        seconds = rows.stamped(kind)
        if seconds is None and kind == "collected_at":
            seconds = rows.stamped("date")
        columns[kind] = None if seconds is None else stamp.as_timestamp(seconds)
    present = _has_test(names, codes, rows.count)
    count = int(present.sum())
    if count == 0:
        return None, by_number
    if count < rows.count:
        mask = pa.array(present)
        columns = {name: column.filter(mask) for name, column in columns.items() if column is not None}
    columns["part"] = rows.frame.part
    return filled("event", columns, count), by_number


def _has_test(names: pa.Array | None, codes: pa.Array | None, count: int) -> npt.NDArray[np.bool_]:
    present = np.zeros(count, np.bool_)
    for column in (names, codes):
        if column is not None:
            present |= column.is_valid().to_numpy(zero_copy_only=False)
    return present


def _status(rows: TableRows, negated: pa.Array | None) -> pa.Array:
    result = rows.printed("result")
    if result is None:
        status = pa.repeat(EventStatus.REQUESTED.value, rows.count)
    else:
        status = _STATUS.take(pc.cast(result.is_valid(), pa.int8()))
    return status if negated is None else pc.coalesce(negated, status)


def _against_range(rows: TableRows) -> tuple[pa.Array, pa.Array | None, pa.Array | None]:
    """Return per row the sense of the number against its range ("" where that cannot be said), and the range."""
    low, high = rows.mapped("range_low", "number"), rows.mapped("range_high", "number")
    if low is None and high is None and rows.frame.place("range") >= 0:
        low, high = rows.mapped("range", "limit_low"), rows.mapped("range", "limit_high")
    value = rows.mapped("result", "number")
    if value is None or (low is None and high is None):
        return pa.repeat(ValueFlag.NONE.value, rows.count), low, high
    figure = value.to_numpy(zero_copy_only=False)
    under = np.zeros(rows.count, np.bool_) if low is None else figure < low.to_numpy(zero_copy_only=False)
    over = np.zeros(rows.count, np.bool_) if high is None else figure > high.to_numpy(zero_copy_only=False)
    known = ~np.isnan(figure)
    for limit in (low, high):
        if limit is not None:
            known &= limit.is_valid().to_numpy(zero_copy_only=False)
    code = np.where(under, 2, np.where(over, 3, np.where(known, 1, 0))).astype(np.int8)
    return _AGAINST_RANGE.take(pa.array(code)), low, high


def _sense(rows: TableRows, by_number: pa.Array) -> pa.Array:
    """Return the value flag: what the words of the result say, else the printed flag, else the number in its range."""
    sense = by_number
    flagged = rows.mapped("flag", "flag_of_flag")
    if flagged is not None:
        sense = pc.if_else(pc.equal(flagged, ""), sense, flagged)
    worded = rows.mapped("result", "flag_of_text")
    if worded is not None:
        sense = pc.if_else(pc.equal(worded, ""), sense, worded)
    return sense
