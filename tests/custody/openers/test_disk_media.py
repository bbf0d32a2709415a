"""What a disk holds is the same whatever wraps it."""

from __future__ import annotations

import random

import pytest

pytest.importorskip("pyvhdi", reason="the extra disk-images is not installed")
pytest.importorskip("pyvmdk", reason="the extra disk-images is not installed")

from custody.openers import disks
from leakassay.custody.openers import disk_media
from leakassay.custody.openers.disk_media import media
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason

DISK = random.Random(3).randbytes(300_000).ljust(5 << 20, b"\0") + b"the end".ljust(512, b"\0")
WRAPPED = {
    "raw": DISK,
    "fixed": disks.vhd(DISK, grows=False),
    "vhd": disks.vhd(DISK, grows=True),
    "vmdk": disks.vmdk(DISK),
}


@pytest.mark.parametrize("name", WRAPPED)
def test_every_byte_is_that_of_the_disk(name: str) -> None:
    with media(in_memory(WRAPPED[name])) as disk:
        assert disk.read(len(DISK), 0) == DISK
        assert disk.read(9, 299_990) == DISK[299_990:299_999]
        assert disk.read(9, disk.size) == b""
        assert disk.is_raw == (name == "raw")


def test_a_virtual_disk_leaves_zeros_out() -> None:
    assert len(WRAPPED["vmdk"]) < len(DISK) / 4


def test_damage_is_malformed() -> None:
    with pytest.raises(ItemError) as caught, media(in_memory(WRAPPED["vmdk"][:600])):
        pass
    assert caught.value.reason is Reason.MALFORMED


def test_without_its_library_it_is_unsupported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(disk_media._LIBRARIES, "pyvmdk")
    with pytest.raises(ItemError) as caught, media(in_memory(WRAPPED["vmdk"])):
        pass
    assert (caught.value.outcome, caught.value.reason) == (Outcome.UNSUPPORTED, Reason.READER_NOT_INSTALLED)
