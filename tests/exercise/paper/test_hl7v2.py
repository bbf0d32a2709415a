"""HL7 messages have their values in the fields where the standard puts them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import hl7v2


def test_a_message_has_its_values_in_the_fields_of_the_standard(estate: Estate):
    rows = records(estate, 0, 40)
    first = {row["record"]: row for row in reversed(rows.to_pylist())}
    for number, message in enumerate(hl7v2.messages(rows, OURS)):
        segments = {line.split("|")[0]: line.split("|") for line in message}
        row = first[number]
        assert segments["PID"][5] == f"{row['surname']}^{row['forename']}"
        assert segments["PID"][7] == row["date_of_birth"].replace("-", "")
        assert segments["PID"][11].split("^")[4] == row["postcode"]
        assert (f"{row['nhs_number']}^^^NHS^NH" in segments["PID"][3]) == bool(row["nhs_number"])
        assert segments["OBR"][3].startswith(row["specimen_id"])
        assert segments["OBR"][25] == "F"
        assert segments["OBX"][11] in {"F", "I"}


def test_every_test_is_an_observation(estate: Estate):
    rows = records(estate, 0, 60)
    lines = [line for message in hl7v2.messages(rows, OURS) for line in message if line.startswith("OBX")]
    assert [line.split("|")[3].split("^")[0] for line in lines] == rows["test_code"].to_pylist()


@pytest.mark.parametrize(
    ("writer", "mark"), [(hl7v2.bare, b"\rPID|"), (hl7v2.mllp, b"\x0bMSH|"), (hl7v2.log, b"outbound ORU")]
)
def test_each_framing_holds_one_header_per_specimen(estate: Estate, writer, mark: bytes):
    data = writer("x", records(estate, 0, 25), OURS).data
    assert data.count(b"MSH|^~\\&|") == 25
    assert data.count(mark) == 25


def test_mllp_frames_close(estate: Estate):
    data = hl7v2.mllp("x", records(estate, 0, 5), OURS).data
    assert data.count(b"\x1c\r") == 5
    assert data.endswith(b"\x1c\r")


@given(st.text(alphabet="ab|^~&\\\r"))
def test_escaped_text_holds_no_separator(text: str):
    escaped = hl7v2._escaped(text)
    assert not re.search(r"[|^~&\r]", escaped)
