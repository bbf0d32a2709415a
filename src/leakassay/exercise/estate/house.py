"""The two invented laboratories: what their systems, hosts, clients, headers and specimen numbers look like."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Client:
    """An organisation that sends specimens: the controller of what it ordered.

    Attributes: its code in the laboratory's client table, its ODS code and its printed name.
    """

    code: str
    ods_code: str
    name: str


@dataclass(frozen=True)
class House:
    """One laboratory as its own systems show it.

    Attributes:
        specimen_prefix: letters before year and serial (NB2400000123); empty for year, letter, serial (24L000123).
        partner_codes: whether the second set of test codes and printed names is used.
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


FIELDS = (
    "specimen_id", "nhs_number", "surname", "forename", "date_of_birth", "sex", "address", "postcode", "gp_practice",
    "hospital_number", "test_code", "test_name", "value", "unit", "range_low", "range_high", "value_flag",
    "collected_at", "received_at", "reported_at", "client_code", "requester_code",
)  # fmt: skip
"""Our names of the columns of a result extract; a house prints its own header for each."""

PRACTICES = tuple(
    (f"Y99{number:03d}", name)
    for number, name in enumerate(
        (
            "Millpond Surgery", "Larkrise Medical Centre", "The Old Ropeworks Practice", "Tidewharf Health Centre",
            "Copper Beech Surgery", "Kestrel Road Practice", "Saltmarsh Lane Surgery", "Observatory Hill Practice",
        ),
        start=1,
    )
)  # fmt: skip
"""Invented GP practices: ODS-like code and name."""

_GP_CLIENTS = tuple(Client(f"GP{index:02d}", code, name) for index, (code, name) in enumerate(PRACTICES, start=1))

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
        Client("EGH", "X01", "Example General Hospital"), Client("EGHAE", "X01", "Example General Hospital"),
        Client("RVH", "X02", "Riverbank Hospital"), Client("HCM", "X03", "Hillcrest Mental Health Trust"),
        *_GP_CLIENTS,
    ),
)  # fmt: skip
"""The organisation that rehearses: a processor for three trusts and eight practices."""

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
        Client("A-1001", "X41", "Northbank Hospital"), Client("A-1002", "X42", "Fenwick Community Trust"),
        *(Client(f"A-2{index:03d}", code, name) for index, (code, name) in enumerate(PRACTICES, start=1)),
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
    clients=(
        Client("General Hospital", "X01", "Example General Hospital"), Client("Riverbank", "X02", "Riverbank Hospital"),
    ),
)  # fmt: skip
"""What somebody invents who knows our name from the newspaper and never saw our systems."""
