"""The product's version, as installed."""

from __future__ import annotations

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def tool_version() -> str:
    """Version of the installed distribution; "0+unknown" when run from a bare source tree; looked up once."""
    try:
        return version("leakassay")
    except PackageNotFoundError:
        return "0+unknown"
