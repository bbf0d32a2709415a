"""The expressions of free text."""

from __future__ import annotations

from dataclasses import asdict

from leakassay.detect.scan.pattern import patterns
from leakassay.pipeline.catalogue.detectors import DETECTORS


def test_every_value_that_is_looked_for_in_text_has_an_expression():
    lines = [asdict(entry) for entry in DETECTORS]
    kinds = {pattern.kind for pattern in patterns(lines, [r"\d{2}[A-Z]\d{6}"], {"staff number": r"S\d{6}"})}
    assert {entry.name for entry in DETECTORS if entry.in_text and entry.value} <= kinds
    assert {"specimen_id", "staff number", "patient_name", "credential"} <= kinds


def test_line_order_says_nothing():
    lines = [asdict(entry) for entry in DETECTORS]
    assert patterns(lines, [], {}) == patterns(lines[::-1], [], {})
