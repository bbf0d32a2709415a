"""Fixtures that every room's tests may use."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def field_data() -> Path:
    """Real files that others wrote; skipped where the variable is not set, an error where it points nowhere."""
    named = os.environ.get("LEAKASSAY_FIELD_DATA")
    if not named:
        pytest.skip("LEAKASSAY_FIELD_DATA is not set: this clone has no field data")
    folder = Path(named)
    if not (folder / "README.md").is_file():
        pytest.fail("LEAKASSAY_FIELD_DATA is set but the field data are not there")
    return folder
