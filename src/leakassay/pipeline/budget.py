"""Budgets: what ran into a limit, or was locked, is taken up again by a run that allows more."""

from __future__ import annotations

import hmac
from collections.abc import Iterable

from leakassay.case.case import Case
from leakassay.engine.limits import Limits
from leakassay.model.errors import OperatorError
from leakassay.model.outcomes import Reason
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
