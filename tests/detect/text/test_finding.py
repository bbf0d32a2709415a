"""Candidates are weighed by the words around them."""

from __future__ import annotations

import pytest

from leakassay.detect.text.finding import judged


def found(kit, text, kind=None):
    findings = judged(kit.scanner.candidates([text]), text, kit.kinds)
    return [finding for finding in findings if kind in (None, finding.kind)]


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("NHS No: 9990000018", 0.95, 1.0),
        ("seen today, 999 000 0018, well", 0.85, 0.95),
        ("value 9990000018 again", 0.0, 0.2),
        ("Purchase order 9990000018", 0.0, 0.1),
    ],
)
def test_a_number_is_worth_what_its_words_are(kit, text, low, high):
    (finding,) = found(kit, text, "nhs_number")
    assert low <= finding.score <= high
    assert finding.value == "9990000018"
    assert "test range" in finding.reason


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("Tel: 9990000018", "9990000018"),
        ("mobile no. (579)888-3058 please", "5798883058"),
        ("please call Mrs Smith back on 33 93 31.", "339331"),
        ("25 833387 office", "25833387"),
        ("write to +1-518-640-0854, he said", "+15186400854"),
    ],
)
def test_a_number_beside_the_label_of_a_telephone_is_one(kit, text, number):
    assert [one.value for one in found(kit, text, "telephone")] == [number]
    assert found(kit, text, "nhs_number") == []


@pytest.mark.parametrize(
    "text",
    ["call on 12-03-2024", "Fax: 2024-03-12", "Mobile phlebotomy 123 456", "office 365 2019", "ring 12 34",
     "12 34 office", "please call 01.84.17.61.18.22.33.44.55", "Telephone list"],
)  # fmt: skip
def test_days_and_short_numbers_are_no_telephones(kit, text):
    assert found(kit, text, "telephone") == []


@pytest.mark.parametrize("text", ["section 1.192.0.2.7", "version 192.0.2.7.1"])
def test_five_numbers_with_dots_between_are_no_address(kit, text):
    assert found(kit, text, "ip_address") == []


@pytest.mark.parametrize(
    "text", ["NHS No: 9990000019", "NHS 999 123 4560", "NHS 1111111111", "NHS 5900056597", "NHS 999000001"]
)
def test_what_fails_its_check_is_nothing(kit, text):
    assert found(kit, text, "nhs_number") == []


def test_a_date_is_a_birth_only_under_its_label(kit):
    assert [one.value for one in found(kit, "DOB: 03/02/1970, seen 04/05/2023", "date_of_birth")] == ["1970-02-03"]


@pytest.mark.parametrize(
    "text",
    [
        "Dr Rupert Ashgrove",
        "Yours sincerely, Mr John Smith",
        "cc Mrs Jane Brown, medical secretary",
        "Typed by: Mrs Jane Brown",
        "Mr John Smith, Consultant Urologist",
    ],
)
def test_doctors_and_secretaries_are_staff(kit, text):
    assert {one.kind for one in found(kit, text) if "name" in one.kind} == {"staff_name"}


@pytest.mark.parametrize(
    "text", ["Re: Mr John Smith", "Patient: John Smith", "Mrs Ann Jones attended", "SMITH, John attended"]
)
def test_patients_have_titles_labels_or_capitals(kit, text):
    (name,) = found(kit, text, "full_name")
    assert name.surname in ("SMITH", "JONES")


def test_a_credential_is_found_and_an_address_of_mail(kit):
    assert [one.kind for one in found(kit, "password: Winter2023! for a.b@example.test")] == ["credential", "email"]


def test_a_chi_number_needs_its_label(kit):
    assert found(kit, "CHI 0101010109", "chi_number")[0].value == "0101010109"
    assert found(kit, "at 0101010109", "chi_number") == []


@pytest.mark.parametrize(
    "text",
    [
        "please see attached for JANE SMITH,\nborn 01/02/1970, well",
        "the sample of Jane Smith (DOB 01/02/1970)",
        "Jane Smith, NHS number 999 000 0018",
    ],
)
def test_a_name_runs_up_to_a_birth_or_a_number(kit, text):
    (name,) = found(kit, text, "full_name")
    assert (name.surname, name.forename) == ("SMITH", "JANE")
    assert text[name.start : name.end].upper() == "JANE SMITH"


