"""The colours of figures, by class: light ones for the attributes, dark ones for a style sheet.

Colour never tells anything alone; each mark and segment has its word or number beside it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from aspiratie.display.fragment import Fragment

__all__ = ["PAINT", "Paint", "attributes", "decimal", "palette_css", "swatch"]


@dataclass(frozen=True, kw_only=True)
class Paint:
    """How a class looks: fill and line in the light and in the dark scheme.

    Parameters
    ----------
    fill, stroke : (str, str) or None
        Light and dark colour; None for none.
    width : float
        Width of the line.
    dash : str
        Dashes, as SVG writes them.
    size : float
        Size of text.
    bold : bool
        Whether text is heavy.
    """

    fill: tuple[str, str] | None = None
    stroke: tuple[str, str] | None = None
    width: float = 1.0
    dash: str = ""
    size: float = 0.0
    bold: bool = False


INK, SOFT, LINE = ("#1d2733", "#e8edf2"), ("#4f5a67", "#a9b4c0"), ("#d7dde4", "#39434e")
UP, DOWN = ("#1f4e8c", "#8fb7de"), ("#8c4a00", "#e8a657")
HAIR = ("#595959", "#a9b4c0")

#: Every class that a figure uses. Segments v1 to v5 go from disagreement to agreement;
#: their colours stay apart for colour-blind readers and each has a dark hairline.
#: Their order is that of the layers: shapes below, text on top.
PAINT: Mapping[str, Paint] = MappingProxyType(
    {
        "tile": Paint(fill=("#f5f7f9", "#1e262f"), stroke=SOFT, width=1),
        "grid": Paint(stroke=LINE, width=1),
        "empty": Paint(fill=("#ffffff", "#151b22"), stroke=HAIR, width=1),
        "bar": Paint(fill=("#1f4e8c", "#8fb7de"), stroke=HAIR, width=0.7),
        "v1": Paint(fill=("#8c4a00", "#8c4a00"), stroke=HAIR, width=0.7),
        "v1m": Paint(fill=("#bb7826", "#bb7826"), stroke=HAIR, width=0.7),
        "v2": Paint(fill=("#e8a657", "#e8a657"), stroke=HAIR, width=0.7),
        "v3": Paint(fill=("#dcdcdc", "#dcdcdc"), stroke=HAIR, width=0.7),
        "v4": Paint(fill=("#8fb7de", "#8fb7de"), stroke=HAIR, width=0.7),
        "v5m": Paint(fill=("#5782b5", "#5782b5"), stroke=HAIR, width=0.7),
        "v5": Paint(fill=("#1f4e8c", "#1f4e8c"), stroke=HAIR, width=0.7),
        "bounded": Paint(fill=("#ffffff", "#151b22"), stroke=SOFT, width=1.2, dash="2 2"),
        "axis": Paint(stroke=SOFT, width=1.2),
        "wave": Paint(stroke=SOFT, width=1.4),
        "thin": Paint(stroke=SOFT, width=1.4),
        "limit": Paint(stroke=SOFT, width=1.2, dash="5 3"),
        "interval": Paint(stroke=INK, width=2.4),
        "dot": Paint(fill=INK, stroke=INK, width=0.6),
        "dot up": Paint(fill=UP, stroke=UP, width=0.6),
        "dot down": Paint(fill=DOWN, stroke=DOWN, width=0.6),
        "other": Paint(fill=("#ffffff", "#151b22"), stroke=INK, width=1.6),
        "region": Paint(fill=("#ffffff", "#151b22"), stroke=SOFT, width=1.6),
        "last": Paint(fill=SOFT, stroke=SOFT, width=0.6),
        "head": Paint(fill=INK, size=13.5, bold=True),
        "label": Paint(fill=INK, size=13),
        "value": Paint(fill=INK, size=12.5, bold=True),
        "tick": Paint(fill=SOFT, size=11.5),
        "words": Paint(fill=INK, size=11.5),
        "words up": Paint(fill=UP, size=11.5, bold=True),
        "words down": Paint(fill=DOWN, size=11.5, bold=True),
        "on-dark": Paint(fill=("#ffffff", "#ffffff"), size=11.5, bold=True),
        "on-light": Paint(fill=("#111111", "#111111"), size=11.5, bold=True),
    }
)


def attributes(kind: str) -> str:
    """Return a class's light colours as SVG attributes."""
    paint = PAINT[kind]
    out = f' fill="{paint.fill[0]}"' if paint.fill else ' fill="none"'
    if paint.stroke:
        out += f' stroke="{paint.stroke[0]}" stroke-width="{decimal(paint.width)}"'
    if paint.dash:
        out += f' stroke-dasharray="{paint.dash}"'
    if paint.size:
        out += f' font-size="{decimal(paint.size)}"'
    if paint.bold:
        out += ' font-weight="600"'
    return out


def decimal(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text


def swatch(kind: str) -> Fragment:
    """Return a small coloured box for a legend; decoration beside a word.

    Parameters
    ----------
    kind : str
        A class of :data:`PAINT`.
    """
    return Fragment(
        '<svg class="swatch" aria-hidden="true" width="14" height="14" viewBox="0 0 14 14">'
        f'<rect class="{kind}" x="1" y="1" width="12" height="12"{attributes(kind)}/></svg>'
    )


def palette_css() -> str:
    """Return style rules that give the classes their dark colours.

    The rules are for a page's style sheet; the light ones stand in the figures.
    """
    rules = []
    for kind, paint in PAINT.items():
        both = [("fill", paint.fill), ("stroke", paint.stroke)]
        told = ";".join(f"{name}:{pair[1]}" for name, pair in both if pair)
        rules.append(f"svg .{kind.replace(' ', '.')}{{{told}}}")
    return f"@media (prefers-color-scheme:dark){{{''.join(rules)}}}"
