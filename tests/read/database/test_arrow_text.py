"""Columns of any type are printed."""

from __future__ import annotations

import pyarrow as pa

from leakassay.read.database.arrow_text import Printer, rows_at_once


def printed(array: pa.Array) -> list[str]:
    batches = list(Printer().batches(pa.RecordBatch.from_arrays([array], names=["x"])))
    return batches[0].data.column(0).to_pylist()


def test_text_that_is_no_utf8_is_printed_as_far_as_it_goes() -> None:
    broken = pa.StringArray.from_buffers(2, pa.array([0, 2, 3], pa.int32()).buffers()[1], pa.py_buffer(b"a\xffb"))
    assert printed(broken) == ["a�", "b"]
    printer = Printer()
    for array, is_bad in ((pa.array(["Zoë"]), False), (broken, True)):
        list(printer.batches(pa.RecordBatch.from_arrays([array], names=["x"])))
        assert printer.has_bad_text is is_bad


def test_durations_and_odd_moments_are_printed() -> None:
    assert printed(pa.array([1 << 60], pa.timestamp("s")))[0]
    assert printed(pa.array([90], pa.duration("s"))) != [""]


def test_wide_tables_come_in_fewer_rows() -> None:
    assert rows_at_once(400_000) == 1
    assert rows_at_once(4) == 100_000
