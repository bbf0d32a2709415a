"""How a block of history becomes documents: a few of everything, or the mix of a file server up to some bytes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from leakassay.exercise.leak.desk import Desk, turns
from leakassay.exercise.leak.maker import Filler, Maker, Span
from leakassay.exercise.leak.makers.business import FIXED
from leakassay.exercise.leak.makers.listed import FILLERS, LISTED, MAKERS
from leakassay.exercise.leak.mix import Category, mix

BULK = "extract"
"""The category of the bulk extract, which takes what nothing else took."""
RESERVE = 3
"""The bulk extract keeps at least one specimen in three, however small the history."""
BULK_FORMAT = "csv"
BACKUPS = 0.7
"""Share of the bytes of archives that are backups; the others hold extracts of their own."""


@dataclass(frozen=True)
class Quota:
    """What is asked for.

    Attributes:
        size_bytes: bytes of this block; None for a few documents of everything.
        formats: formats wanted, as the key names them; None for all.
    """

    size_bytes: int | None = None
    formats: frozenset[str] | None = None

    def wants(self, formats: tuple[str, ...]) -> bool:
        """Says whether a document of these formats is asked for."""
        return self.formats is None or not self.formats.isdisjoint(formats)


def known_formats() -> frozenset[str]:
    """Returns every format that a rehearsal can write."""
    named = [one.formats for one in LISTED]
    return frozenset({BULK_FORMAT}.union(*named))


class Specimens:
    """Hands specimens out from the newest end of a block, down to the reserve of the bulk extract."""

    def __init__(self, count: int, floor: int) -> None:
        self.end = count
        self.floor = floor

    def take(self, wanted: int, least: int = 1) -> Span | None:
        """Returns the next `wanted` specimens or what is left of them, None where fewer than `least` are left."""
        size = min(wanted, self.end - self.floor)
        if size < max(1, least):
            return None
        self.end -= size
        return self.end, self.end + size


def lay(desk: Desk, quota: Quota) -> int:
    """Lays the documents of one block down; returns the number of specimens that are left for the bulk extract."""
    count = desk.cut.estate.specimens
    bulk = quota.wants((BULK_FORMAT,))
    specimens = Specimens(count, count // RESERVE if bulk else 0)
    if quota.size_bytes is None:
        _few(desk, quota, specimens)
    else:
        _many(desk, quota, specimens)
    return specimens.end if bulk else 0


def _few(desk: Desk, quota: Quota, specimens: Specimens) -> None:
    count = desk.cut.estate.specimens
    for maker in MAKERS:
        if not quota.wants(maker.formats):
            continue
        span = specimens.take(maker.small.of(count), maker.small.least)
        if span is None:
            break
        desk.deposit.category = maker.category
        for number, piece in enumerate(_pieces(span, maker.per), start=1):
            _serve(desk, maker, piece, number)
    for filler in FILLERS:
        if filler.small and quota.wants(filler.formats):
            desk.deposit.category = filler.category
            desk.put(filler.make(desk.cut, 1, filler.small), pile=False)
    _fixed(desk, quota)
    if quota.wants(("zip",)):
        desk.backup()


def _fixed(desk: Desk, quota: Quota) -> None:
    for category, formats, papers in FIXED:
        for document in papers(desk.cut) if quota.wants(formats) else ():
            if quota.wants((document.format,)):
                desk.deposit.category = category
                desk.put(document, pile=False)


def _pieces(span: Span, per: int) -> Iterator[Span]:
    """Cuts a span into pieces of `per`; every fourth piece of single specimens holds three."""
    start, number = span[0], 1
    while start < span[1]:
        size = (3 if per == 1 and number % 4 == 0 else per) or span[1] - start
        yield start, min(span[1], start + size)
        start, number = start + size, number + 1


def _serve(desk: Desk, maker: Maker, span: Span, number: int) -> int:
    """Makes and lays one document, at times with an earlier version of it; returns the bytes."""
    made = list(maker.make(desk.cut, span, number))
    written = sum(desk.put(one, pile=maker.pile) for one in made)
    if maker.pile and span[1] - span[0] > 2 and desk.has_version():
        # the version before the last one knew one specimen less; papers that this left as they are have none
        same = {one.data for one in made}
        for one in maker.make(desk.cut, (span[0], span[1] - 1), number):
            if one.data not in same:
                written += desk.put(replace(one, name=_versioned(one.name)), pile=False)
    return written


def _versioned(name: str) -> str:
    folder, slash, short = name.rpartition("/")
    stem, dot, suffix = short.partition(".")
    return f"{folder}{slash}{stem} v1{dot}{suffix}"


def _many(desk: Desk, quota: Quota, specimens: Specimens) -> None:
    _fixed(desk, quota)
    size = quota.size_bytes
    assert size is not None  # noqa: S101  only asked where bytes are asked for; narrows the type
    if quota.formats is not None:
        # the lines that are wanted fill what the others leave
        size = int(size / sum(line.share for line in mix() if _wanted(quota, line)))
        quota = replace(quota, size_bytes=size)
    if quota.wants(("zip",)):
        # most archives are backups of what lies there already, laid down whenever enough has come together
        share = next(one.share for one in mix() if one.name == "archive")
        desk.keep_backups(int(size * share * BACKUPS))
    for line in mix():
        desk.deposit.category = line.name
        _fill(desk, quota, line, specimens)


def _wanted(quota: Quota, category: Category) -> list[Maker | Filler]:
    return [one for one in LISTED if one.category == category.name and quota.wants(one.formats)]


def _fill(desk: Desk, quota: Quota, category: Category, specimens: Specimens) -> None:
    makers = _wanted(quota, category)
    if not makers:
        return
    assert quota.size_bytes is not None  # noqa: S101  only asked where bytes are asked for; narrows the type
    budget = int(quota.size_bytes * category.share * (1 - BACKUPS if category.name == "archive" else 1))
    allowance = Specimens(int(desk.cut.estate.specimens * category.specimens), 0)
    numbers, written, idle = [0] * len(makers), 0, 0
    for place in turns([one.weight for one in makers]):
        if written >= budget or idle >= 2 * sum(one.weight for one in makers):
            break
        made = _turn(desk, makers[place], numbers[place] + 1, (budget - written, specimens, allowance))
        idle = 0 if made else idle + 1
        numbers[place] += bool(made)
        written += made


def _turn(desk: Desk, maker: Maker | Filler, number: int, left: tuple[int, Specimens, Specimens]) -> int:
    """Lets one maker make one document; returns its bytes, 0 where no specimens are left for it."""
    budget, specimens, allowance = left
    if isinstance(maker, Filler):
        return desk.put(maker.make(desk.cut, number, min(maker.typical, max(1, budget))), pile=False)
    wanted = (3 if maker.per == 1 and number % 4 == 0 else maker.per) or maker.large
    allowed = allowance.take(wanted)
    span = specimens.take(allowed[1] - allowed[0]) if allowed else None
    return _serve(desk, maker, span, number) if span else 0
