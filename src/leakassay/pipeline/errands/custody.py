"""Custody export: the record of what was held, when, and what it was sealed as; never the dump, names if revealed."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leakassay.case import checkpoint, laws, ledger_root, version
from leakassay.case.case import Case
from leakassay.case.version import Version
from leakassay.disclosure.reveal import reveal
from leakassay.model.errors import OperatorError
from leakassay.model.keys import unsigned
from leakassay.model.version import tool_version
from leakassay.pipeline.errands.seal import FILES, FOLDER
from leakassay.report import bag, case_uco
from leakassay.report.case_uco import Record, SourceFile

FORMS = ("bagit", "case")
_ITEM = f"select {', '.join(ledger_root.FACTS)}, modified_at, name_sealed from item order by item_id"  # noqa: S608  our own column names
_SOURCE = (
    "select item.item_id, size_bytes, sha256, modified_at, name_sealed from item join source using (source_id) "
    "where parent_id is null order by source.ordinal, member_index"
)


def export(case: Case, out: Path, form: str, *, named: bool, reason: str) -> Path:
    """Write the custody record.

    Args:
        case: the case.
        out: a new folder.
        form: "bagit" or "case".
        named: names of files in the clear; that is a reveal.
        reason: why.

    Returns:
        The folder.

    Raises:
        OperatorError: unknown form, the folder exists, a reveal without a reason, or the case is not sealed.
    """
    if form not in FORMS:
        raise OperatorError(f"--format: '{form}' is not known; {' or '.join(FORMS)} was expected")
    last = version.latest(case.ledger)
    if last is None or version.is_open(case):
        raise OperatorError("the last run did not come to its end; run it again, then export")
    if not named:
        return _write(case, out, form, last, named=False)
    return reveal(
        case.audit,
        reason,
        f"names of files in a custody export ({form})",
        lambda _permit: _write(case, out, form, last, named=True),
    )


def _write(case: Case, out: Path, form: str, last: Version, *, named: bool) -> Path:
    if form == "bagit":
        bag.write(out, dict(_payload(case, named=named)), _info(case, last))
    else:
        bag.write(
            out, {"custody.jsonld": case_uco.render(_record(case, last), _files(case, named=named))}, _info(case, last)
        )
    return out


def _info(case: Case, last: Version) -> dict[str, str]:
    return {
        "Bag-Software-Agent": f"leakassay {tool_version()}",
        "Bagging-Date": datetime.now(UTC).date().isoformat(),
        "External-Identifier": case.case_id,
        "External-Description": f"custody record of report version {last.number}; it holds nothing of the dump itself",
        "Internal-Sender-Description": f"seal {last.seal}; ledger root {last.ledger_root}",
    }


def _payload(case: Case, *, named: bool) -> Iterator[tuple[str, Iterable[bytes]]]:
    """Name and content of each file of the bag."""
    heads = (*ledger_root.FACTS, "modified_at", *(("name",) if named else ()))
    yield "ledger.csv", _csv(heads, _items(case, named=named))
    versions = [list(asdict(one).values()) for one in version.all_of(case.ledger)]
    yield "report-versions.csv", _csv(list(Version.__dataclass_fields__), versions)
    yield "balance.json", [_json(asdict(laws.check(case.ledger)))]
    yield "audit-checkpoint.json", [checkpoint.text(case.case_id, case.audit).encode()]
    yield "manifest.json", [case.ledger.meta("manifest", "{}").encode()]
    yield "source-manifest-sha256.txt", _source_manifest(case, named=named)
    for name in FILES:
        place = case.folder / FOLDER / name
        if place.is_file():
            yield name, [place.read_bytes()]


def _json(said: dict[str, Any]) -> bytes:
    return (json.dumps(said, indent=1, sort_keys=True) + "\n").encode()


def _csv(heads: Sequence[str], rows: Iterable[Sequence[Any]]) -> Iterator[bytes]:
    held = io.StringIO()
    writer = csv.writer(held, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(heads)
    for row in rows:
        writer.writerow(["" if cell is None else _inert(str(cell)) for cell in row])
        if held.tell() > 1 << 16:
            yield held.getvalue().encode()
            held.seek(0)
            held.truncate()
    yield held.getvalue().encode()


def _inert(cell: str) -> str:
    """No cell is a formula: names come from the dump."""
    return f"'{cell}" if cell.lstrip()[:1] in {"=", "+", "@", "＝", "＋", "＠"} or cell[:1] in {"\t", "\r"} else cell


def _items(case: Case, *, named: bool) -> Iterator[list[Any]]:
    for row in case.ledger.stream(_ITEM):
        *facts, modified_at, sealed = row
        own = f"{unsigned(facts[0]):016x}"
        parent = "" if facts[1] is None else f"{unsigned(facts[1]):016x}"
        shown = [case.keys.open_name(sealed).decode("utf-8", "backslashreplace")] if named else []
        yield [own, parent, *facts[2:], _time(modified_at), *shown]


def _source_manifest(case: Case, *, named: bool) -> Iterator[bytes]:
    """The source files by hash: with names `sha256sum -c` checks the dump; without them items stand for names."""
    for row in case.ledger.stream(_SOURCE):
        if row["sha256"]:
            name = (
                case.keys.open_name(row["name_sealed"]) if named else f"item-{unsigned(row['item_id']):016x}".encode()
            )
            yield bag.checksum_line(row["sha256"], name)


def _time(seconds: int | None) -> str:
    """ISO 8601; "" for what no calendar holds: a file system may say anything."""
    if seconds is None or not -62_135_596_800 <= seconds <= 253_402_300_799:
        return ""
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z")


def _record(case: Case, last: Version) -> Record:
    started = next((entry["at"] for entry in case.audit.entries()), last.at)
    return Record(
        case.case_id, min(started, last.at), last.at, tool_version(),
        f"report version {last.number}: {last.items} items; seal {last.seal}; ledger root {last.ledger_root}; "
        f"manifest {last.manifest_sha256}",
    )  # fmt: skip


def _files(case: Case, *, named: bool) -> Iterator[SourceFile]:
    for row in case.ledger.stream(_SOURCE):
        name = case.keys.open_name(row["name_sealed"]).decode("utf-8", "backslashreplace") if named else None
        own = f"{unsigned(row['item_id']):016x}"
        yield SourceFile(own, row["size_bytes"], row["sha256"], _time(row["modified_at"]), name)
