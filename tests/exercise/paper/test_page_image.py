"""Forms and reports say in their pixels what the rows say."""

import numpy as np
import pyarrow as pa
import pytest
from PIL.Image import Image

from leakassay.exercise.estate.house import OURS, PARTNER
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.estate.test_menu import menu
from leakassay.exercise.paper import ink, page_image
from leakassay.exercise.paper.ink import Type
from leakassay.exercise.paper.letter import day_first, spaced


def stands(page: Image, text: str, kind: Type) -> bool:
    """Whether `text` stands in the upper half of the page in this type, pixel by pixel."""
    strip = ink.sheet((int(ink.face(kind.name, kind.size).getlength(text)) + 20, kind.size * 2))
    ink.lines(strip, (5, 5), [text], kind)
    wanted = np.asarray(strip) < 120
    rows, columns = np.flatnonzero(wanted.any(1)), np.flatnonzero(wanted.any(0))
    wanted = wanted[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    dark = (np.asarray(page)[:1280] < 120).astype(np.float32)
    shape = dark.shape
    found = np.fft.irfft2(np.fft.rfft2(dark) * np.conj(np.fft.rfft2(wanted, shape)), shape)
    return bool(found.max() > wanted.sum() - 0.5)


def one(estate: Estate, at: int) -> list[dict[str, object]]:
    return list(records(estate, at, at + 1).to_pylist())


def test_a_report_holds_the_person_and_each_result(estate: Estate):
    tests = next(found for at in range(90) if len(found := one(estate, at)) > 1 and found[0]["nhs_number"])
    page = page_image.report(tests, OURS)
    row, plain = tests[0], Type("mono", 27)
    assert stands(page, f"{row['surname']}, {row['forename']}", Type("bold", 30))
    assert stands(page, spaced(row["nhs_number"]), plain)
    assert stands(page, row["specimen_id"], plain)
    assert stands(page, f"{day_first(row['collected_at'])} {row['collected_at'][11:16]}", plain)
    for test in tests:
        assert stands(page, test["test_name"], plain)
        assert stands(page, test["value"] if test["status"] != "requested" else "still to come", plain)
    assert not stands(page, "999 000 0018", plain)


def test_on_a_form_the_tests_of_the_specimen_are_ticked_and_no_others(estate: Estate):
    codes = [line.code for line in menu()][: page_image.MOST_TICKS]
    for at in range(16):
        tests = one(estate, at)
        page = np.asarray(page_image.request_form(tests, OURS))
        ticked = {
            codes[index]
            for index in range(len(codes))
            for x, y, side in [page_image._box(index)]
            if (page[y + 4 : y + side - 3, x + 4 : x + side - 3] < 120).sum() > 12
        }
        assert ticked == {test["test_code"] for test in tests} & set(codes)


def test_a_form_has_the_specimen_in_bars_and_letters(estate: Estate):
    tests = one(estate, 4)
    assert stands(page_image.request_form(tests, OURS), tests[0]["specimen_id"], Type("mono", 34))


@pytest.mark.parametrize("face", ["bold", "sans", "mono", "italic"])
def test_names_with_accents_have_glyphs_of_their_own(face: str):
    font = ink.face(face, 30)
    missing = bytes(font.getmask("\u4e00"))
    drawn = {letter: bytes(font.getmask(letter)) for letter in "ÁÂÇÉËÍÐÓÖÜáçéñöøúÅ"}
    assert missing not in drawn.values()
    assert len(set(drawn.values())) == len(drawn)


def test_a_quarter_of_the_forms_is_filled_in_by_hand(estate: Estate):
    rows: pa.Table = records(estate, 0, 400)
    numbers = dict.fromkeys(rows["specimen_id"].to_pylist())
    by_hand = sum(page_image.seed_of({"specimen_id": number}) % 4 == 0 for number in numbers)
    assert 60 < by_hand < 140


@pytest.mark.parametrize("house", [OURS, PARTNER])
def test_every_form_can_be_drawn_in_both_houses(estate: Estate, house):
    for at in range(8):
        tests = one(estate, at)
        assert page_image.request_form(tests, house).size == (1654, 2339)
        assert page_image.report(tests, house).tobytes() == page_image.report(tests, house).tobytes()


def test_a_test_that_is_not_on_the_form_is_written_below(estate: Estate):
    test = one(estate, 3)[0] | {"test_code": "ZZZ9", "test_name": "Unlisted marker"}
    page = np.asarray(page_image.request_form([test], OURS))
    assert (page[1950:2012, 330:700] < 120).sum() > 300


def test_a_chi_number_stands_beside_or_instead_of_the_nhs_number():
    assert page_image._number({"nhs_number": "", "chi_number": "0101019991"}) == "CHI 010101 9991"
    assert page_image._number({"nhs_number": "9990000018"}) == "NHS 999 000 0018"


def test_the_back_names_nobody(estate: Estate):
    assert page_image.guidance(OURS) is page_image.guidance(OURS)
    assert page_image.guidance(OURS).tobytes() != page_image.guidance(PARTNER).tobytes()
