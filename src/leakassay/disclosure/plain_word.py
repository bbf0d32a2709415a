"""Words that folders and files are called by and that name nobody: a path made of these alone may be shown.

Words that are also common surnames (price, ward, page, bell …) are left out on purpose.
"""

from __future__ import annotations

import re

MAX_DIGITS = 4
"""A year or a counter, over the whole name: `943 476 5919` and `08-03-1957` are short runs, and somebody's."""

_WORDS = """
accounts activity admin administration all analyser analysers app apps archive archives area attachment attachments
audit auto back backup backups batch biochemistry bloods business c case catalogue clinic clinical clinics coagulation
common complaints config contract contracts copies copy csv cytology d daily dashboard data database databases delta
department departments desktop disk documents document downloads drafts drive dump e edifact edi email emails errors
estate event events excel export exports external extract extracts f failsafe feed feeds file files final finance fhir
folder folders forms form full general genetics governance gp group groups gps h haematology head health histology hl7
home hospital hospitals image images immunology import imports in inbox incident incidents index information inpatients
input interface interfaces internal invoices invoice it item items jobs json lab label labels laboratories laboratory
labs large legacy letter letters lims link links list lists live local log logs m mail mails main management master
medical meeting meetings messages message microbiology minutes misc miscellaneous mllp month monthly multi n names new
nhead node nohead notes note nhs of old oracle order orders oru out outbox outgoing output outstanding p pack part parts
path pathology patient patients pdf pdfs phlebotomy pilot plan plans policies policy portal private procedures prod
production profile project projects public purchasing quality quarter quarterly query queue queues r reception recycle
referrals registry release reports report request requests research restore result results rota rotas s sample samples
scan scans schedule screening secretaries section send sent server servers service services set setup share shared
shares sheet sheets single site sites sop sops source sql staff standard statistics stats status store support system
systems t table tables task tasks team teams telegram temp template templates test testing tests text tmp to tracker
training transfer transfusion trust trusts txt unit units untitled update updates upload uploads user users utf v
version versions virology volume weekly work workbook working worklist worklists workload xls xlsx xml y year yearly z
zip
"""
WORDS = frozenset(_WORDS.split())
"""Lower case; letters only."""

_PIECES = re.compile(r"[^\W\d_]+|\d+")


def is_plain(name: str) -> bool:
    """True when every word of a name is plain and its digits are few in all; a name without either is not."""
    pieces = _PIECES.findall(name)
    words = [piece for piece in pieces if not piece.isdigit()]
    digits = sum(len(piece) for piece in pieces if piece.isdigit())
    return bool(pieces) and digits <= MAX_DIGITS and all(word.lower() in WORDS for word in words)
