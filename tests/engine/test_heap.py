"""Packing memory before the forks: huge pages where the kernel has them, the same content in any case."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.forked import in_child
from leakassay.engine import heap, kernel


def _huge_kib() -> int:
    lines = Path("/proc/self/smaps_rollup").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("AnonHugePages:"))


def test_what_stays_lies_in_huge_pages_and_is_as_before() -> None:
    if "never" in Path("/sys/kernel/mm/transparent_hugepage/enabled").read_text().partition("[")[2].partition("]")[0]:
        pytest.skip("this kernel was told to have no huge pages")

    def trial() -> object:
        held = [bytes([n % 256]) * 4096 for n in range(4096)]
        before = _huge_kib()
        packed = heap.pack()
        return (
            packed > 0 and _huge_kib() > before and all(page == bytes([n % 256]) * 4096 for n, page in enumerate(held))
        )

    assert in_child(trial) == "True"


def test_a_kernel_that_refuses_is_no_fault() -> None:
    assert kernel.advise(0, 4096, 25) is False
    assert in_child(heap.pack).isdigit()
