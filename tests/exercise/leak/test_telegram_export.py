"""result.json and messages.html agree with the messages, and text in them is inert."""

import io
import json
from datetime import UTC, datetime
from html.parser import HTMLParser

import pytest

from leakassay.exercise.leak.telegram_chat import NOT_INCLUDED, Attachment, Message
from leakassay.exercise.leak.telegram_export import SCRIPT, STYLE, icon, messages_html, result_json

AT = datetime(2024, 6, 19, 23, 30, tzinfo=UTC)
PART = Attachment("files/leak.7z.001", "leak.7z.001", 4096)
PHOTO = Attachment("photos/photo_1@20-06-2024_00-30-00.jpg", "", 900, "image/jpeg", (640, 400))
MESSAGES = [
    Message(3, AT, (("plain", "Channel «A <b> crew» created"),), is_service=True),
    Message(4, AT, (("bold", "Victim & sons"), ("plain", "\n<script>alert(1)</script>"))),
    Message(6, AT, (), PART),
    Message(7, AT, (("plain", "look"),), PHOTO),
    Message(8, AT, (("plain", "a sample"),), Attachment("", "sample.7z", 77)),
]


class Page(HTMLParser):
    """Elements with their classes, links and all text."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []
        self.classes: list[str] = []
        self.links: list[str] = []
        self.words = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self.classes.append(held.get("class") or "")
        self.links += [value for key in ("href", "src") if (value := held.get(key))]
        if tag not in {"br", "meta", "link", "img"}:
            self.opened.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if self.opened[-1:] == [tag]:
            self.opened.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self.opened.pop() == tag

    def handle_data(self, data: str) -> None:
        self.words += data


@pytest.fixture
def page() -> Page:
    parsed = Page()
    parsed.feed(messages_html("A <b> crew", MESSAGES).decode("utf-8"))
    return parsed


def test_the_json_has_the_fields_of_an_export():
    told = json.loads(result_json("A crew", 1_999_999_999, MESSAGES))
    assert (told["name"], told["type"], told["id"]) == ("A crew", "public_channel", 1_999_999_999)
    service, bold, part, photo, sample = told["messages"]
    assert (service["type"], service["action"], service["text"]) == ("service", "create_channel", "")
    assert bold["text"] == [{"type": "bold", "text": "Victim & sons"}, "\n<script>alert(1)</script>"]
    assert (part["file"], part["file_name"], part["file_size"], part["text"]) == (PART.path, PART.name, 4096, "")
    assert (photo["photo"], photo["width"], photo["text"]) == (PHOTO.path, 640, "look")
    assert sample["file"] == NOT_INCLUDED


def test_both_clocks_of_the_json_say_the_same_moment():
    told = json.loads(result_json("A crew", 1, MESSAGES))["messages"][0]
    assert (told["date"], told["date_unixtime"]) == ("2024-06-20T00:30:00", str(int(AT.timestamp())))


def test_every_element_of_the_page_is_closed(page: Page):
    assert page.opened == []
    assert page.classes.count("message default clearfix") == 4
    assert page.classes.count("message service") == 2


def test_words_of_the_crew_stay_words(page: Page):
    assert "<script>alert(1)</script>" in page.words
    assert "A <b> crew" in page.words


def test_links_lead_to_what_the_export_holds(page: Page):
    beside = ["css/style.css", "js/script.js", PART.path, PHOTO.path, PHOTO.path.replace(".jpg", "_thumb.jpg")]
    assert page.links == beside


def test_style_script_and_icons_are_there():
    from PIL import Image

    with Image.open(io.BytesIO(icon(24, 32, 100))) as picture:
        assert (picture.format, picture.size) == ("PNG", (24, 32))
    assert b"media_file.png" in STYLE
    assert b"function CheckLocation" in SCRIPT
