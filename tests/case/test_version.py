"""Report versions: one for each state, in the ledger and in the audit log."""

from __future__ import annotations

from pathlib import Path

from case.shop import add_item, add_source, fresh
from leakassay.case import version
from leakassay.case.case import Case


def sealed(case: Case) -> None:
    with case.ledger.transaction():
        version.record(case.ledger)
    version.audit(case)


def test_a_state_is_recorded_once_and_a_change_makes_a_new_version(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    add_source(case, size=10)
    sealed(case)
    sealed(case)
    add_item(case, 1)
    sealed(case)
    assert [(one.number, one.items) for one in version.all_of(case.ledger)] == [(1, 0), (2, 1)]
    assert [entry["number"] for entry in case.audit.entries()] == [1, 2]
    assert version.audited(case) == version.all_of(case.ledger)[-1].facts()


def test_between_begin_and_record_the_case_is_open(tmp_path: Path) -> None:
    case = fresh(tmp_path)
    assert (version.latest(case.ledger), version.is_open(case)) == (None, False)
    with case.ledger.transaction():
        version.begin(case.ledger)
    assert version.is_open(case)
    sealed(case)
    assert not version.is_open(case)


def test_a_version_that_the_audit_log_does_not_know_leaves_the_case_open(tmp_path: Path) -> None:
    """Cut off between the two, or a row that somebody else wrote: the next run says it, verify does not vouch."""
    case = fresh(tmp_path)
    sealed(case)
    add_source(case, size=10)
    add_item(case, 1)
    with case.ledger.transaction():
        version.record(case.ledger)
    assert version.is_open(case)
    version.audit(case)
    assert not version.is_open(case)
