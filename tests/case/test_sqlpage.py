"""SQL pages: a header that says what goes in and what comes out."""

from __future__ import annotations

import pytest

from leakassay.case.sqlpage import load, parse
from leakassay.model.errors import TerminalError


def test_a_header_is_read() -> None:
    page = parse("room/x", "-- in: item, sighting   out: figure\n-- How many?\n-- By kind.\nselect 1")
    assert (page.inputs, page.output, page.question) == (("item", "sighting"), "figure", "How many? By kind.")
    assert page.text.endswith("select 1")


def test_a_page_may_need_nothing() -> None:
    assert parse("room/x", "-- in:  out: one\n-- One?\nselect 1").inputs == ()


@pytest.mark.parametrize(
    "text", ["", "select 1", "-- in: a\n-- q\nselect 1", "-- in: a  out: b\nselect 1", "-- in: a  out: b"]
)
def test_a_page_without_its_header_is_refused(text: str) -> None:
    with pytest.raises(TerminalError, match="header"):
        parse("room/x", text)


def test_a_page_of_a_room_is_found() -> None:
    assert load("resolve", "exposure").output
