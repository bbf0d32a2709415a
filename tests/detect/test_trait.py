"""Statistics for provenance, without values."""

from __future__ import annotations

import numpy as np

from leakassay.detect.canon.stamp import NO_STAMP
from leakassay.detect.trait import Traits


def rows(traits):
    return {(row["name"], row["key"]): row for _, batch in traits.rows() for row in batch.to_pylist()}


def test_hours_and_weekdays_are_counted():
    traits = Traits()
    monday = np.datetime64("2024-01-01T07:30:00", "s").astype(np.int64)
    traits.stamps("", "collected", np.array([monday, monday + 3_600, NO_STAMP]))
    found = rows(traits)
    assert found["collected_hour", "07"]["n"] == found["collected_hour", "08"]["n"] == 1
    assert found["collected_weekday", "Mon"]["n"] == 2


def test_days_without_a_time_give_no_hours():
    traits = Traits()
    traits.stamps("", "collected", np.array([86_400 * 19_000]))
    assert not any(name == "collected_hour" for name, _ in rows(traits))


def test_the_newest_record_is_a_day_since_1970():
    traits = Traits()
    traits.stamps("", "collected", np.array([86_400 * 19_000, 86_400 * 19_500 + 60]))
    newest = rows(traits)["newest_record", ""]
    assert (newest["low"], newest["high"], newest["n"]) == (19_000.0, 19_500.0, 2)


def test_sums_and_extremes_add_up():
    traits = Traits()
    traits.values("", "length", "", np.array([1.0, 2.0]))
    traits.values("", "length", "", np.array([5.0]))
    found = rows(traits)["length", ""]
    assert (found["n"], found["total"], found["total_squares"], found["low"], found["high"]) == (3, 8.0, 30.0, 1.0, 5.0)


def test_a_table_emits_its_traits(assay, table):
    rows_ = [
        ("9990000018", "SMITH", "24L000001", "Sodium", str(n), "133", "146", "", "02/01/2024 09:15")
        for n in range(130, 140)
    ]
    headers = ("NHSNO", "SURNAME", "LABNO", "TESTNAME", "RESULT", "REFLOW", "REFHIGH", "FLAG", "COLLECTED")
    found = {(row["name"], row["key"]): row["n"] for row in assay(table(headers, rows_))["trait"].to_pylist()}
    assert found["collected_weekday", "Tue"] == 10
    assert found["range_agreement", "disagree"] == 3  # 130, 131 and 132 are low and nobody said so
    assert found["range_agreement", "agree"] == 7
    assert found["surname_listed", "listed"] == 10
    assert found["terminal_digit", "5"] == 1
