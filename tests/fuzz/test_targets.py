"""Every parser of ours has a fuzz target, and the targets hold over damaged seeds and over the corpus that is kept."""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fuzz import corpus
from fuzz.contract import Run
from fuzz.drive import LARGE, LARGE_SECONDS, SECONDS, place_of, seconds_of
from fuzz.target import check
from fuzz.targets import TARGETS, target
from house.tree import PACKAGE
from leakassay.pipeline.catalogue.formats import FORMATS

PARSERS = ("read", "custody/openers", "custody/sniff")
"""Folders whose modules look at bytes of a dump."""

IN_CELLS = {f"custody/openers/{name}.py" for name in ("disk_files", "disk_image", "disk_media")}
"""Around native libraries that may end the process: mutants of disks are tried in cells, by `make hostile`."""

EVERY = pytest.mark.parametrize("name", [one.name for one in TARGETS])
EXAMPLES = max(6, settings.default.max_examples // 6) if settings.default else 6
PATCHES = st.lists(st.tuples(st.integers(0, 1 << 16), st.binary(min_size=1, max_size=4)), max_size=8)


@cache
def made(name: str) -> tuple[Run, list[bytes]]:
    """What runs a target, and its seeds."""
    return target(name).make(), target(name).good()


def test_every_module_that_looks_at_bytes_stands_with_one_target() -> None:
    """A new parser is fuzzed, or this says so."""
    ours = {
        path.relative_to(PACKAGE).as_posix()
        for folder in PARSERS
        for path in (PACKAGE / folder).rglob("*.py")
        if path.name != "__init__.py"
    }
    stands = Counter(file for one in TARGETS for file in one.files)
    assert sorted(ours - set(stands) - IN_CELLS) == []
    assert ours >= IN_CELLS
    assert [file for file, count in stands.items() if count > 1] == []


def test_every_format_that_is_read_or_opened_is_fuzzed() -> None:
    """By the module that the catalogue names."""
    files = {file for one in TARGETS for file in one.files}
    readers = {f"read/{entry.reader.replace('.', '/')}.py" for entry in FORMATS if entry.reader}
    openers = {f"custody/openers/{entry.opener}.py" for entry in FORMATS if entry.opener}
    assert (readers | openers) - files - IN_CELLS == set()


def test_the_largest_parsers_are_fuzzed_for_ten_minutes_and_the_others_for_one() -> None:
    times = Counter(map(seconds_of, TARGETS))
    assert times == {LARGE_SECONDS: LARGE, SECONDS: len(TARGETS) - LARGE}


def test_no_two_targets_share_a_folder() -> None:
    assert len({place_of(one, corpus.FOLDER) for one in TARGETS}) == len(TARGETS)


@EVERY
def test_seeds_and_kept_inputs_keep_the_contract(name: str) -> None:
    """What once broke a parser, and what reaches far into it."""
    run, seeds = made(name)
    assert seeds
    for raw in (*seeds, *(raw for _, raw in corpus.entries(place_of(target(name), corpus.FOLDER).name))):
        check(run, raw)


@EVERY
@settings(deadline=None, max_examples=EXAMPLES, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 99), PATCHES, st.integers(0, 1 << 16), st.booleans())
def test_damaged_seeds_keep_the_contract(
    name: str, which: int, patches: list[tuple[int, bytes]], cut: int, is_cut: bool
) -> None:
    """Bytes that became others, and an end that is missing."""
    run, seeds = made(name)
    raw = bytearray(seeds[which % len(seeds)])
    for place, patch in patches:
        at = place % len(raw)
        raw[at : at + len(patch)] = patch
    run(bytes(raw[: cut % len(raw)] if is_cut else raw))


def test_a_kept_input_comes_back_with_its_story(tmp_path) -> None:
    """Finds stay when the rest is written anew."""
    corpus.add_find("x", "a story\nof two lines", b"\0\xff", tmp_path)
    assert corpus.keep("x", [b"b" * 5000, b"a", b"\0\xff"], tmp_path) == 2
    assert corpus.entries("x", tmp_path) == [("a story of two lines", b"\0\xff"), ("", b"a")]
    assert corpus.keep("x", [b"c"], tmp_path) == 2
    assert corpus.entries("x", tmp_path)[1] == ("", b"c")


def test_every_kept_corpus_belongs_to_a_target_and_is_small() -> None:
    known = {place_of(one, corpus.FOLDER).name for one in TARGETS}
    files = list(corpus.FOLDER.glob("*"))
    assert {path.name.removesuffix(".txt") for path in files} <= known
    assert sum(path.stat().st_size for path in files) < 2_000_000
