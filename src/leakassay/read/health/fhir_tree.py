"""FHIR values as trees: what JSON and XML have in common, and the leaves that nobody else has told."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
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

_TOLD_ELSEWHERE = ("data", "text.div", RESOURCE)
"""Documents, narratives, and the types of resources that are counted."""

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
    if isinstance(value, dict):
        return [value]
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def some(value: Any) -> list[Tree]:
    """The trees among the first few of a value."""
    return trees(value[:LOOKED_AT] if isinstance(value, list) else value)


def first(value: Any) -> Tree:
    """The first tree of a value; an empty one where there is none among the first few."""
    if isinstance(value, dict):
        return value
    for one in value[:LOOKED_AT] if isinstance(value, list) else ():
        if isinstance(one, dict):
            return one
    return {}


def said(value: Any) -> str:
    """The first leaf of a value; "" where there is none among the first few."""
    if isinstance(value, list):
        for one in value[:LOOKED_AT]:
            if text := printed(one):
                return text
        return ""
    return "" if value is None else printed(value)


def any_of(tree: Tree, *names: str) -> str:
    """The first of some leaves that says something."""
    for name in names:
        if (value := tree.get(name)) is not None and (text := said(value)):
            return text
    return ""


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


def leaves(tree: Tree, aside: dict[str, None]) -> Iterator[Leaf]:
    """Every leaf of a resource in its order, plumbing left out, resources inside it too; no recursion.

    An extension, an identifier or a parameter names the value that stands in it.

    Args:
        tree: the resource.
        aside: takes up the values of the plumbing, but for those that are told as documents and narratives.
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
            if _is_plumbing(path) and not (len(text) >= 10 and _TEN_DIGITS.search(text)):
                if not _is_told_elsewhere(path):
                    aside[text] = None
                continue
            yield Leaf(path, text)


def _inside(path: str, value: Tree) -> list[tuple[str, Any]]:
    name = ""
    for key in ("system", "url", "name"):
        if isinstance(held := value.get(key), str):
            name = _last_step(held)
            break
    before = _before(path)
    if not name:
        return [(before + key, inner) for key, inner in reversed(value.items())]
    return [(before + (name if key.startswith("value") else key), inner) for key, inner in reversed(value.items())]


@lru_cache(maxsize=4096)
def _is_plumbing(path: str) -> bool:
    return path.rsplit(".", 1)[-1].lstrip("_") in _PLUMBING or ".meta." in f".{path}"


@lru_cache(maxsize=4096)
def _is_told_elsewhere(path: str) -> bool:
    return path.endswith(_TOLD_ELSEWHERE)


@lru_cache(maxsize=4096)
def _before(path: str) -> str:
    """What stands before a name below a path."""
    return ".".join(path.split(".")[-MAX_PATH:]) + "." if path else ""


@lru_cache(maxsize=1024)
def _last_step(address: str) -> str:
    return printed(address).rstrip("/").replace("#", "/").rsplit("/", 1)[-1][:80]
