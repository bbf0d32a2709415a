"""Every identifier of the field, in a sentence: those that are valid are found, those that are not are no finding.

The rows are those of the survey of identifiers (24); base rates are measured again, for a number that passes by chance
is what a user is told most often.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from leakassay.detect.scan.engine import build
from leakassay.detect.text.finding import judged
from leakassay.values import iban, telephone
from leakassay.values.uk import (
    chi_number,
    hc_number,
    nhs_number,
    nino,
    ods_code,
    postcode,
    sort_code,
    specimen_number,
    utr,
    vat_number,
)

TRIALS = 100_000


def kinds(kit, text):
    return {one.kind for one in judged(kit.scanner.candidates([text]), text, kit.kinds) if one.score >= 0.5}


VALID = [
    *(("nhs_number", f"NHS No: {number}") for number in ("999 000 0018", "999-000-0026", "9990000034", "9990000077")),
    *(("chi_number", f"CHI {number} seen") for number in ("0101010109", "0101010117", "0101010125")),
    *(("hc_number", f"H&C number {number}") for number in ("3990000101", "3990000128")),
    *(("gmp_code", f"referred by {code}.") for code in ("G9999999", "G1234521")),
    *(("gmc_number", f"GMC no: {number}") for number in ("3456789", "1234567")),
    ("consultant_code", "consultant C3456789"),
    ("nmc_pin", "NMC PIN 71A2998E"),
    *(("postcode", f"of {code}, today") for code in
      ("SE1 9RT", "SW1A 1AA", "GIR 0AA", "BFPO 57", "M1 1AE", "B33 8TH", "EC1A 1BB")),
    *(("nino", f"NI number {number}") for number in ("AB123456C", "JG 10 37 59 A")),
    *(("telephone", f"ring {number} today") for number in
      ("020 7946 0123", "07700 900123", "+44 7700 900123", "0161 496 0123", "01632 960123")),
    *(("sort_code", f"sort code and account {pair}") for pair in ("08-99-99 66374958", "107999 88837491")),
    ("iban", "pay GB82 WEST 1234 5698 7654 32 at once"),
    *(("vat_number", f"VAT reg no {number}") for number in ("GB 980 7806 84", "HA501")),
    *(("company_number", f"company number {number}") for number in ("00000006", "SC000001")),
    ("utr", "UTR 1955839661"),
    ("hospital_number", "MRN 40800000"),
]  # fmt: skip

INVALID = [
    *(("nhs_number", f"NHS No: {number}") for number in
      ("999 000 0019", "999 123 4560", "1111111111", "000 000 0000", "9999999999")),
    *(("chi_number", f"CHI {number} seen") for number in ("0101010101", "3201010109", "0113010109")),
    *(("hc_number", f"H&C number {number}") for number in ("3200000000", "3111111111")),
    *(("gmp_code", f"referred by {code}.") for code in ("G6234521", "G123452")),
    *(("gmc_number", f"GMC no: {number}") for number in ("0234567", "12345678")),
    ("gmc_number", "batch 3456789"),
    ("consultant_code", "consultant C345678"),
    *(("nmc_pin", f"NMC PIN {pin}") for pin in ("71M2998E", "7A2998E")),
    *(("postcode", f"of {code}, today") for code in ("SE1 9CT", "Q1 1AA", "SE1 9R")),
    *(("nino", f"NI number {number}") for number in ("BG123456A", "AO123456A", "AB123456E")),
    *(("telephone", f"see {number} today") for number in ("07700 90012", "12345")),
    ("sort_code", "sort code and account 08-99-9 66374958"),
    ("iban", "pay GB82WEST123456987654 at once"),
    ("vat_number", "VAT reg no GB12345"),
    ("company_number", "company number 123456"),
    ("company_number", "order 00000006"),
    ("utr", "UTR 19558396"),
    ("hospital_number", "MRN 12"),
    ("hospital_number", "order 40800000"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text"), VALID)
def test_a_valid_identifier_in_a_sentence_is_found(kit, kind, text):
    assert kind in kinds(kit, text)


@pytest.mark.parametrize(("kind", "text"), INVALID)
def test_an_invalid_one_is_not(kit, kind, text):
    assert kind not in kinds(kit, text)


@pytest.mark.parametrize(
    ("shape", "valid", "invalid"),
    [
        ("winpath", ("13U444444", "20V042424", "20V0424245", "11U123456"), ("13UU44444", "U1344444")),
        ("copath", ("UH20-4444", "UR20-4444", "UH20-519080"), ("UH2-4444",)),
        ("bank_manager", ("19B44444",), ("19B4444",)),
    ],
)
def test_laboratory_numbers_are_found_once_the_profile_says_their_shape(shape, valid, invalid):
    scanner = build([], [specimen_number.EXAMPLES[shape]], {})
    texts = [f"sample {number} was lost" for number in (*valid, *invalid)]
    found = {one.text for one in scanner.candidates(texts) if one.kind == "specimen_id"}
    assert set(valid) <= found
    assert not found & set(invalid)


@pytest.mark.parametrize(
    ("code", "kind"),
    [
        ("G85001", "practice"), ("Y06345", "practice"), ("A81001", "practice"), ("RJ1", "trust"), ("RJZ", "trust"),
        ("R0A", "trust"), ("RJ121", "site"), ("RJZ01", "site"), ("G7H8J", "anana"), ("G6V2S", "anana"),
        ("G8500", None), ("GG85001", None), ("RJ", None), ("XJ1", None), ("RJ12", None), ("G7HJ8", None),
    ],
)  # fmt: skip
def test_codes_of_organisations_are_told_by_their_shape(code, kind):
    found = ods_code.canonical(code)
    assert (ods_code.kind(found) if found else None) == kind


def rate(valid: Callable[[str], bool], made: Callable[[np.random.Generator], list[str]]) -> float:
    return sum(map(valid, made(np.random.default_rng(7)))) / TRIALS


def ten_digits(rng: np.random.Generator) -> list[str]:
    return [f"{number:010d}" for number in rng.integers(0, 10**10, TRIALS).tolist()]


def mobiles(rng: np.random.Generator) -> list[str]:
    return [f"7{number:09d}" for number in rng.integers(0, 10**9, TRIALS).tolist()]


def timestamps(rng: np.random.Generator) -> list[str]:
    day, month, rest = rng.integers(1, 29, TRIALS), rng.integers(1, 13, TRIALS), rng.integers(0, 10**6, TRIALS)
    return [f"{d:02d}{m:02d}{r:06d}" for d, m, r in zip(day.tolist(), month.tolist(), rest.tolist(), strict=True)]


def ibans(rng: np.random.Generator) -> list[str]:
    check, account = rng.integers(0, 100, TRIALS), rng.integers(0, 10**14, TRIALS)
    return [f"GB{a:02d}WEST{b:014d}" for a, b in zip(check.tolist(), account.tolist(), strict=True)]


def nine_digits(rng: np.random.Generator) -> list[str]:
    return [f"{number:09d}" for number in rng.integers(0, 10**9, TRIALS).tolist()]


def is_issuable(number: str) -> bool:
    return nhs_number.is_valid(number) and (400 <= int(number[:3]) <= 499 or 600 <= int(number[:3]) <= 799)


@pytest.mark.parametrize(
    ("valid", "made", "expected"),
    [
        (is_issuable, ten_digits, 0.0274),
        (is_issuable, mobiles, 0.0911),
        (hc_number.is_valid, ten_digits, 0.0072),
        (chi_number.is_valid, ten_digits, 0.0033),
        (utr.is_valid, ten_digits, 0.0996),
        (iban.is_valid, ibans, 0.0102),
        (vat_number.is_valid, nine_digits, 0.0206),  # two remainders of 97; the survey's library takes a third
    ],
)
def test_as_many_pass_by_chance_as_the_survey_measured(valid, made, expected):
    assert rate(valid, made) == pytest.approx(expected, rel=0.15)


def test_dates_and_times_in_ten_digits_pass_as_community_numbers_one_time_in_eleven():
    found = timestamps(np.random.default_rng(7))
    assert sum(map(chi_number.is_valid, found)) / TRIALS == pytest.approx(1 / 11, rel=0.15)


@pytest.mark.parametrize(
    ("module", "text"),
    [(nino, "QQ123456C"), (postcode, "DN15 6QV"), (sort_code, "1234"), (telephone, "7700900123")],
)
def test_what_documentation_prints_and_what_lost_a_digit_is_no_number_of_anybody(module, text):
    assert module.canonical(text) is None
