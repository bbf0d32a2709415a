"""Archives, frames, batches and logs hold the messages of their records, in their numbers."""

import re
from collections.abc import Callable

import pytest

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import hl7v2
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.hl7_segments import Dialect
from leakassay.exercise.paper.hl7v2 import BY_LINE, ONE_LINE, RAW, WINDOWS, LogStyle

STYLES = [BY_LINE, ONE_LINE, RAW, WINDOWS]


@pytest.mark.parametrize(
    ("writer", "mark"), [(hl7v2.bare, b"\rPID|"), (hl7v2.mllp, b"\x0bMSH|"), (hl7v2.log, b"outbound ORU")]
)
def test_each_framing_holds_one_header_per_specimen(estate: Estate, writer: Callable[..., Document], mark: bytes):
    data = writer("x", records(estate, 0, 25), OURS).data
    assert data.count(b"MSH|^~\\&|") == 25
    assert data.count(mark) == 25


def test_mllp_frames_close(estate: Estate):
    data = hl7v2.mllp("x", records(estate, 0, 5), OURS).data
    assert [frame[:4] for frame in data.split(b"\x1c\r")] == [b"\x0bMSH"] * 5 + [b""]


def test_a_batch_counts_its_messages(estate: Estate):
    lines = hl7v2.batch("x", records(estate, 0, 7), OURS, Dialect(ending="\n")).data.decode().splitlines()
    assert [line[:4] for line in (*lines[:2], *lines[-2:])] == ["FHS|", "BHS|", "BTS|", "FTS|"]
    assert lines[-2] == "BTS|7"
    assert sum(line.startswith("MSH|") for line in lines) == 7


@pytest.mark.parametrize("style", STYLES)
def test_a_line_of_a_log_is_a_stamp_or_part_of_a_message(estate: Estate, style: LogStyle):
    rows = records(estate, 0, 12)
    alone = hl7v2.log("x", rows, OURS, style=style)
    answered = hl7v2.log_pieces("x", [rows], OURS, style=style)
    lines = b"".join(piece.data for piece in (alone, *answered)).decode().split(style.line_end)
    stamped = re.compile(r"\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3} (INFO|DEBUG) ")
    assert all(stamped.match(line) or re.match(r"[A-Z][A-Z0-9]{2}\|", line) or not line for line in lines)
    assert not any(stamped.search(line, 5) for line in lines)
    assert sum("outbound ORU" in line for line in lines) == 2 * 12
    assert sum("inbound ACK" in line for line in lines) == 12
    if style is ONE_LINE:
        assert all(line.count("<CR>") > 5 for line in lines if "|ORU^R01|" in line)


@pytest.mark.parametrize("style", STYLES)
def test_records_of_a_long_log_stand_at_the_messages_that_name_them(
    estate: Estate, monkeypatch: pytest.MonkeyPatch, style: LogStyle
):
    monkeypatch.setattr(hl7v2, "PIECE", 7)
    tables = [records(estate, 0, 20), records(estate, 20, 33)]
    pieces = list(hl7v2.log_pieces("x.log", tables, OURS, style=style))
    messages = re.split(r"(?=MSH\|)", b"".join(piece.data for piece in pieces).decode())[1:]
    told = 0
    for piece in pieces:
        assert piece.records is not None
        for row in piece.records.to_pylist():
            message = messages[row["record"]]
            assert f"|{row['surname']}^{row['forename']}|" in message
            assert ("ORU^R01" if piece.has_events else "ADT^A08") in message
            assert not piece.has_events or f"{row['test_code']}^" in message
            told += not piece.has_events
    kinds = [re.search(r"\|(ORU|ADT|ACK)", message)[1] for message in messages]  # type: ignore[index]  # every message has a type
    assert (kinds.count("ORU"), kinds.count("ACK"), kinds.count("ADT")) == (33, 33, told)
    assert told > 3


def test_the_events_of_a_long_log_are_those_of_its_tables(estate: Estate):
    rows = records(estate, 0, 40)
    pieces = list(hl7v2.log_pieces("x.log", [rows], OURS))
    results = [piece.records for piece in pieces if piece.has_events]
    assert results[0] is not None
    assert results[0].drop_columns(["record"]) == rows.drop_columns(["record"])


def test_a_log_without_results_is_empty(estate: Estate):
    assert b"".join(piece.data for piece in hl7v2.log_pieces("x", [records(estate, 0, 1).slice(0, 0)], OURS)) == b""


def test_the_same_rows_give_the_same_bytes(estate: Estate):
    rows = records(estate, 0, 30)
    assert hl7v2.log("x", rows, OURS).data == hl7v2.log("y", rows, OURS).data
