"""Doors: how sets of volumes and ranges of spooled members become descriptors."""

from __future__ import annotations

import os
from dataclasses import replace

import pytest

from engine.bench import KEYS, SOURCE, Bench
from leakassay.case.spool import CHUNK_BYTES, SpoolWriter
from leakassay.engine.doors import Doors, file_set, said_of, there
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Reason
from leakassay.model.work import WorkItem


@pytest.fixture
def doors(bench: Bench):
    found = Doors(bench.setup.sources, bench.setup.spool, KEYS)
    yield found
    found.close()


def test_a_set_is_opened_in_its_order_without_what_is_missing(bench: Bench, doors: Doors) -> None:
    first, last = bench.item("aa"), bench.item("ccc")
    lead = replace(last, volumes=(first, WorkItem(0, SOURCE, 2)), lead=2)
    assert [file.size for file in file_set(lead)] == [2, 2, 3]
    assert len(there(lead)) == 2
    opened = doors.open(lead, bench.unit(lead))
    assert [os.pread(fd, 9, 0) for fd in opened.fds] == [b"aa", b"ccc"]
    opened.check()
    opened.close()
    assert (said_of(lead)["volumes"], said_of(lead)["present"]) == ([2, 2, 3], [True, False, True])


def test_a_volume_that_changed_refuses_the_set(bench: Bench, doors: Doors) -> None:
    first, second = bench.item("aa"), bench.item("bb")
    lead = replace(first, volumes=(second,))
    (bench.dump / "item-2").write_bytes(b"other")
    with pytest.raises(ItemError) as caught:
        doors.open(lead, bench.unit(lead))
    assert caught.value.reason is Reason.CHANGED


def test_of_a_range_only_what_a_reader_looks_at_is_decrypted(bench: Bench, doors: Doors) -> None:
    """Head, tail and the range; between them holes, so that a large member costs its range."""
    writer = SpoolWriter(bench.folder / "spool", KEYS.spool, "entry")
    content = b"".join(bytes([65 + number]) * CHUNK_BYTES for number in range(6)) + b"tail"
    writer.write(content)
    writer.close()
    item = WorkItem(5, SOURCE, len(content), spool="entry")
    opened = doors.open(item, bench.unit(item, offset=2 * CHUNK_BYTES, length=CHUNK_BYTES))
    seen = os.pread(opened.fds[0], len(content) + 9, 0)
    opened.close()
    assert len(seen) == len(content)
    for at in (0, 2, 6):
        assert seen[at * CHUNK_BYTES :][:CHUNK_BYTES] == content[at * CHUNK_BYTES :][:CHUNK_BYTES]
    assert not seen[4 * CHUNK_BYTES : 5 * CHUNK_BYTES].strip(b"\0")
