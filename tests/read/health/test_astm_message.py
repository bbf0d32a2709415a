"""Records of ASTM E1394."""

import pytest

from leakassay.read.health.astm_message import MAX_WAITING, RECORD, Messages
from leakassay.read.health.record_rows import RecordRows


def rows(*records):
    messages = Messages(RecordRows())
    sound = [messages.read(record) for record in records]
    messages.flush()
    batch = messages.rows.take()
    found = batch.data.to_pylist() if batch is not None else []
    return [{name: value for name, value in row.items() if value is not None} for row in found], sound, messages


HEADER = "H|\\^&|||COBAS^1|||||||P|1|20240603"


@pytest.mark.parametrize("place", [2, 3, 4])
def test_an_nhs_number_is_known_in_any_of_the_id_fields(place):
    fields = ["P", "1", "", "", "", "TESTER^ANN", "", "19800102", "F"]
    fields[place] = "H1^9990000018"
    (person,), _, _ = rows(HEADER, "|".join(fields))
    assert (person["nhs_number"], person["hospital_number"], person["sender"]) == ("9990000018", "H1", "COBAS")
    assert (person["surname"], person["date_of_birth"], person["sex"]) == ("TESTER", "19800102", "F")


def test_an_order_gives_its_results_specimen_times_and_comments():
    found, _, _ = rows(
        HEADER, "P|1|H1", "O|1|24A1||^^^K^Potassium|R||20240601|||||||20240602|Serum|DR1||||||20240603|||F",
        "R|1|^^^K^Potassium|5.9|mmol/L|3.5^5.1|H||F||||20240604", "C|1|L|haemolysed&F& rang|G", "L|1|N",
    )  # fmt: skip
    result = found[-1]
    assert {name: result[name] for name in ("test_code", "test_name", "result", "range_low", "range_high", "flag")} == {
        "test_code": "K", "test_name": "Potassium", "result": "5.9", "range_low": "3.5", "range_high": "5.1",
        "flag": "H",
    }  # fmt: skip
    assert (result["specimen_id"], result["specimen_type"], result["requester_code"]) == ("24A1", "Serum", "DR1")
    assert (result["collected_at"], result["received_at"], result["reported_at"]) == (
        "20240601",
        "20240602",
        "20240604",
    )
    assert result["comment"].startswith("haemolysed| rang")


@pytest.mark.parametrize(("printed", "status"), [("F", "resulted"), ("X", "unknown"), ("", "resulted")])
def test_a_status_says_whether_it_is_a_result(printed, status):
    found, _, _ = rows(HEADER, f"R|1|^^^K|5|||||{printed}")
    assert found[0]["status"] == status


def test_every_test_of_an_order_without_results_is_asked_for():
    found, _, _ = rows(HEADER, "P|1|H1", "O|1|24A1||^^^HIV\\^^^HCV|R", "P|2|H2")
    asked = [(row["hospital_number"], row["test_code"], row["status"]) for row in found if "test_code" in row]
    assert asked == [("H1", "HIV", "requested"), ("H1", "HCV", "requested")]


def test_other_signs_are_taken_from_the_header():
    (person,), _, _ = rows("H!~@&", "P!1!9990000018!!!TESTER@ANN")
    assert (person["nhs_number"], person["surname"], person["forename"]) == ("9990000018", "TESTER", "ANN")


def test_a_record_with_too_many_fields_is_two():
    _, sound, _ = rows(HEADER, "R|1|^^^K|5" + "|" * 20 + "P|2|9990000018")
    assert sound == [True, False]


def test_queries_makers_records_and_unknown_fields_are_kept_as_words():
    found, _, _ = rows(HEADER, "P|1|H1|||A^B||||||||||||||||diagnosis HIV", "M|1|lot 7", "Q|1|9990000018")
    assert found[0]["comment"] == "diagnosis HIV\nM 1 lot 7\nQ 1 9990000018"


def test_a_person_stays_one_over_many_rows_and_batches():
    messages = Messages(RecordRows())
    subjects = set()
    for record in (HEADER, "P|1|H1", *["R|1|^^^K|5"] * (MAX_WAITING * 2 + 1), "L|1"):
        messages.read(record)
        batch = messages.rows.take()
        subjects |= set(batch.data.column("subject").to_pylist()) if batch else set()
    assert subjects == {0}
    assert not messages.is_open


def test_a_record_is_known_behind_what_a_log_writes():
    found = RECORD.match("2024-06-03 09:00 RX: 1P|1|H1")
    assert found is not None
    assert (found["before"], found["kind"], found["frame"]) == ("2024-06-03 09:00 RX: ", "P", "1")
    assert RECORD.match("Please ring | ward") is None
