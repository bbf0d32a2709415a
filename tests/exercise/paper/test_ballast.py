"""Papers without people are of about the size asked for, the same each time, and say nothing about anybody."""

import re
import struct
from collections.abc import Callable

import pytest

from leakassay.exercise.paper import ballast
from leakassay.exercise.paper.document import Document

MAKERS: tuple[Callable[[int, int], Document], ...] = (
    lambda seed, size: ballast.acknowledgements("a.log", seed, size, "HOST1"),
    lambda seed, size: ballast.audit_script("a.sql", seed, size),
    lambda seed, size: ballast.installer("a.exe", seed, size),
)


@pytest.mark.parametrize("maker", MAKERS)
def test_the_size_is_about_what_was_asked_for(maker: Callable[[int, int], Document]):
    assert len(maker(1, 200_000).data) == pytest.approx(200_000, rel=0.15)


@pytest.mark.parametrize("maker", MAKERS)
def test_a_seed_gives_the_same_bytes_and_another_seed_others(maker: Callable[[int, int], Document]):
    assert maker(1, 5_000).data == maker(1, 5_000).data != maker(2, 5_000).data


@pytest.mark.parametrize("maker", MAKERS)
def test_nobody_stands_in_it(maker: Callable[[int, int], Document]):
    assert maker(1, 5_000).records is None


def test_acknowledgements_are_whole_messages():
    data = ballast.acknowledgements("a.log", 1, 5_000, "HOST1").data
    messages = re.findall(rb"MSH\|\^~\\&\|HOST1\|[^\r]*\|(\d{8})\|P\|2\.4\rMSA\|AA\|(\d{8})\r", data)
    assert len(messages) == data.count(b"MSH|") > 10
    assert all(one == other for one, other in messages)


def test_an_audit_script_is_read_by_a_database():
    import sqlite3

    connection = sqlite3.connect(":memory:")
    data = ballast.audit_script("a.sql", 1, 5_000).data.decode("ascii")
    connection.executescript(data)
    rows = connection.execute("select count(*), count(distinct id) from audit_trail").fetchone()
    connection.close()
    assert rows[0] == rows[1] == data.count("INSERT INTO") > 10


def test_the_headers_of_an_installer_account_for_every_byte():
    data = ballast.installer("a.exe", 1, 50_000).data
    coff = int.from_bytes(data[60:64], "little") + 4
    magic, sections = data[coff + 20 : coff + 22], data[coff + 20 + 224 :]
    placed = [struct.unpack_from("<8sIIII", sections, 40 * number) for number in range(3)]
    ends = [where + size for _, _, _, size, where in placed]
    assert (data[:2], magic) == (b"MZ", b"\x0b\x01")
    assert [where for *_, where in placed] == [512, *ends[:-1]]
    assert ends[-1] == len(data)
