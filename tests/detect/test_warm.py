"""Compiled once per process, for any settings that may come."""

from __future__ import annotations

from leakassay.detect import warm


def test_the_same_settings_give_the_same_tools(told):
    warm.prepare(told)
    assert warm.kit(told) is warm.kit(dict(reversed(told.items())))


def test_settings_may_be_empty():
    assert warm.kit({}).headers.kind("NHS No") == ""


def test_a_specimen_pattern_that_re2_refuses_is_left_out(told):
    kit = warm.kit({**told, "specimen_numbers": [r"(?<!x)\d+", r"(", r"\d{2}[A-Z]\d{6}"]})
    assert kit.specimens == r"(?:\d{2}[A-Z]\d{6})"


def test_a_word_that_says_there_is_no_name_is_no_name(kit):
    assert kit.lookups["surname"].one("UNKNOWN") is None
    assert kit.lookups["surname"].one("o’hara") == "O'HARA"


def test_a_test_patient_keeps_its_name_for_whoever_resolves(kit):
    assert kit.lookups["surname"].one("ZZTEST") == "ZZTEST"
