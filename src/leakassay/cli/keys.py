"""`leakassay keys add | list | remove | rotate`: who can open a case; no key is ever an argument."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from leakassay.model.errors import OperatorError

if TYPE_CHECKING:
    from leakassay.case.secret import Secret

app = typer.Typer(
    help="Holders of a case: key files, passphrases, age recipients; a new case key.", no_args_is_help=True,
    rich_markup_mode=None,
)  # fmt: skip

_Case = Annotated[Path, typer.Argument(help="Folder of the case.")]
_KeyFile = Annotated[Path | None, typer.Option(help="Key file or age identity that opens the case.")]
_PassphraseFd = Annotated[int | None, typer.Option(min=0, help="Descriptor that gives the passphrase of the case.")]


@app.command("add")
def add(  # noqa: PLR0913, PLR0917  two secrets, each from one of several places; typer calls it by keyword
    case: _Case,
    passphrase: Annotated[bool, typer.Option("--passphrase", help="A passphrase, asked for.")] = False,
    key_file: Annotated[
        Path | None, typer.Option(help="Key file of the new holder; written when it is not there. Or an age identity.")
    ] = None,
    recipient: Annotated[str, typer.Option(help="Age recipient of the new holder, age1….")] = "",
    name: Annotated[str, typer.Option(help="How the list calls them.")] = "",
    passphrase_fd: Annotated[
        int | None, typer.Option(min=0, help="Descriptor that gives the new passphrase, without a terminal.")
    ] = None,
    opener: Annotated[
        Path | None, typer.Option(help="Key file or age identity that opens the case now; else the key beside it.")
    ] = None,
    opener_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its present passphrase.")] = None,
) -> None:
    """Let another key open the case: a passphrase, a key file, or an age recipient (needs no secret of theirs)."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands import keys

    if sum((passphrase or passphrase_fd is not None, key_file is not None, bool(recipient))) != 1:
        raise OperatorError("keys add: one of --passphrase, --key-file and --recipient was expected")
    opened = open_existing(case, opener, passphrase_fd=opener_fd)
    try:
        if recipient:
            made = keys.add_recipient(opened, recipient, name)
        else:
            made = keys.add(opened, _new_secret(key_file, passphrase_fd), name)
    finally:
        opened.close()
    sys.stdout.write(f"{made} can open {case} now\n")


def _new_secret(key_file: Path | None, passphrase_fd: int | None) -> Secret:
    from leakassay.case import keys, secret
    from leakassay.cli.opening import new_passphrase

    if key_file is not None:
        return secret.read_secret(key_file) if key_file.exists() else keys.new_key_file(key_file)
    if passphrase_fd is not None:
        return secret.read_passphrase(passphrase_fd, new=True)
    if not sys.stdin.isatty():
        raise OperatorError("there is no terminal to ask for a passphrase; hand it over with --passphrase-fd")
    return new_passphrase("New passphrase for the case: ")


@app.command("list")
def list_keys(case: _Case, key_file: _KeyFile = None, passphrase_fd: _PassphraseFd = None) -> None:
    """List who can open the case."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands import keys

    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        lines = keys.listed(opened)
    finally:
        opened.close()
    sys.stdout.write("\n".join(lines) + "\n")


@app.command("remove")
def remove(
    case: _Case,
    name: Annotated[str, typer.Argument(help="Name of the holder, as in the list.")],
    key_file: _KeyFile = None,
    passphrase_fd: _PassphraseFd = None,
) -> None:
    """Remove a holder; the last one stays. A copy of the case they kept still opens: rotate ends that."""
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands import keys

    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        keys.remove(opened, name)
    finally:
        opened.close()
    sys.stdout.write(f"{name} is removed; `leakassay keys rotate {case}` makes copies they kept of their key useless\n")


@app.command("rotate")
def rotate(
    case: _Case,
    drop_others: Annotated[
        bool, typer.Option("--drop-others", help="Holders whose secrets are not here may lose access.")
    ] = False,
    key_file: _KeyFile = None,
    passphrase_fd: _PassphraseFd = None,
) -> None:
    """Draw a new case key and write parts and names again under it; needs room for a second set of parts."""
    from leakassay.case.case import open_case
    from leakassay.cli.opening import secret_for
    from leakassay.pipeline.errands import keys

    secret = secret_for(case, key_file, passphrase_fd)
    opened = open_case(case, secret)
    try:
        done = keys.rotate(opened, secret, drop=drop_others)
    finally:
        opened.close()
    sys.stdout.write(f"{case} is under case key {done.epoch} now; {done.parts:,} parts were written again\n")
    if done.lost:
        sys.stdout.write(f"Lost access: {', '.join(done.lost)}; `leakassay keys add` lets them in again\n")
