"""A real browser for the pages: Chromium by playwright, without a network."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aspiratie.disclosure import write_release
from aspiratie.report import IndexEntry, PageKind, page_of, render_report, write_index
from display.made import FOUR, Plan, school_release

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

#: Screens that every page is looked at on: name, width, height.
SCREENS = {"phone": (320, 640), "desktop": (1280, 900)}


def find_chromium() -> str | None:
    return shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no chromium on this machine: apt-get install chromium")
    with sync_api.sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        yield running
        running.close()


ROOT = Path(__file__).resolve().parents[2]

LOW = dict.fromkeys(("fun", "heroes", "adventure", "action", "belonging"), "lower")

#: Schools that a page must suit, by what is unusual about them.
PLANS = {
    "usual": Plan(labels=LOW, changes={"heroes": "lower"}, differ=("fun",)),
    "alike": Plan(seed=2),
    "no_principles": Plan(principles={"": ("zin", "rust", "trots")}, profile=False, ladder=False),
    "one_wave": Plan(waves=1, groups=(), informants=(), seed=3),
    "twelve": Plan(n=12, groups=(), informants=(), waves=1, seed=4),
    "three_thousand": Plan(n=3000, labels={"fun": "higher"}, seed=5),
    "four_answers": Plan(answers=FOUR, seed=6),
    "no_groups": Plan(groups=(), seed=9),
    "alone": Plan(region=False, waves=1, seed=7),
    "unreliable": Plan(unreliable=("leadership", "fun"), seed=8),
    "long_names": Plan(name="Openbare Scholengemeenschap voor Daltononderwijs De Bosrand " * 2),
}

#: The notebook of each page of a school.
NOTEBOOKS: dict[PageKind, str] = {
    "report": "schoolrapport",
    "appendix": "bijlage",
    "poster": "leerlingposter",
    "letter": "ouderbrief",
}


@pytest.fixture(scope="session")
def made_page(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Return ``made_page(kind, language, plan)``: a page of a school, made once a session."""
    folder = tmp_path_factory.mktemp("pages")
    return lambda kind, language="nl", plan="usual": write_page(folder, kind, language, plan)


def write_page(folder: Path, kind: str, language: str = "nl", plan: str = "usual") -> Path:
    """Make the report, appendix or poster of a school, or the batch's ``index``."""
    out = folder / f"{kind}-{plan}-{language}.html"
    if out.exists():
        return out
    if kind == "index":
        return write_index(ENTRIES, out, language, region="IJssel", wave="2025-2026")
    release = school_release(PLANS[plan])
    path = write_release(release, folder / f"{plan}.json")
    page: PageKind = kind  # type: ignore[assignment]
    render_report(
        ROOT / "notebooks" / f"{NOTEBOOKS[page]}.ipynb",
        {"release": str(path), "language": language},
        out_html=out,
        language=language,
        engine="inprocess",
        page=page_of(release, language, kind=page),
    )
    return out


ENTRIES = [
    IndexEntry(
        id="01AB00",
        name="De Linde",
        place="Zwolle",
        state="made",
        n=187,
        links={"html": "a.html", "pdf": "a.pdf", "xlsx": "a.xlsx"},
    ),
    IndexEntry(id="02CD00", name="Het Nest", state="unchanged", n=88, links={"html": "b.html"}),
    IndexEntry(id="03EF00", name="Beukenhof " * 12, state="withheld", reason="n < 10"),
    IndexEntry(id="04GH00", name="Acacia", state="failed", reason="cel 7: ValueError"),
]


class Opened:
    """A page in the browser, with everything that it asked for."""

    def __init__(self, page: Any, requests: list[str], messages: list[str]) -> None:
        self.page = page
        self.requests = requests
        self.messages = messages


@pytest.fixture
def open_page(browser: Any) -> Callable[..., Any]:
    """Return ``open_page(path, screen=..., dark=..., forced=..., media=...)``."""

    @contextmanager
    def opened(
        path: Path,
        *,
        screen: str = "desktop",
        dark: bool = False,
        forced: bool = False,
        media: str = "screen",
        zoom: float = 1.0,
    ) -> Iterator[Opened]:
        width, height = SCREENS[screen]
        context = browser.new_context(
            viewport={"width": int(width / zoom), "height": int(height / zoom)},
            device_scale_factor=zoom,
            color_scheme="dark" if dark else "light",
            forced_colors="active" if forced else "none",
            reduced_motion="reduce",
            # axe is put into the page by the test, past the page's own policy.
            bypass_csp=True,
        )
        page = context.new_page()
        page.emulate_media(media=media)
        requests: list[str] = []
        messages: list[str] = []
        page.on("request", lambda request: requests.append(request.url))
        page.on("console", lambda message: messages.append(message.text))
        page.on("pageerror", lambda error: messages.append(str(error)))
        page.goto(path.resolve().as_uri())
        try:
            yield Opened(page, requests, messages)
        finally:
            context.close()

    return opened
