"""Appendix: every number of this report, with the query and the tables that made it."""

from __future__ import annotations

from leakassay.report.view import SectionPage, View


def render(view: View) -> SectionPage:
    """Render the section; it must be the last, for it lists what the others printed."""
    return view.page("figures", "Where each number comes from", {"figures": view.book.rows()})
