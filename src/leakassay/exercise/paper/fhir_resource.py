"""FHIR resources of a laboratory report as UK systems spell them: R4 by UK Core profiles, STU3 by CareConnect.

Written from the published names of profiles, identifiers and code systems; every resource is a plain dict in the order
of its elements, so that the same dict prints as JSON and as XML.
"""

import hashlib
from dataclasses import dataclass
from typing import Any

from leakassay.exercise.estate.house import House

NHS_NUMBER = "https://fhir.nhs.uk/Id/nhs-number"
CHI_NUMBER = "https://phs.scot/chinumber"
ODS_CODE = "https://fhir.nhs.uk/Id/ods-organization-code"
_UCUM = "http://unitsofmeasure.org"
_GENDER = {"M": "male", "F": "female"}
_FLAGS = {"H": "High", "L": "Low", "A": "Abnormal"}

Resource = dict[str, Any]


@dataclass(frozen=True)
class Spelling:
    """What differs between the releases.

    Attributes:
        profile: what stands before the name of a resource in `meta.profile`; behind: what stands after it.
        verified: the extension on an NHS number; verified_system: its code system.
        request: the resource by which a test is asked for.
        modern: R4, where notes are lists of annotations and interpretations are lists.
    """

    profile: str
    behind: str
    verified: str
    verified_system: str
    request: str
    modern: bool


R4 = Spelling(
    "https://fhir.hl7.org.uk/StructureDefinition/UKCore-", "",
    "https://fhir.hl7.org.uk/StructureDefinition/Extension-UKCore-NHSNumberVerificationStatus",
    "https://fhir.hl7.org.uk/CodeSystem/UKCore-NHSNumberVerificationStatusEngland", "ServiceRequest", modern=True,
)  # fmt: skip
STU3 = Spelling(
    "https://fhir.hl7.org.uk/STU3/StructureDefinition/CareConnect-", "-1",
    "https://fhir.hl7.org.uk/STU3/StructureDefinition/Extension-CareConnect-NHSNumberVerificationStatus-1",
    "https://fhir.hl7.org.uk/STU3/CodeSystem/CareConnect-NHSNumberVerificationStatus-1", "ProcedureRequest",
    modern=False,
)  # fmt: skip


def identity(*parts: object) -> str:
    """Returns the id of a resource in the shape of a UUID, the same for the same parts."""
    found = hashlib.sha256("|".join(map(str, parts)).encode()).hexdigest()
    return f"{found[:8]}-{found[8:12]}-4{found[13:16]}-a{found[17:20]}-{found[20:32]}"


def resource(kind: str, key: str, spelling: Spelling) -> Resource:
    """Returns the head of a resource."""
    return {"resourceType": kind, "id": key, "meta": {"profile": [f"{spelling.profile}{kind}{spelling.behind}"]}}


def patient(row: dict[str, Any], key: str, house: House, spelling: Spelling) -> Resource:
    """Returns the person of a row as printed there."""
    identifiers = []
    if row["nhs_number"]:
        identifiers.append(
            {"extension": [_verified(spelling)], "use": "official", "system": NHS_NUMBER, "value": row["nhs_number"]}
        )
    if row.get("chi_number"):
        identifiers.append({"use": "official", "system": CHI_NUMBER, "value": row["chi_number"]})
    if row["hospital_number"]:
        system = f"https://{house.email_domain}/mrn"
        identifiers.append({"use": "usual", "system": system, "value": row["hospital_number"]})
    return resource("Patient", key, spelling) | {
        "identifier": identifiers,
        "active": True,
        "name": [{"use": "official", "family": row["surname"], "given": [row["forename"]]}],
        "gender": _GENDER.get(row["sex"], "unknown"),
        "birthDate": row["date_of_birth"],
        "address": [{"use": "home", "line": [row["address"]], "postalCode": row["postcode"]}],
        "generalPractitioner": [{"identifier": {"system": ODS_CODE, "value": row["gp_practice"]}}],
    }


