"""Readers of chats as messengers export them, one file per format."""
