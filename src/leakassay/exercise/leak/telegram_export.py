"""A channel as Telegram Desktop exports it: result.json and messages.html with the style, script and icons beside."""

import html
import io
import json
from collections.abc import Sequence
from typing import Any

from leakassay.exercise.leak.telegram_chat import NOT_INCLUDED, Message

_TAGS = {"bold": "strong", "italic": "em", "code": "code"}


def result_json(title: str, channel: int, messages: Sequence[Message]) -> bytes:
    """Returns the machine-readable export."""
    sender = {"from": title, "from_id": f"channel{channel}"}
    actor = {"actor": title, "actor_id": f"channel{channel}", "action": "create_channel", "title": title}
    listed = []
    for message in messages:
        kind = "service" if message.is_service else "message"
        listed.append(
            {
                "id": message.number,
                "type": kind,
                "date": message.local.strftime("%Y-%m-%dT%H:%M:%S"),
                "date_unixtime": str(int(message.at.timestamp())),
                **(actor if message.is_service else sender),
                **_attached(message),
                **_text(message),
            }
        )
    export = {"name": title, "type": "public_channel", "id": channel, "messages": listed}
    return (json.dumps(export, indent=1, ensure_ascii=False) + "\n").encode("utf-8")


def messages_html(title: str, messages: Sequence[Message]) -> bytes:
    """Returns the page for people."""
    head = (
        '<!DOCTYPE html>\n<html>\n\n <head>\n\n  <meta charset="utf-8"/>\n<title>Exported Data</title>\n'
        '  <meta content="width=device-width, initial-scale=1.0" name="viewport"/>\n\n'
        '  <link href="css/style.css" rel="stylesheet"/>\n\n'
        '  <script src="js/script.js" type="text/javascript">\n\n  </script>\n\n </head>\n\n'
        ' <body onload="CheckLocation();">\n\n  <div class="page_wrap">\n\n   <div class="page_header">\n\n'
        '    <div class="content">\n\n     <div class="text bold">\n'
        f"{html.escape(title)}\n     </div>\n\n    </div>\n\n   </div>\n\n"
        '   <div class="page_body chat_page">\n\n    <div class="history">\n\n'
    )
    parts, day = [], None
    for place, message in enumerate(messages):
        if message.local.date() != day:
            day = message.local.date()
            parts.append(_notice(f"message-{place + 1}", f"{day.day} {day.strftime('%B %Y')}"))
        parts.append(
            _notice(f"message{message.number}", _plain(message)) if message.is_service else _post(title, message)
        )
    return (head + "".join(parts) + "    </div>\n\n   </div>\n\n  </div>\n\n </body>\n\n</html>\n").encode("utf-8")


STYLE = b"""body { margin: 0; font: 12px/18px 'Open Sans', "Lucida Grande", sans-serif; }
strong { font-weight: 700; }
.clearfix:after { content: " "; display: block; clear: both; }
.pull_left { float: left; }
.pull_right { float: right; }
.page_wrap { min-height: 100vh; background: #ffffff; color: #000000; }
.page_header { position: fixed; width: 100%; background: #ffffff; border-bottom: 1px solid #e3e6e8; }
.page_body { width: 480px; margin: 0 auto; padding-top: 64px; }
.message { margin: 0 -10px; }
.service { padding: 10px 24px; text-align: center; }
.default { padding: 10px; }
.default .userpic_wrap { margin-right: 12px; }
.default .body { margin-left: 54px; }
.userpic { border-radius: 50%; background: #55bf87; color: #ffffff; text-align: center; }
.media_file .fill { width: 48px; height: 48px; background: url(../images/media_file.png) center no-repeat; }
.details { color: #70777b; }
.media .body { margin-left: 60px; }
.photo { display: block; width: 260px; }
"""
"""css/style.css, shortened."""

SCRIPT = b"""function CheckLocation() {
    var hash = location.hash;
    if (hash && hash.indexOf("go_to_message") === 1) {
        GoToMessage(parseInt(hash.substr(14), 10));
    }
}

function GoToMessage(number) {
    var found = document.getElementById("message" + number);
    if (found) {
        found.scrollIntoView();
        return false;
    }
    return true;
}
"""
"""js/script.js, shortened."""


