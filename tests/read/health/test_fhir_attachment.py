"""Documents in base64 inside FHIR."""

import base64

import pytest

from leakassay.read.health.fhir_attachment import attachments, marks, opened, words


def packed(raw):
    return base64.b64encode(raw).decode()


@pytest.mark.parametrize(
    ("kind", "raw", "text"),
    [
        ("text/plain", b"NHS number 9990000018", "NHS number 9990000018"),
        ("text/html", b"<p>Ann</p><p>Tester &amp; Co</p>", "Ann\nTester & Co"),
        ("application/pdf", b"%PDF-1.4 \x00", ""),
        ("image/png", b"\x89PNG\r\n\x1a\n" + bytes(90), ""),
        ("", "caf\xe9".encode("cp1252"), "caf\xe9"),
    ],
)
def test_words_are_read_and_the_rest_is_told_by_its_kind(kind, raw, text):
    assert opened(kind, packed(raw))[:3] == (kind, text, len(packed(raw)))


def test_what_is_no_base64_is_its_own_text():
    assert opened("text/plain", "NHS 999!").text == "NHS 999!"


def test_documents_are_found_at_any_depth_and_not_in_other_resources():
    tree = {
        "resourceType": "DocumentReference",
        "content": [{"attachment": {"contentType": "text/plain", "data": packed(b"one")}}],
        "contained": [{"resourceType": "Binary", "data": packed(b"two")}],
        "valueSampledData": {"origin": {}, "data": "1 2 3"},
    }  # fmt: skip
    assert [one.text for one in attachments(tree)] == ["one"]
    assert [one.text for one in attachments({"resourceType": "Binary", "content": packed(b"three")})] == ["three"]


def test_narratives_lose_their_tags_in_linear_time():
    assert words("<div><b>A</b><br/>  <i>B</i></div>") == "A\nB"
    assert words("<" * 200_000 + " " * 200_000)


def test_tags_that_are_left_out_of_the_words_are_told_once_with_their_attributes():
    assert list(marks('<p title="Ann">a</p><br/><p title="Ann">b</p>')) == ['p title="Ann"', "p", "br"]
