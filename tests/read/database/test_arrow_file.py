"""Arrow files and Feather are read batch by batch."""

from __future__ import annotations

import io

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import feather

from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import arrow_file
from read.reading import read_bytes

TABLE = pa.table({"nhs": ["9990000018", "9990000026", None], "n": [1, 2, 3]})


def ipc(table: pa.Table, **options: object) -> bytes:
    made = io.BytesIO()
    with pa.ipc.new_file(made, table.schema, **options) as writer:
        writer.write_table(table, max_chunksize=2)
    return made.getvalue()


def feathered(version: int) -> bytes:
    made = io.BytesIO()
    feather.write_feather(TABLE, made, version=version)
    return made.getvalue()


@pytest.mark.parametrize("raw", [ipc(TABLE), feathered(1), feathered(2)])
def test_every_row_arrives(raw: bytes) -> None:
    summary = read_bytes(arrow_file.read, raw)
    assert summary.records == [
        {"nhs": "9990000018", "n": "1"}, {"nhs": "9990000026", "n": "2"}, {"nhs": "", "n": "3"},
    ]  # fmt: skip
    assert (summary.gaps, summary.covered) == ([], len(raw))


def test_metadata_is_text() -> None:
    assert "9990000034" in read_bytes(arrow_file.read, ipc(TABLE.replace_schema_metadata({"for": "9990000034"}))).text


def test_what_is_cut_or_empty_says_so() -> None:
    assert read_bytes(arrow_file.read, ipc(TABLE)[:-3]).fault.reason is Reason.TRUNCATED
    assert read_bytes(arrow_file.read, ipc(TABLE.slice(0, 0))).fault.outcome is Outcome.EMPTY
    assert read_bytes(arrow_file.read, b"FEA1" + b"\xff" * 40 + b"FEA1").fault is not None


@given(st.lists(st.tuples(st.integers(8, 900), st.integers(0, 255)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_any_damage_gives_readings_or_an_error(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(ipc(TABLE))
    for at, byte in changes:
        raw[at % len(raw)] = byte
    summary = read_bytes(arrow_file.read, bytes(raw))
    assert summary.fault is not None or summary.accounted == len(raw)
