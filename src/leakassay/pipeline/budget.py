"""Budgets: what ran into a limit, or was locked, is taken up again by a run that allows more."""

from __future__ import annotations

import hashlib
import hmac
import sqlite3
from collections.abc import Iterable, Mapping
from pathlib import Path

from leakassay.case.case import Case
from leakassay.engine.limits import Limits
from leakassay.model.errors import OperatorError
from leakassay.model.outcomes import Reason
from leakassay.model.plugin import Format
from leakassay.pipeline.order import forget

LIMITED_BY: dict[Reason, str] = {
    Reason.LIMIT_DEPTH: "depth",
    Reason.LIMIT_RATIO: "member_ratio",
    Reason.LIMIT_SIZE: "member_bytes",
    Reason.LIMIT_TOTAL: "root_ratio",
    Reason.LIMIT_ANSWER: "answer_bytes",
    Reason.TIMED_OUT: "wall_seconds",
    Reason.OUT_OF_MEMORY: "address_space_bytes",
}
"""Which limit an item ran into, by its reason."""

_UNITS = {"k": 10**3, "m": 10**6, "g": 10**9, "t": 10**12}


def parse_limits(words: Iterable[str]) -> Limits:
    """Limits from `name=value` words; a value may end in k, M, G or T.

    Raises:
        OperatorError: no such limit, or no such number.
    """
    changed: dict[str, int] = {}
    for word in words:
        name, _, said = word.partition("=")
        if name not in Limits.__dataclass_fields__:
            known = ", ".join(sorted(Limits.__dataclass_fields__))
            raise OperatorError(f"--limit: '{name}' is no limit; there are {known}")
        digits = said.lower().removesuffix("b")
        unit = _UNITS.get(digits[-1:], 1)
        number = digits[:-1] if unit > 1 else digits
        if not number.isascii() or not number.isdecimal() or not 0 < int(number) * unit < 1 << 53:
            raise OperatorError(f"--limit {name}: a whole number above 0 was expected, as in {name}=40 or {name}=8G")
        changed[name] = int(number) * unit
    return Limits(**changed)


MAX_PASSWORDS = 10_000
"""Each is tried on each locked item, and each try costs a key derivation."""


def read_passwords(path: Path) -> tuple[str, ...]:
    """The operator's password list: one a line, in UTF-8, order kept, repetitions and empty lines left out.

    Raises:
        OperatorError: it cannot be read, or is too long to be tried.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError):
        raise OperatorError(f"--passwords: {path} cannot be read as text, one password a line in UTF-8") from None
    found = tuple(dict.fromkeys(line for line in lines if line))
    if len(found) > MAX_PASSWORDS:
        raise OperatorError(f"--passwords: {path} holds {len(found):,} lines; {MAX_PASSWORDS:,} at most are tried")
    return found


def limit_of(reason: str, limits: Limits) -> int:
    """The limit in force behind a reason; 0 for a reason that no limit is behind."""
    name = LIMITED_BY.get(Reason(reason))
    return int(getattr(limits, name)) if name else 0


def take_up(case: Case, limits: Limits) -> int:
    """Undo what ran into a lower limit than there is now.

    Returns:
        How many items are looked at again.
    """
    again: list[int] = []
    for reason in LIMITED_BY:
        allowed = limit_of(reason, limits)
        again += [
            row["item_id"]
            for row in case.ledger.rows(
                "select item_id from item where done = 1 and reason = ? and budget > 0 and budget < ? "
                "and outcome in ('refused', 'failed', 'read_partly')",
                (reason, allowed),
            )
        ]
    return forget(case, again, reopen=True)


def take_up_unread(case: Case, formats: Mapping[str, Format]) -> int:
    """Look again at what had no reader, when the catalogue is another than last time.

    What has a reader now is read; what was not even recognised is identified anew.

    Returns:
        How many items are looked at again.
    """
    lines = sorted(f"{entry.name} {entry.version} {entry.reader} {entry.opener}" for entry in formats.values())
    mark = hashlib.sha256("\n".join(lines).encode()).hexdigest()[:16]
    before = case.ledger.meta("catalogue")
    if mark == before:
        return 0
    rows = case.ledger.rows(
        "select item_id, format, container from item where done = 1 and outcome = 'unsupported' "
        "and reason in ('no_reader', 'reader_not_installed') order by item_id"
    )
    again = [row["item_id"] for row in rows if _is_news(row, formats)]
    count = forget(case, again, reopen=True)
    with case.ledger.transaction():
        case.ledger.set_meta("catalogue", mark)
        case.ledger.execute_many(  # identified anew: files at once, members when their container is opened again
            "update item set hashed = (parent_id is not null), ready = 0, sha256 = '' where item_id = ? "
            "and duplicate_of is null",
            [(item_id,) for item_id in again],
        )
    return count


def _is_news(row: sqlite3.Row, formats: Mapping[str, Format]) -> bool:
    entry = formats.get(row["format"])
    if entry is None:
        return True
    return bool(entry.reader or (entry.opener and not (entry.embeds and row["container"])))


def take_up_locked(case: Case, passwords: tuple[str, ...]) -> int:
    """Undo what was encrypted, when the list of passwords is another than last time.

    The ledger keeps a keyed token of the list: a bare hash of it could be guessed.

    Returns:
        How many items are looked at again.
    """
    said = "\0".join(passwords).encode("utf-8", "surrogateescape")
    token = hmac.new(case.keys.derive("passwords"), said, "sha256").hexdigest() if passwords else ""
    before = case.ledger.meta("passwords_token")
    if token == before:
        return 0
    with case.ledger.transaction():
        case.ledger.set_meta("passwords_token", token)
    rows = case.ledger.rows("select item_id from item where outcome = 'encrypted' and done = 1 order by item_id")
    return forget(case, [row["item_id"] for row in rows], reopen=True)