@pytest.mark.parametrize("text", ["attached, born 01/02/1970", "typed by Jane Smith, born 01/02/1970"])
def test_words_and_staff_before_a_birth_are_no_patients_name(kit, text):
    assert found(kit, text, "full_name") == []


@pytest.mark.parametrize("label", ["Hospital No:", "Hosp. No", "MRN", "Unit Number:"])
def test_a_hospital_number_needs_its_label(kit, label):
    assert [one.value for one in found(kit, f"{label} h1000102, seen", "hospital_number")] == ["H1000102"]
    assert found(kit, "order H1000102, seen", "hospital_number") == []


@pytest.mark.parametrize(
    "text",
    [
        "VALUES (1, NULL, N'France', 5)",
        "EXTTIME, LONG, DIR",
        "ID=GQ, NUMBER=1",
        "N'SP', N'Brazil'",
        "NULL, NULL",
    ],
)
def test_words_of_a_list_are_no_names(kit, text):
    assert found(kit, text, "full_name") == []


@pytest.mark.parametrize("text", ["O'NEILL, Mary was seen", "SMITH, JOHN, JONES, MARY", "QWERTZUI, Asdfa was seen"])
def test_a_surname_in_capitals_before_a_comma_still_is_one(kit, text):
    assert found(kit, text, "full_name")


def test_six_and_eight_digits_are_an_account_with_dashes_or_a_label(kit):
    assert found(kit, "(3, 443977 17760384, 0.99)", "sort_code") == []
    assert found(kit, "pay to 08-99-99 66374958", "sort_code")
    assert found(kit, "sort code 089999 66374958", "sort_code")


@pytest.mark.parametrize(
    ("text", "kind", "value"),
    [
        ("VAT Reg No: GB 980 7806 84", "vat_number", "980780684"),
        ("Company registration number 00000006.", "company_number", "00000006"),
        ("UTR 19558 39661", "utr", "1955839661"),
        ("passport no. 123456789", "passport_number", "123456789"),
        ("GMC: 3456789", "gmc_number", "3456789"),
        ("NMC PIN 71A2998E", "nmc_pin", "71A2998E"),
        ("seen by C3456789 in clinic", "consultant_code", "C3456789"),
        ("registered with G9999999", "gmp_code", "G9999999"),
        ("licence MORGA657054SM9IJ", "driving_licence", "MORGA657054SM9IJ"),
        ("card 4111111111111111", "card_number", "4111111111111111"),
        ("my cc 180016070420458", "card_number", "180016070420458"),
        ("iban gb82west12345698765432", "iban", "GB82WEST12345698765432"),
        ("paid by 4111 1111 1111 1111", "card_number", "4111111111111111"),
        ("from 192.0.2.7 at noon", "ip_address", "192.0.2.7"),
    ],
)
def test_values_of_offices_staff_and_machines_are_found(kit, text: str, kind: str, value: str) -> None:
    (finding,) = found(kit, text, kind)
    assert finding.value == value
    assert text[finding.start : finding.end].replace(" ", "").strip(".").endswith(value[-4:])


@pytest.mark.parametrize(
    "text",
    [
        "order 980780684", "batch 00000006", "19558 39661", "123456789", "3456789 units", "71A2998E",
        "4111111111111111", "4111 1111 1111 1112", "VAT no 980780685", "version 1.2.3.400",
    ],
)  # fmt: skip
def test_numbers_without_their_label_or_their_check_are_nobodys(kit, text: str) -> None:
    kinds = {"vat_number", "company_number", "utr", "passport_number", "gmc_number", "nmc_pin", "card_number",
             "ip_address"}  # fmt: skip
    assert not kinds & {one.kind for one in found(kit, text)}


@pytest.mark.parametrize("printed", ["999 000\n0018", "999\n000 0018", "999-000\r\n0018"])
def test_a_number_may_wrap_between_its_groups(kit, printed):
    (finding,) = found(kit, f"Number on our list: {printed}.", "nhs_number")
    assert (finding.value, finding.score) == ("9990000018", 0.9)


def test_lines_of_digits_are_no_wrapped_number(kit):
    assert found(kit, "999000\n0018", "nhs_number") == []
    assert found(kit, "999\n000\n0018", "nhs_number") == []
