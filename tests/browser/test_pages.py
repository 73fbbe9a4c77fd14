"""The pages in a real browser: rules of accessibility, layout, requests, keyboard."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import PLANS

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Made = Callable[..., Path]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Nothing is wider than the screen, but what lies in a box that scrolls by itself.
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth, faults = [];
  if (document.documentElement.scrollWidth > wide)
    faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('.box, .skip, .bar, table.f thead') || e.closest('svg')) continue;
    const box = e.getBoundingClientRect();
    if (box.width && (box.right > wide + 1 || box.left < -1))
      faults.push(`${e.tagName} ${e.className} from ${box.left} to ${box.right}`);
  }
  const column = document.querySelector('main').getBoundingClientRect();
  for (const e of document.querySelectorAll('main table, main figure, main div'))
    if (!e.closest('.box') && e.getBoundingClientRect().right > column.right + 1)
      faults.push(`${e.tagName} ${e.className} is wider than its column`);
  return faults.slice(0, 5);
}"""

#: Contrast of each text as the browser paints it, also of texts in figures.
CONTRAST = """() => {
  const parse = c => { const n = c.match(/[\\d.]+/g).map(Number);
    return [n[0], n[1], n[2], n[3] ?? 1]; };
  const lum = c => { const l = c.slice(0, 3).map(v => (v /= 255) <= 0.04045 ? v / 12.92
    : ((v + 0.055) / 1.055) ** 2.4); return 0.2126 * l[0] + 0.7152 * l[1] + 0.0722 * l[2]; };
  const ratio = (a, b) => { const [x, y] = [lum(a), lum(b)].sort((p, q) => q - p);
    return (x + 0.05) / (y + 0.05); };
  const over = (a, b) => a.slice(0, 3).map((v, i) => a[3] * v + (1 - a[3]) * b[i]).concat(1);
  const ground = e => { const layers = [];
    for (let up = e; up; up = up.parentElement)
      layers.push(parse(getComputedStyle(up).backgroundColor));
    const last = parse(getComputedStyle(document.body).backgroundColor);
    return layers.reverse().reduce((g, l) => over(l, g), last); };
  const faults = new Set();
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const node = walker.currentNode, e = node.parentElement;
    if (!node.textContent.trim() || ['title', 'desc', 'STYLE'].includes(e.tagName)) continue;
    const style = getComputedStyle(e);
    let paint = parse(style.color), under = ground(e.closest('svg') ?? e);
    if (e.closest('svg')) {
      if (style.fill === 'none') continue;
      paint = parse(style.fill);
      const b = e.getBBox(), x = b.x + b.width / 2, y = b.y + b.height / 2;
      for (const shape of e.closest('svg').querySelectorAll('path, rect, circle')) {
        if (shape.compareDocumentPosition(e) & Node.DOCUMENT_POSITION_PRECEDING) continue;
        const fill = getComputedStyle(shape).fill;
        if (fill !== 'none' && shape.isPointInFill(new DOMPoint(x, y)))
          under = over(parse(fill), under);
      }
    }
    const found = ratio(over(paint, under), under);
    if (found < 4.5) faults.add(`${node.textContent.trim().slice(0, 30)}: ${found.toFixed(2)}`);
  }
  return [...faults];
}"""


def structure(page: Any) -> list[str]:
    """Return what axe finds, but for contrast, which takes it longest and CONTRAST checks."""
    return violations(page, rules={"color-contrast": {"enabled": False}})


def violations(page: Any, **options: Any) -> list[str]:
    axe = pytest.importorskip(
        "axe_playwright_python.sync_playwright", reason="axe is not installed"
    )
    found = axe.Axe().run(
        page,
        options={
            "runOnly": {"type": "tag", "values": RULES},
            "resultTypes": ["violations"],
            **options,
        },
    )
    return [
        f"{fault['id']}: {node['target']} {node.get('failureSummary', '')}"
        for fault in found.response["violations"]
        for node in fault["nodes"]
    ]


KINDS = ("report", "appendix", "poster", "letter", "index")


@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_on_a_phone(
    made_page: Made, open_page: Callable[..., Any], kind: str
) -> None:
    with open_page(made_page(kind, "en"), screen="phone", dark=kind == "index") as opened:
        assert structure(opened.page) == []
        assert opened.page.evaluate(CONTRAST) == []


