"""The manifest: settings, versions, seed and units done; two runs with one manifest give the same numbers."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from importlib.metadata import version
from typing import Any

from leakassay.case.ledger import Ledger
from leakassay.engine.limits import Limits
from leakassay.model.plugin import Format
from leakassay.model.version import tool_version

_LIBRARIES = ("duckdb", "hyperscan", "numpy", "orjson", "pyarrow", "pypdfium2", "python-calamine", "splink")
"""Libraries whose version may change a number."""


def settings_sha256(settings: Mapping[str, Any]) -> str:
    """Hash of JSON settings."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True).encode()).hexdigest()


def settings_of(entry: Format, settings: Mapping[str, Any]) -> dict[str, Any]:
    """The settings on which a reader's answers depend: keys of signatures are asked for by readers of mail only."""
    return {name: value for name, value in settings.items() if name != "dkim_keys" or entry.reader.startswith("mail.")}


def reader_version(entry: Format) -> str:
    """Version of a reader: the product's and the format's own."""
    return f"{tool_version()}+{entry.name}.{entry.version}"


def work_key(entry: Format, settings_hash: str) -> str:
    """Key of work that is done: reader version and settings; the content hash is the row's own."""
    return hashlib.sha256(f"{reader_version(entry)} {settings_hash}".encode()).hexdigest()[:16]


def units_sha256(ledger: Ledger) -> str:
    """Hash over every item's number, content, work and outcome."""
    done = hashlib.sha256()
    for row in ledger.stream("select seq, sha256, work_key, outcome, reason from item order by seq, item_id"):
        done.update(json.dumps(tuple(row)).encode())
    return done.hexdigest()


def manifest(units: str, settings: Mapping[str, Any], limits: Limits, seed: int, more: Mapping[str, Any]) -> str:
    """The manifest as JSON text.

    Args:
        units: `units_sha256` of the ledger as it is.
        settings: settings of the cells.
        limits: budgets.
        seed: of the case.
        more: profile and claims hashes, stages.
    """
    said = {
        "tool_version": tool_version(),
        "libraries": {name: version(name) for name in _LIBRARIES},
        "settings_sha256": settings_sha256(settings),
        "limits": limits.as_json(),
        "seed": seed,
        "units_sha256": units,
        **more,
    }
    return json.dumps(said, sort_keys=True, indent=1)
