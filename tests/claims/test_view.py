"""The view of a check."""

from __future__ import annotations

from claims import toy_case
from leakassay.claims.view import ClaimView


def test_one_row_is_one_row() -> None:
    view = ClaimView(toy_case.shelf(toy_case.rows()), toy_case.READ)
    assert view.one("class_count", {"test_class": "HIV"})["resulted"] == 30
    assert view.ask("subject_count")[0]["best"] == 100


def test_the_end_is_open_while_something_is_unread() -> None:
    assert ClaimView(toy_case.shelf({}), toy_case.HALF).open_end
    assert not ClaimView(toy_case.shelf({}), toy_case.READ).open_end
