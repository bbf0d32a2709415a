"""Rows of COPY without their statement."""

from __future__ import annotations

import os

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import OpenItem, in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import pg_copy
from read.pg_archive import ROWS
from read.reading import read_all, read_bytes


def test_rows_are_read_without_their_escapes() -> None:
    summary = read_bytes(pg_copy.read, ROWS)
    assert summary.rows == [
        ["9990000018", "O'Brien", "tab\there\nline\\two", ""], ["9990000026", "", "Zoë", "letters"],
    ]  # fmt: skip
    assert (summary.batches[0].headers, summary.gaps, summary.covered) == (("",) * 4, [], len(ROWS))


def test_rows_that_are_cut_are_truncated() -> None:
    assert Reason.TRUNCATED in read_bytes(pg_copy.read, ROWS[:60]).reasons


def test_units_give_the_same_rows() -> None:
    raw = b"".join(b"%d\t9990000018\n" % row for row in range(3000)) + b"\\.\n\n\n"
    item = in_memory(raw)
    units = [OpenItem(item.fd, item.size, offset=at, length=size) for at, size in pg_copy.split(item, 9000)]
    told = [read_all(pg_copy.read, unit) for unit in units]
    os.close(item.fd)
    assert sum(len(summary.rows) for summary in told) == 3000
    assert (sum(summary.accounted for summary in told), any(summary.gaps for summary in told)) == (len(raw), False)


def test_a_table_without_rows_is_empty() -> None:
    fault = read_bytes(pg_copy.read, b"\\.\n\n\n").fault
    assert fault is not None
    assert fault.outcome is Outcome.EMPTY


@given(st.binary(max_size=400))
@settings(deadline=None)
def test_any_bytes_are_accounted_for(data: bytes) -> None:
    summary = read_bytes(pg_copy.read, b"1\t2\n" + data + b"\n\\.\n")
    assert summary.fault is not None or summary.accounted == len(data) + 8
