"""Specimen (laboratory, accession) number: its shape is local, so a matcher is compiled from the profile's patterns."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from leakassay.values import pattern_budget
from leakassay.values.printed import MAX_PRINTED, folded

EXAMPLES: Final[dict[str, str]] = {
    "winpath": r"\d{2}[A-Z]\d{6}\d?",
    "copath": r"U[A-Z]\d{2}-\d{1,6}",
    "bank_manager": r"\d{2}B\d{5}",
}
"""Shapes in published messages of London laboratories: year, series letter, sequence; a tenth digit: the container."""


@dataclass(frozen=True, slots=True)
class SpecimenMatcher:
    """The specimen numbers of one organisation; made by `matcher`, which refuses patterns that could stall."""

    patterns: tuple[str, ...]
    pattern: str
    """All patterns as one alternation with word edges, for candidate finding; without lookaround."""
    _whole: re.Pattern[str]

    def canonical(self, text: str) -> str | None:
        """Return the number in upper case, without spaces if it was printed with any, or None when no pattern fits."""
        if len(text) > MAX_PRINTED:
            return None
        number = folded(text).upper()
        for candidate in (number, number.replace(" ", "")):
            if self._whole.fullmatch(candidate):
                return candidate
        return None

    def is_valid(self, text: str) -> bool:
        """Return whether a pattern fits the whole text."""
        return self.canonical(text) is not None


def matcher(patterns: Sequence[str]) -> SpecimenMatcher:
    """Compile the profile's patterns into one matcher.

    Args:
        patterns: Regular expressions for a whole number in upper case; none means a matcher that accepts nothing.

    Raises:
        PatternRefusedError: A pattern outside the safe subset of `pattern_budget`; the message says where and why.
    """
    for pattern in patterns:
        pattern_budget.check(pattern)
    joined = "|".join(f"(?:{pattern})" for pattern in patterns)
    # "[^\s\S]" matches no character: with no pattern nothing is a specimen number.
    core = f"(?:{joined})" if patterns else r"[^\s\S]"
    return SpecimenMatcher(tuple(patterns), rf"\b{core}\b", re.compile(core))
