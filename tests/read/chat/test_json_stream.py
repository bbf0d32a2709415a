"""A chat export is walked value by value, whatever the pieces it comes in."""

from __future__ import annotations

import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.read.chat.json_stream import MAX_DEPTH, Source, Value, values

CHAT = {"name": "Nobody", "type": "public_channel", "id": 7, "messages": [{"id": 1, "text": "a"}, {"id": 2}, 3]}


def pieces(text: str, size: int) -> Iterator[str]:
    return (text[at : at + size] for at in range(0, len(text), size))


def walked(text: str, size: int = 1 << 20) -> list[Value]:
    return list(values(Source(pieces(text, size))))


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_messages_come_one_by_one_and_the_rest_at_the_end(size: int) -> None:
    found = walked(json.dumps(CHAT, indent=1), size)
    assert [one.value for one in found if one.is_message] == CHAT["messages"]
    assert found[-1] == Value("", {"name": "Nobody", "type": "public_channel", "id": 7})


def test_the_chats_of_an_account_are_walked() -> None:
    account = {
        "about": "x",
        "chats": {"about": "y", "list": [CHAT, {"messages": []}]},
        "contacts": {"list": [{"a": 1}]},
    }
    found = walked(json.dumps(account), 9)
    assert len([one for one in found if one.path == "chats.list.messages"]) == 3
    assert {"name": "Nobody", "type": "public_channel", "id": 7} in [one.value for one in found]
    assert found[-1].value == {"about": "x", "contacts": {"list": [{"a": 1}]}}


@settings(deadline=None)
@given(
    st.lists(
        st.dictionaries(st.text(max_size=4), st.integers(-(10**9), 10**9) | st.text(max_size=9) | st.none(), max_size=3)
    ),
    st.integers(1, 40),
)
def test_what_was_written_is_read_in_pieces_of_any_size(messages: list[dict[str, object]], size: int) -> None:
    """Numbers as numbers, or as printed where a message was parsed with care (a key that looks like two)."""
    found = [one.value for one in walked(json.dumps({"messages": messages}), size) if one.is_message]
    assert len(found) == len(messages)
    for one, written in zip(found, map(json.dumps, messages), strict=True):
        assert one in (json.loads(written), json.loads(written, parse_int=str))


@pytest.mark.parametrize("cut", [1, 10, 40, -1, -20])
def test_a_document_that_is_cut_off_says_so(cut: int) -> None:
    with pytest.raises(ItemError) as said:
        walked(json.dumps(CHAT)[:cut])
    assert said.value.reason in {Reason.TRUNCATED, Reason.MALFORMED}


@settings(deadline=None)
@given(st.text(alphabet='{}[],:"ab1 \\\n', max_size=60))
def test_hostile_text_ends_in_an_item_error_or_in_values(text: str) -> None:
    with suppress(ItemError):
        assert all(isinstance(one, Value) for one in walked(text, 3))


def test_hostile_nesting_is_refused_and_not_followed() -> None:
    with pytest.raises(ItemError):
        walked('{"messages":[' + "[" * 100_000)
    deep = '{"chats":' * (MAX_DEPTH + 3) + "{}" + "}" * (MAX_DEPTH + 3)
    assert len(walked(deep)) == MAX_DEPTH + 1


def test_a_value_without_measure_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("leakassay.read.chat.json_stream.VALUE_CHARACTERS", 1000)
    with pytest.raises(ItemError) as said:
        walked('{"messages":["' + "x" * 9000 + '"]}', 100)
    assert said.value.reason is Reason.LIMIT_SIZE


def test_many_messages_need_little_memory() -> None:
    row = json.dumps({"id": 1, "text": "x" * 300}) + ","
    text = iter(['{"messages":[', *[row * 1000] * 60, "{}]}"])
    tracemalloc.start()
    count = sum(one.is_message for one in values(Source(text)))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 60_001
    assert peak < 8 << 20
