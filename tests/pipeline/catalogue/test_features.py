"""The catalogue of features agrees with the reference table, and every line leads to a module."""

from __future__ import annotations

from importlib import import_module

import pytest

from leakassay.attribute.weigh import FEATURES_LIE_IN
from leakassay.model.plugin import Feature
from leakassay.pipeline.catalogue.features import FEATURES
from leakassay.reference import provenance


@pytest.mark.parametrize("feature", FEATURES, ids=lambda feature: feature.id)
def test_every_feature_has_a_module_and_the_family_of_the_reference_table(feature: Feature) -> None:
    module = import_module(f"{FEATURES_LIE_IN}.{feature.module}")
    assert callable(module.weigh)
    assert (module.__doc__ or "").startswith(feature.id)
    assert feature.family == provenance.by_id(feature.id).family
    assert feature.cap <= provenance.FAMILY_CAP


def test_ids_stand_once_and_in_order() -> None:
    ids = [feature.id for feature in FEATURES]
    assert ids == sorted(set(ids))
