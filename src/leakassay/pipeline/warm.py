"""What zygotes do once before their first job, so that no fork does it again: imports, compilation, first use."""

from __future__ import annotations

import os
from collections.abc import Mapping
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Any

from leakassay.detect.warm import prepare as prepare_detection
from leakassay.engine.cell import Job
from leakassay.engine.wire import Writer
from leakassay.model.item import in_memory
from leakassay.pipeline.catalogue.formats import FORMATS
from leakassay.pipeline.cellwork import read_once
from leakassay.pipeline.family import CONTAINER, family_of

_LETTER = b"Dear Dr Hill,\nre: Mrs Ann WARM, NHS number 999 000 0018, born 1 May 1960. HIV test: not detected.\n"
_TABLE = b"NHSNO,SURNAME,DOB,TESTCODE,RESULT,UNIT\n" + b"9990000018,WARM,01/05/1960,K,4.1,mmol/L\n" * 9
_MESSAGE = (
    b"MSH|^~\\&|A|B|C|D|20240101||ORU^R01|1|P|2.5\r"
    b"PID|1||9990000018^^^NHS^NH||WARM^ANN||19600501|F\rOBR|1||1|K\rOBX|1|NM|K||4.1|mmol/L\r"
)
_SAMPLES = (("a.txt", "text", _LETTER), ("a.csv", "delimited", _TABLE), ("a.hl7", "hl7v2", _MESSAGE))
"""Invented records: reading them once compiles what is compiled on first use."""


_REHEARSALS = 8
"""Python makes quick variants of what has run so often; a cell would make them again and again."""


def prepare(settings: Mapping[str, Any]) -> None:
    """Prepare detection and read a sample of each shape; every zygote is forked from what this leaves."""
    prepare_detection(settings["detect"])
    with Path(os.devnull).open("wb", buffering=0) as nowhere:
        for _ in range(_REHEARSALS):
            for name, form, content in _SAMPLES:
                item = in_memory(content, name, settings={**settings, "format": form})
                read_once(Job((item,), {}, settings, Writer(nowhere.fileno())))
                os.close(item.fd)


def prepare_family(settings: Mapping[str, Any]) -> None:
    """Import the readers of one family, or the openers, as far as they are installed."""
    for module in sorted(_modules(settings["family"])):
        with suppress(ModuleNotFoundError):  # an optional library; the item's outcome will say so
            import_module(f"leakassay.{module}")


def _modules(family: str) -> set[str]:
    if family == CONTAINER:
        return {f"custody.openers.{entry.opener}" for entry in FORMATS if entry.opener}
    return {f"read.{entry.reader}" for entry in FORMATS if entry.reader and family_of(entry) == family}
