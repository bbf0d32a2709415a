"""What a claim check may look at."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from leakassay.case.shelf import Relation, Shelf
from leakassay.claims.facts import ClaimFacts


@dataclass(frozen=True)
class ClaimView:
    """The shelf and the facts."""

    shelf: Shelf
    facts: ClaimFacts

    def ask(
        self, page: str, params: Mapping[str, Any] | None = None, lent: Mapping[str, Relation] | None = None
    ) -> list[dict[str, Any]]:
        """Rows of `claims/sql/<page>.sql`."""
        rows: list[dict[str, Any]] = self.shelf.sql("claims", page, params, lent).to_pylist()
        return rows

    def one(self, page: str, params: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The only row of a page."""
        (row,) = self.ask(page, params)
        return row

    @property
    def open_end(self) -> bool:
        """True when what was not read may hold more."""
        return not self.facts.complete
