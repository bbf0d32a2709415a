"""`leakassay plan`: before starting: what is there, how long it may take, what will not be readable."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "plan"


def command(dump: Annotated[Path, typer.Argument(help="Folder, archive or file that was published.")]) -> None:
    """Estimate time, memory, disk and what will not be readable, from names and sizes; nothing is opened."""
    from leakassay.pipeline.errands.plan import plan

    sys.stdout.write("\n".join(plan(dump).lines()) + "\n")
