"""Packages are checked before they are unpacked, and tell what lies beside their parts."""

from __future__ import annotations

import io
import zipfile

import pytest

from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read import package


def packed(**parts: bytes) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return sink.getvalue()


def test_a_part_comes_back_as_it_was() -> None:
    with package.opened(io.BytesIO(packed(a=b"x" * 200_000))) as archive:
        assert b"".join(package.pieces(archive, archive.infolist()[0])) == b"x" * 200_000


def test_a_bomb_is_refused_before_it_is_unpacked() -> None:
    with pytest.raises(ItemError) as refused:
        package.opened(io.BytesIO(packed(a=bytes(package.SMALL_BYTES + 1))))
    assert (refused.value.outcome, refused.value.reason) == (Outcome.REFUSED, Reason.LIMIT_RATIO)


def test_no_package_is_malformed_and_a_locked_one_is_encrypted() -> None:
    with pytest.raises(ItemError) as broken:
        package.opened(io.BytesIO(b"PK\3\4 nothing"))
    assert broken.value.reason is Reason.MALFORMED
    manifest = {"META-INF/manifest.xml": b"<m><manifest:encryption-data/></m>"}
    with pytest.raises(ItemError) as locked:
        package.opened(io.BytesIO(packed(**manifest)))
    assert locked.value.outcome is Outcome.ENCRYPTED


def test_bytes_that_no_part_accounts_for_are_counted() -> None:
    good = packed(a=b"one", b=b"two")
    for raw, stray in ((good, 0), (b"z" * 5000 + good, 5000)):
        item = in_memory(raw)
        with package.opened(item.file()) as archive:
            found = package.stray_bytes(archive, item)
        assert stray - 98 <= found <= stray


def test_a_directory_that_tells_another_story_than_its_parts_is_seen() -> None:
    good = packed(a=b"one" * 50, b=b"two")
    at = good.rindex(b"PK\1\2")
    for raw, is_odd in (
        (good, False),
        (good[: at + 46] + b"x" + good[at + 47 :], True),
        (good[: at + 24] + bytes(4) + good[at + 28 :], True),
        (b"z" * 50 + good, False),
    ):
        with package.opened(io.BytesIO(raw)) as archive:
            assert package.is_at_odds(archive, in_memory(raw)) == is_odd


def test_a_damaged_part_comes_as_far_as_its_damage() -> None:
    words = " ".join(map(str, range(4000))).encode()
    good = packed(a=words)
    (part,) = package.salvaged(in_memory(good[:3000] + b"\xff" * 40 + good[3040:]), 1 << 20)
    assert len(part.content) > 2000
    assert words.startswith(part.content[:2000])
    assert not part.is_whole


def test_parts_come_without_a_directory_as_far_as_they_go() -> None:
    good = packed(a=b"first" * 100, b=bytes(range(256)) * 40)
    whole = list(package.salvaged(in_memory(good[: good.index(b"PK\1\2")]), 1 << 20))
    assert [(part.name, part.is_whole) for part in whole] == [("a", True), ("b", True)]
    cut = list(package.salvaged(in_memory(good[: good.index(b"PK\1\2") - 20]), 1 << 20))
    assert [part.is_whole for part in cut] == [True, False]
    assert cut[1].content == (bytes(range(256)) * 40)[: len(cut[1].content)]
