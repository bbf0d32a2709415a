"""Seal: what the case is at this moment in one small file, signed by the operator and stamped by an authority."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from leakassay.case import casefile, signature, timestamp, version
from leakassay.case.case import Case
from leakassay.case.signature import Signer
from leakassay.model.errors import IntegrityError, OperatorError

SCHEMA = "leakassay/seal/1"
FOLDER = "seal"
FILES = ("seal.json", "seal.sig", "seal.pub", "seal.tsr", "tsa.pem")


def seal(case: Case, signer: Signer | None) -> Path:
    """Write CASE/seal/seal.json over the last report version; with a key, seal.sig and seal.pub, too.

    The same version is not sealed twice: a stamp on its way would be lost. An earlier seal is kept as `version-N/`.

    Returns:
        The file.

    Raises:
        OperatorError: the case was not sealed by a run since it changed.
    """
    last = version.latest(case.ledger)
    if last is None or version.is_open(case):
        raise OperatorError("the last run did not come to its end; run it again, then seal")
    folder = case.folder / FOLDER
    with case.lock():
        folder.mkdir(mode=0o700, exist_ok=True)
        place = folder / "seal.json"
        kept = _kept(place)
        if _number(kept) != last.number or (signer and not (folder / "seal.sig").exists()):
            if kept:
                _set_aside(folder, kept)
            _write(case, place, last, signer)
    return place


def _write(case: Case, place: Path, last: version.Version, signer: Signer | None) -> None:
    signed_by = signature.fingerprint(signer.public) if signer else ""
    case.audit.append("sealed", version=last.number, ledger_root=last.ledger_root, signed_by=signed_by)
    count, head = case.audit.head
    said = {
        "schema": SCHEMA,
        "case_id": case.case_id,
        "version": asdict(last),
        "at": datetime.now(UTC).isoformat(timespec="seconds"),
        "audit": {"count": count, "head": head},
        "signed_by": signed_by,
    }
    text = json.dumps(said, indent=1, sort_keys=True) + "\n"
    if signer:
        casefile.durable(place.with_name("seal.pub"), signer.public)
        _bytes(place.with_name("seal.sig"), signer.sign(text.encode()))
    casefile.durable(place, text)


def _bytes(path: Path, data: bytes) -> None:
    path.write_bytes(data)
    casefile.sync_folder(path.parent)


def _kept(place: Path) -> dict[str, Any]:
    try:
        said = json.loads(place.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return said if isinstance(said, dict) else {}


def _number(said: dict[str, Any]) -> int:
    """Number of the version that a seal is over; 0 for a file that says none."""
    of = said.get("version")
    number = of.get("number") if isinstance(of, dict) else 0
    return number if isinstance(number, int) else 0


def _set_aside(folder: Path, kept: dict[str, Any]) -> None:
    """Keep an earlier seal: evidence does not vanish."""
    number = _number(kept)
    place = next(one for n in range(1, 10_000) if not (one := folder / f"version-{number}.{n}").exists())
    place.mkdir(mode=0o700)
    for name in FILES:
        if (folder / name).exists():
            (folder / name).rename(place / name)
    casefile.sync_folder(folder)


def request(case: Case, out: Path) -> None:
    """Write a request for a time stamp on the seal."""
    _bytes(out, timestamp.request(_sealed(case)))


def attach(case: Case, answer: Path, certificates: Path | None) -> str:
    """Attach an authority's answer after checking it.

    Returns:
        What it says, in words.

    Raises:
        OperatorError: the answer or the certificates are none.
        IntegrityError: the stamp is on something else, or by somebody else.
    """
    try:
        data = answer.read_bytes()
    except OSError as error:
        raise OperatorError(f"--timestamp: {answer} cannot be read ({error.strerror})") from None
    trusted = timestamp.roots(certificates) if certificates else []
    at = timestamp.check(_sealed(case), data, trusted)
    folder = case.folder / FOLDER
    with case.lock():
        if certificates:
            _bytes(folder / "tsa.pem", certificates.read_bytes())
        _bytes(folder / "seal.tsr", data)
        case.audit.append("time_stamp_attached", stamped_at=at, authority_checked=bool(trusted))
    return f"stamped at {at}, " + ("the authority's signature holds" if trusted else "its authority was not checked")


def _sealed(case: Case) -> bytes:
    try:
        return (case.folder / FOLDER / "seal.json").read_bytes()
    except FileNotFoundError:
        raise OperatorError("the case is not sealed yet; `leakassay seal CASE` first") from None


def check_seals(case: Case) -> tuple[list[str], list[str]]:
    """Check the seal that lies in the case, if one does.

    Returns:
        Notes, and what is wrong.
    """
    folder = case.folder / FOLDER
    place = folder / "seal.json"
    if not place.exists():
        return [], []
    data, said = place.read_bytes(), _kept(place)
    known = {one.number: asdict(one) for one in version.all_of(case.ledger)}
    number = _number(said)
    if said.get("case_id") != case.case_id or known.get(number) != said.get("version"):
        return [], ["seal: seal.json does not say what the ledger recorded: one of them was changed"]
    notes = [f"Seal file:                 of version {number}, {len(known):,} versions in all"]
    wrong = _audit_differs(case, said)
    signed, bad = _check_signature(folder, data, str(said.get("signed_by", "")))
    stamped, worse = _check_stamp(folder, data)
    return notes + signed + stamped, wrong + bad + worse


def _audit_differs(case: Case, said: dict[str, Any]) -> list[str]:
    kept = said.get("audit")
    count = kept.get("count") if isinstance(kept, dict) else None
    if not isinstance(kept, dict) or not isinstance(count, int) or case.audit.head_at(count) != kept.get("head"):
        return ["audit log: it does not hold the entry that the seal names: entries are gone, or it was forked"]
    return []


def _check_signature(folder: Path, data: bytes, signed_by: str) -> tuple[list[str], list[str]]:
    if not signed_by:
        return ["Signature:                 none"], []
    try:
        public, mark = (folder / "seal.pub").read_text(encoding="ascii"), (folder / "seal.sig").read_bytes()
    except (FileNotFoundError, ValueError):
        return [], ["seal: its signature is gone"]
    if signature.fingerprint(public) != signed_by or not signature.is_valid(public, mark, data):
        return [], ["seal: its signature does not hold"]
    return [f"Signature:                 holds, by key {signed_by}: compare it with the signer's own"], []


def _check_stamp(folder: Path, data: bytes) -> tuple[list[str], list[str]]:
    if not (folder / "seal.tsr").exists():
        return [], []
    trusted = timestamp.roots(folder / "tsa.pem") if (folder / "tsa.pem").exists() else []
    try:
        at = timestamp.check(data, (folder / "seal.tsr").read_bytes(), trusted)
    except IntegrityError as error:
        return [], [f"seal: {error}"]
    except OperatorError as error:  # the library is not installed, or the file is damaged
        return [f"Time stamp:                not checked: {error}"], []
    return [f"Time stamp:                {at}, authority {'checked' if trusted else 'not checked'}"], []
