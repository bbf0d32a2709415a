"""Documents that an opener took out of a message: whether it took all that the reader leaves to it."""

from __future__ import annotations

from collections.abc import Generator

from leakassay.model.batch import Gap
from leakassay.model.item import OpenItem
from leakassay.model.outcomes import Reason
from leakassay.values.inline_document import found, layout_of


def missed_documents(item: OpenItem, form: str, left: int) -> Generator[Gap, None, int]:
    """Bytes of documents that the reader left and no opener took: a gap, and what is returned; 0 as it should be.

    Args:
        item: the range that was read.
        form: layout of its format: `hl7v2`, `fhir` or `cda`.
        left: characters of documents that were told and not read.
    """
    taken = sum(one.size for one in found(item.chunks(), layout_of(item.head(64), form))) if left else 0
    missed = max(0, left - taken)
    if missed:
        yield Gap(Reason.SOME_PARTS_FAILED, missed, part="documents")
    return missed
