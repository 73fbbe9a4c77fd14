"""Word documents in APA style: numbered tables and figures, notes, alternative text."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Inches, Pt, RGBColor

from aspiratie.errors import ParameterError
from aspiratie.research.document.apa import apa_frame, is_number
from aspiratie.research.figures.figure import canvas, styled
from aspiratie.research.views import Sheet, View, view_of

__all__ = ["Paper", "write_results"]

_WIDE = 6.3
#: Eighths of a point: the thickness of a rule.
_RULE = "6"


class Paper:
    """A Word document that counts its tables and figures.

    Parameters
    ----------
    title : str
        Of the document; also what a screen reader says first.
    language : str
        A BCP 47 tag.
    """

    def __init__(self, title: str, *, language: str = "en-GB") -> None:
        self.document: Any = Document()
        self.tables = 0
        self.figures = 0
        properties = self.document.core_properties
        properties.title, properties.author, properties.language = title, "", language
        properties.comments = ""
        for section in self.document.sections:
            section.left_margin = section.right_margin = Inches(1)
            section.top_margin = section.bottom_margin = Inches(1)
        normal = self.document.styles["Normal"]
        normal.font.name, normal.font.size = "Times New Roman", Pt(11)
        normal.paragraph_format.space_after = Pt(6)
        tag = OxmlElement("w:lang")
        tag.set(qn("w:val"), language)
        normal.element.get_or_add_rPr().append(tag)
        for level in (1, 2, 3):
            style = self.document.styles[f"Heading {level}"]
            style.font.name, style.font.color.rgb = "Times New Roman", RGBColor(0, 0, 0)
            style.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
            style.element.rPr.rFonts.set(qn("w:hAnsiTheme"), "")
        self.document.add_heading(title, level=1)

    def heading(self, text: str, level: int = 2) -> None:
        """Add a heading."""
        self.document.add_heading(text, level=level)

    def paragraph(self, text: str) -> None:
        """Add a paragraph."""
        self.document.add_paragraph(text)

    def view(self, view: View, *, figure: bool = True) -> None:
        """Add sentences, tables and the figure of a view."""
        self.paragraph(" ".join(view.claims))
        for sheet in view.sheets:
            self.table(sheet)
        if figure:
            self.figure(view)

    def table(self, sheet: Sheet) -> None:
        """Add a table with its number, title and note."""
        if sheet.printed.empty:
            self.paragraph(f"{sheet.caption}: none.")
            return
        frame = apa_frame(sheet)
        self.tables += 1
        self._caption(f"Table {self.tables}", sheet.caption)
        made = self.document.add_table(rows=1 + len(frame), cols=frame.shape[1])
        right = [i > 0 and all(map(is_number, frame.iloc[:, i])) for i in range(frame.shape[1])]
        small = Pt(9 if frame.shape[1] <= 8 else 7.5)
        texts = [[str(c).strip() for c in frame.columns], *frame.to_numpy().tolist()]
        for row, values in zip(made.rows, texts, strict=True):
            for cell, value, to_right in zip(row.cells, values, right, strict=True):
                self._cell(cell, value, size=small, right=to_right)
        self._widths(made, texts)
        head = made.rows[0]._tr.get_or_add_trPr()
        repeated = OxmlElement("w:tblHeader")
        repeated.set(qn("w:val"), "true")
        head.append(repeated)
        for row in made.rows:
            whole = OxmlElement("w:cantSplit")
            row._tr.get_or_add_trPr().append(whole)
        _rules(made.rows[0], "top", "bottom")
        _rules(made.rows[-1], "bottom")
        described = OxmlElement("w:tblDescription")
        described.set(qn("w:val"), sheet.caption)
        made._tbl.tblPr.append(described)
        self._note(sheet.notes)

    def _widths(self, made: Any, texts: Sequence[Sequence[str]]) -> None:
        """Give each column room by its longest text, the page's width together."""
        longest = [max(len(row[i]) for row in texts) for i in range(len(texts[0]))]
        share = [min(max(size, 5), 40) for size in longest]
        made.autofit = False
        for column, part in zip(made.columns, share, strict=True):
            width = Inches(_WIDE * part / sum(share))
            column.width = width  # of the grid, which LibreOffice goes by
            for cell in column.cells:
                cell.width = width

    def figure(self, view: View) -> None:
        """Add the drawing of a view; its sentences are the alternative text."""
        width, height = view.size
        with styled():
            drawn = canvas(width, height)
            view.draw(drawn.subplots())
            buffer = io.BytesIO()
            drawn.savefig(buffer, format="png", dpi=200, metadata={"Software": None})
        self.figures += 1
        self._caption(f"Figure {self.figures}", view.title)
        shape = self.document.add_picture(
            io.BytesIO(buffer.getvalue()), width=Inches(min(width, _WIDE))
        )
        about = shape._inline.docPr
        about.set("descr", " ".join(view.claims))
        about.set("title", view.title)

    def save(self, path: str | Path) -> Path:
        """Write the document.

        Raises
        ------
        ParameterError
            If the file cannot be written.
        """
        try:
            self.document.save(str(path))
        except OSError as error:
            raise ParameterError(
                f"The document cannot be written to {Path(path).name!r} ({error.strerror}). Name "
                "a file in a folder that is there and may be written to."
            ) from None
        return Path(path)

    def _caption(self, number: str, title: str) -> None:
        for text, bold in ((number, True), (title, False)):
            paragraph = self.document.add_paragraph()
            run = paragraph.add_run(text)
            run.bold, run.italic = bold, not bold
            paragraph.paragraph_format.keep_with_next = True
            paragraph.paragraph_format.space_after = Pt(3)

    def _note(self, notes: Sequence[str]) -> None:
        paragraph = self.document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(3)
        if notes:
            paragraph.add_run("Note. ").italic = True
            paragraph.add_run(" ".join(notes))
            for run in paragraph.runs:
                run.font.size = Pt(9)

    def _cell(self, cell: Any, text: str, *, size: Any, right: bool) -> None:
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        # A number or an interval stays on one line.
        run = paragraph.add_run(text.replace(" ", "\N{NO-BREAK SPACE}") if right else text)
        run.font.size = size
        if right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rules(row: Any, *sides: str) -> None:
    for cell in row.cells:
        borders = OxmlElement("w:tcBorders")
        for side in sides:
            edge = OxmlElement(f"w:{side}")
            edge.set(qn("w:val"), "single")
            edge.set(qn("w:sz"), _RULE)
            borders.append(edge)
        cell._tc.get_or_add_tcPr().append(borders)


def write_results(path: str | Path, results: Mapping[str, object]) -> Path:
    """Write results to a Word document, each under a heading.

    Parameters
    ----------
    path : str or Path
    results : mapping of str to result
        Headings and results.

    Returns
    -------
    Path

    Raises
    ------
    ParameterError
        If the file cannot be written.
    """
    if len(results) == 1:
        title, only = next(iter(results.items()))
        paper = Paper(title)
        paper.view(view_of(only))
        return paper.save(path)
    paper = Paper("Results")
    for title, result in results.items():
        paper.heading(title)
        paper.view(view_of(result))
    return paper.save(path)
