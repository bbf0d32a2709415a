"""People in HL7 v2."""

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.health import hl7_person as person
from leakassay.read.health.hl7_delimiters import Delimiters
from leakassay.read.health.record_rows import PERSON_FIELDS

USUAL = Delimiters()


def pid(**fields: str) -> dict[str, str]:
    """A PID with the fields given as f3=… read back by name."""
    parts = ["PID"] + [""] * 40
    for name, value in fields.items():
        parts[int(name[1:])] = value
    return dict(zip(PERSON_FIELDS, person.patient(parts, USUAL), strict=True))


def test_the_nhs_number_is_the_repetition_of_its_authority():
    """UK 2.5.1: local number first, NHS second."""
    found = pid(f3="633^^^R0A^MR~9990000018^^^NHS^NH")
    assert (found["nhs_number"], found["hospital_number"], found["assigning_authority"]) == ("9990000018", "633", "R0A")


def test_chi_and_hc_numbers_have_their_own_columns():
    """Scotland and Northern Ireland."""
    found = pid(f3="0101010000^^^CHI~3200000000^^^H&C&&L")
    assert found["chi_number"] == "0101010000"


def test_older_feeds_put_the_nhs_number_in_pid_2_4_or_19():
    """Measured in UK feeds: PID-19."""
    for field in ("f2", "f4", "f19"):
        assert pid(f3="40800000^^^MRENTR^MEDREC", **{field: "999 000 0018"})["nhs_number"] == "999 000 0018"


def test_a_number_that_passes_the_check_digit_is_preferred():
    """PID-2 with a local ten-digit number does not hide the NHS number in PID-19."""
    assert pid(f2="1234567890", f19="9990000018")["nhs_number"] == "9990000018"


def test_a_foreign_social_security_number_is_no_candidate():
    """Nine digits."""
    assert pid(f19="555-44-4444")["nhs_number"] == ""


def test_a_local_number_in_pid_2_is_kept_where_pid_3_is_empty():
    """Very old feeds."""
    assert pid(f2="H123456")["hospital_number"] == "H123456"


def test_the_medical_record_number_wins_over_other_local_numbers():
    """By CX.5."""
    assert pid(f3="55^^^BANK^SS~H77^^^RJ1^MR")["hospital_number"] == "H77"


def test_name_address_and_contacts_are_read_by_component():
    """First repetition that says something; sub-components of a surname after the first are dropped."""
    found = pid(
        f5="VAN DYKE&VAN^MARY^ANN^^MRS",
        f7="19610615",
        f8="F",
        f11="1 RAVENSFIELD GARDENS^^EPSOM^SURREY^KT19 0ST",
        f13="020 7946 0000^PRN^PH~^NET^Internet^mary@example.org",
    )
    assert (found["surname"], found["forename"]) == ("VAN DYKE", "MARY")
    assert found["address"] == "1 RAVENSFIELD GARDENS, EPSOM, SURREY"
    assert found["postcode"] == "KT19 0ST"
    assert (found["telephone"], found["email"]) == ("020 7946 0000", "mary@example.org")
    assert (found["date_of_birth"], found["sex"]) == ("19610615", "F")


def test_a_practice_is_told_by_its_code():
    """PD1-3 XON.3, else the name, else the doctor of PD1-4."""
    assert person.practice(["PD1", "", "", "THE SURGERY^^G85001"], USUAL) == "G85001"
    assert person.practice(["PD1", "", "", "", "G1234567^DOC"], USUAL) == "G1234567"


def test_a_location_tells_facility_and_ward():
    """PV1-3."""
    assert person.location("^^^R0A09^^^^^^^R0A", USUAL) == ("R0A09", "")
    assert person.location("T11E^BY02^1", USUAL) == ("", "T11E")


def test_a_doctor_without_a_code_is_told_by_name():
    """XCN."""
    assert person.coded_person("C3456789^Darwin^Samuel", USUAL) == "C3456789"
    assert person.coded_person("^Darwin^Samuel", USUAL) == "Darwin Samuel"


def test_next_of_kin_and_prior_numbers_are_people_too():
    """NK1 and MRG."""
    fields = ["NK1", "1", "KIN^NORA", "SPO", "2 LANE^^TOWN^^SE1 7EH", "020 7946 0001"]
    found = dict(zip(PERSON_FIELDS, person.relative("NK1", fields, USUAL), strict=True))
    assert (found["surname"], found["postcode"], found["telephone"]) == ("KIN", "SE1 7EH", "020 7946 0001")
    merged = dict(zip(PERSON_FIELDS, person.relative("MRG", ["MRG", "H99^^^RJ1^MR"], USUAL), strict=True))
    assert merged["hospital_number"] == "H99"
    assert (found["person_type"], merged["person_type"]) == ("relative", "")
    assert not any(person.relative("GT1", ["GT1", "1"], USUAL))


@given(st.lists(st.text(max_size=20), max_size=45), st.sampled_from(sorted(person.BESIDE)))
@settings(deadline=None)
def test_any_fields_give_a_person_of_the_right_length(fields, name):
    """No text raises."""
    assert len(person.patient(["PID", *fields], USUAL)) == len(PERSON_FIELDS)
    assert len(person.relative(name, [name, *fields], USUAL)) == len(PERSON_FIELDS)


def test_what_else_a_pid_says_is_told_once():
    """Further ids, names and addresses, and fields of their own; what the person has already is left out."""
    parts = ["PID"] + [""] * 40
    parts[3] = "H1^^^RJ1^MR~9990000018^^^NHS^NH~OLD7^^^RX1^MR"
    parts[5], parts[6], parts[17], parts[19] = "TESTER^ANN~MAIDEN^ANN", "SMITH", "JED^Jedi", "9990000018"
    told = person.patient(parts, USUAL)
    assert person.beyond(parts, told, USUAL) == [
        "other id: OLD7 RX1 MR", "also known as: MAIDEN ANN", "mother's maiden name: SMITH", "religion: JED Jedi",
    ]  # fmt: skip


def test_what_else_is_said_of_somebody_beside_is_told():
    """An insured person's policy."""
    assert person.beyond_beside("IN1", ["IN1", "1", "PLAN7", "", "", ""], USUAL) == ["IN1: PLAN7"]
    assert person.beyond_beside("NK1", ["NK1", "1", "TESTER^BOB"], USUAL) == []
