"""Headers: printed words over a column, made plain and matched against what the catalogue says."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from leakassay.values.printed import folded

MAX_HEADER = 200
"""Characters of a header that are looked at; longer ones are text, not headers."""

_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN = re.compile(r"[^0-9a-z£]+")


def plain(header: str) -> str:
    """Return the words of a header: lower case, one space between, camelCase and dots taken apart."""
    return _BETWEEN.sub(" ", _CAMEL.sub(" ", folded(header[:MAX_HEADER])).lower()).strip()


@dataclass(frozen=True)
class HeaderRules:
    """Header expressions of the catalogue, compiled.

    Attributes:
        rules: kind and expression, sorted by kind so that ties never depend on line order.
    """

    rules: tuple[tuple[str, re.Pattern[str]], ...]

    def kind(self, header: str) -> str:
        """Return the kind whose expression covers most of the header, or "" when none matches."""
        words = plain(header)
        best, width = "", 0
        if not words:
            return ""
        for kind, rule in self.rules:
            found = rule.search(words)
            if found and found.end() - found.start() > width:
                best, width = kind, found.end() - found.start()
        return best


def compiled(detectors: Sequence[Mapping[str, Any]]) -> HeaderRules:
    """Compile the header expressions of the catalogue lines."""
    named = sorted((line["name"], line["headers"]) for line in detectors if line.get("headers"))
    return HeaderRules(tuple((kind, re.compile(rf"(?:^| )(?:{expression})")) for kind, expression in named))
