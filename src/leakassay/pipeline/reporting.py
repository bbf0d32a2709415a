"""The last stage: summary.json and the dossier, from the shelf alone."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from leakassay.case import laws
from leakassay.case.case import Case, key_path
from leakassay.case.shelf import Shelf
from leakassay.model.facts import RunFacts
from leakassay.model.version import tool_version
from leakassay.pipeline import wall
from leakassay.pipeline.catalogue.sections import SECTIONS
from leakassay.pipeline.kept import controller_names
from leakassay.pipeline.stages import STAGES
from leakassay.profile.organisation import Profile
from leakassay.report import dossier, summary


def facts(case: Case, profile: Profile) -> RunFacts:
    """Facts about the runs of a case so far."""
    rows = case.ledger.rows("select stage, seconds from stage order by rowid")
    seconds = {row["stage"]: row["seconds"] for row in rows}
    warnings = [*wall.warnings(case)]
    if key_path(case.folder).exists():
        warnings.append("the key lies beside the case: not protected against theft")
    pending = case.ledger.one("select count(*) from item where outcome = 'pending'")
    return RunFacts(
        case_id=case.ledger.meta("case_id"),
        tool_version=tool_version(),
        organisation=profile.organisation.name,
        profile_sha256=case.ledger.meta("profile_sha256"),
        seal=case.ledger.meta("seal"),
        manifest_sha256=case.ledger.meta("manifest_sha256"),
        provisional=bool(pending),
        test_range=profile.numbers.test_range,
        warnings=tuple(warnings),
        seconds=sum(seconds.values()),
        stages=tuple((stage, seconds[stage]) for stage in STAGES if stage in seconds),
        peak_rss_bytes=int(case.ledger.meta("peak_rss_bytes", "0")),
    )


def write_summary(case: Case, shelf: Shelf, profile: Profile) -> dict[str, Any]:
    """Write CASE/summary.json; both laws are checked once more before."""
    closes = laws.check(case.ledger).closes
    said = summary.build(shelf, facts(case, profile), closes=closes)
    summary.write(said, case.folder / "summary.json")
    return said


def write_dossier(case: Case, shelf: Shelf, said: dict[str, Any], profile: Profile, out: Path | None = None) -> Path:
    """Write the dossier; by default into CASE/report."""
    folder = out or case.folder / "report"
    return dossier.render(shelf, said, facts(case, profile), SECTIONS, folder, names=controller_names(profile))
