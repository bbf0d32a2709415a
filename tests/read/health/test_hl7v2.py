"""HL7 v2 files."""

from collections import Counter
from pathlib import Path

import hl7
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.exercise.estate.house import OURS
from leakassay.exercise.paper import hl7v2 as paper
from leakassay.model.batch import Batch, Covered, Gap, Property, Shape
from leakassay.model.errors import ItemError
from leakassay.model.item import in_memory
from leakassay.model.outcomes import Reason
from leakassay.read.health import hl7v2
from read import estate

MESSAGE = (
    "MSH|^~\\&|WinPath|RJ1|ICE|RJ1|202301021500||ORU^R01|42|P|2.3\r"
    "PID|1||9990000018^^^NHS^NH||TESTER^ANN||19800102|F\r"
    "OBR|1||23A000001|UE^UREA AND ELECTROLYTES\r"
    "OBX|1|NM|K^Potassium||5.9|mmol/L|3.5-5.1|H|||F\r"
    "OBX|2|NM|NA^Sodium||139|mmol/L|133-146||||F\r"
)


def readings(raw: bytes, **attributes: int) -> list[object]:
    """What the reader says; the accounting must close."""
    item = in_memory(raw, **attributes)
    found = list(hl7v2.read(item))
    accounted = sum(reading.bytes for reading in found if isinstance(reading, Covered | Gap))
    assert accounted == item.end - item.offset
    return found


def rows(found: list[object]) -> int:
    """RECORD rows."""
    return sum(r.data.num_rows for r in found if isinstance(r, Batch) and r.shape is Shape.RECORD)


def counted(found: list[object]) -> Counter[str]:
    """The counts that the reader tells as properties."""
    return Counter({r.name: int(r.value) for r in found if isinstance(r, Property) and r.name.endswith("_count")})


def test_a_file_is_counted_and_covered():
    """Two messages, four results."""
    found = readings((MESSAGE * 2).encode())
    assert rows(found) == 4
    assert counted(found) == {"message_count": 2, "pid_count": 2, "obr_count": 2, "obx_count": 4}


@pytest.mark.parametrize("charset", ["utf-16", "utf-16-le", "utf-8-sig", "cp1252"])
def test_charsets_give_the_same_names(charset):
    """An umlaut survives."""
    found = readings(MESSAGE.replace("ANN", "ZOË").encode(charset))
    batch = next(reading for reading in found if isinstance(reading, Batch))
    assert batch.data.column("forename").to_pylist() == ["ZOË", "ZOË"]


def test_a_truncated_file_gives_what_is_there():
    """Cut inside the last result."""
    assert rows(readings(MESSAGE[:-20].encode())) == 2


@pytest.mark.parametrize("style", [paper.BY_LINE, paper.WINDOWS, paper.ONE_LINE, paper.RAW])
def test_a_log_gives_every_message_however_it_breaks_lines(style):
    """Updates, results and acknowledgements with log lines between, segments on lines of their own or on one."""
    printed = estate.rows(30)
    raw = b"".join(piece.data for piece in paper.log_pieces("x.log", [printed], OURS, style=style))
    found = readings(raw)
    batches = [reading for reading in found if isinstance(reading, Batch) and reading.shape is Shape.RECORD]
    seen = {number for batch in batches for number in batch.data["nhs_number"].to_pylist()}
    assert set(printed["nhs_number"].to_pylist()) - {""} <= seen
    names = {"message_count": b"MSH|", "pid_count": b"PID|", "obr_count": b"OBR|", "obx_count": b"OBX|"}
    assert counted(found) == {name: raw.count(mark) for name, mark in names.items()}
    assert not [reading for reading in found if isinstance(reading, Gap)]


