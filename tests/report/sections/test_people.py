"""People are an interval with a reason, and small groups are not told apart."""

from dataclasses import replace

from report.sample_shelf import FACTS, render, sample, shelf, words


def test_the_interval_comes_with_its_reasons() -> None:
    said = words(render("people", sample(300)))
    assert "Best estimate" in said
    assert "Low joins every pair" in said


def test_a_group_of_three_is_not_told_apart() -> None:
    people = [{"subject_id": n, "person_type": "staff", "origin": "ours"} for n in range(3)]
    assert "Staff 1-7" in words(render("people", shelf({"subject": people})))


def test_whether_the_test_range_counts_is_said() -> None:
    assert "Of these are 0 with" in words(render("people", shelf({})))
    assert "Set aside, and not among these, are 0" in words(
        render("people", shelf({}), replace(FACTS, test_range="set_aside"))
    )
