"""`leakassay explain`: why a finding is one, in one screen, masked."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "explain"


def command(
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    finding: Annotated[str, typer.Argument(help="Id of a sighting, event or mention: sixteen hexadecimal digits.")],
    key_file: Annotated[Path | None, typer.Option(help="Key file or age identity of the case.")] = None,
    passphrase_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")] = None,
) -> None:
    """Say why a sighting, an event or a mention is one: where it stands, what was found, by which reason."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands.explain import explain

    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        lines = explain(opened, finding)
    finally:
        opened.close()
    sys.stdout.write("\n".join(lines) + "\n")
