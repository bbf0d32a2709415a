"""`leakassay run`: the main job."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakassay.model.errors import OperatorError

if TYPE_CHECKING:
    from leakassay.pipeline.run import RunOptions, RunResult

NAME = "run"
INCOMPLETE = 5


def command(  # noqa: PLR0913, PLR0917  the options of the interface page; typer calls it by keyword
    dump: Annotated[Path, typer.Argument(help="Folder, archive or file that was published.")],
    case: Annotated[Path | None, typer.Option(help="Folder of the case; by default NAME.case here.")] = None,
    add: Annotated[bool, typer.Option("--add", help="A further instalment for this case.")] = False,
    profile: Annotated[Path | None, typer.Option(help="The organisation's profile (TOML).")] = None,
    claims: Annotated[Path | None, typer.Option(help="Public claims to check (TOML).")] = None,
    engine: Annotated[str, typer.Option(help="serial or local.")] = "local",
    workers: Annotated[int, typer.Option(min=0, help="Slots; 0 means one a processor.")] = 0,
    memory: Annotated[str, typer.Option(help="Memory for queries, such as 4GB; nothing is spilled to disk.")] = "4GB",
    stages: Annotated[str, typer.Option(help="Stages to run, comma-separated; by default all.")] = "",
    passwords: Annotated[Path | None, typer.Option(help="Passwords to try on locked items, one a line.")] = None,
    dkim_keys: Annotated[
        Path | None,
        typer.Option(help='DNS records of DKIM keys, to judge mails by: lines of NAME TXT "RECORD", or TOML.'),
    ] = None,
    limit: Annotated[
        list[str] | None, typer.Option(help="A budget, NAME=VALUE; what a lower one stopped is taken up again.")
    ] = None,
    known_files: Annotated[Path | None, typer.Option(help="Hashes of software that needs no reading (NSRL).")] = None,
    known_any_format: Annotated[bool, typer.Option(help="Set listed tables, texts and mails aside too.")] = False,
    seed: Annotated[int | None, typer.Option(min=0, help="Replay the sample of another run.")] = None,
    key_file: Annotated[
        Path | None, typer.Option(help="Key of the case: 64 hexadecimal digits, or an age identity.")
    ] = None,
    passphrase_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")] = None,
    fail_on_incomplete: Annotated[bool, typer.Option(help="End with exit code 5 when something is unread.")] = False,
    accept_weaker_sandbox: Annotated[
        str,
        typer.Option(help="Layers that may be missing: namespaces, landlock, seccomp; noted in the dossier."),
    ] = "",
    quiet: Annotated[bool, typer.Option("--quiet", help="No progress.")] = False,
) -> None:
    """Analyse a dump: seal, read, detect, attribute, resolve, judge claims, write the dossier; resumes."""
    from leakassay.cli.progress import progress
    from leakassay.pipeline import stages as order
    from leakassay.pipeline import wall
    from leakassay.pipeline.budget import parse_limits, read_passwords
    from leakassay.pipeline.run import RunOptions
    from leakassay.profile import claim, organisation
    from leakassay.profile import dkim_keys as key_records

    if engine not in {"serial", "local"}:
        raise OperatorError(f"--engine: '{engine}' is not known; serial or local was expected")
    if not dump.is_symlink() and not dump.exists():
        raise OperatorError(f"the dump {dump} does not exist; give the folder, archive or file that was published")
    with progress(quiet=quiet) as tell:
        options = RunOptions(
            dump=dump,
            add=add,
            profile=organisation.load(profile) if profile else organisation.EMPTY,
            claims=claim.load(claims) if claims else claim.Claims(),
            engine=engine,
            workers=workers,
            memory=memory,
            known_files=known_files,
            known_any_format=known_any_format,
            stages=order.parse(stages) if stages else order.STAGES,
            progress=tell,
            accepted_layers=wall.parse(accept_weaker_sandbox),
            passwords=read_passwords(passwords) if passwords else (),
            dkim_keys=key_records.load(dkim_keys) if dkim_keys else key_records.NO_KEYS,
            limits=parse_limits(limit or ()),
        )
        folder = case or Path(f"{dump.resolve().name}.case")
        result = go(folder, options, key_file, seed, passphrase_fd=passphrase_fd)
    tell_result(folder, result)
    if fail_on_incomplete and is_incomplete(result):
        raise typer.Exit(INCOMPLETE)


def go(
    folder: Path,
    options: RunOptions,
    key_file: Path | None,
    seed: int | None,
    *,
    ask: bool = True,
    passphrase_fd: int | None = None,
) -> RunResult:
    """Open the case, hold its lock, run."""
    from leakassay.cli.opening import create_or_open
    from leakassay.pipeline.intake import check_place
    from leakassay.pipeline.run import run, start_case

    check_place(folder, options.dump)
    case, _ = create_or_open(folder, key_file, ask=ask, passphrase_fd=passphrase_fd)
    try:
        with case.lock():
            start_case(case, seed)
            return run(case, options)
    finally:
        case.close()


def is_incomplete(result: RunResult) -> bool:
    """True when some bytes were not read: pending, partly, failed, refused, encrypted or unsupported."""
    outcomes = result.summary.get("coverage", {}).get("outcomes", {})
    return any(found["items"] for name, found in outcomes.items() if name not in {"read", "empty", "known_file"})


def tell_result(folder: Path, result: RunResult) -> None:
    """Say what came out, in a few lines, and where it lies."""
    from leakassay.pipeline.errands.summary import lines

    if result.summary:
        sys.stdout.write("\n".join(lines(result.summary)) + "\n")
    if result.dossier is not None:
        sys.stdout.write(f"\nDossier: {result.dossier}\n")
    sys.stdout.write(f"Case:    {folder}\n")
