"""NHS EDIFACT: service characters, counts and segments as the NHS's own examples have them."""

import re

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import edifact


def sent(estate: Estate, count: int) -> tuple[list[str], pa.Table]:
    document = edifact.interchange("x.edi", records(estate, 0, count), OURS)
    assert document.records is not None
    return segments(document.data), document.records


def segments(data: bytes) -> list[str]:
    text = data.decode("latin-1").replace("\n", "")
    return [part for part in re.split(r"(?<!\?)'", text.removeprefix("UNA:+.? '")) if part]


def test_the_interchange_counts_its_messages_and_each_message_its_segments(estate: Estate):
    found, rows = sent(estate, 30)
    assert found[0].startswith("UNB+UNOC:3+")
    assert found[-1] == f"UNZ+{len(set(rows['record'].to_pylist()))}+000471"
    starts = [place for place, one in enumerate(found) if one.startswith("UNH+")]
    ends = [place for place, one in enumerate(found) if one.startswith("UNT+")]
    assert [int(found[end].split("+")[1]) for end in ends] == [
        end - start + 1 for start, end in zip(starts, ends, strict=True)
    ]


def test_patients_and_tests_stand_in_their_segments(estate: Estate):
    found, rows = sent(estate, 30)
    names = [one for one in found if one.startswith("PNA+PAT+")]
    first = [
        row
        for place, row in enumerate(rows.to_pylist())
        if place == 0 or row["record"] != rows["record"][place - 1].as_py()
    ]
    for name, row in zip(names, first, strict=True):
        number = f"{row['nhs_number']}:OPI" if row["nhs_number"] else ""
        assert name.startswith(f"PNA+PAT+{number}+++SU:")
        assert row["forename"] in name.replace("?", "")
    tests = [one.split("+")[2].split(":")[0] for one in found if one.startswith("INV+MQ+")]
    assert tests == rows["test_code"].to_pylist()


def test_flags_become_deviations(estate: Estate):
    found, rows = sent(estate, estate.specimens)
    high = sum(row["value_flag"] == "H" and row["value"] != "" and row["unit"] != "" for row in rows.to_pylist())
    assert sum(one.startswith("RSL+NV+") and one.endswith("+HI") for one in found) == high > 0


def test_tests_without_a_result_are_not_sent(estate: Estate):
    _, rows = sent(estate, estate.specimens)
    assert set(rows["status"].to_pylist()) == {"resulted", "negated"}


@given(st.text(alphabet="ab ", max_size=300))
def test_wrapped_lines_keep_every_word(text: str):
    lines = edifact.wrapped(text)
    assert " ".join(lines).split() == text.split()
    assert all(len(line) <= edifact.WIDTH or " " not in line for line in lines)


@given(st.text(alphabet="a'?+:"))
def test_escaped_text_is_unescaped_to_itself(text: str):
    escaped = text.translate(edifact.ESCAPES)
    assert re.sub(r"\?(.)", r"\1", escaped) == text


@pytest.mark.parametrize("ending", ["'", "'\r\n"])
def test_the_terminator_may_bring_a_line_break(estate: Estate, ending: str):
    data = edifact.interchange("x.edi", records(estate, 0, 5), OURS, ending=ending).data.decode("latin-1")
    assert data.count(ending) == data.count("'") - data.count("?'")


def test_messages_of_a_mailbox_are_numbered_through_its_interchanges(estate: Estate, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(edifact, "PIECE", 8)
    tables = [records(estate, 0, 9), records(estate, 9, 20), records(estate, 0, 1).slice(0, 0)]
    pieces = list(edifact.pieces("x.edi", tables, OURS))
    data = b"".join(piece.data for piece in pieces).decode("latin-1")
    messages = data.split("UNH+")[1:]
    assert data.count("UNB+UNOC") == 4
    numbers = set()
    for piece in pieces:
        assert piece.records is not None
        for row in piece.records.to_pylist():
            assert row["specimen_id"] in messages[row["record"]]
            numbers.add(row["record"])
    assert numbers == set(range(len(messages)))


def test_a_name_that_latin_cannot_write_stands_in_the_records_as_it_does_in_the_bytes(estate: Estate):
    rows = records(estate, 0, 3)
    rows = rows.set_column(
        rows.column_names.index("surname"), "surname", pa.array(["DVO\u0158\u00c1K"] * rows.num_rows)
    )
    document = edifact.interchange("x.edi", rows, OURS)
    assert document.records is not None
    assert set(document.records["surname"].to_pylist()) == {"DVO?\u00c1K"}
    # the question mark is the release character and so released itself
    assert "SU:DVO??\u00c1K" in document.data.decode("latin-1")
