"""The terminal's front door: one place where errors become one clear sentence and an exit code."""

from __future__ import annotations

import io
import signal
import sys
import traceback
from pathlib import Path
from types import FrameType
from typing import Annotated, NoReturn

import typer

from leakassay.cli import (
    audit,
    case,
    custody,
    demo,
    doctor,
    exercise,
    explain,
    export,
    formats,
    keys,
    plan,
    profile,
    report,
    run,
    seal,
    status,
    summary,
    verify,
)
from leakassay.model.errors import IntegrityError, LeakAssayError, OperatorError

INTERRUPTED = 130

app = typer.Typer(
    name="leakassay",
    help="Analyses a leaked data set for the organisation that may have lost it: is it ours, whose data is it, "
    "who must tell them. It calls nobody and tries no credential.",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
    add_completion=False,
)

for module in (
    demo,
    plan,
    run,
    status,
    verify,
    summary,
    report,
    explain,
    export,
    doctor,
    formats,
    seal,
    audit,
    custody,
):
    app.command(module.NAME)(module.command)
app.add_typer(exercise.app, name="exercise")
app.add_typer(profile.app, name="profile")
app.add_typer(keys.app, name="keys")
app.add_typer(case.app, name="case")


@app.callback(invoke_without_command=True)
def _version(version: Annotated[bool, typer.Option("--version", help="Print the version and end.")] = False) -> None:
    if version:
        from leakassay.model.version import tool_version

        typer.echo(f"leakassay {tool_version()}")
        raise typer.Exit


def main() -> None:
    """Run a command and end with its exit code; what goes wrong is said in one sentence on standard error."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a plain locale knows no "…": it shows an escape, the run goes on
            stream.reconfigure(errors="backslashreplace")
    try:
        _run()
    except LeakAssayError as error:
        _say(str(error))
        sys.exit(error.exit_code)
    except KeyboardInterrupt:
        _interrupted()
    except SystemExit as ended:  # typer answers Ctrl-C with an exit code and no word
        if ended.code == INTERRUPTED:
            _interrupted()
        raise
    except MemoryError:
        _say("not enough memory; give more with --memory, or run with fewer --workers; it resumes")
        sys.exit(4)
    except OSError as error:  # descriptors, devices and memory that end outside of what anybody foresaw
        _say(
            f"the machine refused a call ({error.strerror or type(error).__name__}); what is done stays done: look at "
            "disks, memory and the limit of open files, then run again"
        )
        sys.exit(4)
    except Exception as error:  # noqa: BLE001  the last resort: a defect of ours, said without quoting the dump
        place = traceback.extract_tb(error.__traceback__)[-1]
        _say(
            f"internal fault ({type(error).__name__} at {Path(place.filename).name}:{place.lineno}); the evidence is "
            "fine: run again, and tell the maintainers if it comes back"
        )
        sys.exit(4)


_interrupts: list[int] = []
"""Signals of Ctrl-C that came."""


def _run() -> None:
    """Run the command; a library that Ctrl-C met while it loaded may have turned that into an error of its own."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _note_interrupt)
    try:
        app()
    except Exception as error:
        if _interrupts and not isinstance(error, OperatorError | IntegrityError):
            raise KeyboardInterrupt from error
        raise


def _note_interrupt(number: int, frame: FrameType | None) -> None:
    _interrupts.append(number)
    signal.default_int_handler(number, frame)


def _interrupted() -> NoReturn:
    _say("interrupted; everything committed so far stays: run the same command again to go on")
    sys.exit(INTERRUPTED)


def _say(sentence: str) -> None:
    sys.stderr.write(f"leakassay: {sentence}\n")
