"""What a work function is handed: open items, arguments, settings, and no more."""

from __future__ import annotations

import os

import pytest

from leakassay.engine.cell import descriptors_of, make_job, resolve
from leakassay.engine.wire import Writer

ITEM = {"size": 5, "name": "caf\xe9.csv".encode("latin-1").hex(), "own_bytes": -1, "format": "text"}


def test_a_job_has_its_items_in_order_with_their_range_and_format() -> None:
    fds = [os.memfd_create("a"), os.memfd_create("b")]
    os.write(fds[1], b"hello")
    said = {"offset": 1, "length": 3, "args": {"limit": 9}, "items": [ITEM | {"size": 0}, ITEM]}
    job = make_job(said, fds, {"word": 1}, Writer(fds[0]))
    assert b"".join(job.items[1].chunks()) == b"ell"
    assert job.items[1].settings == {"word": 1, "format": "text"}
    assert job.items[1].name.encode("utf-8", "surrogateescape") == b"caf\xe9.csv"
    assert job.args == {"limit": 9}
    for fd in fds:
        os.close(fd)


def test_items_and_descriptors_must_be_as_many() -> None:
    with pytest.raises(ValueError, match="as many"):
        make_job({"offset": 0, "length": -1, "args": {}, "items": [ITEM]}, [], {}, Writer(0))


def test_an_item_may_be_a_set_of_volumes_of_which_some_are_missing() -> None:
    """One descriptor a volume that is there; the lead is one of them; plain items beside it stay as they are."""
    fds = [os.memfd_create(str(number)) for number in range(3)]
    for fd, content in zip(fds, (b"plain", b"one", b"three"), strict=True):
        os.write(fd, content)
    volumes = ITEM | {"volumes": [3, 3, 5], "present": [True, False, True], "lead": 2}
    said = {"offset": 0, "length": -1, "args": {}, "items": [ITEM, volumes, ITEM | {"volumes": [], "present": []}]}
    job = make_job(said, [*fds, fds[0]], {}, Writer(fds[0]))
    assert [descriptors_of(item) for item in said["items"]] == [1, 2, 1]
    assert [volume.fd for volume in job.items[1].volumes] == [fds[1], -1, fds[2]]
    assert (job.items[1].size, job.items[1].fd) == (11, fds[2])
    assert job.items[1].pread(9, 6) == b"three"
    assert [item.content(9) for item in (job.items[0], job.items[2])] == [b"plain", b"plain"]
    for fd in fds:
        os.close(fd)


def test_a_dotted_name_is_a_module_and_a_function() -> None:
    assert resolve("leakassay.engine.cell:resolve") is resolve
