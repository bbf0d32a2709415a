"""One NHS MEDRPT report."""

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.health.edifact_report import Report
from leakassay.read.health.edifact_segments import segments
from leakassay.read.health.record_rows import RecordRows

HEAD = (
    "BGM+LSR'NAD+PO+G1234567:900++DR A TESTER'SPR+PRO'NAD+MR+A99999:901'SPR+ORG'NAD+SLA+++Haematology'SPR+DPT'"
    "NAD+SLA+++ST ELSE?'S HOSPI:TAL'SPR+ORG'DTM+ISR:202301021500:203'"
    "RFF+SSI:Z1'ADR++US:FLAT 1:2 LANE::TOWN++SE1 7EH'PNA+PAT+9990000018:OPI+++SU:TESTER+FO:ANN+MI:EVE'"
    "DTM+329:19800102:102'PDI+2'S10+10'CIN+UN'FTX+CID+++TIRED'"
)
SPECIMENS = (
    "S16+16'SEQ++1'SPC+TSP+:::BLOOD'RFF+STI:L1'DTM+SCO:202301020800:203'DTM+SRI:202301020900:203'"
    "S16+16'SEQ++2'SPC+TSP+T026:920'SPC+FS+F'RFF+STI:L2'"
)


def rows_of(text: str, mailbox: str = "") -> list[dict[str, object]]:
    """Rows of a report, only the fields that say something."""
    rows, report = RecordRows(), Report(mailbox)
    for segment in segments([text.encode()]):
        report.see(segment)
    report.tell(rows)
    batch = rows.take()
    return [
        {name: value for name, value in row.items() if value is not None}
        for row in (batch.data.to_pylist() if batch else [])
    ]


def test_a_number_with_its_unit_range_and_comparator():
    """RSL+NV, RND; names cut mid-word are joined."""
    (row,) = rows_of(
        HEAD + SPECIMENS + "INV+MQ+42K..:911::Eosinophils'RSL+NV+0.1:7++:::10*9/L+LO'RFF+ASL:1'S20+20'RND+U+0.2+0.6'"
    )
    assert row == {
        "nhs_number": "9990000018", "hospital_number": "Z1", "assigning_authority": "ST ELSE'S HOSPITAL",
        "surname": "TESTER", "forename": "ANN", "date_of_birth": "19800102", "sex": "female",
        "address": "FLAT 1, 2 LANE, TOWN", "postcode": "SE1 7EH",
        "sender": "ST ELSE'S HOSPITAL",
        "test_code": "42K..", "test_name": "Eosinophils", "coding_system": "Read v2", "result": "<0.1",
        "result_unit": "10*9/L", "range_low": "0.2", "range_high": "0.6", "flag": "LO", "status": "resulted",
        "collected_at": "202301020800", "received_at": "202301020900", "reported_at": "202301021500",
        "specimen_id": "L1", "specimen_type": "BLOOD", "requester_code": "G1234567", "client_code": "A99999",
        "comment": "further names: EVE\nTIRED", "subject": 0,
    }  # fmt: skip


def test_results_follow_their_heading_to_its_specimen():
    """RFF+ARL names the heading, whose RFF+ASL names the specimen."""
    found = rows_of(
        HEAD + SPECIMENS + "INV+MQ+:::PANEL'SEQ++7'RFF+ASL:2'INV+MQ+44..:911::Test'RSL+NV+5++mmol/l'RFF+ARL:7'"
    )
    assert [row["specimen_id"] for row in found] == ["L2", "L2"]
    assert (found[1]["result"], found[1]["result_unit"]) == ("5", "mmol/l")
    assert "fasting specimen" in str(found[0]["comment"])


def test_coded_and_worded_results():
    """RSL+CV; FTX+RIT short is the result, long is the comment, FTX+SPC is the comment."""
    coded, short, long = rows_of(
        HEAD + "INV+MQ+1:921::Screen'RSL+CV+::2:921::normal'FTX+SPC+++Sent:again'"
        "INV+MQ+:::HIV'FTX+RIT+++Not detected'INV+MQ+:::X-ray'FTX+RIT+++Line one'FTX+RIT+++Line two'"
    )
    assert (coded["result"], coded["coding_system"]) == ("normal", "SNOMED CT")
    assert coded["comment"] == "further names: EVE\nTIRED\nSent again"
    assert short["result"] == "Not detected"
    assert long["comment"] == "Line one\nLine two"


def test_a_second_range_is_a_remark():
    """RND may repeat."""
    (row,) = rows_of("INV+MQ+:::A'RSL+NV+1'RND+U+1+2'RND+U+3+4+g/L'FTX+RPD+++adults'")
    assert (row["range_low"], row["range_high"]) == ("1", "2")
    assert row["comment"] == "reference range: 3-4 g/L\nreference range: adults"


def test_a_report_without_investigations_is_a_person():
    """One row, no status."""
    (row,) = rows_of(HEAD)
    assert (row["surname"], row.get("status")) == ("TESTER", None)


def test_the_mailbox_is_the_sender_where_there_is_one():
    """UNB's code is what controllers know."""
    assert rows_of(HEAD, "110000044300001")[0]["sender"] == "110000044300001"


TAG = st.sampled_from(
    ["NAD", "SPR", "DTM", "RFF", "ADR", "PNA", "PDI", "S16", "SPC", "SEQ", "INV", "RSL", "FTX", "RND"]
)


@given(st.lists(st.tuples(TAG, st.text("+:?'ABSTI0123456789", max_size=25)), max_size=15))
@settings(deadline=None)
def test_any_segments_give_at_least_one_row(parts):
    """No text raises; a report always tells something."""
    assert rows_of("".join(f"{tag}+{text}'" for tag, text in parts))


def test_a_segment_that_nobody_reads_is_a_remark():
    """Other messages and damaged tags: their words are told with the first row; what only parts groups is left out."""
    (row,) = rows_of(HEAD + "STS++UN'HEA+DIS+Z21:ICD'INV+MQ+1:921::Screen'")
    assert row["comment"] == "further names: EVE\nTIRED\nHEA DIS Z21 ICD"
