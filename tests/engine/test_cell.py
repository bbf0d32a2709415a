"""What a work function is handed: open items, arguments, settings, and no more."""

from __future__ import annotations

import os

import pytest

from leakassay.engine.cell import make_job, resolve
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
    with pytest.raises(ValueError, match="zip"):
        make_job({"offset": 0, "length": -1, "args": {}, "items": [ITEM]}, [], {}, Writer(0))


def test_a_dotted_name_is_a_module_and_a_function() -> None:
    assert resolve("leakassay.engine.cell:resolve") is resolve
