"""A reliability diagram as SVG: what was said against what was right, one line a kind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

SIDE, LEFT, TOP = 320, 56, 24
COLOURS = ("#1f5fa8", "#c8501e", "#2a8a4a", "#8a3a9a", "#b08a00", "#3a3a3a", "#c02a5a")
LEGEND = 190
FONT = "sans-serif"

Points = Sequence[tuple[float, float, int]]
"""Mean of what was said, share that was right, how many."""


def drawn(curves: Mapping[str, Points]) -> str:
    """The diagram; a dot grows with the number behind it."""
    width, height = LEFT + SIDE + LEGEND, TOP + SIDE + 52
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="{FONT}" font-size="12">',
        f'<rect x="0" y="0" width="{width}" height="{height}" fill="#ffffff"/>',
        f'<rect x="{LEFT}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888888"/>',
        f'<line x1="{LEFT}" y1="{TOP + SIDE}" x2="{LEFT + SIDE}" y2="{TOP}" stroke="#888888" stroke-dasharray="4 4"/>',
    ]
    for tick in range(0, 11, 2):
        share = tick / 10
        parts.append(f'<text x="{_x(share):.1f}" y="{TOP + SIDE + 18}" text-anchor="middle">{share:.1f}</text>')
        parts.append(f'<text x="{LEFT - 8}" y="{_y(share) + 4:.1f}" text-anchor="end">{share:.1f}</text>')
    parts.append(f'<text x="{LEFT + SIDE / 2}" y="{TOP + SIDE + 40}" text-anchor="middle">said</text>')
    middle = TOP + SIDE / 2
    parts.append(f'<text x="14" y="{middle}" text-anchor="middle" transform="rotate(-90 14 {middle})">right</text>')
    for number, (kind, points) in enumerate(curves.items()):
        colour = COLOURS[number % len(COLOURS)]
        line = " ".join(f"{_x(said):.1f},{_y(right):.1f}" for said, right, _ in points)
        parts.append(f'<polyline points="{line}" fill="none" stroke="{colour}" stroke-width="1.5"/>')
        parts += [
            f'<circle cx="{_x(said):.1f}" cy="{_y(right):.1f}" r="{min(8.0, 2 + len(str(n))):.1f}" fill="{colour}"/>'
            for said, right, n in points
        ]
        y = TOP + 14 + 20 * number
        parts.append(f'<rect x="{LEFT + SIDE + 16}" y="{y - 10}" width="12" height="12" fill="{colour}"/>')
        parts.append(f'<text x="{LEFT + SIDE + 34}" y="{y}">{kind.replace("_", " ")}</text>')
    return "\n".join([*parts, "</svg>", ""])


def _x(share: float) -> float:
    return LEFT + SIDE * share


def _y(share: float) -> float:
    return TOP + SIDE * (1 - share)
