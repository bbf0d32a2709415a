"""Hostile archives are what they say, stay small, and our own openers and the standard library agree about them."""

import gzip
import io
import tarfile
import zipfile
from collections.abc import Callable

import pytest

from leakassay.case.views import as_text
from leakassay.custody.openers import tar as tar_opener
from leakassay.custody.openers import zip as zip_opener
from leakassay.exercise.paper import hostile
from leakassay.exercise.paper.document import Document
from leakassay.model.item import in_memory
from leakassay.model.member import Member
from leakassay.model.outcomes import Outcome, Reason

NOTE = b"a note without anybody"
LOG = Document("interface/oru.log", "text", b"one line\n" * 100)
MAKERS: tuple[Callable[[], Document], ...] = (
    lambda: hostile.bomb("a.zip"),
    lambda: hostile.nested_bomb("b.zip"),
    lambda: hostile.gzip_bomb("x/c.gz"),
    lambda: hostile.many_members("x/oru.log.gz", LOG, 7),
    lambda: hostile.traversal_zip("d.zip", NOTE),
    lambda: hostile.traversal_tar("e.tar", NOTE),
    lambda: hostile.overlapping("f.zip", LOG, 20),
    lambda: hostile.odd_names("g.zip", NOTE),
)


@pytest.mark.parametrize("make", MAKERS)
def test_each_is_small_and_the_same_twice(make: Callable[[], Document]):
    document = make()
    assert len(document.data) < 200_000
    assert document == make()


@pytest.mark.parametrize("make", MAKERS)
def test_members_have_bytes_or_a_reason(make: Callable[[], Document]):
    for member in make().members:
        assert bool(member.data) == (Outcome(member.outcome) is Outcome.READ)
        assert bool(member.data) == (Reason(member.reason) is Reason.NONE)


def test_a_bomb_unpacks_to_less_than_50_mb_at_a_ratio_that_gives_it_away():
    with zipfile.ZipFile(io.BytesIO(hostile.bomb("a.zip").data)) as opened:
        sizes = [(info.file_size, info.compress_size) for info in opened.infolist()]
        assert opened.testzip() is None
    assert sum(size for size, _ in sizes) < 50_000_000
    assert min(size / packed for size, packed in sizes) > 200


def test_a_nested_bomb_has_the_zeros_two_levels_down():
    with zipfile.ZipFile(io.BytesIO(hostile.nested_bomb("b.zip").data)) as outer:
        names = outer.namelist()
        with zipfile.ZipFile(io.BytesIO(outer.read(names[-1]))) as inner:
            assert inner.getinfo("0.dll").file_size == hostile.BOMB_BYTES
    assert len(names) * hostile.BOMB_BYTES < 50_000_000


def test_a_gzip_in_many_pieces_is_one_document():
    document = hostile.many_members("x/oru.log.gz", LOG, 7)
    assert gzip.decompress(document.data) == LOG.data
    assert document.data.count(b"\x1f\x8b\x08") == 7
    assert document.members[0].name == "oru.log"


def test_names_that_lead_out_stand_in_the_zip_as_they_are():
    document = hostile.traversal_zip("d.zip", NOTE)
    with zipfile.ZipFile(io.BytesIO(document.data)) as opened:
        held = {info.orig_filename: opened.read(info) for info in opened.infolist()}
    assert held == {member.name: member.data for member in document.members}
    assert any(name.startswith("../../") for name in held)


def test_a_tar_with_links_and_a_pipe_lists_them_all():
    document = hostile.traversal_tar("e.tar", NOTE)
    with tarfile.open(fileobj=io.BytesIO(document.data)) as opened:
        kinds = {entry.name: (entry.issym(), entry.islnk(), entry.isfifo(), entry.isreg()) for entry in opened}
    assert list(kinds) == [member.name for member in document.members]
    assert [kind.index(True) for kind in kinds.values()] == [0, 1, 2, 3, 3]


def test_overlapping_lines_claim_the_same_bytes():
    with zipfile.ZipFile(io.BytesIO(hostile.overlapping("f.zip", LOG, 20).data)) as opened:
        places = [info.header_offset for info in opened.infolist()]
    assert places == [0] * 20


def test_odd_names_hold_300_characters_and_no_utf8():
    document = hostile.odd_names("g.zip", NOTE)
    assert max(len(member.name) for member in document.members) >= 300
    assert sum("\\x" in member.name for member in document.members) == 4


@pytest.mark.parametrize("make", [MAKERS[4], MAKERS[5], MAKERS[6], MAKERS[7]])
def test_our_own_openers_say_what_the_key_says(make: Callable[[], Document]):
    document = make()
    assert told(document) == [(member.name, member.outcome, member.reason, member.data) for member in document.members]


def told(document: Document) -> list[tuple[str, str, str, bytes]]:
    """What the opener yields, in the words of the key."""
    opener = {"zip": zip_opener, "tar": tar_opener}[document.format]
    return [
        (
            as_text(one.name),
            str(one.outcome or "read"),
            str(one.reason),
            b"" if one.outcome else b"".join(one.chunks),
        )
        for one in opener.members(in_memory(document.data))
        if isinstance(one, Member)
    ]
