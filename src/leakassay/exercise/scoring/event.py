"""Recall and precision of clinical events per test class, of their status, and of their controllers.

Names that the shipped catalogue knows and names that it does not know are scored apart: the first say how well the
assay reads, the second what a laboratory with names of its own must add to the catalogue.
"""

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import OURS, practices_of
from leakassay.exercise.scoreboard import Row, ratio, recall_precision
from leakassay.exercise.scoring.align import Aligned
from leakassay.exercise.scoring.codebook import BLANK
from leakassay.exercise.scoring.meet import meet, total
from leakassay.reference import test_catalogue

SHIPPED, FOREIGN = "names the catalogue ships", "names it does not ship"
_STATUSES = ("requested", "resulted", "negated")


def by_class(aligned: Aligned) -> list[Row]:
    """Returns, per test class, recall and precision: one found event answers one planted event of its item.

    Of names that the catalogue does not ship the board says how many were found as events at all, and in which class.
    """
    found, planted = aligned.events, aligned.key_events
    shipped = _shipped(aligned)
    (told, other), (known, strange) = (_split(side, shipped) for side in (found, planted))
    rows: list[Row] = []
    both = meet(told, known, ["place", "test_class"])
    for name, number in _planted(aligned, "test_class"):
        one = _only(both, "test_class", number)
        rows += recall_precision(f"test classes, {SHIPPED}", name, one, aligned.sound(one))
    for measure, columns in (("found as events", ["place"]), ("class recognised", ["place", "test_class"])):
        share = ratio(total(meet(other, strange, columns), "met"), strange.num_rows)
        rows.append(Row(f"test classes, {FOREIGN}", measure, share, strange.num_rows))
    any_event = meet(found, planted, ["place"])
    return [*rows, *recall_precision("test classes", "any event", any_event, aligned.sound(any_event))]


def by_status(aligned: Aligned) -> list[Row]:
    """Returns, per true status, the share of planted events found with the same status (and class) in the same item."""
    shipped = _shipped(aligned)
    (told, other), (known, strange) = (_split(side, shipped) for side in (aligned.events, aligned.key_events))
    # a class that nobody ships cannot be asked for
    return [
        *_status_rows(aligned, SHIPPED, meet(told, known, ["place", "test_class", "status"])),
        *_status_rows(aligned, FOREIGN, meet(other, strange, ["place", "status"])),
    ]


def controllers(aligned: Aligned) -> list[Row]:
    """Returns how many of the events mapped went to the right controller, and how many of those planted did.

    A record that names no client of the profile (another laboratory's code table, a letter) can only be guessed at, and
    belongs under UNMAPPED: recall is printed for the others, per kind of controller, and over all.
    """
    columns = ["place", "controller"]
    unmapped = aligned.books["controller"].find(["", "UNMAPPED", "unmapped"])
    mapped = aligned.events.filter(pc.invert(pc.is_in(aligned.events["controller"], unmapped)))
    codes = sorted({client.code for client in OURS.clients} | {client.ods_code for client in OURS.clients})
    clients = aligned.books["client_code"].find(codes)
    planted = aligned.key_events
    both = meet(mapped, planted, columns)
    sound = aligned.sound(both)
    named = meet(mapped, planted.filter(pc.is_in(planted["client_code"], clients)), columns)
    rows = [
        Row("controllers", "accuracy of mapped events", *_share(sound, "found")),
        Row("controllers", "recall where the record names a client of ours", *_share(named, "planted")),
        Row("controllers", "recall of planted events", *_share(both, "planted")),
    ]
    for kind, numbers in _kinds(aligned).items():
        right, known = (side.filter(pc.is_in(side["controller"], numbers)) for side in (sound, named))
        rows += [
            Row("controllers", f"{kind}: accuracy of mapped events", *_share(right, "found")),
            Row("controllers", f"{kind}: recall where the record names a client of ours", *_share(known, "planted")),
        ]
    return rows


def _kinds(aligned: Aligned) -> dict[str, pa.Array]:
    """Numbers of the controllers by what they are; whoever is neither trust nor practice of ours is another body."""
    book = aligned.books["controller"]
    practices = set(practices_of(OURS))
    trusts = {client.ods_code for client in OURS.clients} - practices
    others = set(book.words()) - practices - trusts - {"", "UNMAPPED", "unmapped"}
    sides = (("trusts", trusts), ("GP practices", practices), ("other bodies", others))
    return {kind: book.find(sorted(codes)) for kind, codes in sides}


def _share(both: pa.Table, of: str) -> tuple[float | None, int]:
    whole = total(both, of)
    return ratio(total(both, "met"), whole), whole


def _status_rows(aligned: Aligned, names: str, both: pa.Table) -> list[Row]:
    rows = []
    for status in _STATUSES:
        one = both.filter(pc.is_in(both["status"], aligned.books["status"].find([status])))
        rows.append(Row(f"status, {names}", f"{status} recall", *_share(one, "planted")))
    return rows


def _planted(aligned: Aligned, column: str) -> list[tuple[str, int]]:
    """Texts that stand in a column of the planted events, sorted, with their numbers."""
    words = aligned.books[column].words()
    return sorted((words[number], number) for number in pc.unique(aligned.key_events[column]).to_pylist())


def _only(table: pa.Table, column: str, number: int) -> pa.Table:
    return table.filter(pc.equal(table[column], number))


def _shipped(aligned: Aligned) -> pa.Array:
    """Returns the numbers of the names that the shipped catalogue knows; a nameless event was told by its code."""
    names = aligned.books["test_name"].words()
    classes = test_catalogue.classify_names([name for name in names if name])
    known = [number for number, name in enumerate(names) if number == BLANK or classes[name] is not None]
    return pa.array(known, pa.int32())


def _split(events: pa.Table, shipped: pa.Array) -> tuple[pa.Table, pa.Table]:
    known = pc.is_in(events["test_name"], shipped)
    return events.filter(known), events.filter(pc.invert(known))
