"""Two dumps of one case, with people and files in common: what the second one brings, told the same by every engine."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from leakassay.pipeline.stages import STAGES
from pipeline.corridor import CSV, NUMBERS, go, opened, zipped

LINES = CSV.splitlines(keepends=True)
HEAD, OLD, FRESH = LINES[0], LINES[1:31], LINES[31:]
"""40 people: 30 stand in the first dump, all 10 others in the second."""


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return folder


def listed(*rows: list[str]) -> bytes:
    return (HEAD + "".join(row for part in rows for row in part)).encode()


def dumps(folder: Path) -> tuple[Path, Path]:
    """The second holds the archive of the first, and alone what lies in it; its list in a new archive; a new list."""
    archive = zipped({"inner.csv": listed(OLD[:10]), "note.txt": b"A note about nobody.\n"})
    first = write(folder / "first", {"people.csv": listed(OLD[10:]), "set.zip": archive, "loose.txt": b"A note.\n"})
    again = zipped({"people.csv": listed(OLD[10:]), "new.txt": b"Another note about nobody.\n"})
    old = {"renamed.zip": archive, "alone.csv": listed(OLD[:10])}
    second = write(folder / "second", {**old, "again.zip": again, "fresh.csv": listed(OLD[:2], FRESH)})
    return first, second


def told(folder: Path, first: Path, second: Path, **options: Any) -> list[dict[str, Any]]:
    go(folder, first, stages=STAGES, **options)
    sources: list[dict[str, Any]] = go(folder, second, add=True, stages=STAGES, **options).summary["sources"]
    return sources


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[dict[str, Any]]]:
    folder = tmp_path_factory.mktemp("instalments")
    return folder, told(folder, *dumps(folder))


def test_the_second_names_its_known_files_and_items_at_any_depth(found: tuple[Path, list[dict[str, Any]]]) -> None:
    """The copied archive is one item and not opened; of the new archive one member is known."""
    first, second = found[1]
    assert [first[name] for name in ("ordinal", "files", "files_known", "items", "items_known")] == [1, 3, 0, 5, 0]
    assert [second[name] for name in ("ordinal", "files", "files_known", "items", "items_known")] == [2, 4, 2, 6, 3]
    assert second["items_new"] == 3
    archive = (found[0] / "second" / "renamed.zip").stat().st_size
    assert second["bytes_known"] == archive + len(listed(OLD[:10])) + len(listed(OLD[10:]))


def test_people_of_copies_are_seen_in_it_and_only_ten_for_the_first_time(
    found: tuple[Path, list[dict[str, Any]]],
) -> None:
    first, second = found[1]
    assert len(NUMBERS) == 40
    assert first["subjects"] == {"linked": 30, "linked_new": 30}
    assert second["subjects"] == {"linked": 40, "linked_new": 10}
    assert (first["sightings"], second["sightings"], second["sightings_new"]) == (30, 42, 12)


def test_sources_add_up_to_the_tables(found: tuple[Path, list[dict[str, Any]]]) -> None:
    folder, sources = found
    with opened(folder) as case:
        shelf = case.shelf()
        assert sum(one["items"] for one in sources) == shelf.table("item").num_rows
        assert sum(one["sightings_new"] for one in sources) == shelf.table("sighting").num_rows
        assert sum(one["subjects"]["linked_new"] for one in sources) == shelf.table("subject").num_rows
        assert sum(one["bytes"] for one in sources) == sum(shelf.table("source")["bytes"].to_pylist())


def test_a_first_instalment_that_was_only_listed_gives_the_same_answer(
    found: tuple[Path, list[dict[str, Any]]], tmp_path: Path
) -> None:
    """Then files of the second come before members of the first in the ledger, and originals may lie in the second."""
    first, second = dumps(tmp_path)
    go(tmp_path, first, stages=("custody",))
    sources = go(tmp_path, second, add=True, stages=STAGES).summary["sources"]
    with opened(tmp_path) as case:
        items = {row["item_path"]: row for row in case.shelf().table("item").to_pylist()}
    assert items["set.zip!/inner.csv"]["duplicate_of"] == items["alone.csv"]["item_id"]
    assert sources == found[1]


@pytest.mark.slow
def test_the_local_engine_tells_the_same(found: tuple[Path, list[dict[str, Any]]], tmp_path: Path) -> None:
    assert told(tmp_path, *dumps(tmp_path), engine="local") == found[1]
