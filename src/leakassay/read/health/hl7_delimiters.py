r"""HL7 v2 delimiters (MSH-1, MSH-2) and escapes (\F\ \S\ \T\ \R\ \E\ \.br\ \Xhh\)."""

from __future__ import annotations

import re
import string
from dataclasses import dataclass
from functools import lru_cache

_FORMATTING = {".br": "\n", ".sp": "\n", ".fi": "", ".nf": "", ".ce": "\n", ".in": "", ".ti": "", ".sk": " "}
_SIGNS = frozenset(string.punctuation + "\t")
"""What senders part fields with; any other sign there is damage."""

MAX_ESCAPE = 512
r"""Characters between two escape signs; longer runs are text that happens to hold backslashes."""

LONGEST_VALUE = 4096
"""Characters of a component that is a value; longer ones are narratives and documents, which rows tell."""


@dataclass(frozen=True)
class Delimiters:
    """The signs of one message.

    Attributes:
        field: between fields, usually `|`.
        component: usually `^`.
        repetition: usually `~`.
        escape: usually a backslash; "" where the message has none.
        subcomponent: usually `&`.
    """

    field: str = "|"
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    subcomponent: str = "&"

    def plain(self, value: str) -> str:
        r"""Undo escapes: `\T\` becomes the sub-component sign, `\.br\` a line break, highlighting goes."""
        if not self.escape or self.escape not in value:
            return value
        return _pattern(self.escape).sub(self._meaning, value)

    def parts(self, value: str, count: int) -> list[str]:
        """The first `count` components, undone, padded with ""; HL7's explicit null `""` is empty."""
        found = value.split(self.component, count)[:count]
        if '"' not in value and (not self.escape or self.escape not in value):
            return found if len(found) == count else found + [""] * (count - len(found))
        clean = [self.plain(piece) if piece != '""' else "" for piece in found]
        return clean + [""] * (count - len(clean))

    def first(self, value: str) -> str:
        """First sub-component of the first component of the first repetition, undone."""
        head = value.split(self.repetition, 1)[0].split(self.component, 1)[0].split(self.subcomponent, 1)[0]
        return self.plain(head) if head != '""' else ""

    def words(self, value: str) -> str:
        """Everything in a field as words, its inner signs turned into spaces."""
        for sign in (self.component, self.subcomponent):
            value = value.replace(sign, " ")
        value = self.plain(value.replace(self.repetition, "; "))
        return " ".join(value.split())

    def values(self, segment: str) -> list[str]:
        """Every component of a segment, undone; what is longer than a text is left to whoever reads documents."""
        found = _splitter(self.field + self.component + self.repetition + self.subcomponent).split(segment)
        if self.escape and self.escape in segment:
            found = [self.plain(value) for value in found]
        return [value for value in found if value and len(value) < LONGEST_VALUE]

    def _meaning(self, found: re.Match[str]) -> str:
        code = found[1]
        single = {
            "F": self.field, "S": self.component, "T": self.subcomponent, "R": self.repetition, "E": self.escape,
            "H": "", "N": "", "P": "",
        }  # fmt: skip
        if code in single:
            return single[code]
        if code[:1] == "X":
            return _hexadecimal(code[1:], found[0])
        return _FORMATTING.get(code[:3].lower(), found[0])


def of_header(segment: str) -> Delimiters:
    """Delimiters of a segment that starts with MSH, BHS or FHS; HL7's usual ones where it lacks or spoils them."""
    sign = segment[3:4] if segment[3:4] in _SIGNS else "|"
    signs = segment[4:].split(sign, 1)[0][:5]
    usual = "^~\\&"
    said = [have if have in _SIGNS else due for have, due in zip(signs, usual, strict=False)]
    inner = [*said, *usual[len(said) :]]
    if len({sign, *inner}) < 1 + len(usual):  # one sign for two things: damaged
        sign, inner = "|" if sign in usual else sign, list(usual)
    component, repetition, escape, subcomponent = inner
    return Delimiters(sign, component, repetition, escape, subcomponent)


def _hexadecimal(digits: str, printed: str) -> str:
    try:
        raw = bytes.fromhex(digits)
    except ValueError:
        return printed
    text = raw.decode("utf-8", "replace")
    return raw.decode("latin-1") if "\ufffd" in text else text


@lru_cache(maxsize=64)
def _splitter(signs: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(signs)}]")


_PATTERNS: dict[str, re.Pattern[str]] = {}


def _pattern(escape: str) -> re.Pattern[str]:
    if escape not in _PATTERNS:
        sign = re.escape(escape)
        _PATTERNS[escape] = re.compile(
            f"{sign}([^{sign}\\s]{{1,{MAX_ESCAPE}}}|\\.(?:in|ti|sp|sk) ?[+-]?[0-9]{{1,4}}){sign}"
        )
    return _PATTERNS[escape]
