"""How wide a text is and where it breaks, for drawings whose text stays text."""

from __future__ import annotations

from functools import cache

from matplotlib.font_manager import findfont
from matplotlib.ft2font import FT2Font

__all__ = ["decimal", "text_width", "wrap"]

#: Text keeps this far from the edges: letters as j lean out of their place.
MARGIN = 1.5


@cache
def _advance(char: str) -> float:
    font = _font()
    if not font.get_char_index(ord(char)):
        return 1.0  # a sign that the font lacks: room for the widest of other fonts
    return float(font.load_char(ord(char)).linearHoriAdvance) / 65536 / 100


@cache
def _font() -> FT2Font:
    font = FT2Font(findfont("DejaVu Sans"))
    font.set_size(100, 72)
    return font


def text_width(text: str, size: float, *, bold: bool = False) -> float:
    """Return a safe width of a text: that in DejaVu Sans, one of the widest fonts around.

    Parameters
    ----------
    text : str
        One line.
    size : float
        Size of the font, in units of the drawing.
    bold : bool
        Heavy text takes a tenth more.

    Returns
    -------
    float
        Width in units of the drawing.
    """
    return sum(map(_advance, text)) * size * (1.1 if bold else 1.0)


def wrap(text: str, width: float, size: float, *, lines: int = 0, bold: bool = False) -> list[str]:
    """Break a text into lines that fit; a word that is too long is broken itself.

    Parameters
    ----------
    text : str
        What to break.
    width : float
        Room, in units of the drawing.
    size : float
        Size of the font.
    lines : int
        Most lines; 0 for no limit. What is left out is marked by an ellipsis.
    bold : bool
        Whether the text is heavy.

    Returns
    -------
    list of str
        At least one line.
    """

    def fits(line: str) -> bool:
        return text_width(line, size, bold=bold) <= width - 2 * MARGIN

    done: list[str] = []
    line = ""
    for word in text.split(" "):
        rest = word
        while not fits(rest):
            cut = max(1, next(i for i in range(len(rest), 0, -1) if i == 1 or fits(rest[:i] + "-")))
            if line:
                done.append(line)
                line = ""
            done.append(rest[:cut] + "-")
            rest = rest[cut:]
        joined = f"{line} {rest}".strip()
        if line and not fits(joined):
            done.append(line)
            joined = rest
        line = joined
    done.append(line)
    if lines and len(done) > lines:
        last = done[lines - 1]
        while last and not fits(last + "…"):
            last = last[:-1]
        done = [*done[: lines - 1], last.rstrip() + "…"]
    return done


def decimal(value: float) -> str:
    """Return a coordinate with at most one decimal."""
    text = f"{value:.1f}"
    text = text.removesuffix(".0")
    return "0" if text == "-0" else text
