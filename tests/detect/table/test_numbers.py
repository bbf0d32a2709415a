"""A column is an NHS number column by evidence; chance passes one value in eleven."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from leakassay.detect.table import numbers
from leakassay.detect.table.shape import Shape, measure


def shape(ten, nhs, distinct=None, chi=0, hc=0):
    return Shape(values=ten, distinct=distinct or ten, ten=ten, nhs=nhs, chi=chi, hc=hc)


def test_a_thousand_random_columns_of_ten_digits_hold_no_nhs_numbers(kit):
    rng = np.random.default_rng(20)
    called = 0
    for column in range(1_000):
        values = rng.integers(1_000_000_000, 9_999_999_999, 100 + column % 50).astype(str)
        looked = measure(pa.array(values.tolist()), kit) if column < 20 else _fast(values)
        called += numbers.judge(looked, "", beside_person=True).kind != ""
    assert called == 0


def test_a_thousand_columns_of_mobiles_without_their_nought_hold_no_nhs_numbers():
    rng = np.random.default_rng(21)
    columns = (rng.integers(7_000_000_000, 7_999_999_999, 120).astype(str) for _ in range(1_000))
    assert sum(numbers.judge(_fast(values), "", beside_person=True).kind != "" for values in columns) == 0


def _fast(values):
    from leakassay.detect.canon import number

    distinct = pa.array(sorted(set(values.tolist())))
    checked = number.check(distinct)
    return Shape(
        values=len(values),
        distinct=len(distinct),
        ten=len(distinct),
        nhs=int((checked.valid & checked.nhs).sum()),
        chi=int(checked.chi.sum()),
        hc=int((checked.valid & checked.hc).sum()),
    )


def test_the_fast_measure_of_these_tests_says_what_the_real_one_says(kit):
    values = np.random.default_rng(22).integers(1_000_000_000, 9_999_999_999, 150).astype(str)
    real, fast = measure(pa.array(values.tolist()), kit), _fast(values)
    assert (real.ten, real.nhs, real.chi, real.hc) == (fast.ten, fast.nhs, fast.chi, fast.hc)


def test_a_header_alone_does_not_make_random_digits_nhs_numbers():
    assert numbers.judge(shape(200, 18), "nhs_number", beside_person=True).kind == "other"


def test_a_header_and_passing_digits_do():
    assert numbers.judge(shape(200, 196), "nhs_number", beside_person=False).kind == "nhs_number"


def test_half_forged_numbers_under_the_header_are_still_a_column_of_nhs_numbers():
    assert numbers.judge(shape(400, 210), "nhs_number", beside_person=True).kind == "nhs_number"


def test_without_any_header_the_check_digits_of_a_column_speak():
    assert numbers.judge(shape(100, 99), "", beside_person=False).kind == "nhs_number"


@pytest.mark.parametrize(("beside", "kind"), [(True, "nhs_number"), (False, "")])
def test_three_valid_numbers_need_a_name_beside_them(beside, kind):
    assert numbers.judge(shape(3, 3), "", beside_person=beside).kind == kind


@pytest.mark.parametrize(("passed", "kind"), [(4, "nhs_number"), (3, "")])
def test_four_valid_numbers_speak_for_themselves(passed, kind):
    assert numbers.judge(shape(4, passed), "", beside_person=False).kind == kind


def test_a_header_of_another_kind_asks_for_more():
    assert numbers.judge(shape(15, 15), "telephone", beside_person=True).kind == ""
    assert numbers.judge(shape(50, 50), "hospital_number", beside_person=True).kind == "nhs_number"


def test_chi_numbers_under_a_header_that_says_nhs_are_chi_numbers():
    assert numbers.judge(shape(60, 0, chi=60), "nhs_number", beside_person=True).kind == "chi_number"
