"""P19: mail domains of ours and of partners; nhs.net is everybody's."""

from __future__ import annotations

from pathlib import Path

from attribute import toy
from attribute.speak import decades, said
from leakassay.attribute.features import mail_domain
from leakassay.model.outcomes import Hypothesis


def mails(*senders: str) -> toy.Dump:
    dump = toy.Dump()
    dump.part("disk1")
    for at, sender in enumerate(senders):
        number = 100 + at
        dump.add("item", item_id=number, partition_id=1, own_bytes=1, bytes_read=1, outcome="read")
        dump.add("mention", item_id=number, kind="email", value=sender)
    return dump


def test_our_domain_and_its_hosts_speak_for_our_system(tmp_path: Path) -> None:
    dump = mails("a@example-pathology.test", "b@mail.example-pathology.test", "c@EXAMPLE-PATHOLOGY.test")
    found = said(mail_domain, dump, toy.profile(tmp_path, roll=None))["disk1"]
    assert decades(found, Hypothesis.OURS, Hypothesis.PARTNER) > 0.5
    assert "met in 3 items" in found.note


def test_a_domain_that_ends_like_ours_is_not_ours(tmp_path: Path) -> None:
    dump = mails("a@notexample-pathology.test")
    assert said(mail_domain, dump, toy.profile(tmp_path, roll=None)) == {}


def test_nhs_net_says_nothing(tmp_path: Path) -> None:
    shared = toy.profile(tmp_path, roll=None, organisation={"name": "x", "email_domains": ["nhs.net"]}, partner=None)
    assert said(mail_domain, mails("a@nhs.net"), shared) == {}
