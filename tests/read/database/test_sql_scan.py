"""The stream: text arrives in any pieces and gives the same."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Batch, Gap, Shape
from leakassay.model.outcomes import Reason
from leakassay.read.database.sql_scan import Place, Scan
from leakassay.read.database.sql_values import ESCAPED

TEXT = (
    "-- MySQL dump of O'Brien\nCREATE TABLE t (id int, who text);\nINSERT INTO t VALUES (1,'a''b'),\n(2,'c;d\\'');\n"
    "COPY u (x, y) FROM stdin;\n1\t\\N\n2\ta\\tb\n\\.\nUPDATE t SET who = 'z';\n"
)


def said(pieces: list[str]) -> list[tuple[str, ...]]:
    scan = Scan(ESCAPED, Place())
    readings = [reading for piece in pieces for reading in scan.feed(piece)] + list(scan.finish(is_last=True))
    return [
        (batch.table_name, *batch.headers, *row.values())
        for batch in readings
        if isinstance(batch, Batch) and batch.shape is Shape.TABLE
        for row in batch.data.to_pylist()
    ]


def test_rows_know_their_columns() -> None:
    assert said([TEXT]) == [
        ("t", "id", "who", "1", "a'b"), ("t", "id", "who", "2", "c;d'"), ("u", "x", "y", "1", ""),
        ("u", "x", "y", "2", "a\tb"),
    ]  # fmt: skip


@given(st.lists(st.integers(0, len(TEXT)), max_size=8))
@settings(deadline=None)
def test_pieces_of_any_size_give_the_same(places: list[int]) -> None:
    borders = [0, *sorted(places), len(TEXT)]
    assert said([TEXT[a:b] for a, b in pairwise(borders)]) == said([TEXT])


def test_a_row_of_another_width_is_a_doubt_where_no_columns_are_known() -> None:
    """Found by mutation: a lost quote made two values one, and the row was read under no heading at all."""
    whole = "INSERT INTO t VALUES ('1','2','3'),('4','5','6');\n"
    for text, is_doubted in ((whole, False), (whole.replace("','5", " 5"), True)):
        scan = Scan(ESCAPED, Place())
        found = [*scan.feed(text), *scan.finish(is_last=True)]
        assert (Gap(Reason.RAGGED_ROWS, part="t") in found) == is_doubted
