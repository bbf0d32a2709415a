"""The index holds what was written, nothing else, and does not hold it in memory."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.custody.hash_index import PREFIX_BYTES, HashIndex, build


@settings(deadline=None, max_examples=25)
@given(st.sets(st.binary(min_size=20, max_size=20), max_size=60), st.binary(min_size=20, max_size=20))
def test_an_index_holds_its_hashes_and_no_other(
    tmp_path_factory: pytest.TempPathFactory, listed: set[bytes], other: bytes
) -> None:
    folder = tmp_path_factory.getbasetemp() / "index"
    count = build(folder, [b"".join(sorted(listed)), b"".join(listed)], 20)
    index = HashIndex(folder)
    prefixes = {one[:PREFIX_BYTES] for one in listed}
    assert count == len(index) == len(prefixes)
    assert all(index.holds(one) for one in listed)
    assert index.holds(other) == (other[:PREFIX_BYTES] in prefixes)


def test_hashes_that_share_their_first_word_are_told_apart(tmp_path: Path) -> None:
    listed = [b"\xff" * 8 + bytes([n]) + bytes(7) for n in range(9)]
    build(tmp_path / "i", [b"".join(listed)], 16)
    index = HashIndex(tmp_path / "i")
    assert all(index.holds(one) for one in listed)
    assert not index.holds(b"\xff" * 16)


def test_a_million_hashes_leave_two_files_and_are_found(tmp_path: Path) -> None:
    raw = np.random.default_rng(5).bytes(32 * 1_000_000)
    assert build(tmp_path / "i", (raw[at : at + (1 << 20)] for at in range(0, len(raw), 1 << 20)), 32) == 1_000_000
    assert sorted(path.stat().st_size for path in (tmp_path / "i").iterdir()) == [8_000_000, 8_000_000]
    index = HashIndex(tmp_path / "i")
    assert all(index.holds(raw[at : at + 32]) for at in range(0, len(raw), 3200 * 32))
    assert not index.holds(hashlib.sha256(b"another").digest())
