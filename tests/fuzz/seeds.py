"""Seeds of the fuzz targets: what the writers of the tests and of the rehearsal make, small and invented."""

# ruff: noqa: E501, ISC004 -- files as they are written, cut where a line ends

from __future__ import annotations

import struct
from base64 import b64encode
from collections.abc import Callable
from functools import cache
from importlib import import_module

from fuzz import frame


@cache
def _of_mutations() -> dict[str, bytes]:
    names = ("texts", "binaries", "archives", "databases", "outlook", "documents", "unread")
    made = [seed for name in names for seed in import_module(f"hostile.seed.{name}").seeds()]
    return {seed.format: seed.data for seed in made}


def of(*formats: str, more: tuple[bytes, ...] = (), named: tuple[str, ...] = ()) -> Callable[[], list[bytes]]:
    """Seeds of formats as the mutations have them, others, and values `module:NAME` of the tests (called if they can be)."""
    return lambda: [*(_of_mutations()[name] for name in formats), *more, *(_named(one) for one in named)]


def _named(dotted: str) -> bytes:
    module, _, name = dotted.partition(":")
    found = getattr(import_module(module), name)
    made: bytes = found() if callable(found) else found
    return made


DELIMITED = (
    b'"NHS number";"Name"\r\n"9990000018";"Smith\r\nJones"\r\n9990000026;"O""Neill"\r\n',
    "NHS\tName\n9990000018\tMüller\n".encode("utf-16"),
    b"a\xfeb\xfec\n1\xfe2\xfe3\n" * 4,
    b"Report of June\n\nnhs|name|dob\n9990000018|A|1971-03-12\n9990000026|B\nnhs|name|dob\n1|2|3|4\n",
    b"'a','b'\n'1','it\\'s'\n\xef\xbb\xbf'2','\xe9'\n",
)
INLINE = (
    b"MSH|^~\\&|A|B|C|D|20240101||ORU^R01|1|P|2.5\rPID|1||9990000018\rOBX|1|ED|PDF||^AP^PDF^Base64^"
    + b64encode(b"%PDF-1.4\n" + bytes(120))
    + b"\r"
)
JSON = (
    b'{"a":[{"b":1,"c":{"d":[1,2,{"e":null}]}},[]],"f":"\\ud83d\\ude00 \\udead","g":1e400}',
    b'\xef\xbb\xbf[["a","b"],[1,2],[true,null,-0.0]]',
    b'// note\n{"x": NaN, "y": 123456789012345678901234567890}\n',
)
TEXTS = (
    "NHS number 999 000 0018\r\nnext\x0cpage\x85end".encode("utf-16-be"),
    b"\xff\xfe\0\0a\0\0\0",
    b"a\0b\0c\0d\0\n\0",
)
HL7 = (
    b"\x0bMSH|^~\\&|A|B|C|D|20240603||ORU^R01|1|P|2.4\rPID|1|9990000018|9990000026^^^NHS~X1^^^MRN||O'Neill\\T\\^Ann^^^Mrs"
    b"||1971|F|||1 High St^^Town^^AB1 2CD||02079460000\rNK1|1|B^C\rPV1||I|W^1^2\rORC|RE\rOBR|1||S1|HIV^HIV^L\r"
    b"OBX|1|NM|K^K||4.2|mmol/L|3.5-5.3|N|||F\rOBX|2|ED|PDF||^AP^^Base64^QUJD\rNTE|1||note \\.br\\ two\r"
    b"SPM|1|||BLD\r\x1c\rFHS|^~\\&\rBHS|^~\\&\rBTS|1\rFTS|1\r",
    b"2024-06-03 09:00 IN MSH#*~\\&#A#B\nPID#1##9990000018\nZZZ#1\n",
)
FHIR_XML = (
    b'<?xml version="1.0" encoding="utf-16"?>\n<Patient xmlns="http://hl7.org/fhir"><contained><Organization/></contained>'
    b'<name><family value="A"/></name><text><div xmlns="http://www.w3.org/1999/xhtml"><p>said</p></div></text></Patient>',
)
FHIR = (
    b'{"resourceType":"Bundle","entry":[{"fullUrl":"urn:uuid:1","resource":{"resourceType":"Patient","identifier":'
    b'{"value":"9990000018"},"contact":[{"name":{"text":"B"}}],"birthDate":"1971","extension":[{"url":"u","valueString":'
    b'"v"}]}},{"resource":{"resourceType":"DiagnosticReport","subject":{"reference":"urn:uuid:1"},"presentedForm":'
    b'[{"contentType":"text/plain","data":"TkhT"}],"result":[{"reference":"#o"}],"contained":[{"resourceType":'
    b'"Observation","id":"o","component":[{"code":{"text":"K"},"valueQuantity":{"value":4.2,"unit":"mmol/L"}}]}]}}]}',
)
CDA = (
    b'<ClinicalDocument xmlns="urn:hl7-org:v3"><recordTarget><patientRole><id extension="9990000018" root="2.16"/>'
    b"<guardian><guardianPerson><name>B</name></guardianPerson></guardian></patientRole></recordTarget><component>"
    b'<structuredBody><component><section><text><table><tr><td ID="r1">K 4.2</td></tr></table></text><entry>'
    b'<organizer><component><observation><code code="K"><originalText><reference value="#r1"/></originalText></code>'
    b'<effectiveTime value="20240603"/><value xsi:type="PQ" value="4.2" unit="mmol/L"/></observation></component>'
    b"</organizer></entry></section></component></structuredBody><nonXMLBody><text representation='B64'>QUJD</text>"
    b"</nonXMLBody></component></ClinicalDocument>",
)
ASTM = (
    b"\x021H|\\^&|||A\r\x17\x41\x31\r\n\x022P|1|9990000018\rC|1|I|note\rR|1|^^^K|4.2|mmol/L|3.5 to 5.3|N\r\x03FF\r\n\x04",
)
SQL = (
    b"COPY public.people (nhs, name) FROM stdin;\n9990000018\tO\\'Neill\\n\\N\n\\.\nSET x = $$a;b$$;\n",
    b"CREATE TABLE [dbo].[p] ([a] int, [b] nvarchar(9))\nGO\nINSERT [dbo].[p] ([a], [b]) VALUES (1, N'it''s')\nGO\n",
    b"INSERT INTO t VALUES(1,X'616263',-2.5e3,NULL,'a\\'b'),(2,_binary 'x',0x41,TRUE,'');/*!40000 x */# note\n-- y\n",
)
RTF = (
    b"{\\rtf1\\ansi\\ansicpg1251{\\fonttbl{\\f0\\fcharset204 A;}{\\f1\\fcharset128 B;}}{\\info{\\title t}}\\f0 \\'cf\\f1\\'82\\'a0"
    b'\\u8364?{\\field{\\*\\fldinst HYPERLINK "http://x"}{\\fldrslt y}}\\trowd\\cellx1 a\\cell b\\cell\\row'
    b"{\\*\\annotation c}{\\pict\\bin5 }}}}}\\v hidden\\v0{\\footnote f}\\bin3 abc}",
)
HTML = (
    b"<!DOCTYPE html><meta charset=windows-1252><title>t</title><!-- c --><table><tr><th>NHS<th>Name<tr><td>9990000018<td"
    b" title='a b'>A&amp;B&#x1F600;&#xD800;&nbsp;</table><script>var a='</scr'+'ipt>';</script><style>x{}</style><p hidden>h"
    b"<input value=v><a href='mailto:x@y.example'>m</a><![CDATA[z]]><br/><pre> p </pre><textarea>q</textarea>",
)
XML = (
    b'<?xml version="1.0" encoding="ISO-8859-1"?><!DOCTYPE r [<!ENTITY e "x">]><r a="1"><i n="1"><b>\xe9</b><b/></i><i n="2">'
    b"<b>&amp;&e;</b><!-- c --><?p i?></i><![CDATA[<z>]]></r>",
    "<r><i>a</i><i>b</i></r>".encode("utf-16"),
)
EML = (
    b"Return-Path: <a@b.example>\r\nReceived: from x (y [192.0.2.1]) by z; Mon, 3 Jun 2024 09:00:00 +0000\r\nFrom: =?utf-8?Q?M"
    b"=C3=BCller?= <a@b.example>\r\nSubject: =?iso-8859-1?B?6Q==?=\r\n x\r\nContent-Type: multipart/alternative; boundary=b\r\n\r\n"
    b"--b\r\nContent-Type: text/plain; charset=utf-7\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\na=E9=\r\nb\r\n--b\r\n"
    b'Content-Type: text/html; charset="x"\r\n\r\n<table><tr><td>9990000018</table>\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n'
    b"Subject: inner\r\n\r\nbegin 644 a.csv\r\n#86)C\r\n`\r\nend\r\n--b\r\nContent-Type: text/calendar\r\n\r\nBEGIN:VCARD\r\nFN:A\r\n"
    b"END:VCARD\r\n--b--\r\n",
)
PDF_TEXTS = (
    b"1 0 obj\n<< /T (a\\(b\\051) /V <FEFF0041> /Opt [[(x) (y)] (z)] /Contents (\xfe\xff\x04\x1f) >>\nendobj\n"
    b"2 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Length 20 >>\nstream\n3 0 << /T (packed) >>\nendstream\nendobj\n",
    b"/Tx BMC BT /F 9 Tf (one) Tj [(tw) -3 (o)] TJ (no) cs <41> ' ET",
    b'<x:xmpmeta><rdf:Description xmp:CreatorTool="tool"><dc:title>t</dc:title></rdf:Description></x:xmpmeta>',
)


