"""The plan: a few papers of every format, or a file server of so many bytes; no specimen is handed out twice."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.estate.history import Span, live
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.person import REFERENCE_DAY, draw_people
from leakassay.exercise.estate.record import Estate
from leakassay.exercise.leak.deposit import Deposit, Place
from leakassay.exercise.leak.desk import Desk
from leakassay.exercise.leak.key_table import KeyWriter
from leakassay.exercise.leak.maker import Cut
from leakassay.exercise.leak.makers.business import FIXED
from leakassay.exercise.leak.makers.listed import FILLERS, LISTED, MAKERS
from leakassay.exercise.leak.meter import Meter
from leakassay.exercise.leak.mix import mix
from leakassay.exercise.leak.plan import RESERVE, Quota, Specimens, known_formats, lay

SERVER_BYTES = 36_000_000
SERVER_EVENTS = 9_000
Rows: TypeAlias = list[dict[str, Any]]


@dataclass(frozen=True)
class Laid:
    """What one call of `lay` left behind: items and sightings of the key, and specimens for the bulk extract."""

    folder: Path
    items: Rows
    sightings: Rows
    left: int

    @property
    def top(self) -> Rows:
        return [item for item in self.items if "!/" not in item["item_path"]]

    @property
    def originals(self) -> Rows:
        """Items at the top that are no copy and were not spoiled."""
        return [one for one in self.top if not one["duplicate_of"] and not one["item_path"].endswith(".part")]


def laid(folder: Path, estate: Estate, quota: Quota) -> Laid:
    with KeyWriter(folder / "key") as key:
        deposit = Deposit(Place(folder / "dump", "disk1", "ours"), key, Meter(folder, 1))
        left = lay(Desk(deposit, Cut(estate, 3, rich=quota.size_bytes is not None)), quota)
    items, sightings = (pq.read_table(folder / f"key/{name}.parquet").to_pylist() for name in ("items", "sightings"))
    return Laid(folder, items, sightings, left)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory, estate: Estate) -> Laid:
    return laid(tmp_path_factory.mktemp("few"), estate, Quota())


@pytest.fixture(scope="module")
def busy() -> Estate:
    """An estate with as many results as a server of that size holds."""
    rng = np.random.default_rng(23)
    people = draw_people(rng, SERVER_EVENTS // 10)
    span = Span(SERVER_EVENTS, REFERENCE_DAY - 900, REFERENCE_DAY - 1, len(OURS.clients))
    return Estate(OURS, people, live(rng, np.arange(people.num_rows), span), 23)


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory, busy: Estate) -> Laid:
    return laid(tmp_path_factory.mktemp("server"), busy, Quota(SERVER_BYTES))


def formats(items: Sequence[dict[str, Any]]) -> set[str]:
    return {item["format"] for item in items}


def test_a_few_papers_come_in_every_known_format(few: Laid):
    # the bulk extract is laid down by the caller
    assert known_formats() <= formats(few.items)


def test_every_line_of_the_mix_has_a_few_papers(few: Laid):
    assert {item["category"] for item in few.top} == {line.name for line in mix()}


def test_every_fixed_paper_lies_there_once(few: Laid, estate: Estate):
    names = {f"disk1/{one.name}" for _, _, papers in FIXED for one in papers(Cut(estate, 3))}
    paths = Counter(item["item_path"] for item in few.top)
    assert {paths[name] for name in names} == {1}


def test_specimens_for_the_bulk_extract_are_left(few: Laid, estate: Estate, server: Laid, busy: Estate):
    assert estate.specimens // RESERVE <= few.left < estate.specimens
    assert busy.specimens // RESERVE <= server.left < busy.specimens


@pytest.mark.parametrize("which", ["few", "server"])
def test_what_is_left_for_the_bulk_extract_stands_in_no_other_paper(request: pytest.FixtureRequest, which: str):
    found: Laid = request.getfixturevalue(which)
    whose: Estate = request.getfixturevalue("estate" if which == "few" else "busy")
    kept = set(Cut(whose).rows((0, found.left))["specimen_id"].to_pylist())
    events = pq.read_table(found.folder / "key/events.parquet")["specimen_id"].to_pylist()
    assert kept.isdisjoint(events)


def test_no_specimen_stands_in_papers_of_two_makers(server: Laid):
    events = pq.read_table(server.folder / "key/events.parquet", columns=["item_path", "specimen_id"]).to_pylist()
    line = {item["item_path"]: item["category"] for item in server.items}
    lines: dict[str, set[str]] = {}
    for row in events:
        if row["specimen_id"]:
            lines.setdefault(row["specimen_id"], set()).add(line[row["item_path"]])
    assert max(len(found) for found in lines.values()) == 1


def test_every_fourth_paper_about_one_person_is_about_three(few: Laid):
    people = Counter(row["item_path"] for row in few.sightings)
    scanned = [people[one["item_path"]] for one in few.originals if one["category"] == "text_pdf"]
    assert scanned.count(3) == pytest.approx(len(scanned) / 4, abs=1)
    # the last one takes what is left, and an earlier version of three knew two
    assert set(scanned) <= {1, 2, 3}
    assert scanned.count(2) <= 1 + sum(" v1" in one["item_path"] for one in few.top)


def test_an_earlier_version_knows_one_specimen_less(server: Laid):
    people = Counter(row["item_path"] for row in server.sightings)
    paths = {item["item_path"] for item in server.top}
    pairs = [(path, path.replace(" v1", "")) for path in paths if " v1." in path and path.replace(" v1", "") in paths]
    assert pairs
    assert all(people[version] <= people[final] for version, final in pairs)
    assert sum(people[version] < people[final] for version, final in pairs) > len(pairs) // 2


def test_each_line_is_filled_near_its_share_of_the_bytes(server: Laid, busy: Estate):
    sizes: dict[str, list[int]] = {line.name: [] for line in mix()}
    for item in server.top:
        sizes[item["category"]].append(item["size_bytes"])
    told = Counter[str]()
    for item in server.items:
        told[item["category"]] += item["sightings"]
    fillers = {one.category for one in FILLERS}
    for line in mix():
        budget, found = line.share * SERVER_BYTES, sum(sizes[line.name])
        used_up = line.name not in fillers and told[line.name] >= 0.9 * int(busy.specimens * line.specimens)
        assert found >= 0.9 * budget or used_up, line.name
        # papers that lie there once, and the last one with its copies, may come on top
        assert found <= 1.3 * budget + 3 * max(sizes[line.name]), line.name


def test_a_number_of_bytes_is_also_met_by_some_formats_alone(tmp_path: Path, estate: Estate):
    found = laid(tmp_path, estate, Quota(12_000_000, frozenset({"csv", "hl7v2"})))
    assert sum(item["size_bytes"] for item in found.top) == pytest.approx(12_000_000, rel=0.2)


def test_an_archive_of_backups_holds_what_lies_there_already(server: Laid):
    by_path = {item["item_path"]: item["sha256"] for item in server.items}
    members = [item for item in server.items if "backup/night_" in item["item_path"] and "!/" in item["item_path"]]
    outer = [item for item in members if item["item_path"].count("!/") == 1]
    assert len(outer) > 10
    assert all(by_path[item["duplicate_of"]] == item["sha256"] for item in outer)


def test_equal_cuts_are_laid_down_equally(tmp_path: Path, few: Laid, estate: Estate):
    again = laid(tmp_path, estate, Quota())
    assert [(one["item_path"], one["sha256"]) for one in again.items] == [
        (one["item_path"], one["sha256"]) for one in few.items
    ]


@pytest.mark.parametrize("asked", sorted(known_formats()))
def test_a_format_asked_for_comes_alone_or_with_what_its_makers_always_write(tmp_path: Path, asked: str):
    rng = np.random.default_rng(29)
    people = draw_people(rng, 60)
    span = Span(500, REFERENCE_DAY - 300, REFERENCE_DAY - 1, len(OURS.clients))
    found = laid(tmp_path, Estate(OURS, people, live(rng, np.arange(60), span), 29), Quota(formats=frozenset({asked})))
    together = {name for one in LISTED if asked in one.formats for name in one.formats}
    assert asked in formats(found.items)
    # mishaps leave empty files; a zip is asked for where backups and hostile archives are
    assert formats(found.top) <= together | {asked, "empty"}


def test_without_the_format_of_the_bulk_extract_nothing_is_kept_for_it(tmp_path: Path, estate: Estate):
    assert laid(tmp_path, estate, Quota(formats=frozenset({"edifact"}))).left == 0


def test_a_quota_wants_a_document_of_one_of_its_formats():
    assert Quota().wants(("anything",))
    assert Quota(formats=frozenset({"pdf", "csv"})).wants(("tiff", "pdf"))
    assert not Quota(formats=frozenset({"pdf"})).wants(("csv",))


def test_known_formats_are_those_that_makers_and_fillers_declare():
    assert known_formats() == {name for one in (*MAKERS, *FILLERS) for name in one.formats} | {"csv"}


@given(
    st.integers(0, 500), st.integers(0, 500), st.lists(st.tuples(st.integers(1, 80), st.integers(1, 9)), max_size=30)
)
def test_specimens_are_handed_out_once_from_the_newest_end_and_never_below_the_floor(
    count: int, floor: int, asked: list[tuple[int, int]]
):
    specimens, end = Specimens(count, floor), count
    for wanted, least in asked:
        span = specimens.take(wanted, least)
        if span is None:
            assert min(wanted, end - floor) < least
            continue
        start, stop = span
        assert stop == end
        assert floor <= start < stop
        assert least <= stop - start <= wanted
        end = start
    assert specimens.end == end
