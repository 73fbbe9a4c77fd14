"""Each fault planted in a good page must be found; the good page must pass."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from aspiratie.report.lint import CSP, MAX_SCHOOL, lint
from page_rules import faults

NAMES = ("De Linde",)


def swap(old: str, new: str, *, pattern: bool = False) -> Callable[[str], str]:
    def change(html: str) -> str:
        changed = re.sub(old, new, html, count=1, flags=re.S) if pattern else html.replace(old, new)
        assert changed != html, f"the page has no {old!r} to spoil"
        return changed

    return change


def english(html: str) -> str:
    return html.replace('lang="nl"', 'lang="en"')


def big(html: str) -> str:
    return html.replace("</main>", f"<!--{'x' * MAX_SCHOOL}--></main>")


NOTE = "Antwoorden van de leerlingen, n = 187."

# name: (how the page is spoiled, what the fault says)
DEFECTS: dict[str, tuple[Callable[[str], str], str]] = {
    "no lang": (swap(' lang="nl"', ""), "no lang"),
    "wrong lang": (english, "has lang en"),
    "no title": (swap(r"<title>Schoolrapport.*?</title>", "", pattern=True), "no title"),
    "title without the school": (
        swap("<title>Schoolrapport De Linde", "<title>Rapport"),
        "does not name",
    ),
    "title nbconvert": (swap("<title>Schoolrapport De Linde 2025-2026", "<title>Notebook"), "name"),
    "second h1": (swap("<h2>In het kort</h2>", "<h1>In het kort</h1>"), "2 h1"),
    "no h1": (swap("<h1>De Linde</h1>", "<p>De Linde</p>"), "0 h1"),
    "heading jump": (swap("<h3>Erbij horen</h3>", "<h4>Erbij horen</h4>"), "from level 2 to 4"),
    "empty heading": (swap("<h3>Erbij horen</h3>", "<h3> </h3>"), "empty heading"),
    "anchor mark": (swap("<h3>Erbij horen", '<h3>Erbij horen<a href="#erbij">¶</a>'), "anchor"),
    "external script": (
        swap("</head>", '<script src="https://cdn.example.org/x.js"></script></head>'),
        "<script>",
    ),
    "inline script": (swap("</main>", "<script>1</script></main>"), "<script>"),
    "handler": (swap("<main", '<main onclick="go()"'), "by onclick"),
    "javascript link": (swap('href="#kort"', 'href="javascript:go()"'), "by href"),
    "frame": (swap("</main>", "<iframe title='x'></iframe></main>"), "<iframe>"),
    "style sheet from elsewhere": (
        swap("</head>", '<link rel="stylesheet" href="https://example.org/x.css"></head>'),
        "<link>",
    ),
    "picture from elsewhere": (
        swap("</main>", '<img src="https://example.org/1.png" alt="Score 3,9"></main>'),
        "by src",
    ),
    "picture by another protocol": (
        swap("</main>", '<img src="//example.org/1.png" alt="Score 3,9"></main>'),
        "by src",
    ),
    "picture of a set": (
        swap(
            "</main>",
            '<img src="data:," srcset="https://example.org/1.png 2x" alt="Score 3,9"></main>',
        ),
        "by srcset",
    ),
    "SVG reference": (
        swap("</svg>", '<use href="https://example.org/a.svg#b"/></svg>'),
        "by href",
    ),
    "import in style": (swap("<style>", '<style>@import "x.css";'), "by its style"),
    "font from elsewhere": (
        swap("<style>", "<style>@font-face{src:url(https://example.org/f.woff2)}"),
        "by its style",
    ),
    "background by style": (
        swap("<main", "<main style=\"background:url('//example.org/b.png')\""),
        "by its style",
    ),
    "no policy": (swap(r'<meta http-equiv="Content-Security.*?>', "", pattern=True), "Policy"),
    "weaker policy": (swap(CSP, CSP + "; script-src 'self'"), "Policy"),
    "refresh": (swap("</head>", '<meta http-equiv="refresh" content="5"></head>'), "reloads"),
    "no viewport": (swap(r'<meta name="viewport".*?>', "", pattern=True), "viewport"),
    "no zoom": (swap("initial-scale=1", "initial-scale=1, user-scalable=no"), "enlarge"),
    "duplicate id": (swap('id="erbij"', 'id="kort"'), "2 times"),
    "dangling label": (swap("f1-title f1-desc", "f1-title f1-gone"), "f1-gone"),
    "dangling link": (swap('href="#kort"', 'href="#weg"'), "#weg"),
    "default alt": (
        swap(
            "</main>",
            '<img src="data:," alt="No description has been provided for this image"></main>',
        ),
        "no description",
    ),
    "empty alt": (swap("</main>", '<img src="data:," alt=""></main>'), "no description"),
    "no alt": (swap("</main>", '<img src="data:,"></main>'), "no description"),
    "alt is a file": (swap("</main>", '<img src="data:," alt="fig1.png"></main>'), "description"),
    "svg without role": (swap(' role="img"', ""), "neither role img"),
    "svg without desc": (swap(r"<desc.*?</desc>", "", pattern=True), "no desc"),
    "svg without title": (swap(r"<title id.*?</title>", "", pattern=True), "no title or no desc"),
    "desc equal to title": (
        swap(">Deze school 3,9, de regio 3,7.<", ">Erbij horen<"),
        "equal to its title",
    ),
    "desc without number": (
        swap(">Deze school 3,9, de regio 3,7.<", ">Een staaf met de score.<"),
        "without a number",
    ),
    "figure without table": (
        swap(r'<details class="data">.*?</details>', "", pattern=True),
        "no table",
    ),
    "no caption": (swap("<caption>Score per conditie</caption>", ""), "without a caption"),
    "empty caption": (swap("Score per conditie", " "), "without a caption"),
    "no scope": (swap('<th scope="col">Score', "<th>Score"), "without scope"),
    "no row heading": (
        swap('<th scope="row">Erbij horen</th>', "<td>Erbij horen</td>"),
        "columns and rows",
    ),
    "table of pandas": (
        swap("</main>", '<table border="1"><tr><th></th><th>a</th></tr></table></main>'),
        "without a caption",
    ),
    "grey text": (swap("--soft: #52606d", "--soft: #999"), "#999999 on #ffffff"),
    "grey text by style": (
        swap('<p class="fig-note">', '<p class="fig-note" style="color:#999">'),
        "#999999 on #ffffff",
    ),
    "dark text on a dark bar": (swap('fill="#ffffff"', 'fill="#222"'), "#222222 on #1f4e8c"),
    "grey text in the dark": (swap("--soft: #aab6c2", "--soft: #555e66"), "in the dark scheme"),
    "faded text": (swap("h2 { font-size", "h2 { opacity: .3; font-size"), "in the light scheme"),
    "tab order": (swap('tabindex="0"', 'tabindex="3"'), "tab key"),
    "scroller without keyboard": (swap(' tabindex="0"', ""), "not by the keyboard"),
    "details without summary": (swap(r"<summary>.*?</summary>", "", pattern=True), "no summary"),
    "empty link": (swap(">In het kort</a>", "></a>"), "link without text"),
    "NaN": (swap("3,9 (n = 187)", "NaN (n = 187)"), "shows NaN"),
    "nan in a figure": (swap(">61<", ">nan<"), "shows nan"),
    "None": (swap('<td class="num">187', '<td class="num">None'), "shows None"),
    "missing of pandas": (swap('<td class="num">187', '<td class="num">&lt;NA&gt;'), "shows <NA>"),
    "decimal point": (swap("3,9 (n = 187)", "3.9 (n = 187)"), "3.9 with a decimal point"),
    "decimal point at the end": (swap(NOTE, "Dat is 3.9."), "3.9 with a decimal point"),
    "decimal point in a figure": (swap(">61<", ">3.9<"), "3.9 with a decimal point"),
    "decimal point in a description": (swap("de regio 3,7", "de regio 3.7"), "3.7 with a decimal"),
    "three decimals": (swap(NOTE, "Het verband is 0.452."), "0.452"),
    "English section": (
        swap(
            "Maak met elkaar een afspraak. Schrijf op wie het doet.",
            "These are the questions that you can ask each other. Do it with pupils and parents, "
            "and not for them. What have they said? How does it help? When can we do this? "
            "It must be clear who does what, and by when. There is no wrong answer to these.",
        ),
        "written in en",
    ),
    "template not filled": (swap(NOTE, "{{ note }}"), "not filled in"),
    "message not filled": (swap(NOTE, "n = {$n}"), "not filled in"),
    "wrong code": (swap(NOTE, "Eén" + "é".encode().decode("latin-1")), "wrong code"),
    "path": (swap(NOTE, "/home/iemand/data.csv"), "path or a traceback"),
    "too large": (big, "at most 300000"),
    "no doctype": (swap("<!DOCTYPE html>\n", ""), "DOCTYPE"),
    "nav without name": (swap('<nav class="bar" aria-label="Inhoud">', "<nav>"), "navigation"),
    "two regions of one name": (
        swap('<section class="part" id="kort"', '<section aria-label="Afspraken" id="kort"'),
        "regions of one name",
    ),
    "two mains": (swap("</footer>", "</footer><main>x</main>"), "one main"),
}


def test_good_page_has_no_fault(good_html: str) -> None:
    assert faults(good_html, language="nl", names=NAMES) == []


@pytest.mark.parametrize("name", DEFECTS)
def test_planted_defect_is_found(good_html: str, name: str) -> None:
    spoil, told = DEFECTS[name]
    found = faults(spoil(good_html), language="nl", names=NAMES)
    assert any(told in fault.what for fault in found), [str(fault) for fault in found]


@pytest.mark.parametrize(
    "name",
    [
        "external script", "inline script", "handler", "javascript link", "frame", "no policy",
        "style sheet from elsewhere", "picture from elsewhere", "picture by another protocol",
        "picture of a set", "SVG reference", "import in style", "font from elsewhere",
        "background by style", "weaker policy", "refresh", "duplicate id", "dangling label",
        "dangling link", "template not filled", "message not filled", "path", "too large", "no alt",
        "wrong lang", "title without the school",
    ],
)  # fmt: skip
def test_what_guards_people_is_found_before_a_page_is_written(good_html: str, name: str) -> None:
    spoil, told = DEFECTS[name]
    assert any(told in f.what for f in lint(spoil(good_html), language="nl", names=NAMES))


def test_dutch_text_marked_as_english(good_html: str) -> None:
    """Tools for accessibility don't see it: the page says en, the words are Dutch."""
    found = faults(english(good_html), language="en", names=NAMES)
    assert any("written in nl" in fault.what for fault in found)


