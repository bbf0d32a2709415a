"""One pass over many rows finds candidates with their places."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.scan.engine import Scanner, _compiles, build
from leakassay.detect.scan.pattern import OWN, Pattern


@pytest.mark.parametrize("pattern", OWN, ids=lambda pattern: pattern.kind)
def test_hyperscan_takes_every_expression_of_ours(pattern):
    assert _compiles(pattern)


def test_an_expression_that_it_refuses_is_left_out():
    scanner = Scanner([Pattern("bad", r"(?<=x)y"), Pattern("good", r"\bS\d{6}\b")])
    assert [candidate.kind for candidate in scanner.candidates(["S123456"])] == ["good"]


def test_candidates_know_their_row_and_their_characters(kit):
    texts = ["nothing here", "Größe: NHS No 999 000 0018 x", "9990000026"]
    found = [(one.row, one.text.strip()) for one in kit.scanner.candidates(texts) if one.kind == "nhs_number"]
    assert found == [(1, "999 000 0018"), (2, "9990000026")]
    for one in kit.scanner.candidates(texts):
        assert texts[one.row][one.start : one.end] == one.text


def test_digits_inside_a_longer_run_are_no_candidate(kit):
    texts = ["12399900000184", "99900000181", "x9990000018"]
    assert [one for one in kit.scanner.candidates(texts) if one.kind == "nhs_number"] == []


def test_a_number_never_reaches_across_two_rows(kit):
    assert [one for one in kit.scanner.candidates(["999 000", "0018"]) if one.kind == "nhs_number"] == []


@pytest.mark.parametrize(
    "printed", ["９９９ ０００ ００１８", "999\u200b 000 0018", "999\u00a0000\u00a00018", "999\u2011000\u20110018"]
)
def test_wide_and_invisible_characters_are_seen_through_and_places_stay(kit, printed):
    text = f"NHS {printed} end"
    (found,) = [one for one in kit.scanner.candidates([text]) if one.kind == "nhs_number"]
    assert text[found.start : found.end].strip() == printed


def test_the_organisations_own_expressions_are_found():
    scanner = build([], [r"\d{2}[A-Z]\d{6}"], {"staff number": r"S\d{6}"})
    assert [one.kind for one in scanner.candidates(["24L000123 and S123456"])] == ["specimen_id", "staff number"]


def test_tests_are_found_by_row_with_their_ends(kit):
    found = kit.scanner.tests(["nothing", "HIV 1/2 Ag/Ab was negative"])
    assert set(found) == {1}
    assert "HIV-001" in found[1]


@given(st.lists(st.text(max_size=80), max_size=6))
def test_any_text_is_scanned_and_places_hold(kit, texts):
    for one in kit.scanner.candidates(texts):
        assert 0 <= one.start < one.end <= len(texts[one.row])
    kit.scanner.tests(texts)


def test_hostile_text_does_not_stall_the_engine(kit):
    hostile = [
        "Mr " + "A" * 8_000,
        "Mr " + "Aa " * 2_600,
        "1" * 8_000,
        "a@" * 4_000,
        "password:" * 900,
        "Re: " * 2_000,
    ] * 8
    started = time.process_time()
    kit.scanner.candidates(hostile)
    assert time.process_time() - started < 3


def test_what_one_process_compiled_another_takes_over(kit):
    expressions = [*OWN, Pattern("bad", r"(?<=x)y"), Pattern("good", r"\bS\d{6}\b")]
    made = Scanner(expressions)
    text = "Re: Jane Smith, NHS No 999 000 0018, S123456. HIV negative, says Oliver."
    taken = Scanner(expressions, made.packed())
    assert [one.kind for one in taken.candidates([text]) if one.kind == "good"] == ["good"]
    for name in ("candidates", "tests", "forenames"):
        assert getattr(taken, name)([text]) == getattr(made, name)([text])


def test_what_this_engine_does_not_take_is_compiled_again():
    expressions = [Pattern("good", r"\bS\d{6}\b")]
    packed = Scanner(expressions).packed() | {"values": "AAAA"}
    assert [one.kind for one in Scanner(expressions, packed).candidates(["S123456"])] == ["good"]
