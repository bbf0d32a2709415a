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


def test_a_numbered_name_is_a_name_and_a_code_is_none(kit):
    assert kit.lookups["surname"].one("Maynard46") == "MAYNARD46"
    assert kit.lookups["surname"].one("A12345678") is None
    assert kit.lookups["surname"].one("46") is None


def test_where_the_format_names_a_surname_it_is_kept_as_printed(kit):
    assert kit.lookups["surname_as_printed"].one(" Su:test4 ") == "SU:TEST4"
    assert kit.lookups["surname_as_printed"].one("unknown") is None
    assert kit.lookups["surname_as_printed"].one("12345") is None


def test_settings_that_bring_a_scanner_along_find_the_same(told):
    text = ["NHS No 999 000 0018"]
    brought = warm.with_packed(told)
    assert set(brought) - set(told) == {warm.PACKED}
    assert warm.kit(brought).scanner.candidates(text) == warm.kit(told).scanner.candidates(text)