def test_all_faults_at_once(good_html: str) -> None:
    html = good_html
    for name in ("no lang", "heading jump", "grey text", "duplicate id", "no caption", "NaN"):
        html = DEFECTS[name][0](html)
    told = " ".join(fault.what for fault in faults(html, language="nl", names=NAMES))
    for part in ("no lang", "level 2 to 4", "#999999", "2 times", "caption", "NaN"):
        assert part in told


@pytest.mark.parametrize(
    "harmless",
    [
        "WCAG 2.2 AA",
        "12.345 leerlingen",
        "1.234,5 punten",
        "aspiratie 0.1.0",
        "vragenlijst versie 1.2",
        "Nan komt uit Nantes, info over nonet",
        'Zie <a href="https://www.w3.org/">W3C</a>',
        '<span lang="en">None of them, 3.5</span>',
        "<code>0.1</code>",
        "2025-2026, 01AB00, 8 %",
    ],
)
def test_what_is_right_is_left_alone(good_html: str, harmless: str) -> None:
    html = good_html.replace(NOTE, harmless)
    assert faults(html, language="nl", names=NAMES) == []


def test_a_school_may_have_any_name(good_html: str) -> None:
    name = "None van 3.5 KeyError"
    html = good_html.replace("De Linde", name)
    assert faults(html, language="nl", names=(name,)) == []


def test_larger_page_of_a_region(good_html: str) -> None:
    assert lint(big(good_html), language="nl", names=NAMES, max_bytes=1_000_000) == []