def test_axe_would_find_something(made_page: Made, open_page: Callable[..., Any]) -> None:
    with open_page(made_page("report")) as opened:
        opened.page.evaluate("document.documentElement.removeAttribute('lang')")
        opened.page.evaluate("document.querySelector('.k').style.color = '#999'")
        found = " ".join(violations(opened.page))
        assert "html-has-lang" in found
        assert "color-contrast" in found
        assert len(opened.page.evaluate(CONTRAST)) == 1


@pytest.mark.parametrize("kind", KINDS)
def test_page_asks_for_nothing_and_says_nothing(
    made_page: Made, open_page: Callable[..., Any], kind: str
) -> None:
    path = made_page(kind)
    with open_page(path) as opened:
        opened.page.wait_for_load_state("networkidle")
        assert opened.requests == [path.resolve().as_uri()]
        assert opened.messages == []


def test_policy_stops_a_planted_script(made_page: Made, browser: Any, tmp_path: Path) -> None:
    html = made_page("report").read_text(encoding="utf-8")
    spoiled = html.replace(
        "</main>",
        "<script>document.title = 'ran'</script>"
        '<script src="https://example.org/x.js"></script>'
        '<img src="https://example.org/x.png" alt="3">'
        "</main>",
    )
    path = tmp_path / "spoiled.html"
    path.write_text(spoiled, encoding="utf-8")
    context = browser.new_context()
    page = context.new_page()
    answers: list[str] = []
    refused: dict[str, str] = {}
    page.on("response", lambda response: answers.append(response.url))
    page.on("requestfailed", lambda request: refused.update({request.url: request.failure}))
    page.goto(path.as_uri())
    assert page.title() != "ran"
    assert [url for url in answers if url.startswith("http")] == []
    assert refused == {f"https://example.org/x.{kind}": "csp" for kind in ("js", "png")}
    context.close()


@pytest.mark.parametrize("plan", PLANS)
def test_nothing_is_wider_than_the_screen(
    made_page: Made, open_page: Callable[..., Any], plan: str
) -> None:
    for kind in ("report", "appendix", "poster"):
        with open_page(made_page(kind, "nl", plan), screen="phone") as opened:
            for width in (320, 390, 768, 1280, 1920):
                opened.page.set_viewport_size({"width": width, "height": 900})
                assert opened.page.evaluate(TOO_WIDE) == [], (kind, width)


@pytest.mark.parametrize("kind", KINDS)
def test_text_of_four_times_the_size_and_wide_spacing(
    made_page: Made, open_page: Callable[..., Any], kind: str
) -> None:
    with open_page(made_page(kind)) as opened:
        page = opened.page
        # A quarter of the width is what zooming to 400 % leaves; the spacing is of WCAG 1.4.12.
        page.set_viewport_size({"width": 320, "height": 256})
        assert page.evaluate(TOO_WIDE) == []
        page.set_viewport_size({"width": 640, "height": 450})
        page.add_style_tag(
            content="body * { line-height: 1.5 !important; letter-spacing: .12em !important; "
            "word-spacing: .16em !important; } p { margin-bottom: 2em !important; }"
        )
        assert page.evaluate(TOO_WIDE) == []


def test_keyboard_skips_to_the_content(made_page: Made, open_page: Callable[..., Any]) -> None:
    with open_page(made_page("report")) as opened:
        page = opened.page
        page.keyboard.press("Tab")
        skip = page.evaluate(
            "() => { const e = document.activeElement; return [e.className, "
            "e.getBoundingClientRect().top >= 0, getComputedStyle(e).outlineStyle]; }"
        )
        assert skip == ["skip", True, "solid"]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "inhoud"


def test_links_of_the_bar_arrive(made_page: Made, open_page: Callable[..., Any]) -> None:
    with open_page(made_page("report")) as opened:
        page = opened.page
        links = page.eval_on_selector_all("nav a", "all => all.map(a => a.getAttribute('href'))")
        assert len(links) == 8
        for link in links:
            page.evaluate("link => { location.hash = link; }", link)
            top = page.evaluate(
                "id => document.getElementById(id).getBoundingClientRect().top", link[1:]
            )
            bottom = page.evaluate(
                "innerHeight + scrollY >= document.documentElement.scrollHeight - 2"
            )
            assert -2 <= top <= 120 or bottom, link


def test_forced_colours_keep_points_and_marks(
    made_page: Made, open_page: Callable[..., Any]
) -> None:
    with open_page(made_page("report"), forced=True, dark=True) as opened:
        page = opened.page
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        ground = page.evaluate("getComputedStyle(document.body).backgroundColor")
        fills = page.eval_on_selector_all(
            "circle.c", "all => [...new Set(all.map(c => getComputedStyle(c).fill))]"
        )
        assert fills
        assert ground not in fills


