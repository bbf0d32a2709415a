"""Export: a table of the case to a file; a reveal is answered only after its audit entry is durable."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from leakassay.case.case import Case
from leakassay.disclosure.reveal import reveal as revealed
from leakassay.pipeline.kept import controller_names, kept_profile
from leakassay.report import export as exports


def export(case: Case, table: str, form: str, out: Path, *, reveal: bool, reason: str) -> int:
    """Write an export.

    Returns:
        Rows written.

    Raises:
        OperatorError: unknown table or format, or a reveal without a reason.
    """
    shelf, names = case.shelf(), controller_names(kept_profile(case))
    if not reveal:
        return exports.export(shelf, table, form, out, names=names)
    return revealed(
        case.audit,
        reason,
        f"export of {table} as {form}",
        lambda permit: exports.export(shelf, table, form, out, permit=permit, names=names),
    )


def tables_for_scoring(case: Case, reason: str) -> dict[str, pa.Table]:
    """Every export in memory, unmasked, for holding against an answer key; audited like any reveal."""
    shelf, names = case.shelf(), controller_names(kept_profile(case))
    return revealed(
        case.audit,
        reason,
        "all exports, in memory, for scoring",
        lambda _permit: {name: pa.concat_tables(exports.answer(shelf, name, names)) for name in exports.EXPORTS},
    )
