"""What the tests of makers share: the documents of one call, all that lies inside them, and who stands there."""

from collections import Counter
from collections.abc import Iterable, Iterator

import pyarrow as pa

from leakassay.exercise.estate.record import Estate
from leakassay.exercise.leak.maker import Cut, Maker, Span
from leakassay.exercise.paper.document import Document


def called(makers: Iterable[Maker], name: str) -> Maker:
    """The maker whose function has this name."""
    return next(one for one in makers if one.make.__name__ == name)


def made(maker: Maker, estate: Estate, span: Span, number: int = 1, *, rich: bool = False) -> list[Document]:
    """The documents of one call, on a cut of its own."""
    return list(maker.make(Cut(estate, 3, rich=rich), span, number))


def everything(documents: Iterable[Document]) -> Iterator[Document]:
    """The documents and all that lies inside them, however deep."""
    for document in documents:
        yield document
        yield from everything(document.members)


def tables(documents: Iterable[Document]) -> list[pa.Table]:
    """The records of each document that has any."""
    return [one.records for one in everything(documents) if one.records is not None]


def told_per_specimen(documents: Iterable[Document]) -> Counter[str]:
    """How many tests of each specimen the documents tell of."""
    told: Counter[str] = Counter()
    for one in everything(documents):
        if one.records is not None and one.has_events:
            rows = one.records.to_pylist()
            told.update(row["specimen_id"] for row in rows if row["test_code"] or row["test_name"])
    return told


def given_per_specimen(estate: Estate, span: Span) -> Counter[str]:
    """How many tests each specimen of the span has."""
    return Counter(Cut(estate).rows(span)["specimen_id"].to_pylist())


def people_told(documents: Iterable[Document]) -> set[int]:
    """Who stands in the documents."""
    return {person for table in tables(documents) for person in table["person_id"].to_pylist()}


def people_of(estate: Estate, span: Span) -> set[int]:
    """Whose specimens lie in the span."""
    return set(Cut(estate).rows(span)["person_id"].to_pylist())
