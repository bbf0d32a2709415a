"""Proof of one item: that it stands in the sealed ledger with these facts; checked without the case."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from leakassay.case import casefile, ledger_root, merkle, version
from leakassay.case.case import Case
from leakassay.model.errors import IntegrityError, OperatorError

SCHEMA = "leakassay/proof/1"


def write(case: Case, item: str, out: Path) -> str:
    """Write the proof of an item.

    Returns:
        The root that it leads to.

    Raises:
        OperatorError: the id is none, or the case was not sealed since it changed.
        IntegrityError: the ledger is not as it was sealed.
    """
    try:
        wanted = int(item, 16)
    except ValueError:
        raise OperatorError("--item: sixteen hexadecimal digits were expected") from None
    last = version.latest(case.ledger)
    if last is None or version.is_open(case):
        raise OperatorError("the ledger was not sealed since it changed; `leakassay run` seals it at its end")
    found = ledger_root.proof(case.ledger, wanted % (1 << 64))
    if found["root"] != last.ledger_root:
        raise IntegrityError("the ledger is not as it was sealed; `leakassay verify CASE` says more")
    said = {"schema": SCHEMA, "case_id": case.case_id, "report_version": last.number, **found}
    casefile.durable(out, json.dumps(said, indent=1) + "\n")
    return str(found["root"])


def check(path: Path, root: str) -> dict[str, Any]:
    """Check a proof against a root that was got elsewhere: a signed seal, a dossier, a time stamp.

    Returns:
        The facts that it proves.

    Raises:
        OperatorError: the file is no proof, or the root is none.
        IntegrityError: the proof does not lead to the root.
    """
    try:
        return parse(path.read_bytes(), root)
    except OSError as error:
        raise OperatorError(f"the proof {path} cannot be read ({error.strerror})") from None


def parse(data: bytes, root: str) -> dict[str, Any]:
    """Check the text of a proof; as `check`."""
    wrong = OperatorError(
        f"this is no proof; a file by `leakassay verify CASE --item ID --proof` ({SCHEMA}) was expected"
    )
    try:
        said = json.loads(data)
        facts: dict[str, Any] = {name: said["facts"][name] for name in ledger_root.FACTS}
        way = [bytes.fromhex(word) for word in said["path"]]
        index, size = said["leaf_index"], said["tree_size"]
        texts = (facts[name] for name in ("sha256", "format", "outcome", "reason", "reader_version"))
        is_one = said["schema"] == SCHEMA and all(isinstance(word, str) for word in texts)
    except (ValueError, KeyError, TypeError, RecursionError):
        raise wrong from None
    if not is_one or not all(isinstance(number, int) for number in (index, size)) or not _fits(way, size):
        raise wrong
    try:
        wanted = bytes.fromhex(root)
    except ValueError:
        raise OperatorError("--root: 64 hexadecimal digits were expected") from None
    if merkle.climb(ledger_root.leaf(list(facts.values())), index, size, way) != wanted:
        raise IntegrityError("the proof does not lead to this root: facts, path or root were changed")
    return facts


def _fits(way: list[bytes], size: int) -> bool:
    return size < 1 << 63 and len(way) <= 64 and all(len(beside) == merkle.HASH_BYTES for beside in way)
