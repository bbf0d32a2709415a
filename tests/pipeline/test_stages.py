"""Stages: known words only, always in their order."""

from __future__ import annotations

import pytest

from leakassay.model.errors import OperatorError
from leakassay.pipeline.stages import STAGES, parse


def test_stages_are_put_in_order() -> None:
    assert parse("read, custody,,read") == ("custody", "read")
    assert parse(",".join(reversed(STAGES))) == STAGES


def test_an_unknown_stage_is_named() -> None:
    with pytest.raises(OperatorError, match="'guess' is no stage"):
        parse("custody,guess")
