"""Windows are small, cut at natural places and lose nothing but white space."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Shape
from leakassay.read.text_windows import text_batches, windows


def test_a_letter_stays_in_one_window() -> None:
    assert list(windows("Dear Dr Rees\n\nRe: NHS 999 000 0018\n\nHb 130\n")) == [
        "Dear Dr Rees\n\nRe: NHS 999 000 0018\n\nHb 130\n"
    ]


def test_long_texts_are_cut_at_blank_lines_first() -> None:
    text = ("word " * 100 + "\n\n") * 20
    assert all(piece.endswith("\n\n") for piece in windows(text, 1200))


@settings(deadline=None)
@given(st.text(max_size=500), st.integers(2, 50))
def test_windows_join_to_the_text_but_for_white_space(text: str, limit: int) -> None:
    pieces = list(windows(text, limit))
    assert "".join("".join(pieces).split()) == "".join(text.split())
    assert all(len(piece) <= limit for piece in pieces)


def test_rows_are_numbered_across_batches() -> None:
    batches = list(text_batches((f"row {n}" for n in range(5000)), part="p", first_row=10))
    assert [batch.first_row for batch in batches] == [10, 4106]
    assert {(batch.shape, batch.part) for batch in batches} == {(Shape.TEXT, "p")}
