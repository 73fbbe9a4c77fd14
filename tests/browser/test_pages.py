"""The pages in a real browser: rules of accessibility, layout, requests, keyboard."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from .conftest import ODD

pytestmark = [pytest.mark.browser, pytest.mark.slow]

Made = Callable[..., Path]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

#: Every text of a figure lies in its view box, and no two texts cover each other.
FIGURE_TEXTS = """() => {
  const faults = [];
  for (const svg of document.querySelectorAll('svg[role=img]')) {
    const view = svg.viewBox.baseVal, boxes = [];
    const name = svg.querySelector('title').textContent;
    for (const text of svg.querySelectorAll('text')) {
      const b = text.getBBox();
      if (!b.width) continue;
      if (b.x < view.x - 0.5 || b.y < view.y - 0.5 || b.x + b.width > view.x + view.width + 0.5
          || b.y + b.height > view.y + view.height + 0.5)
        faults.push(`${name}: "${text.textContent}" sticks out of the figure`);
      boxes.push([text.textContent, b]);
    }
    for (let i = 0; i < boxes.length; i++) for (let j = i + 1; j < boxes.length; j++) {
      const [s, a] = boxes[i], [t, b] = boxes[j];
      const wide = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
      const high = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
      // A line's box is higher than its letters: half of one may lie over another's.
      if (wide > 1 && high > Math.min(a.height, b.height) * 0.5)
        faults.push(`${name}: "${s}" and "${t}" cover each other`);
    }
  }
  return faults;
}"""

#: Nothing is wider than the screen, but what lies in a box that scrolls by itself.
TOO_WIDE = """() => {
  const wide = document.documentElement.clientWidth, faults = [];
  if (document.documentElement.scrollWidth > wide)
    faults.push(`the page is ${document.documentElement.scrollWidth} wide`);
  for (const e of document.querySelectorAll('body *')) {
    if (e.closest('.table-box, .skip') || e.closest('svg')) continue;
    const box = e.getBoundingClientRect();
    if (box.width && (box.right > wide + 1 || box.left < -1))
      faults.push(`${e.tagName} ${e.className} from ${box.left} to ${box.right}`);
  }
  const column = document.querySelector('main').getBoundingClientRect();
  for (const e of document.querySelectorAll('main table, main figure, main div'))
    if (!e.closest('.table-box') && e.getBoundingClientRect().right > column.right + 1)
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


@pytest.mark.parametrize("name", ["school", "pupils", "index"])
def test_axe_finds_nothing_on_a_phone(
    made_page: Made, open_page: Callable[..., Any], name: str
) -> None:
    with open_page(made_page(name, "en"), screen="phone", dark=name == "index") as opened:
        opened.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert structure(opened.page) == []
        assert opened.page.evaluate(CONTRAST) == []


def test_axe_would_find_something(made_page: Made, open_page: Callable[..., Any]) -> None:
    with open_page(made_page("school")) as opened:
        opened.page.evaluate("document.documentElement.removeAttribute('lang')")
        opened.page.evaluate("document.querySelector('.meta, .notice').style.color = '#999'")
        found = " ".join(violations(opened.page))
        assert "html-has-lang" in found
        assert "color-contrast" in found
        assert len(opened.page.evaluate(CONTRAST)) == 1


@pytest.mark.parametrize("name", ["school", "pupils", "index"])
def test_page_asks_for_nothing_and_says_nothing(
    made_page: Made, open_page: Callable[..., Any], name: str
) -> None:
    path = made_page(name)
    with open_page(path) as opened:
        opened.page.wait_for_load_state("networkidle")
        assert opened.requests == [path.resolve().as_uri()]
        assert opened.messages == []


def test_policy_stops_a_planted_script(made_page: Made, browser: Any, tmp_path: Path) -> None:
    html = made_page("school").read_text(encoding="utf-8")
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


@pytest.mark.parametrize("name", ["school", "pupils", "index", *ODD])
def test_nothing_is_clipped_or_covered(
    made_page: Made, open_page: Callable[..., Any], name: str
) -> None:
    with open_page(made_page(name), screen="phone") as opened:
        page = opened.page
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        assert page.evaluate(TOO_WIDE) == []
        assert page.evaluate(FIGURE_TEXTS) == []
        # The reader's own, wider font: still inside.
        page.add_style_tag(content="svg text { font-family: 'DejaVu Sans', Verdana !important; }")
        assert page.evaluate(FIGURE_TEXTS) == []
        if name in ("long_name", "long_item"):
            assert page.evaluate(CONTRAST) == []
            assert structure(page) == []
        for width in (480, 768, 1024, 1280):
            page.set_viewport_size({"width": width, "height": 900})
            assert page.evaluate(TOO_WIDE) == [], width


@pytest.mark.parametrize("name", ["school", "pupils", "index"])
def test_text_of_twice_the_size_and_wide_spacing(
    made_page: Made, open_page: Callable[..., Any], name: str
) -> None:
    with open_page(made_page(name)) as opened:
        page = opened.page
        # Half the width is what zooming to 200 % leaves; the spacing is that of WCAG 1.4.12.
        page.set_viewport_size({"width": 640, "height": 450})
        assert page.evaluate(TOO_WIDE) == []
        page.add_style_tag(
            content="body * { line-height: 1.5 !important; letter-spacing: .12em !important; "
            "word-spacing: .16em !important; } p { margin-bottom: 2em !important; } "
            "svg * { letter-spacing: normal !important; word-spacing: normal !important; }"
        )
        assert page.evaluate(TOO_WIDE) == []


def test_keyboard_reaches_everything(made_page: Made, open_page: Callable[..., Any]) -> None:
    with open_page(made_page("school")) as opened:
        page = opened.page
        page.keyboard.press("Tab")
        skip = page.evaluate(
            "() => { const e = document.activeElement; return [e.className, "
            "e.getBoundingClientRect().top >= 0, getComputedStyle(e).outlineStyle]; }"
        )
        assert skip == ["skip", True, "solid"]
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "inhoud"
        page.keyboard.press("Tab")
        while page.evaluate("document.activeElement.tagName") not in ("SUMMARY", "BODY"):
            page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
        opened_now = "document.activeElement.parentElement.open"
        assert page.evaluate(opened_now) is False
        page.keyboard.press("Enter")
        assert page.evaluate(opened_now) is True
        # Each thing to reach by keyboard shows where it is.
        page.keyboard.press("Tab")
        assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"


def test_links_of_the_contents_arrive(made_page: Made, open_page: Callable[..., Any]) -> None:
    with open_page(made_page("school")) as opened:
        page = opened.page
        links = page.eval_on_selector_all("nav a", "all => all.map(a => a.getAttribute('href'))")
        assert len(links) >= 8
        for link in links:
            page.evaluate("link => { location.hash = link; }", link)
            top = page.evaluate(
                "id => document.getElementById(id).getBoundingClientRect().top", link[1:]
            )
            bottom = page.evaluate(
                "innerHeight + scrollY >= document.documentElement.scrollHeight - 2"
            )
            assert -2 <= top <= 60 or bottom, link


def test_forced_colours_leave_figures_readable(
    made_page: Made, open_page: Callable[..., Any]
) -> None:
    with open_page(made_page("school"), forced=True, dark=True) as opened:
        page = opened.page
        assert page.evaluate("matchMedia('(forced-colors: active)').matches")
        assert set(
            page.eval_on_selector_all(
                "svg[role=img]", "all => all.map(s => getComputedStyle(s).backgroundColor)"
            )
        ) == {"rgb(255, 255, 255)"}
        # Texts and segments keep the light colours that stand in the figure itself.
        kept = page.eval_on_selector_all(
            "svg[role=img] text",
            """all => all.every(text => {
              const probe = document.createElement('i');
              probe.style.color = text.closest('[fill]').getAttribute('fill');
              probe.style.forcedColorAdjust = 'none';
              document.body.append(probe);
              const same = getComputedStyle(probe).color === getComputedStyle(text).fill;
              probe.remove();
              return same;
            })""",
        )
        assert kept


def test_print_shows_folded_tables_and_no_navigation_marks(
    made_page: Made, open_page: Callable[..., Any]
) -> None:
    with open_page(made_page("school"), media="print") as opened:
        heights = opened.page.eval_on_selector_all(
            "details table", "all => all.map(t => t.getBoundingClientRect().height)"
        )
        assert heights
        assert min(heights) > 10
        assert opened.page.eval_on_selector(".skip", "e => getComputedStyle(e).display") == "none"


def test_dark_scheme_is_dark_and_print_is_light(
    made_page: Made, open_page: Callable[..., Any]
) -> None:
    ground = "getComputedStyle(document.body).backgroundColor"
    with open_page(made_page("school"), dark=True) as opened:
        assert sum(map(int, opened.page.evaluate(ground)[4:-1].split(","))) < 150
        opened.page.emulate_media(media="print", color_scheme="dark")
        assert opened.page.evaluate(ground) == "rgb(255, 255, 255)"
        assert opened.page.evaluate(CONTRAST) == []


def test_no_motion_for_who_asks_for_less(made_page: Made, open_page: Callable[..., Any]) -> None:
    with open_page(made_page("school")) as opened:
        told = "getComputedStyle(document.documentElement).scrollBehavior"
        assert opened.page.evaluate(told) == "auto"
