"""P24: a canary names the copy; without the secret or a canary nothing is said."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.evidence import Evidence
from leakassay.attribute.features import canary
from leakassay.model import keys
from leakassay.model.outcomes import Hypothesis

NUMBER = toy.valid_numbers(1, seed=4242)[0]


def token(value: str) -> str:
    return "hmac-sha256:" + keys.token(toy.SECRET, value).hex()


def said_of(folder: Path, recipient: str, value: str = NUMBER, **changes: Any) -> dict[str, Evidence]:
    toy.write_roll(folder, toy.people(5, seed=2))
    dump = toy.Dump()
    item = dump.part("disk1")
    dump.add("sighting", item_id=item, nhs_number=NUMBER, email="seed@example-pathology.test")
    return said(canary, dump, toy.profile(folder, canary=[{"token": token(value), "recipient": recipient}], **changes))


@pytest.mark.parametrize("value", [NUMBER, "seed@example-pathology.test"])
def test_our_own_canary_speaks_for_our_copy(tmp_path: Path, value: str) -> None:
    assert decades(said_of(tmp_path, "X99", value)["disk1"], Hypothesis.OURS, Hypothesis.PARTNER) == 3


def test_a_recipients_canary_speaks_for_the_recipients_copy(tmp_path: Path) -> None:
    found = said_of(tmp_path, "X41")["disk1"]
    assert decades(found, Hypothesis.PARTNER, Hypothesis.OURS) == 3
    assert decades(found, Hypothesis.PARTNER, Hypothesis.FABRICATED) == 3


def test_a_canary_that_is_not_there_says_nothing(tmp_path: Path) -> None:
    assert said_of(tmp_path, "X99", "somebody else") == {}


def test_without_a_secret_canaries_cannot_be_looked_for(tmp_path: Path) -> None:
    assert said_of(tmp_path, "X99", roll=None) == {}
