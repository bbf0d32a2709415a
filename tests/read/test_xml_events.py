"""XML is walked, never unfolded: no entity, no file, no depth."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.xml_events import COMMENT, END, ENTITY, INSTRUCTION, START, TEXT, events, local


def test_everything_that_holds_words_is_an_event() -> None:
    found = list(events([b'<a k="v">x<!--c--><?p q?></a>']))
    assert found == [
        (START, "a", {"k": "v"}), (TEXT, "x", {}), (COMMENT, "c", {}), (INSTRUCTION, "p q", {}), (END, "a", {}),
    ]  # fmt: skip
    assert local("w:p") == "p"


def test_an_entity_is_told_and_not_unfolded() -> None:
    found = list(events([b'<!DOCTYPE a [<!ENTITY x "secret"><!ENTITY f SYSTEM "file:///etc/passwd">]><a>&x;&f;</a>']))
    assert [said for kind, said, _ in found if kind == ENTITY] == ["secret", "file:///etc/passwd"]
    assert "".join(said for kind, said, _ in found if kind == TEXT) == "&x;&f;"


@pytest.mark.parametrize(
    "inner", ['<!ENTITY a "ha"><!ENTITY b "&a;&a;">', f'<!ENTITY a "{"x" * 5000}">'], ids=["laughs", "quadratic"]
)
def test_entities_that_could_unfold_are_refused(inner: str) -> None:
    with pytest.raises(ItemError) as refused:
        list(events([f"<!DOCTYPE a [{inner}]><a/>".encode()]))
    assert refused.value.reason is Reason.LIMIT_RATIO


def test_an_attribute_of_references_is_refused() -> None:
    raw = f'<!DOCTYPE a [<!ENTITY x "{"y" * 4000}">]><a k="{"&x;" * 100_000}"/>'
    with pytest.raises(ItemError) as refused:
        list(events([raw.encode()]))
    assert refused.value.reason is Reason.LIMIT_SIZE


def test_a_tag_without_end_is_refused_in_bounded_memory() -> None:
    with pytest.raises(ItemError) as refused:
        list(events(b"<a " + b"x" * 65536 if not at else b"x" * 65536 for at in range(400)))
    assert refused.value.reason is Reason.LIMIT_SIZE


def test_two_hundred_thousand_levels_do_no_harm() -> None:
    assert sum(1 for _ in events([b"<a>" * 200_000 + b"</a>" * 200_000])) == 400_000


@given(st.binary(max_size=300))
def test_any_bytes_give_events_or_an_item_error(raw: bytes) -> None:
    try:
        list(events([raw]))
    except ItemError:
        return
