"""Bytes of no known format are searched for letters, and never called read."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.outcomes import Outcome, Reason
from leakassay.read import blob_text
from leakassay.read.document import letters
from read.reading import read_bytes

PERSON = "NHS number 999 000 0018, Ann Tester, DOB 03/02/1970"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le"])
def test_letters_among_other_bytes_are_found_and_every_byte_is_a_gap(encoding: str) -> None:
    raw = b"\x01\xfe\0\x02" * 40 + PERSON.encode(encoding) + b"\0\xff\x03" * 400
    summary = read_bytes(letters.read, raw)
    assert PERSON in summary.text
    assert (summary.covered, summary.reasons, summary.accounted) == (0, {Reason.STRINGS_ONLY}, len(raw))


def test_noise_is_no_text_but_a_sentence_in_it_is() -> None:
    noise = random.Random(7).randbytes(200_000)
    fault = read_bytes(letters.read, noise).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.UNSUPPORTED, Reason.NO_READER)
    found = read_bytes(letters.read, noise[:90_000] + PERSON.encode() + noise[90_000:])
    assert PERSON in found.text
    assert found.text.count("\n") < 3


def test_short_runs_count_where_there_are_more_than_chance_makes() -> None:
    raw = b"".join(name + b"\0\1\2\3" for name in (b"TESTER", b"SAMPLE", b"PERSON")) * 20
    assert read_bytes(letters.read, raw).text.count("SAMPLE") == 20


def test_gaps_before_the_first_letters_are_counted_with_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(blob_text, "CHUNK", 8_192)
    raw = bytes(50_000) + PERSON.encode() + bytes(50_000)
    summary = read_bytes(letters.read, raw)
    assert summary.accounted == len(raw)
    assert summary.text.count("999 000 0018") == 1


@given(st.binary(max_size=4_000))
def test_any_bytes_give_text_or_an_error_of_the_item(raw: bytes) -> None:
    summary = read_bytes(letters.read, raw)
    assert bool(summary.text) != (summary.fault is not None)
    if summary.fault is None:
        assert summary.accounted == len(raw)