@pytest.mark.parametrize("charset", ["utf-8", "utf-16"])
def test_a_header_without_segments_is_a_gap(charset):
    """Every line stamped: the messages are searched as text, and never count as read."""
    raw = "".join(f"09:00 {line}\n" for line in MESSAGE.split("\r")).encode(charset)
    found = readings(raw)
    assert rows(found) == 0
    (gap,) = [reading for reading in found if isinstance(reading, Gap)]
    assert gap.reason is Reason.SOME_PARTS_FAILED
    assert gap.bytes > 0.9 * len(raw)


def test_white_space_alone_is_never_read():
    """Non-empty, nothing in it."""
    with pytest.raises(ItemError) as caught:
        readings(b" \r\n\x0b\x1c\r\n")
    assert caught.value.reason is Reason.NO_TEXT


def test_text_without_messages_is_text():
    """An interface log of a quiet day."""
    (batch,) = [r for r in readings(b"2023-01-02 no messages for John Tester") if isinstance(r, Batch)]
    assert batch.shape is Shape.TEXT


def test_a_million_messages_headers_do_not_hang():
    """Hostile: headers and nothing else."""
    assert counted(readings(b"MSH|^~\\&|" * 20_000))["message_count"] == 20_000


@pytest.mark.parametrize("frame", ["{}", "\x0b{}\x1c\r", "2023-01-02 INFO {}\n2023-01-02 INFO done\n"])
def test_ranges_together_give_what_the_whole_gives(frame):
    """Split at message borders; ranges lie end to end."""
    raw = (frame.format(MESSAGE) * 1500).encode()
    ranges = hl7v2.split(in_memory(raw), 1 << 16)
    assert len(ranges) > 3
    assert [offset for offset, _ in ranges][1:] == [offset + length for offset, length in ranges][:-1]
    assert sum(length for _, length in ranges) == len(raw)
    whole = counted(readings(raw))
    parts: Counter[str] = Counter()
    for offset, length in ranges:
        parts += counted(readings(raw, offset=offset, length=length))
    assert parts == whole


def test_a_wide_charset_is_not_split():
    """Borders could not be seen."""
    raw = (MESSAGE * 1500).encode("utf-16")
    assert hl7v2.split(in_memory(raw), 1 << 16) == [(0, len(raw))]


@given(
    st.lists(
        st.sampled_from([MESSAGE.encode(), b"MSH|^~\\&|", b"\r", b"PID|", b"\xff\xfe", b"\x1c", b"OBX|1|ED|"])
        | st.binary(max_size=20)
    )
)
@settings(deadline=None)
def test_any_bytes_are_accounted_for(parts):
    """Only ItemError, and the sum holds."""
    raw = b"".join(parts)
    said = None
    try:
        readings(raw)
    except ItemError as error:
        said = error.reason
    assert said is None or said is Reason.NO_TEXT
    assert sum(length for _, length in hl7v2.split(in_memory(raw), 1)) == len(raw)


@pytest.mark.field
def test_the_samples_give_the_counts_that_two_other_parsers_give(field_data: Path):
    """139 messages, 144 PID, 72 OBR, 254 OBX; the 22 C-CDA hold no message."""
    total: Counter[str] = Counter()
    for path in sorted((field_data / "s02-hl7v2-samples" / "Hl7v2").glob("*.hl7")):
        total += counted(readings(path.read_bytes()))
    assert total == {"message_count": 139, "pid_count": 144, "obr_count": 72, "obx_count": 254}
    for path in sorted((field_data / "s02-hl7v2-samples" / "Ccda").glob("*")):
        assert counted(readings(path.read_bytes())) == {}


@pytest.mark.parametrize(
    ("raw", "reasons"),
    [
        (MESSAGE + MESSAGE[:-12], [Reason.TRUNCATED]),
        (MESSAGE + MESSAGE[:-1], []),
        (MESSAGE + MESSAGE, []),
        (MESSAGE[:-12], [Reason.TRUNCATED]),
        (MESSAGE.split("OBX|2", maxsplit=1)[0][:-12], []),
    ],
    ids=["cut", "no last end", "whole", "cut, alone", "nothing to hold it against"],
)
def test_a_last_segment_that_stops_short_of_its_kind_shows(raw: str, reasons: list[Reason]) -> None:
    """The last OBX of a message alone is held against the one before it."""
    assert [r.reason for r in readings(raw.encode()) if isinstance(r, Gap)] == reasons