def specimen(row: dict[str, Any], key: str, subject: str, spelling: Spelling) -> Resource:
    """Returns the specimen of a row."""
    return resource("Specimen", key, spelling) | {
        "accessionIdentifier": {"value": row["specimen_id"]},
        "status": "available",
        "subject": {"reference": subject},
        "receivedTime": stamp(row["received_at"]),
        "collection": {"collectedDateTime": stamp(row["collected_at"])},
    }


def request(row: dict[str, Any], key: str, subject: str, spelling: Spelling) -> Resource:
    """Returns who asked for the tests of a row: an organisation under its ODS code."""
    ordered = resource(spelling.request, key, spelling) | {
        "status": "active", "intent": "order", "subject": {"reference": subject},
    }  # fmt: skip
    client = {"identifier": {"system": ODS_CODE, "value": row["controller"]}}
    return ordered | {"requester": client if spelling.modern else {"agent": client}}


def report(row: dict[str, Any], key: str, links: dict[str, Any], house: House, spelling: Spelling) -> Resource:
    """Returns the report of a row; `links` hold subject, specimen, request and results as references."""
    performer: Resource = {"identifier": {"system": ODS_CODE, "value": house.ods_code}, "display": house.name}
    category = {"coding": [{"system": "http://terminology.hl7.org/CodeSystem/v2-0074", "code": "LAB"}]}
    return resource("DiagnosticReport", key, spelling) | {
        "identifier": [{"system": f"https://{house.email_domain}/report", "value": row["specimen_id"]}],
        "basedOn": [{"reference": links["request"]}],
        "status": "final",
        "category": [category] if spelling.modern else category,
        "code": {"coding": [{"system": "http://snomed.info/sct", "code": "721981007",
                             "display": "Diagnostic studies report"}]},
        "subject": {"reference": links["subject"]},
        "issued": stamp(row["reported_at"]),
        "performer": [performer if spelling.modern else {"actor": performer}],
        "specimen": [{"reference": links["specimen"]}],
        "result": [{"reference": one} for one in links["results"]],
    }  # fmt: skip


def observation(row: dict[str, Any], key: str, links: dict[str, Any], house: House, spelling: Spelling) -> Resource:
    """Returns the test of a row, by local code and printed name; without a value where it was only asked for."""
    found = resource("Observation", key, spelling) | {
        "status": "registered" if row["status"] == "requested" else "final",
        "code": {"coding": [{"system": f"https://{house.email_domain}/test", "code": row["test_code"],
                             "display": row["test_name"]}], "text": row["test_name"]},
        "subject": {"reference": links["subject"]},
        "effectiveDateTime": stamp(row["collected_at"]),
    }  # fmt: skip
    if row["unit"] and row["value"]:
        found["valueQuantity"] = _quantity(row["value"], row["unit"])
    elif row["value"]:
        found["valueString"] = row["value"]
    if row["value_flag"]:
        flag = {"coding": [{"system": "http://hl7.org/fhir/v2/0078", "code": row["value_flag"],
                            "display": _FLAGS.get(row["value_flag"], "")}]}  # fmt: skip
        found["interpretation"] = [flag] if spelling.modern else flag
    found["specimen"] = {"reference": links["specimen"], "identifier": {"value": row["specimen_id"]}}
    if row["unit"] and row["range_low"]:
        limits = {"low": _quantity(row["range_low"], row["unit"]), "high": _quantity(row["range_high"], row["unit"])}
        found["referenceRange"] = [limits]
    return found


def stamp(iso: str) -> str:
    """Returns a FHIR instant."""
    return f"{iso}+00:00" if iso else iso


def _verified(spelling: Spelling) -> Resource:
    code = "number-present-and-verified" if spelling.modern else "01"
    return {"url": spelling.verified,
            "valueCodeableConcept": {"coding": [{"system": spelling.verified_system, "code": code}]}}  # fmt: skip


def _quantity(printed: str, unit: str) -> Resource:
    # 4.0 stays 4.0: the decimals say how exact the machine is
    return {"value": float(printed) if "." in printed else int(printed), "unit": unit, "system": _UCUM, "code": unit}
