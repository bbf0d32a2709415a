"""Mark-up is told apart in one pass, whatever is not closed, and loses no character of text."""

from __future__ import annotations

import time
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.document.html_tokens import Kind, attributes, tokens


def test_tags_text_comments_and_raw_text_are_told_apart() -> None:
    found = list(tokens(['a<p class="x">b<!-- c > --><script>if (a<b) {}</script></P><![CDATA[d<e]]><?f?>']))
    assert found == [
        (Kind.TEXT, "", "a"), (Kind.OPEN, "p", ' class="x"'), (Kind.TEXT, "", "b"), (Kind.COMMENT, "", " c > "),
        (Kind.OPEN, "script", ""), (Kind.RAW, "script", "if (a<b) {}"), (Kind.CLOSE, "script", ""),
        (Kind.CLOSE, "p", ""), (Kind.TEXT, "cdata", "d<e"), (Kind.COMMENT, "declaration", "f"),
    ]  # fmt: skip


def test_a_sign_in_quotes_does_not_close_a_tag_and_a_quote_that_stays_open_means_nothing() -> None:
    assert next(tokens(['<a title="1 > 0">']))[2] == ' title="1 > 0"'
    assert [said for _, _, said in tokens(['<a b="c>text<i>more'])] == [' b="c', "text", "", "more"]


def test_attributes_in_all_their_quotes() -> None:
    assert list(attributes(""" A="1" b='2' c=3 d """)) == [("a", "1"), ("b", "2"), ("c", "3"), ("d", "")]


@pytest.mark.parametrize("unit", ["<a b='", "<!--", "<", '<a "', "</script", "<script>", "&", "<a '>'"])
def test_what_is_not_closed_takes_linear_time(unit: str) -> None:
    start = time.process_time()
    for _ in tokens([unit * 60_000]):
        pass
    assert time.process_time() - start < 5


@given(st.lists(st.text(alphabet="<>!-/=&; abT[]?", max_size=12), max_size=12))
def test_the_cut_of_pieces_changes_nothing(pieces: list[str]) -> None:
    def joined(parts: list[str]) -> str:
        groups = groupby(tokens(parts), lambda token: token[:2])
        return "|".join(f"{kind.value}{name}{''.join(token[2] for token in group)}" for (kind, name), group in groups)

    assert joined(pieces) == joined(["".join(pieces)])
