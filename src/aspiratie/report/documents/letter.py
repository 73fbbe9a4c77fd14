"""The letter to parents as a document that the school can change."""

from __future__ import annotations

import io
from pathlib import Path

import docx
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from aspiratie.disclosure import SchoolRelease
from aspiratie.display.own_words import open_own_words
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.letter import letter_of
from aspiratie.report.documents.archive import fixed_archive, plain
from aspiratie.report.page import page_of
from aspiratie.report.render import write_aside

__all__ = ["letter_bytes", "write_letter"]

#: As a text processor names the languages.
TAGS = {"nl": "nl-NL", "en": "en-GB"}


def write_letter(
    release: SchoolRelease, out: str | Path, *, language: str, own_words: str = ""
) -> Path:
    """Write the letter to parents of a school as a docx.

    Parameters
    ----------
    release : SchoolRelease
        What may be seen.
    out : path
        The document; written aside and moved into place.
    language : {"nl", "en"}
        Language of the letter.
    own_words : str
        What the school adds in its own words, as JSON.

    Returns
    -------
    Path

    Raises
    ------
    ReportError
        If it cannot be written.
    """
    target = Path(out)
    write_aside(target, letter_bytes(release, language=language, own_words=own_words))
    return target


def letter_bytes(release: SchoolRelease, *, language: str, own_words: str = "") -> bytes:
    """Return the letter to parents as a docx; the same release gives the same bytes."""
    told = letter_of(
        SchoolReport(release=release, language=language, own=open_own_words(own_words))
    )
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "Calibri", Pt(11.5)
    style.paragraph_format.space_after = Pt(8)
    properties = style.element.get_or_add_rPr()
    spoken = properties.makeelement(qn("w:lang"), {qn("w:val"): TAGS[language]})
    properties.append(spoken)
    subject = document.add_paragraph()
    subject.add_run(plain(told.subject)).bold = True
    for text in (told.greeting, told.opening, told.well):
        _paragraph(document, text)
    for line in told.well_items:
        document.add_paragraph(plain(line), style="List Bullet")
    _paragraph(document, told.less)
    for line in told.less_items:
        document.add_paragraph(plain(line), style="List Bullet")
    for text in (told.talk, told.private, told.back, *told.own, told.closing, told.sender):
        _paragraph(document, text)
    document.core_properties.title = plain(page_of(release, language, kind="letter").title)[:255]
    document.core_properties.language = TAGS[language]
    buffer = io.BytesIO()
    document.save(buffer)
    return fixed_archive(buffer.getvalue())


def _paragraph(document: docx.document.Document, text: str) -> None:
    if text:
        document.add_paragraph(plain(text))
