"""JSON documents: rows where they parse, text and a gap where they do not."""

from __future__ import annotations

import json as python_json
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.tabular import json
from read.reading import read_bytes

PEOPLE = [{"nhs_number": "9990000018", "name": "Zoë"}, {"nhs_number": "9990000026", "name": "Jo"}]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_list_of_people_is_a_table_in_every_encoding(encoding: str) -> None:
    raw = python_json.dumps(PEOPLE, ensure_ascii=False).encode(encoding)
    summary = read_bytes(json.read, raw)
    assert summary.records == PEOPLE
    assert (summary.covered, summary.gaps) == (len(raw), [])


def test_a_cut_document_gives_its_words_but_covers_nothing() -> None:
    raw = python_json.dumps(PEOPLE).encode()[:-10]
    summary = read_bytes(json.read, raw)
    assert "9990000018" in summary.text
    assert (summary.covered, summary.reasons) == (0, {Reason.MALFORMED})
    assert summary.accounted == len(raw)


def test_brackets_two_hundred_thousand_deep_are_malformed() -> None:
    summary = read_bytes(json.read, b"[" * 200_000)
    assert summary.reasons == {Reason.MALFORMED}


def test_tables_nested_hundreds_deep_are_malformed_not_a_crash() -> None:
    raw = b'{"m":[' + b"{}," * 9
    nested = raw * 470 + b"{}" + b"]}" * 470
    summary = read_bytes(json.read, nested)
    assert summary.fault is not None or summary.accounted == len(nested)


def test_empty_brackets_are_blank() -> None:
    fault = read_bytes(json.read, b'{"a": [], "b": null}').fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.EMPTY, Reason.BLANK)


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet='{}[]",:1an \\u', max_size=200).map(str.encode))
def test_any_bytes_are_accounted_for(raw: bytes) -> None:
    summary = read_bytes(json.read, raw)
    assert summary.fault is not None or summary.accounted == len(raw)


@pytest.mark.field
def test_pds_patients_carry_their_numbers_in_named_columns(field_data: Path) -> None:
    numbers = set()
    for path in sorted((field_data / "s03-pds-fhir").rglob("*.json")):
        summary = read_bytes(json.read, path.read_bytes())
        assert summary.fault is None, path.name
        assert summary.covered == path.stat().st_size, path.name
        numbers |= {row["identifier.nhs-number"] for row in summary.records if row.get("identifier.nhs-number")}
    assert len(numbers) >= 30


@pytest.mark.field
def test_chinook_has_every_row_of_every_table(field_data: Path) -> None:
    summary = read_bytes(json.read, (field_data / "s16-chinook-sql/ChinookData.json").read_bytes())
    counted: Counter[str] = Counter()
    for batch in summary.batches:
        counted[batch.table_name] += batch.data.num_rows
    expected = {
        "Album": 347,
        "Artist": 275,
        "Customer": 59,
        "Invoice": 412,
        "InvoiceLine": 2240,
        "Track": 3503,
        "PlaylistTrack": 8715,
    }
    assert {table: counted[table] for table in expected} == expected


@pytest.mark.field
def test_a_telegram_export_is_a_table_of_messages(field_data: Path) -> None:
    for path in sorted((field_data / "s24-telegram-json").glob("*.json")):
        messages = len(python_json.loads(path.read_text("utf-8"))["messages"])
        summary = read_bytes(json.read, path.read_bytes())
        assert sum(batch.data.num_rows for batch in summary.batches if batch.table_name == "messages") == messages


@pytest.mark.field
def test_every_json_file_is_read_in_full(field_data: Path) -> None:
    for path in sorted(field_data.rglob("*.json")):
        summary = read_bytes(json.read, path.read_bytes())
        assert (summary.fault, summary.gaps) == (None, []), path.name
