"""A figure is one number under one id."""

import pytest

from leakassay.model.errors import TerminalError
from leakassay.model.tables.figure import FIGURE
from leakassay.report.figures import Figure, FigureBook, slug


def _figure(value: str = "7") -> Figure:
    return Figure("a.b", "label", value, "report/outcome", "item", "")


def test_a_figure_is_printed_as_a_link_to_its_row() -> None:
    assert FigureBook().add(_figure()) == '<a class="n" href="#fig-a.b">7</a>'


def test_the_same_figure_may_stand_twice_and_is_one_row() -> None:
    book = FigureBook()
    assert book.add(_figure()) == book.add(_figure())
    assert book.table().num_rows == 1


def test_an_id_with_two_values_is_refused() -> None:
    book = FigureBook()
    book.add(_figure())
    with pytest.raises(TerminalError, match="two values"):
        book.add(_figure("8"))


def test_the_table_has_the_declared_schema() -> None:
    assert FigureBook().table().schema == FIGURE.schema


def test_a_hostile_code_is_no_markup_in_an_id() -> None:
    assert slug('X"><script>') == "X_script_"
    assert "<script>" not in FigureBook().add(_figure("<script>"))


def test_two_codes_that_look_alike_without_odd_characters_get_two_ids() -> None:
    book = FigureBook()
    ids = [book.identify(place) for place in ("a.<b>", "a.{b}", "a.<b>")]
    assert ids[0] == ids[2] != ids[1]
