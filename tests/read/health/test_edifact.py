"""NHS pathology EDIFACT files."""

import json
import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.model.batch import Batch, Covered, Gap, Property, Shape
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.health import edifact
from leakassay.values.uk.nhs_number import is_valid
from read.reading import read_bytes

MESSAGE = (
    "UNH+{n}+MEDRPT:0:1:RT:NHS003'BGM+LSR'NAD+PO+G1234567:900++TESTER'S06+06'ADR++US:1 LANE++SE1 7EH'"
    "S07+07'PNA+PAT+9990000018:OPI+++SU:TESTER+FO:ANN'DTM+329:19800102:102'PDI+2'S16+16'SEQ++1'"
    "GIS+N'INV+MQ+42T..:911::Serum vitamin B12'RSL+NV+1001++:::ng/L'RFF+ASL:1'S20+20'RND+U+170+1100'UNT+9+{n}'"
)
INTERCHANGE = (
    "UNA:+.? '\r\nUNB+UNOC:3+000000004400001+000000024600002+230102:1751+7++MEDRPT++1'\r\n"
    + MESSAGE.format(n=1)
    + MESSAGE.format(n=2)
    + "UNZ+2+7'\r\n"
)


def readings(raw: bytes) -> list[Any]:
    """What the reader says; the accounting must close."""
    found = list(edifact.read(in_memory(raw)))
    assert sum(reading.bytes for reading in found if isinstance(reading, Covered | Gap)) == len(raw)
    return found


def rows_of(raw: bytes) -> list[dict[str, Any]]:
    """RECORD rows with "" for null."""
    batches = [r for r in readings(raw) if isinstance(r, Batch) and r.shape is Shape.RECORD]
    return [{name: value or "" for name, value in row.items()} for batch in batches for row in batch.data.to_pylist()]


def properties(raw: bytes) -> Counter[tuple[str, str]]:
    """Properties as (name, value)."""
    return Counter((r.name, r.value) for r in readings(raw) if isinstance(r, Property))


def test_an_interchange_gives_rows_and_its_mailboxes():
    """Two messages, two rows, sender and recipient."""
    raw = INTERCHANGE.encode()
    assert [row["result"] for row in rows_of(raw)] == ["1001", "1001"]
    assert properties(raw)["message_type", "MEDRPT NHS003"] == 2
    assert properties(raw)["interchange_sender", "000000004400001"] == 1


def test_a_message_alone_is_read():
    """Some exports leave UNB out."""
    assert len(rows_of(MESSAGE.format(n=1).encode())) == 1


def test_a_truncated_interchange_gives_what_is_there():
    """Cut in the second message: its person is still told."""
    found = rows_of(INTERCHANGE[:-130].encode())
    assert [row["surname"] for row in found] == ["TESTER", "TESTER"]
    assert [r.reason for r in readings(INTERCHANGE[:-130].encode()) if isinstance(r, Gap)] == [Reason.TRUNCATED]


def test_an_acknowledgement_is_text():
    """NHSACK holds no patient; its words are searched."""
    found = readings(
        b"UNB+UNOC:3+A+B+200427:1637+1++NHSACK'UNH+1+NHSACK:D:1:NH:NHS001'FTX+ERD+++bad name'UNT+2+1'UNZ+1+1'"
    )
    batches = {reading.part: reading for reading in found if isinstance(reading, Batch)}
    assert {batch.shape for batch in batches.values()} == {Shape.TEXT}
    assert batches["outside reports"].data.column("text").to_pylist() == ["FTX ERD bad name"]
    assert "UNOC" in batches["beside records"].data.column("text").to_pylist()[0].splitlines()


def test_white_space_alone_is_never_read():
    """Non-empty, nothing in it."""
    with pytest.raises(ItemError) as caught:
        readings(b" \r\n ")
    assert caught.value.reason is Reason.NO_TEXT


