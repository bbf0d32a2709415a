"""The totals count files as they lie and contents once."""

from pathlib import Path

import pyarrow as pa

from leakassay.exercise.leak.deposit import Deposit, Place
from leakassay.exercise.leak.key_table import KeyWriter
from leakassay.exercise.leak.tally import tally
from leakassay.exercise.paper.archive import zip_of
from leakassay.exercise.paper.document import Document


def test_containers_count_as_bytes_and_their_members_as_unpacked_bytes(tmp_path: Path):
    deposit = Deposit(Place(tmp_path, "disk1", "ours"), None)
    archive = zip_of("a.zip", [Document("b.txt", "text", b"x" * 5_000)])
    deposit.put(archive)
    deposit.put(Document("c.txt", "text", b"y" * 10))
    with KeyWriter(tmp_path / "key") as key:
        counts = tally(pa.concat_tables([deposit.table()]), key)
    assert counts["bytes"] == len(archive.data) + 10
    assert counts["bytes_unpacked"] == 5_010
    assert (counts["files"], counts["items"], counts["subjects"]) == (2, 3, 0)
