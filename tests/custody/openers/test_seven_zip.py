"""7z: every coder, solid, encrypted, in volumes, cut and hostile."""

from __future__ import annotations

import os
from pathlib import Path

import py7zr
import py7zr.properties
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers.archives import FILES, contents, mutants, opened, opened_set, seven_zip
from leakassay.custody.openers import seven_zip as opener
from leakassay.exercise.paper import seven_zip as paper
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Outcome, Reason

LZMA2 = {"id": py7zr.FILTER_LZMA2, "preset": 1}
AES = {"id": py7zr.FILTER_CRYPTO_AES256_SHA256}
CHAINS = {
    "lzma2": [LZMA2],
    "lzma": [{"id": py7zr.FILTER_LZMA, "preset": 1}],
    "bcj": [{"id": py7zr.FILTER_X86}, LZMA2],
    "bcj_lzma": [{"id": py7zr.FILTER_X86}, {"id": py7zr.FILTER_LZMA, "preset": 1}],
    "delta": [{"id": py7zr.FILTER_DELTA}, LZMA2],
    "ppmd": [{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 20}],
    "bzip2": [{"id": py7zr.FILTER_BZIP2}],
    "deflate": [{"id": py7zr.FILTER_DEFLATE}],
    "deflate64": [{"id": py7zr.properties.FILTER_DEFLATE64}],
    "zstd": [{"id": py7zr.FILTER_ZSTD, "level": 3}],
    "stored": [{"id": py7zr.FILTER_COPY}],
}
GOOD = paper.in_memory(FILES.items())


@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS.keys())
def test_every_coder_gives_the_bytes_that_went_in(chain: list[dict[str, int]]) -> None:
    found = opened(opener.members, seven_zip(filters=chain))
    assert (contents(found), found.faults, found.gaps, found.fault) == (FILES, {}, [], None)


@pytest.mark.parametrize("chain", ["lzma2", "ppmd", "zstd", "stored"])
def test_a_password_of_the_list_opens_what_is_encrypted(chain: str) -> None:
    raw = seven_zip(filters=[*CHAINS[chain], AES], password="s\u00e9sam")
    assert contents(opened(opener.members, raw, passwords=("wrong", "s\u00e9sam"))) == FILES


@pytest.mark.parametrize("chain", ["lzma2", "ppmd", "zstd", "stored"])
def test_without_the_password_members_are_listed_as_encrypted(chain: str) -> None:
    found = opened(opener.members, seven_zip(filters=[*CHAINS[chain], AES], password="a"), passwords=("b", "c"))
    sealed = {(member.outcome, member.reason) for member in found.members if member.declared_bytes}
    assert sealed == {(Outcome.ENCRYPTED, Reason.PASSWORD)}
    assert len(found.members) == len(FILES)


@pytest.mark.parametrize("writer", ["py7zr", "paper"])
def test_encrypted_names_need_the_password_and_are_read_with_it(writer: str) -> None:
    raw = (
        paper.in_memory(FILES.items(), password="key")
        if writer == "paper"
        else seven_zip(password="key", header_encryption=True)
    )
    assert contents(opened(opener.members, raw, passwords=("b", "key"))) == FILES
    fault = opened(opener.members, raw, passwords=("b",)).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.ENCRYPTED, Reason.PASSWORD)


def test_names_are_data() -> None:
    names = ["../../etc/x", "C:\\y", "/abs", "d/\u00e9", "a\nb"]
    assert opened(opener.members, paper.in_memory((name, b"1") for name in names)).names == [
        name.encode() for name in names
    ]


def test_packed_bytes_add_up_to_the_packed_stream() -> None:
    taken, item = [], in_file(GOOD)
    for member in opener.members(item, 0):
        list(member.chunks)
        taken.append(member.packed_at_end() if member.declared_bytes else 0)
    os.close(item.fd)
    assert sum(taken) == opener._contents(in_file(GOOD))[0].folders[0].packed_bytes
    assert all(share >= 0 for share in taken)


def in_file(raw: bytes) -> OpenItem:
    from leakassay.model.item import in_memory

    return in_memory(raw, "x.7z")


def test_a_member_that_is_not_read_is_passed_over() -> None:
    last = list(opener.members(in_file(GOOD), 0))[-1]
    assert b"".join(last.chunks) == list(FILES.values())[-1]


