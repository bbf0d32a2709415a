"""Quality-control logs reach their size, run forward in time and repeat by seed."""

import csv
import io

import pytest

from leakassay.exercise.paper.qc_log import HEADER, qc_log


@pytest.mark.parametrize("target", [1_000, 100_000, 6_000_000])
def test_a_log_is_about_as_long_as_asked_for(target: int):
    assert target <= len(qc_log("x.log", 3, target).data) <= target * 1.02 + 200


def test_measurements_follow_each_other_in_time_and_concern_nobody():
    document = qc_log("x.log", 3, 200_000)
    rows = list(csv.DictReader(io.StringIO(document.data.decode()), delimiter=";"))
    stamps = [row["AT"] for row in rows]
    assert stamps == sorted(stamps)
    assert tuple(rows[0]) == tuple(HEADER.strip().split(";"))
    assert all(abs(float(row["SD"])) < 4 and float(row["MEASURED"]) >= 0 for row in rows)
    assert document.records is None


def test_the_same_seed_gives_the_same_log_and_another_another():
    assert qc_log("x", 3, 50_000).data == qc_log("y", 3, 50_000).data != qc_log("x", 4, 50_000).data
