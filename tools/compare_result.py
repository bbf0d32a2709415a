"""What one public tool and our reader found in one file."""

from __future__ import annotations

from dataclasses import dataclass

GOAL = 0.99
"""Share of a tool's words and rows that ours is to have of every file that is called read."""


@dataclass(frozen=True)
class Finding:
    """One file, one tool.

    Attributes:
        path: below the field data.
        format: our name for what it is; "" for none.
        tool: the tool's name.
        words: that the tool found, each once; `words_had`: those that ours found too.
        rows: that the tool found, as often as it did; `rows_had`: those that a row of ours holds.
        outcome, reason: of our ledger.
        unread: formats of members that are not called read, with their outcomes.
        is_read: False where the tool gave an error or no word.
    """

    path: str
    format: str
    tool: str
    words: int = 0
    words_had: int = 0
    rows: int = 0
    rows_had: int = 0
    outcome: str = ""
    reason: str = ""
    unread: tuple[str, ...] = ()
    is_read: bool = True

    @property
    def is_low(self) -> bool:
        """True when ours lacks more than a hundredth of the words or rows."""
        return self.words_had < GOAL * self.words or self.rows_had < GOAL * self.rows

    @property
    def is_false_read(self) -> bool:
        """True when it is low, and nothing in the ledger says so: neither the file nor a member of it."""
        return self.is_low and self.outcome == "read" and not self.unread
