"""`leakassay profile new | check`: the organisation's profile."""

from __future__ import annotations

import sys
from importlib.resources import files
from pathlib import Path
from typing import Annotated

import typer

from leakassay.model.errors import OperatorError

app = typer.Typer(help="The organisation's profile.", no_args_is_help=True, rich_markup_mode=None)


@app.command("new")
def new(out: Annotated[Path, typer.Argument(help="Where to write it.")] = Path("profile.toml")) -> None:
    """Write a profile to start from, every key explained."""
    if out.exists():
        raise OperatorError(f"{out} exists already; name another file")
    out.write_text(files("leakassay.profile").joinpath("example.toml").read_text(encoding="utf-8"), encoding="utf-8")
    sys.stdout.write(f"{out}\n")


@app.command("check")
def check(path: Annotated[Path, typer.Argument(help="The profile.")]) -> None:
    """Check a profile: every key, and that the files it names are there."""
    from leakassay.profile.organisation import load

    profile = load(path)
    named = [roll.path for roll in profile.roll] + [roll.secret_file for roll in profile.roll]
    named += [leak.path for leak in profile.earlier_leak]
    named += [found for found in (profile.reference.gp_practices, profile.reference.trusts) if found is not None]
    missing = [name for name in named if not profile.resolve(name).exists()]
    if missing:
        raise OperatorError(f"{path.name}: {missing[0]} does not exist; paths start at the profile's folder")
    sys.stdout.write(
        f"{profile.organisation.name}: {len(profile.controller)} controllers, {len(profile.roll)} rolls, "
        f"{len(profile.table_schema)} schemas, {len(profile.canary)} canaries: no fault found\n"
    )
