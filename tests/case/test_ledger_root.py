"""The ledger root: any structural fact of any item changes it, names do not; one item can be proven."""

from __future__ import annotations

import resource
import time
from pathlib import Path

import pytest

from case.shop import add_item, add_source, fresh
from leakassay.case import ledger_root, merkle
from leakassay.case.case import Case
from leakassay.case.ledger import Ledger
from leakassay.model.errors import OperatorError


@pytest.fixture
def case(tmp_path: Path) -> Case:
    made = fresh(tmp_path)
    add_source(made, size=30)
    for item_id in (5, 1 << 63, 77):
        add_item(made, item_id, format="delimited", records=item_id % 9)
    return made


@pytest.mark.parametrize(
    "change",
    ["size_bytes = 11", "sha256 = 'ac'", "format = ''", "outcome = 'read_partly'", "reason = 'x'", "bytes_read = 1",
     "records = 99", "reader_version = '2'", "parent_id = 77"],
)  # fmt: skip
def test_every_fact_of_an_item_counts(change: str, case: Case) -> None:
    before = ledger_root.root(case.ledger)
    with case.ledger.transaction():
        case.ledger.execute(f"update item set {change} where item_id = 5")
    assert ledger_root.root(case.ledger)[0] != before[0]
    assert before[1] == 3


def test_a_name_sealed_anew_does_not(case: Case) -> None:
    before = ledger_root.root(case.ledger)
    with case.ledger.transaction():
        case.ledger.execute("update item set name_sealed = ?", (case.keys.seal_name(b"another"),))
    assert ledger_root.root(case.ledger) == before


def test_texts_do_not_flow_into_each_other() -> None:
    facts = ["00", "", 1, "ab", "c", "d", "e", 2, 3, "f"]
    for other in (["00", "", 1, "a", "bc", "d", "e", 2, 3, "f"], ["00", "", 1, "ab", "c", "", "de", 2, 3, "f"],
                  ["00\n", "", 1, "ab", "c", "d", "e", 2, 3, "f"]):  # fmt: skip
        assert ledger_root.leaf(facts) != ledger_root.leaf(other)


def test_each_item_is_proven_by_its_facts(case: Case) -> None:
    root = bytes.fromhex(ledger_root.root(case.ledger)[0])
    for item_id in (5, 1 << 63, 77):
        found = ledger_root.proof(case.ledger, item_id)
        assert found["facts"]["item_id"] == f"{item_id:016x}"
        leaf, way = ledger_root.leaf(list(found["facts"].values())), map(bytes.fromhex, found["path"])
        assert merkle.climb(leaf, found["leaf_index"], found["tree_size"], way) == root


def test_an_item_that_is_not_there_is_named(case: Case) -> None:
    with pytest.raises(OperatorError, match="no item bears"):
        ledger_root.proof(case.ledger, 6)


@pytest.mark.slow
def test_a_million_items_take_seconds_and_no_memory(tmp_path: Path) -> None:
    """Seconds of processor; no more memory than a batch of rows."""
    ledger = Ledger(tmp_path / "l")
    columns = "item_id, source_id, member_index, partition_id, depth, name_sealed, size_bytes, own_bytes, sha256"
    with ledger.transaction():
        rows = ((number, f"{number:064x}") for number in range(1_000_000))
        ledger.execute_many(f"insert into item ({columns}) values (?, 1, 0, 1, 0, x'00', 1, 1, ?)", rows)
    before, started = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
    assert ledger_root.root(ledger)[1] == 1_000_000
    assert time.process_time() - started < 30  # 10 s on two busy cores; the rest is for slower machines
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000
