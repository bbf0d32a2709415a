"""Exports: a table of the case as Parquet, CSV, NDJSON or a workbook; masked unless a permit of the audit is shown."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType

import pyarrow as pa

from leakassay.case.shelf import Relation, Shelf
from leakassay.case.sqlpage import load
from leakassay.disclosure.mask import mask_table
from leakassay.disclosure.reveal import Permit
from leakassay.model.errors import OperatorError, SpaceError
from leakassay.model.tables.registry import TABLES
from leakassay.report.written import WRITERS

BATCH_ROWS = 65_536
"""Rows in memory at once on their way out."""

_SOURCES: Mapping[str, str] = MappingProxyType(
    {
        "items": "item",
        "columns": "column",
        "sightings": "sighting",
        "events": "event",
        "mentions": "mention",
        "properties": "document_property",
        "subjects": "subject",
        "controllers": "controller_map",
        "evidence": "evidence",
        "claims": "claim_result",
        "assessments": "assessment",
        "exposures": "exposure",
        "figures": "figure",
    }
)

_RENAMED: Mapping[str, tuple[str, ...]] = MappingProxyType({"events": ("unit",)})
"""Sensitive columns that bear another name in an export: an event's result_unit."""

EXPORTS = tuple(_SOURCES)
"""Names of exports; each has a page `export_<name>.sql`."""
FORMATS = tuple(WRITERS)
"""Formats of exports."""


def export(
    shelf: Shelf,
    name: str,
    fmt: str,
    out: Path,
    *,
    permit: Permit | None = None,
    names: Mapping[str, str] | None = None,
) -> int:
    """Write one table.

    Args:
        shelf: the tables.
        name: one of EXPORTS.
        fmt: one of FORMATS.
        out: the file; replaced in one step, readable by its owner only.
        permit: what `disclosure.reveal.reveal` hands to its answer; without it sensitive columns are masked.
        names: ODS code → name of the controllers in the profile.

    Returns:
        Rows written.

    Raises:
        OperatorError: the name or format is not known, the folder is missing, or a workbook cannot hold the table.
        SpaceError: no room is left.
    """
    if fmt not in WRITERS:
        raise OperatorError(f"the format '{fmt}' is not known; choose one of {', '.join(FORMATS)}")
    batches = _disclosed(answer(shelf, name, names), frozenset() if permit else sensitive(name))
    draft = out.with_name(f".{out.name}.tmp")
    try:
        draft.unlink(missing_ok=True)
        descriptor = os.open(draft, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with open(descriptor, "wb") as stream:  # noqa: PTH123  a descriptor, not a path
            rows = WRITERS[fmt](stream, batches, out.parent)
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(out)
    except FileNotFoundError:
        raise OperatorError(f"the folder of {out} does not exist; make it, or give another --out") from None
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise SpaceError(f"no room is left to write {out}; free some, or give another --out") from None
        raise
    finally:
        draft.unlink(missing_ok=True)
    return rows


def sensitive(name: str) -> frozenset[str]:
    """Columns of an export that are masked."""
    return TABLES[_SOURCES[name]].sensitive | {"item_path", "locator", *_RENAMED.get(name, ())}


def answer(shelf: Shelf, name: str, names: Mapping[str, str] | None = None) -> Iterator[pa.Table]:
    """The rows of an export in batches, at least one, unmasked: tables for scoring, not text for a reader.

    Raises:
        OperatorError: the name is not known.
    """
    if name not in _SOURCES:
        raise OperatorError(f"there is no export '{name}'; choose one of {', '.join(EXPORTS)}")
    return _batches(shelf, name, names or {})


def _batches(shelf: Shelf, name: str, names: Mapping[str, str]) -> Iterator[pa.Table]:
    page = load("report", f"export_{name}")
    codes = sorted(names)
    lent: dict[str, Relation] = {
        "controller_name": pa.table(
            {"ods_code": pa.array(codes, pa.string()), "name": pa.array([names[code] for code in codes], pa.string())}
        )
    }
    with shelf.asking(page, lent) as connection:
        reader = connection.sql(page.text).to_arrow_reader(BATCH_ROWS)
        yield reader.schema.empty_table()  # the columns of an export without rows
        for batch in reader:
            yield pa.Table.from_batches([batch])


def _disclosed(batches: Iterator[pa.Table], hidden: frozenset[str]) -> Iterator[pa.Table]:
    for batch in batches:
        yield mask_table(batch, hidden) if hidden else batch
