"""Every table of the shelf by name, in the order in which the stages fill them."""

from __future__ import annotations

from leakassay.model.table import Table
from leakassay.model.tables.assessment import ASSESSMENT
from leakassay.model.tables.claim_result import CLAIM_RESULT
from leakassay.model.tables.column import COLUMN
from leakassay.model.tables.controller_map import CONTROLLER_MAP
from leakassay.model.tables.decision import DECISION
from leakassay.model.tables.document_property import DOCUMENT_PROPERTY
from leakassay.model.tables.estimate import ESTIMATE
from leakassay.model.tables.event import EVENT
from leakassay.model.tables.evidence import EVIDENCE
from leakassay.model.tables.exposure import EXPOSURE
from leakassay.model.tables.figure import FIGURE
from leakassay.model.tables.fingerprint import FINGERPRINT
from leakassay.model.tables.item import ITEM
from leakassay.model.tables.membership import MEMBERSHIP
from leakassay.model.tables.mention import MENTION
from leakassay.model.tables.page import PAGE
from leakassay.model.tables.partition import PARTITION
from leakassay.model.tables.sighting import SIGHTING
from leakassay.model.tables.source import SOURCE
from leakassay.model.tables.subject import SUBJECT
from leakassay.model.tables.trait import TRAIT

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        SOURCE,
        PARTITION,
        ITEM,
        DOCUMENT_PROPERTY,
        PAGE,
        COLUMN,
        SIGHTING,
        EVENT,
        MENTION,
        TRAIT,
        FINGERPRINT,
        EVIDENCE,
        ASSESSMENT,
        SUBJECT,
        MEMBERSHIP,
        EXPOSURE,
        CONTROLLER_MAP,
        ESTIMATE,
        CLAIM_RESULT,
        FIGURE,
        DECISION,
    )
}
"""All of them."""

EMITTED: tuple[Table, ...] = tuple(table for table in TABLES.values() if table.emitted)
"""Those that a cell emits while it reads, in the order of their wire numbers."""
