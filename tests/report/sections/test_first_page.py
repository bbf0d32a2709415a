"""The first page says the answer, what it rests on, and what to beware of."""

from dataclasses import replace

import pytest

from report.sample_shelf import FACTS, render, sample, shelf, words


def _assessed(favours: str, against: str = "partner") -> str:
    row = {
        "partition": "*",
        "favours": favours,
        "against": against,
        "log10_lr": 2.2,
        "words": "moderately strong support",
    }
    return words(render("first_page", shelf({"assessment": [row]})))


def test_a_verdict_is_said_in_words_against_its_rival_and_never_as_a_fact() -> None:
    said = _assessed("ours")
    assert "moderately strong support to the account that the data came from this organisation’s own systems" in said
    assert "over the account that the data came from a partner" in said
    assert "It is not the probability" in said


@pytest.mark.parametrize(("favours", "said"), [("mixed", "Mixed:"), ("cannot tell", "Cannot tell:")])
def test_where_there_is_no_single_account_that_is_said(favours: str, said: str) -> None:
    assert said in _assessed(favours)


def test_warnings_and_an_unfinished_run_are_said_first() -> None:
    said = words(render("first_page", sample(20)))
    assert said.index("Provisional") < said.index("The key lies beside the case") < said.index("Mixed")


def test_a_complete_run_without_warnings_has_no_notice() -> None:
    assert "notice" not in render("first_page", sample(20), replace(FACTS, provisional=False, warnings=()))
