"""Parquet: every value of every type is printed; damage costs its row group and is told."""

from __future__ import annotations

import io
from datetime import date, datetime
from decimal import Decimal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Shape
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.database import parquet
from read.reading import Summary, read_bytes

NUMBER = "9990000018"


def written(table: pa.Table, **options: object) -> bytes:
    made = io.BytesIO()
    pq.write_table(table, made, **options)
    return made.getvalue()


def everything(summary: Summary) -> str:
    return summary.text + "\n".join("\t".join(row) for row in summary.rows)


HIDING = {
    "text": pa.array([NUMBER, None]),
    "a number": pa.array([int(NUMBER), 1]),
    "large text": pa.array([NUMBER, ""], pa.large_string()),
    "a dictionary": pa.array([NUMBER, NUMBER]).dictionary_encode(),
    "bytes": pa.array([NUMBER.encode(), b"\xff" * 4]),
    "a decimal": pa.array([Decimal(NUMBER), None], pa.decimal128(12, 0)),
    "a list": pa.array([[{"id": NUMBER, "raw": NUMBER.encode(), "on": date(2024, 1, 1)}], None]),
    "a map": pa.array([[("nhs", NUMBER)], []], pa.map_(pa.string(), pa.string())),
}
"""Columns in which a person may stand."""


@pytest.mark.parametrize("place", HIDING)
def test_a_number_is_told_wherever_it_stands(place: str) -> None:
    raw = written(pa.table({"x": HIDING[place]}))
    summary = read_bytes(parquet.read, raw)
    assert NUMBER in everything(summary)
    assert (summary.gaps, summary.covered) == ([], len(raw))
    assert summary.batches[-1].headers == ("x",)


def test_metadata_and_writer_are_told() -> None:
    table = pa.table({"x": [1]}).replace_schema_metadata({"note": f"of {NUMBER}"})
    summary = read_bytes(parquet.read, written(table))
    assert NUMBER in summary.text
    assert summary.properties[0].value.startswith("parquet-cpp-arrow")


def test_moments_and_numbers_are_printed() -> None:
    table = pa.table({"d": [date(1950, 2, 3)], "t": [datetime(2024, 6, 1, 9, 0)], "f": [1.5], "b": [True]})  # noqa: DTZ001  printed without a zone
    assert read_bytes(parquet.read, written(table)).rows == [
        ["1950-02-03", "2024-06-01 09:00:00.000000", "1.5", "true"]
    ]


def test_large_bytes_are_a_gap() -> None:
    assert read_bytes(parquet.read, written(pa.table({"x": [b"\xff\xd8\x00" * 90]}))).reasons == {Reason.NO_READER}


def test_a_damaged_row_group_costs_itself_only() -> None:
    table = pa.table({"x": [f"row {n}" for n in range(100)]})
    raw = bytearray(written(table, row_group_size=50, write_page_checksum=True, compression="none"))
    at = raw.index(b"row 7\x05\0\0\0") if b"row 7\x05\0\0\0" in raw else raw.index(b"row 7")
    raw[at] = 1
    summary = read_bytes(parquet.read, bytes(raw))
    assert summary.reasons == {Reason.MALFORMED}
    assert len(summary.rows) == 50


def test_what_is_cut_encrypted_or_empty_says_so() -> None:
    raw = written(pa.table({"x": ["a"]}))
    assert read_bytes(parquet.read, raw[:-1]).fault.reason is Reason.TRUNCATED
    assert read_bytes(parquet.read, raw[:-4] + b"PARE").fault.outcome is Outcome.ENCRYPTED
    assert read_bytes(parquet.read, b"PAR1" + b"\xff" * 30 + b"PAR1").fault.reason is Reason.MALFORMED
    assert read_bytes(parquet.read, written(pa.table({"x": pa.array([], pa.string())}))).fault.outcome is Outcome.EMPTY


def test_a_value_that_is_stored_once_is_not_printed_a_billion_times(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "LEAST_LIMIT", 1 << 20)
    raw = written(pa.table({"x": pa.array(["y" * 90] * 200_000)}))
    assert len(raw) < 20_000
    assert read_bytes(parquet.read, raw).fault.reason is Reason.LIMIT_RATIO


SMALL = written(pa.table({"x": ["a", None], "y": [[1], [2]]}), write_page_checksum=True)


def test_a_damaged_name_of_the_writer_loses_no_row() -> None:
    raw = SMALL.replace(b"parquet-cpp", b"\x80arquet-cpp")
    assert raw != SMALL
    found = read_bytes(parquet.read, raw)
    assert found.reasons == {Reason.MALFORMED}
    assert [batch.data.num_rows for batch in found.batches if batch.shape is Shape.TABLE] == [2]


@given(st.lists(st.tuples(st.integers(4, len(SMALL) - 5), st.integers(0, 255)), min_size=1, max_size=4))
@settings(deadline=None, max_examples=60)
def test_any_damage_gives_readings_or_an_error(changes: list[tuple[int, int]]) -> None:
    raw = bytearray(SMALL)
    for at, byte in changes:
        raw[at] = byte
    summary = read_bytes(parquet.read, bytes(raw))
    assert summary.fault is not None or summary.accounted == len(raw)
