"""Messages are found at the front, framed, and inside logs."""

from __future__ import annotations

import pytest

from leakassay.custody.sniff.health import edifact, hl7v2

MSH = b"MSH|^~\\&|LAB|X99|EPR|X01|20240503||ORU^R01|1|P|2.5\rPID|1||9990000018^^^NHS\r"


@pytest.mark.parametrize("front", [b"", b"\x0b", b"\xef\xbb\xbf", b"FHS|^~\\&|X\r", b"\r\n"])
def test_a_message_is_found_bare_framed_and_in_a_batch(front: bytes) -> None:
    assert hl7v2(front + MSH, b"", "", 100) == 95


def test_messages_inside_a_log_are_found() -> None:
    raw = b"2024-05-03 10:00:01 INFO sent: " + MSH + b"\n2024-05-03 10:00:02 ACK\n"
    assert 58 < hl7v2(raw, b"", "", 100) < 95


def test_a_text_about_messages_is_none() -> None:
    assert hl7v2(b"The MSH segment comes first. MSH|stands for header.", b"", "", 100) == 0


@pytest.mark.parametrize(
    "raw", [b"UNA:+.? 'UNB+UNOB:2+1:80+2:80+240503:1000+1'", b"UNB+UNOA:2+1:80+2'", b"\r\nUNA:+.? '\r\nUNB+UNOB:2"]
)
def test_an_interchange_is_found(raw: bytes) -> None:
    assert edifact(raw, b"", "", 100) == 95


def test_a_message_without_envelope_is_found() -> None:
    assert edifact(b"UNH+1+MEDRPT:0:1:RT:NHS003'BGM+LSR'", b"", "", 100) == 70


def test_a_word_that_begins_alike_is_none() -> None:
    assert edifact(b"UNABLE to attend clinic today because", b"", "", 100) == 0
