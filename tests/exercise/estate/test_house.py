"""The two houses differ in everything that a system prints."""

from leakassay.exercise.estate.house import FIELDS, FORGER, OURS, PARTNER, PRACTICES


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
