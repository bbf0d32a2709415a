"""Shares of shapes over the distinct values of a column."""

from __future__ import annotations

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect.table.shape import measure


@pytest.mark.parametrize(
    ("shape", "values"),
    [
        ("date", ["01/02/1970", "1970-02-01", "19700201", "1 Feb 1970"]),
        ("datetime", ["01/02/1970 09:15", "1970-02-01T09:15:00Z", "20230201091500"]),
        ("postcode", ["SE1 9RT", "sw1a1aa", "ZZ99 3VZ"]),
        ("email", ["a.b@example.test"]),
        ("telephone", ["020 7946 0123", "+44 7700 900123"]),
        ("unit", ["mmol/L", "g/L", "10*9/L", "%", "copies/mL", "mU/L"]),
        ("clinician", ["C3456789"]),
        ("range", ["3.5 - 5.3", "10-20"]),
        ("word", ["O'Hara", "Ünal", "Smith-Jones"]),
        ("full_name", ["SMITH, John", "Mr John Smith", "Ann Vries Jones"]),
        ("prose", ["one two three four five six"]),
    ],
)
def test_values_have_their_shape(shape, values, kit):
    assert measure(pa.array(values), kit).share(shape) == 1.0


def test_numbers_are_counted_by_their_distinct_values(kit):
    shape = measure(pa.array(["9990000018", "999 000 0018", "9990000018", "9990000019", "", None]), kit)
    assert (shape.values, shape.distinct, shape.ten, shape.nhs) == (4, 3, 3, 2)
    assert shape.repeats == pytest.approx(4 / 3)


def test_an_empty_column_has_no_shape(kit):
    shape = measure(pa.array(["", "  ", None]), kit)
    assert (shape.values, shape.share("date"), shape.repeats) == (0, 0.0, 0.0)


@given(st.lists(st.text(max_size=200), min_size=1, max_size=20))
def test_any_column_has_shares_between_nought_and_one(kit, values):
    shape = measure(pa.array(values, pa.string()), kit)
    assert all(0 <= share <= 1 for share in shape.shares.values())
