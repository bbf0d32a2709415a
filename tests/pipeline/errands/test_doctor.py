"""Doctor: every layer tried, every finding with its cost."""

from __future__ import annotations

from leakassay.pipeline.errands.doctor import examine


def test_the_layers_of_a_cell_hold_and_every_finding_has_a_state() -> None:
    found = {finding.name: finding for finding in examine()}
    cells = [finding for name, finding in found.items() if name.startswith("cell: ")]
    assert cells
    assert {finding.state for finding in cells} == {"ok"}
    assert {finding.state for finding in found.values()} <= {"ok", "missing", "weak"}
    assert all(finding.note for finding in found.values() if finding.state != "ok")
