"""A billing extract names no person, only specimens."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import IDENTITY, Estate, records
from leakassay.exercise.paper.billing import HEADER, billing, price


def test_every_test_is_billed_by_specimen_number_and_nobody_is_named(estate: Estate):
    rows = records(estate, 0, 60)
    document = billing("x.csv", rows, OURS)
    _, header, *lines = csv.reader(io.StringIO(document.data.decode(), newline=""))
    assert tuple(header) == HEADER
    assert [line[1] for line in lines] == rows["specimen_id"].to_pylist()
    assert [line[3] for line in lines] == rows["test_code"].to_pylist()
    assert (document.shows, document.has_events) == (frozenset(), True)
    cells = {cell for line in lines for cell in line}
    assert not cells & {value for name in IDENTITY for value in rows[name].to_pylist() if value}


def test_a_bill_says_neither_the_name_nor_the_outcome_of_a_test(estate: Estate):
    found = billing("x.csv", records(estate, 0, 60), OURS).records
    assert found is not None
    assert set(found["test_name"].to_pylist()) == {""}
    assert set(found["status"].to_pylist()) == {"requested"}
    assert set(found["collected_at"].to_pylist()) == {""}


@given(st.text(max_size=8))
def test_a_price_is_an_amount_in_pounds_and_pence(code: str):
    assert 2.5 <= float(price(code)) < 93
    assert price(code) == price(code)