def test_a_long_file_without_a_terminator_is_text():
    """Hostile: 3 MB and no apostrophe."""
    found = readings(b"UNB+" + b"A" * (3 << 20))
    assert sum(len(t) for r in found if isinstance(r, Batch) for t in r.data.column("text").to_pylist()) >= 3 << 20


@given(
    st.lists(
        st.sampled_from([INTERCHANGE.encode(), b"UNH+1+MEDRPT'", b"INV+'", b"PNA+PAT+'", b"'", b"?"])
        | st.binary(max_size=9)
    )
)
@settings(deadline=None)
def test_any_bytes_are_accounted_for(parts):
    """Only ItemError, and the sum holds."""
    said = None
    try:
        readings(b"".join(parts))
    except ItemError as error:
        said = error.reason
    assert said is None or said is Reason.NO_TEXT


@pytest.mark.field
def test_the_samples_hold_what_was_counted(field_data: Path):
    """20 interchanges, 34 messages by type, 32 patients, seven valid numbers."""
    types: Counter[str] = Counter()
    numbers: set[str] = set()
    interchanges = patients = 0
    for path in sorted((field_data / "s01-nhs-edifact-pathology").rglob("*.dat")):
        raw = path.read_bytes()
        if b"UNB+" not in raw:
            continue
        found = properties(raw)
        interchanges += sum(int(value) * n for (name, value), n in found.items() if name == "interchange_count")
        types.update({value: n for (name, value), n in found.items() if name == "message_type"})
        rows = rows_of(raw)
        patients += len({row["subject"] for row in rows if row["surname"]})
        numbers |= {row["nhs_number"] for row in rows if is_valid(row["nhs_number"])}
    assert interchanges == 20
    assert types == {"MEDRPT NHS003": 20, "MEDRPT NHS004": 9, "MEDRPT NHS002": 4, "NHSACK NHS001": 1}
    assert patients == 32
    assert len(numbers) == 7


BUNDLES = "s01-nhs-edifact-pathology/src/intTest/resources/success_uat_data"


def fhir_rows(bundle: dict[str, Any]) -> tuple[dict[str, str], list[dict[str, str]]]:
    """The patient and the observations of the NHS's own translation, in our words."""
    by_type: dict[str, list[dict[str, Any]]] = {}
    for entry in bundle["entry"]:
        by_type.setdefault(entry["resource"]["resourceType"], []).append(entry["resource"])
    patient, order = by_type["Patient"][0], by_type["Practitioner"][0]
    numbers = [one for one in patient.get("identifier", []) if one.get("system", "").endswith("/nhs-number")]
    address = patient.get("address", [{}])[0]
    person = {
        "nhs_number": numbers[0]["value"] if numbers else "",
        "surname": patient["name"][0]["family"],
        "forename": patient["name"][0]["given"][0],
        "date_of_birth": patient.get("birthDate", "").replace("-", ""),
        "sex": patient.get("gender", ""),
        "postcode": address.get("postalCode", ""),
        "address": ", ".join(address.get("line", [])),
        "requester_code": order["identifier"][0]["value"] if "identifier" in order else order["name"][0]["text"],
    }
    practices = [one["identifier"][0]["value"] for one in by_type["Organization"][:1] if "identifier" in one]
    if practices:
        person["client_code"] = practices[0]
    return person, [observation(one) for one in by_type["Observation"]]


def observation(one: dict[str, Any]) -> dict[str, str]:
    """One Observation in our words."""
    code = one["code"]["coding"][0]
    quantity = one.get("valueQuantity", {})
    coded = one.get("valueCodeableConcept", {}).get("coding", [{}])[0].get("display", "")
    limits = one.get("referenceRange", [{}])[0]
    flag = one.get("interpretation", {}).get("coding", [{}])[0].get("code", "")
    return {
        "test_code": code.get("code", ""),
        "test_name": code.get("display", ""),
        "result": f"{quantity.get('comparator', '')}{quantity['value']}" if quantity else coded,
        "result_unit": quantity.get("unit", ""),
        "range_low": str(limits.get("low", {}).get("value", "")),
        "range_high": str(limits.get("high", {}).get("value", "")),
        "flag": {"L": "LO", "H": "HI", "": ""}[flag],
        "comment": one.get("comment", ""),
    }


