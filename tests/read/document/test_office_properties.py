"""Properties by one name in every family."""

from __future__ import annotations

from leakassay.read.document.office_properties import is_properties, properties
from leakassay.read.xml_events import events


def told(name: str, xml: str) -> dict[str, tuple[str, bool]]:
    return {found.name: (found.value, spoken) for found, spoken in properties(name, events([xml.encode()]))}


def test_parts_of_properties_are_known_by_name() -> None:
    assert is_properties("docProps/app.xml")
    assert is_properties("meta.xml")
    assert not is_properties("word/document.xml")


def test_the_creator_is_who_began_in_one_family_and_who_wrote_last_in_the_other() -> None:
    assert told("docProps/core.xml", "<p><creator>A</creator></p>") == {"author": ("A", False)}
    assert told("meta.xml", "<p><creator>A</creator></p>") == {"last_modified_by": ("A", False)}


def test_what_people_write_freely_is_text_too() -> None:
    found = told("docProps/core.xml", "<p><title>T</title><created>2020</created></p>")
    assert found == {"title": ("T", True), "created_at": ("2020", False)}


def test_templates_and_printers_of_opendocument_are_told() -> None:
    assert told("meta.xml", "<p><m:template x:href='a.ott'/></p>") == {"template": ("a.ott", True)}
    xml = "<s><config-item name='PrinterName'>P1</config-item><config-item name='Other'>x</config-item></s>"
    assert told("settings.xml", xml) == {"printer": ("P1", False)}
