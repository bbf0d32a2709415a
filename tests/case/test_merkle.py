"""The Merkle tree: the roots of RFC 6962, proofs that hold for their leaf only."""

from __future__ import annotations

import hashlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.case import merkle

# test vectors of the certificate-transparency project for RFC 6962, inputs and roots in hexadecimal
_INPUTS = [bytes.fromhex(word) for word in (
    "", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")]  # fmt: skip
_ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}

_leaves = st.lists(st.binary(max_size=3).map(merkle.hash_leaf), min_size=1, max_size=40)


@pytest.mark.parametrize("size", _ROOTS)
def test_the_roots_are_those_of_the_standard(size: int) -> None:
    assert merkle.root(map(merkle.hash_leaf, _INPUTS[:size]))[0].hex() == _ROOTS[size]


def test_the_root_of_nothing_is_the_hash_of_nothing() -> None:
    assert merkle.root([]) == (hashlib.sha256(b"").digest(), 0)


@given(_leaves, st.data())
def test_a_proof_leads_to_the_root(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    leaf, way = merkle.path(iter(leaves), index, len(leaves))
    assert leaf == leaves[index]
    assert merkle.climb(leaf, index, len(leaves), way) == merkle.root(leaves)[0]


@given(_leaves, st.data())
def test_another_leaf_place_or_path_does_not(leaves: list[bytes], data: st.DataObject) -> None:
    index = data.draw(st.integers(0, len(leaves) - 1))
    leaf, way = merkle.path(iter(leaves), index, len(leaves))
    root = merkle.root(leaves)[0]
    assert merkle.climb(merkle.hash_leaf(b"another"), index, len(leaves), way) != root
    assert merkle.climb(leaf, index, len(leaves), [*way, leaf]) != root
    assert merkle.climb(leaf, len(leaves), len(leaves), way) is None
    if way:
        assert merkle.climb(leaf, index, len(leaves), way[:-1]) != root


def test_a_tree_with_fewer_leaves_than_said_has_no_proof() -> None:
    for leaves, index, size in (([b"a" * 32], 0, 2), ([], 0, 1), ([b"a" * 32], 1, 1)):
        with pytest.raises(ValueError, match=r"leaves|outside"):
            merkle.path(leaves, index, size)


@given(st.lists(st.binary(max_size=3), max_size=4), st.lists(st.binary(max_size=3), max_size=4))
def test_framed_parts_do_not_flow_into_each_other(one: list[bytes], two: list[bytes]) -> None:
    assert (merkle.framed(*one) == merkle.framed(*two)) == (one == two)
