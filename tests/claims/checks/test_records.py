"""Records once, copies as the upper end."""

from __future__ import annotations

from claims import toy_case
from claims.toy_case import judged


def test_copies_of_files_are_the_upper_end() -> None:
    row = judged("records", 40, "at_least")
    assert (row["measured_low"], row["measured_best"], row["measured_high"]) == (40, 40, 50)
    assert row["verdict"] == "supported"


def test_what_was_not_read_may_hold_more() -> None:
    assert judged("records", 80, "at_least", facts=toy_case.HALF)["verdict"] == "cannot tell"
    assert judged("records", 80, "at_least")["verdict"] == "contradicted"
