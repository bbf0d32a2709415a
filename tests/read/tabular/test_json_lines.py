"""NDJSON: one row per line, broken lines delivered and counted."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.tabular import json_lines
from read.reading import read_all, read_bytes

LINES = [json.dumps({"nhs_number": f"99900{n:05d}", "name": "Zoë"}, ensure_ascii=False) for n in range(2000)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_units_agree_with_the_whole(encoding: str) -> None:
    raw = "\n".join(LINES).encode(encoding)
    item = in_memory(raw)
    whole = read_all(json_lines.read, item)
    units = json_lines.split(item, 10_000)
    parts = [read_all(json_lines.read, replace(item, offset=at, length=length)) for at, length in units]
    assert len(whole.records) == 2000
    assert [row for part in parts for row in part.records] == whole.records
    assert [part.accounted for part in parts] == [length for _, length in units]


def test_a_broken_line_is_text_and_a_gap_of_its_length() -> None:
    raw = b'{"a": 1}\n{"a": 9990000018\n{"a": 3}\n'
    summary = read_bytes(json_lines.read, raw)
    assert [row["a"] for row in summary.records] == ["1", "3"]
    assert "9990000018" in summary.text
    assert (summary.reasons, summary.accounted) == ({Reason.MALFORMED}, len(raw))
    assert summary.gaps[0].bytes == len(b'{"a": 9990000018')


@settings(deadline=None)
@given(st.binary(max_size=400) | st.text(alphabet='{}[]",:1a\n', max_size=200).map(str.encode))
def test_any_bytes_are_accounted_for(raw: bytes) -> None:
    summary = read_bytes(json_lines.read, raw)
    assert summary.fault is not None or summary.accounted == len(raw)


@pytest.mark.field
def test_the_greeting_lines_agree_in_four_encodings(field_data: Path) -> None:
    folder = field_data / "s12-ndr-import"
    texts = {
        read_bytes(json_lines.read, (folder / f"hello_{name}.jsonl").read_bytes()).records[1]["text"]
        for name in ("utf8", "utf16le", "utf16be", "windows")
    }
    assert texts == {"This is a thorny þ issue!"}