def icon(width: int, height: int, shade: int) -> bytes:
    """Returns one of the small PNG icons: a page with a folded corner."""
    from PIL import Image, ImageDraw

    picture = Image.new("RGBA", (width, height), (0, 0, 0, 0))
    ImageDraw.Draw(picture).polygon(
        [(2, 2), (width - 8, 2), (width - 3, 7), (width - 3, height - 3), (2, height - 3)],
        fill=(shade, shade, shade, 255),
    )
    sink = io.BytesIO()
    picture.save(sink, "PNG")
    return sink.getvalue()


def _attached(message: Message) -> dict[str, Any]:
    held = message.attachment
    if held is None:
        return {}
    if held.media_type == "image/jpeg":
        width, height = held.pixels
        return {"photo": held.path, "photo_file_size": held.size_bytes, "width": width, "height": height}
    named = {"file_name": held.name, "file_size": held.size_bytes, "mime_type": held.media_type}
    return {"file": held.path or NOT_INCLUDED, **named}


def _text(message: Message) -> dict[str, Any]:
    entities = [] if message.is_service else [{"type": kind, "text": words} for kind, words in message.text]
    mixed = [words if kind == "plain" else {"type": kind, "text": words} for kind, words in message.text]
    plain = all(kind == "plain" for kind, _ in message.text)
    text: Any = "" if message.is_service else _plain(message) if plain else mixed
    return {"text": text, "text_entities": entities}


def _plain(message: Message) -> str:
    return "".join(words for _, words in message.text)


def _notice(anchor: str, words: str) -> str:
    return (
        f'     <div class="message service" id="{anchor}">\n\n      <div class="body details">\n'
        f"{html.escape(words)}\n      </div>\n\n     </div>\n\n"
    )


def _post(title: str, message: Message) -> str:
    stamp = message.local.strftime("%d.%m.%Y %H:%M:%S UTC+01:00")
    words = "".join(_marked(kind, text) for kind, text in message.text)
    text = f'       <div class="text">\n{words}\n       </div>\n\n' if words else ""
    return (
        f'     <div class="message default clearfix" id="message{message.number}">\n\n'
        '      <div class="pull_left userpic_wrap">\n\n'
        '       <div class="userpic userpic3" style="width: 42px; height: 42px">\n\n'
        f'        <div class="initials" style="line-height: 42px">\n{html.escape(title[:1])}\n        </div>\n\n'
        '       </div>\n\n      </div>\n\n      <div class="body">\n\n'
        f'       <div class="pull_right date details" title="{stamp}">\n{stamp[11:16]}\n       </div>\n\n'
        f'       <div class="from_name">\n{html.escape(title)} \n       </div>\n\n'
        f"{_media(message)}{text}      </div>\n\n     </div>\n\n"
    )


def _media(message: Message) -> str:
    held = message.attachment
    if held is None:
        return ""
    if held.media_type == "image/jpeg":
        thumb = held.path.replace(".jpg", "_thumb.jpg")
        inner = (
            f'<a class="photo_wrap clearfix pull_left" href="{held.path}">\n<img class="photo" src="{thumb}"/>\n</a>'
        )
    else:
        size = (
            f"{held.size_bytes / (1 << 20):.1f} MB"
            if held.path
            else "Not included, change data exporting settings to download."
        )
        opening = (
            f'<a class="media clearfix pull_left block_link media_file" href="{held.path}">'
            if held.path
            else '<div class="media clearfix pull_left media_file">'
        )
        closing = "</a>" if held.path else "</div>"
        inner = (
            f'{opening}\n<div class="fill pull_left"></div>\n<div class="body">\n'
            f'<div class="title bold">\n{html.escape(held.name)}\n</div>\n'
            f'<div class="status details">\n{size}\n</div>\n</div>\n{closing}'
        )
    return f'       <div class="media_wrap clearfix">\n{inner}\n       </div>\n\n'


def _marked(kind: str, words: str) -> str:
    text = html.escape(words).replace("\n", "<br>")
    return f"<{_TAGS[kind]}>{text}</{_TAGS[kind]}>" if kind in _TAGS else text
