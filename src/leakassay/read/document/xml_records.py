"""Whether an XML document is a list of like elements, and its elements as rows or as lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import pyarrow as pa

from leakassay.model.batch import Batch, Shape
from leakassay.read.document.flow import Flow, clean
from leakassay.read.xml_events import END, START, TEXT, Event, local

MAX_DEPTH = 24
"""Levels in which a list is looked for."""

MAX_PATHS = 4096
"""Distinct paths that are counted; a document of more is no list."""

MAX_FIELDS = 256
"""Columns of a row."""

RECORD_DEPTH = 3
"""Levels of elements inside one of the list; deeper ones are a document each."""

BATCH_CELLS = 200_000
_MOST = 0.5
"""Share of the text that stands in the elements of a list."""


@dataclass
class _Path:
    """All elements that stand at one path; characters count those of attributes too."""

    name: str
    depth: int
    count: int = 0
    words: int = 0
    characters: int = 0
    is_mixed: bool = False
    attributes: dict[str, None] = field(default_factory=dict)
    inside: dict[str, _Path] = field(default_factory=dict)


@dataclass(frozen=True)
class Record:
    """The element of a list.

    Attributes:
        path: names from the root on.
        fields: paths of its fields below it, in the order in which they are first met; attributes begin with "@".
    """

    path: tuple[str, ...]
    fields: tuple[str, ...]


class Survey:
    """Counts what stands where."""

    def __init__(self) -> None:
        self._root = _Path("", 0)
        self._open: list[_Path] = [self._root]
        self._deeper = 0
        self._paths = 0

    @property
    def root(self) -> str:
        """Full name of the outermost element."""
        return next(iter(self._root.inside), "")

    def take(self, event: Event) -> None:
        """Count an event."""
        kind, said, attributes = event
        if kind == START:
            self._start(said, attributes)
        elif kind == END:
            if self._deeper:
                self._deeper -= 1
            else:
                self._open.pop()
        elif kind == TEXT and not said.isspace():
            self._open[-1].characters += len(said)
            self._open[-1].words += len(said)
            self._open[-1].is_mixed |= bool(self._open[-1].inside)

    def record(self) -> Record | None:
        """The element that repeats, nearest to the root; None where there is none."""
        if self._paths > MAX_PATHS:
            return None
        total = _characters(self._root)
        waiting: list[tuple[_Path, tuple[str, ...]]] = [(self._root, ())]
        for path, names in waiting:  # grows while it is walked: level by level
            if path.count > 1:
                fields = _fields(path)
                if 1 < len(fields) <= MAX_FIELDS and total and _characters(path) >= _MOST * total:
                    return Record(names, tuple(fields))
            waiting += [(inner, (*names, inner.name)) for inner in path.inside.values()]
        return None

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        here = self._open[-1]
        if self._deeper or len(self._open) > MAX_DEPTH or self._paths > MAX_PATHS:
            self._deeper += 1
            here.is_mixed = True
            return
        if name not in here.inside:
            here.inside[name] = _Path(name, here.depth + 1)
            self._paths += 1
        inner = here.inside[name]
        inner.count += 1
        here.is_mixed |= bool(here.words)
        inner.attributes.update(dict.fromkeys(list(attributes)[:MAX_FIELDS]))
        inner.characters += sum(map(len, attributes.values()))
        self._open.append(inner)


def _characters(path: _Path) -> int:
    return path.characters + sum(_characters(inner) for inner in path.inside.values())


def _fields(path: _Path) -> list[str]:
    """Paths of all fields; none where text stands between elements, or they go too deep."""
    found: list[str] = []
    waiting = [(path, "")]
    for step, name in waiting:
        if (step.is_mixed and step.inside) or step.depth - path.depth > RECORD_DEPTH or len(found) > MAX_FIELDS:
            return []
        found += [f"{name}@{key}" for key in step.attributes if not key.startswith("xmlns")]
        if not step.inside and name:
            found.append(name)
        waiting += [(inner, f"{name}/{inner.name}" if name else inner.name) for inner in step.inside.values()]
    return found


@dataclass
class _Element:
    name: str
    words: list[str] = field(default_factory=list)
    attributes: str = ""
    has_inner: bool = False


class Lines:
    """Puts a document into rows of its list, and into lines of text what stands outside of it."""

    def __init__(self, record: Record | None) -> None:
        self._record = record
        self._places = {name: place for place, name in enumerate(record.fields)} if record else {}
        self._flow = Flow()
        self._open: list[_Element] = []
        self._row: list[list[str]] | None = None
        self._rows: list[list[str]] = []
        self._first = 0

    def take(self, event: Event) -> Iterator[Batch]:
        """Take an event; yields batches as they are complete."""
        kind, said, attributes = event
        if kind == START:
            self._start(said, attributes)
        elif kind == END:
            yield from self._end()
        elif kind == TEXT:
            if self._open:
                self._open[-1].words.append(said)
        else:
            self._flow.line(said)
        if self._flow.has_ready:
            yield from self._flow.ready()

    def close(self) -> Iterator[Batch]:
        """All that is left."""
        yield from self._hand_out()
        yield from self._flow.close()

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if self._open:
            outer = self._open[-1]
            outer.has_inner = True
            if self._row is None:
                self._say(outer)
        self._open.append(_Element(name))
        record = self._record
        is_level = record is not None and self._row is None and len(self._open) == len(record.path)
        if record and is_level and tuple(element.name for element in self._open) == record.path:
            self._row = [[] for _ in record.fields]
        said = {key: value for key, value in attributes.items() if value and not key.startswith("xmlns")}
        if self._row is None:
            self._open[-1].attributes = " ".join(f"{local(key)}: {value}" for key, value in said.items())
            return
        for key, value in said.items():
            self._put(f"{self._path()}@{key}", value)

    def _end(self) -> Iterator[Batch]:
        element = self._open[-1]
        record = self._record
        if self._row is None or record is None:
            self._say(element)
            self._open.pop()
            return
        said = "".join(element.words).strip()
        if said:
            self._put(self._path(), said)
        self._open.pop()
        if len(self._open) < len(record.path):
            self._rows.append(["; ".join(cell) for cell in self._row])
            self._row = None
            if len(self._rows) * len(record.fields) > BATCH_CELLS:
                yield from self._hand_out()

    def _path(self) -> str:
        """Path of the open element below its record."""
        depth = len(self._record.path) if self._record else 0
        return "/".join(element.name for element in self._open[depth:])

    def _put(self, path: str, value: str) -> None:
        place = self._places.get(path)
        if place is None or self._row is None:
            self._flow.line(f"{path}: {value}")
        else:
            self._row[place].append(value)

    def _say(self, element: _Element) -> None:
        """A line: the name of the element, its attributes, its words so far."""
        said = " ".join(filter(None, (element.attributes, "".join(element.words).strip())))
        element.attributes = ""
        element.words.clear()
        if said:
            self._flow.line(f"{local(element.name)}: {said}")

    def _hand_out(self) -> Iterator[Batch]:
        if not self._rows or self._record is None:
            return
        rows, self._rows = self._rows, []
        columns = [pa.array([clean(cell) for cell in column], pa.string()) for column in zip(*rows, strict=True)]
        data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(len(columns))])
        headers = tuple(_header(name) for name in self._record.fields)
        name = clean(local(self._record.path[-1]))
        yield Batch(Shape.TABLE, data, headers, name, name, self._first)
        self._first += len(rows)


def _header(path: str) -> str:
    """The words of a path, without prefixes; an attribute that bears the value of its element is called as it is."""
    steps = [local(step) for step in path.replace("@", "/@").strip("/").split("/")]
    if steps[-1].lstrip("@") in ("value", "val", "V") and len(steps) > 1:
        steps.pop()
    return clean(" ".join(local(step.lstrip("@")) for step in steps))
