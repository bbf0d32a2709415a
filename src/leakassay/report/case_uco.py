"""The custody record in CASE/UCO (JSON-LD): the action, the tool, the provenance record, one file a source file.

Names of files are in it only where the caller has them to give. Identifiers are UUIDs made from the case's id and
structural ids, so that two exports of one case say the same.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

_NAMESPACE = uuid.UUID("6c65616b-6173-5361-9900-00756e697175")
"""Ours, for version 5 UUIDs."""

_PREFIXES = {
    "kb": "http://example.org/kb/",
    "case-investigation": "https://ontology.caseontology.org/case/investigation/",
    "uco-action": "https://ontology.unifiedcyberontology.org/uco/action/",
    "uco-core": "https://ontology.unifiedcyberontology.org/uco/core/",
    "uco-observable": "https://ontology.unifiedcyberontology.org/uco/observable/",
    "uco-tool": "https://ontology.unifiedcyberontology.org/uco/tool/",
    "uco-types": "https://ontology.unifiedcyberontology.org/uco/types/",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}


@dataclass(frozen=True)
class SourceFile:
    """One file of a source.

    Attributes:
        item_id: sixteen hexadecimal digits.
        size: bytes.
        sha256: hexadecimal; "" when it could not be read.
        modified_at: ISO 8601, UTC; "" when no calendar holds it.
        name: its path in the source; None unless revealed.
    """

    item_id: str
    size: int
    sha256: str
    modified_at: str
    name: str | None = None


@dataclass(frozen=True)
class Record:
    """What the action was.

    Attributes:
        case_id: of the case.
        started, ended: ISO 8601, UTC.
        tool_version: of leakassay.
        statement: roots and counts in words.
    """

    case_id: str
    started: str
    ended: str
    tool_version: str
    statement: str


def render(record: Record, files: Iterable[SourceFile]) -> Iterator[bytes]:
    """Yields the document in pieces; files stream by."""

    def name(kind: str, key: str = "") -> str:
        return f"kb:{kind}-{uuid.uuid5(_NAMESPACE, f'{record.case_id} {kind} {key}')}"

    yield b'{\n"@context": ' + json.dumps(_PREFIXES).encode() + b',\n"@graph": [\n'
    objects = []
    for file in files:
        objects.append({"@id": name("file", file.item_id)})
        yield _piece(_file(file, objects[-1]["@id"], name))
    tool, action, provenance = name("tool"), name("action"), name("provenance")
    yield _piece({
        "@id": tool, "@type": "uco-tool:Tool", "uco-core:name": "leakassay", "uco-tool:version": record.tool_version,
    })  # fmt: skip
    yield _piece({
        "@id": provenance, "@type": "case-investigation:ProvenanceRecord",
        "case-investigation:exhibitNumber": record.case_id, "uco-core:description": record.statement,
        "uco-core:object": objects,
    })  # fmt: skip
    last = {
        "@id": action, "@type": "case-investigation:InvestigativeAction",
        "uco-core:name": "acquisition and analysis of a published data set",
        "uco-action:startTime": _typed("xsd:dateTime", record.started),
        "uco-action:endTime": _typed("xsd:dateTime", record.ended),
        "uco-action:instrument": {"@id": tool}, "uco-action:object": objects,
        "uco-action:result": {"@id": provenance},
    }  # fmt: skip
    yield json.dumps(last).encode() + b"\n]\n}\n"


def _piece(said: dict[str, Any]) -> bytes:
    return json.dumps(said, ensure_ascii=False).encode("utf-8", "replace") + b",\n"


def _typed(kind: str, value: str) -> dict[str, str]:
    return {"@type": kind, "@value": value}


def _file(file: SourceFile, own: str, name: Any) -> dict[str, Any]:
    facet: dict[str, Any] = {
        "@id": name("file-facet", file.item_id), "@type": "uco-observable:FileFacet",
        "uco-observable:sizeInBytes": _typed("xsd:integer", str(file.size)),
    }  # fmt: skip
    if file.modified_at:
        facet["uco-observable:modifiedTime"] = _typed("xsd:dateTime", file.modified_at)
    if file.name is not None:
        facet["uco-observable:filePath"] = file.name
    facets = [facet]
    if file.sha256:
        facets.append({
            "@id": name("content-facet", file.item_id), "@type": "uco-observable:ContentDataFacet",
            "uco-observable:hash": {
                "@id": name("hash", file.item_id), "@type": "uco-types:Hash",
                "uco-types:hashMethod": "SHA256",
                "uco-types:hashValue": _typed("xsd:hexBinary", file.sha256),
            },
        })  # fmt: skip
    return {
        "@id": own, "@type": "uco-observable:File", "uco-core:description": f"item {file.item_id}",
        "uco-core:hasFacet": facets,
    }  # fmt: skip
