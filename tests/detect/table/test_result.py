"""Events: requested or resulted, the sense of a result, the class of a test, the dates."""

from __future__ import annotations

import datetime as dt

import pytest

HEADERS = (
    "NHSNO",
    "SURNAME",
    "TESTCODE",
    "TESTNAME",
    "RESULT",
    "UNIT",
    "REFLOW",
    "REFHIGH",
    "FLAG",
    "COLLECTED",
    "CLIENT",
)


def events(assay, table, *rows):
    people = [("9990000018", "SMITH", *row) for row in rows]
    return assay(table(HEADERS, people))["event"].to_pylist()


def sodium(result, flag=""):
    return ("NA", "Sodium", result, "mmol/L", "133", "146", flag, "31/12/2023 09:15", "EGH")


def test_a_result_is_an_event_with_its_dates_range_and_client(assay, table):
    (event,) = events(assay, table, sodium("140"))
    assert (event["status"], event["value_flag"], event["test_class"]) == ("resulted", "normal", "GENERAL")
    assert (event["range_low"], event["range_high"], event["result_unit"]) == (133.0, 146.0, "mmol/L")
    assert event["collected_at"] == dt.datetime(2023, 12, 31, 9, 15)  # noqa: DTZ001  laboratory clocks print no zone
    assert (event["client_code"], event["sighting_ordinal"]) == ("EGH", 0)


def test_a_test_without_a_result_was_requested(assay, table):
    (event,) = events(assay, table, ("HIVC", "HIV 1/2 Ag/Ab", "", "", "", "", "", "31/12/2023 09:15", "EGH"))
    assert (event["status"], event["test_class"], event["tier"]) == ("requested", "HIV", 4)


@pytest.mark.parametrize(
    ("result", "flag"),
    [
        ("Not detected", "negative"),
        ("DETECTED", "positive"),
        ("Reactive", "positive"),
        ("Non-reactive", "negative"),
        ("Equivocal", "equivocal"),
        ("No growth", "negative"),
        ("Insufficient", ""),
    ],
)
def test_a_worded_result_has_its_sense(assay, table, result, flag):
    (event,) = events(assay, table, ("HIVC", "HIV 1/2 Ag/Ab", result, "", "", "", "", "31/12/2023 09:15", "EGH"))
    assert (event["value_flag"], event["status"]) == (flag, "resulted")


def test_a_number_below_its_range_is_low_and_the_printed_flag_wins(assay, table):
    low, flagged = events(assay, table, sodium("120"), sodium("140", "H"))
    assert (low["value_flag"], flagged["value_flag"]) == ("low", "high")


@pytest.mark.parametrize("letter", ["S", "I", "R"])
def test_susceptibility_is_not_abnormality(assay, table, letter):
    (event,) = events(
        assay, table, ("MSU", "Urine culture", "Mixed growth", "", "", "", letter, "31/12/2023 09:15", "EGH")
    )
    assert event["value_flag"] == ""


def test_a_narrative_that_only_denies_is_negated(assay, table):
    denial = "MACROSCOPY: Two pieces, 4 mm together. MICROSCOPY: Chronic gastritis. No evidence of malignancy."
    finding = (
        "MACROSCOPY: Three cores, the longest 9 mm. MICROSCOPY: Invasive ductal carcinoma, grade 2. Margins involved."
    )
    found = events(
        assay, table, *(("HIST", "Histology", words, "", "", "", "", "", "EGH") for words in (denial, finding))
    )
    assert [event["status"] for event in found] == ["negated", "resulted"]


def test_a_price_list_is_no_result_of_anybody(assay, table):
    rows = [("HIVC", "HIV 1/2 Ag/Ab", "12.50"), ("NA", "Sodium", "1.20"), ("KKK", "Potassium", "1.20")]
    found = assay(table(("Code", "Test", "Price GBP"), rows))
    assert found["sighting"].num_rows == found["event"].num_rows == 0


def test_loinc_codes_beside_results_and_units_are_events_of_somebody(assay, table):
    """A database's own key says on whom; it is no number of a person."""
    headers = ("DATE", "PATIENT", "CODE", "DESCRIPTION", "VALUE", "UNITS")
    key = "1d604da9-9a81-4ba9-80c2-de3375d59b40"
    rows = [("2012-01-23", key, code, "Body thing", "12.4", "kg") for code in ("29463-7", "8302-2", "39156-5")]
    found = assay(table(headers, rows))
    assert [event["test_code"] for event in found["event"].to_pylist()] == ["29463-7", "8302-2", "39156-5"]
    assert {event["sighting_ordinal"] for event in found["event"].to_pylist()} == {-1}


def test_codes_beside_prices_are_results_of_nobody(assay, table):
    rows = [(code, "12.40", "GBP") for code in ("29463-7", "8302-2", "39156-5")]
    assert assay(table(("CODE", "PRICE", "CURRENCY"), rows))["event"].num_rows == 0
