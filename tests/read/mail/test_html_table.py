"""Tables of data in HTML bodies."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.batch import Shape
from leakassay.read.mail.html_table import batches, without_tables

DATA = "<table><tr><th>NHS No<th>Name</tr><tr><td>9990000018<td>Ann &amp; Co</tr><tr><td>9990000026<td>Bob</table>"


def test_rows_under_a_header_are_a_table_and_leave_the_text():
    rest, tables = without_tables(f"<p>before</p>{DATA}<p>after</p>")
    assert tables == [[["NHS No", "Name"], ["9990000018", "Ann & Co"], ["9990000026", "Bob"]]]
    assert "9990000018" not in rest
    assert rest.startswith("<p>before</p>")
    assert rest.endswith("<p>after</p>")
    (batch,) = batches(tables, "body 1")
    assert (batch.shape, batch.headers, batch.part) == (Shape.TABLE, ("NHS No", "Name"), "body 1 table 1")
    assert batch.data.to_pylist()[1] == {"c0": "9990000026", "c1": "Bob"}


@pytest.mark.parametrize(
    "changed",
    [
        DATA.replace("<td>Bob", ""), DATA.replace("<td>Bob", "<td colspan=2>"), DATA.replace("NHS No", "0207 946 0001"),
        DATA.replace("<tr><td>9990000026", "stray<tr><td>9990000026"), DATA.replace("Bob", "<table><tr><td>x</table>"),
        DATA.replace("<tr><td>9990000026<td>Bob", "<!-- hidden -->"), DATA.replace("</table>", ""),
        DATA.replace("tr>", "p>"),
    ],
)  # fmt: skip
def test_a_table_that_is_no_list_stays_with_the_text(changed):
    """Ragged, spanned, without headers, with words between cells, nested, of two rows, never closed."""
    assert without_tables(changed) == (changed, [])


def test_the_innermost_table_of_a_layout_is_told():
    rest, tables = without_tables(f"<table><tr><td>logo</td><td>{DATA}</td></tr></table>")
    assert len(tables) == 1
    assert "logo" in rest


@given(
    st.lists(st.sampled_from(["<table>", "</table>", "<tr>", "<td>", "<th>", "a", "</td>", "<", ">", "<!--", "x" * 70]))
)
def test_any_order_of_tags_loses_nothing(pieces):
    source = "".join(pieces)
    rest, tables = without_tables(source)
    held = rest + "".join(cell for table in tables for row in table for cell in row)
    assert held.count("a") >= source.replace("<table>", "").replace("</table>", "").count("a")


def test_a_page_of_nothing_but_beginnings_takes_time_in_proportion():
    for tag in ("<table>", "<table><tr>", "<td>", "<tr><td", "<table><tr><td>a"):
        without_tables(tag * 50_000)
