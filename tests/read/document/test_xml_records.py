"""Whether a document is a list."""

from __future__ import annotations

from leakassay.read.document.xml_records import MAX_FIELDS, Lines, Survey
from leakassay.read.xml_events import events


def surveyed(xml: str) -> Survey:
    survey = Survey()
    for event in events([xml.encode()]):
        survey.take(event)
    return survey


def test_the_repeated_element_nearest_to_the_root_is_the_record() -> None:
    record = surveyed("<r><p><a>1</a><b k='2'>3</b></p><p><a>4</a></p></r>").record()
    assert record is not None
    assert record.path == ("r", "p")
    assert record.fields == ("a", "b@k", "b")


def test_prose_deep_and_wide_documents_are_no_list() -> None:
    assert surveyed("<r><p>a <b>b</b> c <i>d</i></p><p>e <b>f</b></p></r>").record() is None
    assert surveyed("<r>" + "<p><a>1</a><b><c><d><e><f>2</f></e></d></c></b></p>" * 2 + "</r>").record() is None
    wide = "".join(f"<f{n}>1</f{n}>" for n in range(MAX_FIELDS + 1))
    assert surveyed(f"<r>{f'<p>{wide}</p>' * 2}</r>").record() is None
    assert surveyed("<r><p>1</p><p>2</p></r>").record() is None


def test_a_list_beside_more_text_is_not_what_the_document_is() -> None:
    assert surveyed(f"<r><p a='1' b='2'/><p a='1' b='2'/><t>{'word ' * 50}</t></r>").record() is None


def test_a_field_that_repeats_keeps_all_its_values() -> None:
    xml = "<r>" + "<p><a>1</a><a>2</a><b>3</b></p>" * 2 + "</r>"
    lines = Lines(surveyed(xml).record())
    batches = [batch for event in events([xml.encode()]) for batch in lines.take(event)]
    batches += lines.close()
    assert batches[0].data.to_pylist()[0] == {"c0": "1; 2", "c1": "3"}
    assert batches[0].headers == ("a", "b")


def test_the_outermost_element_is_told() -> None:
    assert surveyed("<w:a/>".replace("w:", "")).root == "a"
