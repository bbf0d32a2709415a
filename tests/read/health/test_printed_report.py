"""Printed reports: results belong to the patient at the head of their page."""

from __future__ import annotations

from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.sniff import print_file
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper.fixed_width import printed_reports
from leakassay.model.batch import Shape
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.health import printed_report
from read.estate import rows
from read.reading import Summary, read_bytes

HEAD = (
    "Example Pathology\nName   : TESTER, Ann            Hosp No : H1\n"
    "Born   : 01/02/1950   Sex : F   NHS : 999 000 0018\nHome   : 1 Example Road, ZZ99 3VZ\n"
    "Lab ref: 24A1        Asked by: C1\nBled   : 01/06/2024 09:00\n-----------\n"
)
SECOND = HEAD.replace("TESTER, Ann", "EXAMPLE, Bob").replace("999 000 0018", "999 000 0026").replace("24A1", "24A2")
BODY = "Haemoglobin  138 g/L  (130-180)\nHIST   Biopsy\n       Malignant cells seen.\n"


def told(summary: Summary) -> list[dict[str, Any]]:
    return [
        {name: value for name, value in row.items() if value is not None}
        for batch in summary.batches
        if batch.shape is Shape.RECORD
        for row in batch.data.to_pylist()
    ]


def test_every_result_of_the_rehearsal_belongs_to_its_patient() -> None:
    document = printed_reports("x", rows(60), OURS)
    summary = read_bytes(printed_report.read, document.data)
    due = {
        (row["nhs_number"], row["specimen_id"], row["test_code"], row["surname"], row["test_name"][:30])
        for row in document.records.to_pylist()
    }
    have = {
        (row.get("nhs_number", "").replace(" ", ""), row.get("specimen_id", ""), row.get("test_code", ""),
         row["surname"], row.get("test_name", "")[:30])
        for row in told(summary)
    }  # fmt: skip
    due = {(number.replace(" ", ""), *rest) for number, *rest in due}
    assert len(due & have) >= 0.99 * len(due)
    assert all("date_of_birth" in row and "collected_at" in row for row in told(summary))
    assert (summary.gaps, summary.covered) == ([], len(document.data))
    assert print_file.printed_reports(document.data[:65536], b"", "x", len(document.data)) == 18


def test_text_below_a_result_and_odd_lines_stay_with_their_patient() -> None:
    summary = read_bytes(
        printed_report.read, (HEAD + BODY + "Known diabetic.\nSigned off by Dr Who\n" + SECOND + BODY).encode()
    )
    first, second, third, fourth = told(summary)
    assert (first["result"], first["result_unit"], first["range_low"], first["surname"]) == (
        "138",
        "g/L",
        "130",
        "TESTER",
    )
    assert first["comment"] == "Known diabetic."
    assert second["comment"] == "Malignant cells seen."
    assert (third["nhs_number"], fourth["comment"]) == ("999 000 0026", "Malignant cells seen.")
    assert (first["address"], first["postcode"]) == ("1 Example Road", "ZZ99 3VZ")
    assert "Signed off by Dr Who" in summary.text


def test_a_label_that_is_too_close_is_in_the_comment() -> None:
    text = HEAD.replace("   NHS : 999 000 0018", " NHS : 999 000 0018") + BODY
    assert "NHS : 999 000 0018" in told(read_bytes(printed_report.read, text.encode()))[0]["comment"]


def test_a_cumulative_report_gives_an_event_a_date() -> None:
    text = HEAD + "Date        01/06/24    03/06/24\nSodium      140    138    mmol/L   (133-146)\n"
    assert [(row["result"], row["collected_at"]) for row in told(read_bytes(printed_report.read, text.encode()))] == [
        ("140", "01/06/24"), ("138", "03/06/24"),
    ]  # fmt: skip


def test_a_further_specimen_is_the_same_patients() -> None:
    text = HEAD + BODY + "Specimen no: 24A9     Collected: 05/06/2024\nSodium   140   mmol/L\n"
    *_, last = told(read_bytes(printed_report.read, text.encode()))
    assert (last["specimen_id"], last["collected_at"], last["nhs_number"], last["subject"]) == (
        "24A9", "05/06/2024", "999 000 0018", 0,
    )  # fmt: skip


def test_a_report_without_results_still_tells_its_patient() -> None:
    summary = read_bytes(printed_report.read, (HEAD + "Sample haemolysed, please repeat.\n").encode())
    (row,) = told(summary)
    assert (row["nhs_number"], row["comment"]) == ("999 000 0018", "Sample haemolysed, please repeat.")


def test_a_file_that_is_cut_within_a_line_is_truncated() -> None:
    raw = (HEAD + BODY).encode()
    assert Reason.TRUNCATED in read_bytes(printed_report.read, raw[:-6]).reasons
    assert read_bytes(printed_report.read, raw).gaps == []


def test_prose_and_lists_are_no_reports() -> None:
    for text in (
        "Dear Dr Example,\nName: Ann Tester\nDOB: 01/02/1950\nNHS No: 999 000 0018\n\nHer Hb was 138 g/L (130-180).\n",
        "Name: a\nNHS: 1\nSpecimen no: 2\n",
        "",
    ):
        assert print_file.printed_reports(text.encode(), b"", "x.txt", len(text)) == 0


def test_white_space_is_empty() -> None:
    fault = read_bytes(printed_report.read, b" \r\n\f\r\n").fault
    assert fault is not None
    assert fault.outcome is Outcome.EMPTY


@given(st.text(alphabet=st.sampled_from("aN:. \n\f-19(")), st.integers(0, 300))
@settings(deadline=None)
def test_hostile_lines_are_accounted_for_and_all_numbers_are_told(text: str, at: int) -> None:
    raw = (HEAD[:at] + text + HEAD[at:] + BODY + " 9990000034").encode()
    summary = read_bytes(printed_report.read, raw)
    assert summary.accounted == len(raw)
    assert "9990000034" in str(told(summary)) + summary.text
