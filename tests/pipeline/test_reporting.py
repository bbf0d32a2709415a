"""The last stage: a summary and a dossier from the shelf, and the facts of the run."""

from __future__ import annotations

import json
from pathlib import Path

from leakassay.case.case import Case, key_path
from leakassay.pipeline.reporting import facts
from leakassay.pipeline.stages import STAGES
from leakassay.profile.organisation import EMPTY


def test_a_run_leaves_a_summary_and_a_dossier(finished: Path) -> None:
    said = json.loads((finished / "case" / "summary.json").read_text())
    assert said["coverage"]["closes"] is True
    assert list((finished / "case" / "report").glob("*.html"))


def test_facts_name_the_stages_in_their_order_and_warn_of_a_key_beside(case: Case) -> None:
    said = facts(case, EMPTY)
    assert [stage for stage, _ in said.stages] == [stage for stage in STAGES if stage in dict(said.stages)]
    assert (said.provisional, said.warnings, len(said.seal)) == (False, (), 64)
    key_path(case.folder).write_text("")
    assert "key lies beside" in facts(case, EMPTY).warnings[0]
    key_path(case.folder).unlink()
