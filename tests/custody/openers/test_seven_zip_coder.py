"""Coders of 7z one by one; whole archives are in `test_seven_zip.py`."""

from __future__ import annotations

import lzma

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.openers.seven_zip_coder import DICTIONARY_BYTES, LZMA, LZMA2, decoded, dictionary
from leakassay.custody.openers.seven_zip_header import Coder
from leakassay.model.errors import ItemError
from leakassay.model.outcomes import Outcome, Reason


@given(st.binary(max_size=3000), st.integers(1, 999), st.sampled_from(["x86", "arm", "delta"]))
def test_a_branch_filter_stands_alone(plain: bytes, step: int, kind: str) -> None:
    number, method = {
        "x86": (lzma.FILTER_X86, b"\x03\x03\x01\x03"),
        "arm": (lzma.FILTER_ARM, b"\x07"),
        "delta": (lzma.FILTER_DELTA, b"\x03"),
    }[kind]
    this = {"id": number} | ({"dist": 3} if kind == "delta" else {})
    wrapped = lzma.compress(plain, lzma.FORMAT_RAW, filters=[this, {"id": lzma.FILTER_LZMA2, "preset": 0}])
    filtered = lzma.decompress(wrapped, lzma.FORMAT_RAW, filters=[{"id": lzma.FILTER_LZMA2, "preset": 0}])
    pieces = iter([filtered[at : at + step] for at in range(0, len(filtered), step)])
    assert b"".join(decoded(Coder(method, b"\x02"), pieces, len(plain))) == plain


@pytest.mark.parametrize(
    ("coder", "size", "outcome", "reason"),
    [
        (Coder(b"\x99", b""), 1, Outcome.UNSUPPORTED, Reason.NO_READER),
        (Coder(LZMA2, b"\x28"), 1 << 40, Outcome.REFUSED, Reason.LIMIT_MEMORY),
        (Coder(LZMA, b"\x5d\xff\xff\xff\xff"), 1 << 40, Outcome.REFUSED, Reason.LIMIT_MEMORY),
        (Coder(LZMA2, b"\x99"), 1, Outcome.FAILED, Reason.MALFORMED),
        (Coder(LZMA, b""), 1, Outcome.FAILED, Reason.MALFORMED),
    ],
)
def test_hostile_or_unknown_coders_are_refused_by_name(
    coder: Coder, size: int, outcome: Outcome, reason: Reason
) -> None:
    with pytest.raises(ItemError) as fault:
        decoded(coder, iter((b"",)), size)
    assert (fault.value.outcome, fault.value.reason) == (outcome, reason)


def test_a_dictionary_is_never_larger_than_what_it_serves() -> None:
    assert dictionary(3 << 30, 10_000) == 10_000
    assert dictionary(1 << 20, DICTIONARY_BYTES * 9) == 1 << 20
