"""Claims: each with an id of its own and a measure that is a word."""

from __future__ import annotations

from pathlib import Path

import pytest

from leakassay.model.errors import ProfileError
from leakassay.profile.claim import Claims, load

ONE = '[[claim]]\nid = "c1"\ntext = "400 GB"\nmeasure = "bytes"\nvalue = 4e11\n'


def test_claims_are_read_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(ONE + ONE.replace("c1", "c2").replace("4e11", '"x"'))
    assert [(claim.id, claim.value, claim.sense) for claim in load(tmp_path / "c.toml").claim] == [
        ("c1", 4e11, "about"),
        ("c2", "x", "about"),
    ]
    assert Claims().claim == ()


@pytest.mark.parametrize(
    ("text", "word"),
    [
        (ONE + ONE, "claim 1 was given before"),
        (ONE.replace("c1", "a b"), "claim[0].id"),
        (ONE.replace('"bytes"', '"Bytes!"'), "claim[0].measure"),
        (ONE + 'sense = "roughly"\n', "claim[0].sense"),
    ],
)
def test_a_fault_is_named_with_its_place(text: str, word: str, tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(text)
    with pytest.raises(ProfileError) as caught:
        load(tmp_path / "c.toml")
    assert word in str(caught.value)
