"""Segments of HL7 v2 messages (2.3, 2.4, 2.5.1) by columns: what a laboratory prints in PID, OBR, OBX and the rest."""

import zlib
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from leakassay.exercise.estate.house import House, practices_of
from leakassay.exercise.paper import splice
from leakassay.exercise.paper.letter import DOCTORS
from leakassay.exercise.paper.splice import COMPACT_DAY, COMPACT_STAMP, Ints, chosen, joined, numbered, picked, said

RANKS = 8
"""Places per row: 0 stands before a message, 1 to 6 inside, 7 behind it."""
ESCAPES = str.maketrans({"\\": "\\E\\", "|": "\\F\\", "^": "\\S\\", "~": "\\R\\", "&": "\\T\\", "\r": " ", "\n": " "})
LONG = 60
"""Characters above which a result is a text and not a word."""
REMARKS = (
    "Sample slightly haemolysed: potassium may be raised.", "Telephoned to the ward sister.",
    "Received in a lithium heparin tube.", "Repeat advised in three months if clinically indicated.",
    "Analysed on the second machine while the first was serviced.", "Patient fasting status not stated.",
)  # fmt: skip
"""Comments in NTE; none of them is a result, some sound like one."""
_DETAILS = ("TATT", "?anaemia", "annual review", "pre-op", "on warfarin", "wt loss, night sweats", "", "")
_PERSON = ("surname", "forename", "address", "postcode", "hospital_number", "nhs_number")


@dataclass(frozen=True)
class Dialect:
    """How a sending system writes.

    Attributes:
        version: 2.3, 2.4 or 2.5.1 (which adds SPM, message structures and a character set).
        number_field: the field of PID with the NHS number: 3 with its authority, 2 or 19 bare, as older feeds do.
        ending: what ends a segment; the standard says carriage return, files and logs say otherwise.
    """

    version: str = "2.4"
    number_field: int = 3
    ending: str = "\r"


Part = tuple[Ints, pa.Array]


def message_parts(rows: pa.Table, house: House, dialect: Dialect) -> list[Part]:
    """Returns one ORU^R01 message per record as places (row * `RANKS` + rank) and texts, segments ended."""
    starts = splice.starts_of(rows)
    last = np.append(starts[1:], rows.num_rows)[: len(starts)] - 1
    heads = rows.take(pa.array(starts))
    every = np.arange(rows.num_rows, dtype=np.int64)
    remarked = every[every % 23 == 7]
    parts = [
        (starts * RANKS + 1, _header(heads, house, dialect, "ORU^R01")),
        (starts * RANKS + 2, patient(heads, house, dialect)),
        (starts * RANKS + 3, _order(heads, house, dialect)),
        (every * RANKS + 4, _observations(rows, splice.within(starts, rows.num_rows), dialect)),
        (remarked * RANKS + 5, pa.array([REMARKS[row % len(REMARKS)] for row in remarked.tolist()], pa.string())),
    ]
    parts[-1] = (parts[-1][0], joined("NTE|1|L|", parts[-1][1], dialect.ending))
    return [*parts, (last * RANKS + 6, _specimen(heads, dialect))] if dialect.version == "2.5.1" else parts


def update(heads: pa.Table, house: House, dialect: Dialect) -> pa.Array:
    """Returns one ADT^A08 message per row: somebody's details were changed, no test is in it."""
    stamp, end = picked(heads["received_at"], COMPACT_STAMP), dialect.ending
    event = joined("EVN|A08|", stamp, end)
    return joined(_header(heads, house, dialect, "ADT^A08"), event, patient(heads, house, dialect))


def acknowledgement(heads: pa.Table, house: House, dialect: Dialect) -> pa.Array:
    """Returns one ACK message per row, which names nobody: the message of that control number was accepted."""
    sender = joined("|", heads["client_code"], "|", heads["controller"], f"|{house.software}|{house.ods_code}|")
    first = joined("MSH|^~\\&", sender, picked(heads["reported_at"], COMPACT_STAMP), "||ACK|A", heads["specimen_id"])
    return joined(first, f"|P|{dialect.version}{dialect.ending}MSA|AA|", control(heads), dialect.ending)


def control(heads: pa.Table) -> pa.Array:
    """Returns message control numbers: month, day, clock and the specimen number."""
    return joined(picked(heads["reported_at"], COMPACT_STAMP[4:12]), heads["specimen_id"])


def patient(heads: pa.Table, house: House, dialect: Dialect) -> pa.Array:
    """Returns PID, PD1 and PV1 of each row."""
    text = {name: splice.escaped(heads[name], ESCAPES) for name in _PERSON}
    end, at = dialect.ending, dialect.number_field
    ids = joined(text["hospital_number"], f"^^^{house.ods_code}^MR")
    if at == 3:
        ids = joined(ids, said(text["nhs_number"], "~", "^^^NHS^NH"))
    if "chi_number" in heads.column_names:
        ids = joined(ids, said(heads["chi_number"], "~", "^^^CHI^CHI"))
    parts = joined("PID|1|", text["nhs_number"] if at == 2 else "", "|", ids, "||")
    parts = joined(parts, text["surname"], "^", text["forename"], "||", picked(heads["date_of_birth"], COMPACT_DAY))
    parts = joined(parts, "|", heads["sex"], "|||", text["address"], "^^^^", text["postcode"])
    if at == 19:
        parts = joined(parts, said(text["nhs_number"], "||||||||"))
    names = practices_of(house)
    practice = splice.mapped(heads["gp_practice"], lambda code: f"{names.get(code, '')}^^{code}")
    visit = joined("PV1|1|O|", heads["client_code"], "|||||", _doctor(heads["requester_code"]))
    return joined(parts, f"{end}PD1|||", practice, end, visit, end)


