"""FHIR values as trees: what JSON and XML have in common, and the leaves that nobody else has told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

Tree = dict[str, Any]
"""An element: strings, trees and lists of them by name. JSON gives it as it is, XML through `fhir_xml`."""

RESOURCE = "resourceType"
MAX_PATH = 6
"""Steps of a path that a label prints."""

LOOKED_AT = 20
"""Values of a list that are looked at where it may be looked at again for each of many resources."""

_PLUMBING = frozenset({
    RESOURCE, "id", "meta", "fullUrl", "url", "system", "reference", "language", "use", "versionId", "lastUpdated",
    "profile", "version", "userSelected", "code", "contentType", "data", "hash", "div", "status", "mode", "rank",
    "generated", "implicitRules", "etag", "method", "linkId", "sequence",
})  # fmt: skip
"""Names whose values are about the message and not about people; one that holds ten digits is told all the same."""

_TEN_DIGITS = re.compile(r"(?<![0-9])[0-9]{3}[ -]?[0-9]{3}[ -]?[0-9]{4}(?![0-9])")


class Leaf(NamedTuple):
    """A value at the end of a path."""

    label: str
    value: str


def printed(value: Any) -> str:
    """A leaf as text; "" for what is no leaf. Lone surrogates, which JSON escapes allow, become question marks."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "replace").decode()
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None or isinstance(value, (dict, list)) else str(value)


def several(value: Any) -> list[Any]:
    """One or many: always a list."""
    if isinstance(value, list):
        return value
    return [] if value is None else [value]


def trees(value: Any) -> list[Tree]:
    """The trees of a value: of a list those in it."""
    return [one for one in several(value) if isinstance(one, dict)]


def some(value: Any) -> list[Tree]:
    """The trees among the first few of a value."""
    return trees(several(value)[:LOOKED_AT])


def first(value: Any) -> Tree:
    """The first tree of a value; an empty one where there is none among the first few."""
    return next((one for one in several(value)[:LOOKED_AT] if isinstance(one, dict)), {})


def said(value: Any) -> str:
    """The first leaf of a value; "" where there is none among the first few."""
    return next(filter(None, map(printed, several(value)[:LOOKED_AT])), "")


def any_of(tree: Tree, *names: str) -> str:
    """The first of some leaves that says something."""
    return next(filter(None, (said(tree.get(name)) for name in names)), "")


def concept(value: Any) -> tuple[str, str, str]:
    """Code, words and system of a CodeableConcept, a Coding, a CodeableReference or a plain code."""
    if not trees(value):
        return "", said(value), ""
    one = first(value)
    one = first(one["concept"]) if "concept" in one and "coding" not in one else one
    codings = trees(one.get("coding")) or ([one] if "code" in one or "system" in one else [])
    chosen = next((coding for coding in codings if said(coding.get("code"))), codings[0] if codings else {})
    words = next(filter(None, (said(coding.get("display")) for coding in (chosen, *codings))), "")
    return said(chosen.get("code")), words or any_of(one, "text", "display"), said(chosen.get("system"))


def when(tree: Tree, *names: str) -> str:
    """The first date or start of a period among some names."""
    for name in names:
        value = tree.get(name)
        if found := said(value) or any_of(first(value), "start", "end"):
            return found
    return ""


def leaves(tree: Tree) -> Iterator[Leaf]:
    """Every leaf of a resource in its order, plumbing left out, resources inside it too; no recursion.

    An extension, an identifier or a parameter names the value that stands in it.
    """
    waiting: list[tuple[str, Any]] = [("", tree)]
    is_top = True
    while waiting:
        path, value = waiting.pop()
        if isinstance(value, dict):
            if RESOURCE in value and not is_top:
                continue
            is_top = False
            waiting.extend(_inside(path, value))
        elif isinstance(value, list):
            waiting.extend((path, one) for one in reversed(value))
        elif text := printed(value).strip():
            last = path.rsplit(".", 1)[-1].lstrip("_")
            if (last in _PLUMBING or ".meta." in f".{path}") and not _TEN_DIGITS.search(text):
                continue
            yield Leaf(path, text)


def _inside(path: str, value: Tree) -> list[tuple[str, Any]]:
    name = next(
        (said(value[key]).rstrip("/").replace("#", "/").rsplit("/", 1)[-1][:80] for key in ("system", "url", "name")
         if key in value and isinstance(value[key], str)),
        "",
    )  # fmt: skip
    before = ".".join(path.split(".")[-MAX_PATH:])
    found = []
    for key, inner in reversed(value.items()):
        label = name if name and key.startswith("value") else key
        found.append((f"{before}.{label}" if before else label, inner))
    return found
