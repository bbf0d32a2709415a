"""Several tests of one person in one row."""

from __future__ import annotations

HEADERS = (
    "nhs_number",
    "surname",
    "dob",
    "results.test_name",
    "results.value",
    "results.test_name.2",
    "results.value.2",
    "results.test_name.3",
)
ROWS = [
    ("9990000018", "SMITH", "01/02/1970", "Sodium", "138", "HIV 1/2 Ag/Ab", "Not detected", "Ferritin"),
    ("9990000026", "JONES", "01/02/1971", "Potassium", "4.1", "", "", ""),
]


def test_each_test_of_a_row_is_an_event_of_its_person(assay, table):
    found = assay(table(HEADERS, ROWS))
    assert found["sighting"].num_rows == 2
    events = sorted(
        (row["sighting_ordinal"], row["test_name"], row["status"], row["value_flag"])
        for row in found["event"].to_pylist()
    )
    assert events == [
        (0, "Ferritin", "requested", ""),
        (0, "HIV 1/2 Ag/Ab", "resulted", "negative"),
        (0, "Sodium", "resulted", ""),
        (1, "Potassium", "resulted", ""),
    ]


def test_a_number_behind_another_kind_of_header_gives_no_event(assay, table):
    headers = ("nhs_number", "surname", "dob", "test_name", "value", "telephone", "telephone.2")
    rows = [(*row[:5], "020 7946 0100", "020 7946 0101") for row in ROWS]
    assert assay(table(headers, rows))["event"].num_rows == 2


def test_a_narrative_in_a_further_result_is_read_once(assay, table):
    report = "MICROSCOPY: Chronic gastritis, several pieces examined at several levels. No evidence of malignancy."
    rows = [(*row[:5], "Histology", report, "") for row in ROWS[:1]]
    found = assay(table(HEADERS, rows))
    assert [row["status"] for row in found["event"].to_pylist()] == ["resulted", "negated"]
    mentions = [(row["kind"], row["value"], row["start"]) for row in found["mention"].to_pylist()]
    assert len(mentions) == len(set(mentions))
