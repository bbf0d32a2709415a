"""Needles in messages and documents of health services."""

# ruff: noqa: E501 -- parts of files, one a line

from __future__ import annotations

import base64
import json
from typing import Any

from needles.plant.text import Files
from needles.planting import Planting
from read.document import pdf_files
from read.health.test_one_person_in_every_format import xml


def _packed(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def _pdf(words: str) -> bytes:
    content = f"BT /F1 12 Tf 50 700 Td ({words}) Tj ET".encode()
    return pdf_files.written(
        b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [4 0 R] /Count 1 >>", pdf_files.FONT,
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 5 0 R /Resources << /Font << /F1 3 0 R >> >> >>",
        pdf_files.stream(content),
    )  # fmt: skip


_HL7 = """FHS|^~\\&|LAB|RX1|||20240603||«name of a batch file~»||«remark of a batch file»
BHS|^~\\&|LAB|RX1|||20240603||||«remark of a batch»
MSH|^~\\&|«sending application~»|«sending facility~»|«receiving application~»|«receiving facility~»|20240603||ORU^R01|1|P|2.5
EVN|A01|20240603|||«operator of an event~»
PID|1|«PID-2#»^^^X|«PID-3#»^^^NHS^NH~«PID-3 again~»^^^RX1^MR|«PID-4~»|«PID-5 surname~»^«PID-5 forename~»^«PID-5 middle name~»^^«PID-5 title~»~«PID-5 alias~»^B|«PID-6~»^C|19800102|F|«PID-9~»^D||«PID-11 street~»^«PID-11 line 2~»^LONDON^^SE1 7EH~«PID-11 again~»^^^^SE1 8EH||«PID-13#»~«PID-13 again~»|«PID-14~»|EN||«PID-17~»|«PID-18~»|«PID-19#»|«PID-20~»|«PID-21~»|«PID-22~»|«PID-23~»
PD1|||«PD1-3~»^^G12345|«PD1-4~»^DOC
PV1|1|I|«PV1-3~»^^^RX1||||«PV1-7~»^DOC||||||||||«PV1-17~»^DOC||«PV1-19#»
PV2|||^«PV2-3»
NK1|1|«NK1-2~»^PAT|MTH|«NK1-4~»^^^^SE1 9EH|«NK1-5~»
GT1|1||«GT1-3~»^PAY||«GT1-5~»
IN1|1|||«IN1-4~»||||||||||||«IN1-16~»^INS
AL1|1||^«AL1-3»
DG1|1||^«DG1-3»
ORC|RE|||«ORC-4#»||||||||«ORC-12~»^DOC|||||||||«ORC-21~»
OBR|1|«OBR-2#»|24A000001|44D6.^«OBR-4~»^L|||20240601091500|||||«OBR-12~»|«OBR-13»||^«OBR-15~»|«OBR-16~»^DOC|«OBR-17~»|«OBR-18~»||||20240602||||||«OBR-28~»^COPY|||^«OBR-31»|«OBR-32~»
TQ1|1||||||||||«TQ1-11»
NTE|1||«NTE behind OBR»
OBX|1|NM|1^Sodium||128|mmol/L|133-146|L|||F
OBX|2|ST|2^«OBX-3 name»||«OBX-5 ST»|«OBX-6~»|«OBX-7 words»||||F|||||«OBX-16~»^STAFF|«OBX-17~»||||||«OBX-23~»
OBX|3|FT|3^x||line one\\.br\\«OBX-5 FT»\\.br\\\\H\\bold\\N\\||||||F
OBX|4|TX|4^x||first~«OBX-5 TX repeated»||||||F
OBX|5|CE|5^x||1^«OBX-5 CE»^L^2^«OBX-5 CE other words»||||||F
OBX|6|ED|6^x||LAB^TEXT^plain^Base64^{text}||||||F
OBX|7|ED|7^x||LAB^AP^pdf^Base64^{pdf}||||||F
OBX|8|RP|8^x||\\\\\\\\srv\\\\«OBX-5 RP~».pdf^x||||||F
OBX|9|XPN|9^x||«OBX-5 XPN~»^ANN||||||F
OBX|10|TX|10^x||\\X{hex}\\ \\T\\ «OBX-5 escapes»||||||F
NTE|1||«NTE behind OBX»~«NTE repeated»
SPM|1|«SPM-2#»^«SPM-2 filler~»||BLD^«SPM-4~»||||||||||«SPM-14»
ZZZ|1|«Z segment»
PRT|1|UC||^x|«PRT-5~»^STAFF
ROL|1|AD|^x|«ROL-4~»^STAFF
TXA|1|CN|||||||«TXA-9~»^STAFF
CTI|«CTI-1~»
MRG|«MRG-1~»^^^RX1^MR||||||«MRG-7~»^OLD
BTS|1|«remark behind a batch»
FTS|1|«remark behind a batch file»
"""


def hl7v2(n: Planting) -> Files:
    """A batch with every segment, an answer with an error, and a log around a message; framed, and in wide characters."""
    filled = n.fill(
        _HL7.format(
            text=_packed(n("OBX-5 ED text")), pdf=base64.b64encode(_pdf(n("OBX-5 ED PDF"))).decode(),
            hex=n("OBX-5 hexadecimal").encode().hex().upper(),
        )
    )  # fmt: skip
    answer = n.fill(
        "MSH|^~\\&|LAB|RX1|PAS|RX1|20240603||ACK|2|P|2.5\nMSA|AE|1|«MSA-3»\nERR|^^^207&«ERR-1~»|||E|||«ERR-7»|«ERR-8»\n"
    )
    small = "MSH|^~\\&|LAB|RX1|PAS|RX1|20240603||ORU^R01|3|P|2.5\rPID|1||1^^^RX1^MR||{}^ANN\rOBX|1|NM|1^K||4\r"
    log = n.fill("2024-06-03 09:00:01 INFO sending for «log before a message»\n")
    log += small.format("TESTER").replace("\r", "\n") + n.fill("2024-06-03 09:00:02 ERROR «log behind a message»\n")
    framed = "\x0b" + small.format(n.word("MLLP")) + "\x1c\r"
    return [
        ("a.hl7", (filled + answer).replace("\n", "\r").encode()),
        ("b.log", log.encode()),
        ("c.hl7", framed.encode()),
        ("d.hl7", b"\xff\xfe" + small.format(n.word("UTF-16")).encode("utf-16-le")),
    ]


def edifact(n: Planting) -> Files:
    """A pathology report with every segment that holds words, and a message of another kind."""
    report = (
        "UNB+UNOC:3+«UNB sender~»+«UNB recipient~»+240603:1751+7+«UNB password~»+MEDRPT++1'UNH+1+MEDRPT:0:1:RT:NHS003'"
        "BGM+LSR'DTM+ISR:202406020000:203'NAD+PO+G1234567:900++«NAD PO name~»'SPR+PRO'NAD+MR+«NAD MR~»:901++«NAD MR name~»'"
        "NAD+SLA+++«NAD SLA name~»'COM+«COM~»:TE'S06+06'ADR++US:«ADR line 1~»:«ADR line 2~»++SE1 7EH'RFF+SSI:«RFF SSI~»'"
        "S07+07'PNA+PAT+«PNA number#»:OPI+++SU:«PNA surname~»+FO:«PNA forename~»+TI:«PNA title~»+SP:«PNA second forename~»'"
        "DTM+329:19800102:102'PDI+2'S10+10'FTX+CID+++«FTX clinical details»'S16+16'SEQ++1'SPC+TSP+:::«SPC kind~»'"
        "SPC+SCT+:::«SPC site~»'PRC+:::«PRC~»'QTY+SVO:1:«QTY~»'RFF+STI:«RFF STI~»'RFF+RTI:«RFF RTI~»'FTX+SPC+++«FTX of a specimen»'"
        "DTM+SCO:202406010915:203'GIS+N'INV+MQ+44D6.:911::«INV name~»'RSL+NV+128++:::mmol/L+LO'FTX+RIT+++«FTX result»:"
        "«FTX second part»'FTX+SPC+++«FTX comment»'FTX+CRR+++«FTX range»'RFF+ASL:1'S20+20'RND+U+133+146'"
        "INV+MQ+44D7.:911::x'RSL+CV+::x:911::«RSL coded~»'XYZ+«unknown segment»'UNT+9+1'"
    )
    other = "UNH+2+MEDREF:0:1:RT:NHS001'BGM+REF'FTX+CID+++«other kind of message»'UNT+3+2'UNZ+2+7'"
    behind = "\r\n«text behind the interchange»"
    return [("a.edi", n.fill(report + other + behind).encode())]


def _resources(n: Planting) -> list[dict[str, Any]]:
    patient = {
        "resourceType": "Patient", "id": n.number("id"), "text": {"div": f"<div>{n('narrative')}</div>"},
        "identifier": [{"system": "https://fhir.nhs.uk/Id/nhs-number", "value": n.number("NHS number")},
                       {"system": "https://rx1.nhs.uk/Id/mrn", "value": n.word("other identifier")}],
        "name": [{"use": "official", "family": n.word("family name"), "given": [n.word("given name")]},
                 {"use": "old", "text": n("former name")}],
        "telecom": [{"system": "phone", "value": n.number("telephone")}, {"system": "email", "value": n.word("mail") + "@x.test"}],
        "address": [{"line": [n.word("street")], "city": n.word("town"), "postalCode": "SE1 7EH"},
                    {"text": n("address in words")}],
        "contact": [{"name": {"family": n.word("contact")}}], "extension": [{"url": "x", "valueString": n("extension")}],
        "contained": [{"resourceType": "Practitioner", "id": "c", "name": [{"family": n.word("contained resource")}]}],
    }  # fmt: skip
    observation = {
        "resourceType": "Observation", "id": "o", "status": "final", "subject": {"reference": f"Patient/{n.number('id')}",
        "display": n("display of a reference")}, "code": {"coding": [{"system": "x", "code": "1", "display": n("code")}],
        "text": n("code in words")}, "valueString": n("value"), "note": [{"text": n("note")}],
        "component": [{"code": {"text": "part"}, "valueString": n("component")}],
        "performer": [{"display": n.word("performer")}], "referenceRange": [{"text": n("reference range")}],
        "interpretation": [{"text": n("interpretation")}], "bodySite": {"text": n("body site")},
    }  # fmt: skip
    report = {
        "resourceType": "DiagnosticReport", "id": "d", "status": "final", "code": {"text": "report"},
        "conclusion": n("conclusion"), "presentedForm": [
            {"contentType": "text/plain", "data": _packed(n("attachment")), "title": n("title of an attachment")},
            {"contentType": "application/pdf", "data": base64.b64encode(_pdf(n("PDF as attachment"))).decode()}],
    }  # fmt: skip
    others = [
        {"resourceType": "Condition", "id": "k", "code": {"text": n("condition")}, "note": [{"text": n("note of a condition")}]},
        {"resourceType": "Communication", "id": "m", "payload": [{"contentString": n("message")}]},
        {"resourceType": "QuestionnaireResponse", "id": "q", "item": [{"text": n("question"), "answer": [{"valueString": n("answer")}]}]},
        {"resourceType": "Composition", "id": "t", "title": n("title of a document"), "section": [{"title": n("section"),
         "text": {"div": f"<div><p>{n('text of a section')}</p></div>"}}]},
        {"resourceType": "RelatedPerson", "id": "r", "name": [{"family": n.word("related person")}]},
        {"resourceType": "Binary", "id": "b", "contentType": "text/plain", "data": _packed(n("binary"))},
        {"resourceType": "MadeUp", "id": "u", "words": n("unknown resource")},
    ]  # fmt: skip
    return [patient, observation, report, *others]


def fhir_json(n: Planting) -> Files:
    """A bundle."""
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [
        {"fullUrl": f"urn:x:{n.number('address of an entry')}", "resource": one} for one in _resources(n)]}  # fmt: skip
    return [("a.json", json.dumps(bundle, indent=1).encode())]


