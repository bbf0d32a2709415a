"""`leakassay demo`: a rehearsal from end to end: estate, leak, assay, score, dossier."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Annotated

import typer

from leakassay.model.errors import OperatorError

NAME = "demo"

SCALES = {"tiny": (60, 600), "small": (1_500, 15_000), "medium": (20_000, 250_000)}
"""People and events by scale; small takes about a minute on two cores."""

SEED = 20_240_603
"""Fixed, so that every demo shows the same dossier."""


def command(
    scale: Annotated[str, typer.Option(help="tiny, small or medium.")] = "small",
    out: Annotated[Path, typer.Option(help="Folder for the rehearsal and its case.")] = Path("demo"),
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Rehearse: write an estate and its leak, assay it, score it against the answer key, write the dossier."""
    from leakassay.cli.exercise import board_lines, score_case
    from leakassay.cli.progress import progress
    from leakassay.cli.run import go, tell_result
    from leakassay.exercise.write import write
    from leakassay.pipeline.run import RunOptions
    from leakassay.profile import claim, organisation

    if scale not in SCALES:
        raise OperatorError(f"--scale: '{scale}' is not known; {', '.join(SCALES)} were expected")
    people, events = SCALES[scale]
    _clear(out)
    sys.stdout.write(f"Rehearsal: an invented laboratory of {people:,} people, a leak mixed from four kinds\n")
    sys.stdout.flush()
    made = write(out / "rehearsal", kind="mixed", people=people, events=events, seed=SEED)
    with progress(quiet=quiet) as tell:
        options = RunOptions(
            dump=made.dump,
            profile=organisation.load(made.profile),
            claims=claim.load(made.claims),
            progress=tell,
        )
        result = go(out / "case", options, None, SEED, ask=False)
    sys.stdout.write("\nScoreboard (against the answer key)\n")
    sys.stdout.write("\n".join(board_lines(score_case(out / "case", made.key, None))) + "\n\n")
    tell_result(out / "case", result)


def _clear(out: Path) -> None:
    """Remove an earlier demo; anything that is none is left alone.

    Raises:
        OperatorError: the folder holds something else.
    """
    if out.is_dir():
        others = sorted(path.name for path in out.iterdir() if path.name not in {"rehearsal", "case", "case.key"})
        if others:
            raise OperatorError(f"{out} holds other things than a demo; name another folder with --out")
        shutil.rmtree(out / "rehearsal", ignore_errors=True)
        shutil.rmtree(out / "case", ignore_errors=True)
        (out / "case.key").unlink(missing_ok=True)
