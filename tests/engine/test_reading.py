"""Answers of one job on a pipe, with this test as cell and zygote: each limit has its own reason."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator

import pytest

from leakassay.engine.channel import pair, receive, send
from leakassay.engine.clock import WallClock
from leakassay.engine.family import FamilyChannel
from leakassay.engine.reading import PIECE_BYTES, LostError, Reading
from leakassay.engine.wire import Kind, Writer
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason


class Stage:
    """One job under way."""

    def __init__(self, wall: float, silence: float) -> None:
        self.ours, self.zygote = pair()
        self.pipe, self.answer = os.pipe()
        self.family = FamilyChannel(self.ours)
        self.family.give({"job": 1}, [])
        self.clock = WallClock(wall)
        self.clock.run()
        self.reading = Reading(self.family, 1, self.pipe, self.clock, silence)
        self.out = Writer(self.answer)

    def ends(self, status: int = 0) -> None:
        send(self.zygote, {"job": 1, "status": status, "rss": 5})

    def close(self) -> None:
        self.family.close()
        self.zygote.close()
        os.close(self.pipe)
        os.close(self.answer)


@pytest.fixture
def stage(request: pytest.FixtureRequest) -> Iterator[Stage]:
    found = Stage(*getattr(request, "param", (9.0, 9.0)))
    yield found
    found.close()


def reason(stage: Stage, budget: int = 1 << 20) -> Reason:
    try:
        list(stage.reading.frames(budget))
        stage.reading.ended()
    except ItemError as error:
        return error.reason
    return Reason.NONE


@pytest.mark.parametrize("stage", [(9.0, 0.4)], indirect=True)
def test_signs_of_life_keep_a_silent_job_and_are_no_frames(stage: Stage) -> None:
    def late() -> None:
        for _ in range(4):
            time.sleep(0.2)
            stage.out.alive()
        stage.out.done()

    worker = threading.Thread(target=late)
    worker.start()
    assert [frame.kind for frame in stage.reading.frames(1 << 20)] == [Kind.DONE]
    worker.join()


def test_signs_of_life_are_paid_from_the_budget(stage: Stage) -> None:
    for _ in range(10):
        stage.out.alive()
    assert reason(stage, budget=100) is Reason.LIMIT_ANSWER


def test_frames_come_until_done_and_the_end_is_whole(stage: Stage) -> None:
    stage.out.json(Kind.RESULT, 0, {"a": 1})
    stage.out.done()
    stage.ends()
    assert [frame.kind for frame in stage.reading.frames(99)] == [Kind.RESULT, Kind.DONE]
    assert stage.reading.ended() == {"job": 1, "status": 0, "rss": 5, "fds": 0, "whole": True}


def test_json_counts_into_the_budget_and_bytes_of_members_do_not(stage: Stage) -> None:
    stage.out.data(0, b"x" * 900)
    stage.out.json(Kind.RESULT, 0, {"a": "x" * 90})
    assert reason(stage, 64) is Reason.LIMIT_ANSWER


@pytest.mark.parametrize("stage", [(0.1, 9.0), (9.0, 0.1)], indirect=True, ids=["wall", "silence"])
def test_each_clock_ends_a_silent_cell(stage: Stage) -> None:
    assert reason(stage) is Reason.TIMED_OUT


@pytest.mark.parametrize("stage", [(0.3, 9.0)], indirect=True)
def test_a_cell_that_trickles_is_ended_by_the_wall_clock(stage: Stage) -> None:
    """It is never silent, and never done."""
    over = threading.Event()

    def trickle() -> None:
        while not over.wait(0.02):
            os.write(stage.answer, b"\x02" if first.pop() else b"\0")

    first = [False] * 200 + [True]
    worker = threading.Thread(target=trickle)
    worker.start()
    assert reason(stage) in {Reason.TIMED_OUT, Reason.BAD_ANSWER}
    over.set()
    worker.join()


@pytest.mark.parametrize("stage", [(9.0, 0.1)], indirect=True)
def test_a_cell_that_is_done_and_stays_is_ended(stage: Stage) -> None:
    stage.out.done()
    assert reason(stage) is Reason.TIMED_OUT


def test_a_zygote_that_died_is_told_from_a_cell_that_died(stage: Stage) -> None:
    stage.out.done()
    stage.zygote.close()
    list(stage.reading.frames(99))
    with pytest.raises(LostError):
        stage.reading.ended()


def test_giving_up_kills_the_cell_once(stage: Stage) -> None:
    stage.ends(9)
    assert stage.reading.abandon()["rss"] == 5
    assert stage.reading.abandon() is None
    assert [receive(stage.zygote)[0] for _ in range(2)] == [{"job": 1, "fds": 0}, {"kill": 1, "fds": 0}]


def test_small_and_large_frames_in_any_mixture_come_whole(stage: Stage) -> None:
    """Small ones are read ahead, large ones go straight to their place."""
    sizes = [3, 70_000, 1, 1, 0, PIECE_BYTES - 30, 5, 200_000, 2, PIECE_BYTES, PIECE_BYTES - 1, 9]
    sent = [bytes([number]) * size for number, size in enumerate(sizes) if size]

    def write() -> None:
        for content in sent:
            stage.out.data(0, content)
        stage.out.done()

    writer = threading.Thread(target=write)
    writer.start()
    frames = list(stage.reading.frames(1 << 20))
    writer.join()
    assert [bytes(frame.payload) for frame in frames] == [*sent, b""]
