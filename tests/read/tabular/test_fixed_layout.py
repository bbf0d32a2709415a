"""Where the columns of a printed list lie."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.read.tabular.fixed_layout import Layout, by_blanks, by_ruler, has_number, reads_as_heading

LINES = [
    "9990000018  SMITH         01/02/1950  NEGATIVE",
    "9990000026  MC DONALD     02/02/1950  POSITIVE",
    "9990000034  JONES                     NEGATIVE",
]


def test_a_ruler_shows_the_columns() -> None:
    layout = by_ruler("NHS NO       NAME     S", "============ ======== =")
    assert layout.headers == ("NHS NO", "NAME", "S")
    assert layout.row("999 000 0018 SMITH, A F") == ["999 000 0018", "SMITH, A", "F"]
    assert layout.row("9990000018   MACDONALDSON F") is None


def test_blanks_that_all_lines_share_part_columns_and_a_name_of_two_words_does_not() -> None:
    layout = by_blanks(LINES, "NHS NO      NAME          BORN        RESULT")
    assert layout is not None
    assert layout.headers == ("NHS NO", "NAME", "BORN", "RESULT")
    assert [layout.row(line) for line in LINES][1] == ["9990000026", "MC DONALD", "02/02/1950", "POSITIVE"]


def test_a_heading_over_the_blanks_before_its_values_is_theirs() -> None:
    ages = (("9990000018", " 5"), ("9990000026", "50"), ("9990000034", "51"))
    lines = [f"{number}  SMITH        {age}" for number, age in ages]
    layout = by_blanks(lines, "NHS NO      NAME    AGE")
    assert layout is not None
    assert layout.headers == ("NHS NO", "NAME", "AGE")


def test_prose_is_no_list() -> None:
    assert (
        by_blanks(["Dear Dr Jones, thank you for", "seeing this lady with a cough", "of three weeks, she is well."])
        is None
    )
    assert by_blanks(LINES[:2]) is None


def test_two_lines_that_became_one_do_not_fit() -> None:
    layout = by_blanks(LINES)
    assert layout is not None
    assert layout.row(LINES[0] + LINES[1]) is None
    assert layout.row(LINES[0] + " " + LINES[1]) is None
    assert layout.row("9990000018") is None


def test_columns_that_the_heading_parts_stay_apart_where_some_values_are_damaged() -> None:
    """Found by mutation: two strays in one blank made number and name one column, and nobody was found in it."""
    rows = [f"99900000{at:02}  SURNAME{at:02}   01/02/1950" for at in range(20)]
    damaged = [row[:10] + "?" + row[11:] if at in (3, 9, 12) else row for at, row in enumerate(rows)]
    layout = by_blanks(damaged, "NHS NO      SURNAME     BORN")
    assert layout is not None
    assert layout.headers == ("NHS NO", "SURNAME", "BORN")
    assert [layout.row(row) is None for row in damaged] == [False] * 20
    assert layout.row(rows[0][:11] + "x" + rows[0][12:]) is None


def test_a_number_with_another_column_in_its_cell_does_not_fit() -> None:
    layout = Layout(("NHS NO  SURNAME", "BORN", "WARD"), (0, 24, 36))
    assert layout.row("9990000018  SMITH       01/02/1950  W1") is None
    assert layout.row("UNKNOWN     SMITH       01/02/1950  W1") is not None


def test_headings_have_no_digits_and_numbers_have_ten() -> None:
    assert reads_as_heading("NHS NO   NAME    BORN")
    assert not reads_as_heading("Name: A    Ward: B    Date: C")
    assert not reads_as_heading("NHS NO   NAME    1950")
    assert has_number("x 999 000 0018 y")
    assert not has_number("12345678901")


@given(st.lists(st.text(max_size=60), max_size=12), st.text(max_size=60), st.text(max_size=60))
def test_any_lines_have_a_layout_or_none(lines: list[str], heading: str, line: str) -> None:
    layout = by_blanks(lines, heading)
    if layout is not None:
        cells = layout.row(line)
        assert len(layout.headers) == len(layout.starts)
        assert cells is None or len(cells) == len(layout.starts)
