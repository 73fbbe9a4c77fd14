"""Expected pictures of the odd schools' pages: take them, compare them, make them again.

Usage: ``python tests/browser/retake.py [name …]``, after a wanted change of the pages. Look at
the pages themselves before the new pictures are kept: a small grey picture shows no typing error.

A picture is the whole page as a phone of 320 px shows it, in the font that matplotlib brings, so
that it is the same on each machine. A block of 8 × 8 px is one grey of it, of sixteen. The
picture also holds where the parts of the page start, and each part is compared with its own:
what one machine draws some pixels higher does not shift all that follows.
"""

from __future__ import annotations

import base64
import io
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import numpy.typing as npt
from PIL import Image
from PIL.PngImagePlugin import PngInfo

WIDTH = 320
BLOCK = 8
#: Most pixels of one take: a browser cannot draw a page of 40 000 pixels at once.
TAKE = 6000
#: How far the height of the page, or of a part, may be off; a part may be off by two lines.
HEIGHT = 0.03
LINES = 54
#: Largest mean absolute difference of greys (0 to 255) between a part and its expected picture:
#: block by block in a chart, where nothing moves; in text, of which a line may break elsewhere,
#: by coarse blocks of so many rows and columns.
CHART_GREY = 3.0
TEXT_GREY = 6.0
COARSE = (12, 4)
EXPECTED = Path(__file__).parent / "expected"

#: Names and tops of the parts, in the order of the page.
PARTS = """() => {
  const parts = [], add = (name, y) => parts.push([name, Math.round(y + scrollY)]);
  for (const e of document.querySelectorAll(
      'header, nav, main > section, section.condition, figure, footer')) {
    const name = e.tagName.toLowerCase() + (e.id ? '#' + e.id : '');
    add(name, e.getBoundingClientRect().top);
    const box = e.matches('figure') && e.querySelector('svg.chart')?.getBoundingClientRect();
    if (box) { add(`chart of ${name}`, box.top); add(`below ${name}`, box.bottom); }
  }
  return parts.sort((a, b) => a[1] - b[1]);
}"""


