"""One HL7 v2 message into rows."""

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.health.hl7_message import Messages
from leakassay.read.health.record_rows import RecordRows

MSH = "MSH|^~\\&|WinPath|RJ1|ICE|RJ1|202301021500||ORU^R01|42|P|2.3"
PID = "PID|1||9990000018^^^NHS^NH~H123^^^RJ1^MR||TESTER^ANN||19800102|F"
OBR = (
    "OBR|1|P1|23A000001^WinPath|UE^UREA AND ELECTROLYTES^WinPath|||202301020800||||||on lithium"
    "|202301020930|BLD^Blood|G1^DOC"
)


def rows_of(*segments: str) -> list[dict[str, object]]:
    """Rows of one message, only the fields that say something."""
    rows = RecordRows()
    Messages(rows).read([MSH, *segments])
    batch = rows.take()
    found = batch.data.to_pylist() if batch else []
    return [{name: value for name, value in row.items() if value is not None} for row in found]


def test_a_result_row_says_who_what_and_when():
    """One row per OBX, with its person and order."""
    (row,) = rows_of(
        PID,
        "PD1||||",
        "PV1|1|O|GUM^^^RJ101",
        OBR,
        "OBX|1|NM|K^Potassium^WinPath||5.9|mmol/L|3.5-5.1|H|||F|||202301021200",
    )
    assert row == {
        "nhs_number": "9990000018", "hospital_number": "H123", "assigning_authority": "RJ1", "surname": "TESTER",
        "forename": "ANN", "date_of_birth": "19800102", "sex": "F", "site_code": "RJ101", "sender": "RJ1",
        "test_code": "K", "test_name": "Potassium", "coding_system": "WinPath", "result": "5.9",
        "result_unit": "mmol/L",
        "range_low": "3.5", "range_high": "5.1", "flag": "H", "status": "resulted", "collected_at": "202301020800",
        "received_at": "202301020930", "reported_at": "202301021200", "specimen_id": "23A000001",
        "specimen_type": "Blood", "requester_code": "G1", "client_code": "GUM", "comment": "on lithium", "subject": 0,
    }  # fmt: skip


def test_a_person_without_orders_gives_one_row():
    """ADT: identity only, diagnoses as comment."""
    (row,) = rows_of(PID, "DG1|1||B20^HIV disease^I10")
    assert row["surname"] == "TESTER"
    assert "HIV disease" in str(row["comment"])
    assert "status" not in row


def test_an_order_without_results_is_a_request():
    """OBR alone, and ORC alone."""
    assert [row["status"] for row in rows_of(PID, "ORC|NW|1", OBR, "ORC|NW|2")] == ["requested", "requested"]


def test_a_reference_range_in_words_does_not_make_a_result():
    """An OBX of an order: no value, no status, "Negative" as its range."""
    (row,) = rows_of(PID, OBR, "OBX|1|ST|HIV^HIV antibody||||Negative")
    assert row["status"] == "requested"


def test_an_order_reported_without_results_is_a_result():
    """OBR-25 F."""
    fields = OBR.split("|") + [""] * (25 - 16) + [""]
    fields[25] = "F"
    assert rows_of(PID, "|".join(fields))[0]["status"] == "resulted"


def test_order_control_and_request_are_one_order():
    """ORC then OBR; two OBR under one ORC are two orders of one requester."""
    found = rows_of(PID, "ORC|RE|1||||||||||C9^DOC", "OBR|1||A|X^ONE", "OBR|2||B|Y^TWO")
    assert [(row["test_name"], row["requester_code"], row["specimen_id"]) for row in found] == [
        ("ONE", "C9", "A"),
        ("TWO", "C9", "B"),
    ]


def test_the_specimen_behind_the_results_belongs_to_them():
    """SPM comes last in 2.5."""
    found = rows_of(
        PID, OBR, "OBX|1|NM|K^Potassium||5", "SPM|1|PL&X^FI99&Y||SER^Serum|||||||||||||202301020700|202301020905"
    )
    assert (found[0]["specimen_id"], found[0]["specimen_type"]) == ("FI99", "Serum")
    assert (found[0]["collected_at"], found[0]["received_at"]) == ("202301020700", "202301020905")


def test_notes_go_to_what_they_follow():
    """NTE after OBX to its row, after OBR to the first row, after PID to the first row."""
    found = rows_of(
        PID, "NTE|1||about ann", OBR, "NTE|1||about order", "OBX|1|NM|A^A||1", "NTE|1||about a", "OBX|2|NM|B^B||2"
    )
    assert found[0]["comment"] == "about ann\non lithium\nabout order\nabout a"
    assert "comment" not in found[1]


def test_two_patients_are_two_subjects_and_relatives_further_ones():
    """PID, PID with next of kin; a guarantor who is the patient is not repeated."""
    found = rows_of(PID, PID.replace("ANN", "BEN"), "NK1|1|KIN^NORA", "GT1|1||TESTER^BEN")
    assert [(row["subject"], row["forename"]) for row in found] == [(0, "ANN"), (1, "BEN"), (2, "NORA")]


def test_susceptibility_becomes_a_remark():
    """OBX-8 R of microbiology is no abnormal flag."""
    (row,) = rows_of(PID, OBR, "OBX|1|ST|AMX^Amoxicillin||R|||R|||F")
    assert "flag" not in row
    assert "susceptibility: R" in str(row["comment"])


def test_a_vague_result_name_takes_its_panel():
    """OBX-3 "RESULT" means nothing alone."""
    (row,) = rows_of(PID, OBR, "OBX|1|ST|R^RESULT||see text|||||F")
    assert row["test_name"] == "UREA AND ELECTROLYTES RESULT"


def test_a_message_without_a_patient_is_about_nobody():
    """Subject -1."""
    assert rows_of(OBR, "OBX|1|NM|QC^Control||5")[0]["subject"] == -1


def test_embedded_documents_are_properties():
    """One each, with the row they stand in."""
    rows = RecordRows()
    messages = Messages(rows)
    messages.read([MSH, PID, OBR, "OBX|1|ED|PDF^Report||LAB^application^pdf^Base64^QUJD"])
    assert [(found.name, found.value) for found in messages.properties()] == [("embedded_document", "application/pdf")]
    assert messages.properties() == []


def test_other_signs_are_obeyed_message_by_message():
    """A message with its own delimiters between two usual ones."""
    rows = RecordRows()
    messages = Messages(rows)
    messages.read([MSH, PID])
    messages.read(["MSH#*!@%#LAB#RJ1", "PID#1##H9***RJ1*MR##OTHER*OLA"])
    messages.read([MSH, PID])
    batch = rows.take()
    assert batch is not None
    assert batch.data.column("surname").to_pylist() == ["TESTER", "OTHER", "TESTER"]


NAMES = st.sampled_from(
    ["PID", "PD1", "PV1", "ORC", "OBR", "OBX", "NTE", "SPM", "NK1", "GT1", "IN1", "MRG", "DG1", "ZZZ"]
)
SEGMENT = st.builds(lambda name, fields: "|".join([name, *fields]), NAMES, st.lists(st.text(max_size=8), max_size=35))


@given(st.lists(SEGMENT, max_size=12), st.text(max_size=12))
@settings(deadline=None)
def test_any_segments_give_rows_or_nothing(segments, header):
    """No text raises."""
    rows = RecordRows()
    Messages(rows).read(["MSH" + header, *segments])
    batch = rows.take()
    if batch is not None:
        batch.data.validate(full=True)
