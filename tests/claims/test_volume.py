"""Volumes and what a claim may have meant."""

from __future__ import annotations

from claims import toy_case
from leakassay.claims import volume
from leakassay.claims.view import ClaimView
from leakassay.profile.claim import Claim


def claim(value: float | str, sense: str = "about") -> Claim:
    return Claim.model_validate({"id": "v", "text": "t", "measure": "bytes", "value": value, "sense": sense})


def test_400_gb_that_were_compressed_fit_as_delivered_only() -> None:
    readings = volume.other_readings(claim(400e9), 400 * 10**9, 10**12, "the volume after unpacking")
    assert readings == ()


def test_a_claim_of_a_terabyte_fits_the_unpacked_volume() -> None:
    readings = volume.other_readings(claim(1e12), 400 * 10**9, 10**12, "the volume after unpacking")
    assert readings[0] == "the volume after unpacking"


def test_a_claim_that_fits_plainly_or_is_no_number_has_no_other_reading() -> None:
    assert volume.other_readings(claim(5.0), 5, 5, "x") == ()
    assert volume.other_readings(claim("HIV", "contains"), 5, 5, "x") == ()


def test_a_volume_is_printed_in_bytes_gb_and_gib() -> None:
    assert volume.printed(400 * 10**9) == "400,000,000,000 bytes (400.000 GB, 372.529 GiB)"


def test_the_bytes_of_a_shelf_are_counted() -> None:
    found = volume.measure(ClaimView(toy_case.shelf(toy_case.rows()), toy_case.READ))
    assert found == volume.Volume(delivered=1000, unpacked=3000, copies=500, closed=0, closed_bytes=0)
