"""Mails are known by header lines, mailboxes by the second message."""

from __future__ import annotations

from leakassay.custody.sniff.mail import eml, mbox

MAIL = b"Received: by x\r\nFrom: a@egh.test\r\nTo: b@egh.test\r\nSubject: results\r\n\r\nbody\r\n"
FROM = b"From a@egh.test Fri May  3 10:00:00 2024\n"


def test_header_lines_at_the_front_are_a_mail() -> None:
    assert eml(MAIL, b"", "", 100) == 88
    assert eml(b"2411\n" + MAIL, b"", "x.emlx", 100) == 88


def test_a_label_block_of_a_letter_is_no_mail() -> None:
    assert eml(b"Name: Smith\nDate: 3 May\nDear Dr Rees\n", b"", "letter.txt", 100) == 0


def test_one_message_with_its_mailbox_line_is_a_mail_and_two_are_a_mailbox() -> None:
    one, two = FROM + MAIL, FROM + MAIL + b"\n" + FROM + MAIL
    assert mbox(one, b"", "x.eml", len(one)) < eml(one, b"", "x.eml", len(one))
    assert mbox(two, b"", "", len(two)) == 92


def test_a_long_header_block_does_not_cost_quadratic_time() -> None:
    assert eml(b"A: " + b"x" * 60_000, b"", "", 60_003) == 0
    assert eml(b"a:" * 30_000, b"", "", 60_000) == 0


def test_a_damaged_first_line_hides_no_mail() -> None:
    assert eml(b"Rec\xffived: by x\r\nMIME-Version: 1.0\r\n" + MAIL[16:], b"", "", 100) == 88
    assert eml(b"Dear all\nFrom: a\nTo: b\n\n", b"", "", 100) == 0
