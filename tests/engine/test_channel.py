"""Messages between guard and zygote: hundreds of descriptors in order, and a plain word when nobody is there."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.engine.channel import GoneError, is_ready, pair, receive, send


@settings(max_examples=12, deadline=None)
@given(
    count=st.sampled_from([0, 1, 249, 250, 251, 500, 514, 640]),
    said=st.dictionaries(st.sampled_from(["a", "b"]), st.integers(0, 9)),
)
def test_a_message_brings_its_descriptors_in_order(count: int, said: dict[str, int]) -> None:
    """512 items and two more do not fit beside one message."""
    ours, theirs = pair()
    ends = [os.memfd_create(str(number)) for number in range(count)]
    send(ours, {**said, "last": 1}, ends)
    send(ours, {"next": 1})
    got, fds = receive(theirs)
    names = [Path(f"/proc/self/fd/{fd}").readlink().name.split(":")[1].split(" ")[0] for fd in fds]
    assert names == [str(number) for number in range(count)]
    assert got == {**said, "last": 1, "fds": count}
    assert receive(theirs)[0]["next"] == 1
    for fd in ends + fds:
        os.close(fd)
    ours.close()
    theirs.close()


def test_who_has_gone_is_noticed_on_both_ways() -> None:
    ours, theirs = pair()
    theirs.close()
    with pytest.raises(GoneError):
        send(ours, {})
    with pytest.raises(GoneError):
        receive(ours)
    ours.close()


def test_a_side_that_died_with_messages_unread_has_gone() -> None:
    """A reset then, no end of file."""
    ours, theirs = pair()
    send(ours, {})
    theirs.close()
    with pytest.raises(GoneError):
        receive(ours)
    ours.close()


def test_waiting_ends_with_a_message_or_with_the_time() -> None:
    ours, theirs = pair()
    started = time.monotonic()
    assert not is_ready(ours.fileno(), 0.05)
    assert not is_ready(ours.fileno(), -1)
    assert 0.04 < time.monotonic() - started < 2
    send(theirs, {})
    assert is_ready(ours.fileno(), 9)
    ours.close()
    theirs.close()


def test_a_descriptor_beyond_a_thousand_can_be_waited_for() -> None:
    """`select` refuses those."""
    import fcntl
    import resource

    hard = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    ours, theirs = pair()
    high = fcntl.fcntl(ours.fileno(), fcntl.F_DUPFD_CLOEXEC, 1500)
    send(theirs, {})
    assert is_ready(high, 9)
    os.close(high)
    ours.close()
    theirs.close()
