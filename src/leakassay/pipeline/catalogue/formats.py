"""Formats: one line each. A format without reader and opener is recognised, counted and not read (`unsupported`)."""

# ruff: noqa: E501 -- one line per format, so that a page of them can be compared

from __future__ import annotations

from typing import Final

from leakassay.model.plugin import Format, Magic


def _unread(name: str, media_type: str, magic: tuple[Magic, ...] = (), *, sniff: str = "", suffix: str = "") -> Format:
    """A format that is recognised only."""
    suffixes = tuple(suffix.split()) if suffix else ()
    return Format(
        name, media_type, sniff=sniff, suffixes=suffixes, magic=magic, score=80, covers="recognised, not read"
    )


_LETTERS = "searched for runs of letters (UTF-8, UTF-16); every byte a gap, nothing is called read; not what is packed or short amid noise"


def _searched(name: str, media_type: str, magic: tuple[Magic, ...] = (), *, suffix: str = "") -> Format:
    """A format that is recognised, and searched for letters."""
    return Format(
        name, media_type, reader="document.letters", suffixes=tuple(suffix.split()), magic=magic, score=80, risky=False,
        covers=_LETTERS,
    )  # fmt: skip


def _embeds(
    name: str, media_type: str, opener: str, magic: tuple[Magic, ...] = (), *, sniff: str = "", suffix: str = ""
) -> Format:
    """A format whose own bytes are searched for letters, and whose attachments become items."""
    return Format(
        name, media_type, reader="document.letters", opener=opener, embeds=True, sniff=sniff,
        suffixes=tuple(suffix.split()), magic=magic, score=80,
        covers="attachments, embedded files and pictures become items; the rest is " + _LETTERS,
    )  # fmt: skip


def _program(name: str, media_type: str, magic: tuple[Magic, ...] = (), *, sniff: str = "", suffix: str = "") -> Format:
    """What a machine would run: recorded, never run, handed to no reader."""
    suffixes = tuple(suffix.split()) if suffix else ()
    covers = "recorded as executable, never run, not read"
    return Format(
        name, media_type, sniff=sniff, suffixes=suffixes, magic=magic, score=80, quarantine=True, covers=covers
    )


_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."

_DISK = (
    "files of NTFS, FAT, exFAT, ext, HFS+, UFS, in partitions or without; alternate streams; deleted files whose blocks "
    "are still theirs; blocks without an owner, the slack of files and unknown file systems as one member each; "
    "BitLocker and LUKS are recognised"
)

