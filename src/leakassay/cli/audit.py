"""`leakassay audit`: who asked for what; a checkpoint to keep elsewhere; mending a tail that the machine cut off."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from leakassay.model.errors import OperatorError

NAME = "audit"


def command(  # noqa: PLR0913, PLR0917  the options of the command; typer calls it by keyword
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    checkpoint: Annotated[Path | None, typer.Option(help="Write count and head of the log, to keep elsewhere.")] = None,
    sign: Annotated[Path | None, typer.Option(help="Sign the checkpoint with this Ed25519 key (PKCS8, PEM).")] = None,
    sign_password_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its password.")] = None,
    mend: Annotated[bool, typer.Option("--mend", help="Set a damaged tail aside and go on; with --reason.")] = False,
    reveal: Annotated[bool, typer.Option("--reveal", help="Show reasons, too; with --reason; audited.")] = False,
    reason: Annotated[str, typer.Option(help="Why; stands in the audit log.")] = "",
    key_file: Annotated[Path | None, typer.Option(help="Key file or age identity of the case.")] = None,
    passphrase_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")] = None,
) -> None:
    """List the audit log, what people wrote masked; or write a checkpoint of it."""
    from leakassay.cli.opening import open_existing, signer_of
    from leakassay.disclosure.reveal import SHORTEST_REASON
    from leakassay.pipeline.errands import audit

    if mend and len(reason.strip()) < SHORTEST_REASON:
        raise OperatorError(f"--mend needs a --reason of at least {SHORTEST_REASON} characters")
    signer = signer_of(sign, sign_password_fd)
    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd, mend=reason.strip() if mend else "")
    try:
        if checkpoint is not None:
            count, head = audit.write_checkpoint(opened, checkpoint, signer)
            sys.stdout.write(f"{checkpoint}: {count:,} entries, head {head}\n")
            return
        for line in audit.lines(opened, shown=reveal, reason=reason):
            sys.stdout.write(line + "\n")
    finally:
        opened.close()
