"""The local engine: one guard process a slot on this machine; a guard that dies is replaced and its unit done again."""

from __future__ import annotations

import contextlib
import selectors
import socket
import subprocess
import sys
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

import orjson

from leakassay.case import crash
from leakassay.case.keys import CaseKeys
from leakassay.engine import codec
from leakassay.engine.guard import GuardSetup
from leakassay.model import errors
from leakassay.model.errors import EngineError, LeakAssayError, RetryableError
from leakassay.model.outcomes import Outcome, Reason
from leakassay.model.work import ItemReceipt, Receipt, WorkUnit

MAX_TRIES = 2
"""A unit whose guard dies twice is given up with a row for each of its items; the run goes on."""

PATIENCE_SECONDS = 2.0
"""Work waits this long before a further slot is started: starting one costs a second of a processor."""


@dataclass(eq=False)
class _Slot:
    process: subprocess.Popen[bytes]
    channel: socket.socket
    unit: WorkUnit | None = None
    tries: int = 0


class _Queue:
    """Units on their way to slots: a session that a slot holds open is gone on with there, others go anywhere.

    Args:
        units: where they come from; None says that there is nothing to do until a receipt was taken in.
    """

    def __init__(self, units: Iterable[WorkUnit | None]) -> None:
        self._units = iter(units)
        self._held: deque[WorkUnit] = deque()
        self._owners: dict[int, _Slot] = {}

    def next_for(self, slot: _Slot) -> WorkUnit | None:
        """The next unit that this slot may do."""
        for unit in self._held:
            if self._owners.get(unit.session) in {None, slot}:
                self._held.remove(unit)
                return self._given(unit, slot)
        while (drawn := self._draw()) is not None:
            if self._owners.get(drawn.session) in {None, slot}:
                return self._given(drawn, slot)
            self._held.append(drawn)
        return None

    def _given(self, unit: WorkUnit, slot: _Slot) -> WorkUnit:
        if unit.session:
            self._owners[unit.session] = slot
        return unit

    def _draw(self) -> WorkUnit | None:
        return next(self._units, None)

    def waits(self) -> bool:
        """True when a unit waits that any slot may do."""
        if not any(unit.session not in self._owners for unit in self._held):
            unit = self._draw()
            if unit is not None:
                self._held.append(unit)
        return any(unit.session not in self._owners for unit in self._held)

    def ended(self, slot: _Slot, receipt: Receipt) -> None:
        """Learn from a receipt that a session has ended."""
        unit = slot.unit
        paused = any(item.outcome is None and item.facts.get("cursor", -1) >= 0 for item in receipt.items)
        if unit is not None and unit.session and not paused:
            self._owners.pop(unit.session, None)


class LocalEngine:
    """Slots on this machine; the first starts with the first unit, the others when work is waiting.

    Args:
        setup: what every guard needs, or how to make it: asked once, when the first slot starts.
        keys: the case's keys; handed over a socket, never in an argument or the environment.
        workers: most slots.
    """

    name = "local"

    def __init__(self, setup: GuardSetup | Callable[[], GuardSetup], keys: CaseKeys, workers: int) -> None:
        self._setup = cache(lambda: codec.dump(setup() if callable(setup) else setup))
        self._key = keys.master
        self._selector = selectors.DefaultSelector()
        self._workers = workers
        self._slots: list[_Slot] = []

    def _start(self) -> _Slot:
        ours, theirs = socket.socketpair()
        with theirs:
            process = subprocess.Popen(
                [sys.executable, "-I", "-m", "leakassay.engine.guardmain", str(theirs.fileno())],
                pass_fds=(theirs.fileno(),),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,  # a traceback may quote the dump; what a guard has to say comes framed
                env={"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "TZ": "UTC", **crash.inherited()},
            )
        codec.send(ours, self._key)
        codec.send(ours, self._setup())
        slot = _Slot(process, ours)
        self._selector.register(ours, selectors.EVENT_READ, slot)
        return slot

    def map(self, units: Iterable[WorkUnit | None]) -> Iterator[Receipt]:
        """Do the units on all slots."""
        queue = _Queue(units)
        due = time.monotonic() + PATIENCE_SECONDS
        while True:
            for slot in self._slots:
                if slot.unit is None:
                    self._give(slot, queue.next_for(slot))
            waits = queue.waits()
            if waits and (not self._slots or (len(self._slots) < self._workers and time.monotonic() >= due)):
                self._slots.append(self._start())
                continue
            if not any(slot.unit is not None for slot in self._slots):
                if not waits:
                    return
                continue
            grows = waits and len(self._slots) < self._workers
            for key, _ in self._selector.select(max(0.0, due - time.monotonic()) if grows else None):
                slot = key.data
                receipt = self._answer(slot)
                if receipt is None:
                    continue
                queue.ended(slot, receipt)
                slot.unit, slot.tries = None, 0
                self._give(slot, queue.next_for(slot))  # it works while the caller commits
                yield receipt

    def _give(self, slot: _Slot, unit: WorkUnit | None) -> None:
        slot.unit = unit
        if unit is None:
            return
        slot.tries += 1
        with contextlib.suppress(
            BrokenPipeError, ConnectionResetError
        ):  # a dead guard's channel reads as ended: _answer
            codec.send(slot.channel, codec.dump(unit))

    def _answer(self, slot: _Slot) -> Receipt | None:
        """The receipt of the slot's unit; None when the unit had to be given out again."""
        try:
            raw = codec.receive(slot.channel)
        except (RetryableError, ConnectionResetError):
            raw = None
        if raw is None:
            return self._replace(slot)
        said = orjson.loads(raw)
        if "error" in said:
            raise _as_error(said)
        return codec.receipt(raw)

    def _replace(self, slot: _Slot) -> Receipt | None:
        """Put a new guard in a dead one's place, which does its unit again, up to MAX_TRIES times."""
        self._selector.unregister(slot.channel)
        slot.channel.close()
        slot.process.kill()
        slot.process.wait()
        fresh = self._start()
        self._selector.unregister(fresh.channel)
        slot.process, slot.channel = fresh.process, fresh.channel
        self._selector.register(slot.channel, selectors.EVENT_READ, slot)
        unit = slot.unit
        if unit is not None and slot.tries >= MAX_TRIES:
            return Receipt(
                unit.unit_id, tuple(ItemReceipt(item.item_id, Outcome.FAILED, Reason.CRASHED) for item in unit.items)
            )
        self._give(slot, unit)
        return None

    def close(self) -> None:
        """End every guard and its cells."""
        for slot in self._slots:
            slot.channel.close()
            slot.process.kill()
            slot.process.wait()
        self._selector.close()


def _as_error(said: dict[str, str]) -> LeakAssayError:
    """An error that a guard reported, as the class it was."""
    found = getattr(errors, said["error"], EngineError)
    is_ours = isinstance(found, type) and issubclass(found, LeakAssayError) and found is not errors.ItemError
    return found(said["message"]) if is_ours else EngineError(said["message"])
