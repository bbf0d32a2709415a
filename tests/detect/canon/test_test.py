"""Test names and codes, with the traps of the field."""

from __future__ import annotations

import time

import pyarrow as pa
import pytest

from leakassay.detect.canon.test import Classifier, classified
from leakassay.detect.scan.engine import build
from leakassay.reference import test_catalogue

CLASSIFIER = Classifier({"ZZ9": "HIV viral load"}, build([], [], {}).tests)


@pytest.mark.parametrize(
    ("name", "test_class"),
    [
        ("HIV 1/2 Ag/Ab", "HIV"),
        ("HIV viral load", "HIV"),
        ("Sodium", "GENERAL"),
        ("Hepatitis B surface antigen", "HEPATITIS"),
        ("Potassium", "GENERAL"),
    ],
)
def test_a_printed_name_has_its_class(name, test_class):
    (found,) = CLASSIFIER.names([name])
    assert found is not None
    assert found.test_class == test_class


@pytest.mark.parametrize("trap", ["LITHIUM HEPARIN", "Hearing aids clinic", "Fit note", "xyzzy", "", "12345"])
def test_a_trap_is_no_sensitive_test(trap):
    (found,) = CLASSIFIER.names([trap])
    assert found is None or found.tier <= 2


def test_the_organisations_own_code_wins():
    assert CLASSIFIER.code("zz9").test_class == "HIV"
    assert CLASSIFIER.code("Q1") is None


def test_a_code_speaks_only_where_the_name_does_not():
    names, codes = pa.array(["Sodium", "assay 7", None]), pa.array(["ZZ9", "ZZ9", "ZZ9"])
    _, classes, tiers = classified(CLASSIFIER, names, codes, 3)
    assert classes.to_pylist() == ["GENERAL", "HIV", "HIV"]
    assert tiers.to_pylist()[1:] == [4, 4]


def test_without_columns_everything_is_unknown():
    ids, classes, tiers = classified(CLASSIFIER, None, None, 2)
    assert ids.to_pylist() == classes.to_pylist() == tiers.to_pylist() == [None, None]


def test_a_column_of_many_distinct_reports_does_not_cost_a_millisecond_each():
    names = [f"free text number {number}" for number in range(20_000)]
    started = time.process_time()
    assert not any(CLASSIFIER.names(names))
    assert time.process_time() - started < 5


def test_a_name_is_read_as_the_catalogue_reads_it():
    names = [test.name for test in test_catalogue.load()] + [
        f"Serum {test.name} (repeat)" for test in test_catalogue.load()
    ]
    expected = test_catalogue.classify_names(names)
    assert CLASSIFIER.names(names) == [expected[name] for name in names]


@pytest.mark.parametrize(("names", "test_id"), [(["EGFR", "SODIUM"], "GENE-128"), (["EGFR", "Sodium"], None)])
def test_in_a_list_all_in_capitals_egfr_is_kidney_function(names, test_id):
    fresh = Classifier({}, build([], [], {}).tests)
    found = fresh.names(names)[0]
    assert (found is not None and found.id == "GENE-128") is (test_id is not None)


@pytest.mark.parametrize("printed", ["20210330", "2021-03-30 10:15", "120210", "20210"])
def test_a_date_or_a_number_names_no_test(printed):
    assert CLASSIFIER.names([printed]) == [None]


@pytest.mark.parametrize("printed", ["Prothrombin 20210 mutation", "F2 G20210A", "prothrombin gene G20210A"])
def test_the_prothrombin_variant_is_still_known(printed):
    (found,) = CLASSIFIER.names([printed])
    assert found is not None
    assert found.id == "GENE-079"
