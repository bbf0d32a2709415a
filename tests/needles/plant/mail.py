"""Needles in mail: files, mailboxes, Outlook's messages and what Outlook sends."""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

import base64
import quopri
import struct
from email.header import Header

from custody import ole_files
from custody.openers import test_tnef
from custody.openers.test_uuencoded import encoded as uuencoded
from leakassay.exercise.paper.compound_file import Storage, Stream
from needles.plant.text import Files
from needles.planting import Planting
from read.mail import outlook_files
from read.mail.outlook_files import Message, text

_MAIL = """From: {encoded} <ann@x.test>
To: "«To~»" <bob@x.test>, undisclosed: «group~»@x.test;
Cc: «Cc~» <c@x.test>
Bcc: «Bcc~»@x.test
Reply-To: «Reply-To~»@x.test
Subject: «Subject»
 «folded line of a header»
Date: Mon, 03 Jun 2024 09:00:00 +0000
Message-ID: <«Message-ID~»@x.test>
Received: from «Received~».x.test by mx.x.test; Mon, 3 Jun 2024 09:00:00 +0000
X-Note: «header of any name»
Keywords: «Keywords»
Comments: «Comments»
List-Id: «List-Id~» <l.x.test>
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary=B

«preamble»
--B
Content-Type: multipart/alternative; boundary=C

--C
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable
Content-Description: «description of a part»

{quoted}
> «quoted reply»
{uu}
--C
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

{html}
--C
Content-Type: text/plain; charset=iso-8859-1; format=flowed

Gr=FC=DFe \xa0 «flowed text»
--C
Content-Type: text/enriched

<bold>«enriched text»</bold>
--C
Content-Type: text/calendar; method=REQUEST

BEGIN:VCALENDAR
SUMMARY:«invitation»
END:VCALENDAR
--C
Content-Type: text/x-amp-html

<html><body>«AMP»</body></html>
--C--
--B
Content-Type: text/csv; name*=utf-8''{named}
Content-Disposition: attachment
Content-Transfer-Encoding: base64

{attached}
--B
Content-Type: message/rfc822

Subject: «subject of a message inside»

«body of a message inside»
--B
Content-Type: message/delivery-status

Reporting-MTA: dns; x.test

Final-Recipient: rfc822; «delivery report~»@x.test
Diagnostic-Code: smtp; «diagnosis of a report»
--B
Content-Type: text/vcard; name=c.vcf

BEGIN:VCARD
FN:«visiting card»
END:VCARD
--B
Content-Type: message/external-body; access-type=local-file; name="«body elsewhere~».doc"

Content-Type: application/msword
--B--
«epilogue»
"""
_PAGE = (
    '<html><head><title>«title of the page»</title></head><body><p>«HTML»</p><div style="display:none">«hidden HTML»'
    '</div><img alt="«alternative text»"><a href="http://x.test/«link~»">x</a><!-- «comment of HTML» --></body></html>'
)


def _filled(n: Planting) -> str:
    page = base64.encodebytes(n.fill(_PAGE).encode()).decode()
    listed = base64.encodebytes(n.fill("id,name,note\n1,Ann,«attachment»\n2,Bob,x\n3,Cyd,y\n").encode()).decode()
    quoted = quopri.encodestring(n.fill("Grüße, «quoted-printable»").encode()).decode()
    for letter in n.word("letters in quoted-printable"):
        quoted += f"={ord(letter):02X}"
    named = "".join(f"%{ord(sign):02X}" for sign in n.word("name of an attachment")) + ".csv"
    uu = uuencoded(n("uuencoded file").encode() + b"\n", b"note.txt").decode()
    encoded = Header(f"Zoë {n.word('encoded words')}", "utf-8").encode()
    whole = _MAIL.format(quoted=quoted, html=page, attached=listed, named=named, uu=uu, encoded=encoded)
    return n.fill(whole)


def eml(n: Planting) -> Files:
    """A mail of many parts, and one that is a page saved by a browser."""
    saved = n.fill(
        'From: <Saved by Blink>\nSubject: x\nMIME-Version: 1.0\nContent-Type: multipart/related; type="text/html"; '
        "boundary=D\n\n--D\nContent-Type: text/html\nContent-Location: http://x.test/«address of a saved page~»\n\n"
        "<html><body><p>«saved page»</p></body></html>\n--D--\n"
    )
    return [("a.eml", _filled(n).encode("latin-1")), ("b.mht", saved.encode())]


