"""Measures the recall of every reader: needles planted where its format can hide text, and those that were found.

Writes src/leakassay/pipeline/catalogue/recall.csv. Formats that nothing writes are measured on copies of field files
($LEAKASSAY_FIELD_DATA); without those their rows stay as they are.
"""

from __future__ import annotations

import csv
import importlib
import io
import os
import sys
from pathlib import Path

from leakassay.pipeline.catalogue.recall import FILE, HEADER, Measured, measured

ROOT = Path(__file__).resolve().parents[1]
OUT = ROOT / "src" / "leakassay" / "pipeline" / "catalogue" / FILE


def main() -> int:
    """Measure and write, or say with --check what is not as the file says.

    Returns:
        1 when --check found a difference.
    """
    sys.path.insert(0, str(ROOT / "tests"))
    planters, measure = (importlib.import_module(f"needles.{name}") for name in ("planters", "measure"))
    named = os.environ.get("LEAKASSAY_FIELD_DATA")
    known = measured() if OUT.is_file() else {}
    found: dict[str, Measured] = {}
    for form in sorted({**planters.PLANTERS, **planters.OF_FIELD_FILES}):
        if form in planters.OF_FIELD_FILES and not named:
            sys.stderr.write(f"{form}: kept as it is, LEAKASSAY_FIELD_DATA is not set\n")
            found[form] = known[form]
        else:
            found[form] = Measured(*measure.recall(form, Path(named) if named else None))
        if found[form].missed:
            sys.stdout.write(f"{form}: not reached: {'; '.join(found[form].missed)}\n")
    planted, missed = (sum(map(of, found.values())) for of in (lambda one: one.planted, lambda one: len(one.missed)))
    sys.stdout.write(f"{planted - missed} of {planted} needles found in {len(found)} formats\n")
    sink = io.StringIO()
    writer = csv.writer(sink, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows((form, one.planted, one.found, "; ".join(one.missed)) for form, one in sorted(found.items()))
    if "--check" in sys.argv[1:]:
        return int(not OUT.is_file() or OUT.read_text(encoding="utf-8") != sink.getvalue())
    OUT.write_text(sink.getvalue(), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
