"""What a column row counts."""

from __future__ import annotations


def column(found, header):
    return next(row for row in found["column"].to_pylist() if row["header"] == header)


def test_values_valid_and_distinct_are_counted_over_all_batches(assay, table, numbers):
    batches = [
        table(("NHSNO", "SURNAME"), [(number, "SMITH") for number in part])
        for part in (numbers[:60], [*numbers[30:90], "", "9990000019"])
    ]
    row = column(assay(*batches), "NHSNO")
    assert (row["values"], row["valid"], row["distinct"], row["distinct_valid"]) == (121, 120, 91, 90)


def test_candidates_leave_out_the_test_range_and_equal_digits(assay, table, numbers):
    people = [(number, "SMITH") for number in [*numbers[:50], "1111111111", "4000000000", "4000000004"]]
    row = column(assay(table(("NHSNO", "SURNAME"), people)), "NHSNO")
    assert (row["test_range"], row["candidates"], row["candidates_valid"]) == (50, 2, 1)


def test_a_column_that_passes_by_chance_still_shows_its_candidates(assay, table):
    people = [(str(4_000_000_000 + 7 * place), "SMITH") for place in range(200)]
    row = column(assay(table(("NHSNO", "SURNAME"), people)), "NHSNO")
    assert row["kind"] == "other"
    assert row["candidates"] == 200
    assert 0 < row["candidates_valid"] < 40


def test_an_empty_column_has_a_row_of_noughts(assay, table):
    row = column(assay(table(("NHSNO", "SURNAME"), [("", "SMITH")])), "NHSNO")
    assert (row["kind"], row["values"], row["distinct"]) == ("nhs_number", 0, 0)
