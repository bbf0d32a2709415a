"""`leakassay summary`: the numbers."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

NAME = "summary"


def command(
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, as in CASE/summary.json.")] = False,
) -> None:
    """Print the numbers of the last run."""
    from leakassay.pipeline.errands.summary import kept, kept_lines

    sys.stdout.write(kept(case) if as_json else "\n".join(kept_lines(case)) + "\n")
