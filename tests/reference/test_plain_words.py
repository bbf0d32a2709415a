"""Words that are no names."""

from __future__ import annotations

from leakassay.reference import name_counts, plain_words


def test_words_are_in_lower_case_and_none_is_a_listed_name() -> None:
    words = plain_words.common()
    assert {"the", "patient", "heparin", "regards", "please"} <= words
    assert all(word.isascii() and word.islower() for word in words)
    listed = {*name_counts.surnames(), *name_counts.forenames()}
    assert not {word.upper() for word in words} & listed


def test_places_are_as_printed() -> None:
    assert {"Costa Rica", "Lambeth", "Wales"} <= plain_words.places()
    assert all(place.istitle() for place in plain_words.places())
