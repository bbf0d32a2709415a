"""Messages: one sighting per person, events with what the message says, comments about the person."""

from __future__ import annotations

import datetime as dt

import pyarrow as pa

from leakassay.model.batch import Batch, Shape


def batch(*rows, **attributes):
    names = sorted({name for row in rows for name in row} - {"subject"})
    columns = {name: pa.array([row.get(name, "") for row in rows], pa.string()) for name in names}
    columns["subject"] = pa.array([row.get("subject", -1) for row in rows], pa.int64())
    return Batch(Shape.RECORD, pa.RecordBatch.from_pydict(columns), **attributes)


PERSON = {
    "nhs_number": "999 000 0018",
    "surname": "SMITH",
    "forename": "JOHN",
    "date_of_birth": "19700203",
    "sex": "1",
    "postcode": "SE19RT",
}
TEST = {
    "test_code": "44D6.",
    "test_name": "Sodium",
    "result": "138",
    "range_low": "133",
    "range_high": "146",
    "collected_at": "202312310915",
}


def test_rows_of_one_subject_are_one_sighting_and_as_many_events(assay):
    found = assay(batch({**PERSON, **TEST, "subject": 7}, {**TEST, "test_name": "Potassium", "subject": 7}))
    (sighting,) = found["sighting"].to_pylist()
    assert (sighting["nhs_number"], sighting["date_of_birth"], sighting["sex"]) == (
        "9990000018",
        dt.date(1970, 2, 3),
        "M",
    )
    assert sighting["postcode"] == "SE1 9RT"
    assert [event["sighting_ordinal"] for event in found["event"].to_pylist()] == [0, 0]


def test_what_stands_in_a_later_row_completes_the_person(assay):
    found = assay(batch({"surname": "SMITH", "subject": 0}, {"nhs_number": "9990000018", "subject": 0}))
    (sighting,) = found["sighting"].to_pylist()
    assert (sighting["surname"], sighting["nhs_number"]) == ("SMITH", "9990000018")


def test_a_subject_that_comes_again_is_no_second_sighting(assay):
    found = assay(batch({**PERSON, "subject": 3}), batch({**TEST, "subject": 3}, first_row=1))
    assert found["sighting"].num_rows == 1
    assert found["event"].to_pylist()[0]["sighting_ordinal"] == 0


def test_people_are_numbered_in_the_order_of_their_messages(assay):
    found = assay(batch({**PERSON, "surname": "SECOND", "subject": 9}, {**PERSON, "surname": "FIRST", "subject": 2}))
    assert found["sighting"]["surname"].to_pylist() == ["SECOND", "FIRST"]


def test_a_number_that_fails_is_left_out_and_one_that_was_never_issued_is_kept(assay):
    found = assay(
        batch(
            {**PERSON, "nhs_number": "9990000019", "subject": 0}, {**PERSON, "nhs_number": "5100000007", "subject": 1}
        )
    )
    assert found["sighting"]["nhs_number"].to_pylist() == [None, "5100000007"]


def test_a_test_of_nobody_is_an_event_without_a_sighting(assay):
    (event,) = assay(batch(TEST))["event"].to_pylist()
    assert (event["sighting_ordinal"], event["status"], event["value_flag"]) == (-1, "resulted", "normal")


def test_the_status_of_the_message_wins(assay):
    (event,) = assay(batch({**PERSON, **TEST, "status": "requested", "subject": 0}))["event"].to_pylist()
    assert event["status"] == "requested"


def test_a_comment_speaks_of_the_person_of_its_message(assay):
    found = assay(batch({**PERSON, **TEST, "comment": "Known HIV positive, on treatment.", "subject": 0}))
    sensitive = [event for event in found["event"].to_pylist() if event["test_class"] == "HIV"]
    assert [event["sighting_ordinal"] for event in sensitive] == [0]


def test_susceptibility_has_no_sense(assay):
    (event,) = assay(batch({**PERSON, "test_name": "Amoxicillin", "result": "R", "flag": "R", "subject": 0}))[
        "event"
    ].to_pylist()
    assert event["value_flag"] == ""
