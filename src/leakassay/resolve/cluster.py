"""Clusters: links joined from the most probable down, as far as the hard rules allow; once firmly, once loosely."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from leakassay.resolve.rule import CLUSTER_LIMIT, JOIN, MARGIN, Facts, agree, may_join, may_join_loosely


class Link(NamedTuple):
    """Two parts that may be one person: `firm` when more than surname and date of birth speak for it."""

    left: int
    right: int
    probability: float
    firm: bool


@dataclass(frozen=True)
class Placed:
    """Where a part came to stand.

    Attributes:
        subject: smallest part of its cluster.
        loose: smallest part of the cluster that takes grey links too; coarser than `subject`, never across it.
        probability: of the best link that holds it in its cluster; None where it stands by exact rules.
    """

    subject: int
    loose: int
    probability: float | None


class _Forest:
    """Clusters that grow: the root is the smallest part, and knows what the whole cluster knows."""

    def __init__(self, facts: Mapping[int, Facts]) -> None:
        self._parent = {part: part for part in facts}
        self._size = dict.fromkeys(facts, 1)
        self._facts = dict(facts)

    def root(self, part: int) -> int:
        """The smallest part of the cluster."""
        root = part
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[part] != root:
            self._parent[part], part = root, self._parent[part]
        return root

    def join(self, left: int, right: int, may: Callable[[Facts, Facts], bool]) -> bool:
        """Join two clusters if they may be one person; return whether they are one now."""
        low, high = sorted((self.root(left), self.root(right)))
        if low == high:
            return True
        if self._size[low] + self._size[high] > CLUSTER_LIMIT:
            return False
        if not may(self._facts[low], self._facts[high]):
            return False
        self._parent[high] = low
        self._size[low] += self._size[high]
        self._facts[low] = self._facts[low] | self._facts[high]
        return True


def place(links: Iterable[Link], facts: Mapping[int, Facts]) -> dict[int, Placed]:
    """Join parts along their links.

    A record with two rivals that cannot be one person and are about equally probable (father and son at one address,
    no date of birth) joins neither: wrong joins put one person's results into another one's letter.

    Args:
        links: in any order.
        facts: of every part that a link names.

    Returns:
        Every part that a link names, with its place; the answer does not depend on the order of the links.
    """
    ordered = sorted(links, key=lambda link: (-link.probability, link.left, link.right))
    firm = [link for link in ordered if link.firm and link.probability >= JOIN]
    torn = _torn(firm, facts)
    forest = _Forest(facts)
    held: dict[int, float] = {}
    for link in firm:
        if torn.isdisjoint(link[:2]) and forest.join(link.left, link.right, may_join):
            held.setdefault(link.left, link.probability)
            held.setdefault(link.right, link.probability)
    subject = {part: forest.root(part) for part in sorted(facts)}
    for link in ordered:
        forest.join(link.left, link.right, may_join_loosely)
    anchors = _anchors(subject, facts)
    return {
        part: Placed(root, forest.root(part), None if anchors[root] == part else held.get(part))
        for part, root in subject.items()
    }


def _torn(firm: list[Link], facts: Mapping[int, Facts]) -> set[int]:
    """Parts without a number whose best partners exclude each other."""
    rivals: dict[int, list[tuple[int, float]]] = {}
    for link in firm:
        rivals.setdefault(link.left, []).append((link.right, link.probability))
        rivals.setdefault(link.right, []).append((link.left, link.probability))
    torn = set()
    for part, partners in rivals.items():
        if facts[part].numbers or len(partners) < 2:
            continue
        best = partners[0][1]  # links come from the most probable down
        near = [facts[other] for other, probability in partners[:CLUSTER_LIMIT] if probability > best - MARGIN]
        if any(not agree(one, other) for place, one in enumerate(near) for other in near[:place]):
            torn.add(part)
    return torn


def _anchors(subject: Mapping[int, int], facts: Mapping[int, Facts]) -> dict[int, int]:
    """The part of each cluster that the others joined: the one with a number, else the smallest."""
    anchors: dict[int, int] = {}
    for part, root in subject.items():
        if root not in anchors or (facts[part].numbers and not facts[anchors[root]].numbers):
            anchors[root] = part
    return anchors
