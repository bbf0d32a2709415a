"""XML of packages: no declarations, no endless tag, whatever the bytes."""

from __future__ import annotations

import contextlib
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.tabular.xml_walk import Check, local, walk


def walked(raw: bytes) -> list[str]:
    found: list[str] = []
    for _ in walk(io.BytesIO(raw), lambda tag, _: found.append(tag), lambda tag: found.append(f"/{tag}"), found.append):
        pass
    return found


def reason_of(raw: bytes) -> Reason:
    with pytest.raises(ItemError) as caught:
        walked(raw)
    return caught.value.reason


def test_tags_and_text_come_in_their_order() -> None:
    assert walked(b"<a><x:b>one &amp; two</x:b></a>") == ["a", "x:b", "one & two", "/x:b", "/a"]
    assert local("x:b") == local("b") == "b"


def test_a_bomb_of_entities_is_refused_and_a_plain_document_type_is_not() -> None:
    assert reason_of(b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>') is Reason.MALFORMED
    assert walked(b'<!DOCTYPE a PUBLIC "-//x" "x.dtd"><a/>') == ["a", "/a"]


def test_a_cut_is_malformed() -> None:
    assert reason_of(b"<a><b>") is Reason.MALFORMED


def test_an_encoding_that_nobody_knows_is_malformed() -> None:
    """Found by the fuzzer: it ended the cell, and with it everything else in the workbook."""
    assert reason_of(b'<?xml version="1.0" encoding="U0TF-8"?><a/>') is Reason.MALFORMED


def test_a_tag_without_end_is_given_up() -> None:
    assert reason_of(b"<a b='" + b"x" * (9 << 20)) is Reason.LIMIT_LINE


@pytest.mark.parametrize(
    ("raw", "is_sound"),
    [
        (b"<a><b/>text</a>", True), (b"<a><b></a>", False), (b"<a>", False), (b"<a/>x", False), (b"", False),
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>", False), (b"<?xml version='1.0' encoding='no'?><a/>", False),
        (b"<a b='" + b"x" * (9 << 20) + b"'/>", False),
    ],
)  # fmt: skip
def test_a_check_says_whether_a_part_is_well_formed(raw: bytes, is_sound: bool) -> None:
    check = Check()
    for at in range(0, len(raw), 1 << 20):
        check.feed(raw[at : at + (1 << 20)])
    check.feed(b"")
    assert check.is_sound is is_sound


@given(st.binary(max_size=200))
def test_any_bytes_are_walked_or_an_item_error(raw: bytes) -> None:
    with contextlib.suppress(ItemError):
        walked(raw)
