"""Needles in packages of Word, PowerPoint, Visio and OpenDocument."""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

import io
import re
import zipfile

from custody.ole_files import native
from custody.openers.test_macro_source import project
from leakassay.exercise.paper.compound_file import Storage, Stream, compound_file
from needles.plant.text import Files
from needles.planting import Planting
from read.document import test_office

_P = '<x:p xmlns:x="urn:x"><x:r><x:t>«{}»</x:t></x:r></x:p>'
_TYPES = '<Types><Default Extension="xml" ContentType="application/xml"/></Types>'
_LINKS = '<Relationships><Relationship TargetMode="External" Target="http://x.test/«{}~»"/></Relationships>'
_CORE = (
    "<cp:p xmlns:dc='d' xmlns:cp='c'><dc:title>«title of the file»</dc:title><dc:subject>«subject»</dc:subject>"
    "<cp:keywords>«keywords»</cp:keywords><dc:description>«remark on the file»</dc:description>"
    "<dc:creator>«author~»</dc:creator><cp:lastModifiedBy>«last author~»</cp:lastModifiedBy></cp:p>"
)
_APP = (
    "<Properties><Company>«company~»</Company><Manager>«manager~»</Manager><Template>«template~».dot</Template>"
    "<HyperlinkBase>\\\\srv\\«base of links~»</HyperlinkBase><TitlesOfParts><lpstr>«titles of parts~»</lpstr>"
    "</TitlesOfParts></Properties>"
)
_CUSTOM = (
    '<Properties><property name="Case"><vt:lpwstr xmlns:vt="v">«custom property»</vt:lpwstr></property></Properties>'
)
_CHART = '<c:chart xmlns:c="c" xmlns:a="a"><a:t>«title of a chart»</a:t><c:v>«cache of a chart»</c:v></c:chart>'
_PICTURE = '<svg xmlns="http://www.w3.org/2000/svg"><text>«{}»</text></svg>'
_ABOUT = {"docProps/core.xml": _CORE, "docProps/app.xml": _APP, "docProps/custom.xml": _CUSTOM,
          "customXml/item1.xml": "<r><n>«bound XML»</n></r>"}  # fmt: skip
_OF_WORD = {
    "body": "body", "inserted": "tracked insertion", "deleted": "tracked deletion", "hidden": "hidden text",
    "field": "code of a field", "simple": "code of a simple field", "box": "text box", "alt": "alternative text",
    "art": "word art", "alias": "name of a control", "choice": "choice of a control", "mark": "bookmark",
    "remark": "comment of XML", "moved": "moved text", "header": "header", "footer": "footer", "footnote": "footnote",
    "endnote": "endnote", "comment": "comment", "glossary": "glossary", "chart": "chart", "bound": "bound XML",
    "unlisted": "part that nothing lists", "link": "link", "title": "title of the file", "custom": "custom property",
    "variable": "variable",
}  # fmt: skip
"""What the tests of the reader call a needle, and what the place is."""
_MORE_OF_WORD = """<w:x xmlns:w="w" xmlns:m="m" xmlns:wp="wp"><w:tbl><w:tblPr><w:tblCaption w:val="«caption of a table»"/>
<w:tblDescription w:val="«description of a table»"/></w:tblPr><w:tr><w:tc><w:p><w:r><w:t>«cell of a table»</w:t></w:r>
</w:p><w:tbl><w:tr><w:tc><w:p><w:r><w:t>«table in a table»</w:t></w:r></w:p></w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>
<w:p><w:hyperlink w:tooltip="«tip of a link»"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>
<w:ffData><w:name w:val="«name of a form field~»"/><w:textInput><w:default w:val="«default of a form field»"/>
</w:textInput><w:statusText w:val="«status line»"/><w:helpText w:val="«help text»"/></w:ffData>
<w:p><m:oMath><m:r><m:t>«formula»</m:t></m:r></m:oMath></w:p>
<w:p><w:ruby><w:rt><w:r><w:t>«ruby»</w:t></w:r></w:rt></w:ruby></w:p>
<w:del w:author="«author of a change~»"><w:r><w:delInstrText>«deleted code of a field»</w:delInstrText></w:r></w:del>
<w:sdt><w:sdtPr><w:tag w:val="«tag of a control»"/></w:sdtPr><w:sdtContent><w:p><w:r><w:t>«control»</w:t></w:r></w:p>
</w:sdtContent></w:sdt><w:p><w:r><w:rPr><w:color w:val="FFFFFF"/></w:rPr><w:t>«white text»</w:t></w:r></w:p></w:x>"""


