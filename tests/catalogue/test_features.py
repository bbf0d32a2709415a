"""Every provenance feature of the catalogue: known to the reference table, one file, one test, one row."""

from __future__ import annotations

import pytest

from catalogue.plugins import has_function, module_of, row_of, twin
from house.tree import PACKAGE
from leakassay.pipeline.catalogue.features import FEATURES
from leakassay.reference import provenance

every_feature = pytest.mark.parametrize("entry", FEATURES, ids=lambda entry: entry.id)


def test_ids_names_and_modules_are_given_once():
    """A feature that weighs twice speaks twice as loud."""
    for facet in ("id", "name", "module"):
        found = [getattr(entry, facet) for entry in FEATURES]
        assert len(found) == len(set(found)) > 5


@every_feature
def test_a_feature_is_known_to_the_reference_table(entry):
    """With its family and a cap that is not looser than the table's."""
    known = provenance.by_id(entry.id)
    assert entry.family in provenance.families()
    assert entry.family == known.family
    assert 0 < entry.cap <= known.family_cap


@every_feature
def test_a_feature_weighs_a_view(entry):
    """`weigh(view)`, documented, with a test of its own."""
    assert has_function(module_of("attribute.features", entry.module), "weigh", 1)
    assert twin("attribute.features", entry.module).is_file()


@every_feature
def test_a_feature_has_its_row_in_the_reference(entry):
    """docs/reference/features.md is compiled from this page."""
    assert row_of("features.md", entry.id)


def test_no_feature_lies_there_unlisted():
    """A file without its line in the catalogue is never asked."""
    files = {path.stem for path in (PACKAGE / "attribute" / "features").glob("*.py")} - {"__init__"}
    assert files == {entry.module for entry in FEATURES}