def test_dark_scheme_is_dark_and_print_is_light(
    made_page: Made, open_page: Callable[..., Any]
) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    root = "getComputedStyle(document.documentElement).backgroundColor"
    with open_page(made_page("report"), dark=True) as opened:
        assert sum(map(int, opened.page.evaluate(root)[4:-1].split(","))) < 150
        opened.page.emulate_media(media="print", color_scheme="dark")
        assert opened.page.evaluate(root) == "rgb(255, 255, 255)"
        assert opened.page.evaluate(ground)


#: The smallest letters, in px, of what is seen.
SMALLEST = """() => {
  let least = 99;
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    const e = walker.currentNode.parentElement;
    if (!walker.currentNode.textContent.trim() || ['STYLE', 'SCRIPT'].includes(e.tagName)) continue;
    if (!e.getClientRects().length) continue;
    least = Math.min(least, parseFloat(getComputedStyle(e).fontSize));
  }
  return least;
}"""


@pytest.mark.parametrize("plan", PLANS)
def test_a_report_is_short_and_starts_with_what_was_found(
    made_page: Made, open_page: Callable[..., Any], plan: str
) -> None:
    path = made_page("report", "nl", plan)
    assert path.stat().st_size < 150_000
    with open_page(path) as opened:
        page = opened.page
        assert page.evaluate("document.documentElement.scrollHeight") <= 6000
        assert page.evaluate(SMALLEST) >= 12
        page.set_viewport_size({"width": 390, "height": 800})
        assert page.evaluate("document.querySelector('h1').getBoundingClientRect().top") <= 150
        page.emulate_media(media="print")
        assert page.evaluate(SMALLEST) >= 8 * 96 / 72 - 0.01
        sheets = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", sheets)) <= 8


def test_the_first_sheet_stands_above_the_fold(
    made_page: Made, open_page: Callable[..., Any]
) -> None:
    with open_page(made_page("report")) as opened:
        opened.page.set_viewport_size({"width": 1280, "height": 800})
        ends = "document.querySelector('.do, header table').getBoundingClientRect().bottom"
        assert opened.page.evaluate(ends) <= 800


@pytest.mark.parametrize("plan", ["usual", "twelve"])
def test_a_poster_is_one_sheet(made_page: Made, open_page: Callable[..., Any], plan: str) -> None:
    for language in ("nl", "en"):
        with open_page(made_page("poster", language, plan), media="print") as opened:
            sheet = opened.page.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", sheet)) == 1


def test_every_figure_of_a_report_is_a_table_in_the_accessibility_tree(
    made_page: Made, open_page: Callable[..., Any]
) -> None:
    """Each strip is hidden, and what it draws is told by the cells of its row."""
    with open_page(made_page("report"), screen="phone") as opened:
        page = opened.page
        tables = page.locator("table.f").all()
        assert len(tables) >= 5
        for table in tables:
            told = table.aria_snapshot()
            caption = " ".join(table.locator("caption").inner_text().split())
            assert told.lstrip("- '").startswith("table"), told[:80]
            assert caption[:30] in " ".join(told.split())
            assert "- img" not in told
            heads = table.locator("thead th:not(.s)").all_inner_texts()
            for row in table.locator("tbody tr:not(.group)").all():
                snapshot = row.aria_snapshot()
                assert snapshot.count("rowheader") == 1
                cells = [line for line in snapshot.splitlines() if "- cell" in line]
                strip = row.locator("td.s").count()
                assert len(cells) == len(heads) - 1 + strip, snapshot


@pytest.mark.parametrize("width", [390, 1280])
def test_figures_are_tables_for_who_listens(
    made_page: Made, open_page: Callable[..., Any], width: int
) -> None:
    with open_page(made_page("report")) as opened:
        page = opened.page
        page.set_viewport_size({"width": width, "height": 800})
        heads = page.get_by_role("table").first.get_by_role("columnheader").all_inner_texts()
        rows = page.get_by_role("table").first.get_by_role("row").all()
        assert len(heads) >= 4
        assert len(rows) == 9
        cells = rows[1].get_by_role("cell").all_inner_texts()
        assert rows[1].get_by_role("rowheader").count() == 1
        assert any(re.search(r"\d,\d", cell) for cell in cells)
        assert "lager" in " ".join(cells)
