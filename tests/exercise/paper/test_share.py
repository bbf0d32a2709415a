"""The litter of a share has the bytes that its programs write, and tells nobody."""

import configparser
import datetime as dt
import io
import struct
from dataclasses import replace

import olefile
import pytest
from PIL import Image

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.docx_file import letter_docx
from leakassay.exercise.paper.share import (
    desktop_ini,
    ds_store,
    owner_lock,
    shortcut,
    thrown_away,
    thumbnail,
    thumbs_db,
    word_temporary,
)

PICTURES = [f"slide {number:03d}.jpg" for number in range(1, 26)]


def test_thumbnails_open_under_their_numbers_backwards():
    read = olefile.OleFileIO(io.BytesIO(thumbs_db("x/Thumbs.db", PICTURES).data))
    for number in range(1, 26):
        small = read.openstream(str(number)[::-1]).read()
        head, _, size = struct.unpack_from("<III", small)
        assert len(small) == head + size
        assert Image.open(io.BytesIO(small[head:])).size == (96, 96)


def test_the_catalogue_of_thumbnails_names_every_picture():
    data = olefile.OleFileIO(io.BytesIO(thumbs_db("x/Thumbs.db", PICTURES).data)).openstream("Catalog").read()
    at, _, count = struct.unpack_from("<HHI", data)
    names = []
    while at < len(data):
        length = struct.unpack_from("<I", data, at)[0]
        names.append(data[at + 16 : at + length].decode("utf-16-le").rstrip("\0"))
        at += length
    assert count == len(names)
    assert names == PICTURES


def test_pictures_of_one_number_are_alike():
    first = thumbnail(3)
    thumbnail.cache_clear()
    assert first == thumbnail(3) != thumbnail(4)


@pytest.mark.parametrize(("of", "lock"), [
    ("w/letter_0001.docx", "w/~$tter_0001.docx"), ("short.docx", "~$short.docx"),
    ("a/12345678.docx", "a/~$345678.docx"),
])  # fmt: skip
def test_a_lock_file_has_the_name_that_word_gives_it(of: str, lock: str):
    assert owner_lock(of, "Dilys Thornbury").name == lock


def test_a_lock_file_says_twice_who_has_the_document_open():
    data = owner_lock("w/letter_0001.docx", "Dilys Thornbury").data
    assert len(data) == 162
    assert data[1 : 1 + data[0]] == b"Dilys Thornbury"
    units = struct.unpack_from("<H", data, 54)[0]
    assert data[56 : 56 + units * 2].decode("utf-16-le") == "Dilys Thornbury"


def test_a_temporary_file_is_another_version_of_the_letter(estate: Estate):
    rows = records(estate, 2, 3)
    document = word_temporary("w", 1, rows, OURS)
    assert document.name == "w/~WRL0001.tmp"
    assert document.format == "docx"
    assert document.data[:2] == b"PK"
    assert document.data != letter_docx("x", rows, OURS).data


def test_the_recycle_bin_says_where_a_document_was(estate: Estate):
    document = letter_docx("letters/plan.docx", records(estate, 2, 3), OURS)
    index, body = thrown_away("disk", document, OURS)
    version, size, deleted, units = struct.unpack_from("<QQQI", index.data)
    assert (version, size) == (2, len(document.data))
    assert index.data[28:].decode("utf-16-le") == "S:\\letters\\plan.docx\0"
    assert len(index.data) == 28 + 2 * units
    when = dt.datetime(1601, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=deleted // 10)
    assert when.year == 2024
    assert body.data == document.data
    assert body.name == index.name.replace("$I", "$R")
    assert "$RECYCLE.BIN/S-1-5-21-" in body.name


def test_the_index_of_a_recycle_bin_tells_nobody(estate: Estate):
    document = letter_docx("letters/x.docx", records(estate, 2, 3), OURS)
    with pytest.raises(ValueError, match="would tell the person"):
        thrown_away("disk", replace(document, named_person=7), OURS)


def test_settings_and_shortcuts_are_ini_files():
    for document, encoding in ((desktop_ini("a"), "utf-16"), (shortcut("a/x.url", OURS, "Letters"), "ascii")):
        parser = configparser.ConfigParser(interpolation=None)
        parser.read_string(document.data.decode(encoding))
        assert len(parser.sections()) == 1
        assert document.records is None


def test_what_a_mac_leaves_behind_lists_its_files():
    data = ds_store("a", ["b.csv", "a.docx"]).data
    magic, bud, at, _, again = struct.unpack_from(">I4sIII", data)
    assert (magic, bud) == (1, b"Bud1")
    assert at == again
    blocks = struct.unpack_from(">I4x3I", data, at + 4)
    leaf = (blocks[3] & ~31) + 4
    assert struct.unpack_from(">II", data, leaf) == (0, 2)
    length = struct.unpack_from(">I", data, leaf + 8)[0]
    assert data[leaf + 12 : leaf + 12 + 2 * length].decode("utf-16-be") == "a.docx"
