"""Questions in another language than the page are marked with it, and nothing else is."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path

import lxml.html
import msgspec
import pytest

from aspiratie import display
from aspiratie.disclosure import write_release
from aspiratie.disclosure.shape import SchoolRelease
from aspiratie.display import school
from aspiratie.display.fragment import el, in_language, plain, spoken
from aspiratie.report.documents.letter import letter_bytes
from aspiratie.report.documents.sheets import school_sheets
from aspiratie.report.documents.slides import slides_bytes

from .made import Plan, school_release

SHEETS = [name for name in school.__all__ if name not in ("Findings", "findings")]
MARKS = "\ue000\ue001\ue002"


def in_french(release: SchoolRelease) -> SchoolRelease:
    """Say of every question and answer that it was asked in French, without English."""
    content = msgspec.to_builtins(release)
    for item in content["items"]:
        for text in (item["title"], *item["categories"]):
            text.update(en=None, language="fr")
        for told in item["distribution"].get("classes", ()):
            told["label"].update(en=None, language="fr")
    for other in content["informants"]:
        for item in other["items"]:
            item["title"].update(en=None, language="fr")
    return msgspec.convert(content, SchoolRelease)


@pytest.fixture(params=["nl", "en"])
def report(request: pytest.FixtureRequest, tmp_path: Path) -> display.SchoolReport:
    path = write_release(in_french(school_release(Plan(english=False))), tmp_path / "school.json")
    opened = display.open_report(path, language=request.param)
    assert isinstance(opened, display.SchoolReport)
    return opened


def spoken_texts(html: str) -> Iterator[tuple[str, str]]:
    """Yield each text of a page with the language that holds there."""
    for element in lxml.html.fragment_fromstring(html, create_parent="main").iter():
        if isinstance(element.tag, str):
            own = element.xpath("ancestor-or-self::*[@lang][1]/@lang")
            above = element.xpath("ancestor::*[@lang][1]/@lang")
            yield element.text or "", own[0] if own else ""
            yield element.tail or "", above[0] if above else ""


def test_every_question_is_marked_wherever_it_stands(report: display.SchoolReport) -> None:
    titles = [item.title.nl.removesuffix(".") for item in report.release.items]
    seen = 0
    for name in SHEETS:
        html = getattr(school, name)(report).html
        assert not set(MARKS) & set(html)
        for text, language in spoken_texts(html):
            for title in titles:
                if title in text:
                    assert language == "fr", (name, title)
                    seen += 1
    assert seen > len(titles)


def test_what_is_no_page_has_no_marks(report: display.SchoolReport) -> None:
    for made in (letter_bytes, slides_bytes):
        content = made(report.release, language=report.language)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for part in archive.namelist():
                assert not any(mark.encode() in archive.read(part) for mark in MARKS), part
    cells = [str(cell) for sheet in school_sheets(report) for row in sheet.rows for cell in row]
    assert cells
    assert not set(MARKS) & set("".join(cells))


def test_marks_become_elements_in_texts_only() -> None:
    said = f"‘{in_language('je < tu', 'fr')}’"
    assert el("p", said, title=said).html == (
        '<p title="‘je &lt; tu’">‘<span lang="fr">je &lt; tu</span>’</p>'
    )
    assert spoken(f'<i title="{said}">x</i>') == '<i title="‘je < tu’">x</i>'
    assert plain(said) == "‘je < tu’"
