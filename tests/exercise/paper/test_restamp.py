"""Packages made at different moments are the same bytes, and every zip reader still opens them."""

import io
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.paper.restamp import restamped

PARTS = st.dictionaries(st.text("abcdé/", min_size=1, max_size=9), st.binary(max_size=300), max_size=5)


def package(parts: dict[str, bytes], year: int = 2001, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w") as target:
        for name, part in parts.items():
            target.writestr(zipfile.ZipInfo(name, (year, 2, 3, 4, 5, 6)), part, method)
    return sink.getvalue()


def opened(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as source:
        assert source.testzip() is None
        return {info.filename: source.read(info) for info in source.infolist()}


@given(PARTS)
def test_parts_and_their_order_stay(parts: dict[str, bytes]):
    assert list(opened(restamped(package(parts))).items()) == list(parts.items())


def test_two_moments_give_the_same_bytes():
    parts = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>" * 99}
    assert package(parts, 2001) != package(parts, 2002)
    assert restamped(package(parts, 2001)) == restamped(package(parts, 2002))


def test_every_entry_is_dated_the_third_of_june():
    with zipfile.ZipFile(io.BytesIO(restamped(package({"a": b"1", "b": b"2"})))) as source:
        assert {info.date_time[:3] for info in source.infolist()} == {(2024, 6, 3)}


def test_the_mimetype_of_opendocument_stands_first_and_stored():
    kind = b"application/vnd.oasis.opendocument.spreadsheet"
    data = restamped(package({"content.xml": b"<o/>", "mimetype": kind}))
    assert data[30:38] == b"mimetype"
    assert data[38 : 38 + len(kind)] == kind
    assert opened(data) == {"mimetype": kind, "content.xml": b"<o/>"}


class Pipe:
    """What cannot be sought, as standard output: zipfile then writes sizes behind each member."""

    def __init__(self) -> None:
        self.data = b""

    def write(self, data: bytes) -> int:
        self.data += data
        return len(data)

    def flush(self) -> None:
        """Nothing waits."""


def test_a_package_written_to_a_stream_loses_its_data_descriptors():
    pipe = Pipe()
    with zipfile.ZipFile(pipe, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr("a.txt", b"one" * 50)
    assert b"PK\x07\x08" in pipe.data
    made = restamped(pipe.data)
    assert b"PK\x07\x08" not in made
    assert opened(made) == {"a.txt": b"one" * 50}


def test_changes_replace_a_part_in_its_place_and_add_others_at_the_end():
    data = restamped(package({"a": b"1", "b": b"2"}), {"c": b"3", "a": b"4"})
    assert list(opened(data).items()) == [("a", b"4"), ("b", b"2"), ("c", b"3")]


def test_what_is_no_zip_is_refused():
    with pytest.raises(zipfile.BadZipFile):
        restamped(b"no zip at all")
