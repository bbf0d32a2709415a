"""`leakassay seal`: the case's roots in one file, signed by the operator, stamped by an authority."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from leakassay.model.errors import OperatorError

NAME = "seal"


def command(  # noqa: PLR0913, PLR0917  the options of the command; typer calls it by keyword
    case: Annotated[Path, typer.Argument(help="Folder of the case.")],
    sign: Annotated[Path | None, typer.Option(help="Your Ed25519 private key (PKCS8, PEM).")] = None,
    sign_password_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its password.")] = None,
    timestamp_request: Annotated[
        Path | None, typer.Option(help="Write a request (RFC 3161) to carry to a time stamp authority.")
    ] = None,
    timestamp: Annotated[Path | None, typer.Option(help="The authority's answer, to check and attach.")] = None,
    tsa_cert: Annotated[Path | None, typer.Option(help="Certificates of the authority, root included (PEM).")] = None,
    key_file: Annotated[Path | None, typer.Option(help="Key file or age identity of the case.")] = None,
    passphrase_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")] = None,
) -> None:
    """Write CASE/seal/seal.json over the last run: seal, ledger root, manifest, audit head; sign and stamp it."""
    from leakassay.cli.opening import open_existing, signer_of
    from leakassay.pipeline.errands import seal

    if tsa_cert is not None and timestamp is None:
        raise OperatorError("--tsa-cert goes with --timestamp")
    signer = signer_of(sign, sign_password_fd)
    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        if timestamp is not None:
            sys.stdout.write(f"{seal.attach(opened, timestamp, tsa_cert)}\n")
            return
        sys.stdout.write(f"{seal.seal(opened, signer)}\n")
        if timestamp_request is not None:
            seal.request(opened, timestamp_request)
            sys.stdout.write(f"{timestamp_request}: carry it to the authority; attach the answer with --timestamp\n")
    finally:
        opened.close()
