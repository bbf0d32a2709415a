"""Rich text: a needle in each place where it can hide text, code pages, rows, and what is not closed."""

from __future__ import annotations

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.model.item import in_memory
from leakassay.model.outcomes import Outcome, Reason
from leakassay.read.document import rtf
from read.reading import Summary, read_all, read_bytes

PAGE = rb"""{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}{\f1\fcharset204 Cyr;}}{\colortbl;\red0;}
{\stylesheet{\s1 style;}}{\info{\title n-1}{\author An Author}{\operator An Editor}{\*\company The Trust}
{\*\manager Head}{\creatim\yr2020\mo1\dy2\hr3\min4}{\doccomm n-2}}
{\*\userprops{\propname Case}\proptype30{\staticval n-3}}
{\*\docvar {k}{n-4}}{\header n-5\par}{\footer n-6\par}\pard n-7 {\v n-8} {\deleted n-9} {\revised n-10}\par
NHS{\footnote n-11} num{\*\annotation n-12{\*\atnauthor A Commenter}}ber\par{\field{\*\fldinst HYPERLINK "n-13"}
{\fldrslt n-14}} {\*\bkmkstart n-15}{\*\bkmkend n-15}
{\shp{\*\shpinst{\sp{\sn wzDescription}{\sv n-16 alt}}{\shptxt n-17\par}}}
{\*\unknown n-18}{\field{\*\fldinst FORMTEXT {\*\formfield{\*\ffname n-19}{\*\ffdeftext n-20}}}}
{\object{\*\objdata 0102aabb}{\result n-21}} {\xe n-22}{\upr{n}{\*\ud n-23}} {\f1\'cf\'e0\'f6}\u252?\'fc\par}n-24"""


def read(raw: bytes) -> Summary:
    return read_all(rtf.read, in_memory(raw, own_bytes=len(raw)))


def test_a_needle_in_each_hiding_place_is_found() -> None:
    found = read(PAGE)
    assert [n for n in range(1, 25) if not re.search(rf"n-{n}\b", found.text)] == []
    assert "NHS number" in found.text
    assert "Пацüü" in found.text
    assert found.covered == len(PAGE)
    assert not found.gaps
    assert "style" not in found.text
    assert "aabb" not in found.text


def test_properties_are_told_by_name() -> None:
    told = {(found.name, found.value) for found in read(PAGE).properties}
    assert {
        ("title", "n-1"), ("author", "An Author"), ("last_modified_by", "An Editor"), ("company", "The Trust"),
        ("manager", "Head"), ("created_at", "2020-01-02 03:04"), ("custom:Case", "n-3"), ("contributor", "A Commenter"),
    } <= told  # fmt: skip


@pytest.mark.parametrize("start", [rb"\trowd\cellx1\cellx2\cellx3\pard\intbl ", rb"\trowd\cellx1\cellx2\cellx3 "])
def test_a_table_gives_rows_and_text_around_it_stays_outside(start: bytes) -> None:
    rows = b"".join(start + rb"%d\cell b\cell c\cell\row" % n for n in range(5))
    found = read(rb"{\rtf1 before\par" + rows + rb"\pard after\par}")
    assert found.rows == [[str(n), "b", "c"] for n in range(5)]
    assert found.text.split() == ["before", "after"]


def test_characters_of_two_bytes_and_of_two_halves_are_one() -> None:
    text = read(rb"{\rtf1\ansi\ansicpg932 \'8a\'b3\'8e\'d2 \u-10179?\u-8704?}").text
    assert text == "患者 😀"


def test_replacements_for_readers_that_know_no_unicode_are_left_out() -> None:
    assert read(rb"{\rtf1\uc2 \u252ue{\uc0 \u252}\u252\'75\'65x}").text == "üüüx"


def test_raw_bytes_are_stepped_over() -> None:
    assert read(rb"{\rtf1 a{\pict\bin4 }}}}}b}").text == "ab"


def test_what_is_not_closed_is_not_whole() -> None:
    assert read(PAGE[:400]).reasons == {Reason.TRUNCATED}
    assert read(rb"{\rtf1 a}}").reasons == {Reason.TRUNCATED}


def test_objects_that_nobody_opened_are_a_gap() -> None:
    assert read_bytes(rtf.read, PAGE).reasons == {Reason.NO_READER}


def test_nothing_is_blank_and_no_rich_text_is_malformed() -> None:
    blank, other = read(rb"{\rtf1\par}").fault, read(b"text").fault
    assert blank is not None
    assert other is not None
    assert (blank.outcome, other.reason) == (Outcome.EMPTY, Reason.MALFORMED)


def test_two_hundred_thousand_levels_do_no_harm() -> None:
    assert read(rb"{\rtf1" + b"{" * 200_000 + b"9990000018" + b"}" * 200_000 + b"}").text == "9990000018"


_PIECES = (
    rb"{|}|\*|\par|\u9|\u-9 |\'|\'e4|\cell|\row|\trowd|\pict|\info|\title |\footnote |\bin9 |\f1 |\fcharset134|\uc99|x"
    rb"|\ansicpg936 |\fonttbl"
).split(b"|")


@given(st.lists(st.sampled_from([*_PIECES, b"\\", b"\xff\x00"]), max_size=40))
def test_any_order_of_words_gives_readings_or_an_item_error(pieces: list[bytes]) -> None:
    raw = rb"{\rtf1 " + b"".join(pieces)
    found = read(raw)
    assert found.accounted <= len(raw)


@pytest.mark.field
@pytest.mark.skipif(not os.environ.get("LEAKASSAY_FIELD_DATA"), reason="no field data")
def test_field_texts_are_read_or_say_why() -> None:
    files = list((Path(os.environ["LEAKASSAY_FIELD_DATA"]) / "s11-tika-documents").rglob("*.rtf"))
    assert len(files) > 30
    for path in files:
        found = read(path.read_bytes())
        assert found.batches or found.gaps or found.fault is not None
        assert found.accounted <= path.stat().st_size
