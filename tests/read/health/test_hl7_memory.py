"""HL7 v2 fields that repeat all day long."""

from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.read.health import hl7_memory
from leakassay.read.health.hl7_delimiters import Delimiters
from leakassay.read.health.hl7_memory import Memory

OBX = ["OBX", "1", "NM", "K^Potassium^WinPath", "", "5.9", "mmol/L", "3.5-5.1", "H", "", "", "F"]


def test_a_remembered_frame_equals_the_one_first_read():
    """Twice the same, whatever the value is."""
    memory = Memory(Delimiters())
    first = memory.frame(OBX)
    again = memory.frame([*OBX[:5], "6.1", *OBX[6:]])
    assert again is first
    assert (first.test, first.unit, first.limits, first.flag) == (
        ("K", "Potassium", "WinPath"),
        "mmol/L",
        ("3.5", "5.1"),
        "H",
    )


def test_alternate_codes_are_used_where_the_first_are_empty():
    """CWE.4 to CWE.6."""
    assert Memory(Delimiters()).test("^^^K1^Potassium^L") == ("K1", "Potassium", "L")


def test_a_name_like_result_is_vague():
    """It means something only under its panel."""
    assert Memory(Delimiters()).frame(["OBX", "1", "ST", "R^Result", *[""] * 8]).is_vague


def test_memory_does_not_grow_without_end(monkeypatch):
    """Hostile: a new code in every result."""
    monkeypatch.setattr(hl7_memory, "MAX_REMEMBERED", 10)
    memory = Memory(Delimiters())
    for number in range(100):
        memory.frame(["OBX", "1", "NM", f"T{number}", *[""] * 8])
        memory.first(str(number))
        memory.doctor(str(number))
    assert max(len(kept) for kept in (memory._frames, memory._tests, memory._firsts, memory._staff)) <= 12


@given(st.lists(st.text(max_size=12), min_size=12, max_size=12))
@settings(deadline=None)
def test_any_fields_can_be_remembered(fields):
    """No text raises; the second answer is the first."""
    memory = Memory(Delimiters())
    assert memory.frame(fields) == memory.frame(fields)
    assert memory.doctor(fields[0]) == memory.doctor(fields[0])
