"""What the detectors are told about a run: drawn from the profile and the catalogue, JSON types only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from leakassay.model.plugin import Detector
from leakassay.profile.organisation import Profile


def from_profile(profile: Profile, detectors: Sequence[Detector] = ()) -> dict[str, Any]:
    """Return the settings that travel to every cell.

    Args:
        profile: the organisation's.
        detectors: lines of `pipeline/catalogue/detectors.py`; a room may not look them up itself.

    Returns:
        Keys `detectors`, `specimen_numbers`, `test_codes` (code to printed name), `own_detectors` (name to pattern),
        `client_codes`, `ods_codes`.
    """
    ods = {controller.ods_code for controller in profile.controller} | set(profile.organisation.ods_codes)
    clients = {code for controller in profile.controller for code in controller.client_codes}
    partners = [pattern for partner in profile.partner for pattern in partner.specimen_numbers]
    return {
        "detectors": [_plain(detector) for detector in detectors],
        "specimen_numbers": list(profile.organisation.specimen_numbers),
        "partner_specimen_numbers": partners,
        "test_codes": {test.code: test.name for test in profile.test_code},
        "own_detectors": {own.name: own.pattern for own in profile.detector},
        "client_codes": sorted(clients),
        "ods_codes": sorted(ods),
    }


def _plain(detector: Detector) -> dict[str, Any]:
    line = asdict(detector)
    return {**line, "context": list(detector.context)}
