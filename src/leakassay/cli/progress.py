"""Progress on standard error: a bar on a terminal, one JSON line an event otherwise, nothing with --quiet."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

JSON_EVERY_SECONDS = 2.0
"""Counting events between two JSON lines of the same kind are added up."""


@contextmanager
def progress(*, quiet: bool) -> Iterator[Callable[..., None]]:
    """A callback for `RunOptions.progress`."""
    if quiet:
        yield lambda _event, **_facts: None
    elif sys.stderr.isatty():
        with _bar() as tell:
            yield tell
    else:
        yield _Lines().tell


class _Lines:
    """One JSON line an event; counts of the same kind are added up in between."""

    def __init__(self) -> None:
        self._last = 0.0
        self._items = 0

    def tell(self, event: str, **facts: Any) -> None:
        if event in {"units", "hashed"}:
            self._items += int(facts.get("items", 0))
            if time.monotonic() - self._last < JSON_EVERY_SECONDS:
                return
            facts = {"items_done": self._items}
        self._last = time.monotonic()
        sys.stderr.write(json.dumps({"event": event, **facts}, sort_keys=True) + "\n")


@contextmanager
def _bar() -> Iterator[Callable[..., None]]:
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    console = Console(stderr=True)
    columns = (TextColumn("{task.description:<10}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=console, transient=True) as bar:
        task = bar.add_task("listing", total=None)

        def tell(event: str, **facts: Any) -> None:
            if event == "stage":
                bar.reset(task, description=facts["stage"], total=bar.tasks[0].total)
            elif event == "found":
                bar.update(task, total=facts["items"])
            elif event in {"units", "hashed"}:
                bar.advance(task, facts.get("items", 1))

        yield tell


@contextmanager
def bytes_written(*, quiet: bool) -> Iterator[Callable[[int, int], None]]:
    """A callback for bytes written and bytes expected: a bar with the time left, or one JSON line every few seconds."""
    if quiet:
        yield lambda _done, _total: None
    elif sys.stderr.isatty():
        with _byte_bar() as tell:
            yield tell
    else:
        yield _ByteLines().tell


class _ByteLines:
    """One JSON line every `JSON_EVERY_SECONDS`."""

    def __init__(self) -> None:
        self._started = self._last = time.monotonic()

    def tell(self, done: int, total: int) -> None:
        now = time.monotonic()
        if now - self._last < JSON_EVERY_SECONDS:
            return
        self._last = now
        left = (now - self._started) * (total - done) / done if done else 0.0
        facts = {"event": "written", "bytes_done": done, "bytes_total": total, "seconds_left": round(left)}
        sys.stderr.write(json.dumps(facts, sort_keys=True) + "\n")


@contextmanager
def _byte_bar() -> Iterator[Callable[[int, int], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn, TransferSpeedColumn

    columns = (TextColumn("{task.description:<10}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, TimeRemainingColumn(), console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task("writing", total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)
