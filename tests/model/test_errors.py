"""The error tree: exit codes as the interface page says, and no value in a message."""

from __future__ import annotations

import pytest

from leakassay.model import errors
from leakassay.model.errors import IntegrityError, ItemError, LeakAssayError, OperatorError
from leakassay.model.outcomes import Outcome, Reason

CLASSES = [found for found in vars(errors).values() if isinstance(found, type) and issubclass(found, LeakAssayError)]


@pytest.mark.parametrize("found", CLASSES)
def test_an_exit_code_says_who_must_act(found: type[LeakAssayError]) -> None:
    due = 2 if issubclass(found, OperatorError) else 3 if found is IntegrityError else 4
    assert found.exit_code == due


def test_an_item_error_says_outcome_and_reason_and_no_more() -> None:
    error = ItemError(Reason.TRUNCATED, bytes_read=5)
    assert (str(error), error.outcome, error.bytes_read) == ("failed: truncated", Outcome.FAILED, 5)


def test_every_class_stands_in_the_tree_on_top() -> None:
    assert [found.__name__ for found in CLASSES if found.__name__ not in errors.__doc__] == []