def same(ours: str, theirs: str) -> bool:
    """Equal as text, or as numbers (FHIR writes 11.0 for 11)."""
    number = re.compile(r"([<>=]*)(-?[0-9.]+)")
    a, b = number.fullmatch(ours), number.fullmatch(theirs)
    theirs = theirs.replace("?:", ":")  # the translator leaves the release sign in coded results; EDIFACT takes it off
    return ours == theirs or bool(a and b and a[1] == b[1] and float(a[2]) == float(b[2]))


@pytest.mark.field
def test_the_samples_equal_what_the_nhs_translator_made_of_them(field_data: Path):
    """13 FHIR bundles: the patient, requester and practice, and every observation."""
    bundles = sorted((field_data / BUNDLES).rglob("*.fhir.json"))
    assert len(bundles) == 13
    compared = 0
    for path in bundles:
        rows = rows_of(path.with_name(path.name.split(".")[0] + ".edifact.dat").read_bytes())
        person, observations = fhir_rows(json.loads(path.read_bytes()))
        # a bundle is one message; those that the translator refused have none, so the patient tells which it is
        subjects = {row["subject"] for row in rows if {name: row[name] for name in person} == person}
        assert subjects, path.name
        mine = [row for row in rows if row["subject"] == min(subjects, key=str)]
        assert len(mine) == len(observations)
        for row, expected in zip(mine, observations, strict=True):
            wrong = [name for name, value in expected.items() if name != "comment" and not same(row[name], value)]
            assert not wrong, (path.name, wrong)
            assert expected["comment"] in row["comment"] or expected["comment"] == row["result"], path.name
            compared += 1
    assert compared == 44


@pytest.mark.parametrize(
    ("raw", "reasons"),
    [
        (INTERCHANGE, []),
        (MESSAGE.format(n=1), []),
        (INTERCHANGE.replace("UNZ+2+", "UNZ+3+"), [Reason.MALFORMED]),
        (INTERCHANGE.replace("UNT+9+1'", ""), [Reason.MALFORMED]),
        (INTERCHANGE.replace("UNZ+2+7'\r\n", ""), [Reason.TRUNCATED]),
        ("UNA:+.? '", [Reason.TRUNCATED]),
        (INTERCHANGE.replace("UNZ+2+", "UNZ+2x"), [Reason.MALFORMED]),
        (INTERCHANGE.replace("UNB+", "UxB+"), [Reason.MALFORMED]),
        (INTERCHANGE.replace("UNH+2+", "UNH'2+"), [Reason.MALFORMED]),
    ],
    ids=[
        *("whole", "message alone", "count not met", "message without an end", "interchange without an end"),
        *("a greeting", "a count that is none", "interchange without a head", "message without a kind"),
    ],
)
def test_trailers_that_lack_or_lie_show(raw: str, reasons: list[Reason]) -> None:
    assert [r.reason for r in readings(raw.encode()) if isinstance(r, Gap)] == reasons


def test_a_report_whose_name_is_damaged_is_known_by_the_other():
    assert rows_of(MESSAGE.format(n=1).replace("MEDRPT", "QEDRPT").encode()) == rows_of(MESSAGE.format(n=1).encode())


def test_what_waits_is_handed_over_where_no_message_ends() -> None:
    """A file without trailers would be held whole."""
    raw = b"UNB+UNOC:3+A+B'" + b"".join(b"FTX+SPC+++remark number %d of the laboratory'" % at for at in range(90_000))
    texts = [batch for batch in read_bytes(edifact.read, raw).batches if batch.part == "outside reports"]
    assert len(texts) > 2
