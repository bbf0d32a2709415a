"""Every detector of the catalogue: its value type, its expression, its prior, its row in the reference."""

from __future__ import annotations

import re

import pytest

from catalogue.plugins import module_of, row_of, twin
from leakassay.pipeline.catalogue.detectors import DETECTORS

every_detector = pytest.mark.parametrize("entry", DETECTORS, ids=lambda entry: entry.name)


def test_names_are_given_once():
    """A kind is one word in column.kind and mention.kind."""
    names = [entry.name for entry in DETECTORS]
    assert len(names) == len(set(names)) > 20


@every_detector
def test_a_detector_can_find_something(entry):
    """By a header, or in free text, or both."""
    assert re.fullmatch(r"[a-z]+(?:_[a-z]+)*", entry.name)
    assert entry.headers or entry.in_text
    assert 0 < entry.prior < 1
    assert entry.covers


@every_detector
def test_an_expression_over_headers_compiles_and_is_lower_case(entry):
    """Headers are normalised to lower case before they are matched."""
    if entry.headers:
        assert re.compile(entry.headers)
        assert re.sub(r"\\[A-Z]", "", entry.headers) == re.sub(r"\\[A-Z]", "", entry.headers).lower()
        assert not re.search(entry.headers, "")
    assert all(word == word.lower() for word in entry.context)


@every_detector
def test_a_value_type_has_a_pattern_and_a_canonical_form(entry):
    """`PATTERN` finds candidates, `canonical` checks them; the type has its own test."""
    if entry.value:
        module = module_of("values", entry.value)
        assert callable(getattr(module, "canonical", None)) or callable(getattr(module, "is_valid", None))
        assert module.__doc__
        assert twin("values", entry.value).is_file()


@every_detector
def test_a_detector_has_its_row_in_the_reference(entry):
    """docs/reference/detectors.md is compiled from this page."""
    assert row_of("detectors.md", f"`{entry.name}`")
