"""False assurance: a planted person who was missed in an item that the assay calls read; and people nobody read."""

import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.scoreboard import Row, ratio
from leakassay.exercise.scoring.align import Aligned
from leakassay.exercise.scoring.codebook import BLANK
from leakassay.exercise.scoring.meet import distinct, filled, meet, total

ASSURANCE, BY_FORMAT, UNREAD = "false assurance", "false assurance, formats", "people in unread items"
_IDENTITIES = (["nhs_number"], ["surname", "date_of_birth"], ["hospital_number"])
"""Values that tell who somebody is: any of them, right, is a person found."""
_NAME = ["surname", "forename"]
"""Where a record shows none of those."""
_PERSON = ["place", "person_id"]


def false_assurance(aligned: Aligned) -> list[Row]:
    """Returns the share of planted people missed, and of planted events missed, in items called read.

    A person is found where any sighting of the item has their number, or their surname and date of birth; where a
    record shows neither, by surname and forename. A record that shows nobody (an anonymised extract) misses nobody.
    """
    read = aligned.ledger.places_where(said="read")
    planted = _at(aligned.key_sightings, read)
    present = distinct(pa.concat_tables([told.select(_PERSON) for told, _ in _told(planted)]), _PERSON)
    met = people_met(aligned, planted)
    events = _at(aligned.key_events.select(["place"]), read)
    pairs = meet(_at(aligned.events.select(["place"]), read), events, ["place"])
    lost = events.num_rows - total(pairs, "met")
    missed = present.num_rows - met.num_rows
    return [
        Row(ASSURANCE, "people missed in items called read", ratio(missed, present.num_rows), present.num_rows),
        Row(ASSURANCE, "events missed in items called read", ratio(lost, events.num_rows), events.num_rows),
        *_by_format(aligned, (present, met), pairs),
    ]


def people_met(aligned: Aligned, planted: pa.Table) -> pa.Table:
    """Returns the distinct (place, person_id) of planted sightings that a sighting of the assay meets in their item."""
    sides = []
    for told, columns in _told(planted):
        keys = ["place", *columns]
        seen = distinct(aligned.sightings, keys)
        sides.append(told.join(seen, keys=keys, join_type="inner").select(_PERSON))
    return distinct(pa.concat_tables(sides), _PERSON)


def _told(planted: pa.Table) -> list[tuple[pa.Table, list[str]]]:
    """Returns the planted sightings that show an identity, once for each identity that they show."""
    sides = [(_showing(planted, columns).select([*_PERSON, *columns]), columns) for columns in _IDENTITIES]
    # the rest shows no number, and not both of surname and birthday
    rest = planted.filter(pc.equal(planted["nhs_number"], BLANK))
    rest = rest.filter(pc.equal(rest["hospital_number"], BLANK))
    rest = rest.filter(pc.or_(pc.equal(rest["surname"], BLANK), pc.equal(rest["date_of_birth"], BLANK)))
    return [*sides, (_showing(rest, _NAME).select([*_PERSON, *_NAME]), _NAME)]


def _showing(rows: pa.Table, columns: list[str]) -> pa.Table:
    for name in columns:
        rows = filled(rows, name)
    return rows


def unread(aligned: Aligned) -> list[Row]:
    """Returns, per format and over all, which planted people stand in items that the assay says it did not read.

    An item counts as read where its outcome is `read` or `read_partly`, unless it was only searched for text.
    """
    opened = aligned.ledger.places_where(opened=True)
    subjects = aligned.key_sightings.filter(aligned.key_sightings["subject"]).select(_PERSON)
    people = distinct(subjects, ["person_id"]).num_rows
    reachable = distinct(_at(subjects, opened), ["person_id"]).num_rows
    rows = [Row(UNREAD, "people who stand in unread items only", ratio(people - reachable, people), people)]
    present = distinct(subjects, _PERSON)
    whole = aligned.ledger.by_format(present)
    closed = aligned.ledger.by_format(present.filter(pc.invert(pc.is_in(present["place"], opened))))
    return rows + [Row(UNREAD, name, ratio(closed[name], whole[name]), whole[name]) for name in whole if whole[name]]


def outcomes(aligned: Aligned) -> list[Row]:
    """Returns how many planted contents the ledger has, and how many with the outcome a careful reader reports."""
    # what a container itself is called is a matter of taste; its members tell what was read
    leaves = [content for content in aligned.ledger.contents if content.leaf]
    listed = sum(bool(content.said) for content in leaves)
    agree = sum(content.said == content.outcome for content in leaves)
    unknown = aligned.ledger.strangers
    return [
        Row("ledger", "planted contents listed", ratio(listed, len(leaves)), len(leaves)),
        Row("ledger", "outcome as expected", ratio(agree, len(leaves)), len(leaves)),
        Row("ledger", "items that the key does not list", float(unknown), len(aligned.ledger.contents)),
    ]


def _by_format(aligned: Aligned, people: tuple[pa.Table, pa.Table], events: pa.Table) -> list[Row]:
    ledger = aligned.ledger
    present, met = (ledger.by_format(side) for side in people)
    planted, found = (ledger.by_format(events, column) for column in ("planted", "met"))
    rows = []
    for name in ledger.formats:
        if present[name]:
            missed = ratio(present[name] - met[name], present[name])
            rows.append(Row(BY_FORMAT, f"{name} people missed", missed, present[name]))
        if planted[name]:
            lost = ratio(planted[name] - found[name], planted[name])
            rows.append(Row(BY_FORMAT, f"{name} events missed", lost, planted[name]))
    return rows


def _at(rows: pa.Table, chosen: pa.Array) -> pa.Table:
    return rows.filter(pc.is_in(rows["place"], chosen))
