"""A workbench of its own for every engine test."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.bench import Bench


@pytest.fixture
def bench(tmp_path: Path) -> Bench:
    return Bench(tmp_path)
