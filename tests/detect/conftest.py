"""Tools of the detect tests: an assay over plain lists, its rows as Arrow tables."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import pyarrow as pa
import pytest

from leakassay.detect import settings, warm
from leakassay.detect.assay import Assay
from leakassay.model.batch import Batch, Shape
from leakassay.model.tables.registry import TABLES
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import EMPTY, Organisation, Profile

Rows = dict[str, pa.Table]

PROFILE = Profile(organisation=Organisation(name="Example Pathology", specimen_numbers=(r"\d{2}[A-Z]\d{6}",)))


@pytest.fixture(scope="session")
def told() -> dict[str, Any]:
    """Settings without a profile."""
    return settings.from_profile(EMPTY, DETECTORS)


@pytest.fixture(scope="session")
def told_by_profile() -> dict[str, Any]:
    """Settings of an organisation that gave its specimen numbers."""
    return settings.from_profile(PROFILE, DETECTORS)


@pytest.fixture(scope="session")
def kit(told: dict[str, Any]) -> warm.Kit:
    """Tools of a process."""
    return warm.kit(told)


@pytest.fixture(scope="session")
def assay(told: dict[str, Any]) -> Callable[..., Rows]:
    """Run batches through an assay; every emitted row is checked against its schema."""

    def run(*batches: Batch, settings: Mapping[str, Any] | None = None) -> Rows:
        one = Assay(told if settings is None else settings)
        emitted: dict[str, list[pa.RecordBatch]] = {}
        for rows in (*(rows for batch in batches for rows in one.see(batch)), *one.close()):
            name, data = rows
            assert data.schema.equals(TABLES[name].cell_schema), name
            data.validate(full=True)
            emitted.setdefault(name, []).append(data)
        return {
            name: pa.Table.from_batches(emitted.get(name, []), TABLES[name].cell_schema)
            for name in ("sighting", "event", "mention", "column", "trait", "fingerprint")
        }

    return run


@pytest.fixture(scope="session")
def table() -> Callable[..., Batch]:
    """A TABLE batch from rows of strings."""

    def make(headers: Sequence[str], rows: Iterable[Sequence[str]], **attributes: Any) -> Batch:
        columns = [pa.array(list(column), pa.string()) for column in zip(*rows, strict=True)]
        data = pa.RecordBatch.from_arrays(columns, names=[f"c{place}" for place in range(len(columns))])
        return Batch(Shape.TABLE, data, headers=tuple(headers), **attributes)

    return make


@pytest.fixture(scope="session")
def text() -> Callable[..., Batch]:
    """A TEXT batch from rows."""

    def make(*rows: str, **attributes: Any) -> Batch:
        return Batch(Shape.TEXT, pa.RecordBatch.from_pydict({"text": pa.array(list(rows), pa.string())}), **attributes)

    return make


@pytest.fixture(scope="session")
def numbers() -> list[str]:
    """Two hundred valid numbers of the test range."""
    found = []
    start = 990_000_000
    while len(found) < 200:
        digits = str(start)
        check = 11 - sum((10 - place) * int(digit) for place, digit in enumerate(digits)) % 11
        if check != 10:
            found.append(digits + str(check % 11))
        start += 7
    return found