def word() -> list[bytes]:
    """The two streams of a document of Word 97 in one input, and the one stream of Word 6."""
    from read.document.doc_files import word_6, word_97

    files = frame.compound("WordDocument", "0Table")
    return [files.seed(*word_97()), files.seed(word_6(), b"")]


def slides() -> list[bytes]:
    """Records of a presentation: containers, wide and narrow texts, names, a tag."""

    def record(kind: int, name: int, content: bytes) -> bytes:
        return struct.pack("<HHI", kind, name, len(content)) + content

    texts = record(0, 0x0FA0, "wide\rü".encode("utf-16-le")) + record(0, 0x0FA8, b"narrow 9990000018")
    texts += record(0, 0x0FBA, "named".encode("utf-16-le")) + record(3, 0xF00B, b"\1\2" + "alt".encode("utf-16-le"))
    return [record(0xF, 1000, record(0xF, 1008, texts) + texts), texts]


def sheets_of_xls() -> list[bytes]:
    """The stream of a workbook of the nineties."""
    import io

    import olefile

    with olefile.OleFileIO(io.BytesIO(_of_mutations()["xls"])) as file:
        return [file.openstream("Workbook").read().rstrip(b"\0")]


def rar5_blocks() -> list[bytes]:
    """Two files in RAR 5 as blocks, the last content behind them."""
    from custody.openers.archives import variable

    body = (
        b"\x02\x02"
        + variable(3)
        + b"\x04"
        + variable(3)
        + b"\0"
        + bytes(4)
        + variable(0)
        + b"\x01"
        + variable(1)
        + b"a"
    )
    main = b"\x01\0\0"
    return [bytes([len(main), 0]) + main + bytes([len(body), 3]) + body + b"abc\x03\0\x05\0\0"]


