"""How it was done, what the words mean, and what this report cannot say."""

from __future__ import annotations

from leakassay.reference import verbal_scale
from leakassay.report.view import SectionPage, View


def render(view: View) -> SectionPage:
    """Render the section."""
    case = view.summary["case"]
    return view.page(
        "method",
        "Method and limits",
        {
            "bands": verbal_scale.bands(),
            "identity": (
                ("Case", case["id"]),
                ("leakassay version", case["tool_version"]),
                ("Acquisition seal (Merkle root, SHA-256)", case["seal"] or "open: not all of the dump is hashed yet"),
                ("Manifest (settings, versions, seed, units done)", case["manifest_sha256"] or "not written yet"),
                ("Profile of the organisation", case["profile_sha256"] or "none was given"),
            ),
        },
    )