def test_a_document_that_is_no_text_is_a_gap_and_one_that_is_words_is_read():
    """A PDF is named with its bytes; a letter in base64 is a comment."""
    pdf, letter = "JVBERi0xLjQ=", "TkhTIDk5OTAwMDAwMTg="
    found = readings((MESSAGE + f"OBX|3|ED|PDF||LAB^application^pdf^Base64^{pdf}\r").encode())
    assert [(r.reason, r.bytes, r.part) for r in found if isinstance(r, Gap)] == [
        (Reason.SOME_PARTS_FAILED, len(pdf), "application/pdf")
    ]
    found = readings((MESSAGE + f"OBX|3|ED|L||LAB^TEXT^plain^Base64^{letter}\r").encode())
    assert not [r for r in found if isinstance(r, Gap)]
    assert any("NHS 9990000018" in str(r.data.to_pylist()) for r in found if isinstance(r, Batch))


def test_a_query_keeps_the_number_that_it_asks_for():
    """QPD names a patient and no segment of theirs."""
    raw = "MSH|^~\\&|A|B|C|D|2023||QBP^Q21|1|P|2.5\rQPD|Q21^Get^HL7|1|9990000018^^^NHS^NH\r"
    assert any("9990000018" in str(r.data.to_pylist()) for r in readings(raw.encode()) if isinstance(r, Batch))


@pytest.mark.field
def test_the_people_and_results_that_python_hl7_sees_are_seen(field_data: Path):
    """Every word of PID-3, PID-5, PID-7 and OBX-3 of 141 messages, looked for in what we tell of its file."""
    looked = 0
    for path in sorted((field_data / "s02-hl7v2-samples").rglob("*.hl7")):
        raw = path.read_bytes()
        told = " ".join(str(r.data.to_pylist()) for r in readings(raw) if isinstance(r, Batch))
        text = raw.decode("utf-8", "replace").replace("\r\n", "\r").replace("\n", "\r")
        for message in text[text.index("MSH") :].split("\rMSH|"):
            parsed = hl7.parse(message if message.startswith("MSH|") else f"MSH|{message}")
            for name, places in (("PID", (3, 5, 7)), ("OBX", (3,))):
                for segment in (one for one in parsed if str(one[0]) == name):
                    words = [str(segment[at]).split("~")[0].split("^")[:2] for at in places if at < len(segment)]
                    codes = [word.split("&")[0].strip() for pair in words for word in pair]
                    wanted = [word for word in codes if len(word) > 3 and "\\" not in word and "'" not in word]
                    assert [word for word in wanted if word not in told] == [], path.name
                    looked += len(wanted)
    assert looked > 500


def test_what_no_row_has_a_column_for_is_told_beside_the_rows_and_counters_as_a_property():
    raw = MESSAGE.replace("OBR|1|", "PV1|1|I|W7^^^RJ1|||||||||||||||||VISIT1\rEVN|A01|20240603||PORTER^JIM\rOBR|1|")
    found = readings(raw.encode())
    (beside,) = [r for r in found if isinstance(r, Batch) and r.part == "beside records"]
    assert {"PORTER", "JIM", "VISIT1", "WinPath"} <= set(beside.data.column("text").to_pylist()[0].splitlines())
    assert "TESTER" not in beside.data.column("text").to_pylist()[0].splitlines()
    (numbers,) = [r.value for r in found if isinstance(r, Property) and r.name == "numbers_beside_records"]
    assert {"202301021500", "20240603"} <= set(numbers.split())
