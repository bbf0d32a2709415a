"""`leakassay verify`: does the evidence still match its seal?"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from leakassay.model.errors import IntegrityError, OperatorError

NAME = "verify"


def command(  # noqa: PLR0913, PLR0917  the options of the interface page; typer calls it by keyword
    case: Annotated[Path | None, typer.Argument(help="Folder of the case; not needed with --check-proof.")] = None,
    dump: Annotated[Path | None, typer.Argument(help="Where the dump lies now; by default where it was.")] = None,
    checkpoint: Annotated[
        Path | None, typer.Option(help="Checkpoint of the audit log that was kept elsewhere: shows a cut tail.")
    ] = None,
    item: Annotated[str, typer.Option(help="Id of an item to prove; with --proof.")] = "",
    proof: Annotated[Path | None, typer.Option(help="Write the proof that the item stands in the ledger.")] = None,
    check_proof: Annotated[Path | None, typer.Option(help="Check a proof without the case; with --root.")] = None,
    root: Annotated[str, typer.Option(help="Ledger root got elsewhere, 64 hexadecimal digits.")] = "",
    key_file: Annotated[Path | None, typer.Option(help="Key file or age identity of the case.")] = None,
    passphrase_fd: Annotated[int | None, typer.Option(min=0, help="Descriptor that gives its passphrase.")] = None,
) -> None:
    """Recompute seal, ledger root, laws, parts and audit chain; say exactly which item changed. Or prove one item."""
    if check_proof is not None:
        _check(check_proof, root)
        return
    if case is None:
        raise OperatorError("verify: the folder of a case was expected, or --check-proof FILE --root HEX")
    if bool(item) != (proof is not None):
        raise OperatorError("verify: --item and --proof go together")
    from leakassay.case import checkpoint as checkpoints
    from leakassay.cli.opening import open_existing
    from leakassay.pipeline.errands import proof as proofs
    from leakassay.pipeline.errands.verify import verify

    kept = checkpoints.load(checkpoint) if checkpoint else None
    opened = open_existing(case, key_file, passphrase_fd=passphrase_fd)
    try:
        if proof is not None:
            found_root = proofs.write(opened, item, proof)
            sys.stdout.write(f"{proof}\nLedger root: {found_root}\n")
            return
        found = verify(opened, dump, kept)
    finally:
        opened.close()
    for line in found.lines():
        sys.stdout.write(line + "\n")
    if not found.matches:
        raise IntegrityError(
            f"{len(found.changes)} differences from the seal; the list above names each item by its id"
        )
    if found.unsealed:
        raise OperatorError("the last run of this case did not come to its end; run it again, then verify")


def _check(path: Path, root: str) -> None:
    from leakassay.pipeline.errands.proof import check

    if not root:
        raise OperatorError("--check-proof: give the ledger root with --root, from a seal or dossier you trust")
    for name, value in check(path, root).items():
        sys.stdout.write(f"{name:<16} {value}\n")
    sys.stdout.write("The proof holds: the item stands in the ledger of this root with these facts.\n")
