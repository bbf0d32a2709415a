"""Comments in tables speak of the person of their row."""

from __future__ import annotations

HEADERS = ("NHS No", "Surname", "Comment")


def test_a_test_in_a_comment_is_an_event_of_the_rows_person(assay, table):
    rows = [
        ("9990000018", "SMITH", "on warfarin"),
        ("9990000026", "JONES", "Known HIV positive, please phone 020 7946 0123"),
    ]
    found = assay(table(HEADERS, rows))
    (event,) = found["event"].to_pylist()
    assert (event["sighting_ordinal"], event["row"], event["test_class"]) == (1, 1, "HIV")
    (phone,) = [row for row in found["mention"].to_pylist() if row["kind"] == "telephone"]
    assert (phone["value"], phone["sighting_ordinal"]) == ("020 7946 0123".replace(" ", ""), 1)


def test_a_relative_in_a_comment_is_not_the_patient(assay, table):
    found = assay(table(HEADERS, [("9990000018", "SMITH", "Family history of breast cancer. Mother HIV positive.")]))
    assert found["event"].num_rows == 0


def test_the_words_of_a_report_are_not_further_tests(assay, table):
    report = "MICROSCOPY: Invasive ductal carcinoma, grade 2. HER2 negative. Margins are involved."
    found = assay(table(("NHS No", "Surname", "Test", "Result"), [("9990000018", "SMITH", "Histology", report)]))
    assert found["event"].num_rows == 1