def _packed(n: Planting, parts: dict[str, str | bytes], first: str = "", comment: str = "") -> bytes:
    sink = io.BytesIO()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_DEFLATED) as archive:
        if first:
            archive.writestr(zipfile.ZipInfo("mimetype", (2024, 6, 3, 0, 0, 0)), first, zipfile.ZIP_STORED)
        for name, content in parts.items():
            data = n.fill(content) if isinstance(content, str) else content
            archive.writestr(zipfile.ZipInfo(name, (2024, 6, 3, 0, 0, 0)), data, zipfile.ZIP_DEFLATED)
        archive.comment = n.fill(comment).encode()
    return sink.getvalue()


def _embedded(n: Planting) -> bytes:
    """A packaged file as Office embeds it."""
    name = n.fill("«name of an embedded file~».csv")
    data = n.fill("id,name,note\n1,Ann,«embedded file»\n2,Bob,x\n3,Cyd,y\n").encode()
    return compound_file(Storage("", (Stream("\x01Ole10Native", native(name, data)),)))


def macros(n: Planting) -> bytes:
    """A project with one module, as packages hold it."""
    source = n.fill('Attribute VB_Name = "Module1"\r\n\'«macro»\r\n').encode()
    return compound_file(Storage("", project(source).children))


def docx(n: Planting) -> Files:
    """A document of the reader's tests and parts that those leave out."""

    def place(found: re.Match[str]) -> str:
        return f"«{_OF_WORD[found[1]]}»"

    planted = {name: re.sub(r"\b([a-z]+)-\d{1,2}\b", place, part) for name, part in test_office.PARTS.items()}
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES, **planted, **_ABOUT, "word/header9.xml": _MORE_OF_WORD,
        "word/charts/chart1.xml": _CHART, "word/charts/chart2.xml": planted["word/charts/chart1.xml"],
        "word/people.xml": '<w15:people xmlns:w15="w"><w15:person w15:author="«list of people~»"/></w15:people>',
        "word/commentsExtended.xml": _P.format("reply to a comment"),
        "word/diagrams/data1.xml": '<d xmlns:a="a"><a:p><a:t>«diagram»</a:t></a:p></d>',
        "word/media/image1.svg": _PICTURE.format("text of a picture"),
        "word/embeddings/oleObject1.bin": _embedded(n), "word/vbaProject.bin": macros(n),
        "word/afchunk1.htm": "<html><body><p>«imported page»</p></body></html>",
        "word/recipientData.xml": '<w:recipients xmlns:w="w"><w:recipientData><w:uniqueTag w:val="«mail merge»"/>'
            "</w:recipientData></w:recipients>",
        "word/settings2.xml": '<w:settings xmlns:w="w"><w:mailMerge><w:query w:val="«query of a mail merge»"/>'
            '<w:connectString w:val="Data Source=«source of a mail merge~»"/></w:mailMerge></w:settings>',
        "word/activeX/activeX1.xml": '<ax:ocx xmlns:ax="a"><ax:ocxPr ax:name="Value" ax:value="«form control»"/></ax:ocx>',
        "word/styles.xml": '<w:styles xmlns:w="w"><w:style><w:name w:val="«name of a style~»"/></w:style></w:styles>',
    }  # fmt: skip
    return [("a.docx", _packed(n, parts, comment="«note of the archive»"))]


_SHAPE = (
    '<p:sp xmlns:p="p" xmlns:a="a"><p:nvSpPr><p:cNvPr name="«name of a shape»" descr="«alternative text»" '
    'title="«title of a shape»"/></p:nvSpPr><p:txBody><a:p><a:r><a:t>«text box»</a:t></a:r></a:p></p:txBody></p:sp>'
)


