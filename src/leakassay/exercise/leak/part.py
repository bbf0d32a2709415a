"""Laying one partition down: block after block of its history, one bulk extract over all of them."""

from dataclasses import dataclass, replace

from leakassay.exercise.leak.deposit import Deposit
from leakassay.exercise.leak.desk import Desk
from leakassay.exercise.leak.kind import Part
from leakassay.exercise.leak.maker import Cut
from leakassay.exercise.leak.plan import BULK, Quota, lay
from leakassay.exercise.paper import delimited
from leakassay.exercise.paper.delimited import Layout
from leakassay.exercise.paper.document import Document


@dataclass(frozen=True)
class Manner:
    """How a partition is laid down.

    Attributes: seed, recut and canaries as in `Cut`; quota: what the whole partition may take.
    """

    seed: int
    quota: Quota
    recut: bool = False
    canaries: tuple[str, ...] = ()


def lay_part(deposit: Deposit, part: Part, manner: Manner) -> None:
    """Lays a partition down, one block of its history after the other."""
    layout = Layout("|", header=False) if manner.recut else Layout()
    name = "old/all_results.txt" if manner.recut else "lims/results.csv"
    bulk = deposit.open_long(Document(name, "csv", b"", locator="row"), BULK)
    written = 0
    for number, estate in enumerate(part.estates()):
        folder = f"{estate.label}/" if estate.label else ""
        canaries = manner.canaries if number == 0 else ()
        quota = manner.quota
        cut = Cut(
            estate, manner.seed * 1_000 + number, folder, recut=manner.recut, canaries=canaries,
            rich=quota.size_bytes is not None,
        )  # fmt: skip
        if quota.size_bytes is not None:
            share = len(estate.history.test) / max(1, part.events)
            quota = replace(quota, size_bytes=int(quota.size_bytes * share))
        left = lay(Desk(deposit, cut), quota)
        if left:
            # the header stands once, at the start of the file
            shown = layout if written == 0 else replace(layout, header=False)
            for piece in delimited.pieces_of(name, estate, (0, left), shown, first=written):
                written += bulk.add(piece)
    bulk.close()
