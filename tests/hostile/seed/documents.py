"""Seeds of documents: packages of Word, PowerPoint, Visio and OpenDocument, rich text, pages, XML."""

from __future__ import annotations

import io
import re
import zipfile
from xml.etree import ElementTree as ET

from hostile.seed.binaries import xml_zip_text
from hostile.seed.seed import WHO, DamageError, Seed, as_text

_WRITTEN = "NHS number {},"


def lines() -> list[str]:
    """A sentence a person."""
    return [
        f"{who.forename} {who.surname}, NHS number {who.nhs_number}, HIV 1+2 antibody: Not detected." for who in WHO
    ]


def packed(parts: dict[str, str], first: str = "") -> bytes:
    """A package, the same each time; `first` is the type that stands stored at its front."""
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype", (2024, 6, 3, 0, 0, 0)), first, zipfile.ZIP_STORED)
        for name, text in parts.items():
            said = '<?xml version="1.0"?>' + text
            archive.writestr(zipfile.ZipInfo(name, (2024, 6, 3, 0, 0, 0)), said, zipfile.ZIP_DEFLATED)
    return sink.getvalue()


def office(main: str, element: str) -> bytes:
    """A package of Microsoft's: half of the people in its main part, half in a comment."""
    body = "".join(f"<x:p><x:r><x:t>{line}</x:t></x:r></x:p>" for line in lines()[:4])
    rest = "".join(f"<x:p><x:r><x:t>{line}</x:t></x:r></x:p>" for line in lines()[4:])
    folder = main.split("/", 1)[0]
    return packed({
        "[Content_Types].xml": '<Types><Default Extension="xml" ContentType="application/xml"/></Types>',
        main: f'<x:{element} xmlns:x="urn:x">{body}</x:{element}>',
        f"{folder}/comments.xml": f'<x:comments xmlns:x="urn:x">{rest}</x:comments>',
    })  # fmt: skip


def opendocument(kind: str) -> bytes:
    """A package of OpenDocument."""
    body = "".join(f"<t:p>{line}</t:p>" for line in lines())
    content = f'<o:document-content xmlns:o="urn:o" xmlns:t="urn:t">{body}</o:document-content>'
    parts = {"content.xml": content, "META-INF/manifest.xml": "<manifest/>"}
    return packed(parts, f"application/vnd.oasis.opendocument.{kind}")


def rtf() -> bytes:
    """A rich text."""
    return ("{\\rtf1\\ansi{\\fonttbl{\\f0 Arial;}}\n" + "".join(f"{line}\\par\n" for line in lines()) + "}").encode()


def rtf_text(data: bytes) -> str:
    """Objects to groups that are not closed, or closed twice; groups of their own are left out."""
    text = re.sub(r"\\[{}\\]", "", as_text(data))
    if text.count("{") != text.count("}"):
        raise DamageError
    return re.sub(r"\{[^{}]*\}", "", text)


def page() -> bytes:
    """A page."""
    return f"<html><body>{''.join(f'<p>{line}</p>{chr(10)}' for line in lines())}</body></html>".encode()


def page_text(data: bytes) -> str:
    """Objects to a page without its end."""
    if b"</html>" not in data:
        raise DamageError
    return as_text(data)


def xml() -> bytes:
    """A list."""
    rows = "".join(
        f"<patient><nhsNumber>{who.nhs_number}</nhsNumber><surname>{who.surname}</surname>"
        f"<forename>{who.forename}</forename></patient>\n"
        for who in WHO
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<patients>\n{rows}</patients>'.encode()


def xml_text(data: bytes) -> str:
    """Objects to whatever the standard library's parser objects to."""
    return ET.tostring(ET.fromstring(data), encoding="unicode")  # noqa: S314  our own seed, mutated, in a test


def seeds() -> list[Seed]:
    """Every seed that is a document."""
    return [
        Seed("docx", ".docx", office("word/document.xml", "document"), xml_zip_text, _WRITTEN),
        Seed("pptx", ".pptx", office("ppt/presentation.xml", "presentation"), xml_zip_text, _WRITTEN),
        Seed("visio", ".vsdx", office("visio/document.xml", "document"), xml_zip_text, _WRITTEN),
        Seed("odt", ".odt", opendocument("text"), xml_zip_text, _WRITTEN),
        Seed("opendocument", ".odp", opendocument("presentation"), xml_zip_text, _WRITTEN),
        Seed("rtf", ".rtf", rtf(), rtf_text, _WRITTEN),
        Seed("html", ".html", page(), page_text, _WRITTEN),
        Seed("xml", ".xml", xml(), xml_text, "<nhsNumber>{}</nhsNumber>"),
    ]
