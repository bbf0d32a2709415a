"""One finished case of every stage, for all that looks at a case afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from leakassay.case.case import Case
from leakassay.pipeline.stages import STAGES
from pipeline.corridor import CSV, go, opened, zipped


@pytest.fixture(scope="session")
def finished(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("finished")
    at = folder / "dump"
    (at / "a").mkdir(parents=True)
    (at / "a" / "people.csv").write_text(CSV)
    (at / "a" / "set.zip").write_bytes(zipped({"note.txt": b"A note about nobody.\n"}))
    (at / "a" / "noise.bin").write_bytes(bytes(range(256)))
    go(folder, at, stages=STAGES)
    return folder


@pytest.fixture
def case(finished: Path) -> Iterator[Case]:
    with opened(finished) as found:
        yield found
