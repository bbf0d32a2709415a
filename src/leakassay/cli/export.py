"""`leakassay export`: a table of the case; masked unless revealed, and a reveal is in the audit log first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "export"


def command(  # noqa: PLR0913, PLR0917  the options of the interface page; typer calls it by keyword
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    table: Annotated[str, typer.Argument(help="items, sightings, events, subjects … (plural).")],
    form: Annotated[str, typer.Option("--format", help="parquet, csv, ndjson or xlsx.")] = "csv",
    out: Annotated[Path | None, typer.Option(help="File to write; by default TABLE.FORMAT here.")] = None,
    reveal: Annotated[bool, typer.Option("--reveal", help="Values in the clear; audited.")] = False,
    reason: Annotated[str, typer.Option(help="Why values are needed; stands in the audit log.")] = "",
    key_file: Annotated[Path | None, typer.Option(help="Key file or age identity of the case.")] = None,
    passphrase_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")] = None,
) -> None:
    """Write a table of the case, masked unless revealed."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands.export import export

    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        place = out or Path(f"{table}.{form}")
        rows = export(opened, table, form, place, reveal=reveal, reason=reason)
    finally:
        opened.close()
    sys.stdout.write(f"{place}: {rows:,} rows, {'revealed' if reveal else 'masked'}\n")
