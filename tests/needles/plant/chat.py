"""Needles in exports of Telegram Desktop."""

from __future__ import annotations

import json
from itertools import count
from typing import Any

from needles.plant.text import Files
from needles.planting import Planting


def telegram_json(n: Planting) -> Files:
    """A chat with each kind of message, and an export of an account."""
    numbers = count(1)

    def message(**said: Any) -> dict[str, Any]:
        fixed = {"id": next(numbers), "type": "message", "date": "2024-06-01T09:00:00", "date_unixtime": "1717232400"}
        return {**fixed, "from": "Quiet", "from_id": "user1", "text": "", **said}

    messages = [
        message(text=n("text")),
        message(text=["see ", {"type": "bold", "text": n("text in pieces")}, "."]),
        message(text=[{"type": "text_link", "text": "here", "href": f"http://x.test/{n.word('link behind words')}"}]),
        message(**{"from": n.word("sender")}), message(author=n.word("author")),
        message(file=f"files/{n.word('file')}.7z", file_name=f"{n.word('name of a file')}.7z", file_size=9),
        message(photo="photos/p.jpg", text=n("caption")),
        message(poll={"question": n("question of a poll"), "answers": [{"text": n("answer of a poll"), "voters": 1}]}),
        message(contact_information={"first_name": n.word("contact"), "phone_number": n.number("phone of a contact")}),
        message(forwarded_from=n.word("forwarded from"), via_bot=f"@{n.word('bot')}"),
        message(place_name=n.word("place"), address=n("address of a place")),
        message(performer=n.word("performer"), title=n("title of a recording")),
        message(inline_bot_buttons=[[{"type": "url", "text": n("button"), "data": n.word("address of a button")}]]),
        message(text_entities=[{"type": "spoiler", "text": n("hidden words")}]),
        message(invoice_information={"title": n("invoice")}),
        {**message(), "type": "service", "actor": n.word("actor"), "action": "edit_group_title", "title": n("event")},
    ]  # fmt: skip
    chat = {"name": n.word("name of the chat"), "type": "private_channel", "id": 9, "messages": messages}
    account = {
        "about": "Here is the data you requested. Remember: it is yours",
        "personal_information": {"first_name": n.word("owner of the account"), "bio": n("words about the owner")},
        "contacts": {"about": "x", "list": [{"first_name": n.word("address book"), "phone_number": "1"}]},
        "chats": {"about": "y", "list": [{**chat, "name": n.word("chat of an account"), "messages": messages[:1]}]},
        "left_chats": {"about": "z", "list": [{**chat, "messages": [message(text=n("chat that was left"))]}]},
        "other_data": {"drafts": [n("draft")]},
    }
    return [("result.json", json.dumps(one, indent=1).encode()) for one in (chat, account)]


def telegram_html(n: Planting) -> Files:
    """A page of messages."""
    page = n.fill(
        '<!DOCTYPE html><html><head><meta charset="utf-8"/><title>Exported Data</title></head><body>'
        '<div class="page_header"><div class="text bold">«name of the chat»</div></div>'
        '<div class="page_body chat_page"><div class="history"><div class="message service" id="message-1">'
        '<div class="body details">«event»</div></div><div class="message default clearfix" id="message1">'
        '<div class="body"><div class="pull_right date details" title="01.06.2024 09:00:00 «date»">09:00</div>'
        '<div class="from_name">«sender»</div><div class="text">«text»<br><span class="spoiler hidden">«hidden words»'
        '</span> <a href="http://x.test/«link behind words~»">here</a></div></div></div>'
        '<div class="message default clearfix joined" id="message2"><div class="body"><div class="forwarded body">'
        '<div class="from_name">«forwarded from»</div></div><div class="reply_to details">In reply to «reply»</div>'
        '<div class="media_wrap clearfix"><a class="media clearfix pull_left block_link media_file" '
        'href="files/«file~».7z"><div class="body"><div class="title bold">«name of a file~».7z</div>'
        '<div class="status details">«state of a file»</div></div></a></div></div></div>'
        '<div class="message default clearfix" id="message3"><div class="body"><div class="media_poll">'
        '<div class="question bold">«question of a poll»</div><div class="answer">- «answer of a poll»</div></div>'
        '<table class="bot_buttons_table"><tr><td class="bot_button">«button»</td></tr></table>'
        '<div class="signature details">«author»</div></div></div></div></div><!-- «comment» --></body></html>'
    )
    return [("messages.html", page.encode())]