def _header(heads: pa.Table, house: House, dialect: Dialect, kind: str) -> pa.Array:
    sender = f"MSH|^~\\&|{house.software}|{house.ods_code}|"
    receiver = joined(sender, heads["client_code"], "|", heads["controller"], "|")
    modern = dialect.version == "2.5.1"
    named = f"{kind}^{kind.replace('^', '_')}" if modern else kind
    charset = "||||||UNICODE UTF-8" if modern else ""
    stamp = picked(heads["reported_at"], COMPACT_STAMP)
    tail = f"|P|{dialect.version}{charset}{dialect.ending}"
    # a message about a person has a number of its own
    own = "U" if kind.startswith("ADT") else ""
    return joined(receiver, stamp, f"||{named}|{own}", control(heads), tail)


def _order(heads: pa.Table, house: House, dialect: Dialect) -> pa.Array:
    end = dialect.ending
    number = joined(heads["specimen_id"], f"^{house.software}")
    tested = joined(_escaped(heads, "test_code"), "^", _escaped(heads, "test_name"))
    collected, received, reported = (
        picked(heads[f"{name}_at"], COMPACT_STAMP) for name in ("collected", "received", "reported")
    )
    detail = splice.mapped(heads["requester_code"], lambda code: _DETAILS[zlib.crc32(code.encode()) % len(_DETAILS)])
    doctor = _doctor(heads["requester_code"])
    asked = joined("ORC|RE||", number, "|||||||||", doctor, f"{end}OBR|1||", number, "|", tested)
    taken = joined(asked, "|||", collected, "||||||", detail, "|", received, "||", doctor)
    return joined(taken, "||||||", reported, f"|||F{end}")


def _observations(rows: pa.Table, number: Ints, dialect: Dialect) -> pa.Array:
    """Returns an OBX per row: NM with unit and range, ST for words, FT for what a pathologist dictated.

    Version 2.3 knows no FT here: a dictation is cut into sentences, an OBX each under the same code.
    """
    value = splice.flat(rows["value"])
    has_unit = np.asarray(pc.not_equal(splice.flat(rows["unit"]), ""))
    is_long = np.asarray(pc.greater(pc.utf8_length(value), LONG))
    requested = np.asarray(pc.equal(splice.flat(rows["status"]), "requested"))
    is_old = dialect.version == "2.3"
    if is_old:
        number = _stretched(number, np.where(is_long, pc.count_substring(value, ". ").to_numpy(), 0))
    printed = splice.escaped(value, ESCAPES)
    if is_long.any() and not is_old:
        printed = splice.mapped(printed, lambda text: text.replace(". ", ".\\.br\\") if len(text) > LONG else text)
    kind = chosen(has_unit & ~requested, "NM", chosen(is_long, "FT", pa.array(["ST"] * rows.num_rows)))
    limits = chosen(has_unit, joined(rows["range_low"], "-", rows["range_high"]), "")
    left = joined("OBX|", numbered(number + 1), "|", kind, "|", _escaped(rows, "test_code"), "^")
    named = joined(left, _escaped(rows, "test_name"), "^L||")
    found = joined(printed, "|", _escaped(rows, "unit"), "|", limits, "|", rows["value_flag"], "|||F")
    lines = joined(named, chosen(requested, "||||||I", found), dialect.ending)
    if not (is_old and is_long.any()):
        return lines
    dictated = rows.filter(pa.array(is_long)).select(["test_code", "test_name", "value", "value_flag"]).to_pylist()
    texts = [_sentences(row, first, dialect) for row, first in zip(dictated, number[is_long].tolist(), strict=True)]
    return pc.replace_with_mask(lines, pa.array(is_long), pa.array(texts, pa.string()))


def _stretched(number: Ints, more: Ints) -> Ints:
    """Returns the numbers of lines within their message where some rows take `more` lines than one."""
    before = np.cumsum(more) - more
    starts = np.flatnonzero(number == 0)
    return number + before - np.repeat(before[starts], np.diff(starts, append=len(number)))


def _sentences(row: dict[str, str], first: int, dialect: Dialect) -> str:
    """Returns an OBX of type TX per sentence, which share a code and count in OBX-4."""
    head = f"{row['test_code'].translate(ESCAPES)}^{row['test_name'].translate(ESCAPES)}^L"
    said_so = row["value"].replace(". ", ".\n").split("\n")
    return "".join(
        f"OBX|{first + place}|TX|{head}|{place}|{sentence.translate(ESCAPES)}|||{row['value_flag']}|||F{dialect.ending}"
        for place, sentence in enumerate(said_so, start=1)
    )


def _specimen(heads: pa.Table, dialect: Dialect) -> pa.Array:
    tissue = np.asarray(pc.greater(pc.utf8_length(splice.flat(heads["value"])), LONG))
    kind = chosen(tissue, "TISS^Tissue^HL70487", pa.array(["BLDV^Blood venous^HL70487"] * heads.num_rows))
    collected, received = (picked(heads[f"{name}_at"], COMPACT_STAMP) for name in ("collected", "received"))
    left = joined("SPM|1|^", heads["specimen_id"], "||", kind, "|||||||||||||", collected)
    return joined(left, "|", received, dialect.ending)


def _doctor(codes: splice.Text) -> pa.Array:
    """Returns who asked, as code^SURNAME^FORENAME: a doctor who is nobody's patient."""
    return splice.mapped(codes, _named)


def _named(code: str) -> str:
    forename, surname = DOCTORS[sum(map(ord, code)) % len(DOCTORS)]
    return f"{code}^{surname.upper()}^{forename.upper()}^^^DR" if code else ""


def _escaped(rows: pa.Table, name: str) -> pa.Array:
    return splice.escaped(rows[name], ESCAPES)
