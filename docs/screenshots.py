"""Take the pictures of a report for the documentation: a phone, a screen, A4.

Usage: ``python docs/screenshots.py reports/…/01AB00.html docs/images``

Needs Chromium and the ``test`` extra. For each page given it writes
``<name>-320.png`` and ``<name>-1280.png`` (the first screens), their dark
counterparts with ``--dark``, and ``<name>-a4.png`` (the first page of the print).
"""

from __future__ import annotations

import argparse
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
#: Width, height of the picture, pixels a CSS pixel.
SCREENS = {"320": (320, 1800, 2), "1280": (1280, 1800, 1)}


def screens(browser: Any, page: Path, folder: Path, *, dark: bool, whole: bool) -> list[Path]:
    """Take the page as a phone and as a screen show it."""
    made = []
    for name, (width, height, scale) in SCREENS.items():
        context = browser.new_context(
            viewport={"width": width, "height": height},
            # A whole page at twice the size is more than a browser can draw at once.
            device_scale_factor=1 if whole else scale,
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
        )
        opened = context.new_page()
        opened.goto(page.resolve().as_uri())
        target = folder / f"{page.stem}-{name}{'-dark' if dark else ''}.png"
        opened.screenshot(path=target, full_page=whole)
        made.append(target)
        context.close()
    return made


def print_pdf(browser: Any, page: Path, target: Path) -> Path:
    """Print the page on A4, as a reader's browser does."""
    opened = browser.new_page()
    opened.goto(page.resolve().as_uri())
    opened.pdf(path=target, prefer_css_page_size=True, print_background=True, tagged=True)
    opened.close()
    return target


def pdf_pictures(pdf: Path, target: Path, *, pages: int, dots: int = 80) -> list[Path]:
    """Draw the first pages of a PDF with poppler, if it is there."""
    tool = shutil.which("pdftoppm")
    if tool is None:
        print("no pdftoppm (apt-get install poppler-utils): no picture of A4", file=sys.stderr)
        return []
    base = target.with_suffix("")
    subprocess.run(
        [tool, "-png", "-r", str(dots), "-l", str(pages), str(pdf), str(base)], check=True
    )
    return sorted(target.parent.glob(f"{base.name}-*.png"))


def main() -> int:
    """Take all pictures of the pages named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("pages", nargs="+", type=Path)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--dark", action="store_true", help="also the dark scheme")
    parser.add_argument("--whole", action="store_true", help="the whole page, not its top")
    parser.add_argument("--print-pages", type=int, default=1, help="pages of A4 to draw")
    told = parser.parse_args()
    from playwright.sync_api import sync_playwright

    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        print("no chromium on this machine: apt-get install chromium", file=sys.stderr)
        return 1
    told.folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as playwright, tempfile.TemporaryDirectory() as temporary:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        for page in told.pages:
            made = screens(browser, page, told.folder, dark=False, whole=told.whole)
            if told.dark:
                made += screens(browser, page, told.folder, dark=True, whole=told.whole)
            pdf = print_pdf(browser, page, Path(temporary) / f"{page.stem}.pdf")
            made += pdf_pictures(pdf, told.folder / f"{page.stem}-a4.png", pages=told.print_pages)
            print(*made, sep="\n")
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
