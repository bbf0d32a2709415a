"""`leakassay exercise write | score`: rehearse a leak, and measure the assay against the truth."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakassay.model.errors import OperatorError

if TYPE_CHECKING:
    from leakassay.exercise.scoreboard import Scoreboard

app = typer.Typer(
    help="Rehearsal: write an estate and its leak, score an assay.", no_args_is_help=True, rich_markup_mode=None
)


@app.command("write")
def write(  # noqa: PLR0913, PLR0917  the knobs of the interface page; typer calls it by keyword
    out: Annotated[Path, typer.Argument(help="New folder for dump, profile, claims, rolls and answer key.")],
    kind: Annotated[str, typer.Option(help="ours, partner, recycled, fabricated or mixed.")] = "ours",
    people: Annotated[int, typer.Option(help="People of the estate [default: 1000, or as the bytes need].")] = 0,
    events: Annotated[int, typer.Option(help="Results in their history [default: 10000, or as the bytes need].")] = 0,
    size: Annotated[
        str, typer.Option("--bytes", help="About how large, as 500MB or 10GB, by the mix of a file server.")
    ] = "",
    seed: Annotated[int, typer.Option(help="Equal seeds give equal bytes.")] = 1,
    formats: Annotated[str, typer.Option(help="Formats wanted, as csv,hl7v2,pdf [default: all].")] = "",
    telegram: Annotated[bool, typer.Option("--telegram", help="As a Telegram export of a multi-part archive.")] = False,
    ods: Annotated[Path | None, typer.Option(help="Your epraccur.csv: practices are taken from it.")] = None,
    issued_ranges: Annotated[bool, typer.Option("--issued-ranges", help="NHS numbers of issued ranges.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace an earlier rehearsal there.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Write an invented laboratory, the leak taken from it, and the truth beside it."""
    from leakassay.cli.progress import bytes_written
    from leakassay.exercise.leak.meter import size_of
    from leakassay.exercise.write import write as write_rehearsal

    try:
        size_bytes = size_of(size) if size else None
    except ValueError as error:
        raise OperatorError(f"--bytes: {error}") from None
    wanted = [name.strip() for name in formats.split(",") if name.strip()] if formats else None
    with bytes_written(quiet=quiet) as tell:
        made = write_rehearsal(
            out, kind=kind, people=people, events=events, seed=seed, size_bytes=size_bytes, formats=wanted,
            issued_ranges=issued_ranges, telegram_export=telegram, ods_file=ods, force=force, tell=tell,
        )  # fmt: skip
    sys.stdout.write(
        f"Dump:       {made.dump}\nProfile:    {made.profile}\nClaims:     {made.claims}\nAnswer key: {made.key}\n"
    )


@app.command("score")
def score(
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    answer_key: Annotated[Path, typer.Argument(help="The answer key of the rehearsal.")],
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
    page: Annotated[Path | None, typer.Option(help="Write a page with plots, too.")] = None,
    key_file: Annotated[Path | None, typer.Option(help="Key of the case.")] = None,
) -> None:
    """Hold a case against the answer key: recall, precision, linkage, verdicts, intervals, false assurance."""
    board = score_case(case, answer_key, key_file)
    if page is not None:
        from leakassay.cli.scorepage import write_page
        from leakassay.exercise import key as keys

        write_page(board, keys.load(answer_key).counts, page)
    if as_json:
        sys.stdout.write(json.dumps(board.as_json(), indent=1) + "\n")
    else:
        sys.stdout.write("\n".join(board_lines(board)) + "\n")
    if page is not None:
        sys.stderr.write(f"Page: {page}\n")


def score_case(case: Path, answer_key: Path, key_file: Path | None) -> Scoreboard:
    """Load the tables of a case and the truth, and score; the rehearsal itself sees Arrow only."""
    from leakassay.cli.opening import open_existing
    from leakassay.exercise import key as keys
    from leakassay.exercise.score import score as score_tables
    from leakassay.pipeline.errands.scoring import exports_for_scoring, with_partitions

    truth = keys.load(answer_key)
    opened = open_existing(case, key_file)
    try:
        # tables are read while they are scored
        tables = exports_for_scoring(opened, "score a rehearsal against its answer key")
        summary = with_partitions(json.loads((case / "summary.json").read_text(encoding="utf-8")), tables)
        return score_tables(tables, truth, summary)
    finally:
        opened.close()


def board_lines(board: Scoreboard) -> list[str]:
    """The scoreboard for a terminal, one section after the other."""
    lines: list[str] = []
    section = ""
    for row in board.rows():
        if row.section != section:
            lines += ["", row.section]
            section = row.section
        value = "not measured" if row.value is None else f"{row.value:.3f}"
        lines.append(f"  {row.measure:<64} {value:>12}   n = {row.n:,}")
    return lines[1:]
