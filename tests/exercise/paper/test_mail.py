"""Mails parse with the standard library; attachments come back byte for byte."""

from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import pytest

from exercise.paper.exact import assert_key_is_exact, specimens
from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.delimited import Layout, extract
from leakassay.exercise.paper.letter import one_row_each
from leakassay.exercise.paper.mail import mail, short, written
from leakassay.exercise.paper.pdf import report


def parsed(data: bytes) -> EmailMessage:
    return message_from_bytes(data, policy=default)


def test_attachments_come_back_as_they_were(estate: Estate):
    attached = [extract("x/results.csv", estate, (0, 1), Layout()), report("report.pdf", records(estate, 1, 2), OURS)]
    document = mail("x.eml", records(estate, 0, 1), OURS, attached)
    parts = {part.get_filename(): part.get_payload(decode=True) for part in parsed(document.data).iter_attachments()}
    assert parts == {"results.csv": attached[0].data, "report.pdf": attached[1].data}
    assert [member.name for member in document.members] == ["results.csv", "report.pdf"]


@pytest.mark.parametrize("tells", [False, True])
def test_body_and_subject_show_exactly_what_the_key_says(estate: Estate, tells: bool):
    seen = set()
    for rows in specimens(estate, 80):
        document = mail("x.eml", rows, OURS, [], tells=tells)
        message = parsed(document.data)
        body = message.get_body(("plain",))
        assert body is not None
        assert document.has_events == tells
        assert document.records is not None
        assert document.records["locator"].to_pylist() == ["message 1"]
        assert_key_is_exact(document, f"{message['Subject']}\n{body.get_content()}", one_row_each(rows).to_pylist())
        seen.add(written(rows, OURS, tells=tells).letter.wording.id)
    assert len(seen) >= 3


def test_headers_come_from_the_house_and_tell_nobody(estate: Estate):
    rows = records(estate, 0, 1)
    message = parsed(mail("x.eml", rows, OURS, []).data)
    assert OURS.email_domain in message["Message-ID"]
    assert OURS.host.lower() in message["Received"]
    row = rows.to_pylist()[0]
    headers = " ".join(str(value) for name, value in message.items() if name != "Subject")
    assert row["specimen_id"] not in headers
    assert row["surname"].casefold() not in headers.casefold()
    assert str(message["Date"].datetime.date()) == row["reported_at"][:10]


def test_some_mails_bring_an_html_body_with_the_same_words(estate: Estate):
    found = 0
    for rows in specimens(estate, 60):
        body = parsed(mail("x.eml", rows, OURS, []).data).get_body(("html",))
        found += body is not None
        assert body is None or rows["surname"][0].as_py().casefold() in body.get_content().casefold()
    assert 0 < found < 60


def test_only_the_first_specimen_is_written_about(estate: Estate):
    document = mail("x.eml", records(estate, 4, 9), OURS, [])
    assert document.records is not None
    assert document.records.num_rows == 1


def test_the_same_mail_has_the_same_boundary(estate: Estate):
    rows = records(estate, 0, 1)
    attached = [report("report.pdf", rows, OURS)]
    assert mail("x.eml", rows, OURS, attached).data == mail("x.eml", rows, OURS, attached).data


def test_the_short_name_is_the_last_component():
    assert short("a/b/c.pdf") == short("c.pdf") == "c.pdf"
