"""Parts: encrypted Parquet that opens under its own name and its own case's key only."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

import pyarrow as pa
import pytest

from case.shop import rows
from leakassay.case.keys import CaseKeys
from leakassay.case.part import PartWriter, dataset
from leakassay.model.errors import SpaceError

KEYS = CaseKeys(bytes(range(32)))
CANARY = "CANARYSURNAME"


def write(folder: Path, name: str, *said: dict[str, object]) -> pa.Table:
    table = rows("sighting", *said)
    writer = PartWriter(folder, KEYS, "sighting", name)
    writer.write(table)
    receipt = writer.close()
    path = folder / "sighting" / f"{name}.parquet"
    assert (receipt.rows, receipt.bytes) == (table.num_rows, path.stat().st_size)
    assert receipt.sha256 == hashlib.sha256(path.read_bytes()).hexdigest()
    return table


def read(folder: Path, *names: str, keys: CaseKeys = KEYS) -> pa.Table:
    found = dataset(folder, keys, "sighting", list(names))
    return found if isinstance(found, pa.Table) else found.to_table()


def test_rows_come_back_as_they_went(tmp_path: Path) -> None:
    one = write(tmp_path, "one", {"surname": CANARY}, {"surname": None})
    two = write(tmp_path, "two", {"surname": "Other"})
    assert read(tmp_path, "one", "two") == pa.concat_tables([one, two])


def test_no_part_gives_an_empty_table_of_the_schema(tmp_path: Path) -> None:
    assert read(tmp_path).schema == rows("sighting").schema


def test_neither_values_nor_column_names_stand_in_the_file(tmp_path: Path) -> None:
    """The footer is encrypted too; statistics are not written."""
    write(tmp_path, "one", *({"surname": CANARY, "nhs_number": "9990000018"} for _ in range(50)))
    content = (tmp_path / "sighting" / "one.parquet").read_bytes()
    assert not [word for word in (CANARY, "9990000018", "surname") if word.encode() in content]


def test_another_cases_key_does_not_open_it(tmp_path: Path) -> None:
    write(tmp_path, "one", {"surname": CANARY})
    with pytest.raises(OSError):  # noqa: PT011  Arrow's words change between versions
        read(tmp_path, "one", keys=CaseKeys(bytes(32)))


def test_a_part_under_anothers_name_does_not_open(tmp_path: Path) -> None:
    """Parts cannot be exchanged for each other."""
    write(tmp_path, "one", {"surname": CANARY})
    shutil.copy(tmp_path / "sighting" / "one.parquet", tmp_path / "sighting" / "two.parquet")
    with pytest.raises(OSError):  # noqa: PT011  Arrow's words change between versions
        read(tmp_path, "two")


def test_a_flipped_byte_is_refused_wherever_it_stands(tmp_path: Path) -> None:
    """Every byte but those of Parquet's own frame is authenticated; none gives other rows."""
    table = write(tmp_path, "one", {"surname": CANARY})
    path = tmp_path / "sighting" / "one.parquet"
    good = path.read_bytes()
    refused = 0
    for at in range(0, len(good), 7):
        path.write_bytes(good[:at] + bytes([good[at] ^ 0x40]) + good[at + 1 :])
        try:
            assert read(tmp_path, "one") == table
        except (OSError, pa.ArrowException):
            refused += 1
    assert refused > len(range(0, len(good), 7)) * 0.8


def test_what_is_discarded_or_unfinished_has_no_name(tmp_path: Path) -> None:
    writer = PartWriter(tmp_path, KEYS, "sighting", "one")
    writer.write(rows("sighting", {}))
    assert not (tmp_path / "sighting" / "one.parquet").exists()
    writer.discard()
    writer.discard()
    assert list((tmp_path / "sighting").iterdir()) == []


@pytest.mark.skipif(os.geteuid() != 0, reason="mounting a small file system needs root")
def test_a_full_disk_is_one_sentence(tmp_path: Path) -> None:
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=64k", "none", str(tmp_path)], check=False).returncode:
        pytest.skip("this machine mounts nothing")
    try:
        writer = PartWriter(tmp_path, KEYS, "sighting", "one")
        noise = rows("sighting", *({"surname": os.urandom(40).hex()} for _ in range(5000)))
        with pytest.raises(SpaceError, match="no space left"):  # noqa: PT012  either of the two meets it
            writer.write(noise)
            writer.close()
        writer.discard()
    finally:
        subprocess.run(["umount", str(tmp_path)], check=False)
