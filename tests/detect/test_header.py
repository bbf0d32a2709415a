"""Headers as laboratories print them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.detect import header
from leakassay.pipeline.catalogue.detectors import DETECTORS

RULES = header.compiled([{"name": entry.name, "headers": entry.headers} for entry in DETECTORS])


@pytest.mark.parametrize(
    ("printed", "kind"),
    [
        ("NHSNO", "nhs_number"),
        ("NHS Number", "nhs_number"),
        ("nhsNumber", "nhs_number"),
        ("patient.nhs_number", "nhs_number"),
        ("NHS_NUMBER_STATUS", ""),
        ("identifier.nhs-number", "nhs_number"),
        ("CHI", "chi_number"),
        ("CHI Number", "chi_number"),
        ("LABNO", "specimen_id"),
        ("VAT No", "vat_number"),
        ("VAT amount", "money"),
        ("VAT", "money"),
        ("Consultant Code", "requester_code"),
        ("GP Code", "gp_practice"),
        ("Card Number", "card_number"),
        ("Passport No", "passport_number"),
        ("UTR", "utr"),
        ("Company Reg No", "company_number"),
        ("GMC", "gmc_number"),
        ("IP Address", "ip_address"),
        ("username", "username"),
        ("User ID", "username"),
        ("Unit No", "hospital_number"),
        ("Patient Unit Number", "hospital_number"),
        ("Quantity_Unit_Id", ""),
        ("reg_quantity_unit_id", ""),
        ("business_unit_number", ""),
        ("accession_id", "specimen_id"),
        ("SURNAME", "surname"),
        ("PERSON_SURNAME", "surname"),
        ("family_name", "surname"),
        ("PERSON_FORENAME", "forename"),
        ("First Name", "forename"),
        ("PERFORMING_PROFESSIONAL_SURNAME", "staff_name"),
        ("GP Name", "staff_name"),
        ("Patient Name", "full_name"),
        ("Organisation name", ""),
        ("DOB", "date_of_birth"),
        ("D.O.B.", "date_of_birth"),
        ("birthDate", "date_of_birth"),
        ("Sex", "sex"),
        ("PERSON_GENDER_CODE", "sex"),
        ("PERSON_POSTCODE", "postcode"),
        ("TESTCODE", "test_code"),
        ("assay_name", "test_name"),
        ("RESULT", "result"),
        ("observed_value", "result"),
        ("UNIT", "result_unit"),
        ("REFLOW", "range_low"),
        ("upper_limit", "range_high"),
        ("Reference range", "range"),
        ("COLLECTED", "collected_at"),
        ("drawn_at", "collected_at"),
        ("booked_in_at", "received_at"),
        ("REPORTED", "reported_at"),
        ("report_date", "reported_at"),
        ("CLIENT", "client_code"),
        ("account", "client_code"),
        ("ordering_clinician", "requester_code"),
        ("GPCODE", "gp_practice"),
        ("registered_practice", "gp_practice"),
        ("HOSPNO", "hospital_number"),
        ("mrn", "hospital_number"),
        ("Mobile", "telephone"),
        ("E-mail", "email"),
        ("Clinical details", "comment"),
        ("Price GBP", "money"),
        ("Mother's surname", "related_name"),
        ("", ""),
        ("NHS Trust", ""),
        ("Notes", "comment"),
    ],
)
def test_a_printed_header_says_its_kind(printed, kind):
    assert RULES.kind(printed) == kind


def test_line_order_of_the_catalogue_says_nothing():
    lines = [{"name": entry.name, "headers": entry.headers} for entry in reversed(DETECTORS)]
    assert header.compiled(lines) == RULES


@given(st.text(max_size=300))
def test_any_header_is_made_plain(printed):
    words = header.plain(printed)
    assert words == words.strip().lower()
    RULES.kind(printed)


@pytest.mark.parametrize(
    ("header", "kind"),
    [
        ("sname", "surname"), ("S_NAME", "surname"), ("SNAM", "surname"), ("gname", "forename"), ("FNAM", "forename"),
        ("birth_dt", "date_of_birth"), ("B'day", "date_of_birth"), ("gender_cd", "sex"),
        ("casenote_no", "hospital_number"),
        ("Casenote", "hospital_number"), ("Practice to write to", "gp_practice"), ("TDESCR", "test_name"),
        ("tcode", "test_code"), ("finding", "result"), ("outcome", "result"), ("Patient's name", "full_name"),
    ],
)  # fmt: skip
def test_headers_as_data_bases_and_offices_abbreviate_them(kit, header, kind):
    assert kit.headers.kind(header) == kind