def _slide(place: str, more: str = "", attributes: str = "") -> str:
    return f'<p:sld xmlns:p="p" xmlns:a="a" {attributes}><a:p><a:r><a:t>«{place}»</a:t></a:r></a:p>{more}</p:sld>'


def pptx(n: Planting) -> Files:
    """A presentation with everything beside its slides."""
    table = (
        '<a:tbl xmlns:a="a"><a:tr><a:tc><a:txBody><a:p><a:r><a:t>«cell of a table»</a:t></a:r></a:p></a:txBody>'
        "</a:tc></a:tr></a:tbl>"
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES, **_ABOUT,
        "ppt/presentation.xml": '<p:presentation xmlns:p="p"><p:custShow name="«name of a show»"/>'
            '<p:section name="«name of a section»"/></p:presentation>',
        "ppt/slides/slide1.xml": _slide("slide", _SHAPE + table),
        "ppt/slides/slide2.xml": _slide("hidden slide", attributes='show="0"'),
        "ppt/slides/slide9.xml": _slide("slide that nothing lists"),
        "ppt/slides/_rels/slide1.xml.rels": _LINKS.format("link"),
        "ppt/notesSlides/notesSlide1.xml": _slide("speaker notes"),
        "ppt/slideMasters/slideMaster1.xml": _slide("master"),
        "ppt/slideLayouts/slideLayout1.xml": _slide("layout"),
        "ppt/handoutMasters/handoutMaster1.xml": _slide("handout"), "ppt/notesMasters/notesMaster1.xml": _slide("footer"),
        "ppt/comments/comment1.xml": '<p:cmLst xmlns:p="p"><p:cm><p:text>«comment»</p:text></p:cm></p:cmLst>',
        "ppt/comments/modernComment_1.xml": _slide("threaded comment"),
        "ppt/commentAuthors.xml": '<p:cmAuthorLst xmlns:p="p"><p:cmAuthor name="«author of a comment~»"/></p:cmAuthorLst>',
        "ppt/charts/chart1.xml": _CHART, "ppt/diagrams/data1.xml": _slide("diagram"),
        "ppt/tags/tag1.xml": '<p:tagLst xmlns:p="p"><p:tag name="K" val="«tag»"/></p:tagLst>',
        "ppt/media/image1.svg": _PICTURE.format("text of a picture"),
        "ppt/embeddings/oleObject1.bin": _embedded(n), "ppt/vbaProject.bin": macros(n),
    }  # fmt: skip
    return [("a.pptx", _packed(n, parts, comment="«note of the archive»"))]


def visio(n: Planting) -> Files:
    """A drawing."""
    page = (
        '<PageContents xmlns="v"><Shapes><Shape Name="«name of a shape»"><Text>«text of a shape»</Text>'
        '<Section N="Property"><Row N="r"><Cell N="Value" V="«data of a shape»"/><Cell N="Label" V="«label of data»"/>'
        '<Cell N="Prompt" V="«prompt of data»"/></Row></Section><Section N="Hyperlink"><Row><Cell N="Address" '
        'V="http://x.test/«link~»"/><Cell N="Description" V="«words of a link»"/></Row></Section></Shape></Shapes>'
        "</PageContents>"
    )
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES, **_ABOUT, "visio/document.xml": '<VisioDocument xmlns="v"/>',
        "visio/pages/pages.xml": '<Pages xmlns="v"><Page Name="«name of a page»"/></Pages>',
        "visio/pages/page1.xml": page,
        "visio/masters/master1.xml": '<MasterContents xmlns="v"><Shape><Text>«master»</Text></Shape></MasterContents>',
        "visio/comments.xml": '<Comments xmlns="v"><AuthorList><AuthorEntry Name="«author of a comment~»"/></AuthorList>'
            "<CommentEntry>«comment»</CommentEntry></Comments>",
        "visio/data/recordset1.xml": '<r xmlns:z="z"><z:row NHS="«linked data»"/></r>',
        "visio/embeddings/oleObject1.bin": _embedded(n),
    }  # fmt: skip
    return [("a.vsdx", _packed(n, parts))]


