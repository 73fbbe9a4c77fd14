"""What a school adds stands on its pages as text, marked as the school's, and runs nowhere."""

from __future__ import annotations

import datetime
import io
from pathlib import Path

import docx
import lxml.html
import pptx
import pytest

from aspiratie.disclosure import write_release
from aspiratie.display import OwnWords, SchoolReport, open_report, school
from aspiratie.errors import ParameterError
from aspiratie.report import lint, page_of, render_report
from aspiratie.report.documents import letter_bytes, slides_bytes

from .made import school_release

ROOT = Path(__file__).resolve().parents[2]
EVIL = '<script src="https://example.org/x.js"></script><img src=//example.org onerror=x()>'
OWN = OwnWords(
    comment=f"Wij herkennen dit {EVIL}",
    conversation=datetime.date(2026, 3, 12),
    hear_back=datetime.date(2026, 4, 2),
    contact=f"Anna {EVIL}",
)
SHEETS = {"schoolrapport": "report", "leerlingposter": "poster", "ouderbrief": "letter"}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("notebook", SHEETS)
def test_words_on_pages_are_text_and_nothing_else(
    notebook: str, language: str, tmp_path: Path
) -> None:
    release = school_release()
    path, out = write_release(release, tmp_path / "school.json"), tmp_path / "page.html"
    render_report(
        ROOT / "notebooks" / f"{notebook}.ipynb",
        {"release": str(path), "language": language},
        own_words=OWN.text(),
        out_html=out,
        language=language,
        engine="inprocess",
        page=page_of(release, language, kind=SHEETS[notebook]),  # type: ignore[arg-type]
    )
    html = out.read_text(encoding="utf-8")
    assert lint(html, language=language) == []
    page = lxml.html.document_fromstring(html)
    assert not page.xpath("//script | //img | //@onerror | //@src")
    text = " ".join(page.find("body").text_content().split())
    mark = {"nl": "Tekst van de school", "en": "Text of the school"}[language]
    told = {
        "schoolrapport": (OWN.comment, OWN.contact, "12", mark),
        "leerlingposter": ({"nl": "2 april 2026", "en": "April 2, 2026"}[language],),
        "ouderbrief": (OWN.contact, {"nl": "12 maart 2026", "en": "March 12, 2026"}[language]),
    }
    for words in told[notebook]:
        assert words in text
    if notebook == "schoolrapport":
        spoken = page.xpath("//*[contains(@class, 'own')]//*[@lang='nl']")
        assert len(spoken) == (2 if language == "en" else 0)


def test_documents_hold_them_too() -> None:
    release = school_release()
    letter = docx.Document(io.BytesIO(letter_bytes(release, language="nl", own_words=OWN.text())))
    lines = [p.text for p in letter.paragraphs]
    assert any(OWN.contact in line for line in lines)
    assert "Het gesprek is op 12 maart 2026." in lines
    show = pptx.Presentation(io.BytesIO(slides_bytes(release, language="nl", own_words=OWN.text())))
    told = [s.text_frame.text for slide in show.slides for s in slide.shapes if s.has_text_frame]
    assert any("Leerlingen horen op 2 april 2026" in text for text in told)


def test_without_words_no_page_has_a_mark_of_them() -> None:
    report = SchoolReport(release=school_release(), language="nl")
    sheets = (school.headline, school.actions, school.letter, school.poster)
    assert not any("van de school</p>" in sheet(report).html for sheet in sheets)


def test_words_that_cannot_be_read_are_told(tmp_path: Path) -> None:
    path = write_release(school_release(), tmp_path / "school.json")
    with pytest.raises(ParameterError, match="own_words"):
        open_report(path, own_words='{"script": "x"}')