def fhir_ndjson(n: Planting) -> Files:
    """An export of lines."""
    return [("a.ndjson", "".join(json.dumps(one) + "\n" for one in _resources(n)).encode())]


def fhir_xml(n: Planting) -> Files:
    """A bundle in XML; a narrative is mark-up there."""
    bundle = {"resourceType": "Bundle", "type": "collection", "entry": [
        {"fullUrl": f"urn:x:{n.number('address of an entry')}", "resource": one} for one in _resources(n)]}  # fmt: skip
    text = xml("x", bundle)[3:-4].replace("<Bundle>", f'<Bundle xmlns="http://hl7.org/fhir"><!-- {n("comment")} -->')
    for div in (f"<div>{n('narrative')}</div>", f"<div><p>{n('text of a section')}</p></div>"):
        text = text.replace(f'<div value="{div}"/>', div)
    return [("a.xml", text.encode())]


_CDA = """<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<!-- «comment» --><id root="1.2" extension="«id of the document~»"/><title>«title»</title><recordTarget><patientRole>
<id root="2.16.840.1.113883.2.1.4.1" extension="«NHS number#»"/><id root="1.2.3" extension="«other identifier~»"/>
<addr><streetAddressLine>«street~»</streetAddressLine><city>«town~»</city><postalCode>SE1 7EH</postalCode></addr>
<telecom value="tel:«telephone#»"/><patient><name><prefix>«title of a name~»</prefix><given>«given name~»</given>
<family>«family name~»</family></name><name use="A"><family>«further name~»</family></name>
<administrativeGenderCode code="F"/><birthTime value="19800102"/><religiousAffiliationCode code="1" displayName="«religion»"/>
<guardian><guardianPerson><name><family>«guardian~»</family></name></guardianPerson></guardian>
<birthplace><place><name>«birth place»</name></place></birthplace></patient>
<providerOrganization><name>«provider»</name></providerOrganization></patientRole></recordTarget>
<author><assignedAuthor><assignedPerson><name><family>«author~»</family></name></assignedPerson></assignedAuthor></author>
<informant><relatedEntity classCode="PRS"><relatedPerson><name><family>«informant~»</family></name></relatedPerson>
</relatedEntity></informant><participant typeCode="IND"><associatedEntity classCode="NOK"><associatedPerson><name>
<family>«participant~»</family></name></associatedPerson></associatedEntity></participant>
<informationRecipient><intendedRecipient><informationRecipient><name><family>«recipient~»</family></name>
</informationRecipient></intendedRecipient></informationRecipient>
<componentOf><encompassingEncounter><location><healthCareFacility><location><name>«encounter»</name></location>
</healthCareFacility></location></encompassingEncounter></componentOf>
<component><structuredBody><component><section><title>«title of a section»</title><text>«narrative»<table><tbody><tr>
<td>«cell of a narrative»</td></tr></tbody></table><content ID="c1">«content that an entry refers to»</content>
<footnote>«footnote»</footnote></text><entry><observation classCode="OBS" moodCode="EVN"><code code="1"
displayName="«code»"><originalText>«original text»</originalText></code><text>«text of an entry»</text>
<value xsi:type="ST">«value in words»</value><value xsi:type="CD" code="2" displayName="«value by code»">
<translation code="3" displayName="«translation of a code»"/></value><entryRelationship typeCode="SUBJ"><act classCode="ACT"
moodCode="EVN"><text>«remark on an entry»</text></act></entryRelationship><referenceRange><observationRange>
<text>«reference range»</text></observationRange></referenceRange><performer><assignedEntity><assignedPerson><name>
<family>«performer~»</family></name></assignedPerson></assignedEntity></performer></observation></entry><entry>
<observationMedia classCode="OBS" moodCode="EVN"><value mediaType="text/plain" representation="B64">{text}</value>
</observationMedia></entry><entry><observationMedia classCode="OBS" moodCode="EVN"><value mediaType="application/pdf"
representation="B64">{pdf}</value></observationMedia></entry><component><section><title>x</title>
<text>«section in a section»</text></section></component></section></component></structuredBody></component>
</ClinicalDocument>"""


