"""`leakassay exercise write | score`: rehearse a leak, and measure the assay against the truth."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from leakassay.exercise.scoreboard import Scoreboard

app = typer.Typer(
    help="Rehearsal: write an estate and its leak, score an assay.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("write")
def write(  # noqa: PLR0913, PLR0917  the knobs of the interface page; typer calls it by keyword
    out: Annotated[Path, typer.Argument(help="New folder for dump, profile, claims, rolls and answer key.")],
    kind: Annotated[str, typer.Option(help="ours, partner, recycled, fabricated or mixed.")] = "ours",
    people: Annotated[int, typer.Option(help="People of the estate.")] = 1000,
    events: Annotated[int, typer.Option(help="Results in their history.")] = 10_000,
    seed: Annotated[int, typer.Option(help="Equal seeds give equal bytes.")] = 1,
    issued_ranges: Annotated[bool, typer.Option("--issued-ranges", help="NHS numbers of issued ranges.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier rehearsal there.")] = False,
) -> None:
    """Write an invented laboratory, the leak taken from it, and the truth beside it."""
    from leakassay.exercise.write import write as write_rehearsal

    made = write_rehearsal(
        out, kind=kind, people=people, events=events, seed=seed, force=force, issued_ranges=issued_ranges
    )
    sys.stdout.write(
        f"Dump:       {made.dump}\nProfile:    {made.profile}\nClaims:     {made.claims}\nAnswer key: {made.key}\n"
    )


@app.command("score")
def score(
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    answer_key: Annotated[Path, typer.Argument(help="The answer key of the rehearsal.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    key_file: Annotated[Path | None, typer.Option(help="Key of the case.")] = None,
) -> None:
    """Hold a case against the answer key: recall, precision, linkage, verdicts, intervals, false assurance."""
    board = score_case(case, answer_key, key_file)
    if as_json:
        sys.stdout.write(json.dumps(board.as_json(), indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(board_lines(board)) + "\n")


def score_case(case: Path, answer_key: Path, key_file: Path | None) -> Scoreboard:
    """Load the tables of a case and the truth, and score; the rehearsal itself sees Arrow only."""
    from leakassay.cli.opening import open_existing
    from leakassay.exercise import key as keys
    from leakassay.exercise.score import score as score_tables
    from leakassay.pipeline.errands.export import tables_for_scoring, with_names

    truth = keys.load(answer_key)
    opened = open_existing(case, key_file)
    try:
        tables = tables_for_scoring(opened, "score a rehearsal against its answer key")
        summary = with_names(json.loads((case / "summary.json").read_text(encoding="utf-8")), tables)
    finally:
        opened.close()
    return score_tables(tables, truth, summary)


def board_lines(board: Scoreboard) -> list[str]:
    """The scoreboard for a terminal, one section after the other."""
    lines: list[str] = []
    section = ""
    for row in board.rows():
        if row.section != section:
            lines += ["", row.section]
            section = row.section
        value = "not measured" if row.value is None else f"{row.value:.3f}"
        lines.append(f"  {row.measure:<48} {value:>12}   n = {row.n:,}")
    return lines[1:]
