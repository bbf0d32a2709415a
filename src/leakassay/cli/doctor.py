"""`leakassay doctor`: what this machine has and lacks, tried rather than assumed."""

from __future__ import annotations

import sys

NAME = "doctor"


def command() -> None:
    """Try the sandbox layers, the optional libraries, disk and clock; say what is missing and what it costs."""
    from leakassay.pipeline.errands.doctor import examine

    findings = examine()
    for finding in findings:
        sys.stdout.write(f"{finding.state:<8} {finding.name:<36} {finding.note}\n")
