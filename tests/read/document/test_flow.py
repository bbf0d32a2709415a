"""Paragraphs are joined, tables are rows, and nothing that does not balance does harm."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.batch import Batch, Shape
from leakassay.read.document.flow import HELD_CHARACTERS, MAX_NESTED, Flow, clean


def told(flow: Flow) -> tuple[str, list[list[str]]]:
    batches = list(flow.close())
    text = "\n".join(row["text"] for batch in batches if batch.shape is Shape.TEXT for row in batch.data.to_pylist())
    rows = [list(row.values()) for batch in batches if batch.shape is Shape.TABLE for row in batch.data.to_pylist()]
    return text, rows


def fill(flow: Flow, rows: list[list[str]]) -> None:
    flow.open_table()
    for row in rows:
        flow.open_row()
        for cell in row:
            flow.open_cell()
            flow.word(cell)
        flow.close_row()
    flow.close_table()


def test_a_list_gives_rows_and_no_text() -> None:
    flow = Flow()
    rows = [["NHS No", "Name", "Result"], *([str(number), "a", "b"] for number in range(9))]
    fill(flow, rows)
    assert told(flow) == ("", rows)


def test_a_form_of_two_columns_gives_lines_too_for_a_label_stands_beside_its_value() -> None:
    flow = Flow()
    fill(flow, [["NHS number", "999 000 0018"], ["Name", "Ann"]])
    assert told(flow) == ("NHS number\t999 000 0018\nName\tAnn", [["NHS number", "999 000 0018"], ["Name", "Ann"]])


def test_a_single_row_is_text() -> None:
    flow = Flow()
    fill(flow, [["a", "b"]])
    assert told(flow) == ("a\tb", [])


def test_a_box_inside_a_paragraph_does_not_tear_its_words() -> None:
    flow = Flow()
    flow.open_paragraph()
    flow.word("NHS ")
    flow.open_paragraph()
    flow.word("box")
    flow.close_paragraph()
    flow.word("number")
    flow.close_paragraph()
    assert told(flow)[0] == "box\nNHS number"


def test_tables_too_deep_and_words_too_long_are_kept() -> None:
    flow = Flow()
    for _ in range(3 * MAX_NESTED):
        flow.open_table()
        flow.open_row()
        flow.open_cell()
    flow.word("needle")
    for _ in range(HELD_CHARACTERS // 1000 + 2):
        flow.word("x" * 1000)
    assert "needle" in told(flow)[0]


def test_a_long_table_goes_out_in_pieces_whose_rows_are_numbered_on() -> None:
    flow = Flow()
    fill(flow, [["x" * 50] * 100 for _ in range(5000)])
    tables = [batch for batch in flow.close() if batch.shape is Shape.TABLE]
    assert len(tables) > 1
    assert sum(batch.data.num_rows for batch in tables) == 5000
    assert [batch.first_row for batch in tables[:2]] == [0, tables[0].data.num_rows]


def test_halves_of_a_character_are_joined() -> None:
    assert clean("\ud83d\ude00 \ud83d") == "😀 �"


_ACTS = ["open_paragraph", "close_paragraph", "end_line", "open_table", "open_row", "open_cell", "close_cell",
         "close_row", "close_table"]  # fmt: skip


@given(st.lists(st.sampled_from([*_ACTS, "word"]), max_size=40))
def test_no_order_of_acts_loses_a_word(acts: list[str]) -> None:
    flow = Flow()
    words = []
    for number, act in enumerate(acts):
        if act == "word":
            words.append(f"w{number}e")
            flow.word(words[-1])
        else:
            getattr(flow, act)()
    batches: list[Batch] = list(flow.close())
    said = "\n".join(str(batch.data.to_pylist()) for batch in batches)
    assert all(word in said for word in words)
