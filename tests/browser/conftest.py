"""A real browser for the pages: Chromium by playwright, without a network."""

from __future__ import annotations

import importlib.util
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from aspiratie.report import IndexEntry, pupils_page_of, render_report, write_index

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

#: Schools of which something is unusual: functions of tests/display/releases.py.
ODD = (
    "small_9",
    "small_10",
    "small_11",
    "one_group",
    "no_adults",
    "one_informant",
    "all_agree",
    "all_neutral",
    "other_version",
    "long_name",
    "long_item",
    "no_opinions",
    "unreliable",
    "four_point",
)

#: Of these a picture is kept, in the folder ``expected``. A school of nine has no report.
PICTURED = tuple(name for name in ODD if name not in ("small_9", "unreliable", "four_point"))


def _releases() -> Any:
    path = ROOT / "tests" / "display" / "releases.py"
    spec = importlib.util.spec_from_file_location("made_up_releases", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def _release(name: str) -> Any:
    module = _releases()
    if name.startswith("small_"):
        return module.small(int(name.removeprefix("small_")))
    return getattr(module, name)()


@pytest.fixture(scope="session")
def made_page(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Return ``made_page(name, language)``: a school's report, made once a session."""
    folder = tmp_path_factory.mktemp("pages")
    return lambda name, language="nl": write_page(folder, name, language)


def write_page(folder: Path, name: str, language: str = "nl") -> Path:
    """Make a school's report, the pupils' page (``pupils``) or the batch's ``index``."""
    out = folder / f"{name}-{language}.html"
    if out.exists():
        return out
    if name == "index":
        return write_index(ENTRIES, out, language, region="IJssel", wave="2025-2026")
    content = _release("school" if name == "pupils" else name)
    release = folder / f"{name}.json"
    release.write_text(json.dumps(content), encoding="utf-8")
    render_report(
        ROOT / "notebooks" / f"{'leerlingversie' if name == 'pupils' else 'schoolrapport'}.ipynb",
        {"release": str(release), "language": language},
        out_html=out,
        language=language,
        engine="inprocess",
        page=pupils_page_of(content, language) if name == "pupils" else None,
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
