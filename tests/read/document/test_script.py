"""A script is read as text and recorded as executable, once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.batch import Property
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.document import script
from read.reading import read_all, read_bytes

ORDERS = b"@echo off\r\nrem results of 999 000 0018 to the GP\r\ncopy a b\r\n"


def test_a_script_is_text_and_marked() -> None:
    found = read_bytes(script.read, ORDERS)
    assert "999 000 0018" in found.text
    assert found.properties == [Property("executable", "script")]
    assert found.covered == len(ORDERS)


def test_only_the_first_unit_of_a_large_script_is_marked() -> None:
    item = in_memory(ORDERS * 500)
    units = script.split(item, 5000)
    marks = [len(read_all(script.read, replace(item, offset=at, length=size)).properties) for at, size in units]
    assert marks == [1] + [0] * (len(units) - 1)


@pytest.mark.parametrize("raw", [ORDERS[: len(ORDERS) // 2], b"#!/bin/sh\n\xff\xfe\x00rm"])
def test_a_script_cut_in_half_or_with_broken_characters_is_accounted_for(raw: bytes) -> None:
    found = read_bytes(script.read, raw)
    assert found.accounted == len(raw)
    assert {gap.reason for gap in found.gaps} <= {Reason.BAD_ENCODING}


@given(st.binary(max_size=500))
def test_hostile_bytes_are_accounted_for(raw: bytes) -> None:
    assert read_bytes(script.read, raw).accounted == len(raw)
