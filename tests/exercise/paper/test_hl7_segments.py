"""Segments have their values in the fields where the standard and its older habits put them."""

import re

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import hl7_segments, splice
from leakassay.exercise.paper.hl7_segments import ESCAPES, Dialect


def segments(rows: pa.Table, dialect: Dialect) -> list[list[str]]:
    data = splice.spliced(hl7_segments.message_parts(rows, OURS, dialect)).decode()
    assert data.endswith(dialect.ending)
    return [line.split("|") for line in data.removesuffix(dialect.ending).split(dialect.ending)]


def first_rows(rows: pa.Table) -> list[dict[str, str]]:
    return [found[0] for found in splice.per_record(rows)]


def named(found: list[list[str]], name: str) -> list[list[str]]:
    return [segment for segment in found if segment[0] == name]


def test_a_person_stands_in_the_fields_of_the_standard(estate: Estate):
    rows = records(estate, 0, 40)
    for pid, row in zip(named(segments(rows, Dialect()), "PID"), first_rows(rows), strict=True):
        assert pid[5] == f"{row['surname']}^{row['forename']}"
        assert pid[7] == row["date_of_birth"].replace("-", "")
        assert pid[8] == row["sex"]
        assert pid[11].split("^")[4] == row["postcode"]
        assert pid[3].split("^")[0] == row["hospital_number"]
        assert (f"{row['nhs_number']}^^^NHS^NH" in pid[3]) == bool(row["nhs_number"])


@pytest.mark.parametrize("field", [2, 19])
def test_older_feeds_put_the_bare_number_elsewhere(estate: Estate, field: int):
    rows = records(estate, 0, 40)
    found = named(segments(rows, Dialect(number_field=field)), "PID")
    numbers = [pid[field] if len(pid) > field else "" for pid in found]
    assert numbers == [row["nhs_number"] for row in first_rows(rows)]
    assert all("NHS" not in pid[3] for pid in found)


def test_a_scottish_number_stands_beside_the_others(estate: Estate):
    rows = records(estate, 0, 1)
    given_numbers = pa.array(["0101505076"] * rows.num_rows)
    if "chi_number" in rows.column_names:
        rows = rows.drop_columns(["chi_number"])
    pid = named(segments(rows.append_column("chi_number", given_numbers), Dialect()), "PID")[0]
    assert pid[3].endswith("~0101505076^^^CHI^CHI")
    assert "CHI" not in named(segments(rows, Dialect()), "PID")[0][3]


def test_an_order_carries_specimen_dates_and_requester(estate: Estate):
    rows = records(estate, 0, 20)
    for order, row in zip(named(segments(rows, Dialect()), "OBR"), first_rows(rows), strict=True):
        assert order[3].split("^")[0] == row["specimen_id"]
        assert order[7] == re.sub("[-T:]", "", row["collected_at"])
        assert order[14] == re.sub("[-T:]", "", row["received_at"])
        assert order[16].split("^")[0] == row["requester_code"]
        assert order[22] == re.sub("[-T:]", "", row["reported_at"])
        assert order[25] == "F"


@pytest.mark.parametrize("version", ["2.3", "2.4", "2.5.1"])
def test_every_test_is_an_observation_with_its_unit_and_range(estate: Estate, version: str):
    rows = records(estate, 0, 300)
    lines = named(segments(rows, Dialect(version)), "OBX")
    # the second and further sentences of a dictation belong to the first
    found = [line for line in lines if line[4] in {"", "1"}]
    for line, row in zip(found, rows.to_pylist(), strict=True):
        assert line[3] == f"{row['test_code']}^{row['test_name'].translate(ESCAPES)}^L"
        assert line[11] == ("I" if row["status"] == "requested" else "F")
        if row["unit"] and row["status"] != "requested":
            assert (line[2], line[5], line[8]) == ("NM", row["value"], row["value_flag"])
            assert line[7] == f"{row['range_low']}-{row['range_high']}"
    assert {line[2] for line in found} >= {"NM", "ST", "TX" if version == "2.3" else "FT"}


@pytest.mark.parametrize("version", ["2.3", "2.4"])
def test_observations_are_numbered_within_their_message(estate: Estate, version: str):
    rows = records(estate, 0, 300)
    # specimens are put together by threes, so that other tests follow a dictation
    rows = rows.set_column(0, "record", pa.array(np.arange(300) // 3).take(rows["record"]))
    found = segments(rows, Dialect(version))
    expected = 0
    for line in found:
        expected = 0 if line[0] == "MSH" else expected + (line[0] == "OBX")
        assert line[0] != "OBX" or int(line[1]) == expected


def test_an_old_system_cuts_a_dictation_into_sentences(estate: Estate):
    rows = records(estate, 0, 300)
    found = [line for line in named(segments(rows, Dialect("2.3")), "OBX") if line[2] == "TX"]
    texts = [row["value"] for row in rows.to_pylist() if len(row["value"]) > hl7_segments.LONG]
    assert " ".join(line[5] for line in found) == " ".join(text.translate(ESCAPES) for text in texts)
    assert len(found) > len(texts) > 0


def test_the_newest_version_has_specimens_and_structures(estate: Estate):
    rows = records(estate, 0, 9)
    found = segments(rows, Dialect("2.5.1"))
    assert [line[2].removeprefix("^") for line in named(found, "SPM")] == [
        row["specimen_id"] for row in first_rows(rows)
    ]
    assert {line[8] for line in named(found, "MSH")} == {"ORU^R01^ORU_R01"}
    assert not named(segments(rows, Dialect("2.3")), "SPM")


def test_an_update_names_a_person_and_no_test(estate: Estate):
    rows = records(estate, 0, 1)
    text = hl7_segments.update(rows.slice(0, 1), OURS, Dialect())[0].as_py()
    names = [line.split("|")[0] for line in text.split("\r") if line]
    assert names == ["MSH", "EVN", "PID", "PD1", "PV1"]
    assert rows["surname"][0].as_py() in text


def test_an_acknowledgement_names_nobody_but_the_message(estate: Estate):
    rows = records(estate, 0, 1).slice(0, 1)
    text = hl7_segments.acknowledgement(rows, OURS, Dialect())[0].as_py()
    assert text.split("\r")[1] == f"MSA|AA|{hl7_segments.control(rows)[0].as_py()}"
    assert rows["surname"][0].as_py() not in text


@given(st.text(alphabet="ab|^~&\\\r"))
def test_escaped_text_holds_no_separator(text: str):
    assert not re.search(r"[|^~&\r]", text.translate(ESCAPES))