def mbox(n: Planting) -> Files:
    """The same mail behind another, between what separates them."""
    first = n.fill("From «separator~»@x.test Mon Jun  3 09:00:00 2024\nSubject: x\nDate: Mon, 3 Jun 2024 09:00:00 +0000\n\n"
                   "«first mail»\n>From here «line that begins like a separator»\n\n")  # fmt: skip
    mail = "From b@x.test Mon Jun  3 09:00:00 2024\n" + _filled(n)
    return [("a.mbox", (first + mail).encode("latin-1"))]


_OF_OUTLOOK = {
    "needle-subject": "subject", "needle-wire": "headers of the wire", "needle-host": "host of the wire",
    "needle-hidden": "hidden text of RTF", "needle-author": "author of RTF", "needle-unknown": "property of any number",
    "needle-named": "named property", "needle-address": "address of a contact", "needle-member": "member of a list",
    "needle-ansi": "narrow characters", "needle-blind": "blind copy", "needle-file": "name of an attachment",
}  # fmt: skip
"""What the tests of the readers call a needle, and what the place is."""


def _outlook(n: Planting) -> outlook_files.Message:
    message = outlook_files.full()
    words = {needle: n.word(place) for needle, place in _OF_OUTLOOK.items()}

    def planted(raw: bytes) -> bytes:
        for needle, word in words.items():
            for codec in ("ascii", "utf-16-le"):
                raw = raw.replace(needle.encode(codec), word.encode(codec))
        return raw

    for values in (message.values, *message.recipients, *message.attachments):
        values[:] = [(tag, kind, planted(raw)) for tag, kind, raw in values]
    kept = [value for value in message.values if value[0] not in (0x1000, 0x1009, 0x1013)]
    rtf = planted(outlook_files.RTF).replace(b"rtf body", n("body in RTF").encode())
    html = n.fill("<html><body><p>«body in HTML»</p><!-- «comment of HTML» --></body></html>").encode()
    binary = outlook_files.BINARY
    message.values = [
        *kept, text(0x1000, n("body")), (0x1009, binary, outlook_files.packed_rtf(rtf)), (0x1013, binary, html),
        text(0x3FD9, n("preview")), text(0x0E04, n.word("line of recipients")), text(0x0070, n("topic")),
        text(0x3A06, n.word("forename of a contact")), text(0x3A11, n.word("surname of a contact")),
        text(0x8003, n("keyword")), text(0x0042, n.word("sent for")),
    ]  # fmt: skip
    message.named[0x8003] = "Keywords"
    message.recipients[0].append(text(0x5FF6, n.word("display name of a recipient")))
    listed = n.fill("id,name,note\n1,Ann,«attachment»\n2,Bob,x\n3,Cyd,y\n").encode()
    message.attachments = [
        [text(0x3707, f"{words['needle-file']}.csv"), (0x3701, binary, listed), outlook_files.long(0x3705, 1)]
    ]
    return message


def msg(n: Planting) -> Files:
    """A message file, and one with a message attached that has a file attached."""
    listed = n.fill("id,name,note\n1,Ann,«attachment of a message inside»\n2,Bob,x\n3,Cyd,y\n").encode()
    said = ole_files.text_property("1000", n("body of a message inside"))
    head = Stream("__properties_version1.0", bytes(24) + struct.pack("<HHIII", 0x1F, 0x1000, 6, len(said.data) + 2, 0))
    inner = Storage("__substg1.0_3701000D", (head, said, ole_files.by_value(0, "list.csv", listed)))
    return [("a.msg", _outlook(n).msg()), ("b.msg", ole_files.message(ole_files.attachment(0, "forwarded", inner)))]


def tnef(n: Planting) -> Files:
    """winmail.dat, and one with a message inside."""
    inner = Message([text(0x001A, "IPM.Note"), text(0x0037, "x"), text(0x1000, n("body of a message inside"))]).tnef()
    held = test_tnef.mapi(
        test_tnef.variable(0x3001, 0x1E, b"forwarded\0"), test_tnef.variable(0x3701, 0x0D, bytes(16) + inner)
    )
    outer = test_tnef.attribute(2, test_tnef.BEGIN, bytes(14)) + test_tnef.attribute(2, test_tnef.PROPERTIES, held)
    return [("winmail.dat", _outlook(n).tnef()), ("winmail2.dat", test_tnef.stream(outer))]
