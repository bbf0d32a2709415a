"""A function costs once per distinct value."""

from __future__ import annotations

import itertools

import pyarrow as pa

from leakassay.detect.canon import lookup
from leakassay.detect.canon.lookup import Lookup, blank_to_null, buffers, encode


def test_each_distinct_value_is_asked_once():
    asked = []
    upper = Lookup(lambda text: asked.append(text) or text.upper(), pa.string())
    column = encode(pa.array(["a", "b", "a", "a"]))
    assert upper.map(column).to_pylist() == ["A", "B", "A", "A"]
    upper.map(column)
    assert asked == ["a", "b"]


def test_the_memory_of_a_lookup_is_bounded(monkeypatch):
    monkeypatch.setattr(lookup, "MAX_REMEMBERED", 10)
    length = Lookup(len, pa.int64())
    assert length.distinct([str(number) for number in range(50)]).to_pylist() == [
        len(str(number)) for number in range(50)
    ]


def test_blanks_become_nulls_and_a_full_column_is_left_alone():
    full = pa.array(["a", "b"])
    assert blank_to_null(full) is full
    assert blank_to_null(pa.array(["a", ""])).to_pylist() == ["a", None]


def test_buffers_of_a_slice_are_those_of_its_rows():
    data, offsets = buffers(pa.array(["ab", "cde", "f"]).slice(1, 2))
    assert [bytes(data[a:b]) for a, b in itertools.pairwise(offsets)] == [b"cde", b"f"]
    assert len(buffers(pa.array([], pa.string()))[1]) == 1
