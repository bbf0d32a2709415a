"""Where HL7 v2 messages begin and end."""

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.health.hl7_frame import blocks, pieces

MSH = "MSH|^~\\&|LAB|RJ1|||20230102||ORU^R01|1|P|2.3"
PID = "PID|1||1^^^RJ1^MR||TESTER^ANN"


def cut(raw: bytes, size: int = 1 << 20) -> tuple[list[list[str]], list[str]]:
    """Messages and texts of some bytes, fed in chunks."""
    found = [
        piece for block in blocks(raw[at : at + size] for at in range(0, len(raw), size)) for piece in pieces(block)
    ]
    return [piece.segments for piece in found if piece.segments], [piece.text for piece in found if not piece.segments]


def test_any_line_end_separates_segments():
    """Bare carriage return, line feed, or both."""
    for end in ("\r", "\n", "\r\n"):
        assert cut((MSH + end + PID + end).encode())[0] == [[MSH, PID]]


def test_mllp_frames_and_batches_are_taken_off():
    """0x0B … 0x1C 0x0D; FHS and BHS stand outside."""
    raw = f"BHS|^~\\&|LAB\r\x0b{MSH}\r{PID}\r\x1c\r\x0b{MSH}\r{PID}\r\x1c\r"
    assert cut(raw.encode())[0] == [[MSH, PID], [MSH, PID]]


def test_log_lines_around_messages_are_text():
    """Nothing of a log is lost."""
    messages, texts = cut(f"2023-01-02 INFO received {MSH}\r\n{PID}\r\n2023-01-02 INFO sent ACK\r\n".encode())
    assert messages == [[MSH, PID]]
    assert "received" in texts[0]
    assert "sent ACK" in texts[1]


def test_a_raw_line_break_inside_a_field_does_not_break_the_segment():
    """Lines between two segments belong to the first."""
    messages, _ = cut(f"{MSH}\nOBX|1|FT|A^B||line one\nline two|mmol\nOBX|2|NM|C||5\n".encode())
    assert messages == [[MSH, "OBX|1|FT|A^B||line one\nline two|mmol", "OBX|2|NM|C||5"]]


def test_printed_line_breaks_are_understood():
    """Viewers print the carriage return."""
    for printed in (
        "\\r",
        "\\r\\n",
        "\\\\r",
        "\\u000d",
        "<CR>",
        "<CR><LF>",
        "<0D>",
        "\\x0d",
        "&#13;",
        "&#xD;",
        "\u240d",
    ):
        assert cut(f"{MSH}{printed}{PID}{printed}".encode())[0] == [[MSH, PID]]
        assert cut(f"{MSH}{printed}\n{PID}{printed}\n".encode())[0] == [[MSH, PID]], "broken behind the sign too"


def test_log_lines_behind_a_message_do_not_hide_that_its_breaks_are_printed():
    """However many true line breaks follow, the header's own line tells."""
    line = f"09:00 INFO out : {MSH}<CR>{PID}<CR>\n09:00 DEBUG queued\n09:00 DEBUG sent\n09:00 DEBUG done\n"
    messages, texts = cut((line * 3).encode())
    assert messages == [[MSH, PID]] * 3
    assert sum(text.count("queued") for text in texts) == 3


def test_a_sign_that_no_segment_follows_is_data():
    """A note may speak of line breaks."""
    note = "NTE|1||press \\r or <CR> to go on"
    assert cut(f"{MSH}\r{note}\r{PID}\r".encode())[0] == [[MSH, note, PID]]


def lost(raw: bytes) -> int:
    """Bytes in which a message stands that was not taken apart."""
    return sum(piece.lost for block in blocks([raw]) for piece in pieces(block))


def test_a_header_without_a_segment_is_lost():
    """A log that stamps every line, a break nobody foresaw, a file that ends early: whoever it is about is missing."""
    stamped = f"09:00 {MSH}\n09:00 {PID}\n09:00 OBX|1|NM|K||5\n"
    for raw in (stamped, f"{MSH}{{NEWLINE}}{PID}", MSH, MSH[:20], f"{MSH}\x1c\r"):
        assert lost(raw.encode()) == len(raw) - raw.index("MSH")


def test_segments_without_a_header_are_lost():
    """Before the first message, or behind the end of a frame."""
    assert lost(f"{PID}\rOBX|1|NM|K||5\r{MSH}\r{PID}".encode()) == len(f"{PID}\rOBX|1|NM|K||5\r")
    assert lost(f"{MSH}\rPV1|1\r\x1c\r{PID}\r".encode()) > len(PID)


def test_messages_and_talk_about_them_are_not_lost():
    """Acknowledgements have a segment; a log names segments without quoting them."""
    assert lost(f"09:00 no PID in it\n{MSH}\rMSA|AA|1\r\n09:00 sent OBX, PID|\n".encode()) == 0


@given(st.integers(1, 60))
@settings(deadline=None)
def test_chunk_borders_change_nothing(size):
    """Messages cut anywhere come out whole."""
    raw = f"log\n{MSH}\r{PID}\r\nmore log\n\x0b{MSH}\r{PID}\r\x1c\r".encode()
    assert cut(raw, size) == cut(raw)


@given(
    st.lists(st.sampled_from([b"MSH|^~\\&|", b"\r", b"PID|", b"\x1c", b"\x0b", b"MSH##", b"\xff", b"x"]), max_size=30)
)
@settings(deadline=None)
def test_every_byte_comes_out_of_blocks_once(parts):
    """Blocks join to the input."""
    raw = b"".join(parts)
    assert b"".join(blocks([raw])) == raw
    for block in blocks([raw]):
        assert all(piece.segments or isinstance(piece.text, str) for piece in pieces(block))
