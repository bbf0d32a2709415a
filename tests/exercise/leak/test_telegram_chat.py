"""The channel: messages in order of time and number, every part offered, nobody real in it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from leakassay.exercise.leak.telegram_chat import CREWS, Attachment, Haul, chat, crew_of, proof_at, readme

PARTS = [Attachment(f"files/leak.7z.{number:03d}", f"leak.7z.{number:03d}", 4096) for number in (1, 2, 3)]
PICTURE = Attachment("photos/photo_1@13-06-2024_18-40-00.jpg", "", 900, "image/jpeg", (640, 400))
HAUL = Haul("Brass Tern", "Example Pathology", date(2024, 6, 20), 1234, 56_000_000_000, PARTS, [PICTURE])


@given(st.integers(0, 500))
def test_numbers_and_times_rise_whatever_the_seed(seed: int):
    messages = chat(HAUL, seed)
    assert [message.number for message in messages] == sorted({message.number for message in messages})
    assert [message.at for message in messages] == sorted(message.at for message in messages)
    assert messages[-1].at.date() == HAUL.published


def test_every_part_is_offered_once_and_one_file_was_not_saved():
    held = [message.attachment for message in chat(HAUL, 5) if message.attachment]
    assert [one for one in held if one.path.startswith("files/")] == PARTS
    assert [one.name for one in held if not one.path] == ["sample_01.7z"]


def test_a_picture_is_sent_when_its_name_says():
    (sent,) = [message for message in chat(HAUL, 5) if message.attachment == PICTURE]
    assert sent.local == proof_at(HAUL.published)
    assert sent.local.strftime("%d-%m-%Y_%H-%M-%S") in PICTURE.path


def test_only_the_first_message_is_a_notice_of_the_channel():
    assert [message.is_service for message in chat(HAUL, 5)].index(True) == 0
    assert sum(message.is_service for message in chat(HAUL, 5)) == 1


def test_the_same_seed_says_the_same_and_seeds_differ():
    assert chat(HAUL, 5) == chat(HAUL, 5)
    assert len({tuple(message.text for message in chat(HAUL, seed)) for seed in range(20)}) > 5
    assert {crew_of(seed) for seed in range(60)} == set(CREWS)


def test_the_note_says_how_much_there_is():
    assert "1,234 files, 56.0 GB unpacked" in readme(HAUL, 5)
    assert "BRASS TERN" in readme(HAUL, 5)
