"""Frames of ASTM E1381."""

from leakassay.read.health.astm_frame import MAX_HELD, Frames


def frame(number, text, end="\x03"):
    body = f"{number}{text}{end}"
    return f"\x02{body}{sum(body.encode()) % 256:02X}\r\n"


def lines(*pieces):
    frames = Frames()
    return list(frames.lines(pieces)), frames.damaged


def test_frames_bare_records_and_printed_signs_give_the_same_lines():
    framed = "\x05" + frame(1, "H|\\^&\r") + frame(2, "L|1|N\r") + "\x04"
    printed = "<STX>1H|\\^&<CR><ETX>00<CR><LF>\n<STX>2L|1|N<CR><ETX>00<CR><LF>"
    assert lines(framed) == (["H|\\^&", "L|1|N"], 0)
    assert lines("H|\\^&\r\nL|1|N\r\n") == (["H|\\^&", "L|1|N"], 0)
    assert lines(printed)[0] == ["H|\\^&", "L|1|N"]


def test_a_record_over_two_frames_is_one_line_wherever_the_stream_is_cut():
    text = frame(1, "P|1|999", "\x17") + "\x06" + frame(2, "0000018|\r")
    for at in range(len(text)):
        assert lines(text[:at], text[at:])[0] == ["P|1|9990000018|"], at


def test_a_wrong_check_sum_counts_its_frame():
    text = frame(1, "P|1|9990000018\r")
    assert lines(text)[1] == 0
    assert lines(text.replace("18", "26"))[1] == len(text) - 2


def test_a_stream_without_lines_is_let_go():
    found, _ = lines(*["x" * (MAX_HELD // 2)] * 9)
    assert sum(map(len, found)) == MAX_HELD // 2 * 9
