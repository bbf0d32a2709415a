"""The cell: a process forked for one job, confined before it sees a byte of the dump, without a key or a path."""

from __future__ import annotations

import importlib
import mmap
import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

import orjson

from leakassay.engine import confine
from leakassay.engine.channel import receive
from leakassay.engine.pulse import Pulse
from leakassay.engine.wire import Writer
from leakassay.model.item import OpenItem, Volume

EXIT_UNCONFINED = 80
"""From here on: a layer is missing, counted in the order of `confine.LAYERS`."""

EXIT_OUT_OF_MEMORY = 97
EXIT_FAULT = 99


@dataclass(frozen=True)
class Job:
    """What a work function gets.

    Attributes:
        items: the items, open.
        args: JSON arguments of this job.
        settings: JSON settings of the run.
        out: where answers go.
    """

    items: tuple[OpenItem, ...]
    args: Mapping[str, Any]
    settings: Mapping[str, Any]
    out: Writer


WorkFunction = Callable[[Job], None]


def resolve(dotted: str) -> Callable[..., Any]:
    """Import `module:function`; the names come from the product's own catalogue, never from the dump."""
    module, _, name = dotted.partition(":")
    found: Callable[..., Any] = getattr(importlib.import_module(module), name)
    return found


def descriptors_of(item: Mapping[str, Any]) -> int:
    """How many descriptors an item brings: one, or one for each volume of a set that is there."""
    return sum(item["present"]) if item.get("volumes") else 1


def make_job(said: Mapping[str, Any], fds: Sequence[int], settings: Mapping[str, Any], out: Writer) -> Job:
    """A job from its message and descriptors.

    Raises:
        ValueError: there are more or fewer descriptors than items and volumes that are there.
    """
    ends = list(accumulate(descriptors_of(item) for item in said["items"]))
    if (ends[-1] if ends else 0) != len(fds):
        raise ValueError("a job has as many descriptors as it has items and present volumes")
    items = tuple(
        replace(_open_item(item, fds[end - descriptors_of(item) : end], said, settings), on_read=Pulse(out))
        for item, end in zip(said["items"], ends, strict=True)
    )
    return Job(items, said["args"], settings, out)


def _open_item(
    item: Mapping[str, Any], fds: Sequence[int], said: Mapping[str, Any], settings: Mapping[str, Any]
) -> OpenItem:
    volumes = _volumes(item, fds)
    return OpenItem(
        fd=volumes[item["lead"]].fd if volumes else fds[0],
        size=sum(volume.size for volume in volumes) if volumes else item["size"],
        name=bytes.fromhex(item["name"]).decode("utf-8", "surrogateescape"),
        own_bytes=item["own_bytes"],
        offset=said["offset"],
        length=said["length"],
        anchors=tuple(said.get("anchors", ())),
        settings={**settings, "format": item["format"]},
        volumes=volumes,
    )


def _volumes(item: Mapping[str, Any], fds: Sequence[int]) -> tuple[Volume, ...]:
    if not item.get("volumes"):
        return ()
    there = iter(fds)
    return tuple(
        Volume(next(there) if present else -1, size)
        for size, present in zip(item["volumes"], item["present"], strict=True)
    )


def _run(channel: socket.socket, settings: Mapping[str, Any], kit: confine.Kit, parent: int) -> int:
    """Run the one job that comes over the channel and say how it ended."""
    confinement, fault = confine.Confinement(kit), None
    try:
        confinement.begin()
    except confine.MissingLayerError as error:
        fault = error  # said in answer to a job: until then nobody listens
    head, (message, answer, *items) = receive(channel)
    with mmap.mmap(message, 0, prot=mmap.PROT_READ) as raw:  # names of the dump stand in it: only a cell looks at it
        spoken = bytes(raw)
    try:
        if fault is not None:
            raise fault
        confinement.finish(head["address_space_bytes"], head["cpu_seconds"], items, answer)
    except confine.MissingLayerError as error:
        return EXIT_UNCONFINED + confine.LAYERS.index(error.layer)
    if os.getppid() != parent:  # it went between the fork and the order to die with it
        return EXIT_FAULT
    out = Writer(answer)
    try:
        said = orjson.loads(spoken)
        resolve(said["fn"])(make_job(said, items, settings, out))
        out.done()
    except MemoryError:
        return EXIT_OUT_OF_MEMORY
    return 0


def enter(channel: socket.socket, settings: Mapping[str, Any], kit: confine.Kit, parent: int) -> None:
    """Be a cell. Never returns: whatever happens, the process ends here with a code of its own.

    It is forked ahead of its job, and half confined when that comes: the message (a memory file), the answer pipe, then
    what the items bring.

    Args:
        channel: over which the job comes; closed before a byte of an item is looked at.
        settings: JSON settings of the run.
        kit: the layers, prepared.
        parent: process number of the zygote.
    """
    code = EXIT_FAULT
    try:
        code = _run(channel, settings, kit, parent)
    finally:
        os._exit(code)
