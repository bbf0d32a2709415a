"""The walk through a store: every item once, under its name, and an end whatever is damaged."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest

from leakassay.values.outlook_store import FAULTS, Place, asked, children, walk

pypff = pytest.importorskip("pypff", reason="the extra mailstores is not installed")


def places(raw: bytes) -> list[Place]:
    store = pypff.file()
    try:
        store.open_file_object(io.BytesIO(raw))
        return list(walk(store))
    except FAULTS:
        return []


@pytest.mark.field
def test_every_folder_and_message_is_met_once_under_its_name(field_data: Path) -> None:
    found = places(next((field_data / "s18-pst").rglob("*.pst")).read_bytes())
    paths = [place.path for place in found]
    assert len(paths) == len(set(paths)) > 10
    assert paths[0] == ""
    assert any(path.endswith("/Inbox") for path in paths)
    assert any(path.endswith("/Inbox/1") for path in paths)
    assert not any(place.node is None or place.is_too_deep for place in found)


@pytest.mark.field
def test_a_damaged_store_comes_to_an_end(field_data: Path) -> None:
    whole = next((field_data / "s18-pst").rglob("*.pst")).read_bytes()
    draw = random.Random(18)
    met = 0
    for _ in range(60):
        raw = bytearray(whole)
        for _ in range(40):
            raw[draw.randrange(512, len(raw))] = draw.randrange(256)
        met += len(places(bytes(raw)))
    assert met > 60


def test_questions_that_fail_have_no_answer() -> None:
    assert asked(object(), "get_name") is None
    assert children(object(), "sub_item") == []
