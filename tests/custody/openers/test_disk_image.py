"""Images of disks: every file, deleted ones, what no file owns; bare, partitioned, and inside virtual disks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("pytsk3", reason="the extra disk-images is not installed")

from custody.openers import disks
from custody.openers.archives import contents, opened
from leakassay.custody.openers import disk_image as opener
from leakassay.model.outcomes import Outcome, Reason

LETTER = b"NHS number 999 000 0018\n" * 60
TABLE = b"x,y\n" + b"1,2\n" * 3_000
GONE = b"deleted letter about 999 000 0026\n" * 20
STRAY = b"nobody's block 999 000 0034\n" * 10
FILES = {"LETTER.TXT": LETTER, "LIMS/TABLE.CSV": TABLE, "EMPTY.TXT": b""}

SYSTEM = disks.fat(FILES, {"DRAFT.TXT": GONE}, STRAY)
WRAPPED: dict[str, Callable[[bytes], bytes]] = {
    "raw": lambda disk: disk,
    "fixed vhd": lambda disk: disks.vhd(disk, grows=False),
    "vhd": lambda disk: disks.vhd(disk, grows=True),
    "vmdk": disks.vmdk,
}


@pytest.mark.parametrize("wrap", WRAPPED)
def test_files_deleted_ones_and_stray_blocks_come_out(wrap: str) -> None:
    found = opened(opener.members, WRAPPED[wrap](SYSTEM))
    got = contents(found)
    assert {name: got[name] for name in FILES} == FILES
    (draft,) = (data for name, data in got.items() if name.startswith("$deleted/") and name.endswith("RAFT.TXT"))
    assert draft == GONE
    assert STRAY in got["$unallocated"]
    assert LETTER not in got["$unallocated"]
    assert not found.gaps


@pytest.mark.parametrize("wrap", WRAPPED)
def test_no_byte_of_the_image_is_counted_twice(wrap: str) -> None:
    raw = WRAPPED[wrap](SYSTEM)
    packed = sum(member.packed_bytes for member in opened(opener.members, raw).members)
    assert len(LETTER) + len(TABLE) + len(GONE) + len(STRAY) <= packed <= len(raw)


def test_partitions_are_told_apart_and_what_lies_between_them_comes_out() -> None:
    other = disks.fat({"B.TXT": GONE})
    got = contents(opened(opener.members, disks.partitioned(SYSTEM, other, between=b"hidden 999 000 0042")))
    assert got["partition1/LETTER.TXT"] == LETTER
    assert got["partition2/B.TXT"] == GONE
    assert b"hidden 999 000 0042" in got["$unpartitioned"]


@pytest.mark.parametrize("magic", [b"\xeb\x58\x90-FVE-FS-", b"LUKS\xba\xbe"])
def test_a_sealed_partition_is_encrypted(magic: bytes) -> None:
    found = opened(opener.members, disks.partitioned(SYSTEM, magic.ljust(9_000, b"\x5a")))
    (sealed,) = (member for member in found.members if member.name == b"partition2/$sealed")
    assert (sealed.outcome, sealed.reason) == (Outcome.ENCRYPTED, Reason.PASSWORD)


def test_an_unknown_file_system_is_one_member() -> None:
    strange = (b"XFSB" + LETTER).ljust(9_216, b"\1")
    found = opened(opener.members, disks.partitioned(strange))
    assert contents(found)["partition1/$unknown"] == strange
    assert [gap.reason for gap in found.gaps] == [Reason.SOME_PARTS_FAILED]


@pytest.mark.parametrize("wrap", WRAPPED)
def test_what_stands_behind_the_end_of_a_file_comes_out(wrap: str) -> None:
    raw = bytearray(disks.fat({"A.TXT": b"short " * 20}))
    at = raw.index(b"short ")
    raw[at + 200 : at + 219] = b"old 999 000 0018 so"
    found = opened(opener.members, WRAPPED[wrap](bytes(raw)))
    assert b"old 999 000 0018 so" in contents(found)["$slack"]
    assert sum(member.packed_bytes for member in found.members) <= len(raw)


def test_nothing_is_left_over_of_a_disk_that_holds_files_alone() -> None:
    assert set(contents(opened(opener.members, disks.fat(FILES)))) == set(FILES)


def test_ext4_as_another_program_writes_it(tmp_path: Path) -> None:
    (tmp_path / "in" / "deep").mkdir(parents=True)
    (tmp_path / "in" / "deep" / "\u00e9t\u00e9.csv").write_bytes(TABLE)
    (tmp_path / "in" / "link").symlink_to("deep")
    (tmp_path / "in" / "twin").write_bytes(LETTER)
    (tmp_path / "in" / "twin2").hardlink_to(tmp_path / "in" / "twin")
    raw = disks.ext4(tmp_path / "in", tmp_path / "ext4.img")
    if raw is None:
        pytest.skip("mke2fs is not installed")
    found = opened(opener.members, raw)
    got = contents(found)
    assert got["deep/\u00e9t\u00e9.csv"] == TABLE
    refused = {member.name: member.reason for member in found.members if member.outcome is Outcome.REFUSED}
    assert refused[b"link"] is Reason.SYMLINK
    twins = {got.get("twin"), got.get("twin2")}
    assert LETTER in twins
    assert Reason.SYMLINK in {refused.get(b"twin"), refused.get(b"twin2")}


def test_a_deleted_file_whose_blocks_others_own_is_refused() -> None:
    raw = bytearray(disks.fat({"A.TXT": LETTER}, {"OLD.TXT": GONE}))
    at = raw.index(b"\xe5LD") + 26
    raw[at : at + 2] = (2).to_bytes(2, "little")  # its first cluster is that of A.TXT now
    found = opened(opener.members, bytes(raw))
    (old,) = (member for member in found.members if member.name.startswith(b"$deleted/"))
    assert (old.outcome, old.reason) == (Outcome.REFUSED, Reason.LIMIT_OVERLAP)
    assert contents(found)["A.TXT"] == LETTER


def test_it_goes_on_where_it_stopped() -> None:
    whole = opened(opener.members, SYSTEM)
    rest = opened(opener.members, SYSTEM, first=2)
    assert [member.name for member in rest.members] == [member.name for member in whole.members][2:]
    assert [member.packed_bytes for member in rest.members] == [member.packed_bytes for member in whole.members][2:]


def test_a_cut_disk_gives_what_is_there_and_says_so() -> None:
    raw = SYSTEM[: SYSTEM.index(TABLE) + 700]
    found = opened(opener.members, raw)
    assert contents(found)["LETTER.TXT"] == LETTER
    assert Reason.TRUNCATED in {gap.reason for gap in found.gaps}


def test_a_virtual_disk_that_holds_changes_alone_lacks_its_parent() -> None:
    found = opened(opener.members, disks.vhd(SYSTEM, grows=True, parent="base.vhd"))
    assert found.fault.reason is Reason.MISSING_VOLUME
