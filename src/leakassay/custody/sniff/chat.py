"""Chats as Telegram Desktop exports them: result.json of one chat or of an account, and pages of messages."""

# ruff: noqa: ARG001 -- every sniffer takes (head, tail, name, size), whatever it needs of it

from __future__ import annotations

import re

from leakassay.custody.sniff.decoded import text_of

_KIND = re.compile(
    r'"type"\s*:\s*"(?:personal_chat|bot_chat|saved_messages|replies|verify_codes|'
    r'(?:private|public)_(?:group|supergroup|channel))"'
)
_MESSAGES = re.compile(r'"messages"\s*:\s*\[')
_ACCOUNT = re.compile(r'\{\s*"about"\s*:\s*"Here is the data you requested')
_PAGE = re.compile(r'<div class="page_body chat_page"|<div class="message (?:default|service)[ "]')


def telegram_json(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A kind of chat and a list of messages, or the words with which the export of an account begins."""
    text = text_of(head)
    if text is None or not text.lstrip().startswith("{"):
        return 0
    is_chat = _KIND.search(text) and _MESSAGES.search(text)
    return 88 if is_chat or _ACCOUNT.match(text.lstrip()) else 0


def telegram_html(head: bytes, tail: bytes, name: str, size: int) -> int:
    """A page of an export, by its title and the class of its messages."""
    text = text_of(head)
    if text is None or "<title>Exported Data</title>" not in text:
        return 0
    return 80 if _PAGE.search(text) else 0
