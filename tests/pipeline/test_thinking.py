"""The stages over tables: each known by its name, in the order of the stages."""

from __future__ import annotations

from leakassay.case.case import Case
from leakassay.pipeline.stages import STAGES
from leakassay.pipeline.thinking import THINKING


def test_every_stage_between_reading_and_reporting_is_there_in_order() -> None:
    assert tuple(THINKING) == tuple(stage for stage in STAGES if stage not in {"custody", "read", "report"})


def test_they_filled_their_tables(case: Case) -> None:
    shelf = case.shelf()
    assert shelf.table("sighting").num_rows == 40
    assert shelf.table("membership").num_rows >= 40
    assert shelf.table("subject").num_rows > 0
    assert shelf.table("assessment").num_rows > 0
