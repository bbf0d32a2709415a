"""The knobs of a rehearsal, completed and checked before a byte is written."""

from dataclasses import dataclass, replace
from pathlib import Path

from leakassay.exercise.leak.kind import PARTS
from leakassay.exercise.leak.meter import human
from leakassay.exercise.leak.plan import known_formats
from leakassay.model.errors import OperatorError

KINDS = tuple(PARTS)
"""ours, partner, recycled, fabricated, mixed."""
LEAST_PEOPLE, LEAST_EVENTS, LEAST_BYTES = 20, 200, 20_000_000
"""Below these an estate cannot fill one document of each format."""
MOST_PEOPLE = 2_000_000
"""People are held in memory while a leak is written: about 400 bytes each."""
USUAL_PEOPLE, USUAL_EVENTS = 1_000, 10_000
BYTES_PER_EVENT = 4_000
"""A file server holds far more than results: so many bytes stand around each of them where only bytes are asked for."""
EVENTS_PER_PERSON = 10
LEAST_BYTES_PER_EVENT = 220
"""What a result costs where nearly everything is one extract."""


class RehearsalError(OperatorError, ValueError):
    """The rehearsal cannot be written as it was asked for."""


@dataclass(frozen=True)
class Knobs:
    """What is asked for.

    Attributes:
        kind: one of `KINDS`.
        people: invented people of the estate, a few of them test patients; events: results in the history that the
            leak is cut from; 0 where they follow from the bytes.
        seed: the same seed and knobs give the same bytes.
        size_bytes: about how large the dump is to be, by the mix of a file server; None for a few papers of each sort.
        formats: formats wanted, as the key names them; None for all.
        issued_ranges: NHS numbers from the issued ranges instead of 9xx; a file SYNTHETIC.txt then says so.
        telegram: the dump is published as a Telegram export around a solid archive of several parts.
        ods: the user's own epraccur extract, from which practices are taken.
    """

    kind: str
    people: int
    events: int
    seed: int
    size_bytes: int | None = None
    formats: frozenset[str] | None = None
    issued_ranges: bool = False
    telegram: bool = False
    ods: Path | None = None


def settled(knobs: Knobs) -> Knobs:
    """Returns the knobs with every number filled in.

    Raises:
        RehearsalError: they are impossible; one sentence says which and what would do.
    """
    if knobs.kind not in PARTS:
        raise RehearsalError(f"kind {knobs.kind!r} is not known; choose one of {', '.join(KINDS)}")
    _check_formats(knobs.formats)
    size = knobs.size_bytes
    if size is not None and size < LEAST_BYTES:
        raise RehearsalError(
            f"{human(size)} are too few for the mix of a file server; ask for at least {human(LEAST_BYTES)}"
        )
    usual_events = USUAL_EVENTS if size is None else max(LEAST_EVENTS, size // BYTES_PER_EVENT)
    events = knobs.events or usual_events
    usual_people = USUAL_PEOPLE if size is None else min(MOST_PEOPLE, max(LEAST_PEOPLE, events // EVENTS_PER_PERSON))
    people = knobs.people or usual_people
    if people < LEAST_PEOPLE or events < LEAST_EVENTS:
        raise RehearsalError(
            f"{people} people and {events} events are too few to fill every format; "
            f"ask for at least {LEAST_PEOPLE} people and {LEAST_EVENTS} events"
        )
    if people > MOST_PEOPLE:
        raise RehearsalError(f"{people:,} people do not fit into memory; ask for at most {MOST_PEOPLE:,}")
    needed = events * LEAST_BYTES_PER_EVENT
    if size is not None and needed > size:
        raise RehearsalError(
            f"{events:,} events do not fit into {human(size)}; "
            f"ask for at most {size // LEAST_BYTES_PER_EVENT:,} events or at least {human(needed)}"
        )
    return replace(knobs, people=people, events=events)


def _check_formats(formats: frozenset[str] | None) -> None:
    if formats is None:
        return
    unknown = sorted(formats - known_formats())
    if unknown or not formats:
        wrong = f"{', '.join(unknown)} is not known" if unknown else "none is named"
        raise RehearsalError(f"formats: {wrong}; choose among {', '.join(sorted(known_formats()))}")
