"""Letter, slides and workbook by the command line, and the schools' own words on each page."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import openpyxl
import pptx
import pytest
from click.testing import CliRunner

from aspiratie.cli import main

from .conftest import Run

pytestmark = pytest.mark.slow

SCHOOL = "99AA00"
ASKED = ("--letter", "--slides", "--xlsx")


def report(parameters: Path, *options: str) -> str:
    chosen = ("--school", SCHOOL, "--workers", "1", "--quiet")
    done = CliRunner().invoke(main, ["report", str(parameters), *chosen, *options])
    assert done.exit_code == 0, done.output
    return done.output


def test_documents_are_made_when_asked_and_hold_the_schools_words(own_region: Run) -> None:
    folder, parameters, out = own_region.folder, own_region.parameters, own_region.reports
    files = [f"{SCHOOL}.xlsx", f"{SCHOOL}.pptx", f"{SCHOOL}-brief.html", f"{SCHOOL}-brief.docx"]
    assert not any((out / name).exists() for name in files)
    assert "Wij herkennen dit." in (out / f"{SCHOOL}.html").read_text(encoding="utf-8")
    assert "1 oktober 2026" in (out / f"{SCHOOL}-poster.html").read_text(encoding="utf-8")

    assert "1 reports made" in report(parameters, *ASKED)
    index = (out / "index.html").read_text(encoding="utf-8")
    for name in files:
        assert f'href="{name}"' in index
    letter = docx.Document(io.BytesIO((out / f"{SCHOOL}-brief.docx").read_bytes()))
    lines = [p.text for p in letter.paragraphs]
    page = (out / f"{SCHOOL}-brief.html").read_text(encoding="utf-8")
    for words in ("Het gesprek is op 10 september 2026.", "Vragen? Vraag de mentor."):
        assert words in lines
        assert words in page
    assert "Vertrouwelijk" not in page
    show = pptx.Presentation(io.BytesIO((out / f"{SCHOOL}.pptx").read_bytes()))
    assert len(show.slides) == 6
    book = openpyxl.load_workbook(out / f"{SCHOOL}.xlsx")
    assert len(book.worksheets) == 5

    before = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    assert "1 were up to date" in report(parameters, *ASKED)
    words = folder / "data" / "demo" / "woorden.csv"
    text = words.read_text(encoding="utf-8")
    words.write_text(text.replace("Wij herkennen dit.", "Dit gaat nu anders."), encoding="utf-8")
    assert "1 reports made" in report(parameters, *ASKED)
    assert "Dit gaat nu anders." in (out / f"{SCHOOL}.html").read_text(encoding="utf-8")
    after = {path.name: path.read_bytes() for path in out.iterdir() if path.is_file()}
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {f"{SCHOOL}.html"}  # the other pages hold no comment

    words.write_text(text.replace(SCHOOL, "01ZZ00"), encoding="utf-8")
    chosen = ("--school", SCHOOL, "--workers", "1", "--quiet")
    done = CliRunner().invoke(main, ["report", str(parameters), *chosen])
    assert done.exit_code != 0
    assert "woorden.csv, row 2: is of a school that is not in the data." in done.output
