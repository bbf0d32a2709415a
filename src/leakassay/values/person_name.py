"""Person name: one form for surnames and forenames, the printed orders of both, and how alike two names are."""

import re
import unicodedata
from typing import Final

from leakassay.values.printed import folded

MAX_NAME: Final = 80
"""Characters in one printed name; the longest of a national register stay below, anything longer is prose."""

_WORDS = str.split  # word lists read better as text than as forty quoted strings
TITLES: Final = frozenset(
    _WORDS(
        "MR MRS MS MISS MX MASTER MSTR DR PROF PROFESSOR SIR DAME LADY LORD REV REVD REVEREND FR CLLR CAPT MAJ COL SGT "
        "BARONESS BARON RABBI IMAM SISTER HON MESSRS"
    )
)
_NEVER_NAMES: Final = frozenset(_WORDS("MR MRS MS MISS MX DR PROF REV REVD"))
SUFFIXES: Final = frozenset(_WORDS("JR SNR SR JNR II III IV OBE MBE CBE ESQ PHD MD FRCP FRCS"))
PARTICLES: Final = frozenset(
    _WORDS(
        "VAN VON DER DEN DE DA DI DEL DELLA DOS DAS DU LA LE EL AL BIN BINTI IBN BEN ST SAINT O MAC MC TER TEN AP AB"
    )
)
"""Words that belong to the surname behind them."""

PLACEHOLDERS: Final = frozenset(
    _WORDS(
        "UNKNOWN|NOT KNOWN|UNK|ANONYMOUS|TEST|TESTING|ZZTEST|XXTEST|ZZZTEST|DUMMY|PATIENT|TEST PATIENT|BABY|INFANT|"
        "ANON|TWIN|NONE|NULL|NIL|NAME|SURNAME|FORENAME|MALE|FEMALE|UNKNOWN MALE|UNKNOWN FEMALE|NO NAME|REDACTED",
        "|",
    )
)

TEST_PATIENT: Final = r"(?:Z{2,4}|X{2,4})[ -]?TEST.*|TEST(?:ING)?(?:[ -]?PATIENT.*)?"
"""Surnames (canonical) under which systems are tried out: ZZTEST, XXTESTPATIENT-ABCD, TEST PATIENT."""

_TITLE_WORDS = "Mr|Mrs|Ms|Miss|Mx|Master|Dr|Prof|Professor|Sir|Dame|Lady|Lord|Rev"
_WORD = "[A-Z](?:[A-Za-z'-]|’)+"
PATTERN: Final = rf"\b(?:(?:{_TITLE_WORDS})\.? (?:{_WORD} |[A-Z]\.? ){{0,3}}{_WORD}|[A-Z](?:[A-Z'-]|’)+, ?{_WORD})\b"
"""Candidates in text, without lookaround: a title and one to four words, or SURNAME, Forename."""

_ALLOWED = re.compile(r"[^\W\d_]+(?:[ '\-][^\W\d_]+)*'?")
_TIGHT = re.compile(r"\s*([-])\s*|\s*(')\s+")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]")
_SPACES = re.compile(r"\s+")


def canonical(text: str) -> str | None:
    """Return one surname or forename in its canonical form: NFKC, upper case, titles and stops removed.

    Apostrophes become ``'``, hyphens ``-``, both without spaces around; accents stay (`compare` ignores them).
    None when the text holds digits, other signs, or no letter at all.
    """
    words = _words(text)
    if words is None:
        return None
    kept = _without_titles(words)
    while len(kept) > 1 and kept[-1].upper() in TITLES:
        kept = kept[:-1]
    name = " ".join(kept).upper()
    return name if _ALLOWED.fullmatch(name) and name not in _NEVER_NAMES else None


def is_valid(text: str) -> bool:
    """Return whether the text has the shape of a name; whether it *is* one needs name counts or context."""
    return canonical(text) is not None


def is_placeholder(name: str) -> bool:
    """Return whether a canonical name is a stand-in such as UNKNOWN or ZZTEST."""
    return name in PLACEHOLDERS


