"""`leakassay verify`: does the evidence still match its seal?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from leakassay.model.errors import IntegrityError

NAME = "verify"


def command(
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    dump: Annotated[Path | None, typer.Argument(help="Where the dump lies now; by default where it was.")] = None,
    key_file: Annotated[Path | None, typer.Option(help="Key file or age identity of the case.")] = None,
    passphrase_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")] = None,
) -> None:
    """Recompute the seal, the ledger's laws, the parts and the audit chain; say exactly which item changed."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands.verify import verify

    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        found = verify(opened, dump)
    finally:
        opened.close()
    for line in found.lines():
        sys.stdout.write(line + "\n")
    if not found.matches:
        raise IntegrityError(
            f"{len(found.changes)} differences from the seal; the list above names each item by its id"
        )
