"""`leakassay summary`: the numbers."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from leakassay.model.errors import OperatorError

NAME = "summary"


def command(
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON, as in CASE/summary.json.")] = False,
) -> None:
    """Print the numbers of the last run."""
    from leakassay.report.terminal import summary_lines

    try:
        text = (case / "summary.json").read_text(encoding="utf-8")
    except FileNotFoundError:
        raise OperatorError(f"{case} has no summary.json yet; `leakassay run` writes it at its end") from None
    if as_json:
        sys.stdout.write(text)
    else:
        sys.stdout.write("\n".join(summary_lines(json.loads(text))) + "\n")
