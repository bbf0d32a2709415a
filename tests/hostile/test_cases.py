"""Every hostile case through the installed command, before one judge."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from hostile import judge, record
from hostile.case import Bait, HostileCase, Seen, word
from hostile.matrix import CASES, ELSEWHERE, PLACES

AT_EVERY_CHANGE = frozenset({"F02", "F11a", "F15"})
"""Cases that `make test` runs; each takes seconds, and all of them together minutes, which `make test-slow` takes."""


def marked(case: HostileCase) -> pytest.param:
    """Long cases run under `make hostile`; what waits for a feature is red on purpose, and says so once it is not."""
    marks = [pytest.mark.timeout(case.seconds * judge.PATIENCE + 600)]
    if case.long:
        marks.append(pytest.mark.hostile)
    elif case.id not in AT_EVERY_CHANGE:
        marks.append(pytest.mark.slow)
    if case.awaited:
        marks.append(pytest.mark.xfail(reason=f"awaits: {case.awaited}", strict=True, raises=AssertionError))
    return pytest.param(case, id=case.id, marks=marks)


@pytest.fixture
def base() -> Iterator[Path]:
    """An arena; removed by a program that minds neither depth nor names."""
    folder = Path(tempfile.mkdtemp(prefix="hostile-"))
    yield judge.arena(folder)
    subprocess.run(["rm", "-rf", str(folder)], check=False)


def said_of(case: HostileCase, seen: Seen | None, found: list[str], seconds: float, due: dict[str, str]) -> None:
    """Write down what the page shows."""
    words = Counter(word(row).rstrip(":") for row in seen.rows) if seen else Counter()
    short = ", ".join(f"{count} {said}" for said, count in words.most_common(4)) or "no rows"
    expected = "; ".join(sorted(set(due.values()) or {case.others})).replace(":|", "|").rstrip(":")
    record.note(
        "case",
        id=case.id,
        what=case.what,
        expected=record.short(expected.replace("|", " or ")),
        seen=record.short(found[0] if found else short),
        met=not found,
        awaited=case.awaited,
        seconds=round(seen.seconds if seen else seconds, 1),
    )


def judged(case: HostileCase, base: Path) -> tuple[Seen | None, list[str], dict[str, str]]:
    """Build, run and judge one case."""
    bait = Bait.of(case.id)
    due = dict(case.build(base / "dump", bait))
    was = judge.before(base)
    try:
        seen = judge.run(case, base)
    except AssertionError as error:
        return None, [str(error)], due
    found = [*judge.faults(case, seen, due), *judge.changed(base, was if case.steady else judge.before(base))]
    if not found and case.people >= 0:
        told = len(judge.planted_found(seen, bait))
        found += [] if told == case.people else [f"{told} of the planted people are sightings, {case.people} were due"]
    if not found and case.check is not None:
        try:
            case.check(seen, bait)
        except AssertionError as error:
            found.append(str(error).split("\n")[0] or f"{case.check.__name__} did not hold")
    return seen, [*found, *judge.leaks(seen, bait)], due


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_a_hostile_case_is_accounted_for_as_due(case: HostileCase, base: Path) -> None:
    """Ends as due, one row an item, the laws close, nothing outside changes, nothing lies in the clear."""
    if case.wrap and shutil.which(case.wrap[0]) is None:
        pytest.skip(f"{case.wrap[0]} is not installed: nobody watches")
    started = time.monotonic()
    seen, found, due = judged(case, base)
    said_of(case, seen, found, time.monotonic() - started, due)
    assert found == []


def test_every_place_of_the_matrix_has_a_case() -> None:
    """A place that nobody tests is found here, not by a leaker."""
    assert set(PLACES) == {case.id[:3] for case in CASES} | set(ELSEWHERE)