FORMATS: Final[tuple[Format, ...]] = (
    # Text and tables
    Format("delimited", "text/csv", reader="tabular.delimited", sniff="text:delimited", suffixes=(".csv", ".tsv", ".tab", ".psv"), splittable=True, risky=False, covers="every row of CSV, TSV, pipe, thorn … text; ragged rows are filled or joined"),
    Format("json", "application/json", reader="tabular.json", sniff="text:json_document", suffixes=(".json",), splittable=True, risky=False, version=2, covers="objects flattened to rows; documents over 48 MB between the elements of their arrays; single elements over 48 MB, and documents in UTF-16 over 48 MB, as text"),
    Format("ndjson", "application/x-ndjson", reader="tabular.json_lines", sniff="text:json_lines", suffixes=(".jsonl", ".ndjson"), splittable=True, risky=False, covers="one object or array per line, flattened to rows"),
    Format("text", "text/plain", reader="document.plain", sniff="text:plain", suffixes=(".txt", ".log", ".md"), splittable=True, risky=False, version=4, covers="all text, in windows"),
    Format("fixed_columns", "text/x-fixed-columns", reader="tabular.fixed", sniff="print_file:fixed_columns", suffixes=(".prn", ".lst", ".rpt"), splittable=True, risky=False, version=3, covers="rows of every list under the headings over them, page after page; lines that fit no column as text"),
    Format("xlsx", _OOXML + "spreadsheetml.sheet", reader="tabular.sheet", opener="office_package", embeds=True, sniff="office:xlsx", suffixes=(".xlsx", ".xlsm", ".xltx", ".xltm"), version=4, covers="cells of every sheet, hidden and unlisted ones too; comments, headers, drawings, charts, pivot caches, links, names, properties …; embedded files, pictures and the source of macros become items"),
    Format("xlsb", "application/vnd.ms-excel.sheet.binary.macroenabled.12", reader="tabular.sheet", opener="office_package", embeds=True, sniff="office:xlsb", suffixes=(".xlsb",), version=4, covers="as xlsx; comments, pivot caches and links as strings only"),
    Format("xls", "application/vnd.ms-excel", reader="tabular.sheet", opener="compound", embeds=True, sniff="office:xls", suffixes=(".xls", ".xlt"), version=4, covers="as xlsx, also behind a password that is given; pivot caches and revisions as strings only"),
    Format("ods", _ODF + "spreadsheet", reader="tabular.sheet", opener="office_package", embeds=True, sniff="office:ods", suffixes=(".ods", ".ots"), version=4, covers="as xlsx: annotations, headers, shapes, tracked changes, properties"),
    # Documents
    Format("pdf", "application/pdf", reader="document.pdf", opener="pdf", embeds=True, sniff="office:pdf", suffixes=(".pdf",), magic=(Magic(b"%PDF-"),), score=85, version=4, covers="text page by page, hidden layers too; tables whose columns stand apart as rows, on later pages under the headings of the first; notes, links, forms, bookmarks, document information, signatures, XMP, XFA; what a page showed before a later save, in fonts of Latin letters; scanned pages and pages whose fonts do not say their letters are counted; attached files become items"),
    Format("docx", _OOXML + "wordprocessingml.document", reader="document.office", opener="office_package", embeds=True, sniff="office:docx", suffixes=(".docx", ".docm", ".dotx"), score=80, version=3, covers="all text of every part: body, headers, footers, notes, comments, boxes, tracked insertions and deletions, hidden text, field codes, links, alternative texts; tables as rows; properties; attachments, embedded files, pictures and the source of macros become items; not names of styles and fonts"),
    Format("pptx", _OOXML + "presentationml.presentation", reader="document.office", opener="office_package", embeds=True, sniff="office:pptx", suffixes=(".pptx", ".pptm", ".ppsx"), score=80, version=3, covers="as docx: slides, hidden ones too, speaker notes, masters, comments, charts, diagrams"),
    Format("visio", "application/vnd.visio", reader="document.office", opener="office_package", embeds=True, sniff="office:visio", suffixes=(".vsdx",), score=80, version=3, covers="as docx: text of shapes, names and values of their data"),
    Format("odt", _ODF + "text", reader="document.office", opener="office_package", embeds=True, sniff="office:odt", suffixes=(".odt", ".ott"), score=80, version=3, covers="as docx"),
    Format("opendocument", _ODF + "document", reader="document.office", opener="office_package", embeds=True, sniff="office:opendocument", suffixes=(".odp", ".odg", ".odf"), score=80, version=3, covers="as docx: presentations, drawings, formulas"),
    Format("rtf", "application/rtf", reader="document.rtf", opener="rtf", embeds=True, suffixes=(".rtf",), magic=(Magic(b"{\\rtf"), Magic(b"\xef\xbb\xbf{\\rtf")), score=80, version=2, covers="all text in its code pages: body, headers, notes, annotations, boxes, hidden and deleted text, field codes; tables as rows; properties; objects and pictures become items; not names of styles and fonts"),
    Format("html", "text/html", reader="document.html", sniff="binary:html", suffixes=(".html", ".htm", ".xhtml"), score=80, version=3, covers="all text, hidden text, comments, scripts, styles, values of attributes, texts in addresses; tables as rows"),
    Format("xml", "application/xml", reader="document.xml", sniff="binary:xml", suffixes=(".xml", ".xsl", ".svg", ".ccda"), score=80, version=3, covers="all text, attributes, comments; a list of like elements as rows; Word 2003, flat OpenDocument and Excel 2003 as documents; entities are not unfolded; what is not well formed is searched only"),
    Format("office_locked", "application/x-ole-encrypted-package", opener="office_locked", sniff="office:locked", suffixes=(".xlsx", ".docx", ".pptx", ".xlsb"), covers="the document inside, with a password that is given; not behind a certificate or a rights server"),
    # Chats
    Format("telegram_json", "application/json", reader="chat.telegram_json", sniff="chat:telegram_json", covers="Telegram Desktop exports: every message a row; files by message id and date, missing ones become items"),
    Format("telegram_html", "text/html", reader="chat.telegram_html", sniff="chat:telegram_html", version=3, covers="pages of Telegram exports: text of messages; files as in telegram_json"),
    # Health messages
    Format("hl7v2", "application/hl7-v2", reader="health.hl7v2", opener="inline", embeds=True, opens="health:hl7v2_documents", sniff="health:hl7v2", suffixes=(".hl7",), splittable=True, risky=False, version=4, covers="messages bare, MLLP framed, in batches and inside logs; documents in results (ED, RP) that are words, others (PDF, RTF, pictures …), also those parted over several results, become items; not those in messages with unusual delimiters or in UTF-16, which are named"),
    Format("edifact", "application/edifact", reader="health.edifact", sniff="health:edifact", suffixes=(".edi", ".edifact"), risky=False, version=3, covers="NHS pathology reports NHS002, NHS003, NHS004; other messages as text"),
    Format("fhir_json", "application/fhir+json", reader="health.fhir", opener="inline", embeds=True, opens="health:fhir_documents", sniff="health:fhir_json", splittable=True, version=3, covers="FHIR resources and bundles (STU3, R4, UK Core): people and events as records, all else as text, ids and addresses once; inline documents that are words, others become items; bundles over 48 MB in units, in which patients of others are not known"),
    Format("fhir_xml", "application/fhir+xml", reader="health.fhir", opener="inline", embeds=True, opens="health:fhir_documents", sniff="health:fhir_xml", splittable=True, version=2, covers="as fhir_json; over 48 MB as text only"),
    Format("fhir_ndjson", "application/fhir+ndjson", reader="health.fhir_lines", opener="inline", embeds=True, opens="health:fhir_documents", sniff="health:fhir_lines", splittable=True, version=2, covers="as fhir_json, a resource or bundle a line; patients of earlier lines of a unit are known to later ones"),
    Format("cda", "application/hl7-cda+xml", reader="health.cda", opener="inline", embeds=True, opens="health:cda_documents", sniff="health:cda", suffixes=(".cda", ".ccda"), version=2, covers="CDA and C-CDA documents, fragments and other HL7 v3: people and entries as records, narratives and the rest as text; inline documents that are words, others become items; over 24 MB as text only"),
    Format("printed_report", "text/x-laboratory-report", reader="health.printed_report", sniff="print_file:printed_reports", suffixes=(".prn", ".lst", ".rpt"), risky=False, covers="printed laboratory reports, single and cumulative: labels of the head as person and specimen, lines of results as events of that person, text below them as comment, other lines as text; labels without a colon are not told apart"),
    Format("astm", "application/x-astm-e1394", reader="health.astm", sniff="health:astm", suffixes=(".astm", ".lis2"), risky=False, version=3, covers="ASTM E1394 and LIS2 records, bare, framed (check sums tried) or in logs"),
    # Data bases
    Format("sql_dump", "application/sql", reader="database.sql_dump", sniff="database:sql_dump", suffixes=(".sql", ".ddl", ".psql"), splittable=True, version=5, covers="rows of INSERT (any quotes, one or many) and of COPY under their columns, the rest as text; values in UPDATE, MERGE and INSERT … SELECT are text and called incomplete; a table of HL7 messages is read as messages and searched as text"),
    Format("pg_dump", "application/x-postgresql-dump", reader="database.pg_dump", suffixes=(".dump", ".backup", ".pgdump"), magic=(Magic(b"PGDMP"),), score=80, splittable=True, covers="archives of pg_dump -Fc, PostgreSQL 8 to 18, packed by gzip, lz4, zstd or not: rows under their columns, definitions and large objects as text; of a directory or tar archive toc.dat names tables, columns and data files, which are items of their own (pg_copy) and not joined to it"),
    Format("pg_copy", "text/x-postgresql-copy", reader="database.pg_copy", sniff="database:pg_copy", splittable=True, covers="rows of COPY without their statement, as data files of pg_dump -Fd and -Ft are: escapes undone, no names of columns"),
    Format("sqlite", "application/vnd.sqlite3", reader="database.sqlite_file", suffixes=(".sqlite", ".db", ".sqlite3"), magic=(Magic(b"SQLite format 3\0"),), score=80, version=2, covers="rows of every table, deleted rows that still lie in free space where their columns can be told, else that space as text; views and triggers are not run; a write-ahead log or journal beside it is an item of its own (sqlite_wal, sqlite_journal)"),
    Format("sqlite_wal", "application/x-sqlite3-wal", reader="database.sqlite_log", magic=(Magic(b"\x37\x7f\x06\x82"), Magic(b"\x37\x7f\x06\x83")), score=80, version=2, covers="rows of table pages, the last state of a page, earlier ones and frames that no longer count in parts of their own; keys of indexes as text; names of columns only where the pages that hold them are in the log; the rest of a row that goes on in the data base is missing"),
    Format("sqlite_journal", "application/x-sqlite3-journal", reader="database.sqlite_log", magic=(Magic(b"\xd9\xd5\x05\xf9\x20\xa1\x63\xd7"),), score=80, version=2, covers="as sqlite_wal: pages as they were before a transaction; a journal whose head was wiped after it (persist mode) is not recognised"),
    Format("dbf", "application/x-dbf", reader="database.dbf", sniff="binary:dbf", suffixes=(".dbf",), version=3, covers="every record, those marked as deleted too, in the code page the file names; a memo file beside it is an item of its own (dbf_memo): records that point into it are called incomplete, memo and record are not joined"),
    Format("dbf_memo", "application/x-dbf-memo", reader="database.dbf_memo", sniff="binary:dbf_memo", suffixes=(".dbt", ".fpt"), covers="memo files of dBase III, dBase IV and FoxPro: every memo as text, also those no record points to; free blocks, what lies behind the end of memos, pictures and objects as runs of letters only; not joined to the records of the table beside it"),
    Format("parquet", "application/vnd.apache.parquet", reader="database.parquet", suffixes=(".parquet",), magic=(Magic(b"PAR1"),), score=80, version=2, covers="every column of every row group as text, nested values as JSON, metadata; not without its footer"),
    Format("arrow", "application/vnd.apache.arrow.file", reader="database.arrow_file", suffixes=(".arrow", ".feather", ".ipc"), magic=(Magic(b"ARROW1\0\0"), Magic(b"FEA1")), score=80, version=2, covers="Arrow files and Feather, as Parquet; not Arrow streams"),
    Format("access", "application/x-msaccess", reader="database.access", suffixes=(".mdb", ".accdb"), magic=(Magic(b"Standard Jet DB", 4), Magic(b"Standard ACE DB", 4)), score=80, version=2, covers="rows of every table of Access 97 to 2019, system tables and rows that were deleted too, memos; embedded objects, attachments, forms and reports as runs of letters only; encrypted ones are recognised"),
    # Searched as text only: `read_partly`, `strings_only`
    Format("mssql_backup", "application/x-mssql-backup", reader="database.mssql", suffixes=(".bak",), magic=(Magic(b"TAPE"),), score=80, covers="names, time and version as far as the head tells them; searched for letters only, rows are not taken apart; compressed or encrypted ones give none"),
    Format("mssql_data", "application/x-mssql-data", reader="database.mssql", sniff="database:mssql_data", suffixes=(".mdf", ".ndf"), covers="as mssql_backup"),
    # Mail
    Format("eml", "message/rfc822", reader="mail.eml", opener="eml", embeds=True, sniff="mail:eml", suffixes=(".eml", ".emlx", ".mht", ".mhtml"), version=4, covers="headers and bodies, tables in them as rows, what stands around the parts; DKIM where keys are given; PGP, S/MIME and yEnc in bodies are named; attachments become items, uuencoded ones too"),
    Format("mbox", "application/mbox", reader="mail.mbox", opener="mbox", embeds=True, sniff="mail:mbox", suffixes=(".mbox", ".mbx"), version=4, covers="every message, as eml"),
    Format("msg", "application/vnd.ms-outlook", reader="mail.msg", opener="compound", embeds=True, sniff="office:msg", suffixes=(".msg",), version=3, covers="Outlook items: every property that is a text, people, bodies (plain, HTML, RTF); attachments and attached messages become items"),
    Format("pst", "application/vnd.ms-outlook-pst", reader="mail.mail_store", opener="mail_store", embeds=True, suffixes=(".pst", ".ost"), magic=(Magic(b"!BDN"),), score=80, version=2, covers="every item of every folder, orphans too, as msg; messages in messages; attachments become items; not what was deleted for good, nor settings kept beside a folder"),
    Format("tnef", "application/ms-tnef", reader="mail.tnef", opener="tnef", embeds=True, suffixes=(".dat",), magic=(Magic(b"\x78\x9f\x3e\x22"),), score=80, version=3, covers="winmail.dat: the message as msg; attachments become items"),
    # Containers
    Format("zip", "application/zip", opener="zip", suffixes=(".zip",), magic=(Magic(b"PK\x03\x04"), Magic(b"PK\x05\x06"), Magic(b"PK00PK\x03\x04"), Magic(b"PK\x07\x08PK\x03\x04")), score=70, covers="members stored or packed by deflate, deflate64, bzip2, lzma, zstd, xz, also over volumes or behind a password that is given; without directory as far as they go; not PPMd and what is older than deflate"),
    Format("tar", "application/x-tar", opener="tar", sniff="binary:tar", suffixes=(".tar",), magic=(Magic(b"ustar", 257),), score=80, covers="files, also behind damage and behind the end; links and devices are listed"),
    Format("gzip", "application/gzip", opener="gzip", suffixes=(".gz", ".tgz"), magic=(Magic(b"\x1f\x8b\x08"),), score=80, covers="all members as one stream; a tar inside it member by member"),
    Format("bzip2", "application/x-bzip2", opener="bzip2", sniff="binary:bzip2", suffixes=(".bz2", ".tbz2"), covers="all streams as one; a tar inside them member by member"),
    Format("xz", "application/x-xz", opener="xz", suffixes=(".xz", ".txz"), magic=(Magic(b"\xfd7zXZ\0"),), score=90, covers="all streams as one; a tar inside them member by member"),
    Format("lzma", "application/x-lzma", opener="lzma_alone", sniff="frames:lzma", suffixes=(".lzma", ".tlz"), covers="one stream; a tar inside it member by member"),
    Format("zstd", "application/zstd", opener="zstd", sniff="frames:zstd", suffixes=(".zst", ".tzst"), covers="all frames as one stream, windows to 128 MiB, no dictionaries; a tar inside it member by member"),
    Format("lz4", "application/x-lz4", opener="lz4", sniff="frames:lz4", suffixes=(".lz4", ".tlz4"), covers="all frames as one stream, the old format too; a tar inside it member by member"),
    Format("compress", "application/x-compress", opener="compress", suffixes=(".z", ".taz"), magic=(Magic(b"\x1f\x9d"),), score=80, covers="one stream; a tar inside it member by member; a cut between two codes cannot be seen"),
    Format("ar", "application/x-archive", opener="ar", suffixes=(".ar", ".deb", ".a"), magic=(Magic(b"!<arch>\n"),), score=80, covers="members with names of any dialect; of a .deb the tars inside are members"),
    Format("7z", "application/x-7z-compressed", opener="seven_zip", suffixes=(".7z", ".001"), magic=(Magic(b"7z\xbc\xaf\x27\x1c"),), score=80, covers="files, also solid, encrypted (with a password of the list) and in volumes; links are listed"),
    Format("rar", "application/vnd.rar", opener="rar", suffixes=(".rar", ".r00", ".r01"), magic=(Magic(b"Rar!\x1a\x07"),), score=80, covers="RAR 3 to 6, also encrypted (with a password of the list) and in volumes; not packed by RAR 1.5, 2 or 7, nor solid files of RAR 3 and 4 after the first; links and copies are listed"),
    Format("cab", "application/vnd.ms-cab-compressed", opener="cab", suffixes=(".cab",), magic=(Magic(b"MSCF\0\0\0\0"),), score=80, covers="files of one cabinet; sets of several are called incomplete"),
    Format("iso", "application/x-iso9660-image", opener="iso", suffixes=(".iso",), magic=(Magic(b"CD001", 32769),), score=80, covers="files by ISO 9660, Joliet or Rock Ridge names; not UDF alone"),
    Format("disk_image", "application/x-raw-disk-image", opener="disk_image", sniff="disk:disk_image", suffixes=(".img", ".dd", ".raw", ".ima"), covers=_DISK),
    Format("vhd", "application/x-vhd", opener="disk_image", sniff="disk:vhd", suffixes=(".vhd",), covers="as disk_image; not one that only holds the changes to another"),
    Format("vhdx", "application/x-vhdx", opener="disk_image", suffixes=(".vhdx", ".avhdx"), magic=(Magic(b"vhdxfile"),), score=88, covers="as vhd"),
    Format("vmdk", "application/x-vmdk", opener="disk_image", suffixes=(".vmdk",), magic=(Magic(b"KDMV"),), score=88, covers="as disk_image: disks in one file; a flat part beside a descriptor is a disk_image"),
    Format("qcow", "application/x-qemu-disk", opener="disk_image", suffixes=(".qcow2", ".qcow"), magic=(Magic(b"QFI\xfb"),), score=88, covers="as vhd"),
    Format("cpio", "application/x-cpio", opener="cpio", suffixes=(".cpio",), magic=(Magic(b"070707"), Magic(b"070701"), Magic(b"070702"), Magic(b"\xc7\x71")), score=80, covers="files; links and devices are listed"),
    Format("lha", "application/x-lzh-compressed", opener="lha", suffixes=(".lzh", ".lha"), magic=tuple(Magic(b"-lh%d-" % method, 2) for method in range(8)), score=80, covers="files, stored and lh1 to lh7"),
    Format("xar", "application/x-xar", opener="xar", suffixes=(".xar", ".pkg"), magic=(Magic(b"xar!"),), score=80, covers="files; links are listed"),
    # Recognised only: office
    Format("epub", "application/epub+zip", opener="zip", sniff="office:epub", suffixes=(".epub",), covers="every file in it becomes an item"),
    Format("doc", "application/msword", reader="document.doc", opener="compound", embeds=True, sniff="office:doc", suffixes=(".doc", ".dot"), score=80, covers="Word 6 to 2003: body, notes, headers, comments, boxes, hidden and deleted text, field codes, what a fast save left; tables as rows where their rows are regular; properties; attachments, embedded files, pictures and the source of macros become items"),
    Format("ppt", "application/vnd.ms-powerpoint", reader="document.ppt", opener="compound", embeds=True, sniff="office:ppt", suffixes=(".ppt", ".pps"), score=80, covers="PowerPoint 97 to 2003: text of slides, also hidden and earlier ones, notes, masters, comments, alternative texts; cells of tables are lines; properties; embedded files and pictures become items"),
    Format("ole", "application/x-ole-storage", opener="compound", embeds=True, magic=(Magic(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),), score=45, covers="compound file of another kind: embedded files, pictures and the source of macros become items; the rest, forms of macros too, is not read"),
    _embeds("onenote", "application/onenote", "onenote", (Magic(b"\xe4\x52\x5c\x7b\x8c\xd8\xa7\x4d"), Magic(b"\xa1\x2f\xff\x43\xd9\xef\x76\x4c")), suffix=".one"),
    _unread("chm", "application/vnd.ms-htmlhelp", (Magic(b"ITSF"),), suffix=".chm"),
    _searched("wordperfect", "application/vnd.wordperfect", (Magic(b"\xffWPC"),), suffix=".wpd .wp"),
    _searched("lotus", "application/vnd.lotus-1-2-3", (Magic(b"\0\0\x02\0\x06\x04"), Magic(b"\0\0\x1a\0\0\x10\x04\0")), suffix=".wk1 .wk3 .wk4"),
    _searched("postscript", "application/postscript", (Magic(b"%!PS"),), suffix=".ps .eps"),
    # Recognised only: data bases and mail stores
    _searched("avro", "application/avro", (Magic(b"Obj\x01"),), suffix=".avro"),
    _searched("hdf5", "application/x-hdf5", (Magic(b"\x89HDF\r\n\x1a\n"),), suffix=".h5"),
    _searched("evtx", "application/x-ms-evtx", (Magic(b"ElfFile\0"),), suffix=".evtx"),
    _searched("registry", "application/x-ms-registry", (Magic(b"regf"),)),
    # Recognised only: archives
    _unread("snappy", "application/x-snappy-framed", (Magic(b"\xff\x06\0\0sNaPpY"),), suffix=".sz"),
    _unread("arj", "application/x-arj", (Magic(b"\x60\xea"),), suffix=".arj"),
    _unread("wim", "application/x-ms-wim", (Magic(b"MSWIM\0\0\0"),), suffix=".wim"),
    _searched("vmdk_descriptor", "application/x-vmdk-descriptor", (Magic(b"# Disk DescriptorFile"),)),
    # Recognised only: images, sound, film
    _unread("gif", "image/gif", (Magic(b"GIF87a"), Magic(b"GIF89a")), suffix=".gif"),
    _unread("jpeg", "image/jpeg", (Magic(b"\xff\xd8\xff"),), suffix=".jpg .jpeg"),
    _unread("png", "image/png", (Magic(b"\x89PNG\r\n\x1a\n"),), suffix=".png"),
    _unread("tiff", "image/tiff", (Magic(b"II*\0"), Magic(b"MM\0*"), Magic(b"II+\0"), Magic(b"MM\0+")), suffix=".tif .tiff"),
    _unread("bmp", "image/bmp", (Magic(b"BM"),), suffix=".bmp"),
    _unread("webp", "image/webp", (Magic(b"WEBP", 8),), suffix=".webp"),
    _unread("emf", "image/emf", (Magic(b" EMF", 40),), suffix=".emf"),
    _unread("wmf", "image/wmf", (Magic(b"\xd7\xcd\xc6\x9a"), Magic(b"\x01\0\x09\0\0\x03")), suffix=".wmf"),
    _searched("dicom", "application/dicom", (Magic(b"DICM", 128),), suffix=".dcm"),
    _unread("mp4", "video/mp4", sniff="binary:mp4", suffix=".mp4 .mov .m4a .heic"),
    _unread("riff", "video/x-msvideo", (Magic(b"AVI ", 8), Magic(b"WAVE", 8)), suffix=".avi .wav"),
    _unread("asf", "video/x-ms-asf", (Magic(b"\x30\x26\xb2\x75\x8e\x66\xcf\x11"),), suffix=".wmv .wma"),
    _unread("mp3", "audio/mpeg", (Magic(b"ID3"), Magic(b"\xff\xfb")), suffix=".mp3"),
    _unread("matroska", "video/x-matroska", (Magic(b"\x1a\x45\xdf\xa3"),), suffix=".mkv .webm"),
    # In quarantine, as programs are
    _program("exe", "application/vnd.microsoft.portable-executable", sniff="program:exe", suffix=".exe .dll .sys .scr .cpl .ocx .com"),
    _program("elf", "application/x-elf", (Magic(b"\x7fELF"),), suffix=".so .ko"),
    _program("macho", "application/x-mach-binary", sniff="program:macho", suffix=".dylib"),
    _program("class", "application/java-vm", sniff="program:java_class", suffix=".class"),
    _program("dex", "application/vnd.android.dex", (Magic(b"dex\n03"),), suffix=".dex"),
    _program("wasm", "application/wasm", (Magic(b"\0asm"),), suffix=".wasm"),
    _program("msi", "application/x-msi", sniff="program:msi", suffix=".msi .msp .msm"),
    _program("lnk", "application/x-ms-shortcut", (Magic(b"\x4c\0\0\0\x01\x14\x02\0"),), suffix=".lnk"),
    Format("script", "text/x-script", reader="document.script", sniff="program:script", suffixes=(".ps1", ".psm1", ".bat", ".cmd", ".vbs", ".wsf", ".sh"), splittable=True, risky=False, covers="read as text and marked as executable; never run"),
    # Recognised only: keys, others
    _unread("keepass", "application/x-keepass", (Magic(b"\x03\xd9\xa2\x9a"),), suffix=".kdbx .kdb"),
    _unread("pgp", "application/pgp-encrypted", (Magic(b"-----BEGIN PGP MESSAGE"), Magic(b"\x85\x01\x0c\x03"), Magic(b"\x85\x02\x0c\x03")), suffix=".pgp .gpg"),
    _unread("age", "application/x-age-encryption", (Magic(b"age-encryption.org/"),), suffix=".age"),
    _unread("pkcs7", "application/pkcs7-mime", (Magic(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07", 4), Magic(b"\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07", 2)), suffix=".p7m .p7s .p7c"),
    # Whatever no line above claims
    Format("unknown", "application/octet-stream", reader="document.letters", sniff="binary:anything", risky=False, fallback=True, covers=_LETTERS + "; software, films and pictures of no known kind are here, too"),
    _unread("font", "font/ttf", (Magic(b"\0\x01\0\0\0"), Magic(b"OTTO"), Magic(b"wOFF"), Magic(b"wOF2")), suffix=".ttf .otf .woff"),
)  # fmt: skip
"""Every format, in no order that matters: `custody/identify.py` settles conflicts by score, then by name."""
