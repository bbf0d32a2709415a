"""E-mail address: one mailbox in lower case."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values import email_address


@pytest.mark.parametrize(
    "text",
    [
        "jane.doe@example.test",
        "Jane.Doe@EXAMPLE.test",
        "<jane.doe@example.test>",
        "mailto:jane.doe@example.test",
        " jane.doe@example.test. ",
    ],
)
def test_print_forms_become_one(text):
    assert email_address.canonical(text) == "jane.doe@example.test"


@pytest.mark.parametrize(
    "text", ["", "jane.doe", "@example.test", "a..b@example.test", "a@b", "a@-b.test", "a b@c.test", "x" * 400]
)
def test_other_texts_are_refused(text):
    assert not email_address.is_valid(text)


def test_the_domain_is_what_follows_the_sign():
    assert email_address.domain("o'brien@nhs.example.test") == "nhs.example.test"


@given(st.emails())
def test_every_ordinary_address_keeps_its_domain(address):
    canonical = email_address.canonical(address)
    assert canonical is None or email_address.domain(canonical) == address.rpartition("@")[2].lower()


@given(st.text(max_size=40))
def test_any_text_gives_none_or_a_stable_canonical_form(text):
    address = email_address.canonical(text)
    assert address is None or email_address.canonical(address) == address


def test_the_pattern_finds_addresses_in_prose():
    text = "write to jane@example.test, or <lab-desk@path.example.test>."
    assert re.findall(email_address.PATTERN, text) == ["jane@example.test", "lab-desk@path.example.test"]
