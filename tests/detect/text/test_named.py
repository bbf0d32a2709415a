"""People named beside no number are mentions; firms, places, tests and headings are nobody."""

from __future__ import annotations

import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.text.finding import judged
from leakassay.detect.text.named import people_named, unaccented


def named(kit, text):
    candidates = kit.scanner.candidates([text])
    known = judged(candidates, text, kit.kinds)
    found = people_named(text, candidates, kit.scanner.forenames([text]).get(0, []), known)
    return [text[one.start : one.end] for one in found]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Please ring Jane Smith about the rota.", "Jane Smith"),
        ("I'm Krisztián Szöllösy and I moved here.", "Krisztián Szöllösy"),
        ("my name is Rubija", "Rubija"),
        ("Dear Zbigniew, thank you", "Zbigniew"),
        ("I met Ana Kovačević yesterday", "Ana Kovačević"),
        ("Producer Mashuu Samurakami explained it", "Mashuu Samurakami"),
        ("Yesterday Olivia rang twice", "Olivia"),
        ("we saw Quarto’s daughter today", "Quarto"),
        ("we met Ludwig van der Berg", "Ludwig van der Berg"),
        ("ask J. Oliver Brown", "Oliver Brown"),
        ("Hijacinta Godina, the technical writer", "Hijacinta Godina"),
        ("and then Yefremova said no", "Yefremova"),
    ],
)
def test_a_forename_or_the_words_around_it_name_a_person(kit, text, name):
    assert named(kit, text) == [name]


@pytest.mark.parametrize(
    "text",
    [
        "Blood Cultures were taken", "Lithium Heparin tube", "Guy Thomas Limited", "We flew to Costa Rica on Monday.",
        "Monday: bring the list", "PLEASE RETURN TO SENDER", "The Annual Report", "Oliver Street, London",
        "Please return the form to the desk", "at the Morgan Stanley clinic", "johnny came", "MyClass.John2",
        "éOliver said so", "Phone: call", "Kind regards, Thank you", "HIV Antibody requested", "", "x",
    ],
)  # fmt: skip
def test_firms_places_tests_and_sentences_are_nobody(kit, text):
    assert named(kit, text) == []


@pytest.mark.parametrize("text", ["Mrs Jane Smith attended", "Dr Oliver Brown wrote", "Re: Jane Smith"])
def test_who_is_known_already_is_not_told_twice(kit, text):
    assert named(kit, text) == []


def test_a_mention_counts_nobody(assay, text):
    emitted = assay(text("Please ring Jane Smith about the rota."))
    assert emitted["sighting"].num_rows == 0
    (mention,) = [one for one in emitted["mention"].to_pylist() if one["kind"] == "person_name"]
    assert (mention["kind"], mention["value"], mention["sighting_ordinal"]) == ("person_name", "JANE SMITH", -1)


def test_words_lose_the_marks_on_their_letters():
    assert (unaccented("Kovačević"), unaccented("plain")) == ("Kovacevic", "plain")


@given(st.text(st.sampled_from("AbÉé O'’.-:\nsJohn"), max_size=60))
def test_any_text_gives_names_that_lie_apart_in_it(kit, text):
    candidates = kit.scanner.candidates([text])
    found = people_named(text, candidates, kit.scanner.forenames([text]).get(0, []), [])
    places = [(one.start, one.end) for one in found]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert all(end <= start for (_, end), (start, _) in pairwise(places))


@pytest.mark.parametrize("unit", ["Ab ", "Ab: ", "John ", "é Ab ", "O' A", "van ", "A. ", "my name is A", "Ab\n"])
def test_a_text_of_nothing_else_costs_time_in_proportion(kit, unit):
    begun = time.process_time()
    named(kit, unit * (1_000_000 // len(unit)))
    assert time.process_time() - begun < 20
