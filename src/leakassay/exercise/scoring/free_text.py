"""Free text: NHS numbers planted in letters and mails, as sightings or as mentions; people named in file names."""

import re
from collections.abc import Sequence

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.key import AnswerKey
from leakassay.exercise.scoreboard import Row, ratio
from leakassay.exercise.scoring.align import Aligned
from leakassay.exercise.scoring.assurance import people_met
from leakassay.exercise.scoring.codebook import BLANK
from leakassay.exercise.scoring.ledger import Content
from leakassay.exercise.scoring.meet import distinct, filled, meet

TEXT, NAMES = "free text", "file names"
FORMATS = frozenset({"text", "eml", "mbox", "msg", "docx", "doc", "rtf", "odt", "html"})
"""Formats in which people write sentences."""
_NUMBER = ["place", "nhs_number"]


def free_text(aligned: Aligned) -> list[Row]:
    """Returns, per format and over all, the share of distinct (item, NHS number) of free text that was found."""
    ledger = aligned.ledger
    here = pa.array((n for n, content in enumerate(ledger.contents) if content.format in FORMATS), pa.int32())
    planted_in, seen, mentioned = (
        filled(side.filter(pc.is_in(side["place"], here)).select(_NUMBER), "nhs_number")
        for side in (aligned.key_sightings, aligned.sightings, aligned.mentions)
    )
    both = meet(distinct(pa.concat_tables([seen, mentioned]), _NUMBER), distinct(planted_in, _NUMBER), _NUMBER)
    planted, met = (ledger.by_format(both, column) for column in ("planted", "met"))
    whole = sum(planted.values())
    rows = [Row(TEXT, "NHS numbers recall", ratio(sum(met.values()), whole), whole)]
    return rows + [
        Row(TEXT, f"NHS numbers in {name} recall", ratio(met[name], planted[name]), planted[name])
        for name in ledger.formats
        if planted[name]
    ]


def file_names(aligned: Aligned, key: AnswerKey) -> list[Row]:
    """Returns how many people named in a file name the assay connects with that file.

    Those of whom the file itself says nothing that was read (it names nobody, or it could not be opened) are told from
    the name alone, and printed apart.
    """
    named = [(place, content) for place, content in enumerate(aligned.ledger.contents) if content.named is not None]
    people = pa.array(sorted({content.named for _, content in named if content.named is not None}), pa.int64())
    surnames = _surnames(key, people)
    planted = aligned.key_sightings.filter(pc.is_in(aligned.key_sightings["person_id"], people))
    inside, met = _pairs(planted, "person_id"), _pairs(people_met(aligned, planted), "person_id")
    told = _names_told(aligned)
    found = [
        (place, content, (place, content.named) in met or _told(content, surnames, told.get(place, ())))
        for place, content in named
    ]
    alone = [hit for place, content, hit in found if not content.opened or (place, content.named) not in inside]
    return [
        Row(NAMES, "people named in a file name", ratio(sum(hit for *_, hit in found), len(found)), len(found)),
        Row(NAMES, "people named in the file name alone", ratio(sum(alone), len(alone)), len(alone)),
    ]


def _told(content: Content, surnames: dict[int, str], names: Sequence[frozenset[str]]) -> bool:
    """Whether a name that the assay reports is the person's, or stands in the file name as it was printed there."""
    printed = frozenset(re.findall(r"[^\W\d_'-]+(?:['-][^\W\d_]+)*", content.path.rsplit("/", 1)[-1].upper()))
    surname = frozenset(surnames.get(content.named or 0, "").split())
    return any((surname and surname <= name) or name <= printed for name in names)


def _names_told(aligned: Aligned) -> dict[int, list[frozenset[str]]]:
    """Returns by place the words of each name that the assay reports there, as a sighting or a mention."""
    told: dict[int, list[frozenset[str]]] = {}
    for rows, column, book in ((aligned.sightings, "surname", "surname"), (aligned.mentions, "name", "name")):
        words = aligned.books[book].words()
        for place, number in _pairs(rows, column):
            if number != BLANK:
                told.setdefault(place, []).append(frozenset(words[number].split()))
    return told


def _pairs(rows: pa.Table, column: str) -> set[tuple[int, int]]:
    pairs = distinct(rows, ["place", column])
    return set(zip(pairs["place"].to_pylist(), pairs[column].to_pylist(), strict=True))


def _surnames(key: AnswerKey, people: pa.Array) -> dict[int, str]:
    found: dict[int, str] = {}
    for batch in key.batches("people", ("person_id", "surname")):
        chosen = batch.filter(pc.is_in(batch["person_id"], people))
        names = pc.utf8_upper(chosen["surname"]).to_pylist()
        found.update(zip(chosen["person_id"].to_pylist(), names, strict=True))
    return found
