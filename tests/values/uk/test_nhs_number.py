"""NHS number: shape, check digit, ranges."""

import csv
import re

import hyperscan
import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.values.uk import nhs_number

VALID = ["999 000 0018", "999-000-0026", "9990000034", "9990000077"]
INVALID = ["999 000 0019", "999 123 4560", "1111111111", "000 000 0000"]


def with_check_digit(nine: str) -> str | None:
    """The textbook rule, written apart from the code under test."""
    remainder = sum(weight * int(digit) for weight, digit in zip(range(10, 1, -1), nine, strict=True)) % 11
    check = 11 - remainder
    if check == 10:
        return None
    return nine + str(check % 11)


@pytest.mark.parametrize("text", VALID)
def test_published_test_numbers_are_valid(text):
    assert nhs_number.canonical(text) == re.sub(r"\D", "", text)


@pytest.mark.parametrize("text", INVALID)
def test_wrong_check_digits_and_equal_digits_are_refused(text):
    assert not nhs_number.is_valid(text)


@pytest.mark.parametrize("digit", "0123456789")
def test_a_number_of_ten_equal_digits_is_not_an_nhs_number(digit):
    """All-equal digits pass the sum: the weights add up to 55."""
    assert not nhs_number.is_valid(digit * 10)


@pytest.mark.parametrize("separator", [" ", "-", ".", "\u00a0", "\u2011", "\u202f", "  ", "\u200b", " - ", ""])
def test_every_printed_separator_is_tolerated(separator):
    assert nhs_number.canonical(separator.join(["999", "000", "0018"])) == "9990000018"


def test_full_width_digits_and_float_cells_are_read():
    assert nhs_number.canonical("９９９　０００　００１８") == "9990000018"
    assert nhs_number.canonical("9990000018.0") == "9990000018"


@pytest.mark.parametrize(
    "text", ["", "99900000180", "999000001", "9 990 000 018", "9990000018x", "٩٩٩٠٠٠٠٠١٨", "999/000/0018"]
)
def test_other_shapes_are_not_taken_for_numbers(text):
    assert nhs_number.canonical(text) is None


def test_text_longer_than_a_value_is_refused_unread():
    assert nhs_number.canonical(" " * 100_000 + "9990000018") is None


@pytest.mark.parametrize(
    ("number", "issuer"),
    [
        ("0101010109", "scotland_chi"),
        ("3112999999", "scotland_chi"),
        ("3113000000", "not_issued"),
        ("3200000000", "northern_ireland"),
        ("4000000000", "england_wales_iom"),
        ("4999999999", "england_wales_iom"),
        ("5000000000", "not_issued"),
        ("6000000000", "england_wales_iom"),
        ("7999999999", "england_wales_iom"),
        ("8000000000", "ireland_ihi"),
        ("8600000000", "not_issued"),
        ("0000000000", "not_issued"),
        ("3150000000", "not_issued"),
        ("9000000000", "test"),
        ("9990000018", "test"),
    ],
)
def test_ranges_are_told_by_the_first_four_digits(number, issuer):
    assert nhs_number.range_of(number) == issuer


def test_the_whole_range_of_nine_hundreds_is_test_and_never_issued():
    assert nhs_number.is_test("9000000009")
    assert not nhs_number.is_issued("9990000018")
    assert nhs_number.is_issued("4" + "0" * 9)


@given(st.integers(900_000_000, 999_999_998).map(str))
def test_the_check_digit_of_the_textbook_and_no_other_is_accepted(nine):
    good = with_check_digit(nine)
    accepted = [nine + digit for digit in "0123456789" if nhs_number.is_valid(nine + digit)]
    assert accepted == ([good] if good and len(set(good)) > 1 else [])


@given(st.integers(900_000_000, 999_999_998).map(str), st.integers(0, 9), st.integers(0, 9))
def test_a_single_wrong_digit_is_always_caught(nine, place, digit):
    good = with_check_digit(nine)
    if good is None or good[place] == str(digit):
        return
    assert not nhs_number.is_valid(good[:place] + str(digit) + good[place + 1 :])


@given(st.text(max_size=80))
def test_any_text_gives_none_or_a_stable_canonical_form(text):
    number = nhs_number.canonical(text)
    assert number is None or nhs_number.canonical(number) == number


@pytest.mark.field
def test_published_test_numbers_and_ranges_agree_with_ours(field_data):
    """Nine valid numbers and the range table of uk-fci/nhs-number."""
    folder = field_data / "s00-nhs-number-ranges"
    numbers = (folder / "testdata-9-valid-nhs-numbers.csv").read_text(encoding="utf-8-sig").split()
    assert len(numbers) == 9
    assert all(nhs_number.canonical(number) == number for number in numbers)
    words = {"Scotland": "scotland_chi", "Northern": "northern_ireland", "England": "england_wales_iom"}
    words |= {"Republic": "ireland_ihi", "Unreserved": "not_issued"}
    with (folder / "ranges.csv").open(encoding="utf-8-sig", newline="") as stream:
        for row in csv.DictReader(stream):
            issuer = "test" if "synthetic" in row["meaning"] else words.get(row["meaning"].split()[0], "not_issued")
            assert [nhs_number.range_of(row[edge]) for edge in ("start", "end")] == [issuer, issuer]


def test_the_pattern_finds_numbers_in_text_in_file_names_and_nowhere_inside_longer_runs():
    text = "Pt 999 000 0018, report_9990000026_v2.pdf, tel 07700900123456, id 1299900000341"
    found = [nhs_number.canonical(match) for match in re.findall(nhs_number.PATTERN, text)]
    assert found == ["9990000018", "9990000026"]


def test_hyperscan_reads_the_pattern_with_utf8_separators():
    engine = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    engine.compile(
        expressions=[nhs_number.PATTERN.encode()], ids=[1], elements=1, flags=[hyperscan.HS_FLAG_SOM_LEFTMOST]
    )
    text = "NHS 999\u00a0000\u20110018 end".encode()
    found = []
    engine.scan(text, match_event_handler=lambda _id, start, end, _flags, _context: found.append(text[start:end]))
    assert nhs_number.canonical(found[-1].decode()) == "9990000018"
