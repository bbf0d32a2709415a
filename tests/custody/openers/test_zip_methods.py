"""Methods of members: what each packs comes out, in bounded pieces, or is refused."""

from __future__ import annotations

import bz2
import gzip
import lzma
import struct

import pytest
import zstandard
from hypothesis import given, settings
from hypothesis import strategies as st

from custody.openers.zips import Part, built, deflated
from custody.reading import opened
from leakassay.custody.openers import zip as opener
from leakassay.custody.openers.zip_methods import Inflate, machine
from leakassay.model.outcomes import Outcome, Reason

TEXT = b"NHS 999 000 0018 Smith\n" * 5000


def raw_lzma(content: bytes, dictionary: int = 1 << 20) -> bytes:
    chain = [{"id": lzma.FILTER_LZMA1, "dict_size": 1 << 20, "lc": 3, "lp": 0, "pb": 2}]
    body = lzma.compress(content, format=lzma.FORMAT_RAW, filters=chain)
    return struct.pack("<BBHBI", 9, 4, 5, 3 + 9 * 0 + 45 * 2, dictionary) + body


PACKERS = {
    0: bytes,
    8: deflated,
    9: deflated,  # deflate without far matches and long lengths is deflate64 as well
    12: bz2.compress,
    14: raw_lzma,
    93: zstandard.ZstdCompressor().compress,
    95: lzma.compress,
}
every_method = pytest.mark.parametrize("method", PACKERS)


def packed(method: int, content: bytes) -> bytes:
    """A zip of one member; deflate64 reads a distance code of deflate only where none is used: content is noise."""
    return built(Part(b"a", content, PACKERS[method](content), method))


@every_method
def test_what_a_method_packs_comes_out(method: int) -> None:
    content = bytes(range(250)) if method == 9 else TEXT
    found = opened(opener.members, packed(method, content))
    assert (found.contents, found.faults, found.gaps) == ({0: content}, {}, [])


@every_method
def test_a_member_cut_off_is_told(method: int) -> None:
    content = bytes(range(250)) if method == 9 else TEXT
    raw = packed(method, content)
    for tenths in range(1, 10):
        found = opened(opener.members, raw[: raw.index(b"PK\x01\x02") * tenths // 10])
        assert found.faults or found.fault, tenths


@every_method
def test_a_wrong_check_sum_is_told(method: int) -> None:
    content = bytes(range(250)) if method == 9 else TEXT
    found = opened(opener.members, built(Part(b"a", content, PACKERS[method](content), method, crc=5)))
    assert found.faults[0].reason is Reason.BAD_CHECKSUM


@pytest.mark.parametrize(
    "noise", ["fafd204b3754646c74", "94000201000000000000" + "494a4b4c4d4e4f50515253545556575859000000"]
)
def test_codes_of_deflate64_that_stand_for_nothing_cost_one_member(noise: str) -> None:
    """As the fuzzer found them: the library raises what it raises, and the members behind were lost."""
    parts = (Part(b"a", b"x" * 40, bytes.fromhex(noise) + bytes(20), 9), Part(b"b", TEXT, deflated(TEXT), 8))
    found = opened(opener.members, built(*parts))
    assert found.faults[0].reason is Reason.MALFORMED
    assert found.contents[1] == TEXT


def test_a_bomb_of_every_method_comes_in_bounded_pieces() -> None:
    for method in (8, 12, 14, 93, 95):
        unpacker, zeros = machine(method, 40 << 20), PACKERS[method](bytes(40 << 20))
        largest = len(unpacker.decompress(zeros, 1 << 20))
        while not unpacker.eof and not unpacker.needs_input:
            largest = max(largest, len(unpacker.decompress(b"", 1 << 20)))
        assert 0 < largest <= 1 << 20, method


def test_a_dictionary_beyond_the_limit_is_refused() -> None:
    raw = built(Part(b"a", TEXT, raw_lzma(TEXT, 1 << 31), 14))
    assert opened(opener.members, raw).faults[0].reason is Reason.LIMIT_MEMORY


@pytest.mark.parametrize(
    "head", [b"\x00\x00", b"\xff\xff", struct.pack("<BBHBI", 9, 4, 7, 93, 1), b"\x09\x04\x05\x00\xff" + bytes(9)]
)
def test_headers_of_methods_that_are_none_are_malformed(head: bytes) -> None:
    assert opened(opener.members, built(Part(b"a", TEXT, head + bytes(50), 14))).faults


@pytest.mark.parametrize("method", [1, 6, 98])
def test_methods_older_than_deflate_and_ppmd_are_unsupported(method: int) -> None:
    assert opened(opener.members, built(Part(b"a", TEXT, TEXT, method))).members[0].outcome is Outcome.UNSUPPORTED


def test_a_gzip_header_is_inflated_with_its_window_bits() -> None:
    unpacker = Inflate(31)
    assert unpacker.decompress(gzip.compress(TEXT) + b"next", 1 << 20) == TEXT
    assert (unpacker.eof, unpacker.unused_data) == (True, b"next")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(PACKERS)),
    st.lists(st.tuples(st.integers(0, 400), st.integers(0, 255)), max_size=5),
    st.binary(max_size=2000),
)
def test_hostile_bytes_raise_nothing_but_item_errors(
    method: int, changes: list[tuple[int, int]], content: bytes
) -> None:
    body = bytearray(PACKERS[method](content) or b"\0")
    for at, byte in changes:
        body[at % len(body)] = byte
    opened(opener.members, built(Part(b"a", content, bytes(body), method)))


@settings(max_examples=100, deadline=None)
@given(st.sampled_from([0, 8, 12, 14, 93, 95]), st.binary(max_size=4000))
def test_any_content_comes_out(method: int, content: bytes) -> None:
    assert opened(opener.members, packed(method, content)).contents == {0: content}
