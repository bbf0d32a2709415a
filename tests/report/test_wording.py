"""Numbers are printed so that nothing looks larger or more complete than it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.outcomes import Outcome, Reason, Verdict
from leakassay.report import wording


@pytest.mark.parametrize(
    ("count", "printed"),
    [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (999_499, "999 kB"), (400e9, "400 GB"), (1.5e12, "1.5 TB")],
)
def test_sizes_are_decimal(count: float, printed: str) -> None:
    assert wording.size(int(count)) == printed


@given(st.floats(0, 1, exclude_max=True))
def test_what_is_not_all_is_not_printed_as_all(value: float) -> None:
    assert wording.share(value) != "100 %"


def test_all_is_printed_as_all() -> None:
    assert wording.share(1.0) == "100 %"


def test_every_outcome_and_verdict_has_words() -> None:
    assert set(wording.OUTCOMES) == set(Outcome)
    assert set(wording.ACCOUNTS) == set(Verdict)


@pytest.mark.parametrize("reason", list(Reason))
def test_no_reason_is_printed_with_underscores(reason: Reason) -> None:
    assert "_" not in wording.reason(reason)


@pytest.mark.parametrize(
    ("word", "printed"), [("HIV", "HIV"), ("MENTAL_HEALTH", "Mental health"), ("date_of_birth", "Date of birth")]
)
def test_words_of_closed_lists_are_readable(word: str, printed: str) -> None:
    assert wording.category(word) == printed
