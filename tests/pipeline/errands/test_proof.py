"""Proof of one item: holds against the root it was made for, without the case; a changed one does not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.case import version
from leakassay.case.case import Case
from leakassay.model.errors import IntegrityError, OperatorError
from leakassay.pipeline.errands import proof


@pytest.fixture
def made(case: Case, tmp_path: Path) -> tuple[Path, str]:
    item = case.ledger.one("select item_id from item order by item_id limit 1")
    root = proof.write(case, f"{item:016x}", tmp_path / "proof.json")
    return tmp_path / "proof.json", root


def test_a_proof_holds_against_the_recorded_root(case: Case, made: tuple[Path, str]) -> None:
    path, root = made
    last = version.latest(case.ledger)
    assert last is not None
    assert root == last.ledger_root
    assert proof.check(path, root)["outcome"]


def test_a_changed_fact_path_place_or_root_does_not(made: tuple[Path, str]) -> None:
    path, root = made
    said = json.loads(path.read_text())
    for changed in (
        said | {"facts": said["facts"] | {"size_bytes": 1}},
        said | {"facts": said["facts"] | {"outcome": "refused"}},
        said | {"path": said["path"][1:]},
        said | {"leaf_index": said["leaf_index"] + 1},
    ):
        with pytest.raises(IntegrityError, match="does not lead"):
            proof.parse(json.dumps(changed).encode(), root)
    with pytest.raises(IntegrityError):
        proof.check(path, "00" * 32)
    with pytest.raises(OperatorError, match="--root"):
        proof.check(path, "no root")


@given(st.binary(max_size=50) | st.recursive(
    st.none() | st.integers() | st.text(max_size=5), lambda inner: st.lists(inner, max_size=3) | st.dictionaries(
        st.sampled_from(["schema", "facts", "path", "leaf_index", "tree_size", "item_id"]), inner), max_leaves=9,
).map(lambda said: json.dumps(said).encode()))  # fmt: skip
@settings(deadline=None)
def test_any_other_file_is_refused_with_a_sentence(data: bytes) -> None:
    with pytest.raises(OperatorError, match="no proof"):
        proof.parse(data, "00" * 32)


@pytest.mark.parametrize("change", [{"path": ["00"]}, {"path": 5}, {"leaf_index": "0"}, {"tree_size": 1 << 70}])
def test_a_proof_of_another_shape_is_refused(change, made: tuple[Path, str]) -> None:
    said = json.loads(made[0].read_text()) | change
    with pytest.raises(OperatorError, match="no proof"):
        proof.parse(json.dumps(said).encode(), made[1])


def test_an_id_that_is_none_is_named(case: Case, tmp_path: Path) -> None:
    for item in ("zz", "12"):
        with pytest.raises(OperatorError):
            proof.write(case, item, tmp_path / "p")
    assert not (tmp_path / "p").exists()
