"""The processes behind the handle: who is whose child, what they may see, and that none is left behind."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.bench import SMALL, SUFFER
from leakassay.engine import confine
from leakassay.engine.channel import GoneError, is_ready, pair, send
from leakassay.engine.zygote import Zygotes
from leakassay.engine.zygotemain import _Family

SAID = {"fn": SUFFER, "offset": 0, "length": -1, "args": {}}
ITEM = {"size": 5, "name": "", "own_bytes": -1, "format": "text"}


def children(pid: int) -> set[int]:
    """Processes that one has forked."""
    return {int(child) for task in Path(f"/proc/{pid}/task").glob("*/children") for child in task.read_text().split()}


def descendants(pid: int) -> set[int]:
    """All processes below one."""
    return {found for child in children(pid) for found in ({child} | descendants(child))}


def gone(pids: set[int], seconds: float = 10) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not any(Path(f"/proc/{pid}").exists() for pid in pids):
            return True
        time.sleep(0.01)
    return False


def become(pid: int, count: int, seconds: float = 10) -> bool:
    """Wait until there are so many processes below one: the cell of the next job is forked in quiet moments."""
    deadline = time.monotonic() + seconds
    while len(descendants(pid)) != count and time.monotonic() < deadline:
        time.sleep(0.01)
    return len(descendants(pid)) == count


@pytest.fixture
def zygotes() -> Iterator[Zygotes]:
    found = Zygotes({}, {}, SMALL)
    yield found
    found.stop()


@pytest.fixture
def sleeping() -> Iterator[int]:
    fd = os.memfd_create("item")
    os.write(fd, b"one_result_and_sleep")
    yield fd
    os.close(fd)


def alive(zygotes: Zygotes, fd: int, family: str):
    """A job whose cell has said something and sleeps."""
    frames = zygotes.frames(family, SAID | {"items": [ITEM | {"size": 20}]}, [fd], 5)
    next(frames)
    return frames


def test_one_root_has_a_zygote_a_family_and_that_a_cell_a_job(zygotes: Zygotes, sleeping: int) -> None:
    held = [alive(zygotes, sleeping, family) for family in ("plain", "plain", "container")]
    outer = zygotes._process.pid
    (root,) = children(outer)
    assert len(children(root)) == 2
    assert become(outer, 1 + 2 + 3 + 2)  # in each family one more cell waits for a job
    assert "NSpid:" in (status := Path(f"/proc/{root}/status").read_text())
    assert status.split("NSpid:")[1].split("\n")[0].split()[-1] == "1"
    for frames in held:
        frames.close()
    assert become(outer, 1 + 2 + 2)


def test_the_cell_of_the_next_job_waits_forked_and_half_confined(zygotes: Zygotes, sleeping: int) -> None:
    frames = alive(zygotes, sleeping, "plain")
    outer = zygotes._process.pid
    (root,) = children(outer)
    (family,) = children(root)
    assert become(family, 2)
    (spare,) = sorted(children(family))[1:]
    status = Path(f"/proc/{spare}/status").read_text()
    assert "NoNewPrivs:\t1" in status
    assert "CapEff:\t0000000000000000" in status
    second = alive(zygotes, sleeping, "plain")
    assert become(family, 3)
    assert spare in children(family)  # and it took the job
    second.close()
    assert gone({spare})
    frames.close()


def test_a_waiting_cell_holds_no_end_of_the_zygotes_channel() -> None:
    """An order to a zygote that has died would be taken by nobody, and yet be sent."""
    guard, zygote = pair()
    spare = _Family(zygote, {}, confine.prepare())._fork()
    assert spare is not None
    zygote.close()
    assert is_ready(guard.fileno(), 10)
    with guard, pytest.raises(GoneError):
        send(guard, {}, [])
    spare.channel.close()
    assert os.waitpid(spare.process, 0)


def test_a_cell_that_dies_waiting_is_replaced(zygotes: Zygotes, sleeping: int) -> None:
    alive(zygotes, sleeping, "plain").close()
    (root,) = children(zygotes._process.pid)
    (family,) = children(root)
    assert become(family, 1)
    (spare,) = children(family)
    os.kill(spare, signal.SIGKILL)
    deadline = time.monotonic() + 10
    while Path(f"/proc/{spare}/stat").read_text().rsplit(") ", 1)[1][0] != "Z" and time.monotonic() < deadline:
        time.sleep(0.01)
    frames = alive(zygotes, sleeping, "plain")
    assert become(family, 2)
    frames.close()


def test_when_the_first_process_dies_all_others_go_with_it(zygotes: Zygotes, sleeping: int) -> None:
    held = [alive(zygotes, sleeping, family) for family in ("plain", "container")]
    assert become(zygotes._process.pid, 7)
    everything = descendants(zygotes._process.pid) | {zygotes._process.pid}
    os.kill(zygotes._process.pid, signal.SIGKILL)
    zygotes._process.wait()
    assert gone(everything)
    for frames in held:
        frames.close()


def test_stopping_leaves_no_process(zygotes: Zygotes, sleeping: int) -> None:
    frames = alive(zygotes, sleeping, "mail")
    everything = descendants(zygotes._process.pid)
    zygotes.stop()
    assert gone(everything)
    frames.close()


def test_a_zygote_is_nobody_without_a_network(zygotes: Zygotes, sleeping: int) -> None:
    frames = alive(zygotes, sleeping, "plain")
    for pid in descendants(zygotes._process.pid):
        assert Path(f"/proc/{pid}/ns/net").readlink() != Path("/proc/self/ns/net").readlink()
        assert Path(f"/proc/{pid}/uid_map").read_text().split()[0] == "65534"
        assert Path(f"/proc/{pid}/oom_score_adj").read_text().strip() == "1000"
    frames.close()
