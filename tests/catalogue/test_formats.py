"""Every format of the catalogue: reader, opener, sniffer, score, tests on good, cut and hostile bytes, docs row."""

from __future__ import annotations

import re

import pytest

from catalogue.plugins import has_function, module_of, row_of, twin, twin_names, twin_text
from leakassay.pipeline.catalogue.formats import FORMATS

READERS = sorted({entry.reader for entry in FORMATS if entry.reader})
OPENERS = sorted({entry.opener for entry in FORMATS if entry.opener})
SNIFFERS = sorted({name for entry in FORMATS for name in (entry.sniff, entry.opens) if name})

every_format = pytest.mark.parametrize("entry", FORMATS, ids=lambda entry: entry.name)


def test_names_are_given_once():
    """The ledger says `format`: one word, one format."""
    names = [entry.name for entry in FORMATS]
    assert len(names) == len(set(names)) > 50


@every_format
def test_a_format_has_a_media_type_and_says_what_it_covers(entry):
    """The reference page prints both."""
    assert re.fullmatch(r"[a-z0-9_]+", entry.name)
    assert re.fullmatch(r"(?:application|text|image|audio|video|font|message)/[a-z0-9.+-]+", entry.media_type)
    assert len(entry.covers.split()) >= 2


@every_format
def test_a_format_can_be_told_by_its_content(entry):
    """A suffix alone never decides."""
    assert entry.magic or entry.sniff
    assert 1 <= entry.score <= 100
    assert entry.version >= 1
    assert all(re.fullmatch(r"\.[A-Za-z0-9_]+", suffix) for suffix in entry.suffixes)
    assert all(magic.bytes and magic.offset >= -1 for magic in entry.magic)


def test_two_formats_never_claim_the_same_bytes_with_the_same_score():
    """A conflict is settled by score; equal magic and equal score would be settled by the alphabet."""
    claims = [(magic.bytes, magic.offset, entry.score) for entry in FORMATS for magic in set(entry.magic)]
    assert len(claims) == len(set(claims))


@every_format
def test_a_format_has_its_row_in_the_reference(entry):
    """docs/reference/formats.md is compiled from this page."""
    assert row_of("formats.md", f"`{entry.name}`")


@pytest.mark.parametrize("reader", READERS)
def test_a_reader_reads_an_item(reader):
    """`read(item) -> Iterator[Reading]`, documented, with a test in the same place of the other tree."""
    assert has_function(module_of("read", reader), "read", 1)
    assert twin("read", reader).is_file()


@pytest.mark.parametrize("reader", sorted({entry.reader for entry in FORMATS if entry.splittable}))
def test_a_splittable_format_has_a_reader_that_cuts(reader):
    """`split(item, limit) -> list[tuple[int, int]]`."""
    assert has_function(module_of("read", reader), "split", 2)


def test_only_plain_formats_are_not_risky():
    """Items that share a cell are read by our own code over text: no native parser, no container."""
    for entry in FORMATS:
        if not entry.risky:
            assert entry.reader, entry.name
            assert not entry.opener or entry.opens, entry.name  # opened apart, and only where something is inside
            assert entry.reader.split(".")[0] in {"tabular", "document", "health"}, entry.name
            source = (module_of("read", entry.reader).__file__ or "").removesuffix("c")
            with open(source, encoding="utf-8") as file:  # noqa: PTH123  a module's file is a string
                assert not re.search(r"import (?:pypdfium2|python_calamine|ctypes)", file.read()), entry.name


@pytest.mark.parametrize("opener", OPENERS)
def test_an_opener_yields_members_and_resumes(opener):
    """`members(item, first) -> Iterator[Opening]`."""
    assert has_function(module_of("custody.openers", opener), "members", 2)
    assert twin("custody.openers", opener).is_file()


PARSERS = [("read", name) for name in READERS]
PARSERS += [("custody.openers", name) for name in OPENERS]


@pytest.mark.parametrize(("room", "plugin"), PARSERS)
def test_a_parser_is_tested_on_good_truncated_and_hostile_bytes(room, plugin):
    """A format nobody has cut off or attacked has not been tested; tests of its helpers count."""
    text = twin_text(room, plugin)
    assert re.search(r"item.?error|gap", text), "no fault is ever expected"
    assert re.search(r"truncat|cut|half|broken_off|ends_early|incomplete|unfinished", text), "never cut off"
    assert re.search(r"hostile|bomb|mutat|@given|any_bytes", text), "never attacked"


def test_an_opener_of_few_is_asked_by_content():
    """`opens` says when, and makes sense only where there is an opener and a reader of the rest."""
    for entry in FORMATS:
        assert not entry.opens or (entry.opener and entry.embeds and entry.reader), entry.name


@pytest.mark.parametrize("sniff", SNIFFERS)
def test_a_sniffer_scores_head_and_tail(sniff):
    """`sniff(head, tail, name, size) -> int` from 0 to 100, whatever it is given."""
    module, function = sniff.split(":")
    page = module_of("custody.sniff", module)
    assert has_function(page, function, 4)
    for head in (b"", b"\0" * 4096, b"\xff" * 4096, bytes(range(256)) * 16, b"a,b\n1,2\n", b"PK\x03\x04", b"<?xml"):
        assert 0 <= getattr(page, function)(head, head, "name.csv", len(head)) <= 100
    assert twin("custody.sniff", module).is_file()
    assert twin_names("custody.sniff", module, function) == []