def rar4_blocks() -> list[bytes]:
    """A file in RAR 4."""
    body = struct.pack("<IIBIIBBHI", 3, 3, 3, 0, 0x5A216000, 29, 0x30, 1, 0x81A4) + b"a"
    return [b"\x06\0\x73\0\0" + bytes(6) + bytes([len(body)]) + b"\x03\x74\x00\x80" + body + b"abc\0\0\x7b\0\x40"]


def seven_zips() -> list[bytes]:
    """Archives of 7z by our own writer and by another one."""
    import py7zr

    from custody.openers import archives
    from leakassay.exercise.paper.seven_zip import in_memory

    files = {"a/é": b"abc" * 9, "b": b"", "c": b"9990000018"}
    made = [
        in_memory(files.items()),
        archives.seven_zip(files),
        archives.seven_zip(files, filters=[{"id": py7zr.FILTER_COPY}]),
    ]
    return [frame.of_seven_zip(one) for one in made]


def jet_pages() -> list[bytes]:
    """Rows of Access and a page of long values, behind a byte that says which format."""
    row = b"\x04\0" + b"\x07\0\0\0" + b"abcd" + b"ef" + b"\x0c\0\x0a\0\x06\0" + b"\x02\0" + b"\x0f"
    old = b"\x04" + b"\x07\0\0\0" + b"abcd" + b"ef" + b"\x0b\x09\x05" + b"\x02" + b"\x03"
    page = bytearray(4096)
    page[0], page[4:8], page[12:14], page[14:16] = 1, b"LVAL", b"\x01\0", (4000).to_bytes(2, "little")
    page[4000:4004] = b"\0\x01\0\0"
    return [b"\0" + row, b"\xff" + old, b"\0" + bytes(page)]


