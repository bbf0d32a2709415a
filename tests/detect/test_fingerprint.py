"""A copy of a table is known again however it was laid out."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect import fingerprint


def test_equal_strings_have_equal_hashes_wherever_they_stand():
    whole = pa.array(["", "a", "SMITH", "SMITHSONIAN INSTITUTE", "a", "Ünal"])
    hashes = fingerprint.hash_strings(whole)
    assert hashes[1] == hashes[4]
    assert len(set(hashes.tolist())) == 5
    assert (fingerprint.hash_strings(whole.slice(2, 2)) == hashes[2:4]).all()


@given(st.lists(st.text(max_size=15), min_size=1, max_size=20))
def test_short_strings_collide_only_when_equal(values):
    hashes = fingerprint.hash_strings(pa.array(values, pa.string())).tolist()
    short = [(value, one) for value, one in zip(values, hashes, strict=True) if len(value.encode()) <= 16]
    assert len({value for value, _ in short}) == len({one for _, one in short})


def people(numbers, order):
    rows = []
    for place in range(600):
        born = f"{place % 28 + 1:02d}/{place % 12 + 1:02d}/19{place % 60 + 30}"
        rows.append(
            {
                "NHSNO": numbers[place % 200],
                "SURNAME": "SMITH",
                "DOB": born,
                "TESTCODE": f"T{place % 40}",
                "TESTNAME": "Sodium",
                "COLLECTED": f"{place % 28 + 1:02d}/03/2023 0{place % 9}:15",
            }
        )
    return order, [[row[name] for name in order] for row in rows]


def hashes(found, kind):
    return {(row["band"], row["hash"]) for row in found["fingerprint"].to_pylist() if row["kind"] == kind}


def test_a_table_in_another_column_order_has_the_same_rows_and_another_order(assay, table, numbers):
    order = ["NHSNO", "SURNAME", "DOB", "TESTCODE", "TESTNAME", "COLLECTED"]
    first = assay(table(*people(numbers, order)))
    second = assay(table(*people(numbers, order[::-1])))
    assert hashes(first, "rows") == hashes(second, "rows") != set()
    assert {one for band, one in hashes(first, "schema") if band == 0} == {
        one for band, one in hashes(second, "schema") if band == 0
    }
    assert hashes(first, "schema") != hashes(second, "schema")


def test_the_sample_does_not_depend_on_where_units_are_cut():
    rng = np.random.default_rng(5)
    values = rng.integers(0, 1 << 63, 200_000, dtype=np.int64).astype(np.uint64)
    whole, parts = fingerprint.RowSketch(), [fingerprint.RowSketch(), fingerprint.RowSketch()]
    whole.add(fingerprint.mixed(values))
    parts[0].add(fingerprint.mixed(values[:77_777]))
    parts[1].add(fingerprint.mixed(values[77_777:]))

    def sample(sketch):
        return {row["hash"] for row in sketch.rows("") if row["band"] == -1}

    assert sample(whole) == sample(parts[0]) | sample(parts[1])
    assert 500 < len(sample(whole)) < 1_100


def test_fewer_than_two_headers_are_no_schema():
    assert fingerprint.of_headers(["", "NHSNO", ""], "") == []
