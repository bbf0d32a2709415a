"""Control words of rich text: which groups hold no words, which hold properties, what signs and code pages mean."""

from __future__ import annotations

import codecs

SILENT = frozenset({
    "fonttbl", "colortbl", "stylesheet", "listtable", "listoverridetable", "rsidtbl", "themedata", "colorschememapping",
    "datastore", "latentstyles", "pict", "objdata", "blipuid", "xmlnstbl", "mmathPr", "objclass", "panose", "fontemb",
    "listpicture", "wgrffmtfilter", "pgptbl", "pnseclvl", "generator", "sn", "filetbl", "oldcprops", "oldpprops",
    "atrfstart", "atrfend", "atnref", "atndate", "atnparent", "pgdsctbl",
})  # fmt: skip
"""Groups of fonts, colours, styles, numbering and packed bytes."""

PACKED = frozenset({"pict", "objdata"})
"""Of these, what an opener makes items of."""

NESTED = frozenset({
    "footnote", "annotation", "header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf",
    "shptxt", "fldinst", "bkmkstart", "docvar", "ffname", "ffdeftext", "ffhelptext", "ffstattext", "ffentrymcr",
    "xe", "tc", "do", "dptxbxtext", "sv", "atntime", "ud", "xmlattrvalue", "xmlattrname", "mailmerge",
    "*",
})  # fmt: skip
"""Groups of text that stand inside a paragraph and are none of its words; "*" is one of a kind not known."""

PROPERTIES = {
    "title": "title", "subject": "subject", "author": "author", "operator": "last_modified_by", "manager": "manager",
    "company": "company", "category": "category", "keywords": "keywords", "comment": "comment",
    "doccomm": "description", "hlinkbase": "hyperlink_base", "creatim": "created_at", "revtim": "modified_at",
    "printim": "last_printed_at", "propname": "", "staticval": "custom", "atnauthor": "contributor",
    "atnid": "contributor", "revtbl": "contributor", "template": "template", "nextfile": "next_file",
    "linkval": "custom",
}  # fmt: skip
"""Groups that are properties; `propname` gives the next one its name."""

SPOKEN = frozenset({"title", "subject", "category", "keywords", "comment", "description", "custom", "next_file"})
"""Properties that are text as well."""

TIMES = {"yr": "{:04d}", "mo": "-{:02d}", "dy": "-{:02d}", "hr": " {:02d}", "min": ":{:02d}", "sec": ":{:02d}"}

LINES = frozenset({"par", "line", "sect", "page", "column", "softline", "softpage", "nestrow"})
SIGNS = {
    "tab": "\t", "emdash": "—", "endash": "–", "bullet": "•", "lquote": "‘", "rquote": "’", "ldblquote": "“",
    "rdblquote": "”", "emspace": " ", "enspace": " ", "qmspace": " ", "nestcell": "\t", "chdate": "", "zwnj": "",
}  # fmt: skip
SYMBOLS = {b"~": " ", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}", b"\t": "\t"}

_CHARSETS = {
    77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "cp936", 136: "cp950", 161: "cp1253",
    162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251", 222: "cp874",
    238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
DEFAULT_PAGE = "cp1252"
PAGES = {"ansi": "cp1252", "mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


def of_charset(number: int) -> str:
    """Code page of a font's character set; "" where the document's own is meant."""
    return _CHARSETS.get(number, "")


def of_number(number: int) -> str:
    """Code page of a number; the usual one where Python does not know it."""
    name = {10000: "mac_roman", 65001: "utf-8", 0: DEFAULT_PAGE}.get(number, f"cp{number}")
    try:
        codecs.lookup(name)
    except LookupError:
        return DEFAULT_PAGE
    return name
