"""A row per person and a column per test."""

from __future__ import annotations


def test_each_filled_cell_under_a_test_is_an_event(assay, table):
    headers = ("NHS No", "Surname", "DOB", "Haemoglobin", "HIV 1/2 Ag/Ab", "Ferritin")
    rows = [
        ("9990000018", "SMITH", "01/02/1970", "130", "Not detected", ""),
        ("9990000026", "JONES", "01/02/1971", "", "DETECTED", "30"),
    ]
    found = assay(table(headers, rows))["event"].to_pylist()
    assert sorted((event["row"], event["test_name"], event["value_flag"]) for event in found) == [
        (0, "HIV 1/2 Ag/Ab", "negative"),
        (0, "Haemoglobin", ""),
        (1, "Ferritin", ""),
        (1, "HIV 1/2 Ag/Ab", "positive"),
    ]


def test_headers_without_people_give_no_events(assay, table):
    rows = [("Monday", "13", "2"), ("Tuesday", "14", "1")]
    assert assay(table(("Day", "Haemoglobin", "Ferritin"), rows))["event"].num_rows == 0
