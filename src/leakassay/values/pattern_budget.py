"""Pattern budget: in how many ways a regular expression may match, so that a user's pattern cannot stall the run.

A backtracking engine tries at most the ways counted here at each start, so a small count rules out catastrophic
patterns (nested or neighbouring repeats) by arithmetic instead of by example.
"""

import re
import warnings
from dataclasses import dataclass
from typing import Final

MAX_WAYS: Final = 10_000
"""Ways a pattern may match at one start: 0.1 s of backtracking at the worst; ``\\d{2}[A-Z]\\d{6}\\d?`` has 2."""
MAX_LENGTH: Final = 200
"""Characters in a pattern; specimen numbers need about 20."""
LONGEST_RUN: Final = 64
"""What an open repeat (``+``, ``*``, ``{2,}``) counts as: candidates are cut to this length before matching."""

_QUANTIFIER = re.compile(r"\{([0-9]{1,4})(?:(,)([0-9]{0,4}))?\}|[?*+]")
_CLASS = re.compile(r"\[\^?\]?(?:\\.|[^\]\\])*\]")
_SAFE_ESCAPE = re.compile(r"\\[dDwWsSbBAZ.\-/+*?()\[\]{}|^$\\]")


class PatternRefusedError(ValueError):
    """A pattern that is not a regular expression of the safe subset; says where and why."""


@dataclass(slots=True)
class _Reader:
    """The place reached in a pattern."""

    pattern: str
    at: int = 0

    def refuse(self, why: str) -> PatternRefusedError:
        return PatternRefusedError(f"pattern {self.pattern!r}, character {self.at + 1}: {why}")


def ways(pattern: str) -> int:
    """Return in how many ways the pattern may match at one place, open repeats counted as `LONGEST_RUN`.

    Raises:
        PatternRefusedError: Backreference, lookaround, inline flag, or not a regular expression at all.
    """
    if len(pattern) > MAX_LENGTH:
        raise PatternRefusedError(f"pattern of {len(pattern)} characters: at most {MAX_LENGTH} are taken")
    reader = _Reader(pattern)
    total = _alternatives(reader)
    if reader.at < len(pattern):
        raise reader.refuse("closing bracket without an opening one")
    try:
        with warnings.catch_warnings(action="error", category=FutureWarning):  # "[[", "--": will change their meaning
            re.compile(pattern)
    except (re.error, FutureWarning) as error:
        raise PatternRefusedError(f"pattern {pattern!r}: {error}") from error
    return total


def check(pattern: str) -> None:
    """Refuse a pattern that could stall the run.

    Raises:
        PatternRefusedError: Outside the safe subset, or more than `MAX_WAYS` ways to match.
    """
    count = ways(pattern)
    if count > MAX_WAYS:
        raise PatternRefusedError(
            f"pattern {pattern!r} can match in more than {MAX_WAYS} ways: give repeats an upper bound, do not nest them"
        )


def _alternatives(reader: _Reader) -> int:
    total = _sequence(reader)
    while reader.pattern.startswith("|", reader.at):
        reader.at += 1
        total += _sequence(reader)
    return total


def _sequence(reader: _Reader) -> int:
    total = 1
    while reader.at < len(reader.pattern) and reader.pattern[reader.at] not in "|)":
        total = _capped(total * _repeated(reader, _atom(reader)))
    return total


def _atom(reader: _Reader) -> int:
    """Read one atom; return its ways (1 but for groups)."""
    sign = reader.pattern[reader.at]
    if sign == "(":
        return _group(reader)
    if sign == "[":
        found = _CLASS.match(reader.pattern, reader.at)
        if found is None:
            raise reader.refuse("character class without an end")
        reader.at = found.end()
    elif sign == "\\":
        found = _SAFE_ESCAPE.match(reader.pattern, reader.at)
        if found is None:
            raise reader.refuse("this escape is not taken (no backreferences, no code points)")
        reader.at = found.end()
    elif sign in "?*+{":
        raise reader.refuse("a repeat with nothing to repeat (stacked, lazy and possessive repeats are not taken)")
    else:
        reader.at += 1
    return 1


def _group(reader: _Reader) -> int:
    reader.at += 1
    if reader.pattern.startswith("?:", reader.at):
        reader.at += 2
    elif reader.pattern.startswith("?", reader.at):
        raise reader.refuse("lookaround, flags and named groups are not taken; plain ( ) and (?: ) are")
    inside = _alternatives(reader)
    if not reader.pattern.startswith(")", reader.at):
        raise reader.refuse("group without an end")
    reader.at += 1
    return inside


def _repeated(reader: _Reader, inside: int) -> int:
    """Read the repeat behind an atom, if any; return the ways of the repeated atom."""
    found = _QUANTIFIER.match(reader.pattern, reader.at)
    if found is None:
        return inside
    reader.at = found.end()
    least, most = _bounds(found)
    if most < least:
        raise reader.refuse("a repeat whose upper bound is below the lower")
    most = min(most, max(LONGEST_RUN, least))
    if inside == 1:
        return most - least + 1
    return _capped(sum(min(inside**count, MAX_WAYS + 1) for count in range(least, most + 1)))


def _bounds(found: re.Match[str]) -> tuple[int, int]:
    if found[1] is None:
        return {"?": (0, 1), "*": (0, LONGEST_RUN), "+": (1, LONGEST_RUN)}[found[0]]
    least = int(found[1])
    if found[2] is None:
        return least, least
    return least, int(found[3]) if found[3] else max(LONGEST_RUN, least)


def _capped(count: int) -> int:
    """Keep counts small: beyond the limit their size does not matter."""
    return min(count, MAX_WAYS + 1)
