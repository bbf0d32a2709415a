"""Business papers name nobody."""

import csv
import io

import pytest

from leakassay.exercise.estate.house import OURS, PARTNER, House
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper import business


@pytest.mark.parametrize("house", [OURS, PARTNER])
def test_a_price_list_prices_every_test_and_has_no_records(house: House):
    document = business.price_list("x.csv", house)
    rows = list(csv.DictReader(io.StringIO(document.data.decode())))
    assert len(rows) == len(menu())
    assert all(float(row["Price GBP"]) > 0 for row in rows)
    assert document.records is None


def test_a_contract_names_the_house_and_its_host():
    text = business.contract("x.txt", OURS).data.decode()
    assert OURS.name in text
    assert OURS.host in text


def test_an_empty_file_is_expected_to_be_called_empty():
    document = business.empty("x.txt")
    assert (document.data, document.outcome) == (b"", "empty")
