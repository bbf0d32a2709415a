"""JSON text to values, losing nothing: repeated keys are kept under numbered names, NaN and endless numbers as text."""

from __future__ import annotations

import json
import re
from typing import Any

import orjson

from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason

_KEY = re.compile(rb'"\s*:')
_LONG_NUMBER = re.compile(rb"\d{16}")
"""Digits that a float would round: orjson turns integers over 64 bits into floats."""


def parse(content: bytes) -> Any:
    """Parse one JSON value.

    Args:
        content: UTF-8.

    Returns:
        dict, list, str, int, float, bool or None; a key that stands twice in an object comes back as "key" and "key#2".

    Raises:
        ItemError: malformed, or nested deeper than Python follows.
    """
    try:
        value = orjson.loads(content)
    except orjson.JSONDecodeError:
        return _slowly(content)
    if _keys(value) != len(_KEY.findall(content)) or _LONG_NUMBER.search(content):
        return _slowly(content)
    return value


def _slowly(content: bytes) -> Any:
    """Python's own parser: sees repeated keys, keeps numbers as printed."""
    try:
        return json.loads(content, object_pairs_hook=_object, parse_constant=str, parse_float=str, parse_int=str)
    except (ValueError, RecursionError) as error:
        raise ItemError(Reason.MALFORMED) from error


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    made: dict[str, Any] = {}
    seen: dict[str, int] = {}
    for key, value in pairs:
        seen[key] = seen.get(key, 0) + 1
        made[key if seen[key] == 1 else f"{key}#{seen[key]}"] = value
    return made


def _keys(value: Any) -> int:
    """How many keys a parsed value has, at every depth."""
    count = 0
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, dict):
            count += len(one)
            one = one.values()
        elif not isinstance(one, list):
            continue
        for inner in one:
            if isinstance(inner, (dict, list)):
                waiting.append(inner)  # noqa: PERF401  a generator for each object costs twice as much
    return count
