"""Each part is judged on its own, with its findings."""

from report.sample_shelf import PARTS, render, sample, shelf, words


def test_parts_are_numbered_and_masked_with_their_verdict() -> None:
    said = words(render("origin", sample(20)))
    assert "P1 P••• ours over partner strong support" in said
    assert "P2 O•••.zip" in said
    assert not any(part in said for part in PARTS)


def test_findings_carry_their_sentence_and_their_sign() -> None:
    said = words(render("origin", sample(20)))
    assert "2,212 of 2,240 distinct numbers are on the roll" in said
    assert "+2.9" in said


def test_a_case_that_was_not_judged_says_so() -> None:
    assert "No part of the dump has been judged yet." in words(render("origin", shelf({})))
