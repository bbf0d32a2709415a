"""Fixtures that every room's tests may use."""

from __future__ import annotations

import contextlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from leakassay.case.keys import CaseKeys
    from leakassay.engine.base import Engine
    from leakassay.engine.guard import GuardSetup


SHARED = "LEAKASSAY_TEST_SHARED"

settings.register_profile("change", max_examples=50)
settings.register_profile("thorough", max_examples=400, deadline=None)
settings.load_profile("change")


def pytest_configure() -> None:
    """Name a folder that the workers of this session share; they inherit the name.

    Property tests that say nothing of their own try fifty examples; `make test-properties` tries four hundred.
    """
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        os.environ[SHARED] = tempfile.mkdtemp(prefix="leakassay-test-")


def pytest_unconfigure() -> None:
    """Remove it, once all are done."""
    if not os.environ.get("PYTEST_XDIST_WORKER"):
        shutil.rmtree(os.environ.pop(SHARED), ignore_errors=True)


def _items_in_memory() -> set[int]:
    found = set()
    for entry in os.listdir("/proc/self/fd"):  # noqa: PTH208  names only
        with contextlib.suppress(OSError):
            if os.readlink(f"/proc/self/fd/{entry}").startswith("/memfd:item"):  # noqa: PTH115  as above
                found.add(int(entry))
    return found


@pytest.fixture(autouse=True)
def _items_in_memory_are_closed() -> Iterator[None]:
    """Property tests make items by the hundred; what one leaves open would be the next one's."""
    before = _items_in_memory()
    yield
    for fd in _items_in_memory() - before:
        os.close(fd)


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
