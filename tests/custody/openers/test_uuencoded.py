"""Files written into the text of a mail."""

from __future__ import annotations

import binascii

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.openers.uuencoded import blocks, decoded
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason


def encoded(data: bytes, name: bytes = b"list.csv", *, backtick: bool = False) -> bytes:
    lines = [binascii.b2a_uu(data[at : at + 45], backtick=backtick) for at in range(0, len(data), 45)]
    return b"begin 644 " + name + b"\n" + b"".join(lines) + (b"`\n" if backtick else b" \n") + b"end\n"


def contents(text: bytes) -> list[tuple[bytes, bytes]]:
    return [(block.name, b"".join(decoded(text, block))) for block in blocks(text)]


@given(st.binary(min_size=1, max_size=500), st.booleans())
def test_bytes_come_back_from_between_prose(data: bytes, backtick: bool) -> None:
    text = b"Dear all,\nbegin with this\n" + encoded(data, backtick=backtick) + b"end of list\n"
    assert contents(text) == [(b"list.csv", data)]


@given(st.binary(min_size=1, max_size=300))
def test_mailers_may_write_carriage_returns_and_strip_blanks(data: bytes) -> None:
    text = b"\r\n".join(line.rstrip(b" ") for line in encoded(data).split(b"\n"))
    assert contents(text) == [(b"list.csv", data)]


@given(st.lists(st.binary(min_size=1, max_size=100), max_size=4))
def test_the_blocks_of_a_text_lie_one_behind_the_other(files: list[bytes]) -> None:
    text = b"and\n".join(encoded(data) for data in files)
    assert [content for _, content in contents(text)] == files
    assert sum(block.length for block in blocks(text)) <= len(text)


def test_a_truncated_file_gives_its_lines_and_an_item_error() -> None:
    text = encoded(b"x" * 450)[:400]
    (block,) = blocks(text)
    taken: list[bytes] = []
    with pytest.raises(ItemError) as caught:
        taken.extend(decoded(text, block))
    assert caught.value.reason is Reason.TRUNCATED
    assert (b"x" * 450).startswith(b"".join(taken))
    assert len(b"".join(taken)) >= 225


def test_prose_that_begins_is_no_file() -> None:
    assert contents(b"begin 644 well, then end it\nbut never do it like that at all, please\nend\n") == []


@settings(max_examples=200)
@given(st.binary(max_size=300))
def test_hostile_lines_end_and_cost_no_more_than_the_text(raw: bytes) -> None:
    text = b"begin 644 x\n" + raw + b"\nbegin 644 y\n" + raw
    assert sum(block.length for block in blocks(text)) <= len(text)
    for block in blocks(text):
        try:
            list(decoded(text, block))
        except ItemError:
            continue


def test_carriage_returns_in_a_row_end_no_line_of_their_own() -> None:
    """As the fuzzer found it: the mail with such a text was lost with all its attachments."""
    first, data, *rest = encoded(b"9990000018").split(b"\n")
    assert contents(b"\n".join([first, data + b"\r\r\r", *rest])) == [(b"list.csv", b"9990000018")]
