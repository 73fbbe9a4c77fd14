"""A region's pages in a real browser: whole, readable, sorted by mouse and by keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from aspiratie.disclosure import NamedRelease, write_release
from aspiratie.report import MATRIX, MAX_REGION, page_of, render_report, write_pdf
from display.made import FOUR, Plan
from display.made_region import region_release

from . import test_pages as pages
from . import test_source as source
from . import test_words as words

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[2]
RELEASES: dict[str, Callable[[], Any]] = {
    "named": lambda: region_release(Plan(items=3), schools=25),
    "lettered": lambda: region_release(Plan(items=3), schools=14, lettered=True),
    "sixty": lambda: region_release(Plan(items=2), schools=60),
    "small": lambda: region_release(
        Plan(answers=FOUR, principles={"": ("rust", "zin")}, waves=1, informants=()), schools=6
    ),
}
NOTEBOOKS = {"report": "regiorapport", "appendix": "regiobijlage"}
PAGES = [
    ("named", "report", "nl"),
    ("small", "appendix", "en"),
    ("lettered", "report", "en"),
    ("sixty", "report", "nl"),
]
#: Smallest letters of a page, in pixels.
SMALLEST = """() => Math.min(...[...document.querySelectorAll("body *")]
  .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.textContent.trim())
    && e.getClientRects().length)
  .map(e => parseFloat(getComputedStyle(e).fontSize)))"""
ROWS = """() => [...document.querySelectorAll("tbody[data-kind] tr[data-place]")]
  .filter(r => r.getClientRects().length).map(r => r.cells[0].textContent)"""


@pytest.fixture(scope="session")
def region_page(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    folder = tmp_path_factory.mktemp("regio")

    def made(name: str, kind: str = "report", language: str = "nl") -> Path:
        out = folder / f"{name}-{kind}-{language}.html"
        if not out.exists():
            release = RELEASES[name]()
            path = write_release(release, folder / f"{name}.json")
            named = isinstance(release, NamedRelease)
            render_report(
                ROOT / "notebooks" / f"{NOTEBOOKS[kind]}.ipynb",
                {"release": str(path), "language": language},
                out_html=out,
                language=language,
                engine="inprocess",
                page=page_of(release, language, kind=kind),  # type: ignore[arg-type]
                max_bytes=MAX_REGION,
                script=MATRIX if named and kind == "report" else None,
            )
        return out

    return made


@pytest.mark.parametrize(("name", "kind", "language"), PAGES)
def test_whole_at_every_width_and_axe_finds_nothing(
    region_page: Callable[..., Path],
    open_page: Callable[..., Any],
    name: str,
    kind: str,
    language: str,
) -> None:
    with open_page(region_page(name, kind, language), dark=name == "lettered") as opened:
        page = opened.page
        assert pages.violations(page) == []
        for width in (320, 390, 768, 1280, 1920):
            page.set_viewport_size({"width": width, "height": 900})
            wide = page.evaluate("document.documentElement.scrollWidth")
            assert wide <= width, (width, wide)
            assert page.evaluate(SMALLEST) >= 12
            if width == 320:
                assert words.broken_words(page) == []
            if width == 390:
                top = page.evaluate("document.querySelector('h1').getBoundingClientRect().top")
                assert top <= 150
        if name == "named" and kind == "report":
            page.set_viewport_size({"width": 1280, "height": 900})
            ends = page.evaluate(
                "[...document.querySelectorAll('table.matrix, main')].map("
                "e => e.getBoundingClientRect().right)"
            )
            assert max(ends) == ends[0], "the matrix with 8 conditions is wider than the page"
        assert opened.messages == []
        assert [r for r in opened.requests if not r.startswith("file:")] == []


def test_without_its_script_everything_is_there(
    region_page: Callable[..., Path], browser: Any
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(region_page("named").as_uri())
    assert page.locator("tr[data-place]").count() == 25
    assert not page.locator("#kiezen").is_visible()
    assert page.locator("table.matrix button").count() == 0
    context.close()


def test_the_policy_lets_only_this_script_run(
    region_page: Callable[..., Path], browser: Any
) -> None:
    page = browser.new_page()  # with the page's own policy
    page.goto(region_page("named").as_uri())
    assert page.locator("#kiezen").is_visible()
    assert page.locator("table.matrix button").count() == 10
    page.close()


def test_filter_and_sort_by_keyboard(
    region_page: Callable[..., Path], open_page: Callable[..., Any]
) -> None:
    with open_page(region_page("named")) as opened:
        page = opened.page
        before = page.evaluate(ROWS)
        kind = page.get_by_label("Soort onderwijs")
        kind.focus()
        kind.select_option("vmbo")
        shown = page.evaluate(ROWS)
        assert 0 < len(shown) < len(before)
        assert page.locator("#kiezen output").inner_text() == f"Scholen in beeld: {len(shown)}"
        page.get_by_label("Plaats").select_option("Ergens")
        assert 0 < len(page.evaluate(ROWS)) < len(shown)
        kind.select_option("")
        page.get_by_label("Plaats").select_option("")
        head = page.locator("table.matrix thead th").nth(2)
        head.locator("button").focus()
        for way, sign in (("descending", -1), ("ascending", 1)):
            page.keyboard.press("Enter")
            assert head.get_attribute("aria-sort") == way
            for values in page.evaluate(
                """[...document.querySelectorAll("tbody[data-kind]")].map(b =>
                [...b.querySelectorAll("tr[data-place]")].map(r => +r.cells[2].dataset.value))"""
            ):
                assert values == sorted(values, reverse=sign < 0)
        page.locator("table.matrix thead th").nth(0).locator("button").press("Enter")
        assert page.locator("[aria-sort]").count() == 1
        assert sorted(page.evaluate(ROWS)) == sorted(before)


def test_screen_reader_hears_a_matrix_with_heads(
    region_page: Callable[..., Path], open_page: Callable[..., Any]
) -> None:
    with open_page(region_page("named")) as opened:
        told = opened.page.locator("section#matrix").aria_snapshot()
        assert 'columnheader "Erbij horen' in told
        assert "rowheader" in told
        assert 'region "Elke school, elk onderwerp"' in told
        strip = opened.page.locator("#onderwerpen").aria_snapshot()
        assert 'cell "▲' in strip
        assert "img" not in strip


@pytest.mark.parametrize(("name", "most"), [("named", 6), ("small", 5), ("sixty", 7)])
def test_sheets_of_paper(
    region_page: Callable[..., Path], open_page: Callable[..., Any], name: str, most: int
) -> None:
    with open_page(region_page(name)) as opened:
        printed = opened.page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") <= most or printed.count(b"/Type/Page") <= most


def test_nu_validator_finds_no_fault(region_page: Callable[..., Path]) -> None:
    assert source.nu_faults(*(region_page(*page) for page in PAGES)) == []


def test_pdf_is_made(region_page: Callable[..., Path], tmp_path: Path) -> None:
    out = write_pdf(region_page("small"), tmp_path / "small.pdf")
    assert out.read_bytes().startswith(b"%PDF")
