"""What travels to a cell is JSON and nothing else."""

from __future__ import annotations

import json

from leakassay.detect import settings
from leakassay.pipeline.catalogue.detectors import DETECTORS
from leakassay.profile.organisation import EMPTY, LocalTest, Organisation, OwnDetector, Profile


def test_settings_survive_json():
    made = settings.from_profile(EMPTY, DETECTORS)
    assert json.loads(json.dumps(made)) == made


def test_the_profile_gives_patterns_codes_and_own_detectors():
    profile = Profile(
        organisation=Organisation(name="Example", ods_codes=("X99",), specimen_numbers=(r"\d{2}[A-Z]\d{6}",)),
        detector=(OwnDetector(name="staff number", pattern=r"S\d{6}"),),
        test_code=(LocalTest(code="ZZ1", name="HIV viral load"),),
    )
    made = settings.from_profile(profile)
    assert made["specimen_numbers"] == [r"\d{2}[A-Z]\d{6}"]
    assert made["test_codes"] == {"ZZ1": "HIV viral load"}
    assert made["own_detectors"] == {"staff number": r"S\d{6}"}
    assert made["ods_codes"] == ["X99"]
