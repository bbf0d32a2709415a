"""Where the files of each format can hide text: the list that readers are measured by."""

from __future__ import annotations

from typing import Final

_LISTS: Final[dict[str, str]] = {
    "access": """
        cell of Access 97; cell of Access 2003; cell of Access 2010; cell of Access 2019; fixed text; wide characters;
        row that moved in Access 97; row that moved; long text; memo; earlier version of a memo; value of many; name of
        an attachment; calculated field; name of a table; name of a query; code of a query; module of macros
    """,
    "arrow": """
        struct in a list; bytes in a list; text; number; large text; dictionary; bytes; decimal; floating point; key of
        a map; value of a map; name of a column; metadata of a column; metadata of the file; second batch; Feather;
        packed Feather
    """,
    "astm": """
        sender; address of the sender; H-8; remark in the header; comment on the header; P-3; P-4; P-5; surname;
        forename; middle name; mother's name; street; telephone; physician; P-15; P-16; diagnosis; medication; diet;
        P-24; location; religion; comment on a patient; O-4; name of a test; collector; clinical information; specimen;
        ordering physician; O-18; user field; laboratory field; result in words; range in words; operator; instrument;
        comment on a result; manufacturer's record; scientific record; query; frame; log before the records; frame in a
        log
    """,
    "cda": """
        body that is no XML; text in base64; PDF in base64; comment; id of the document; title; NHS number; other
        identifier; street; town; telephone; title of a name; given name; family name; further name; religion; guardian;
        birth place; provider; author; informant; participant; recipient; encounter; title of a section; narrative; cell
        of a narrative; content that an entry refers to; footnote; code; original text; text of an entry; value in
        words; value by code; translation of a code; remark on an entry; reference range; performer; section in a
        section
    """,
    "dbf": """
        name of a field; record; number; deleted record; behind a zero byte; last field of characters; record behind the
        count; between head and records
    """,
    "dbf_memo": """
        memo of FoxPro; free block; picture or object; memo of dBase IV; memo of dBase III; last memo
    """,
    "delimited": """
        line above the table; heading; cell; second line of a quoted cell; doubled quotes; field too many; row too
        short; row without a key; second table in the file; line below the table; UTF-16; Windows-1252; last field
        without line end
    """,
    "doc": """
        body; code of a field; result of a field; cell of a table; hidden text; footnote; header; macro; comment;
        endnote; text box; text box of a header; what a fast save left; bookmark; author of a change; variable; name of
        a form field; earlier path; macro of Visual Basic; default of a form field; embedded file; name of an embedded
        file; title of the file; subject; author; keywords; remark on the file; template; last author; category;
        manager; company; body in Word 6; earlier text in Word 6
    """,
    "docx": """
        name of an embedded file; embedded file; macro; body; tracked insertion; tracked deletion; hidden text; code of
        a field; code of a simple field; text box; alternative text; word art; name of a control; choice of a control;
        bookmark; comment of XML; moved text; header; footer; footnote; endnote; comment; glossary; title of a chart;
        cache of a chart; bound XML; part that nothing lists; link; title of the file; subject; keywords; remark on the
        file; author; last author; company; manager; template; base of links; titles of parts; custom property;
        variable; caption of a table; description of a table; cell of a table; table in a table; tip of a link; name of
        a form field; default of a form field; status line; help text; formula; ruby; author of a change; deleted code
        of a field; tag of a control; control; white text; chart; list of people; reply to a comment; diagram; text of a
        picture; imported page; mail merge; query of a mail merge; source of a mail merge; form control; name of a
        style; note of the archive
    """,
    "edifact": """
        UNB sender; UNB recipient; UNB password; NAD PO name; NAD MR; NAD MR name; NAD SLA name; COM; ADR line 1; ADR
        line 2; RFF SSI; PNA number; PNA surname; PNA forename; PNA title; PNA second forename; FTX clinical details;
        SPC kind; SPC site; PRC; QTY; RFF STI; RFF RTI; FTX of a specimen; INV name; FTX result; FTX second part; FTX
        comment; FTX range; RSL coded; unknown segment; other kind of message; text behind the interchange
    """,
    "eml": """
        address of a saved page; saved page; title of the page; HTML; hidden HTML; alternative text; link; comment of
        HTML; attachment; quoted-printable; letters in quoted-printable; name of an attachment; uuencoded file; encoded
        words; To; group; Cc; Bcc; Reply-To; Subject; folded line of a header; Message-ID; Received; header of any name;
        Keywords; Comments; List-Id; preamble; description of a part; quoted reply; flowed text; enriched text;
        invitation; AMP; subject of a message inside; body of a message inside; delivery report; diagnosis of a report;
        visiting card; body elsewhere; epilogue
    """,
    "fhir_json": """
        id; narrative; NHS number; other identifier; family name; given name; former name; telephone; mail; street;
        town; address in words; contact; extension; contained resource; display of a reference; code; code in words;
        value; note; component; performer; reference range; interpretation; body site; conclusion; attachment; title of
        an attachment; PDF as attachment; condition; note of a condition; message; question; answer; title of a
        document; section; text of a section; related person; binary; unknown resource; address of an entry
    """,
    "fhir_ndjson": """
        id; narrative; NHS number; other identifier; family name; given name; former name; telephone; mail; street;
        town; address in words; contact; extension; contained resource; display of a reference; code; code in words;
        value; note; component; performer; reference range; interpretation; body site; conclusion; attachment; title of
        an attachment; PDF as attachment; condition; note of a condition; message; question; answer; title of a
        document; section; text of a section; related person; binary; unknown resource
    """,
    "fhir_xml": """
        id; narrative; NHS number; other identifier; family name; given name; former name; telephone; mail; street;
        town; address in words; contact; extension; contained resource; display of a reference; code; code in words;
        value; note; component; performer; reference range; interpretation; body site; conclusion; attachment; title of
        an attachment; PDF as attachment; condition; note of a condition; message; question; answer; title of a
        document; section; text of a section; related person; binary; unknown resource; address of an entry; comment
    """,
    "fixed_columns": """
        column; middle column; last column; row that goes on; second list on the page; title; foot of the page; title of
        the second page; last line
    """,
    "hl7v2": """
        OBX-5 ED text; OBX-5 ED PDF; OBX-5 hexadecimal; name of a batch file; remark of a batch file; remark of a batch;
        sending application; sending facility; receiving application; receiving facility; operator of an event; PID-2;
        PID-3; PID-3 again; PID-4; PID-5 surname; PID-5 forename; PID-5 middle name; PID-5 title; PID-5 alias; PID-6;
        PID-9; PID-11 street; PID-11 line 2; PID-11 again; PID-13; PID-13 again; PID-14; PID-17; PID-18; PID-19; PID-20;
        PID-21; PID-22; PID-23; PD1-3; PD1-4; PV1-3; PV1-7; PV1-17; PV1-19; PV2-3; NK1-2; NK1-4; NK1-5; GT1-3; GT1-5;
        IN1-4; IN1-16; AL1-3; DG1-3; ORC-4; ORC-12; ORC-21; OBR-2; OBR-4; OBR-12; OBR-13; OBR-15; OBR-16; OBR-17;
        OBR-18; OBR-28; OBR-31; OBR-32; TQ1-11; NTE behind OBR; OBX-3 name; OBX-5 ST; OBX-6; OBX-7 words; OBX-16;
        OBX-17; OBX-23; OBX-5 FT; OBX-5 TX repeated; OBX-5 CE; OBX-5 CE other words; OBX-5 RP; OBX-5 XPN; OBX-5 escapes;
        NTE behind OBX; NTE repeated; SPM-2; SPM-2 filler; SPM-4; SPM-14; Z segment; PRT-5; ROL-4; TXA-9; CTI-1; MRG-1;
        MRG-7; remark behind a batch; remark behind a batch file; MSA-3; ERR-1; ERR-7; ERR-8; log before a message; log
        behind a message; MLLP; UTF-16
    """,
    "html": """
        title; meta; style; script; comment; hidden element; alternative text; address of a picture; address of a link;
        tip; link; hidden field; text area; value of an option; option; data attribute; label for readers; event
        handler; body; noscript; template; conditional comment; text in a drawing; placeholder; summary of a table;
        caption; CDATA; address of an object; page in a frame; behind the end; UTF-16; data in an address; numbered
        signs; heading of a table; cell of a table
    """,
    "json": """
        value beside the records; value; key; number; nested object; list of values; list of objects; JSON inside a
        string; key that one record has; list in lists; escaped signs; key given twice; UTF-16
    """,
    "mbox": """
        separator; first mail; line that begins like a separator; title of the page; HTML; hidden HTML; alternative
        text; link; comment of HTML; attachment; quoted-printable; letters in quoted-printable; name of an attachment;
        uuencoded file; encoded words; To; group; Cc; Bcc; Reply-To; Subject; folded line of a header; Message-ID;
        Received; header of any name; Keywords; Comments; List-Id; preamble; description of a part; quoted reply; flowed
        text; enriched text; invitation; AMP; subject of a message inside; body of a message inside; delivery report;
        diagnosis of a report; visiting card; body elsewhere; epilogue
    """,
    "msg": """
        attachment of a message inside; body of a message inside; subject; headers of the wire; host of the wire; hidden
        text of RTF; author of RTF; property of any number; named property; address of a contact; member of a list;
        narrow characters; blind copy; name of an attachment; body in RTF; body in HTML; comment of HTML; body; preview;
        line of recipients; topic; forename of a contact; surname of a contact; keyword; sent for; display name of a
        recipient; attachment
    """,
    "mssql_backup": """
        software; name of the backup; who made it; wide characters; narrow characters
    """,
    "mssql_data": """
        wide characters; narrow characters
    """,
    "unknown": """
        line of UTF-8; one byte a letter; wide characters; line amid noise; short line amid noise; packed
    """,
    "ndjson": """
        value; key; number; nested object; list of values; list of objects; JSON inside a string; key that one record
        has; list in lists; line that is a list; line that is broken; last line without line end
    """,
    "ods": """
        cell; comment; hidden row; formula; link; covered cell; number; name of a shape; text box; tracked change; list
        of choices; prompt; message of an error; defined name; value of a name; name of a sheet; hidden sheet; header;
        footer; custom property; title of the file; author; embedded chart
    """,
    "odt": """
        author of a change; tracked deletion; body; name of a shape; title of a shape; alternative text; text box;
        author of a comment; comment; link; cell of a table; form field; comment of XML; hidden paragraph; hidden text;
        footnote; bookmark; variable; name of a section; placeholder; white text; title of the file; subject; keywords;
        remark on the file; author; last author; printed by; template; custom property; header; footer; embedded chart;
        text of a picture
    """,
    "opendocument": """
        name of a page; slide; name of a shape; title of a shape; alternative text; text box; author of a comment;
        comment; link; cell of a table; form field; comment of XML; speaker notes; hidden slide; header of the pages;
        title of the file; subject; keywords; remark on the file; author; last author; printed by; template; custom
        property; header; footer; embedded chart; text of a picture
    """,
    "parquet": """
        second row group; struct in a list; bytes in a list; text; number; large text; dictionary; bytes; decimal;
        floating point; key of a map; value of a map; name of a column; metadata of a column; metadata of the file
    """,
    "pdf": """
        hidden layer; invisible text; outside the page; covered text; actual text; white text; tiny text; form in a
        hidden layer; id in XMP; tool in XMP; XMP; XFA; alternative text; packed object; appearance of a field; note;
        link; name of a layer; custom property; title of the file; name of a form field; form field; name of a choice;
        option of a choice; script; page; text in pieces; hexadecimal text; label of a page; named place; script of the
        file; expansion; title of an element; program to start; bookmark; text on the page; author of a note; subject of
        a note; rich text of a note; note on marked text; hidden note; appearance of a stamp; who signed; reason of a
        signature; place of a signature; contact of a signature; caption of a button; rich text of a field; author;
        subject; keywords; program; producer; attached file; name of an attached file; earlier version of a page; later
        version of a page; heading of a table; cell of a table; last cell of a table
    """,
    "pg_copy": """
        value; second line of a value
    """,
    "pg_dump": """
        comment; function; view; default; name of a table; name of a column; row of COPY; second line of a
        value; row of INSERT; large object
    """,
    "ppt": """
        alternative text; narrow text; author of a comment; comment; outline; header and footer; text of a slide list;
        sound; link; named show; slide; text box; earlier slide; speaker notes; master; handout; tag; embedded file;
        name of an embedded file; title of the file; subject; author; keywords; remark on the file; template; last
        author; category; manager; company
    """,
    "pptx": """
        name of an embedded file; embedded file; macro; title of the file; subject; keywords; remark on the file;
        author; last author; company; manager; template; base of links; titles of parts; custom property; bound XML;
        name of a show; name of a section; slide; name of a shape; alternative text; title of a shape; text box; cell of
        a table; hidden slide; slide that nothing lists; link; speaker notes; master; layout; handout; footer; comment;
        threaded comment; author of a comment; title of a chart; cache of a chart; diagram; tag; text of a picture; note
        of the archive
    """,
    "pst": """
        name of a folder; comment of a folder; subject; address of the sender; recipient; body; body in HTML
    """,
    "printed_report": """
        name of the laboratory; forename; hospital number; NHS number; street; specimen; requester; name of a
        test; text below a result; line that fits nothing
    """,
    "rtf": """
        title of the file; remark on the file; custom property; variable; header; footer; body; hidden text; deleted
        text; revised text; footnote; comment; code of a field; result of a field; bookmark; alternative text; text box;
        group of an unknown kind; name of a form field; default of a form field; result of an object; index entry;
        Unicode twin; behind the last paragraph; embedded file; name of an embedded file; subject; keywords; author of a
        change; cell of a table; number of a list; template; XML attribute; header of the first page; separator of
        notes; hexadecimal signs
    """,
    "script": """
        comment; quoted string; argument; here document; block comment; here string
    """,
    "sql_dump": """
        a row of many; a row without a column list; a block of COPY; bytes that are text; a dollar quote; a call; a
        comment; a comment in a statement of MySQL; a default; a procedure; an update; rows of a select; rows whose head
        is gone; rows that are commented out; name of a column; comment of a table; check; condition of a delete;
        comment behind a row; call with arguments; hexadecimal of UTF-16; escaped quote; second insert of the line; text
        behind the dump; UTF-16
    """,
    "sqlite": """
        cell; number; key; bytes that are text; overflow page; table without rowid; search index; view; trigger; default
        of a column; comment in a definition; name of a table; name of a column; deleted row; dropped table; row before
        it was changed; partial index; UTF-16
    """,
    "sqlite_journal": """
        row before it was changed; row before it was deleted
    """,
    "sqlite_wal": """
        name of a table; name of a column; row before it was changed; deleted row; row; long row; row as it was
        changed
    """,
    "telegram_html": """
        name of the chat; event; date; sender; text; hidden words; link behind words; forwarded from; reply; file; name
        of a file; state of a file; question of a poll; answer of a poll; button; author; comment
    """,
    "telegram_json": """
        text; text in pieces; link behind words; sender; author; file; name of a file; caption; question of a poll;
        answer of a poll; contact; phone of a contact; forwarded from; bot; place; address of a place; performer; title
        of a recording; button; address of a button; hidden words; invoice; actor; event; name of the chat; owner of the
        account; words about the owner; address book; chat of an account; chat that was left; draft
    """,
    "text": """
        line; behind a form feed; end of a long line; between terminal codes; last line without line end; Windows-1252;
        UTF-16; UTF-32
    """,
    "tnef": """
        body of a message inside; subject; headers of the wire; host of the wire; hidden text of RTF; author of RTF;
        property of any number; named property; address of a contact; member of a list; narrow characters; blind copy;
        name of an attachment; body in RTF; body in HTML; comment of HTML; body; preview; line of recipients; topic;
        forename of a contact; surname of a contact; keyword; sent for; display name of a recipient; attachment
    """,
    "visio": """
        name of an embedded file; embedded file; title of the file; subject; keywords; remark on the file; author; last
        author; company; manager; template; base of links; titles of parts; custom property; bound XML; name of a page;
        name of a shape; text of a shape; data of a shape; label of data; prompt of data; link; words of a link; master;
        author of a comment; comment; linked data
    """,
    "xls": """
        cell; second cell; number; formula; hidden row; hidden column; rich text; number format; header; footer; very
        hidden sheet; name of a sheet; owner; author of a comment; tip of a link; prompt; message of an error; label;
        comment; text box; defined name; link to another workbook; who wrote it; name of an embedded file; embedded
        file; revision; pivot cache; macro
    """,
    "xlsb": """
        defined name; name of a sheet; cell; number; result of a formula; header; footer; tip of a link; shared string;
        deleted string; very hidden sheet; comment; author of a comment; pivot cache; external cell; text box; title of
        the file; name of an embedded file; embedded file; macro; link
    """,
    "xlsx": """
        cell; very hidden sheet; hidden row; hidden column; formula; comment; header; footer; prompt; list; error; link
        tip; link; defined name; text box; alternative text; chart title; chart cache; property; custom property; number
        format; threaded comment; person; pivot record; pivot shared item; pivot item of a deleted row; external cell;
        external name; custom xml; connection; revision; scenario; loose string; unlisted sheet; table column; query
        table; custom property part; name of an embedded file; embedded file; macro; text of a picture; diagram; slicer;
        form control; header of a chart sheet; note of the archive
    """,
    "xml": """
        attribute of a record; record; field of one record; nested field; beside the list; entity; comment in the
        document type; processing instruction; attribute; text; element; text behind an element; comment; CDATA; comment
        behind the end; Word 2003; name of a sheet; Excel 2003; comment of a cell; flat OpenDocument; title of a
        drawing; drawing
    """,
}
"""Places of a format, parted by semicolons. A word and a number, or one of them, is planted in each."""

PLACES: Final[dict[str, tuple[str, ...]]] = {
    form: tuple(" ".join(place.split()) for place in listed.split(";")) for form, listed in _LISTS.items()
}
"""The same, one by one."""
