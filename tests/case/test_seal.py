"""The seal: any change of any file changes the root."""

from __future__ import annotations

import hashlib

from hypothesis import assume, given
from hypothesis import strategies as st

from leakassay.case import seal

_file = st.tuples(
    st.binary(max_size=8), st.integers(0, 99), st.integers(-9, 99), st.text("0123456789abcdef", max_size=4)
)


def root(files: list[tuple[bytes, int, int, str]]) -> str:
    return seal.root(seal.leaf(*file) for file in files)


def test_the_root_of_three_is_what_the_rule_says() -> None:
    """Nodes over 0x01 and their children; the odd one is carried up."""
    a, b, c = (seal.leaf(name, 1, 2, "ff") for name in (b"a", b"b", b"c"))
    ab = hashlib.sha256(b"\x01" + a + b).digest()
    assert seal.root([a, b, c]) == hashlib.sha256(b"\x01" + ab + c).hexdigest()
    assert seal.root([a]) == a.hex()
    assert seal.root([]) == hashlib.sha256(b"").hexdigest()


@given(st.lists(_file, max_size=9), st.lists(_file, max_size=9))
def test_different_files_have_different_roots(one, two) -> None:
    assume(one != two)
    assert root(one) != root(two)


@given(st.lists(_file, min_size=2, max_size=9, unique=True), st.data())
def test_order_counts(files, data) -> None:
    other = data.draw(st.permutations(files))
    assert (root(files) == root(other)) == (files == other)


@given(st.lists(_file, min_size=2, max_size=9))
def test_a_node_cannot_pass_for_a_leaf(files) -> None:
    leaves = [seal.leaf(*file) for file in files]
    node = hashlib.sha256(leaves[0] + leaves[1]).digest()
    assert seal.root([node, *leaves[2:]]) != seal.root(leaves)


def test_fields_cannot_flow_into_each_other() -> None:
    assert seal.leaf(b"a1", 2, 3, "") != seal.leaf(b"a", 12, 3, "")
