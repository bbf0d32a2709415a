"""Captured frames carry right checksums, and their records the values of the key."""

import re

from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper import astm, splice

FRAME = re.compile(rb"\x02([0-7])([^\x03]*)\r\x03([0-9A-F]{2})\r\n\x06")


def test_every_frame_is_numbered_and_checked(estate: Estate):
    sessions = astm.capture("x.astm", records(estate, 0, 30), OURS).data.split(b"\x05")[1:]
    for session in sessions:
        assert session.endswith(b"\x04\r\n")
        frames = FRAME.findall(session)
        assert [int(number) for number, _, _ in frames] == [place % 8 for place in range(1, len(frames) + 1)]
        for number, record, printed in frames:
            assert sum(number + record + b"\r\x03") % 256 == int(printed, 16)


def test_people_and_tests_stand_in_their_records(estate: Estate):
    document = astm.capture("x.astm", records(estate, 0, 30), OURS, framed=False)
    assert document.records is not None
    messages = re.split(r"(?=H\|\\\^&)", document.data.decode("latin-1"))[1:]
    for message, tests in zip(messages, splice.per_record(document.records), strict=True):
        lines = [line.split("|") for line in message.splitlines()]
        person, order = lines[1], lines[2]
        row = tests[0]
        assert (person[2], person[4]) == (row["hospital_number"], row["nhs_number"])
        assert person[5] == f"{row['surname']}^{row['forename']}"
        assert (person[7], person[8]) == (row["date_of_birth"].replace("-", ""), row["sex"])
        assert order[2] == row["specimen_id"]
        found = [(line[2].split("^")[3], line[3]) for line in lines if line[0] == "R"]
        assert found == [(test["test_code"], test["value"].translate(astm._ESCAPES)) for test in tests]


def test_records_are_numbered_by_message(estate: Estate):
    document = astm.capture("x.astm", records(estate, 0, 60), OURS)
    assert document.records is not None
    assert sorted(set(document.records["record"].to_pylist())) == list(range(document.data.count(b"\x05")))


def test_a_machine_sends_no_dictation_and_no_request(estate: Estate):
    document = astm.capture("x.astm", records(estate, 0, estate.specimens), OURS)
    assert document.records is not None
    assert "requested" not in document.records["status"].to_pylist()
    assert b"MICROSCOPY" not in document.data


@given(st.text(alphabet=st.characters(max_codepoint=255), max_size=40))
def test_a_checksum_has_two_hexadecimal_digits(frame: str):
    assert re.fullmatch("[0-9A-F]{2}", astm.checksum(frame))
