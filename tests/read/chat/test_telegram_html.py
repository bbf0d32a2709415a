"""Pages of messages: text, files, ids and dates; a script on the page stays inert."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from leakassay.exercise.leak.telegram_chat import Attachment, Haul, chat
from leakassay.exercise.leak.telegram_export import messages_html
from leakassay.model.outcomes import Reason
from leakassay.read.chat import telegram_html
from read.reading import read_bytes

HAUL = Haul(
    "Quiet Marrow", "Example Pathology", date(2024, 6, 20), 3, 10**6,
    [Attachment("files/leak.7z.001", "leak.7z.001", 9), Attachment("", "leak.7z.002", 9)],
    [Attachment("photos/p.jpg", "", 9, "image/jpeg", (9, 9))],
)  # fmt: skip
MESSAGES = chat(HAUL, 3)
PAGE = messages_html("Quiet Marrow", MESSAGES)


def test_every_message_is_text_with_its_words() -> None:
    found = read_bytes(telegram_html.read, PAGE)
    words = [words for message in MESSAGES for _, words in message.text]
    flat = " ".join(found.text.split())
    assert [one for one in words if " ".join(one.split()) not in flat] == []
    assert (found.covered, found.gaps) == (len(PAGE), [])


def test_files_carry_the_id_and_date_of_their_message() -> None:
    found = read_bytes(telegram_html.read, PAGE)
    message = next(one for one in MESSAGES if one.attachment and one.attachment.path == "files/leak.7z.001")
    said = {one.name: one.value for one in found.properties if one.part == "files/leak.7z.001"}
    assert said["telegram_message_id"] == str(message.number)
    assert said["telegram_date"].startswith(message.local.strftime("%d.%m.%Y %H:%M:%S"))
    assert [one.value for one in found.properties if one.name == "telegram_left_out"] == ["sample_01.7z", "leak.7z.002"]


def test_pages_and_addresses_are_no_files() -> None:
    parts = {one.part for one in read_bytes(telegram_html.read, PAGE).properties}
    assert parts == {"files/leak.7z.001", "leak.7z.002", "photos/p.jpg", "sample_01.7z"}
    page = PAGE + b'<a href="messages2.html">x</a><a href="https://evil.test/x">y</a><a href="#go">z</a>'
    assert {one.part for one in read_bytes(telegram_html.read, page).properties} == parts


def test_a_hostile_script_stays_inert_and_hides_nothing_behind_it() -> None:
    page = PAGE.replace(b"</body>", b'<script>fetch("//evil.test")</script><p>NHS 999 000 0018</p><script>open')
    found = read_bytes(telegram_html.read, page)
    assert "999 000 0018" in found.text
    assert "fetch" in found.text  # told as words, for it may name people; nothing runs it
    assert found.accounted == len(page)


def test_a_picture_that_was_left_out_is_named_by_its_message() -> None:
    media = '<div class="title bold">\nPhoto\n</div><div class="status details">\nNot included, change data</div>'
    page = f'<title>Exported Data</title><div class="message default" id="message41">{media}</div>'
    found = read_bytes(telegram_html.read, page.encode())
    assert [one.part for one in found.properties][:1] == ["Photo of message 41"]


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9])
def test_a_truncated_page_is_read_as_far_as_it_goes(cut: float) -> None:
    raw = PAGE[: int(len(PAGE) * cut)]
    found = read_bytes(telegram_html.read, raw)
    assert found.accounted == len(raw)
    assert "Quiet Marrow" in found.text


@settings(deadline=None)
@given(
    st.lists(st.sampled_from([b'<div class="message ', b"<a href=", b'"x"', b"<", b">", b"<script>", b"\xff", b"x\n"]))
)
def test_hostile_pages_are_accounted_for(bits: list[bytes]) -> None:
    raw = b"<title>Exported Data</title>" + b"".join(bits)
    found = read_bytes(telegram_html.read, raw)
    assert found.accounted == len(raw)
    assert {gap.reason for gap in found.gaps} <= {Reason.BAD_ENCODING, Reason.TRUNCATED}


@pytest.mark.parametrize("tenths", range(1, 10))
def test_a_page_that_is_not_closed_is_cut_off(tenths: int) -> None:
    found = read_bytes(telegram_html.read, PAGE[: len(PAGE) * tenths // 10])
    assert Reason.TRUNCATED in {gap.reason for gap in found.gaps}


def test_a_box_that_is_not_closed_is_a_doubt() -> None:
    assert not read_bytes(telegram_html.read, PAGE).reasons & {Reason.MALFORMED}
    assert Reason.MALFORMED in read_bytes(telegram_html.read, PAGE.replace(b"</div>", b"</d\xb5v>", 1)).reasons
