"""Budgets stand in the manifest under their names."""

from __future__ import annotations

from leakassay.engine.limits import Limits


def test_every_budget_is_a_number_in_the_manifest() -> None:
    said = Limits().as_json()
    assert set(said) == set(Limits.__dataclass_fields__)
    assert all(isinstance(value, int) and value > 0 for value in said.values())


def test_a_member_that_fills_a_memory_file_fits_beside_a_cells_own_needs() -> None:
    """A member is handed over in memory: its limit stays below the address space of a cell."""
    assert Limits().member_bytes < Limits().address_space_bytes
