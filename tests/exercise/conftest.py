"""One small rehearsal for all tests of the exercise, and the tables of an assay that found everything."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from leakassay.exercise import key
from leakassay.exercise.estate.history import Span, live
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.person import REFERENCE_DAY, draw_people
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.write import Manifest, write


@pytest.fixture(scope="session")
def rehearsal(tmp_path_factory: pytest.TempPathFactory) -> Manifest:
    return write(tmp_path_factory.mktemp("mixed"), kind="mixed", people=300, events=4_000, seed=5)


@pytest.fixture(scope="session")
def answer_key(rehearsal: Manifest) -> key.AnswerKey:
    return key.load(rehearsal.key)


@pytest.fixture(scope="session")
def estate() -> Estate:
    rng = np.random.default_rng(17)
    people = draw_people(rng, 400)
    span = Span(3_000, REFERENCE_DAY - 900, REFERENCE_DAY - 1, len(OURS.clients))
    return Estate(OURS, people, live(rng, np.arange(400), span), 17)


@pytest.fixture
def perfect_assay(answer_key: key.AnswerKey) -> Mapping[str, pa.Table]:
    """Export tables as an assay would give them that read every item and made no mistake."""
    items = answer_key.items
    ids = pa.table({"item_path": items["item_path"], "item_id": pa.array(range(items.num_rows), pa.int64())})
    sightings = answer_key.sightings.join(ids, keys="item_path").drop_columns(["item_path"])
    subject = pc.binary_join_element_wise("subject", sightings["person_id"].cast(pa.string()), "-")
    return {
        "items": items.append_column("item_id", ids["item_id"]),
        "sightings": sightings.append_column("subject_id", subject),
        "events": answer_key.events.join(ids, keys="item_path").drop_columns(["item_path"]),
    }


@pytest.fixture
def perfect_summary(answer_key: key.AnswerKey) -> dict[str, object]:
    parts = [{"partition": row["partition"], "favours": row["kind"]} for row in answer_key.partitions.to_pylist()]
    people = answer_key.counts["subjects"]
    words = {True: "supported", False: "contradicted"}
    return {
        "verdict": {"favours": "mixed", "partitions": parts},
        "subjects": {"low": people - 1, "best": people, "high": people + 1},
        "claims": [{"id": name, "verdict": words[true]} for name, true in answer_key.counts["claims"].items()],
    }


@pytest.fixture(scope="session")
def dump(rehearsal: Manifest) -> Path:
    return rehearsal.dump
