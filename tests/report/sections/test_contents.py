"""Kinds of information by how many people they concern."""

from report.sample_shelf import render, sample, shelf, words


def test_the_kind_that_concerns_most_people_comes_first_and_unknown_people_are_a_dash() -> None:
    said = words(render("contents", sample(300)))
    assert said.index("NHS number") < said.index("Postcode") < said.index("Bank account (IBAN) – – –")


def test_nothing_found_is_not_said_to_be_nothing_there() -> None:
    assert "says nothing about what was not read" in words(render("contents", shelf({})))
