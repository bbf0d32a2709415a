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


def test_a_text_in_a_row_about_nobody_is_about_whom_it_names(assay, table):
    """Messages of a chat, notes without a patient beside them."""
    said = (
        "Please phone Mrs Ann Tester, NHS number 999 000 0018, born 02/01/1980: HIV antibody positive, taken on "
        "01/06/2024. She asked that nobody else is told of it."
    )
    found = assay(
        table(
            ("id", "from", "text"),
            [("1", "desk", said), ("2", "desk", "ok")],
        )
    )
    (person,), (event,) = found["sighting"].to_pylist(), found["event"].to_pylist()
    assert (person["nhs_number"], person["surname"], person["row"]) == ("9990000018", "TESTER", 0)
    assert (event["sighting_ordinal"], event["test_class"]) == (person["ordinal"], "HIV")
    assert str(event["collected_at"]) == "2024-06-01 00:00:00"
