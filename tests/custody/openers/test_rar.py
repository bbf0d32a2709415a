"""RAR: files of others for what is packed, own ones for what is stored, cut and hostile."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers.archives import FILES, contents, mutants, opened, opened_set, rar4, rar5
from custody.reading import Opened
from leakassay.custody.openers import rar as opener
from leakassay.model.outcomes import Outcome, Reason

BOTH = pytest.mark.parametrize("raw", [rar4(), rar5()], ids=["rar4", "rar5"])
PASSWORDS = ("wrong", "password", "passwd")

ODD = {
    "rar15-comment-lock": {"FILE1.TXT": "unsupported no_reader"},
    "rar15-comment": {"FILE1.TXT": "unsupported no_reader"},
    "rar2-unix-owner": {"file.txt": "unsupported no_reader"},
    "rar202-comment-psw": dict.fromkeys(("FILE1.TXT", "FILE2.TXT"), "unsupported no_reader"),
    "rar3-solid": {"stest2.txt": "unsupported no_reader"},
    "rar3-symlink-unix": dict.fromkeys(("data_link", "random_link"), "refused symlink"),
    "rar5-dups": {f"stest{number}.txt": "refused symlink" for number in range(2, 10)},
    "rar5-evil-symlink-traversal": {"up": "refused symlink"},
    "rar5-hlink": dict.fromkeys(("stest2.txt", "stest3.txt"), "refused symlink"),
    "rar5-symlink-unix": dict.fromkeys(("data_link", "random_link"), "refused symlink"),
    "rar5-symlink-win": dict.fromkeys(
        ("links/bad_link", "links/file_link", "links/dir_link", "links/dir_junction"), "refused symlink"
    ),
    "rar3-vols.part2": {"vols/bigfile.txt": "failed missing_volume"},
    "rar3-vols.part3": {"vols/bigfile.txt": "failed missing_volume"},
    "rar5-vols.part2": {"vols/bigfile.txt": "failed missing_volume"},
    "rar5-vols.part3": {"vols/bigfile.txt": "failed missing_volume"},
    "unicode": {"\U0001d400\U0001d401\U0001d401\U0001d402.txt": "unsupported no_reader"},
}
"""Files of the set that are not read whole, and what becomes of them; all others are."""

CUT = {"rar3-old": "r00", "rar3-vols.part1": "part2", "rar5-vols.part1": "part2"}
"""First volumes alone: their file is had in part."""


def fate(found: Opened) -> dict[str, str]:
    said = {}
    for member in found.members:
        name = member.name.decode().replace("\\", "/")
        fault = found.faults.get(member.index)
        whole = len(found.contents[member.index]) == member.declared_bytes
        word = f"{member.outcome} {member.reason}" if member.outcome else f"partly {fault.reason}" if fault else ""
        said[name] = word or ("read" if whole else "short")
    return said


@BOTH
def test_stored_files_come_with_names_sizes_and_bytes(raw: bytes) -> None:
    found = opened(opener.members, raw)
    assert (contents(found), found.faults, found.gaps, found.fault) == (FILES, {}, [], None)
    assert [member.packed_bytes for member in found.members] == [len(data) for data in FILES.values()]


@BOTH
def test_opening_can_be_resumed_in_the_middle(raw: bytes) -> None:
    assert [member.index for member in opened(opener.members, raw, first=2).members] == [2, 3]


@BOTH
def test_an_archive_that_is_cut_off_is_never_called_complete(raw: bytes) -> None:
    for end in (*range(20, len(raw), 1499), len(raw) - 8, len(raw) - 1):
        found = opened(opener.members, raw[:end])
        assert found.gaps or found.fault, end
        assert {gap.reason for gap in found.gaps} <= {Reason.TRUNCATED, Reason.MALFORMED}


@BOTH
def test_a_damaged_header_ends_the_walk_with_the_rest_as_a_gap(raw: bytes) -> None:
    at = raw.rindex(b"b.bin")
    found = opened(opener.members, raw[:at] + b"X" + raw[at + 1 :])
    assert len(found.members) == 3
    assert found.gaps[0].reason is Reason.MALFORMED
    assert found.gaps[0].bytes > len(FILES["b.bin"])


@BOTH
def test_damaged_bytes_are_a_wrong_checksum(raw: bytes) -> None:
    at = raw.index(b"NHS 999")
    found = opened(opener.members, raw[:at] + b"X" + raw[at + 1 :])
    assert {index: fault.reason for index, fault in found.faults.items()} == {0: Reason.BAD_CHECKSUM}


@pytest.mark.parametrize(
    ("raw", "reason"), [(rar4(version=20, method=0x33), "no_reader"), (rar5(how=1 | 3 << 7), "no_reader")]
)
def test_what_other_packers_packed_is_listed_as_unsupported(raw: bytes, reason: str) -> None:
    found = opened(opener.members, raw)
    assert {str(member.reason) for member in found.members if member.declared_bytes} == {reason}


def test_a_dictionary_of_gigabytes_is_never_allocated() -> None:
    found = opened(opener.members, rar5({"a": b"x" * 99}, how=3 << 7 | 15 << 10 & 0x3FFF))
    assert found.members[0].outcome in (Outcome.FAILED, Outcome.UNSUPPORTED)


def test_nothing_of_a_rar_is_malformed() -> None:
    fault = opened(opener.members, b"Rar?" * 99).fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1 << 30), st.booleans())
def test_mutated_archives_raise_nothing_but_item_errors(seed: int, is_old: bool) -> None:
    files = {"a": b"abc" * 30, "b": b"xyz"}
    for raw in mutants(rar4(files) if is_old else rar5(files), 1, seed):
        opened(opener.members, raw)


@pytest.mark.field
def test_every_archive_gives_the_files_of_its_listing_or_says_why_not(field_data: Path) -> None:
    folder = field_data / "s20-rarfile"
    listings = sorted(folder.glob("*.rar.exp"))
    assert len(listings) == 51
    for listing in listings:
        stem = listing.name.removesuffix(".rar.exp")
        found = opened(opener.members, (folder / f"{stem}.rar").read_bytes(), passwords=PASSWORDS)
        listed = re.findall(r"(?m)^  name=(.*)$", listing.read_text("utf-8"))
        names = {name for name in listed if not name.endswith("/")}
        odd = ODD.get(stem, {}) | ({"vols/bigfile.txt": "partly missing_volume"} if stem in CUT else {})
        seen = fate(found)
        if stem.split(".")[0] in ("rar3-vols", "rar5-vols", "rar3-old"):
            assert {gap.reason for gap in found.gaps} == {Reason.MISSING_VOLUME}, stem
            names &= set(seen)
        else:
            assert not found.gaps, stem
        assert names <= set(seen), stem
        assert seen == {name: odd.get(name, "read") for name in seen}, stem


@pytest.mark.field
@pytest.mark.parametrize(
    "names",
    [
        tuple(f"rar3-vols.part{number}.rar" for number in (1, 2, 3)),
        tuple(f"rar5-vols.part{number}.rar" for number in (1, 2, 3)),
        ("rar3-old.rar", "rar3-old.r00", "rar3-old.r01"),
    ],
)
def test_volumes_are_one_archive_and_a_missing_one_is_missed(field_data: Path, names: tuple[str, ...]) -> None:
    parts: list[bytes | int] = [(field_data / "s20-rarfile" / name).read_bytes() for name in names]
    found = opened_set(opener.members, parts)
    assert fate(found) == {"vols/bigfile.txt": "read", "vols/smallfile.txt": "read"}
    assert not found.gaps
    for number in range(3):
        holed: list[bytes | int] = [len(p) if at == number else p for at, p in enumerate(parts) if isinstance(p, bytes)]
        found = opened_set(opener.members, holed)
        assert {gap.reason for gap in found.gaps} == {Reason.MISSING_VOLUME}
        assert "read" not in fate(found)["vols/bigfile.txt"].split()


@pytest.mark.field
@pytest.mark.parametrize("name", ["rar5-psw", "rar5-psw-blake", "rar5-hpsw", "rar3-comment-hpsw"])
def test_without_the_password_nothing_is_read(field_data: Path, name: str) -> None:
    found = opened(opener.members, (field_data / "s20-rarfile" / f"{name}.rar").read_bytes(), passwords=("wrong",))
    if name.endswith("hpsw"):
        assert found.fault is not None
        assert (found.fault.outcome, found.fault.reason) == (Outcome.ENCRYPTED, Reason.PASSWORD)
    else:
        assert {member.outcome for member in found.members} == {Outcome.ENCRYPTED}


@pytest.mark.field
def test_an_archive_of_another_program(field_data: Path) -> None:
    folder = field_data / "s11-tika-documents/pkg"
    found = opened(opener.members, (folder / "test-documents.rar").read_bytes())
    assert set(fate(found).values()) == {"read"}
    fault = opened(opener.members, (folder / "test-documents-enc.rar").read_bytes()).fault
    assert fault is not None
    assert fault.outcome is Outcome.ENCRYPTED


@pytest.mark.slow
@pytest.mark.field
@pytest.mark.parametrize("name", ["rar5-solid", "rar5-psw", "rar3-solid", "seektest", "rar5-blake"])
def test_a_thousand_mutants_end_with_an_answer(field_data: Path, name: str) -> None:
    for raw in mutants((field_data / "s20-rarfile" / f"{name}.rar").read_bytes(), 1000):
        opened(opener.members, raw, passwords=("password",))
