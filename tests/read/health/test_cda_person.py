"""People of CDA."""

from xml.etree.ElementTree import fromstring

from leakassay.read.health.cda_person import extension, patient, relatives
from leakassay.read.health.record_rows import PERSON_FIELDS

ROLE = """<patientRole><id root="2.16.840.1.113883.2.1.4.1" extension="9990000018"/><id root="1.2" extension="H1"/>
<addr use="HP"><streetAddressLine>1 LANE</streetAddressLine><city>LONDON</city><postalCode>SE1 7EH</postalCode></addr>
<telecom value="tel:0207"/><telecom value="mailto:a@b.test"/><patient>
<name use="L"><given>ANN</given><family>TESTER</family>
</name><administrativeGenderCode code="F"/><birthTime value="19800102"/><guardian>
<addr><postalCode>E1 1AA</postalCode></addr>
<guardianPerson><name>Bob Tester</name></guardianPerson></guardian></patient>
<providerOrganization><id extension="G85001"/></providerOrganization></patientRole>"""


def named(values):
    return {name: value for name, value in zip(PERSON_FIELDS, values, strict=True) if value}


def test_a_patient_is_told_whole():
    assert named(patient(fromstring(ROLE))) == {  # noqa: S314  our own text
        "nhs_number": "9990000018", "hospital_number": "H1", "assigning_authority": "1.2", "surname": "TESTER",
        "forename": "ANN", "date_of_birth": "19800102", "sex": "F", "address": "1 LANE, LONDON", "postcode": "SE1 7EH",
        "telephone": "0207", "email": "a@b.test", "gp_practice": "G85001",
    }  # fmt: skip


def test_guardians_and_participants_are_relatives():
    (other,) = relatives(fromstring(ROLE))  # noqa: S314  our own text
    assert named(other) == {"surname": "Tester", "forename": "Bob", "postcode": "E1 1AA", "person_type": "relative"}


def test_an_id_without_extension_says_nothing():
    assert extension(fromstring('<a><id root="1"/><id extension="x"/></a>')) == "x"  # noqa: S314  our own text
