"""The field case: all field data assayed once a test session, however many workers share it."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from cli.field_tables import FieldTables
from leakassay.cli.opening import open_existing
from leakassay.pipeline.errands.export import tables_for_scoring

RUN_SECONDS = 280
"""The whole field data take 32 s on two idle cores (measured), minutes when other workers have them."""


WITH_PLOTS = frozenset({"test_demo", "test_exercise", "test_report", "test_run", "test_field_facts"})
"""Modules that look at dossiers and pages; runs of the others draw no plots, as where the extra `report` is absent."""


@pytest.fixture(autouse=True, scope="module")
def _plots_only_where_they_are_looked_at(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[None]:
    """Loading what draws costs a second of processor time a run."""
    if request.module.__name__.rpartition(".")[2] in WITH_PLOTS:
        yield
        return
    folder = tmp_path_factory.mktemp("plotless")
    (folder / "altair.py").write_text("raise ModuleNotFoundError('no altair here', name='altair')\n")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PYTHONPATH", str(folder))
        yield


@contextmanager
def alone(lock: Path) -> Iterator[None]:
    """Hold a file lock: workers of one session are processes of their own."""
    with lock.open("w") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        yield


@pytest.fixture(scope="session")
def field_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that all workers of this session share."""
    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if os.environ.get("PYTEST_XDIST_WORKER") else base) / "field"
    folder.mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def field_case(field_data: Path, field_folder: Path) -> Path:
    """A finished case over all field data, made by the first worker that asks; a failed run is not tried again."""
    case, said = field_folder / "case", field_folder / "said"
    with alone(field_folder / "lock"):
        if not said.exists():
            command = [sys.executable, "-m", "leakassay.cli", "run", str(field_data), "--case", str(case), "--quiet"]
            said.write_text("the run did not end", encoding="utf-8")
            found = subprocess.run(command, check=False, capture_output=True, text=True, timeout=RUN_SECONDS)
            said.write_text("" if found.returncode == 0 else f"exit {found.returncode}: {found.stderr}", "utf-8")
    failed = said.read_text(encoding="utf-8")
    assert not failed, failed
    return case


@pytest.fixture(scope="session")
def field_tables(field_case: Path, field_folder: Path) -> FieldTables:
    """The unmasked exports of the field case; the reveal is audited, so one worker at a time."""
    with alone(field_folder / "lock"):
        case = open_existing(field_case, None)
        return FieldTables(tables_for_scoring(case, "field facts: real files against what others counted in them"))
