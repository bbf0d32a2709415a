"""People named in running text beside no number: "please ring Jane Smith", "I'm Krisztián", "Ana Kovačević said".

A capital letter says little: sentences, firms, places and tests have it too. What speaks for a person is a listed
forename, the words right before ("my name is", "dear") or right behind ("said", "'s daughter"), or two words that begin
a line and are neither plain words nor places. Such a name is a mention; nobody is counted by it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

from leakassay.detect.scan.engine import Candidate
from leakassay.detect.scan.pattern import IS_SOMEBODY, NAMED, NAMED_BEHIND, PARTICLES
from leakassay.detect.text.finding import Finding
from leakassay.reference import name_counts, plain_words
from leakassay.values import person_name

LONGEST = 5
"""Words of a name, particles among them."""

_PLAIN = r"[^\W\d_]+(?:['’-][^\W\d_]+)*"
_CAPITAL = r"(?![a-zß-öø-ÿ])" + _PLAIN
_WORD = re.compile(_PLAIN)
_RUN = re.compile(
    rf"(?:(?![a-zß-öø-ÿ])[^\W\d_]\.? |{_CAPITAL} (?:(?:{'|'.join(PARTICLES)}) ){{0,3}}){{0,12}}{_CAPITAL}"
)
"""Words with capitals in a row, small words of names among them."""

_BEHIND = re.compile(rf"(?:{IS_SOMEBODY})(?!\w)", re.IGNORECASE)
_ENDS = frozenset('\n\r.!?:"“')
"""Signs behind which a sentence or a line begins."""
_GLUED = frozenset("._/\\@=-#&")
"""Signs that tie a word to the one before it: paths, addresses, names in programs."""
_ARTICLES = frozenset(("the", "a", "an", "in", "at", "of"))
_WORDS = str.split  # word lists read better as text than as forty quoted strings
_FIRM = frozenset(
    _WORDS(
        "ltd limited inc llc plc group co corp corporation company gmbh ag bank trust university college school"
        " hospital clinic surgery orchestra agency ministry department council committee society association"
        " foundation institute church street road avenue lane st rd ave drive court close square building house"
        " hotel airport station centre center park county city river lake bridge island north south east west"
        " league united fc club team party act bill award ward unit suite way place terrace gardens crescent grove"
        " practice partners solutions services systems"
    )
)
_DAYS = frozenset(
    _WORDS(
        "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
        " september october november december"
    )
)
_SHAPED = re.compile(
    r".{2,}(?:SSON|SDOTTIR|NEN|SKI|SKA|SKY|WICZ|CZYK|OV|OVA|EV|EVA|ENKO|VIC|VICH|IC|OGLU|POULOS|IDIS|AKIS|ESCU|YAN|SHVILI"
    r"|EZ|QUIST|STROM|LUND|DAHL|GAARD|MANN|SEN)$"
)
"""Endings that surnames have and other words rarely, without their accents."""


class Run(NamedTuple):
    """Words with capitals in a row, without plain words at both ends.

    Attributes:
        start, end: in the characters of the whole run; both 0 where no word is left.
        size: words of more than a letter, small words of names not among them.
        has_forename: one of them is listed.
        has_surname: one of them is listed as either.
        is_surnamed: one behind the first is listed, or ends as surnames do, or stands behind a small word.
        has_plain: one between the ends is plain.
        is_other: a firm, a place, an abbreviation, or too long for a name.
    """

    start: int
    end: int
    size: int = 0
    has_forename: bool = False
    has_surname: bool = False
    is_surnamed: bool = False
    has_plain: bool = False
    is_other: bool = False


_NOBODY = Run(0, 0)


def people_named(
    text: str, candidates: Sequence[Candidate], forenames: Sequence[int], known: Sequence[Finding]
) -> list[Finding]:
    """Return the people that a row names beside nothing else, as findings of their own kind.

    Args:
        text: the row.
        candidates: of the row.
        forenames: characters at which listed forenames begin.
        known: what the row gave already; names in it are not told twice.
    """
    spoken = {one.end - 1 for one in candidates if one.kind == NAMED_BEHIND}
    places = sorted(spoken.union(forenames, (one.start for one in candidates if one.kind == NAMED)))
    taken = iter(sorted((one.start, one.end) for one in known if one.kind in ("full_name", "staff_name")))
    low, high = next(taken, (len(text), len(text)))
    reached = 0
    found = []
    for place in places:
        if place < reached or _is_glued(text, place) or (met := _RUN.match(text, place)) is None:
            continue
        reached = met.end()
        run = run_of(met[0])
        start, end = place + run.start, place + run.end
        while high <= start < len(text):
            low, high = next(taken, (len(text), len(text)))
        if run.size == 0 or low < end:
            continue
        score, reason = _weighed(text, start, end, run, is_spoken=place in spoken or start in spoken)
        if score > 0:
            printed = text[start:end]
            found.append(Finding(NAMED, person_name.canonical(printed) or printed.upper(), start, end, score, reason))
    return found


def _is_glued(text: str, place: int) -> bool:
    """Return whether a place stands in the midst of a word, a path or a name in a program."""
    return place > 0 and (text[place - 1] in _GLUED or text[place - 1].isalnum())


@lru_cache(maxsize=1 << 14)
def run_of(printed: str) -> Run:
    """Return what is known of words with capitals in a row."""
    words = []
    for met in _WORD.finditer(printed):
        word, is_owner = met[0], met[0].endswith(("'s", "’s"))
        words.append((met.start(), met.end() - 2 * is_owner, word[:-2] if is_owner else word))
        if is_owner:
            break
    while words and (_is_plain(words[0][2]) or words[0][2].lower() in _DAYS):
        words = words[1:]
    while words and (_is_plain(words[-1][2]) or not words[-1][2][0].isupper()):
        words = words[:-1]
    capital = [word for _, _, word in words if word[0].isupper()]
    if not capital:
        return _NOBODY
    listed = [unaccented(word).upper() for word in capital]
    forenames = [name_counts.is_forename(word) for word in listed]
    known = [is_forename or name_counts.is_surname(word) for is_forename, word in zip(forenames, listed, strict=True)]
    return Run(
        start=words[0][0],
        end=words[-1][1],
        size=sum(len(word) > 1 for word in capital),
        has_forename=any(forenames),
        has_surname=any(known),
        is_surnamed=len(words) > len(capital) or any(known[1:]) or any(map(_SHAPED.match, listed[1:])),
        has_plain=any(map(_is_plain, capital)),
        is_other=len(words) > LONGEST or _is_other([word for _, _, word in words], has_forename=any(forenames)),
    )


def _is_plain(word: str) -> bool:
    lower = word.lower().replace("’", "'")
    return lower in plain_words.common() or ("'" in lower and lower.partition("'")[0] in plain_words.common())


def _is_other(words: Sequence[str], *, has_forename: bool) -> bool:
    """Return whether words are those of a firm, a place or an abbreviation."""
    if any(word.lower() in _FIRM or (word.isupper() and len(word) > 1) for word in words):
        return True
    places = plain_words.places()
    return " ".join(words) in places or (not has_forename and any(word in places for word in words))


def _weighed(text: str, start: int, end: int, run: Run, *, is_spoken: bool) -> tuple[float, str]:
    """Return how likely a run names a person, 0 where nothing says so, and why."""
    following = _WORD.match(text, end + text.startswith(" ", end))
    if run.is_other or (following is not None and following[0].lower() in _FIRM):
        return 0.0, ""
    if is_spoken:
        return 0.9, "words that name somebody before it"
    if run.has_forename and run.size <= 2:
        return (0.9 if run.size > 1 else 0.85), "a listed forename"
    before = text[max(0, start - 4) : start].rstrip(" \t")
    begins = start == 0 or not before or before[-1] in _ENDS
    acts = bool(_BEHIND.match(text, end))
    if run.size > 2:
        return (0.85, "a listed forename") if run.has_forename and (acts or begins) else (0.0, "")
    if run.size == 1:
        likely = acts and (not begins or run.has_surname)
    else:
        the = before.rpartition(" ")[2].lower() in _ARTICLES
        likely = acts or (run.is_surnamed and not the and not run.has_plain) or (begins and not run.has_plain)
    return (0.75, "a name by its shape and the words around it") if likely else (0.0, "")


def unaccented(word: str) -> str:
    """Return a word without the marks on its letters."""
    if word.isascii():
        return word
    return "".join(sign for sign in unicodedata.normalize("NFKD", word) if not unicodedata.combining(sign))
