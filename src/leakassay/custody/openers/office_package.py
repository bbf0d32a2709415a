"""Office files that are zips (OOXML, OpenDocument): embedded files, pictures and macros; what is the document stays."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from leakassay.custody.openers import zip as zip_opener
from leakassay.model.batch import Gap
from leakassay.model.item import OpenItem
from leakassay.model.member import Opening

_FOREIGN = re.compile(
    rb"(?:^|[/\\])(?:embeddings|activex)[/\\][^/\\]+\.(?!rels$)[^/\\.]+$|(?:^|[/\\])(?:vbaproject|oleobject\d*)\.bin$",
    re.IGNORECASE,
)
"""Parts that are files of their own whatever their suffix: embedded documents, controls, macros."""

_OWN = re.compile(
    rb"\.(?:xml|rels|vml|bin|odttf|fntdata|psmdcp|sigs|rdf)$|(?:^|/)mimetype$|/$|(?:^|/)\[trash\]/|^Configurations2/"
    rb"|^META-INF/|^layout-cache$",
    re.IGNORECASE,
)
"""Parts that are the document itself: XML, relations, binary sheets, printer settings, fonts, signatures."""

_INNER_DOCUMENT = re.compile(rb"^Object[^/]*/(?!.*(?:settings|styles)\.xml$)[^/]+\.xml$")
"""OpenDocument keeps the charts and sheets that a document embeds in folders of this name."""


def members(item: OpenItem, first: int = 0) -> Iterator[Opening]:
    """Open the package.

    Numbers are those of the entries of the zip. Links to files elsewhere are not followed.

    Args:
        item: the file.
        first: number of the entry to begin with.

    Yields:
        Entries that are no part of the document itself; a Gap of no bytes where the package is cut off, since the
        bytes between its members are a reader's.

    Raises:
        ItemError: no zip (malformed).
    """
    for opening in zip_opener.members(item, first):
        if isinstance(opening, Gap):
            yield replace(opening, bytes=0)
        elif is_foreign(opening.name):
            yield opening


def is_foreign(name: bytes) -> bool:
    """True for an entry that is a file of its own and no part of the document."""
    return bool(_FOREIGN.search(name) or _INNER_DOCUMENT.search(name) or not _OWN.search(name))
