"""RTF letters are balanced, seven-bit, and read back with what the key says."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from exercise.paper.exact import assert_key_is_exact, specimens
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.letter import one_row_each, version_of
from leakassay.exercise.paper.rtf import escaped, letter_rtf, table

TOKEN = re.compile(r"\\u(-?\d+)\?|\\'([0-9a-f]{2})|\\([\\{}])|\\([a-z]+)(-?\d+)? ?|[{}]|\r?\n|([^\\{}\r\n]+)")


def plain(text: str) -> str:
    """Text of RTF, by a reader that knows only what a letter needs."""
    units: list[bytes] = []
    for found in TOKEN.finditer(text):
        if found[1]:
            units.append((int(found[1]) % 65_536).to_bytes(2, "little"))
        elif found[2]:
            units.append(bytes.fromhex(found[2]).decode("cp1252").encode("utf-16-le"))
        elif found[4]:
            said = {"par": "\n", "line": "\n", "tab": "\t", "cell": "\t", "row": "\n"}.get(found[4], "")
            units.append(said.encode("utf-16-le"))
        else:
            units.append((found[3] or found[6] or "").encode("utf-16-le"))
    return b"".join(units).decode("utf-16-le")


def body(data: bytes) -> str:
    """What stands behind the header group."""
    return plain(data.decode("ascii").split(r"\pard\f0\fs22", 1)[1])


@pytest.mark.parametrize("patients", [1, 3])
def test_another_reader_finds_exactly_what_the_key_says(estate: Estate, patients: int):
    for rows in specimens(estate, 30 * patients, patients):
        document = letter_rtf("x.rtf", rows, OURS)
        assert_key_is_exact(document, body(document.data), one_row_each(rows).to_pylist())


def test_people_stand_in_the_paragraphs_that_the_key_names(estate: Estate):
    for start in range(0, 60, 3):
        document = letter_rtf("x.rtf", records(estate, start, start + 3), OURS)
        assert document.records is not None
        paragraphs = body(document.data).split("\n")
        for row in document.records.to_pylist():
            place = int(row["locator"].removeprefix("paragraph ")) - 1
            assert row["surname"].casefold() in paragraphs[place].casefold()


def test_groups_are_balanced(estate: Estate):
    text = letter_rtf("x.rtf", records(estate, 1, 2), OURS).data.decode("ascii")
    bare = re.sub(r"\\[\\{}]", "", text)
    assert bare.count("{") == bare.count("}")
    assert text.startswith(r"{\rtf1\ansi\ansicpg1252")


@given(st.text(st.characters(exclude_categories=["Cs", "Cc"], include_characters="\t\n{}\\")))
def test_escaped_text_is_seven_bit_and_reads_back(text: str):
    coded = escaped(text)
    assert coded.isascii()
    assert plain(coded) == text


def test_signs_of_windows_1252_and_others_are_told_apart():
    assert escaped("é€") == r"\'e9\'80"
    assert escaped("ł") == r"\u322?"
    assert escaped("😀") == r"\u-10179?\u-8704?"


def test_every_row_of_a_table_says_its_cells():
    rows = table([("Test", "Result"), ("Sodium", "139")])
    assert plain("".join(rows)).split("\n") == ["Test\tResult\t", "Sodium\t139\t", ""]


def test_the_second_version_and_the_same_bytes_again(estate: Estate):
    rows = records(estate, 1, 2)
    assert letter_rtf("x", rows, OURS).data == letter_rtf("x", rows, OURS).data
    assert letter_rtf("x", rows, OURS).data != version_of(letter_rtf, "x", rows, OURS).data


def test_a_word_processor_opens_letters(estate: Estate, tmp_path: Path):
    office = shutil.which("soffice")
    if office is None:
        pytest.skip("LibreOffice is not installed here")
    document = letter_rtf("x.rtf", records(estate, 1, 2), OURS)
    (tmp_path / "x.rtf").write_bytes(document.data)
    profile = f"-env:UserInstallation={(tmp_path / 'office').as_uri()}"
    subprocess.run(
        [office, profile, "--headless", "--convert-to", "txt:Text", "--outdir", tmp_path, tmp_path / "x.rtf"],
        check=True, capture_output=True, timeout=90,
    )  # fmt: skip
    assert document.records is not None
    said = (tmp_path / "x.txt").read_text("utf-8-sig").casefold()
    assert document.records["surname"][0].as_py().casefold() in said
