"""What is searched as text only is given whole and never called read."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper import sql_dump
from leakassay.model.batch import Shape, Tally
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.pipeline.conclude import conclude
from leakassay.read.document import strings
from read.estate import rows
from read.reading import Summary, read_all, read_bytes

MESSAGE = r"MSH|^~\\&|LAB|RJ1|||20230102||ORU^R01|1|P|2.3\rPID|1||1^^^RJ1^MR||TESTER^ANN\rOBX|1|NM|K||5.1\r"


def judged(summary: Summary, size: int) -> tuple[Outcome, Reason, int]:
    tally = Tally(sum(batch.data.num_rows for batch in summary.batches), summary.covered, summary.gaps)
    said = conclude(tally, size, summary.fault)
    return said.outcome, said.reason, said.bytes_read


def papers() -> list[tuple[str, bytes]]:
    """Every dump that the rehearsal writes."""
    return [
        (dialect, b"".join(piece.data for piece in sql_dump.pieces_of("x", [rows(40)], OURS, dialect)))
        for dialect in ("mysqldump", "pg_dump", "pg_dump_inserts", "tsql", "tsql_utf8")
    ]


@pytest.mark.parametrize("raw", [raw for _, raw in papers()], ids=[dialect for dialect, _ in papers()])
def test_nothing_of_it_counts_as_read(raw: bytes) -> None:
    """Whole or cut off: `read_partly: strings_only`, no byte covered, the text all there."""
    for piece in (raw, raw[: len(raw) * 2 // 3 // 4 * 4]):
        summary = read_bytes(strings.read, piece)
        assert judged(summary, len(piece)) == (Outcome.READ_PARTLY, Reason.STRINGS_ONLY, 0)
        assert summary.accounted == len(piece)
        assert rows(40)["nhs_number"][0].as_py()[-4:] in summary.text


def test_messages_kept_in_a_table_are_taken_apart_all_the_same() -> None:
    """An interface engine keeps what it passed on in its database, line breaks as signs."""
    raw = f"COPY public.message (id, content) FROM stdin;\n1\t{MESSAGE}\n2\t{MESSAGE}\n\\.\n".encode()
    for content in (raw, raw.decode().encode("utf-16")):
        summary = read_bytes(strings.read, content)
        records = [batch for batch in summary.batches if batch.shape is Shape.RECORD]
        assert [surname for batch in records for surname in batch.data["surname"].to_pylist()] == ["TESTER", "TESTER"]
        assert judged(summary, len(content)) == (Outcome.READ_PARTLY, Reason.STRINGS_ONLY, 0)


@pytest.mark.parametrize("line", ["INSERT INTO t VALUES ({});\n", MESSAGE + "\n"])
def test_units_give_the_text_of_the_whole(line: str) -> None:
    raw = "".join(line.format(number) for number in range(3000)).encode()
    item = in_memory(raw)
    units = strings.split(item, 70_000)
    parts = [read_all(strings.read, replace(item, offset=at, length=length)) for at, length in units]
    whole = read_all(strings.read, item)
    assert len(units) > 1
    assert sum(length for _, length in units) == len(raw)
    assert sum(part.accounted for part in parts) == whole.accounted == len(raw)
    assert sum(b.data.num_rows for part in parts for b in part.batches if b.shape is Shape.RECORD) == sum(
        batch.data.num_rows for batch in whole.batches if batch.shape is Shape.RECORD
    )


def test_white_space_alone_is_empty() -> None:
    fault = read_bytes(strings.read, b" \n" * 40).fault
    assert fault is not None
    assert fault.outcome is Outcome.EMPTY


@given(st.lists(st.sampled_from([b"INSERT", MESSAGE.encode(), b"MSH|^~\\&|", b"\r\n", b"\xff", b"\0", b"('x')"])))
@settings(deadline=None)
def test_any_bytes_are_accounted_for_as_gaps(parts: list[bytes]) -> None:
    raw = b"".join(parts)
    summary = read_bytes(strings.read, raw)
    assert summary.covered == 0
    assert summary.fault is not None or summary.accounted == len(raw)
