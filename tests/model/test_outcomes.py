"""Closed lists: each word once, in the case it is stored in."""

from __future__ import annotations

import re

import pytest

from leakassay.model import outcomes
from leakassay.model.outcomes import COMPLETE, EventStatus, Outcome, Reason


@pytest.mark.parametrize("words", [Outcome, Reason, EventStatus])
def test_a_word_is_lower_snake(words) -> None:
    assert [word for word in words if not re.fullmatch(r"[a-z]*(?:_[a-z]+)*", word)] == []


def test_nothing_is_left_unread_after_a_complete_outcome() -> None:
    assert {Outcome.READ, Outcome.EMPTY} <= COMPLETE
    assert not COMPLETE & {Outcome.READ_PARTLY, Outcome.PENDING, Outcome.FAILED, Outcome.REFUSED, Outcome.ENCRYPTED}


def test_the_empty_reason_says_nothing() -> None:
    assert not Reason.NONE
    assert all(word for word in Reason if word is not Reason.NONE)
    assert outcomes.__doc__
