"""`leakassay case close | hold | move`: the end of a case, what forbids it, and its place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

app = typer.Typer(
    help="The life of a case: destroy its keys, hold it for a court, move it.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip

_Case = Annotated[Path, typer.Argument(help="Folder of the case.")]
_KeyFile = Annotated[Path | None, typer.Option(help="Key file or age identity of the case.")]
_PassphraseFd = Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")]
_Reason = Annotated[str, typer.Option(help="Why; stands in the audit log.")]


@app.command("close")
def close(
    case: _Case,
    reason: _Reason = "",
    sign: Annotated[Path | None, typer.Option(help="Sign the record with this Ed25519 key (PKCS8, PEM).")] = None,
    sign_password_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its password.")] = None,
    key_file: _KeyFile = None,
    passphrase_fd: _PassphraseFd = None,
) -> None:
    """Destroy the keys of a case for good and write CASE/destruction.json; refused under a legal hold."""
    from leakassay.case import casefile
    from leakassay.cli.opening import open_existing, signer_of
    from leakassay.pipeline.errands import closing

    if casefile.is_closed(case):
        closing.finish(case)
        casefile.refuse_closed(case)
    signer = signer_of(sign, sign_password_fd)
    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        record = closing.close(opened, reason, signer)
    finally:
        opened.close()
    sys.stdout.write(f"{case} is closed; {case / casefile.DESTRUCTION} is the record\n{record['note']}\n")
    if key_file is not None and key_file.exists():
        sys.stdout.write(f"{key_file} still lies there; it opens nothing of this case now\n")


@app.command("hold")
def hold(
    case: _Case,
    reason: _Reason = "",
    release: Annotated[bool, typer.Option("--release", help="End the hold.")] = False,
    key_file: _KeyFile = None,
    passphrase_fd: _PassphraseFd = None,
) -> None:
    """Put a case under legal hold, so that it cannot be closed; or release it."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands import closing

    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        closing.hold(opened, reason, release=release)
    finally:
        opened.close()
    sys.stdout.write(f"{case} is {'released from' if release else 'under'} legal hold\n")


@app.command("move")
def move(
    case: _Case,
    new: Annotated[Path, typer.Argument(help="Folder to move it to; it must not exist.")],
    key_file: _KeyFile = None,
    passphrase_fd: _PassphraseFd = None,
) -> None:
    """Move a case and the key beside it, every part checked; to another device by copy and comparison."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands import moving

    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        copied = moving.move(opened, new)
    finally:
        opened.close()
    sys.stdout.write(f"{new}: {'copied, compared and removed from its old place' if copied else 'moved'}\n")
