"""Zip: good, encrypted, overlapping, cut and mutated archives."""

from __future__ import annotations

import io
import struct
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers.zips import Part, as_set, built, deflated, split
from custody.reading import opened, opened_item
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


def test_a_local_header_that_tells_another_story_is_told_and_the_directory_wins() -> None:
    for lie in (Part(b"a", TEXT, TEXT, local_name=b"b"), Part(b"a", TEXT, TEXT, local_size=7)):
        found = opened(opener.members, built(lie, Part(b"c", TEXT, TEXT)))
        assert (found.names, found.contents, found.faults) == ([b"a", b"c"], {0: TEXT, 1: TEXT}, {})
        assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.MALFORMED, 0)]


def test_sizes_of_zip64_are_read_everywhere() -> None:
    raw = built(Part(b"a", TEXT, deflated(TEXT), 8), Part(b"b", TEXT, TEXT), wide=True)
    for before in (b"", b"self-extractor"):
        found = opened(opener.members, before + raw)
        assert (found.contents, found.gaps, found.faults) == ({0: TEXT, 1: TEXT}, [], {})


def test_a_directory_behind_a_password_is_encrypted() -> None:
    raw = built(Part(b"a", TEXT, TEXT)).replace(b"PK\x01\x02", b"PK\x06\x08")
    fault = opened(opener.members, raw).fault
    assert fault is not None
    assert (fault.outcome, fault.reason) == (Outcome.ENCRYPTED, Reason.PASSWORD)


SPLIT = [Part(b"%d" % number, TEXT, TEXT[number:] + TEXT[:number]) for number in range(4)]
SPLIT = [Part(part.name, part.packed, part.packed) for part in SPLIT]
CONTENTS = {number: part.packed for number, part in enumerate(SPLIT)}


@pytest.mark.parametrize("size", [300, 4096, 12_000, 20_000, 100_000])
def test_a_split_archive_is_one_archive(size: int) -> None:
    found = opened_item(opener.members, as_set(split(built(*SPLIT), size)))
    assert (found.contents, found.gaps, found.faults, found.fault) == (CONTENTS, [], {}, None)


def test_members_in_a_missing_volume_are_refused_and_the_others_read() -> None:
    """Four members of 11.5 kB over volumes of 9 kB: the second touches volumes two and three."""
    volumes = split(built(*SPLIT), 9000)
    found = opened_item(opener.members, as_set(volumes, 2))
    lost = [member.index for member in found.members if member.reason is Reason.MISSING_VOLUME]
    assert lost == [1, 2]
    assert [found.members[index].outcome for index in lost] == [Outcome.REFUSED] * 2
    assert {0: found.contents[0], 3: found.contents[3]} == {0: CONTENTS[0], 3: CONTENTS[3]}
    assert [(gap.reason, gap.bytes) for gap in found.gaps] == [(Reason.MISSING_VOLUME, 0)]
    assert sum(found.packed.values()) <= sum(map(len, volumes)) - 9000


@pytest.mark.parametrize("size", range(11_500, 11_600, 7))
def test_wherever_a_missing_volume_begins_the_others_are_read(size: int) -> None:
    """Headers, descriptors and lengths lie across the cut by turns."""
    parts = [Part(part.name, part.data, part.packed, flags=8) for part in SPLIT]
    volumes = split(built(*parts), size)
    found = opened_item(opener.members, as_set(volumes, 1))
    assert (len(found.members), found.fault) == (4, None)
    assert found.contents[3] == CONTENTS[3]


def test_without_its_last_volume_a_split_archive_is_salvaged() -> None:
    volumes = split(built(*SPLIT), 9000)
    found = opened_item(opener.members, as_set(volumes, len(volumes) - 1))
    assert {index: found.contents[index] for index in (0, 1, 2)} == {index: CONTENTS[index] for index in (0, 1, 2)}
    assert [gap.reason for gap in found.gaps] == [Reason.TRUNCATED]


def test_the_last_volume_alone_names_what_it_cannot_give() -> None:
    volumes = split(built(*SPLIT), 20_000)
    found = opened(opener.members, volumes[-1])
    assert found.names == [b"0", b"1", b"2", b"3"]
    assert [member.reason is Reason.MISSING_VOLUME for member in found.members] == [True, True, True, True]
    assert [gap.reason for gap in found.gaps] == [Reason.MISSING_VOLUME]


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(st.text("abc/ä", min_size=1, max_size=8), st.binary(max_size=2000), max_size=6),
    st.sampled_from([zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA]),
)
def test_what_the_standard_library_packs_comes_out(files: dict[str, bytes], method: int) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as made:
        for name, content in files.items():
            made.writestr("x" + name + "x", content)
    found = opened(opener.members, out.getvalue())
    assert (list(found.contents.values()), found.gaps, found.faults) == (list(files.values()), [], {})


@settings(max_examples=100, deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 50_000), st.integers(0, 255)), max_size=10),
    st.integers(200, 30_000),
    st.sets(st.integers(0, 5), max_size=2),
)
def test_mutated_split_archives_raise_nothing_but_item_errors(
    changes: list[tuple[int, int]], size: int, missing: set[int]
) -> None:
    volumes = [bytearray(volume) for volume in split(built(*SPLIT), size)]
    for at, byte in changes:
        volume = volumes[-1 - at % min(3, len(volumes))]
        volume[at % len(volume)] = byte
    lost = {number for number in missing if number < len(volumes)}
    if len(lost) < len(volumes):
        opened_item(opener.members, as_set([bytes(volume) for volume in volumes], *lost))


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


@pytest.mark.field
def test_a_real_split_archive_gives_what_its_whole_gives(field_data: Path) -> None:
    folder = field_data / "s11-tika-documents/pkg"
    volumes = [(folder / f"test-documents-spanned.{suffix}").read_bytes() for suffix in ("z01", "zip")]
    found = opened_item(opener.members, as_set(volumes))
    assert (found.gaps, found.faults) == ([], {})
    assert len(found.members) >= 9
