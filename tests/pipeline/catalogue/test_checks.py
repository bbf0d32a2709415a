"""Every claim check leads to a module."""

from __future__ import annotations

from importlib import import_module

import pytest

from leakassay.claims.judge import CHECKS_LIE_IN
from leakassay.model.plugin import ClaimCheck
from leakassay.pipeline.catalogue.checks import CHECKS

PROMISED = {
    "bytes", "bytes_unpacked", "items", "records", "events", "subjects", "contains", "newest_date", "system_absent",
}  # fmt: skip


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_check_has_a_module_a_unit_and_words(check: ClaimCheck) -> None:
    assert callable(import_module(f"{CHECKS_LIE_IN}.{check.module}").check)
    assert check.unit
    assert check.covers


def test_the_measures_that_the_interface_promises_are_there_once() -> None:
    names = [check.name for check in CHECKS]
    assert len(names) == len(set(names))
    assert set(names) >= PROMISED
