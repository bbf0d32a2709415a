"""Zip: good, encrypted, overlapping, cut and mutated archives."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.reading import opened
from leakassay.custody.openers import zip as opener
from leakassay.model.outcomes import Outcome, Reason

TEXT = b"NHS 999 000 0018 Smith\n" * 500


def archive(
    names: tuple[str, ...] = ("a.txt", "folder/b.txt", "../../c.txt"), method: int = zipfile.ZIP_DEFLATED
) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name in names:
            made.writestr(zipfile.ZipInfo(name, (2024, 5, 3, 10, 0, 0)), TEXT, method)
    return out.getvalue()


GOOD = archive()


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2])
def test_every_member_comes_with_its_bytes_name_and_time(method: int) -> None:
    found = opened(opener.members, archive(method=method))
    assert found.names == [b"a.txt", b"folder/b.txt", b"../../c.txt"]
    assert list(found.contents.values()) == [TEXT] * 3
    assert found.members[0].modified_at == 1714730400
    assert (found.faults, found.gaps, found.fault) == ({}, [], None)


def test_what_is_not_packed_is_the_directory() -> None:
    found = opened(opener.members, GOOD)
    directory = GOOD.index(b"PK\x01\x02")
    assert sum(member.packed_bytes for member in found.members) == directory


def test_opening_can_be_resumed_in_the_middle() -> None:
    assert opened(opener.members, GOOD, first=2).names == [b"../../c.txt"]


def test_folders_are_no_members_but_keep_their_number() -> None:
    found = opened(opener.members, archive(("d/", "d/x.txt")).replace(TEXT, TEXT))
    assert found.members[-1].index == 1


def test_members_with_data_descriptors_are_measured_to_their_end() -> None:
    class Pipe(io.RawIOBase):
        def __init__(self) -> None:
            self.parts: list[bytes] = []

        def writable(self) -> bool:
            return True

        def write(self, piece: bytes) -> int:
            self.parts.append(bytes(piece))
            return len(piece)

    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", TEXT)
        made.writestr("b.txt", TEXT)
    raw = b"".join(pipe.parts)
    found = opened(opener.members, raw)
    assert list(found.contents.values()) == [TEXT, TEXT]
    assert sum(member.packed_bytes for member in found.members) == raw.index(b"PK\x01\x02")
    cut = opened(opener.members, raw[: raw.index(b"PK\x01\x02")])
    assert list(cut.contents.values()) == [TEXT, TEXT]


def test_an_encrypted_member_is_listed_not_read() -> None:
    raw = bytearray(GOOD)
    raw[6] |= 1
    at = raw.index(b"PK\x01\x02")
    raw[at + 8] |= 1
    found = opened(opener.members, bytes(raw))
    assert (found.members[0].outcome, found.members[0].reason) == (Outcome.ENCRYPTED, Reason.PASSWORD)
    assert found.contents[1] == TEXT


def test_an_unknown_method_is_unsupported() -> None:
    raw = bytearray(GOOD)
    raw[raw.index(b"PK\x01\x02") + 10] = 97
    assert opened(opener.members, bytes(raw)).members[0].outcome is Outcome.UNSUPPORTED


def test_two_thousand_entries_over_one_header_are_refused_but_named() -> None:
    single = archive(("a.txt",))
    at, end = single.index(b"PK\x01\x02"), single.index(b"PK\x05\x06")
    directory = b"".join(single[at : end - 5] + b"%05d" % n for n in range(2000))
    raw = single[:at] + directory + struct.pack("<4sHHHHIIH", b"PK\x05\x06", 0, 0, 2000, 2000, len(directory), at, 0)
    found = opened(opener.members, raw)
    assert len(found.members) == 2000
    assert [member.reason for member in found.members].count(Reason.LIMIT_OVERLAP) == 1999
    assert sum(member.packed_bytes for member in found.members) == at


def test_an_archive_without_its_end_is_salvaged() -> None:
    found = opened(opener.members, GOOD[: GOOD.index(b"PK\x01\x02")])
    assert list(found.contents.values()) == [TEXT] * 3
    assert [gap.reason for gap in found.gaps] == [Reason.TRUNCATED]


def test_a_member_cut_in_the_middle_gives_what_is_there() -> None:
    found = opened(opener.members, archive(("a.txt",), zipfile.ZIP_STORED)[:5000])
    assert TEXT.startswith(found.contents[0])
    assert len(found.contents[0]) > 4000
    assert found.faults[0].reason is Reason.TRUNCATED


def test_a_wrong_checksum_is_told_at_the_end() -> None:
    raw = bytearray(archive(("a.txt",), zipfile.ZIP_STORED))
    raw[100] ^= 1
    found = opened(opener.members, bytes(raw))
    assert found.faults[0].reason is Reason.BAD_CHECKSUM
    assert len(found.contents[0]) == len(TEXT)


def test_a_bomb_is_streamed_not_swallowed() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("zeros", bytes(64 << 20))
    found = opened(opener.members, out.getvalue(), cap=4 << 20)
    assert 4 << 20 <= len(found.contents[0]) <= 6 << 20


def test_bytes_that_are_no_zip_are_malformed() -> None:
    fault = opened(opener.members, b"hello").fault
    assert fault is not None
    assert fault.reason is Reason.MALFORMED


def test_an_empty_archive_has_no_members() -> None:
    found = opened(opener.members, archive(()))
    assert (found.members, found.fault) == ([], None)


def test_bytes_before_the_archive_do_not_shift_it() -> None:
    assert list(opened(opener.members, b"MZ stub" * 100 + GOOD).contents.values()) == [TEXT] * 3


def test_a_salvaged_member_that_promises_a_descriptor_ends_where_the_next_begins() -> None:
    raw = bytearray(GOOD[:253])
    raw[114] |= 8
    found = opened(opener.members, bytes(raw))
    assert len(found.members) > 1
    assert sum(member.packed_bytes for member in found.members) + sum(gap.bytes for gap in found.gaps) == len(raw)


@settings(max_examples=250, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=12), st.integers(0, 3 * len(GOOD))
)
def test_mutated_archives_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw[:cut] if cut else raw))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_after_a_signature_raise_nothing_but_item_errors(raw: bytes) -> None:
    opened(opener.members, b"PK\x03\x04" + raw)
    opened(opener.members, b"PK\x03\x04" + raw + b"PK\x05\x06" + raw)


@pytest.mark.field
def test_names_in_the_old_code_page_are_kept_as_bytes(field_data: Path) -> None:
    raw = (field_data / "s20-python-stdlib/archives/zip_cp437_header.zip").read_bytes()
    assert opened(opener.members, raw).names == [b"filename_with_\x91o\x86.txt", b"filename_without.txt"]


@pytest.mark.field
def test_real_archives_give_what_the_standard_library_gives(field_data: Path) -> None:
    compared = 0
    for path in sorted(field_data.rglob("*.zip")):
        if "corrupted" in path.name or "DataDescriptor" in path.name or "spanned" in path.name:
            continue
        found = opened(opener.members, path.read_bytes())
        with zipfile.ZipFile(path) as theirs:
            wanted = [info for info in theirs.infolist() if not info.is_dir()]
            assert len(found.members) == len(wanted), path.name
            for member, info in zip(found.members, wanted, strict=True):
                if member.outcome is None:
                    assert found.contents[member.index] == theirs.read(info), (path.name, member.index)
                    compared += 1
    assert compared > 20
