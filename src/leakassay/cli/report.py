"""`leakassay report`: the dossier and the figures of a case that was run."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from leakassay.model.errors import IntegrityError, OperatorError

NAME = "report"


def command(
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    form: Annotated[str, typer.Option("--format", help="html or json.")] = "html",
    out: Annotated[Path | None, typer.Option(help="Folder to write to; by default CASE/report.")] = None,
    verify: Annotated[bool, typer.Option("--verify", help="Rebuild every number from the tables and compare.")] = False,
    key_file: Annotated[Path | None, typer.Option(help="Key file or age identity of the case.")] = None,
    passphrase_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")] = None,
) -> None:
    """Write the dossier again from the tables of the case."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands.report import compare, rebuild

    if form not in {"html", "json"}:
        raise OperatorError(f"--format: '{form}' is not known; html or json was expected")
    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        if verify:
            differences = compare(opened)
            for place in differences:
                sys.stdout.write(f"differs: {place}\n")
            if differences:
                raise IntegrityError(f"{len(differences)} numbers of summary.json are not what the tables give")
            sys.stdout.write("Every number is what the tables give.\n")
        sys.stdout.write(f"{rebuild(opened, form, out)}\n")
    finally:
        opened.close()
