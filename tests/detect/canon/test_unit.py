"""Units in a cell and in a sentence."""

from __future__ import annotations

import re

import pytest

from leakassay.detect.canon import unit


@pytest.mark.parametrize(
    "printed", ["mmol/L", "g/L", "10*9/L", "fL", "U/L", "%", "mL/min/1.73m2", "umol/L", "IU/mL", "mm/h"]
)
def test_a_unit_is_one_in_a_sentence(printed: str) -> None:
    assert re.fullmatch(unit.IN_TEXT, printed)


@pytest.mark.parametrize("printed", ["mmol/L", "g/L", "10*9/L", "fL", "g", "mg", "ratio", "%"])
def test_a_unit_is_one_in_a_cell(printed: str) -> None:
    assert re.fullmatch(unit.ALONE, printed)


@pytest.mark.parametrize("printed", ["g", "mg", "ml", "m", "kg"])
def test_an_amount_by_itself_is_a_dose_in_a_sentence(printed: str) -> None:
    assert not re.fullmatch(unit.IN_TEXT, printed)
