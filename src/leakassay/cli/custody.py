"""`leakassay custody`: the custody record for others, as a BagIt bag or in CASE/UCO."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "custody"


def command(  # noqa: PLR0913, PLR0917  the options of the command; typer calls it by keyword
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    out: Annotated[Path, typer.Option(help="New folder for the record.")],
    form: Annotated[str, typer.Option("--format", help="bagit, or case (CASE/UCO, JSON-LD, in a bag).")] = "bagit",
    reveal: Annotated[bool, typer.Option("--reveal", help="Names of files in the clear; audited.")] = False,
    reason: Annotated[str, typer.Option(help="Why names are needed; stands in the audit log.")] = "",
    key_file: Annotated[Path | None, typer.Option(help="Key file or age identity of the case.")] = None,
    passphrase_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")] = None,
) -> None:
    """Write the custody record: ledger, seals, versions, audit checkpoint, hashes of the source files; not the dump."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands.custody import export

    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        place = export(opened, out, form, named=reveal, reason=reason)
    finally:
        opened.close()
    sys.stdout.write(f"{place}: custody record, names {'revealed' if reveal else 'masked'}\n")
