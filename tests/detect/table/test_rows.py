"""One batch under roles."""

from __future__ import annotations

import pyarrow as pa

from leakassay.detect.canon import number
from leakassay.detect.table.role import OTHER, Role
from leakassay.detect.table.rows import TableFrame, TableRows, plain_strings, right


def test_the_surest_column_of_a_kind_speaks(kit):
    frame = TableFrame((Role("surname", 0.5, ""), Role("surname", 0.9, ""), OTHER), kit, "")
    rows = TableRows(frame, [pa.array(["A"]), pa.array(["B"]), pa.array(["C"])], 5)
    assert frame.places("surname") == [1, 0]
    assert rows.printed("surname").to_pylist() == ["B"]
    assert rows.printed("postcode") is None
    assert rows.numbers.to_pylist() == [5]


def test_strings_of_any_make_become_plain_ones():
    assert plain_strings(pa.array(["a", None], pa.large_string())).to_pylist() == ["a", ""]
    assert plain_strings(pa.array([1, None])).to_pylist() == ["1", ""]
    assert plain_strings(pa.array(["a", "b"]).dictionary_encode()).to_pylist() == ["a", "b"]


def test_only_a_label_vouches_for_a_range_that_nobody_issues():
    checked = number.check(pa.array(["5900056597", "9990000018"]))
    assert right(checked, "nhs_number", labelled=True).tolist() == [True, True]
    assert right(checked, "nhs_number", labelled=False).tolist() == [False, True]
