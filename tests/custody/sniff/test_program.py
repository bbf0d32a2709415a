"""What a machine would run is told by structure; words and tables that begin like it are not."""

from __future__ import annotations

import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from leakassay.custody.identify import identify
from leakassay.custody.sniff import program
from leakassay.exercise.paper.ballast import installer
from leakassay.pipeline.catalogue.formats import FORMATS

FAT = b"\xca\xfe\xba\xbe"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def told(raw: bytes, name: str = "f") -> str:
    found = identify(raw[:65536], raw[-65536:], name, len(raw), FORMATS)
    return found.name if found else ""


@pytest.mark.parametrize(
    ("raw", "name", "form"),
    [
        (installer("x", 3, 9000).data, "setup.pdf", "exe"),
        (b"MZ" + bytes(100), "stub", "exe"),
        (b"\x7fELF\x02\x01\x01" + bytes(60), "ls", "elf"),
        (b"\xcf\xfa\xed\xfe" + bytes(60), "tool", "macho"),
        (FAT + struct.pack(">I", 2) + bytes(60), "tool", "macho"),
        (FAT + struct.pack(">HH", 0, 52) + bytes(60), "A.class", "class"),
        (b"\0asm\1\0\0\0", "a.wasm", "wasm"),
        (b"dex\n035\0" + bytes(60), "classes.dex", "dex"),
        (b"\x4c\0\0\0\x01\x14\x02\0" + bytes(60), "Shortcut.lnk", "lnk"),
        (OLE, "setup.msi", "msi"),
    ],
)
def test_programs_are_told_whatever_their_name(raw: bytes, name: str, form: str) -> None:
    assert told(raw, name) == form
    assert next(entry for entry in FORMATS if entry.name == form).quarantine


def test_a_table_whose_first_column_begins_like_a_program_is_a_table() -> None:
    table = "MZ,NHS Number\n" + "".join(f"{row},9990000018\n" for row in range(9))
    assert told(table.encode(), "twins.csv") == "delimited"
    assert program.exe(table.encode(), b"", "", len(table)) == 0


def test_a_compound_file_is_an_installer_by_its_suffix_only() -> None:
    assert program.msi(OLE, b"", "letter.doc", 1) == 0
    assert told(OLE, "thing") == "ole"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("#!/bin/sh\nrsync /data there\n", "backup"),
        ("@echo off\r\nrobocopy C:\\lims D:\\copy\r\n", "copy.bat"),
        ("param($Server)\nGet-ChildItem $Server\n", "list.ps1"),
        ("Option Explicit\r\nDim shell\r\n", "logon.vbs"),
        ("var s = new ActiveXObject('WScript.Shell');\n", "invoice.js"),
    ],
)
def test_scripts_are_told_by_their_orders(text: str, name: str) -> None:
    assert told(text.encode(), name) == "script"
    assert program.script(text.encode(), b"", name, len(text)) > 50


def test_a_page_script_is_text_and_a_table_named_as_a_script_is_a_table() -> None:
    assert told(b"function CheckLocation() {\n  return location.hash;\n}\n", "script.js") == "text"
    table = "NHS Number,Surname,Forename\n" + "9990000018,Alphason,Bravo\n" * 9
    assert told(table.encode(), "people.bat") == "delimited"


@given(st.binary(max_size=300), st.sampled_from(["a.exe", "a.bat", "a.class", "x"]))
def test_any_bytes_have_a_score(raw: bytes, name: str) -> None:
    for sniff in (program.exe, program.macho, program.java_class, program.msi, program.script):
        assert 0 <= sniff(raw, raw, name, len(raw)) <= 100