def cda(n: Planting) -> Files:
    """A document with a body of sections, and one whose body is a page in base64."""
    body = _packed(n("body that is no XML"))
    flat = (
        '<?xml version="1.0"?><ClinicalDocument xmlns="urn:hl7-org:v3"><title>x</title><component><nonXMLBody><text '
        f'mediaType="text/plain" representation="B64">{body}</text></nonXMLBody></component></ClinicalDocument>'
    )
    text, pdf = _packed(n("text in base64")), base64.b64encode(_pdf(n("PDF in base64"))).decode()
    full = n.fill(_CDA.replace("{text}", text).replace("{pdf}", pdf))
    return [("a.xml", full.encode()), ("b.xml", flat.encode())]


def astm(n: Planting) -> Files:
    """What an analyser said: every record, framed and in a log."""
    bare = n.fill(
        "H|\\^&|||«sender~»^1|«address of the sender~»|||«H-8~»|||«remark in the header»|P|1|20240603\r"
        "C|1|I|«comment on the header»|G\r"
        "P|1|«P-3~»|«P-4~»|«P-5#»|«surname~»^«forename~»^«middle name~»|«mother's name~»|19800102|F||«street~»^LONDON^^^SE1 7EH"
        "||«telephone#»|«physician~»|«P-15»|«P-16»|||«diagnosis»|«medication»|«diet»||||«P-24~»|«location~»|||«religion»\r"
        "C|1|L|«comment on a patient»|G\r"
        "O|1|24A000001|«O-4~»|44D6.^«name of a test»|R||20240601091500|||«collector~»|||«clinical information»||"
        "BLD^«specimen~»|«ordering physician~»|«O-18#»|«user field»|«laboratory field»\r"
        "R|1|44D6.^Sodium|«result in words»|mmol/L|«range in words»|L||F||«operator~»|||«instrument~»\r"
        "C|1|I|«comment on a result»|G\rM|1|«manufacturer's record»\rS|1|«scientific record»\rQ|1|^«query~»\r"
        "R|2|44D7.^K|4|mmol/L\rL|1|N\r"
    )
    record = (
        f"H|\\^&|||A^1|||||||P|1|20240603\rP|1|1|||{n.word('frame')}^ANN\rO|1|2||^^^K|R\rR|1|^^^K|4|mmol/L\rL|1|N\r"
    )
    framed = b""
    for number, piece in enumerate(record.split("\r")[:-1], 1):
        body = f"{number % 8}{piece}\r\x03".encode()
        framed += b"\x02" + body + f"{sum(body) & 0xFF:02X}\r\n".encode()
    log = "".join(f"2024-06-03 09:00:01 <STX>{piece}<CR><ETX>\n" for piece in record.split("\r")[:-1])
    log = n.fill("«log before the records»\n") + log.replace(n.word("frame"), n.word("frame in a log"))
    return [("a.astm", bare.encode()), ("b.astm", b"\x05" + framed + b"\x04"), ("c.log", log.encode())]
