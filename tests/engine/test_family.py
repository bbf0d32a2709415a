"""The channel to one zygote, with this test as the zygote."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import pytest

from leakassay.engine.channel import GoneError, pair, receive, send
from leakassay.engine.family import FamilyChannel


@pytest.fixture
def both() -> Iterator[tuple[FamilyChannel, socket.socket]]:
    ours, theirs = pair()
    family = FamilyChannel(ours)
    yield family, theirs
    family.close()
    theirs.close()


def test_ends_are_told_apart_whatever_their_order(both) -> None:
    family, zygote = both
    for job in (1, 2, 3):
        family.give({"job": job}, [])
    for job in (3, 1):
        send(zygote, {"job": job, "status": job, "rss": 0})
    assert family.end_of(1, 9)["status"] == 1
    assert family.end_of(3, 9)["status"] == 3
    assert family.end_of(2, 0.01) is None


def test_a_job_that_has_ended_is_not_killed(both) -> None:
    family, zygote = both
    family.give({"job": 1}, [])
    send(zygote, {"job": 1, "status": 0, "rss": 0})
    family.give({"job": 2}, [])
    family.kill(1)
    family.kill(2)
    assert [receive(zygote)[0] for _ in range(3)] == [{"job": 1, "fds": 0}, {"job": 2, "fds": 0}, {"kill": 2, "fds": 0}]


def test_when_the_zygote_dies_every_job_is_told(both) -> None:
    family, zygote = both
    for job in (1, 2):
        family.give({"job": job}, [])
    zygote.close()
    for job in (1, 2):
        with pytest.raises(GoneError):
            family.end_of(job, 9)
    assert family.is_lost
    with pytest.raises(GoneError):
        family.give({"job": 3}, [])


def test_an_end_that_was_said_before_the_zygote_died_counts(both) -> None:
    family, zygote = both
    family.give({"job": 1}, [])
    send(zygote, {"job": 1, "status": 7, "rss": 0})
    zygote.close()
    with pytest.raises(GoneError):
        family.give({"job": 2}, [])
    assert family.end_of(1, 9)["status"] == 7