def access() -> list[bytes]:
    """A file of each version."""
    from read.database.jet_files import Jet

    return [frame.of_jet(Jet(is_old).file(), is_old=is_old) for is_old in (True, False)]


def dkim_keys() -> dict[str, str]:
    """Keys that are made anew each time: no signature of a corpus passes, each is judged to its end."""
    from read.mail.test_dkim import keys

    return keys()


def signed_mails() -> list[bytes]:
    """Mails with signatures."""
    from read.mail.test_dkim import signed

    return [signed(), signed("ed25519-sha256", "simple/simple", 12)]


def mapi_names() -> list[bytes]:
    """A list of names in the first half, their texts in the second."""
    text = struct.pack("<I", 8) + "Ward".encode("utf-16-le")
    return [struct.pack("<IHHIHH", 0x801A, 0, 0, 0, 1, 5)[:12] + text, struct.pack("<IHH", 0, 1, 5) + text[:8]]


def pst_heaps() -> list[bytes]:
    """Heaps behind a byte that says how wide their texts are."""
    from read.mail.test_pst_heap import GOOD, RECORDS, heap, tree

    return [b"\xff" + GOOD, b"\0" + GOOD, b"\xff" + heap(tree(1), struct.pack("<HI", 0x37, 0x80), b"s\0", RECORDS)]


def zip_members() -> list[bytes]:
    """A packed member for each method, behind the byte that chooses it."""
    from custody.openers.test_zip_methods import PACKERS
    from leakassay.custody.openers.zip_methods import METHODS

    content = bytes(range(250)) + b"NHS 999 000 0018\n" * 9
    methods = sorted(METHODS)
    return [
        bytes([methods.index(method)]) + pack(content[:250]) for method, pack in PACKERS.items() if method in methods
    ]


def lha() -> list[bytes]:
    """Stored files."""
    from custody.openers.test_lha import FILES, archive

    return [archive(FILES)]


def xar() -> list[bytes]:
    """An archive of libarchive's."""
    from custody.openers.archives import by_libarchive

    return [by_libarchive("xar", {"a.txt": b"NHS 999 000 0018\n"})]


def pictures() -> list[bytes]:
    """Pictures and packed objects of office files."""
    from custody.openers.test_office_art import EMF, JPEG, metafile, picture
    from custody.openers.test_office_records import record, zlib

    info = struct.pack("<IiiHHIIiiII", 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0)
    packed = record(0x1011, struct.pack("<I", 9) + zlib.compress(b"\xd0\xcf\x11\xe0hello"), instance=1)
    return [
        picture(0x46A, 0xF01D, JPEG) + picture(0x46B, 0xF01D, JPEG, before=bytes(33)),
        metafile(zlib.compress(EMF), 0), picture(0x7A8, 0xF01F, info + bytes(4)),
        record(0x03E8, record(0x03F2, packed, version=15), version=15),
        struct.pack("<HH", 0xEB, 3) + b"one" + struct.pack("<HH", 0x3C, 3) + b"two",
    ]  # fmt: skip


def packages() -> list[bytes]:
    """A stream of the object packager."""
    from custody.ole_files import native

    return [native("list.csv", b"9990000018\n")]


def uuencoded() -> list[bytes]:
    """Files in the text of a mail."""
    from custody.openers.test_uuencoded import encoded

    return [b"Dear all,\n" + encoded(b"9990000018\n" * 9) + b"end of list\n", encoded(b"abc", backtick=True)]


def everything() -> list[bytes]:
    """The beginnings of all formats."""
    return [raw[:2000] for raw in _of_mutations().values()]


def locked() -> list[bytes]:
    """A package behind a password whose key is made in one turn, not in a hundred thousand."""
    from custody.openers.test_office_locked import GOOD

    return [GOOD.replace(b'spinCount="100000"', b'spinCount="000001"')]
