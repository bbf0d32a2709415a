"""Letters: the patients and nobody else."""

from __future__ import annotations

import datetime as dt

from leakassay.detect import settings
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import Controller, Organisation, Profile

LETTER = """Dr Imelda Quill
Millpond Surgery, SE5 8AA
Typed by: Dilys Thornbury

Dear Colleague,

The following patients did not receive their reports:

  1. MASON, PHOEBE  born 28/09/1977  NHS 999 000 0018  10 Nightingale Road, SW9 8PA
  2. IBRAHIM, MATTEO  born 12/01/1955  NHS 999 000 0026  48 Rookery Lane, BR3 2PZ
  3. WALSH, RUKSANA  born 27/11/1958  NHS 999 000 0034  65 Quarry Gardens, DA14 4BX

Yours sincerely,

Dr Imelda Quill
cc Dilys Thornbury, medical secretary
"""


def test_three_patients_in_a_letter_are_three_and_the_staff_are_none(assay, text):
    found = assay(text(LETTER))["sighting"].to_pylist()
    assert [(row["nhs_number"], row["surname"], row["forename"]) for row in found] == [
        ("9990000018", "MASON", "PHOEBE"),
        ("9990000026", "IBRAHIM", "MATTEO"),
        ("9990000034", "WALSH", "RUKSANA"),
    ]
    assert found[0]["date_of_birth"] == dt.date(1977, 9, 28)
    assert [row["address"] for row in found] == ["10 Nightingale Road", "48 Rookery Lane", "65 Quarry Gardens"]
    assert found[2]["postcode"] == "DA14 4BX"


def test_a_letter_about_one_patient_links_its_test_to_them(assay, text):
    found = assay(
        text(
            "Re: Ms Jane Smith   DOB: 01/02/1970\r\nNHS No: 999 000 0018\r\n\r\n"
            "Dear Doctor,\r\nHer HIV test was positive.\r\nDr A Quill"
        )
    )
    (sighting,) = found["sighting"].to_pylist()
    assert (sighting["surname"], sighting["forename"]) == ("SMITH", "JANE")
    (event,) = found["event"].to_pylist()
    assert (event["sighting_ordinal"], event["test_class"], event["status"]) == (0, "HIV", "resulted")


def test_labels_one_below_the_other_are_one_person(assay, text):
    found = assay(text("Surname: SMITH\nForename: Jane\nDate of birth: 01/02/1970\nNHS number: 9990000018\n"))[
        "sighting"
    ].to_pylist()
    assert [(row["surname"], row["forename"], row["nhs_number"]) for row in found] == [("SMITH", "JANE", "9990000018")]


def test_a_bare_number_is_a_mention_and_no_sighting(assay, text):
    found = assay(text("transfer 9990000018 done"))
    assert found["sighting"].num_rows == 0
    (mention,) = found["mention"].to_pylist()
    assert (mention["kind"], mention["sighting_ordinal"]) == ("nhs_number", -1)
    assert mention["score"] <= 0.2


def test_a_document_in_which_only_the_word_stands_has_no_patient(assay, text):
    found = assay(
        text(
            "HIV testing policy", "Code list: HIV, syphilis, hepatitis B", "HIV positive patients are seen in clinic 4."
        )
    )
    assert found["sighting"].num_rows == found["event"].num_rows == 0
    assert "test_name" in found["mention"]["kind"].to_pylist()


def test_places_of_mentions_are_characters_of_their_row(assay, text):
    row = "Größe – Re: Mr John Smith, NHS 999\u00a0000\u00a00018"
    for mention in assay(text("first", row, first_row=7))["mention"].to_pylist():
        assert mention["row"] == 8
        if mention["kind"] == "nhs_number":
            assert row[mention["start"] : mention["end"]] == "999\u00a0000\u00a00018"


def test_a_contract_holds_no_patient(assay, text):
    found = assay(
        text(
            "Invoices are due within 30 days. Purchase order 4500918273, cost centre 7100 4432.\n"
            "Contact: contracts@example.test, 020 7946 0183."
        )
    )
    assert found["sighting"].num_rows == 0
    assert {"email", "telephone"} <= set(found["mention"]["kind"].to_pylist())


REPORT = """Example Pathology
Report 23L000202    Requested by: EGH

Patient: WALSH, RUKSANA
NHS No: 999 000 0034    DOB: 27/11/1958
Hospital No: H1000185

NAA  Sodium: 138 mmol/L
"""


def test_a_report_gives_its_hospital_number_specimen_and_client(assay, text):
    profile = Profile(
        organisation=Organisation(name="Example Pathology", specimen_numbers=(r"\d{2}[A-Z]\d{6}",)),
        controller=(Controller(ods_code="X01", name="Example General Hospital", client_codes=("EGH",)),),
    )
    found = assay(text(REPORT), settings=settings.from_profile(profile, DETECTORS))
    (person,), (event,) = found["sighting"].to_pylist(), found["event"].to_pylist()
    assert (person["surname"], person["hospital_number"]) == ("WALSH", "H1000185")
    assert (event["test_name"], event["specimen_id"], event["client_code"]) == ("Sodium", "23L000202", "EGH")


def test_a_client_that_the_profile_does_not_know_is_no_client(assay, text):
    (event,) = assay(text(REPORT))["event"].to_pylist()
    assert event["client_code"] is None


def test_a_result_of_a_test_that_nobody_knows_is_an_event_of_the_person(assay, text):
    lines = "ZZ12 Retired units: 4.1 mmol/L (3 - 5)\nSodium: 140 mmol/L\n"
    found = assay(text("Re: Mrs Ann Jones, DOB 03/02/1970\n" + lines))["event"].to_pylist()
    assert [(row["test_name"], row["test_code"], row["test_class"], row["status"]) for row in found] == [
        ("Sodium", None, "GENERAL", "resulted"),
        ("Retired units", "ZZ12", None, "resulted"),
    ]
    assert assay(text(lines))["event"].num_rows == 0
