"""The two houses differ in everything that a system prints."""

import datetime as dt

import pytest

from leakassay.exercise.estate.house import (
    FIELDS,
    FORGER,
    OURS,
    PARTNER,
    PRACTICES,
    REAL_PRACTICES,
    House,
    house_from,
    practices_of,
)
from leakassay.reference import ods
from leakassay.reference.ods import Organisation


def test_each_house_prints_one_header_per_field():
    assert len(OURS.headers) == len(PARTNER.headers) == len(FIELDS) == len(set(OURS.headers))


def test_the_houses_share_no_header_host_or_client_code():
    assert not set(OURS.headers) & set(PARTNER.headers)
    assert OURS.host != PARTNER.host
    assert not {client.code for client in OURS.clients} & {client.code for client in PARTNER.clients}


def test_a_forger_knows_our_name_and_none_of_our_systems():
    assert FORGER.name == OURS.name
    assert len(FORGER.headers) == len(FIELDS)
    assert not set(FORGER.headers) & set(OURS.headers)
    assert (FORGER.host, FORGER.software) != (OURS.host, OURS.software)


def test_both_serve_the_same_practices():
    codes = {code for code, _ in PRACTICES}
    assert codes <= {client.ods_code for client in OURS.clients}
    assert codes <= {client.ods_code for client in PARTNER.clients}


def test_invented_practices_come_from_the_shipped_file():
    assert len(PRACTICES) == 20
    assert len(dict(PRACTICES)) == 20
    assert dict(PRACTICES) == practices_of(OURS) == practices_of(PARTNER)
    assert practices_of(FORGER) == {}


@pytest.mark.parametrize("base", [OURS, PARTNER])
def test_organisations_of_a_reference_file_take_the_place_of_invented_ones(base: House):
    real = ods.load_small()
    house = house_from(real, base)
    assert {client.ods_code for client in house.clients} <= set(real)
    assert all(real[client.ods_code].name == client.name for client in house.clients)
    assert len(practices_of(house)) == REAL_PRACTICES
    assert all(real[code].kind == "practice" for code in practices_of(house))
    codes = [client.code for client in house.clients]
    assert len(set(codes)) == len(codes)
    assert codes[0] == base.clients[0].code
    assert house.headers == base.headers


def test_one_hospital_stays_one_hospital():
    house = house_from(ods.load_small(), OURS)
    general = [client.ods_code for client in house.clients if client.code in {"EGH", "EGHAE"}]
    assert general[0] == general[1]


def test_a_file_without_organisations_changes_nothing():
    assert house_from({}, OURS) == OURS


def test_closed_organisations_are_no_clients():
    gone = {"Y00001": Organisation("Y00001", "GONE SURGERY", "practice", "", "", "", None, dt.date(2020, 1, 1))}
    assert house_from(gone, OURS) == OURS
