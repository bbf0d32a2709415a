"""The scale of words is printed, and so is what makes the analysis repeatable."""

from dataclasses import replace

from leakassay.reference import verbal_scale
from report.sample_shelf import FACTS, render, shelf, words


def test_all_levels_of_the_verbal_scale_are_printed() -> None:
    said = words(render("method", shelf({})))
    assert all(band.words in said for band in verbal_scale.bands())


def test_seal_manifest_and_version_are_printed() -> None:
    said = words(render("method", shelf({})))
    assert all(word in said for word in (FACTS.seal, FACTS.manifest_sha256, FACTS.profile_sha256, FACTS.tool_version))


def test_an_open_seal_is_called_open() -> None:
    assert "open: not all of the dump is hashed yet" in words(render("method", shelf({}), replace(FACTS, seal="")))
