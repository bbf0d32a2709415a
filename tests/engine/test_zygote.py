"""The guard's handle on its zygote: what cannot start is said, what died is started again."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from engine.bench import SMALL, SUFFER
from leakassay.engine.wire import Kind
from leakassay.engine.zygote import Zygote
from leakassay.model.errors import RetryableError

SAID = {"fn": SUFFER, "offset": 0, "length": -1, "args": {}}


@pytest.fixture
def memory() -> Iterator[int]:
    fd = os.memfd_create("item")
    os.write(fd, b"good")
    yield fd
    os.close(fd)


def kinds(zygote: Zygote, fd: int) -> list[Kind]:
    item = {"size": 4, "name": "", "own_bytes": -1, "format": "text"}
    return [frame.kind for frame in zygote.frames(SAID | {"items": [item]}, [fd], 4)]


def test_a_job_ends_with_done(memory: int) -> None:
    zygote = Zygote({}, (), SMALL)
    assert kinds(zygote, memory) == [Kind.TABLE, Kind.RESULT, Kind.DONE]
    zygote.stop()


def test_a_zygote_that_died_between_jobs_is_started_again(memory: int) -> None:
    zygote = Zygote({}, (), SMALL)
    kinds(zygote, memory)
    zygote._process.kill()
    zygote._process.wait()
    assert kinds(zygote, memory)[-1] is Kind.DONE
    zygote.stop()


def test_warming_that_fails_is_said_and_leaves_no_process(memory: int) -> None:
    zygote = Zygote({}, ("leakassay.engine.ordeal:no_such_function",), SMALL)
    with pytest.raises(RetryableError, match="doctor"):
        kinds(zygote, memory)
    assert zygote._process is None


def test_a_job_given_up_half_way_leaves_the_zygote_usable(memory: int) -> None:
    """As a guard does when the spool is full."""
    zygote = Zygote({}, (), SMALL)
    item = {"size": 4, "name": "", "own_bytes": -1, "format": "text"}
    frames = zygote.frames(SAID | {"items": [item]}, [memory], 4)
    next(frames)
    frames.close()
    assert kinds(zygote, memory)[-1] is Kind.DONE
    zygote.stop()


def test_a_zygote_may_be_stopped_twice() -> None:
    zygote = Zygote({}, (), SMALL)
    zygote.stop()
    zygote.stop()