def test_opening_can_be_resumed_in_the_middle_of_a_solid_archive() -> None:
    found = opened(opener.members, GOOD, first=2)
    assert [member.index for member in found.members] == [2, 3]
    assert found.contents[3] == list(FILES.values())[3]


def test_volumes_are_one_archive() -> None:
    parts = [GOOD[at : at + 9000] for at in range(0, len(GOOD), 9000)]
    assert contents(opened_set(opener.members, parts)) == FILES


def test_a_hole_in_the_volumes_leaves_what_lies_before_it() -> None:
    parts: list[bytes | int] = [GOOD[at : at + 9000] for at in range(0, len(GOOD), 9000)]
    parts[1] = 9000
    found = opened_set(opener.members, parts)
    assert found.contents[0] == FILES["a.txt"]
    assert [gap.reason for gap in found.gaps] == [Reason.MISSING_VOLUME]
    assert found.faults[2].reason is Reason.MISSING_VOLUME
    assert (found.members[3].outcome, found.members[3].reason) == (Outcome.FAILED, Reason.MISSING_VOLUME)


def test_a_missing_last_volume_takes_the_header_with_it() -> None:
    for parts in ([GOOD[:9000], GOOD[9000:18000]], [GOOD[:9000], len(GOOD) - 9000]):
        fault = opened_set(opener.members, parts).fault
        assert fault is not None
        assert fault.reason is Reason.MISSING_VOLUME


def test_an_archive_that_is_cut_off_has_no_header() -> None:
    fault = opened(opener.members, GOOD[:-50]).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.FAILED, Reason.TRUNCATED)


def test_a_wrong_checksum_is_said_of_that_member_only() -> None:
    raw = bytearray(seven_zip({"a": b"A" * 50, "b": b"B" * 50}, filters=CHAINS["stored"]))
    raw[32 + 10] ^= 1
    found = opened(opener.members, bytes(raw))
    assert {index: fault.reason for index, fault in found.faults.items()} == {0: Reason.BAD_CHECKSUM}
    assert found.contents[1] == b"B" * 50


def test_a_bomb_comes_in_pieces_and_says_how_little_holds_it() -> None:
    raw = seven_zip({"a": bytes(64 << 20)}, filters=[LZMA2])
    member = next(iter(opener.members(in_file(raw), 0)))
    assert member.packed_bytes < 20_000
    assert max(len(next(member.chunks)) for _ in range(3)) <= 1 << 20


@settings(max_examples=40, deadline=None)
@given(st.dictionaries(st.text("abc/.\u00e9", min_size=1, max_size=9), st.binary(max_size=300), max_size=6))
def test_whatever_is_packed_comes_out_again(files: dict[str, bytes]) -> None:
    found = opened(opener.members, paper.in_memory(files.items()))
    assert [(m.name.decode(), found.contents[m.index]) for m in found.members] == list(files.items())


@settings(max_examples=150, deadline=None)
@given(st.integers(0, 1 << 30))
def test_mutated_archives_raise_nothing_but_item_errors(seed: int) -> None:
    small = paper.in_memory([("a", b"abc" * 99), ("b", b"xyz" * 50)])
    for raw in mutants(small, 1, seed):
        opened(opener.members, raw)


@pytest.mark.slow
@pytest.mark.parametrize("chain", CHAINS.values(), ids=CHAINS.keys())
def test_a_thousand_mutants_of_every_coder_end_with_an_answer(chain: list[dict[str, int]]) -> None:
    for raw in mutants(seven_zip({"a": b"abc" * 99, "b": b"xyz" * 500}, filters=chain), 1000):
        opened(opener.members, raw)


@pytest.mark.field
@pytest.mark.parametrize(
    ("name", "passwords", "wanted"),
    [
        ("test-documents.7z", (), 9),
        ("test7Z_protected_passTika.7z", ("Tika", "tika"), 1),
        ("full_encrypted.7z", ("passTika",), Reason.PASSWORD),
    ],
)
def test_archives_of_others(field_data: Path, name: str, passwords: tuple[str, ...], wanted: int | Reason) -> None:
    raw = (field_data / "s11-tika-documents/pkg" / name).read_bytes()
    found = opened(opener.members, raw, name, passwords=passwords)
    whole = [member for member in found.members if len(found.contents[member.index]) == member.declared_bytes]
    assert (found.fault.reason if found.fault else len(whole)) == wanted
    assert not found.faults
