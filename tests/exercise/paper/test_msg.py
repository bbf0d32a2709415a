"""Outlook messages open with python-oxmsg and olefile; attachments come back byte for byte."""

import datetime as dt
import io
import struct

import olefile
import oxmsg
import pytest

from exercise.paper.exact import assert_key_is_exact, specimens
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.delimited import Layout, extract
from leakassay.exercise.paper.letter import one_row_each
from leakassay.exercise.paper.mail import mail
from leakassay.exercise.paper.msg import filetime, message
from leakassay.exercise.paper.pdf import report
from leakassay.exercise.paper.workbook import worklist


def opened(data: bytes) -> oxmsg.Message:
    return oxmsg.Message.load(io.BytesIO(data))


@pytest.mark.parametrize("tells", [False, True])
def test_another_reader_finds_exactly_what_the_key_says(estate: Estate, tells: bool):
    for rows in specimens(estate, 30):
        document = message("x.msg", rows, OURS, [], tells=tells)
        read = opened(document.data)
        assert_key_is_exact(document, f"{read.subject}\n{read.body}", one_row_each(rows).to_pylist())
        assert document.has_events == tells


def test_attachments_come_back_as_they_were(estate: Estate):
    rows = records(estate, 0, 40)
    attached = [
        extract("x/results.csv", estate, (0, 60), Layout()), report("report.pdf", rows, OURS),
        worklist("w/list.xlsx", rows, OURS),
    ]  # fmt: skip
    document = message("x.msg", records(estate, 0, 1), OURS, attached)
    read = opened(document.data)
    assert [one.file_name for one in read.attachments] == ["results.csv", "report.pdf", "list.xlsx"]
    assert [one.file_bytes for one in read.attachments] == [one.data for one in attached]
    assert [one.name for one in document.members] == ["results.csv", "report.pdf", "list.xlsx"]


def test_the_same_mail_says_the_same_as_msg_and_as_eml(estate: Estate):
    rows = records(estate, 3, 4)
    as_msg, as_eml = message("x.msg", rows, OURS, []), mail("x.eml", rows, OURS, [])
    assert as_msg.records == as_eml.records
    read = opened(as_msg.data)
    assert str(read.sender).encode() in as_eml.data
    assert read.message_headers["Message-ID"].encode() in as_eml.data
    assert [one.email_address for one in read.recipients] == [f"results@{rows['controller'][0].as_py().lower()}.test"]
    assert read.sent_date == dt.datetime.fromisoformat(rows["reported_at"][0].as_py()).replace(tzinfo=dt.UTC)


def test_the_file_is_a_sound_compound_file_of_the_message_class(estate: Estate):
    data = message("x.msg", records(estate, 3, 4), OURS, []).data
    read = olefile.OleFileIO(io.BytesIO(data), raise_defects=olefile.DEFECT_UNSURE)
    assert read.root.clsid == "00020D0B-0000-0000-C000-000000000046"
    assert not read.parsing_issues


def test_the_property_stream_counts_the_end_of_a_string_that_is_not_stored(estate: Estate):
    read = olefile.OleFileIO(io.BytesIO(message("x.msg", records(estate, 3, 4), OURS, []).data))
    table = read.openstream("__properties_version1.0").read()
    strings = 0
    for at in range(32, len(table), 16):
        kind, tag, _, size = struct.unpack_from("<HHII", table, at)
        if kind == 0x001F:
            assert len(read.openstream(f"__substg1.0_{tag:04X}001F").read()) == size - 2
            strings += 1
    assert strings > 10


def test_the_same_rows_give_the_same_bytes(estate: Estate):
    rows = records(estate, 3, 4)
    assert message("x", rows, OURS, []).data == message("y", rows, OURS, []).data


def test_windows_counts_from_1601():
    assert filetime(dt.datetime(1601, 1, 1, 0, 0, 1, tzinfo=dt.UTC)) == 10_000_000
    assert filetime(dt.datetime(1970, 1, 1, tzinfo=dt.UTC)) == 116_444_736_000_000_000
