"""Volume as delivered, and the readings that a claim may have meant."""

from __future__ import annotations

from claims import toy_case
from claims.toy_case import judged


def test_a_volume_within_a_tenth_is_about_it() -> None:
    row = judged("bytes", 1050, "about")
    assert (row["verdict"], row["measured_best"]) == ("supported", 1000)
    assert "3,000 bytes" in row["evidence"]


def test_a_volume_that_fits_only_unpacked_is_not_supported_rather_than_contradicted() -> None:
    row = judged("bytes", 3000, "about")
    assert row["verdict"] == "not supported"
    assert "the volume after unpacking" in row["evidence"]


def test_gb_that_meant_gib_is_named() -> None:
    row = judged("bytes", 1000 / 1.0737, "exactly", tables={"source": [{"files": 1, "bytes": 2**30}]})
    assert row["verdict"] == "contradicted"
    row = judged("bytes", 1e9, "at_least", tables={"source": [{"files": 1, "bytes": 10**9}]})
    assert row["verdict"] == "supported"
    row = judged("bytes", 1e9, "exactly", tables={"source": [{"files": 1, "bytes": 2**30}]})
    assert row["verdict"] == "not supported"
    assert "if it meant GiB" in row["evidence"]


def test_a_volume_that_fits_no_reading_is_contradicted_even_when_little_was_read() -> None:
    assert judged("bytes", 9000, "about", facts=toy_case.HALF)["verdict"] == "contradicted"
