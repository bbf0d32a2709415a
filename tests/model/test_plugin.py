"""Plug-ins are plain frozen lines with careful defaults."""

from __future__ import annotations

from leakassay.model.plugin import Format, Section


def test_a_format_is_risky_and_whole_unless_it_says_otherwise() -> None:
    """A careless line costs time, never safety."""
    plain = Format("x", "text/x")
    assert plain.risky
    assert not plain.splittable
    assert not plain.reader + plain.opener


def test_lines_can_be_keys() -> None:
    assert len({Format("x", "text/x"), Format("x", "text/x")}) == 1
    assert Section("a", "m", 1).tables == ()
