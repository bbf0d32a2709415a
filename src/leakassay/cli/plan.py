"""`leakassay plan`: before starting: what is there, how long it may take, what will not be readable."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "plan"


def command(
    dump: Annotated[Path, typer.Argument(help="Folder, archive or file that was published.")],
    look: Annotated[bool, typer.Option("--look", help="Tell a sample of files by content too, in cells.")] = False,
    seed: Annotated[int, typer.Option(min=0, help="Another sample to look at.")] = 0,
) -> None:
    """Estimate time, memory, disk and what will not be readable, from names and sizes; nothing is read."""
    from leakassay.pipeline.errands.plan import plan

    sys.stdout.write("\n".join(plan(dump, inside=look, seed=seed).lines()) + "\n")
