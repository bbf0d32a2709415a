"""Reveal: an audit entry is durable before a value is answered; without the entry there is no answer."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, TypeVar

from leakassay.model.errors import OperatorError

Answer = TypeVar("Answer")

SHORTEST_REASON = 8
"""Characters; less is a key pressed to get past the question."""


class Audit(Protocol):
    """The audit log, as far as a reveal needs it."""

    def append(self, action: str, **facts: object) -> None:
        """Write one entry and return only when it is durable (fsync)."""


@dataclass(frozen=True)
class Permit:
    """Proof that a reveal stands in the audit log; only `reveal` makes one.

    Attributes:
        what: what was revealed, as the log says it.
    """

    what: str


def reveal(audit: Audit, reason: str, what: str, answer: Callable[[Permit], Answer]) -> Answer:
    """Log, then answer.

    Args:
        audit: the case's log; an error of its `append` passes through and nothing is answered.
        reason: why the values are needed, in the operator's words.
        what: what is revealed: a table, an id of a row; never a value.
        answer: makes the answer; called with the permit after the entry is durable.

    Raises:
        OperatorError: no reason was given.
    """
    if len(reason.strip()) < SHORTEST_REASON:
        raise OperatorError(
            f"a reveal needs a reason of at least {SHORTEST_REASON} characters; "
            "say with --reason why the values are needed"
        )
    audit.append("reveal", what=what, reason=reason.strip())
    return answer(Permit(what))
