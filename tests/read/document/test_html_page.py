"""What a tag contributes to the text."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.batch import Batch, Property, Shape
from leakassay.read.document.flow import Flow
from leakassay.read.document.html_page import Page, words_of
from leakassay.read.document.html_tokens import tokens


def told(source: str, *, is_html: bool = True) -> tuple[str, list[list[str]], dict[str, str]]:
    flow = Flow()
    found = [*Page(flow, is_html=is_html).take(tokens([source])), *flow.close()]
    batches = [one for one in found if isinstance(one, Batch)]
    text = "\n".join(row["text"] for batch in batches if batch.shape is Shape.TEXT for row in batch.data.to_pylist())
    rows = [list(row.values()) for batch in batches if batch.shape is Shape.TABLE for row in batch.data.to_pylist()]
    return text, rows, {one.name: one.value for one in found if isinstance(one, Property)}


def test_inline_tags_do_not_tear_words_and_blocks_part_them() -> None:
    assert told("<p>NHS <b>num</b>ber:\n <i>999&nbsp;000</i><p>next<br>line")[0] == "NHS number: 999 000\nnext\nline"


def test_a_field_is_told_with_its_name() -> None:
    assert told('<input type=hidden name="nhs_number" value="9990000018">')[0] == "nhs_number: 9990000018"
    assert told('<div data-nhs="9990000018" class="x" style="a:b">')[0] == "nhs: 9990000018"
    assert "9990000018" in told('<div class="p9990000018">')[0]


def test_rows_without_end_tags_are_rows() -> None:
    row = "<tr><td>a<td colspan=2>b<td>c"
    assert told(f"<table>{row * 5}</table>")[1] == [["a", "b", "", "c"]] * 5


def test_meta_and_title_are_properties_and_text() -> None:
    text, _, said = told('<title>A &amp; B</title><meta name="Author" content="Dr X">')
    assert said == {"title": "A & B", "author": "Dr X"}
    assert text == "A & B\nAuthor: Dr X"


def test_mark_up_of_no_kind_parts_at_every_tag() -> None:
    assert told("<n>1</n><table>2</table>", is_html=False)[0] == "1\n2"


def test_lines_of_preformatted_text_stay() -> None:
    assert told("<pre>a  b\nc</pre>")[0] == "a  b\nc"


def test_a_text_in_an_address_is_unpacked_and_a_picture_is_not() -> None:
    text, _, _ = told(
        "<a href='data:text/plain;base64,TkhTIDk5OSAwMDAgMDAxOA=='>x</a><a href='data:text/csv,nhs%0A9990000026'>y</a>"
    )
    assert "NHS 999 000 0018" in text
    assert "nhs\n9990000026" in text
    assert "PNG" not in told("<img src='data:image/png;base64,UE5HUE5H'>")[0]


@given(st.text(max_size=60))
def test_any_address_has_words(said: str) -> None:
    assert isinstance(words_of(f"data:text/plain;base64,{said}"), str)
    assert isinstance(words_of(f"data:text/plain{said}"), str)
