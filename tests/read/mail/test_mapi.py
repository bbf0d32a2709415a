"""Messages of Outlook, whatever container they came in."""

import struct

from leakassay.model.batch import Batch, Gap
from leakassay.model.outcomes import Reason
from leakassay.read.mail.mapi import BINARY, STRING, TIME, UNICODE, Outlook, Value, decoded, readings, time_of
from read.mail.outlook_files import ONE_OFF


def texts(message: Outlook) -> dict[str, str]:
    """Text by part."""
    return {one.part: one.data["text"][0].as_py() for one in readings(message, "Inbox/1/") if isinstance(one, Batch)}


def value(tag: int, said: str) -> Value:
    return Value(tag, UNICODE, said.encode("utf-16-le"))


def test_times_are_written_as_dates_and_none_is_empty():
    """Outlook's none is the year 4501; zero is none too."""
    day = 131_277_024_000_000_000  # 2017-01-01
    assert time_of(day.to_bytes(8, "little")) == "2017-01-01"
    assert time_of((day + 36_600_000_000 * 10).to_bytes(8, "little")) == "2017-01-01 10:10"
    for none in (0, 915_151_392_000_000_000, 2**64 - 1):
        assert time_of(none.to_bytes(8, "little")) == ""
    assert time_of(b"\1") == ""


def test_texts_in_a_code_page_are_read_in_it():
    """Message code page for texts, Internet code page for HTML."""
    pages = [Value(0x3FFD, 3, struct.pack("<I", 1251)), Value(0x3FDE, 3, struct.pack("<I", 65001))]
    body = Value(0x1000, STRING, "Пациент".encode("cp1251"))
    html = Value(0x1013, BINARY, "<p>Größe</p>".encode())
    found = texts(Outlook([*pages, body, html]))
    assert found == {"Inbox/1/body html": "Größe", "Inbox/1/body": "Пациент"}


def test_a_code_page_that_nobody_knows_does_no_harm():
    assert decoded(Value(0x1000, STRING, b"caf\xe9"), ("cp77777", "")) == "café"


def test_rtf_that_cannot_be_unpacked_is_a_gap():
    (gap,) = [one for one in readings(Outlook([Value(0x1009, BINARY, b"no rtf")])) if isinstance(one, Gap)]
    assert (gap.reason, gap.part) == (Reason.MALFORMED, "body rtf")


def test_each_text_is_told_once_and_each_date_by_its_label():
    values = [
        value(0x0037, "same"),
        value(0x0070, "same"),
        *(Value(tag, TIME, bytes(7) + b"\1") for tag in (0x3A42, 0x3A41)),
    ]
    assert texts(Outlook(values))["Inbox/1/headers"].split("\n") == [
        "Subject: same", "Date of birth: 1829-05-05 23:50", "Wedding anniversary: 1829-05-05 23:50",
    ]  # fmt: skip


def test_a_transport_header_that_is_none_is_told_as_it_is():
    assert "no header at all" in texts(Outlook([value(0x007D, "no header at all")]))["Inbox/1/headers"]


def test_one_off_addresses_in_a_code_page_are_told():
    raw = ONE_OFF + struct.pack("<HH", 0, 0) + b"Zo\xeb\0SMTP\0zoe@example.org\0"
    found = texts(Outlook([Value(0x0041, BINARY, raw + raw[:4]), value(0x0E04, "Ann")]))
    assert "Zoë SMTP zoe@example.org" in found["Inbox/1/headers"]
