"""Mails parse with the standard library; attachments come back byte for byte."""

from email import message_from_bytes
from email.policy import default

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.estate.record import Estate, records
from leakassay.exercise.paper.delimited import Layout, extract
from leakassay.exercise.paper.mail import mail
from leakassay.exercise.paper.pdf import report


def test_attachments_come_back_as_they_were(estate: Estate):
    attached = [extract("results.csv", estate, (0, 1), Layout()), report("report.pdf", records(estate, 1, 2), OURS)]
    document = mail("x.eml", records(estate, 0, 1), OURS, attached)
    parsed = message_from_bytes(document.data, policy=default)
    parts = {part.get_filename(): part.get_payload(decode=True) for part in parsed.iter_attachments()}
    assert parts == {"results.csv": attached[0].data, "report.pdf": attached[1].data}
    assert [member.name for member in document.members] == ["results.csv", "report.pdf"]


def test_the_body_names_one_patient_and_the_host(estate: Estate):
    rows = records(estate, 0, 1)
    document = mail("x.eml", rows, OURS, [])
    parsed = message_from_bytes(document.data, policy=default)
    body = parsed.get_body()
    assert body is not None
    assert rows["surname"][0].as_py() in body.get_content()
    assert OURS.email_domain in parsed["Message-ID"]


def test_the_same_mail_has_the_same_boundary(estate: Estate):
    rows = records(estate, 0, 1)
    attached = [report("report.pdf", rows, OURS)]
    assert mail("x.eml", rows, OURS, attached).data == mail("x.eml", rows, OURS, attached).data