def split(text: str) -> tuple[str, str] | None:
    """Return (surname, forenames), both canonical, of a full name in print.

    Reads ``SMITH, John``, ``Smith, Mr John``, ``SMITH^John^^^MR`` (HL7), ``Mr John SMITH``, ``SMITH John`` and, when
    case gives no order, Western order with particles kept on the surname (``Ludwig van Beethoven``).
    None when there are not both a surname and a forename.
    """
    if len(text) > MAX_NAME:
        return None
    bare = _BRACKETS.sub(" ", text)
    for separator in ("^", ","):
        if separator in bare:
            family, _, rest = bare.partition(separator)
            given = rest.replace("^", " ") if separator == "^" else rest.partition(",")[0]
            return _pair(family, given)
    words = _without_titles(_words(bare) or [])
    while len(words) > 2 and words[-1].upper() in SUFFIXES:
        words.pop()
    if len(words) < 2:
        return None
    cut, surname_first = _where_surname_ends(words)
    head, tail = " ".join(words[:cut]), " ".join(words[cut:])
    return _pair(head, tail) if surname_first else _pair(tail, head)


def compare(a: str, b: str) -> float:
    """Return how alike two names are, 0 to 1: Jaro-Winkler over letters without accents, case and punctuation.

    A part of a double-barrelled name against the whole gives at least 0.9 (names change at marriage).
    """
    x, y = _letters(a), _letters(b)
    if not x or not y:
        return 0.0
    if x == y:
        return 1.0
    parts_a, parts_b = _parts(a), _parts(b)
    score = jaro_winkler(*sorted((x, y)))  # greedy matching depends on the order in rare cases
    if len(parts_a) != len(parts_b) and (x in parts_b or y in parts_a):
        return max(score, 0.9)
    return score


def jaro_winkler(a: str, b: str) -> float:
    """Return the Jaro-Winkler similarity of two strings, 0 to 1 (prefix weight 0.1, up to four characters)."""
    reach = max(max(len(a), len(b)) // 2 - 1, 0)
    taken = [False] * len(b)
    matched: list[str] = []
    for place, character in enumerate(a):
        for other in range(max(place - reach, 0), min(place + reach + 1, len(b))):
            if not taken[other] and b[other] == character:
                taken[other] = True
                matched.append(character)
                break
    if not matched:
        return 0.0
    opposite = [character for character, used in zip(b, taken, strict=True) if used]
    swaps = sum(x != y for x, y in zip(matched, opposite, strict=True)) / 2
    common = len(matched)
    jaro = (common / len(a) + common / len(b) + (common - swaps) / common) / 3
    prefix = 0
    for x, y in zip(a[:4], b[:4], strict=False):
        if x != y:
            break
        prefix += 1
    return jaro + prefix * 0.1 * (1 - jaro)


def _words(text: str) -> list[str] | None:
    """Return the words of a folded name with their case, or None for text that cannot be a name."""
    if len(text) > MAX_NAME:
        return None
    line = unicodedata.normalize("NFKC", folded(text)).replace(".", " ").strip(" ,;'-")
    line = _TIGHT.sub(lambda found: found[1] or found[2], _SPACES.sub(" ", line))
    return line.split() or None


def _without_titles(words: list[str]) -> list[str]:
    """Drop leading titles, but never the last word: Lord, Baron and Master are surnames too."""
    start = 0
    while start < len(words) - 1 and words[start].upper() in TITLES:
        start += 1
    return words[start:]


def _pair(family: str, given: str) -> tuple[str, str] | None:
    surname, forename = canonical(family), canonical(given)
    return None if surname is None or forename is None else (surname, forename)


def _where_surname_ends(words: list[str]) -> tuple[int, bool]:
    """Return the place where surname and forenames part, and whether the surname comes first."""
    capitals = [word.isupper() and len(word) > 1 for word in words]
    if len(words[-1]) == 1 and len(words[0]) > 1 and not any(capitals):
        return next(place for place, word in enumerate(words) if len(word) == 1), True  # "Smith J", "Smith J P"
    if all(capitals) or not any(capitals):
        cut = len(words) - 1
        while cut > 1 and words[cut - 1].upper() in PARTICLES:
            cut -= 1
        return cut, False
    if capitals[0]:
        return capitals.index(False), True
    cut = len(words)
    while cut > 1 and capitals[cut - 1]:
        cut -= 1
    return (cut, False) if cut < len(words) else (len(words) - 1, False)


def _parts(name: str) -> list[str]:
    return [letters for part in re.split(r"[ \-]", name) if (letters := _letters(part))]


def _letters(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).upper()
    return "".join(character for character in plain if character.isalpha())
