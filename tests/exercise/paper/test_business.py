"""Business papers name nobody but members of staff."""

import csv
import io
import re

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


def test_300_contracts_are_300_texts_with_running_clauses():
    clients = business.customers(OURS, 300)
    texts = [business.contract("x.txt", OURS, client).data.decode() for client in clients]
    assert len(set(texts)) == 300
    assert len({text.count("\n") for text in texts}) > 3
    for client, text in zip(clients, texts, strict=True):
        numbers = [int(found) for found in re.findall(r"^(\d+)\. ", text, re.MULTILINE)]
        assert numbers == list(range(1, len(numbers) + 1))
        assert client.name in text
        assert "()" not in text


def test_customers_begin_with_the_clients_of_the_house_and_have_codes_of_their_own():
    clients = business.customers(PARTNER, 300)
    assert clients[0].ods_code == PARTNER.clients[0].ods_code
    assert len({client.code for client in clients}) == len({client.name for client in clients}) == 300
    assert all(re.fullmatch(r"10\d{8}", client.code) for client in clients)


def test_more_customers_than_can_be_invented_are_refused():
    with pytest.raises(ValueError, match="can be invented"):
        business.customers(OURS, 5_000)


@pytest.mark.parametrize("number", range(0, 40, 7))
def test_orders_and_minutes_have_no_records_and_vary(number: int):
    order, paper = business.purchase_order("o.txt", OURS, number), business.minutes("m.txt", OURS, number)
    assert order.records is None
    assert paper.records is None
    assert re.match(r"PURCHASE ORDER 45\d{8}\n", order.data.decode())
    assert order.data != business.purchase_order("o.txt", OURS, number + 1).data
    assert paper.data != business.minutes("m.txt", OURS, number + 1).data


def test_a_rota_puts_members_of_staff_on_every_bench_and_day():
    document = business.rota("r.txt", OURS, ["A. Example", "B. O'Test"], 23)
    lines = [line.split("\t") for line in document.data.decode("cp1252").splitlines()]
    assert {len(line) for line in lines} == {8}
    assert {cell for line in lines[1:] for cell in line[1:]} == {"A. Example", "B. O'Test"}
    assert document.records is None


def test_an_empty_file_is_expected_to_be_called_empty():
    document = business.empty("x.txt")
    assert (document.data, document.outcome) == (b"", "empty")
