"""The local engine: one guard process a slot on this machine; a guard that dies is replaced and its unit done again."""

from __future__ import annotations

import contextlib
import selectors
import socket
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

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


@dataclass
class _Slot:
    process: subprocess.Popen[bytes]
    channel: socket.socket
    unit: WorkUnit | None = None
    tries: int = 0


class LocalEngine:
    """Slots on this machine; the first starts with the first unit, the others when work is waiting.

    Args:
        setup: what every guard needs.
        keys: the case's keys; handed over a socket, never in an argument or the environment.
        workers: most slots.
    """

    name = "local"

    def __init__(self, setup: GuardSetup, keys: CaseKeys, workers: int) -> None:
        self._setup = codec.dump(setup)
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
        codec.send(ours, self._setup)
        slot = _Slot(process, ours)
        self._selector.register(ours, selectors.EVENT_READ, slot)
        return slot

    def map(self, units: Iterable[WorkUnit]) -> Iterator[Receipt]:
        """Do the units on all slots."""
        waiting = iter(units)
        unit = next(waiting, None)
        due = time.monotonic() + PATIENCE_SECONDS
        while unit is not None or any(slot.unit is not None for slot in self._slots):
            while unit is not None and (free := self._free_slot(due)) is not None:
                self._give(free, unit)
                unit = next(waiting, None)
            grows = unit is not None and len(self._slots) < self._workers
            for key, _ in self._selector.select(max(0.0, due - time.monotonic()) if grows else None):
                slot = key.data
                receipt = self._answer(slot)
                if receipt is None:
                    continue
                slot.unit, slot.tries = None, 0
                if unit is not None:
                    self._give(slot, unit)
                    unit = next(waiting, None)
                yield receipt

    def _free_slot(self, due: float) -> _Slot | None:
        """A slot without work; a new one for the first unit, and when others have waited until `due`."""
        for slot in self._slots:
            if slot.unit is None:
                return slot
        if len(self._slots) < self._workers and (not self._slots or time.monotonic() >= due):
            self._slots.append(self._start())
            return self._slots[-1]
        return None

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
