"""The error tree, by who must act.

LeakAssayError
├── OperatorError    you can put it right                                   exit 2
│   ├── ProfileError        the organisation's profile or claims are wrong
│   ├── DumpError           the dump cannot be used as it was given
│   ├── CaseExistsError     the case belongs to another dump or is in use
│   ├── CaseKeyError        the key does not open this case
│   ├── SandboxError        a sandbox layer is missing and not accepted
│   └── SpaceError          no room left on the device
├── ItemError        this item cannot be read; the run goes on → outcome and reason in the ledger
├── IntegrityError   evidence ≠ seal, or a conservation law does not close  exit 3
└── EngineError      the machine failed, the evidence is fine               exit 4
    ├── RetryableError
    └── TerminalError

A message says what was seen, what was expected and what to do next. It never quotes the dump.
"""

from __future__ import annotations

from leakassay.model.outcomes import Outcome, Reason


class LeakAssayError(Exception):
    """Anything leakassay raises on purpose."""

    exit_code = 4


class OperatorError(LeakAssayError):
    """The operator can put it right."""

    exit_code = 2


class ProfileError(OperatorError):
    """The profile or the claims file is wrong; the message names the key."""


class DumpError(OperatorError):
    """The dump is missing, empty or of a kind that cannot be analysed."""


class CaseExistsError(OperatorError):
    """The case belongs to another dump, or another run holds it."""


class CaseKeyError(OperatorError):
    """The key given does not open this case."""


class SandboxError(OperatorError):
    """A sandbox layer is missing and was not accepted by name."""


class SpaceError(OperatorError):
    """No room is left where the case lies."""


class ItemError(LeakAssayError):
    """One item cannot be read further; becomes a ledger outcome, never leaves the guard.

    Args:
        reason: why, from the closed list.
        outcome: what the item becomes; `Outcome.FAILED` unless said otherwise.
        bytes_read: bytes of the item that were covered before the fault.
    """

    def __init__(self, reason: Reason, *, outcome: Outcome = Outcome.FAILED, bytes_read: int = 0) -> None:
        super().__init__(f"{outcome}: {reason}")
        self.reason = reason
        self.outcome = outcome
        self.bytes_read = bytes_read


class IntegrityError(LeakAssayError):
    """The evidence differs from its seal, or a conservation law does not close."""

    exit_code = 3


class EngineError(LeakAssayError):
    """The machine failed; the evidence is fine."""

    exit_code = 4


class RetryableError(EngineError):
    """Trying the same work again may succeed."""


class TerminalError(EngineError):
    """Trying again will fail again."""
