"""Rows meet once each, counted by hand."""

from collections import Counter

import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.scoring.meet import distinct, filled, meet, total

_ROWS = st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), max_size=12)


def _table(rows: list[tuple[int, int]]) -> pa.Table:
    columns = [pa.array([row[n] for row in rows], pa.int32()) for n in (0, 1)]
    return pa.table(columns, names=["place", "v"])


@given(_ROWS, _ROWS)
def test_each_found_row_answers_one_planted_row(found: list[tuple[int, int]], planted: list[tuple[int, int]]):
    both = meet(_table(found), _table(planted), ["place", "v"])
    assert total(both, "met") == (Counter(found) & Counter(planted)).total()
    assert (total(both, "found"), total(both, "planted")) == (len(found), len(planted))
    assert both.num_rows == len({*found, *planted})


def test_distinct_and_filled_rows():
    rows = _table([(1, 0), (1, 2), (1, 2)])
    assert distinct(rows, ["place", "v"]).num_rows == 2
    assert filled(rows, "v").num_rows == 2
    assert total(rows.slice(0, 0), "v") == 0
