"""JSON values to rows: one row per object of a list, per FHIR resource, per document; nested keys joined by dots."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

MAX_DEPTH = 64
"""Objects inside objects that are followed; deeper ones are written out as JSON in one cell."""

CHILD_ROWS = 8
"""A list of more objects than this inside a row becomes a table of its own (the messages of a chat)."""

_RESOURCE = "resourceType"
_NAMING = ("system", "url")
"""Keys of FHIR whose last path segment names the value beside them (…/Id/nhs-number)."""


class Row(NamedTuple):
    """One row of a table; cells in the order of the document."""

    table: str
    cells: dict[str, str]


def rows(value: Any, table: str = "") -> Iterator[Row]:
    """Turn a parsed JSON value into rows.

    Args:
        value: what `json_text.parse` gave.
        table: path of the value inside the document, keys joined by dots.

    Yields:
        Rows, each with the table it belongs to: its path, or the resource type.
    """
    if isinstance(value, list):
        yield from _listed(value, table)
    elif isinstance(value, dict):
        yield from _object(value, table, top=True)
    elif value is not None:
        yield Row(table, {"": printed(value)})


def _listed(values: list[Any], table: str) -> Iterator[Row]:
    for value in values:
        if isinstance(value, dict):
            yield from _object(value, table)
        elif isinstance(value, list) and not any(isinstance(inner, (dict, list)) for inner in value):
            # A record as an array: columns have places instead of names.
            yield Row(table, {f"[{place}]": printed(inner) for place, inner in enumerate(value)})
        elif isinstance(value, list):
            cells: dict[str, str] = {}
            _flatten(value, "", cells, 0)
            yield Row(table, cells)
        elif value is not None:
            yield Row(table, {"": printed(value)})


def _object(value: dict[str, Any], table: str, *, top: bool = False) -> Iterator[Row]:
    if isinstance(value.get("entry"), list) and _RESOURCE in value:
        yield from _bundle(value)
        return
    if isinstance(value.get(_RESOURCE), str):
        cells: dict[str, str] = {}
        _flatten(value, "", cells, 0)
        yield Row(value[_RESOURCE], cells)
        return
    if not any(isinstance(inner, (dict, list)) for inner in value.values()) and not _named_by(value):
        # most objects are flat: nothing to copy, nothing to name
        flat = {key: printed(inner) for key, inner in value.items() if inner is not None}
        if flat:
            yield Row(table, flat)
        return
    own = dict(value)
    children = list(_tables(value, "", own, 0, 2 if top else CHILD_ROWS + 1))
    cells = {}
    _flatten(own, "", cells, 0)
    if cells:
        yield Row(table, cells)
    for path, inner in children:
        yield from _listed(inner, f"{table}.{path}" if table else path)


def _bundle(bundle: dict[str, Any]) -> Iterator[Row]:
    """A FHIR bundle: its resources are the rows, its own fields one more."""
    own = {key: value for key, value in bundle.items() if key != "entry"}
    cells: dict[str, str] = {}
    _flatten(own, "", cells, 0)
    yield Row(str(bundle[_RESOURCE]), cells)
    for entry in bundle["entry"]:
        resource = entry.get("resource") if isinstance(entry, dict) else None
        if isinstance(resource, dict):
            yield from _object(resource, "resource")
        about = (
            {key: value for key, value in entry.items() if key != "resource"} if isinstance(resource, dict) else entry
        )
        left: dict[str, str] = {}
        _flatten(about, "", left, 0)
        if left:
            yield Row("entry", left)


def _tables(
    value: dict[str, Any], path: str, own: dict[str, Any], depth: int, least: int
) -> Iterator[tuple[str, list[Any]]]:
    """Lists of objects that are tables of their own; what is taken is removed from `own`, a copy."""
    for key, inner in value.items():
        here = f"{path}.{key}" if path else key
        if isinstance(inner, list) and _is_table(inner, least):
            del own[key]
            yield here, inner
        elif isinstance(inner, dict) and depth < 4 and _RESOURCE not in inner:
            copy = dict(inner)
            found = list(_tables(inner, here, copy, depth + 1, least))
            if found:
                own[key] = copy
                yield from found


def _is_table(values: list[Any], least: int) -> bool:
    """A list of enough objects; {"system", "value"} pairs are parts of a person, not records."""
    objects = [value for value in values if isinstance(value, dict)]
    if len(objects) < least or len(objects) * 2 <= len(values):
        return False
    return len(objects) > CHILD_ROWS or not any("system" in value or "url" in value for value in objects)


def _flatten(value: Any, path: str, cells: dict[str, str], depth: int) -> None:
    """Write the leaves of a value into `cells` under their paths."""
    if depth > MAX_DEPTH:
        _put(cells, path, "…")
    elif isinstance(value, dict):
        _flatten_object(value, path, cells, depth)
    elif isinstance(value, list):
        for inner in value:
            _flatten(inner, path, cells, depth + 1)
    elif value is not None:
        _put(cells, path, printed(value))


def _flatten_object(value: dict[str, Any], path: str, cells: dict[str, str], depth: int) -> None:
    name = _named_by(value)
    before = f"{path}." if path else ""
    for key, inner in value.items():
        if isinstance(inner, (dict, list)):
            _flatten(inner, before + key, cells, depth + 1)
        elif inner is not None:
            _put(cells, before + (name if name and key.startswith("value") else key), printed(inner))


def _named_by(value: dict[str, Any]) -> str:
    """The name that `system` or `url` gives to the value beside it; "" when it gives none."""
    for key in _NAMING:
        if key not in value:
            continue
        said = value[key]
        if isinstance(said, str) and any(other.startswith("value") for other in value):
            return said.rstrip("/").replace("#", "/").rsplit("/", 1)[-1][:80]
    return ""


def _put(cells: dict[str, str], path: str, text: str) -> None:
    """Add a cell; a path that is taken gets a number."""
    if path not in cells:
        cells[path] = text
        return
    number = 2
    while f"{path}.{number}" in cells:
        number += 1
    cells[f"{path}.{number}"] = text


def printed(value: Any) -> str:
    """A leaf as text: numbers as JSON prints them, true and false in lower case."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else str(value)
