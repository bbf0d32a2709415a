"""Fixtures that every room's tests may use."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from leakassay.case.keys import CaseKeys
    from leakassay.engine.base import Engine
    from leakassay.engine.guard import GuardSetup


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


@pytest.fixture(params=["serial", "local"])
def every_engine(request: pytest.FixtureRequest) -> Iterator[Callable[[GuardSetup, CaseKeys], Engine]]:
    """Starts an engine of each kind, the local one with two slots, and ends it; a test runs once with each."""
    from leakassay.engine.local import LocalEngine
    from leakassay.engine.serial import SerialEngine

    started: list[Engine] = []

    def start(setup: GuardSetup, keys: CaseKeys) -> Engine:
        engine = SerialEngine(setup, keys) if request.param == "serial" else LocalEngine(setup, keys, 2)
        started.append(engine)
        return engine

    yield start
    for engine in started:
        engine.close()
