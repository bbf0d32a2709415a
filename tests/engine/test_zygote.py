"""The guard's handle on its zygotes: many jobs at once in any order, and what died is started again."""

from __future__ import annotations

import os
import signal
import subprocess
import time
from collections.abc import Iterator
from dataclasses import replace

import pytest

from engine.bench import SMALL, SUFFER
from engine.forked import LANDLOCK, NAMESPACES, TESTS, deprived
from engine.test_zygotemain import become, children, descendants, gone
from leakassay.engine.reading import LostError
from leakassay.engine.wire import Kind
from leakassay.engine.zygote import Zygotes, refuse_missing
from leakassay.model.errors import ItemError, RetryableError, SandboxError
from leakassay.model.outcomes import Reason

SAID = {"fn": SUFFER, "offset": 0, "length": -1, "args": {}}


def memory(word: str) -> int:
    fd = os.memfd_create("item")
    os.write(fd, word.encode())
    return fd


@pytest.fixture
def zygotes() -> Iterator[Zygotes]:
    found = Zygotes({}, {}, SMALL)
    yield found
    found.stop()


def job(zygotes: Zygotes, *words: str, family: str = "plain"):
    """A job over items with these words."""
    items = [{"size": len(word), "name": "", "own_bytes": -1, "format": "text"} for word in words]
    fds = [memory(word) for word in words]
    try:
        yield from zygotes.frames(family, SAID | {"items": items}, fds, 4)
    finally:
        for fd in fds:
            os.close(fd)


def kinds(zygotes: Zygotes, *words: str, family: str = "plain") -> list[Kind]:
    return [frame.kind for frame in job(zygotes, *words, family=family)]


GOOD = [Kind.TABLE, Kind.RESULT, Kind.DONE]


def test_a_job_ends_with_done_in_every_family(zygotes: Zygotes) -> None:
    assert kinds(zygotes, "good") == GOOD
    assert kinds(zygotes, "good", family="container") == GOOD
    assert zygotes.peak_rss_bytes > 1 << 20
    assert zygotes.missing == frozenset()


def test_many_jobs_are_alive_at_once_and_go_on_in_any_order(zygotes: Zygotes) -> None:
    held = [job(zygotes, "good", family=family) for family in ("plain", "mail", "plain", "container")]
    assert [next(frames).kind for frames in held] == [Kind.TABLE] * 4
    for frames in (held[2], held[0], held[3], held[1]):
        assert [frame.kind for frame in frames] == GOOD[1:]


def test_the_fault_of_one_job_leaves_the_others_alone(zygotes: Zygotes) -> None:
    first = job(zygotes, "good")
    next(first)
    with pytest.raises(ItemError) as caught:
        kinds(zygotes, "segv")
    assert caught.value.reason is Reason.CRASHED
    assert not isinstance(caught.value, LostError)
    assert [frame.kind for frame in first] == GOOD[1:]


def test_a_job_that_nobody_waits_for_costs_no_wall_clock() -> None:
    """Cells of half-opened containers stay alive while other jobs run."""
    zygotes = Zygotes({}, {}, replace(SMALL, wall_seconds=1, silence_seconds=1))
    frames = job(zygotes, "good")
    next(frames)
    time.sleep(1.5)
    assert [frame.kind for frame in frames] == GOOD[1:]
    zygotes.stop()


def test_a_job_given_up_half_way_is_killed_and_the_next_is_fine(zygotes: Zygotes) -> None:
    """As a guard does when the spool is full."""
    frames = job(zygotes, "one_result_and_sleep")
    next(frames)
    assert become(zygotes._process.pid, 4)  # root, family, this cell and the next
    frames.close()
    assert become(zygotes._process.pid, 3)
    assert kinds(zygotes, "good") == GOOD


def test_512_items_fit_into_one_job(zygotes: Zygotes) -> None:
    assert kinds(zygotes, *["good"] * 512) == GOOD[:2] * 512 + GOOD[2:]


def test_a_zygote_that_died_between_jobs_is_started_again(zygotes: Zygotes) -> None:
    kinds(zygotes, "good")
    (root,) = children(zygotes._process.pid)
    (family,) = children(root)
    os.kill(family, signal.SIGKILL)
    assert gone({family})
    assert kinds(zygotes, "good") == GOOD
    os.kill(root, signal.SIGKILL)
    assert gone({root})
    assert kinds(zygotes, "good") == GOOD


def test_a_zygote_that_dies_under_its_jobs_is_said_to_each_of_them(zygotes: Zygotes) -> None:
    held = [job(zygotes, "one_result_and_sleep", family=family) for family in ("plain", "plain", "mail")]
    for frames in held:
        next(frames)
    zygotes._process.kill()
    for frames in held:
        with pytest.raises(LostError):
            list(frames)
    assert kinds(zygotes, "good") == GOOD


def test_two_kills_in_a_row_lose_no_job(zygotes: Zygotes) -> None:
    for _ in range(2):
        kinds(zygotes, "good")
        everything = descendants(zygotes._process.pid)
        zygotes._process.kill()
        assert gone(everything)
    assert kinds(zygotes, "good") == GOOD


@pytest.mark.parametrize("family", ["", "plain"])
def test_warming_that_fails_is_said_and_leaves_no_process(family: str) -> None:
    zygotes = Zygotes({}, {family: ("leakassay.engine.ordeal:no_such_function",)}, SMALL)
    with pytest.raises(RetryableError, match="doctor"):
        kinds(zygotes, "good")
    assert zygotes._process is None


def test_it_may_be_stopped_twice(zygotes: Zygotes) -> None:
    zygotes.stop()
    kinds(zygotes, "good")
    zygotes.stop()
    zygotes.stop()


def test_a_missing_layer_is_refused_with_its_name_and_the_way_on() -> None:
    refuse_missing({"landlock": "no"}, frozenset({"landlock"}))
    with pytest.raises(SandboxError, match=r"landlock \(no\).*--accept-weaker-sandbox landlock"):
        refuse_missing({"landlock": "no", "seccomp": "no"}, frozenset({"seccomp"}))
    with pytest.raises(SandboxError, match="no way around"):
        refuse_missing({"rlimits": "no"}, frozenset({"rlimits"} - {"rlimits"}))


SCRIPT = """
import os, sys
sys.path.insert(0, {tests!r})
from engine.test_zygote import kinds
from engine.bench import SMALL
from leakassay.engine.zygote import Zygotes
from leakassay.model.errors import SandboxError
zygotes = Zygotes({{}}, {{}}, SMALL, frozenset({accepted!r}))
try:
    print(len(kinds(zygotes, "good")), sorted(zygotes.missing))
except SandboxError as error:
    print("refused", error)
"""


@pytest.mark.parametrize(("layer", "calls"), [("namespaces", NAMESPACES), ("landlock", LANDLOCK)])
def test_on_a_machine_that_lacks_a_layer_nothing_runs_until_it_is_accepted(layer: str, calls: tuple[str, ...]) -> None:
    def said(*accepted: str) -> str:
        script = SCRIPT.format(tests=TESTS, accepted=accepted)
        return subprocess.run(deprived(calls, "-c", script), check=True, capture_output=True, text=True).stdout

    assert said().startswith(f"refused reading processes cannot be confined: {layer} (")
    assert said("seccomp").startswith("refused")
    assert said(layer, "seccomp") == f"3 ['{layer}']\n"