_SPACES = (
    'xmlns:office="o" xmlns:text="t" xmlns:table="b" xmlns:dc="d" xmlns:xlink="x" xmlns:svg="s" xmlns:draw="w" '
    'xmlns:form="f" xmlns:meta="m" xmlns:style="y" xmlns:presentation="p" xmlns:math="h"'
)
_META = f"""<office:document-meta {_SPACES}><dc:title>«title of the file»</dc:title><dc:subject>«subject»</dc:subject>
<meta:keyword>«keywords»</meta:keyword><dc:description>«remark on the file»</dc:description>
<meta:initial-creator>«author~»</meta:initial-creator><dc:creator>«last author~»</dc:creator>
<meta:printed-by>«printed by~»</meta:printed-by><meta:template xlink:href="«template~».ott"/>
<meta:user-defined meta:name="k">«custom property»</meta:user-defined></office:document-meta>"""
_STYLES = f"""<office:document-styles {_SPACES}><style:master-page><style:header><text:p>«header»</text:p></style:header>
<style:footer><text:p>«footer»</text:p></style:footer></style:master-page></office:document-styles>"""
_SHARED = """<draw:frame draw:name="«name of a shape»"><svg:title>«title of a shape»</svg:title>
<svg:desc>«alternative text»</svg:desc><draw:text-box><text:p>«text box»</text:p></draw:text-box></draw:frame>
<text:p><office:annotation><dc:creator>«author of a comment~»</dc:creator><text:p>«comment»</text:p>
</office:annotation></text:p><text:p><text:a xlink:href="http://x.test/«link~»">x</text:a></text:p>
<table:table table:name="t"><table:table-row><table:table-cell><text:p>«cell of a table»</text:p></table:table-cell>
</table:table-row></table:table><form:text form:name="f" form:current-value="«form field»"/><!-- «comment of XML» -->"""
_BESIDE = {
    "meta.xml": _META, "styles.xml": _STYLES,
    "Object 1/content.xml": f'<office:document-content {_SPACES} office:mimetype="x"><table:table><table:table-row>'
        "<table:table-cell><text:p>«embedded chart»</text:p></table:table-cell></table:table-row></table:table>"
        "</office:document-content>",
    "Pictures/1.svg": _PICTURE.format("text of a picture"),
    "META-INF/manifest.xml": "<manifest/>",
}  # fmt: skip


def odt(n: Planting) -> Files:
    """A text."""
    content = f"""<office:document-content {_SPACES}><text:tracked-changes><text:deletion><dc:creator>«author of a change~»
</dc:creator><text:p>«tracked deletion»</text:p></text:deletion></text:tracked-changes><text:p>«body»</text:p>{_SHARED}
<text:p text:display="none">«hidden paragraph»</text:p><text:hidden-text text:string-value="«hidden text»"/>
<text:note><text:note-body><text:p>«footnote»</text:p></text:note-body></text:note><text:bookmark text:name="«bookmark»"/>
<text:user-field-decl office:string-value="«variable»"/><text:section text:name="«name of a section»"><text:p>x</text:p>
</text:section><text:p><text:placeholder text:description="x">«placeholder»</text:placeholder></text:p>
<text:p><text:span text:style-name="white">«white text»</text:span></text:p></office:document-content>"""
    parts: dict[str, str | bytes] = {"content.xml": content, **_BESIDE}
    return [("a.odt", _packed(n, parts, "application/vnd.oasis.opendocument.text"))]


def opendocument(n: Planting) -> Files:
    """A presentation."""
    content = f"""<office:document-content {_SPACES}><draw:page draw:name="«name of a page»"><text:p>«slide»</text:p>
{_SHARED}<presentation:notes><text:p>«speaker notes»</text:p></presentation:notes></draw:page>
<draw:page presentation:visibility="hidden"><text:p>«hidden slide»</text:p></draw:page>
<presentation:header-decl>«header of the pages»</presentation:header-decl></office:document-content>"""
    parts: dict[str, str | bytes] = {"content.xml": content, **_BESIDE}
    return [("a.odp", _packed(n, parts, "application/vnd.oasis.opendocument.presentation"))]