@dataclass(frozen=True, eq=False, kw_only=True)
class Picture:
    """Grey blocks of a page, its height and the tops of its parts, in CSS pixels."""

    grey: npt.NDArray[np.float64]
    height: int
    parts: Sequence[tuple[str, int]]

    def slices(self) -> list[tuple[str, int, npt.NDArray[np.float64]]]:
        """Return name, height and blocks of each part."""
        out, row = [], 0
        for name, top, below in _ranges(self.parts, self.height):
            rows = -(-(below - top) // BLOCK)
            out.append((name, below - top, self.grey[row : row + rows]))
            row += rows
        return out


def _ranges(parts: Sequence[tuple[str, int]], height: int) -> list[tuple[str, int, int]]:
    """Return name, top and bottom of each part: it ends where the next one starts."""
    ends = [top for _, top in parts[1:]] + [height]
    return [(name, top, end) for (name, top), end in zip(parts, ends, strict=True)]


def take(page: Any) -> Picture:
    """Take the picture of an open page, 320 px wide."""
    page.add_style_tag(content=_font())
    page.evaluate("Promise.all([...document.fonts].map(f => f.load())).then(() => null)")
    height = int(page.evaluate("document.documentElement.scrollHeight"))
    parts = [(str(name), int(top)) for name, top in page.evaluate(PARTS)]
    strips = []
    for top in range(0, height, TAKE):
        clip = {"x": 0, "y": top, "width": WIDTH, "height": min(TAKE, height - top)}
        shot = page.screenshot(full_page=True, clip=clip)
        strips.append(np.asarray(Image.open(io.BytesIO(shot)).convert("L"), dtype=np.float64))
    whole = np.concatenate(strips)
    grey = [_blocks(whole[top:below]) for _, top, below in _ranges(parts, height)]
    return Picture(grey=np.round(np.concatenate(grey) / 17) * 17, height=height, parts=parts)


def _blocks(pixels: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """Return the mean grey of each block; the blocks start at the top of the part."""
    if len(pixels):
        pixels = np.pad(pixels, ((0, -len(pixels) % BLOCK), (0, 0)), mode="edge")
    return pixels.reshape(-1, BLOCK, WIDTH // BLOCK, BLOCK).mean(axis=(1, 3))


def _font() -> str:
    folder = Path(mpl.get_data_path()) / "fonts" / "ttf"
    faces = []
    for name, weight in (("DejaVuSans", "100 500"), ("DejaVuSans-Bold", "600 900")):
        data = base64.b64encode((folder / f"{name}.ttf").read_bytes()).decode("ascii")
        source = f"url(data:font/ttf;base64,{data})"
        faces.append(f"@font-face {{ font-family: Proof; font-weight: {weight}; src: {source}; }}")
    # Which words a browser can hyphenate differs between machines.
    rule = (
        "* { font-family: Proof !important; hyphens: manual !important; "
        "text-wrap: wrap !important; }"
    )
    return "".join(faces) + rule


def save(picture: Picture, path: Path) -> None:
    """Keep a picture, with its parts, as PNG of sixteen greys."""
    told = PngInfo()
    told.add_text("height", str(picture.height))
    told.add_text("parts", json.dumps(picture.parts), zip=True)
    steps = Image.fromarray(np.round(picture.grey / 17).astype(np.uint8), mode="P")
    steps.putpalette([level * 17 for level in range(16) for _ in range(3)])
    steps.save(path, pnginfo=told, bits=4, optimize=True)


def load(path: Path) -> Picture:
    """Read a picture that :func:`save` kept."""
    with Image.open(path) as image:
        grey = np.asarray(image.convert("L"), dtype=np.float64)
        parts = [(str(name), int(top)) for name, top in json.loads(image.info["parts"])]
        return Picture(grey=grey, height=int(image.info["height"]), parts=parts)


def faults(expected: Picture, seen: Picture) -> list[str]:
    """Return how a page differs from its expected picture; nothing if only in its drawing."""
    found = []
    if abs(seen.height - expected.height) > HEIGHT * expected.height:
        found.append(f"the page is {seen.height} px high, not {expected.height}")
    names, others = ([name for name, _ in p.parts] for p in (expected, seen))
    if names != others:
        gone = [n for n in names if n not in others]
        new = [n for n in others if n not in names]
        return [*found, f"other parts: {gone} missing, {new} new, or another order"]
    for (name, high, was), (_, now_high, now) in zip(expected.slices(), seen.slices(), strict=True):
        if abs(now_high - high) > max(LINES, HEIGHT * high):
            found.append(f"{name} is {now_high} px high, not {high}")
        off = _difference(name, now, was)
        if off > (CHART_GREY if name.startswith("chart") else TEXT_GREY):
            found.append(f"{name} looks otherwise: greys differ by {off:.1f} on average")
    return found


def _difference(name: str, now: npt.NDArray[np.float64], was: npt.NDArray[np.float64]) -> float:
    if not (len(now) and len(was)):
        return 0.0
    if name.startswith("chart"):
        rows = min(len(now), len(was))
        now, was = now[:rows], was[:rows]
    else:
        now, was = _coarse(_rows(now, len(was))), _coarse(was)
    return float(np.abs(now - was).mean())


def _coarse(blocks: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    rows, columns = COARSE
    blocks = blocks.reshape(len(blocks), -1, columns).mean(axis=2)
    bands = np.array_split(blocks, max(1, round(len(blocks) / rows)))
    return np.array([band.mean(axis=0) for band in bands])


def _rows(blocks: npt.NDArray[np.float64], n: int) -> npt.NDArray[np.float64]:
    """Return blocks stretched to n rows, by linear interpolation."""
    at = np.linspace(0, len(blocks) - 1, n)
    low = np.floor(at).astype(int)
    high = np.minimum(low + 1, len(blocks) - 1)
    share = (at - low)[:, None]
    return blocks[low] * (1 - share) + blocks[high] * share


def main(names: Sequence[str]) -> int:
    """Take the pictures of the odd schools named, or of all."""
    sys.path.insert(0, str(Path(__file__).parent))
    from playwright.sync_api import sync_playwright

    import conftest

    chromium = conftest.find_chromium()
    if chromium is None:
        print("no chromium on this machine: apt-get install chromium", file=sys.stderr)
        return 1
    EXPECTED.mkdir(exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as folder:
        browser = playwright.chromium.launch(executable_path=chromium, args=conftest.FLAGS)
        page = browser.new_page(
            viewport={"width": WIDTH, "height": 640}, reduced_motion="reduce", bypass_csp=True
        )
        for name in names or conftest.PICTURED:
            page.goto(conftest.write_page(Path(folder), name).resolve().as_uri())
            target = EXPECTED / f"{name}.png"
            save(take(page), target)
            print(f"{target.name}: {target.stat().st_size / 1000:.0f} kB")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
