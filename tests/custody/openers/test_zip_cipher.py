"""Members behind a password: ZipCrypto and AES of three strengths, with the operator's list."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers.zips import Part, aes, built, crypted, deflated
from custody.reading import Opened, opened
from leakassay.custody.openers import zip as opener
from leakassay.exercise.paper.document import Document
from leakassay.exercise.paper.zip_crypto import sealed_zip
from leakassay.model.outcomes import Outcome, Reason

TEXT = b"NHS 999 000 0018 Smith\n" * 500
LOCKED = [(Outcome.ENCRYPTED, Reason.PASSWORD)]
LIST = ("wrong", "Winter2023", "infected")


def of(*parts: Part, passwords: tuple[str, ...] = LIST) -> Opened:
    return opened(opener.members, built(*parts), passwords=passwords)


def states(found: Opened) -> list[tuple[Outcome | None, Reason]]:
    return [(member.outcome, member.reason) for member in found.members]


WAYS = {
    "zipcrypto": crypted,
    "zipcrypto, described": lambda name, content, key: crypted(name, content, key, described=True),
    "aes-128": lambda name, content, key: aes(name, content, key, 128),
    "aes-192": lambda name, content, key: aes(name, content, key, 192),
    "aes-256": lambda name, content, key: aes(name, content, key, 256),
    "aes-256, version 1": lambda name, content, key: aes(name, content, key, 256, 1),
}
every_way = pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)


@every_way
def test_a_member_opens_with_the_password_of_the_list(way) -> None:
    found = of(way(b"a.txt", TEXT, b"infected"), way(b"empty", b"", b"infected"))
    assert (found.contents, found.faults, found.gaps) == ({0: TEXT, 1: b""}, {}, [])


@every_way
def test_without_the_right_password_it_is_encrypted(way) -> None:
    part = way(b"a.txt", TEXT, b"another")
    assert states(of(part)) == states(of(part, passwords=())) == LOCKED


@every_way
def test_each_member_may_have_a_password_of_its_own(way) -> None:
    found = of(way(b"a", b"one" * 9, b"infected"), way(b"b", b"two", b"Winter2023"), way(b"c", b"three", b"no"))
    assert (found.contents[0], found.contents[1], found.members[2].outcome) == (b"one" * 9, b"two", Outcome.ENCRYPTED)


@every_way
def test_damage_inside_is_told(way) -> None:
    part = way(b"a.txt", bytes(range(256)) * 40, b"infected")
    broken = bytearray(part.packed)
    broken[len(broken) - 30] ^= 1
    found = of(Part(part.name, part.data, bytes(broken), part.method, part.flags, part.extra, part.crc))
    assert found.faults or found.members[0].outcome is Outcome.ENCRYPTED


@every_way
def test_a_member_cut_off_gives_its_beginning(way) -> None:
    raw = built(way(b"a.txt", b"".join(b"%d\n" % (n * n) for n in range(9000)), b"infected"))
    found = opened(opener.members, raw[: raw.index(b"PK\x01\x02") // 2], passwords=LIST)
    assert found.gaps[0].reason is Reason.TRUNCATED
    assert found.faults or found.members[0].outcome is Outcome.ENCRYPTED


def test_a_wrong_password_whose_check_byte_fits_by_chance_is_not_taken() -> None:
    """One wrong password in 256 passes the check; 3000 of them stand before the right one."""
    many = (*(f"guess {number}" for number in range(3000)), "infected")
    assert of(crypted(b"a", TEXT, b"infected"), passwords=many).contents == {0: TEXT}


def test_a_password_in_an_old_code_page_opens() -> None:
    assert of(aes(b"a", TEXT, "Prüfung".encode("cp850")), passwords=("Prüfung",)).contents == {0: TEXT}


def test_what_the_rehearsal_seals_opens() -> None:
    raw = sealed_zip([Document("a.txt", "text", TEXT), Document("ä.txt", "text", b"two")], "Pathology2024!")
    assert list(opened(opener.members, raw, passwords=("Pathology2024!",)).contents.values()) == [TEXT, b"two"]


def test_pkwares_own_encryption_stays_locked() -> None:
    assert states(of(Part(b"a", TEXT, deflated(TEXT), 8, 0x41))) == LOCKED


def test_aes_without_its_field_stays_locked() -> None:
    part = aes(b"a", TEXT, b"infected")
    assert states(of(Part(part.name, part.data, part.packed, 99, 1))) == LOCKED


def test_aes_without_its_flag_is_unsupported_or_damaged() -> None:
    part = aes(b"a", TEXT, b"infected")
    assert states(of(Part(part.name, part.data, part.packed, 99))) == [(Outcome.UNSUPPORTED, Reason.NO_READER)]
    assert of(Part(part.name, part.data, part.packed, 99, 0, part.extra)).faults


def test_an_old_method_behind_a_password_is_unsupported() -> None:
    assert states(of(Part(b"a", TEXT, TEXT, 6, 1))) == [(Outcome.UNSUPPORTED, Reason.NO_READER)]


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=3000), st.text(min_size=1, max_size=12), st.sampled_from(sorted(WAYS)))
def test_any_content_behind_any_password_comes_out(content: bytes, password: str, way: str) -> None:
    try:
        key = password.encode()
    except UnicodeEncodeError:
        return
    assert of(WAYS[way](b"a", content, key), passwords=("x", password)).contents == {0: content}


GOOD = built(crypted(b"a", TEXT, b"infected"), aes(b"b", TEXT, b"infected"))


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, len(GOOD) - 1), st.integers(0, 255)), max_size=8), st.integers(0, len(GOOD)))
def test_mutated_archives_raise_nothing_but_item_errors(changes: list[tuple[int, int]], cut: int) -> None:
    raw = bytearray(GOOD)
    for at, byte in changes:
        raw[at] = byte
    opened(opener.members, bytes(raw[cut // 2 :]), passwords=LIST)
    opened(opener.members, bytes(raw[:cut]), passwords=LIST)
