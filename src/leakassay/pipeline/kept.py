"""What a case keeps of the operator's files: the profile it was last run with, sealed like a name."""

from __future__ import annotations

import json
from pathlib import Path

from leakassay.case.case import Case
from leakassay.profile.organisation import EMPTY, Profile


def keep_profile(case: Case, profile: Profile) -> None:
    """Keep the profile of a run (inside a transaction)."""
    said = profile.model_dump(mode="json", by_alias=True) | {"folder": str(profile.folder)}
    case.ledger.set_meta("profile_sealed", case.keys.seal_name(json.dumps(said).encode()).hex())


def kept_profile(case: Case) -> Profile:
    """The profile of the last run; EMPTY when there was none."""
    sealed = case.ledger.meta("profile_sealed")
    if not sealed:
        return EMPTY
    said = json.loads(case.keys.open_name(bytes.fromhex(sealed)))
    folder = Path(said.pop("folder", "."))
    return Profile.model_validate({**said, "folder": folder})


def controller_names(profile: Profile) -> dict[str, str]:
    """ODS code → name of the controllers in a profile."""
    return {controller.ods_code: controller.name for controller in profile.controller}
