"""Explain: one finding on one screen, its values masked."""

from __future__ import annotations

import pytest

from leakassay.case.case import Case
from leakassay.model.errors import OperatorError
from leakassay.model.keys import as_text
from leakassay.pipeline.errands.explain import explain


@pytest.mark.parametrize("table", ["sighting", "mention", "event"])
def test_a_finding_is_shown_with_its_place_and_masked(table: str, case: Case) -> None:
    ids = case.shelf().table(table)[f"{table}_id"].to_pylist()
    if not ids:
        pytest.skip("the small dump has none")
    screen = "\n".join(explain(case, as_text(ids[0])))
    assert all(word in screen for word in (table, "place", "because"))
    assert not [word for word in ("Alpha", "ALPHA", "9990000", "people.csv") if word in screen]


@pytest.mark.parametrize(
    ("word", "said"), [("xyz", "no id"), ("\x1b[31m", "no id"), ("0000000000000001", "bears the id")]
)
def test_what_is_no_finding_is_said_without_control_characters(word: str, said: str, case: Case) -> None:
    with pytest.raises(OperatorError, match=said) as caught:
        explain(case, word)
    assert "\x1b" not in str(caught.value)
