"""Every maker and filler, in the order in which they take specimens of a small history."""

from typing import Final

from leakassay.exercise.leak.maker import Filler, Maker
from leakassay.exercise.leak.makers import business, containers, databases, documents, extracts, messages

MAKERS: Final[tuple[Maker, ...]] = (
    *extracts.MAKERS, *documents.MAKERS, *containers.MAKERS, *messages.MAKERS, *databases.MAKERS,
    *databases.ODD_MAKERS, *documents.ODD_MAKERS, *messages.ODD_MAKERS, *extracts.ODD_MAKERS, *containers.ODD_MAKERS,
)  # fmt: skip
FILLERS: Final[tuple[Filler, ...]] = (
    *extracts.FILLERS, *messages.FILLERS, *databases.FILLERS, *documents.FILLERS, *business.FILLERS,
)  # fmt: skip
LISTED: Final[tuple[Maker | Filler, ...]] = (*MAKERS, *FILLERS)
