"""Provenance features: forty rows, capped by family."""

import pytest

from leakassay.reference import provenance


def test_the_forty_features_are_in_order_and_capped():
    features = provenance.load()
    assert [feature.id for feature in features] == [f"P{number:02d}" for number in range(1, 41)]
    assert {feature.family_cap for feature in features} == {provenance.FAMILY_CAP} == {3.0}
    assert all(feature.feature and feature.failure_mode and feature.discriminates for feature in features)


def test_features_are_found_by_id_and_grouped_in_ten_families():
    assert provenance.by_id("P07").family == "accession"
    assert len(provenance.families()) == 10
    with pytest.raises(KeyError):
        provenance.by_id("P41")
