"""The letter to parents and the slides: whole, of the release alone, and the same every time."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import msgspec
import pptx
import pytest

from aspiratie.disclosure.shape import Hidden
from aspiratie.display.report import SchoolReport
from aspiratie.display.school import letter
from aspiratie.report.documents import letter_bytes, slides_bytes, write_letter, write_slides
from display.made import Plan, school_release

PLANS = {
    "whole": Plan(labels={"fun": "lower", "heroes": "higher"}),
    "small": Plan(n=12, groups=(), waves=1, informants=(), region=False, profile=False),
    "no principles": Plan(principles={"": ("fun",)}, answers=("nee", "ja"), ladder=False),
}


def paragraphs(content: bytes) -> list[str]:
    return [p.text for p in docx.Document(io.BytesIO(content)).paragraphs]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", PLANS)
def test_letter_is_short_and_names_the_school(name: str, language: str) -> None:
    release = school_release(PLANS[name])
    lines = paragraphs(letter_bytes(release, language=language))
    assert 8 <= len(lines) <= 14
    assert all(line.strip() for line in lines)
    assert lines[-1] == release.school.name
    shown = letter(SchoolReport(release=release, language=language)).html
    assert shown.count("<li>") == len(lines) - shown.count("<p>") - shown.count("<h1>") - 1


def test_letter_tells_no_number_that_is_hidden() -> None:
    release = school_release(PLANS["whole"])
    taken = msgspec.structs.replace(release.participation, n=Hidden(reason="few"))
    items = tuple(
        msgspec.structs.replace(
            item, favourable=msgspec.structs.replace(item.favourable, share=Hidden(reason="few"))
        )
        for item in release.items
    )
    hidden = msgspec.structs.replace(release, participation=taken, items=items)
    lines = paragraphs(letter_bytes(hidden, language="nl"))
    assert not any("%" in line for line in lines)
    assert any("te weinig leerlingen" in line for line in lines)


@pytest.mark.parametrize("name", PLANS)
def test_six_slides_with_native_tables_and_texts(name: str) -> None:
    release = school_release(PLANS[name])
    show = pptx.Presentation(io.BytesIO(slides_bytes(release, language="nl")))
    assert len(show.slides) == 6
    for slide in show.slides:
        assert slide.shapes.title.text_frame.text.strip()
        assert not [s for s in slide.shapes if s.shape_type == 13]  # no picture
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= show.slide_width
            assert shape.top >= 0
            assert shape.top + shape.height <= show.slide_height
            if shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
            elif not shape.has_text_frame or not shape.text_frame.text:
                assert shape._element.nvSpPr.cNvPr.get("descr")
    tables = [s for slide in show.slides for s in slide.shapes if s.has_table]
    assert len(tables) == 2
    score = tables[0].table.cell(1, 1).text
    assert any(char.isdigit() for char in score)


def test_the_same_release_gives_the_same_documents(tmp_path: Path) -> None:
    release = school_release()
    made = write_letter(release, tmp_path / "a.docx", language="en")
    assert made.read_bytes() == letter_bytes(release, language="en")
    made = write_slides(release, tmp_path / "a.pptx", language="en")
    assert made.read_bytes() == slides_bytes(release, language="en")


def test_control_characters_break_no_document() -> None:
    release = school_release()
    school = msgspec.structs.replace(release.school, name="De\x0bSpar <b> & co")
    strange = msgspec.structs.replace(release, school=school)
    assert paragraphs(letter_bytes(strange, language="nl"))[-1] == "DeSpar <b> & co"
    assert slides_bytes(strange, language="nl")
