"""The account of the dump closes in the open."""

from report.sample_shelf import render, sample, shelf, words


def test_every_outcome_has_a_row_and_the_total_is_theirs() -> None:
    said = words(render("coverage", sample(20)))
    assert "No reader for its kind 3 3.3 GB 0 bytes" in said
    assert "All items 36 43.3 GB" in said


def test_formats_say_who_read_them() -> None:
    assert "hl7v2 3 9 GB 9 GB 799,998 health.hl7v2" in words(render("coverage", sample(20)))


def test_an_empty_dump_is_said_to_be_empty() -> None:
    assert "The dump holds no item." in words(render("coverage", shelf({})))
