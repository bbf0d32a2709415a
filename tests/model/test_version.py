"""The version is that of the installed distribution."""

from __future__ import annotations

import re

from leakassay.model.version import tool_version


def test_a_version_is_told() -> None:
    assert re.match(r"\d+\.\d+|0\+unknown", tool_version())
