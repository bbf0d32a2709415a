"""HL7 v3 XML as elements."""

from leakassay.model.outcomes import Reason
from leakassay.read.health.cda_tree import parse


def test_name_spaces_go_and_prefixes_need_no_declaration():
    root = parse(b'<?xml version="1.0"?><a xmlns="urn:hl7-org:v3" xsi:type="PQ"><sdtc:b>x</sdtc:b>tail</a>').root
    assert (root[0].tag, root[0].attrib) == ("a", {"xmlns": "urn:hl7-org:v3", "type": "PQ"})
    assert (root[0][0].tag, root[0][0].text, root[0][0].tail) == ("b", "x", "tail")


def test_a_fragment_may_have_several_roots():
    parsed = parse(b"<a/> words <b/><!-- rang -->")
    assert ([one.tag for one in parsed.root], parsed.root[0].tail) == (["a", "b"], " words ")
    assert (parsed.fault, parsed.comments) == (Reason.NONE, [" rang "])


def test_cut_damaged_and_dtd_are_faults():
    assert parse(b"<a><b>x").fault is Reason.TRUNCATED
    assert parse(b"<a><b>x").root[0][0].text == "x"
    damaged = parse(b"<a><b>x</c></a>")
    assert (damaged.fault, damaged.bytes < 15) == (Reason.MALFORMED, True)
    assert parse(b"<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>").fault is Reason.MALFORMED
    assert parse(b"</all><a/>").fault is Reason.MALFORMED
