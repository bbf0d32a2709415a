"""FHIR exports: bundles of reports as JSON (R4 or STU3) and XML, and a bulk export as newline-delimited JSON."""

import json
from collections.abc import Iterator
from typing import Any
from xml.sax.saxutils import quoteattr

import numpy as np
import pyarrow as pa

from leakassay.exercise.estate.house import House
from leakassay.exercise.estate.record import IDENTITY
from leakassay.exercise.paper import fhir_resource as made
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.delimited import blanked, by_row
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.fhir_resource import R4, Resource, Spelling

SHOWN = frozenset(IDENTITY)
_PROLOGUE = '<?xml version="1.0" encoding="UTF-8"?>\n'


def bundle(
    name: str,
    rows: pa.Table,
    house: House,
    spelling: Spelling = R4,
    *,
    kind: str = "collection",
    indent: int | None = None,
) -> Document:
    """Returns one bundle in JSON with patient, specimen, request, results and report of each specimen.

    Args:
        name: path below its folder.
        rows: schema `RECORD`.
        house: who reports.
        spelling: R4 or STU3.
        kind: `collection`, or `transaction`, whose entries say where they are posted.
        indent: spaces of an indented print, None for one line.
    """
    whole, records = _bundle(rows, house, spelling, kind)
    separators = None if indent else (",", ":")
    text = json.dumps(whole, ensure_ascii=False, indent=indent, separators=separators)
    return Document(name, "json", text.encode("utf-8"), records, SHOWN, locator="entry")


def xml_bundle(name: str, rows: pa.Table, house: House, spelling: Spelling = R4) -> Document:
    """Returns one bundle in XML, as interoperability toolkits keep it."""
    whole, records = _bundle(rows, house, spelling, "collection")
    text = _PROLOGUE + _element(whole["resourceType"], whole, ' xmlns="http://hl7.org/fhir"')
    return Document(name, "xml", text.encode("utf-8"), records, SHOWN, locator="entry")


def bulk_export(folder: str, rows: pa.Table, house: House, spelling: Spelling = R4) -> list[Document]:
    """Returns Patient.ndjson and Observation.ndjson of a bulk export.

    The patients stand in one file without a test, the tests in the other without a person: only the reference
    `Patient/…` leads from one to the other.
    """
    found = rows.take(pa.array(splice.starts_of(rows)))
    people = found["person_id"].to_numpy()
    first = np.sort(np.unique(people, return_index=True)[1])
    patients = by_row(found.take(pa.array(first)))
    lines = [made.patient(row, _of_person(row), house, spelling) for row in patients.to_pylist()]
    listed = Document(f"{folder}/Patient.ndjson", "ndjson", _ndjson(lines), patients, SHOWN, has_events=False,
                      locator="line")  # fmt: skip
    tests = [_bulk_test(row, house, spelling) for row in rows.to_pylist()]
    # nobody is asked there for whom the test was made
    unasked = blanked(rows, "client_code")
    results = Document(f"{folder}/Observation.ndjson", "ndjson", _ndjson(tests), by_row(unasked), frozenset(),
                       locator="line")  # fmt: skip
    return [listed, results]


def _bulk_test(row: dict[str, Any], house: House, spelling: Spelling) -> Resource:
    number = row["specimen_id"]
    links = {"subject": f"Patient/{_of_person(row)}", "specimen": f"Specimen/{made.identity('Specimen', number)}"}
    return made.observation(row, made.identity("Observation", number, row["test_code"]), links, house, spelling)


def _of_person(row: dict[str, Any]) -> str:
    return made.identity("Patient", row["person_id"])


def _ndjson(lines: list[Resource]) -> bytes:
    return "".join(json.dumps(one, ensure_ascii=False, separators=(",", ":")) + "\n" for one in lines).encode("utf-8")


def _bundle(rows: pa.Table, house: House, spelling: Spelling, kind: str) -> tuple[Resource, pa.Table]:
    """Returns the bundle and its records, which stand at the entry of their patient."""
    entries: list[Resource] = []
    places: list[str] = []
    for tests in splice.per_record(rows):
        places += [f"entry {len(entries) + 1}"] * len(tests)
        entries += [_entry(one, kind) for one in _report(tests, house, spelling)]
    last = max(rows["reported_at"].to_pylist(), default="2024-06-01T00:00:00")
    whole = {"resourceType": "Bundle", "type": kind, "entry": entries}
    if spelling.modern and kind == "collection":
        whole = {"resourceType": "Bundle", "type": kind, "timestamp": made.stamp(last), "entry": entries}
    # the client stands there under its ODS code
    records = rows.set_column(rows.column_names.index("client_code"), "client_code", rows["controller"])
    return whole, records.append_column("locator", pa.array(places, pa.string()))


def _report(tests: list[dict[str, Any]], house: House, spelling: Spelling) -> Iterator[Resource]:
    row = tests[0]
    number = row["specimen_id"]
    keys = {kind: made.identity(kind, number) for kind in ("Patient", "Specimen", "Request", "DiagnosticReport")}
    links: dict[str, Any] = {kind.lower(): f"urn:uuid:{key}" for kind, key in keys.items()}
    links["subject"] = links["patient"]
    results = [made.identity("Observation", number, place) for place in range(len(tests))]
    links["results"] = [f"urn:uuid:{key}" for key in results]
    yield made.patient(row, keys["Patient"], house, spelling)
    yield made.specimen(row, keys["Specimen"], links["subject"], spelling)
    yield made.request(row, keys["Request"], links["subject"], spelling)
    for test, key in zip(tests, results, strict=True):
        yield made.observation(test, key, links, house, spelling)
    yield made.report(row, keys["DiagnosticReport"], links, house, spelling)


def _entry(resource: Resource, kind: str) -> Resource:
    entry: Resource = {"fullUrl": f"urn:uuid:{resource['id']}", "resource": resource}
    if kind == "transaction":
        entry["request"] = {"method": "POST", "url": resource["resourceType"]}
    return entry


def _element(name: str, value: Any, attribute: str = "") -> str:
    """Returns FHIR's XML of a JSON value: a text is an attribute, a resource stands in the element that holds it."""
    if isinstance(value, list):
        return "".join(_element(name, one) for one in value)
    if not isinstance(value, dict):
        printed = str(value).lower() if isinstance(value, bool) else str(value)
        return f"<{name} value={quoteattr(printed)}/>"
    held = value.get("resourceType")
    if held and name != held:
        return f"<{name}>{_element(held, value)}</{name}>"
    if name == "extension":
        attribute = f" url={quoteattr(value['url'])}"
    hidden = {"resourceType", "url"} if name == "extension" else {"resourceType"}
    inner = "".join(_element(key, one) for key, one in value.items() if key not in hidden)
    return f"<{name}{attribute}>{inner}</{name}>"
