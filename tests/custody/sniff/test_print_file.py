"""Lists in fixed columns are told by underlined headings or by numbers one below the other; forms and prose are not."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.sniff.print_file import SCORE, fixed_columns
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper import fixed_width, print_file
from read.estate import rows

NUMBERS = ("9990000018", "9990000026", "9990000034")


def score(raw: bytes, size: int | None = None, tail: bytes | None = None) -> int:
    return fixed_columns(raw, raw if tail is None else tail, "", len(raw) if size is None else size)


def listed(numbers: tuple[str, ...], between: str = "") -> bytes:
    return "\n".join(
        f"{place:<8}{number}  TESTER    5.1 mmol/L\n{between}" for place, number in enumerate(numbers)
    ).encode()


def test_lists_that_the_rehearsal_prints_are_told() -> None:
    assert score(fixed_width.print_file("x", rows(40), OURS).data[:65536]) == SCORE
    assert score(print_file.print_file("x", rows(40), OURS).data[:65536]) == SCORE


def test_printed_reports_are_a_form_not_a_list() -> None:
    """Their labels say what each value is; text detection finds the people."""
    assert score(fixed_width.printed_reports("x", rows(40), OURS).data[:65536]) == 0


def test_numbers_one_below_the_other_are_a_column() -> None:
    assert score(listed(NUMBERS)) == SCORE
    assert score(listed(tuple(f"{one[:3]} {one[3:6]} {one[6:]}" for one in NUMBERS))) == SCORE


def test_a_cover_page_does_not_hide_the_list() -> None:
    cover = b"RESULTS OF THE MONTH\n" * 3000
    assert score(cover, size=10**6, tail=listed(NUMBERS)) == SCORE


@pytest.mark.parametrize(
    "raw",
    [
        listed(NUMBERS, between="Name: TESTER\n"),  # a form, repeated
        listed(NUMBERS[:2]),
        listed((NUMBERS[0],) * 5),  # one order number in every line
        listed(("1234567890", "1234567891", *NUMBERS, "1234567893", "1234567894")),  # most fail the check
        b"Name : TESTER    Born : 1980     Sex : F      Ward : A\n" + b"-" * 60 + b"\n",
        b"Minutes of the meeting\n----------------------\nAll well.\n",
        b"",
        bytes(range(256)) * 4,
    ],
)
def test_other_texts_are_no_list(raw: bytes) -> None:
    assert score(raw) == 0


@given(st.text(max_size=400))
@settings(deadline=None)
def test_any_text_has_a_score(text: str) -> None:
    assert score(text.encode("utf-8", "replace")) in {0, SCORE}
