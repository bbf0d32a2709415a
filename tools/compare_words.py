"""Words and rows of a reading, and the share of one reading's that another has too: the measure of docs/reading.md."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

Piece = str | tuple[str, ...]
"""What a tool gives: running text, or the cells of one row."""

_WORD = re.compile(r"[^\W_]{3,}")
_SPACE = re.compile(r"\s+")


def plain(text: str) -> str:
    """Text under NFKC and without case: a ligature of a PDF is the letters it stands for."""
    return unicodedata.normalize("NFKC", text).casefold()


def words_of(text: str) -> set[str]:
    """Runs of three letters or digits and more."""
    return set(_WORD.findall(plain(text)))


@dataclass
class Said:
    """What one reading gave.

    Attributes:
        words: every word once.
        rows: how often each set of words was a row; rows without a word do not count.
        solid: the running text without white space, where `keep_text` asked for it.
    """

    words: set[str] = field(default_factory=set)
    rows: Counter[frozenset[str]] = field(default_factory=Counter)
    solid: str = ""


def said(pieces: Iterable[Piece], *, keep_text: bool = False) -> Said:
    """Sum up the pieces of a reading."""
    found, kept = Said(), []
    for piece in pieces:
        if isinstance(piece, str):
            found.words |= words_of(piece)
            if keep_text:
                kept.append(_SPACE.sub("", plain(piece)))
            continue
        row = frozenset().union(*map(words_of, piece))
        found.words |= row
        if row:
            found.rows[row] += 1
        if keep_text:
            kept.append(_SPACE.sub("", plain("".join(piece))))
    found.solid = "".join(kept)
    return found


def missing_words(theirs: Said, ours: Said) -> set[str]:
    """Words of theirs that ours lacks.

    Where our text was kept without its spaces, a word may run over one, and one sign before or behind it may be another
    word's.
    """
    missing = {word for word in theirs.words - ours.words if word not in ours.solid}
    if ours.solid:
        missing = {word for word in missing if word[1:] not in ours.words and word[:-1] not in ours.words}
    return missing


def missing_rows(theirs: Said, ours: Said) -> list[frozenset[str]]:
    """Rows of theirs that no row of ours holds.

    A row of ours answers for one row of theirs; ours may hold more words (a column that theirs does not show).
    """
    left = ours.rows - theirs.rows
    holding: dict[str, list[frozenset[str]]] = defaultdict(list)
    for row in left:
        for word in row:
            holding[word].append(row)
    missing = []
    for row in _repeated(theirs.rows - ours.rows):
        rarest = min((holding.get(word, []) for word in row), key=len)
        found = next((held for held in rarest if left[held] > 0 and row <= held), None)
        if found is None:
            missing.append(row)
        else:
            left[found] -= 1
    return missing


def _repeated(rows: Counter[frozenset[str]]) -> Iterator[frozenset[str]]:
    """Each row as often as it stands, in an order that does not change from run to run."""
    for row in sorted(rows, key=sorted):
        for _ in range(rows[row]):
            yield row
