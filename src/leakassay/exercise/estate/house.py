"""The two invented laboratories: what their systems, hosts, clients, headers and specimen numbers look like."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources

from leakassay.reference.ods import Organisation


@dataclass(frozen=True)
class Client:
    """An organisation that sends specimens: the controller of what it ordered.

    Attributes: its code in the laboratory's client table, its ODS code, its printed name, whether it is a GP practice.
    """

    code: str
    ods_code: str
    name: str
    practice: bool = False


@dataclass(frozen=True)
class House:
    """One laboratory as its own systems show it.

    Attributes:
        specimen_prefix: letters before year and serial (NB2400000123); empty for year, letter, serial (24L000123).
        partner_codes: whether the second set of test codes and printed names is used.
        guessed_codes: whether test codes are made from printed names, as a forger does.
        headers: names of the columns of its result extract, in the order of `FIELDS`.
        day_first: dates print as 31/12/2023, not 2023-12-31.
        title_case: names print as O'Brien, not O'BRIEN.
    """

    name: str
    ods_code: str
    host: str
    email_domain: str
    software: str
    specimen_prefix: str
    partner_codes: bool
    table: str
    headers: tuple[str, ...]
    day_first: bool
    title_case: bool
    clients: tuple[Client, ...]
    guessed_codes: bool = False


FIELDS = (
    "specimen_id", "nhs_number", "surname", "forename", "date_of_birth", "sex", "address", "postcode", "gp_practice",
    "hospital_number", "test_code", "test_name", "value", "unit", "range_low", "range_high", "value_flag",
    "collected_at", "received_at", "reported_at", "client_code", "requester_code",
)  # fmt: skip
"""Our names of the columns of a result extract; a house prints its own header for each."""


def _listed(name: str) -> list[dict[str, str]]:
    text = resources.files("leakassay.exercise").joinpath(f"data/{name}").read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


def _hospitals(house: str) -> tuple[Client, ...]:
    return tuple(
        Client(row["code"], row["ods_code"], row["name"]) for row in _listed("hospitals.csv") if row["house"] == house
    )


PRACTICES = tuple((row["code"], row["name"]) for row in _listed("practices.csv"))
"""Invented GP practices: ODS-like code and name, from `data/practices.csv`."""

OURS = House(
    name="Example Pathology", ods_code="X99", host="EXPATH-FS01", email_domain="example-pathology.test",
    software="ExampleLIMS", specimen_prefix="", partner_codes=False, table="RESULT",
    headers=(
        "LABNO", "NHSNO", "SURNAME", "FORENAME", "DOB", "SEX", "ADDRESS", "POSTCODE", "GPCODE", "HOSPNO", "TESTCODE",
        "TESTNAME", "RESULT", "UNIT", "REFLOW", "REFHIGH", "FLAG", "COLLECTED", "RECEIVED", "REPORTED", "CLIENT",
        "REQUESTER",
    ),
    day_first=True,
    title_case=False,
    clients=(
        *_hospitals("ours"),
        *(Client(f"GP{number:02d}", code, name, practice=True) for number, (code, name) in enumerate(PRACTICES, 1)),
    ),
)  # fmt: skip
"""The organisation that rehearses: a processor for three trusts and twenty practices."""

PARTNER = House(
    name="Northbank Diagnostics", ods_code="X88", host="NBDX-APP7", email_domain="northbank-diagnostics.test",
    software="AssayTrack", specimen_prefix="NB", partner_codes=True, table="accession_result",
    headers=(
        "accession_id", "nhs_number", "family_name", "given_name", "birth_date", "gender", "home_address",
        "post_code", "registered_practice", "mrn", "assay_code", "assay_name", "observed_value", "units",
        "lower_limit", "upper_limit", "abnormal", "drawn_at", "booked_in_at", "released_at", "account",
        "ordering_clinician",
    ),
    day_first=False,
    title_case=True,
    clients=(
        *_hospitals("partner"),
        *(Client(f"A-2{number:03d}", code, name, practice=True) for number, (code, name) in enumerate(PRACTICES, 1)),
    ),
)  # fmt: skip
"""Another laboratory that treats some of the same people with other systems, codes and hosts."""

FORGER = House(
    name="Example Pathology", ods_code="X99", host="SERVER01", email_domain="example-pathology.test",
    software="LabSystem", specimen_prefix="LAB", partner_codes=False, table="results",
    headers=(
        "sample_id", "nhs_no", "last_name", "first_name", "dob", "sex_code", "street", "zip", "doctor_practice",
        "patient_id", "test_id", "test", "result_value", "result_unit", "min", "max", "result_flag", "sample_date",
        "arrival_date", "report_date", "hospital", "doctor",
    ),
    day_first=True,
    title_case=True,
    clients=_hospitals("forger"),
    guessed_codes=True,
)  # fmt: skip
"""What somebody invents who knows our name from the newspaper and never saw our systems."""

REAL_PRACTICES, REAL_TRUSTS = 40, 3
"""Organisations of a reference file that become clients: enough for every format, few enough for a readable profile."""


def house_from(ods: Mapping[str, Organisation], base: House) -> House:
    """Returns the house with clients of a reference file in place of the invented ones.

    Args:
        ods: organisations by code, as `reference.ods` loads them. Practices and trusts that are open are taken in order
            of code; where the file has none of a kind, the invented ones stay.
        base: gives everything else, and the way its client codes look.
    """
    practices, trusts = _open(ods, "practice")[:REAL_PRACTICES], _open(ods, "trust")[:REAL_TRUSTS]
    hospitals = [client for client in base.clients if not client.practice]
    surgeries = [client for client in base.clients if client.practice]
    if trusts:
        codes = list(dict.fromkeys(client.ods_code for client in hospitals))
        chosen = {code: trusts[number % len(trusts)] for number, code in enumerate(codes)}
        hospitals = [
            replace(one, ods_code=chosen[one.ods_code].code, name=chosen[one.ods_code].name) for one in hospitals
        ]
    if practices and surgeries:
        stem = surgeries[0].code[:-2]
        surgeries = [
            Client(f"{stem}{number:02d}", one.code, one.name, practice=True)
            for number, one in enumerate(practices, start=1)
        ]
    return replace(base, clients=(*hospitals, *surgeries))


def practices_of(house: House) -> dict[str, str]:
    """Returns code and name of the GP practices among the clients of a house: where its people are registered."""
    return {client.ods_code: client.name for client in house.clients if client.practice}


def _open(ods: Mapping[str, Organisation], kind: str) -> list[Organisation]:
    found = (ods[code] for code in sorted(ods))
    return [one for one in found if one.kind == kind and one.close is None]
