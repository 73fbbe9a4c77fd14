"""Six slides for a meeting of the team: what pupils said, and what to agree.

Tables and shapes are the program's own, so that the school can change all of it; each has a
text for who does not see it.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pptx
from pptx.dml.color import RGBColor
from pptx.enum.lang import MSO_LANGUAGE_ID
from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import PP_ALIGN
from pptx.util import Cm, Pt

from aspiratie.disclosure import SchoolRelease
from aspiratie.disclosure.shape import Exact, Item
from aspiratie.display.own_words import open_own_words
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.conversation import ROLES, topics
from aspiratie.display.school.findings import Findings, findings, ordered_by_difference
from aspiratie.display.school.headline import headline_words
from aspiratie.display.school.letter import item_line
from aspiratie.display.school.messages import messages
from aspiratie.display.school.poster import least, most
from aspiratie.display.words import count_words, label_cell, score_cell, shown_or_not
from aspiratie.report.documents.archive import fixed_archive, plain
from aspiratie.report.page import page_of
from aspiratie.report.render import write_aside

__all__ = ["slides_bytes", "write_slides"]

WIDTH, HEIGHT = Cm(33.87), Cm(19.05)
LEFT, INSIDE = Cm(1.6), Cm(30.6)
#: As many rows as a slide shows in letters that can be read from the back of a room.
MOST_ROWS = 9
#: The library tells no types of its colours.
_COLOUR: Any = RGBColor
DEEP, WARM, EDGE = (
    _COLOUR.from_string("1F4E79"),
    _COLOUR.from_string("8C4A00"),
    _COLOUR.from_string("595959"),
)
#: In the program's own template: a title and nothing else.
TITLE_ONLY = 5


def write_slides(
    release: SchoolRelease, out: str | Path, *, language: str, own_words: str = ""
) -> Path:
    """Write six slides for the team of a school as a pptx.

    Parameters
    ----------
    release : SchoolRelease
        What may be seen.
    out : path
        The slides; written aside and moved into place.
    language : {"nl", "en"}
        Language of the slides.
    own_words : str
        What the school adds in its own words, as JSON.

    Returns
    -------
    Path

    Raises
    ------
    ReportError
        If they cannot be written.
    """
    target = Path(out)
    write_aside(target, slides_bytes(release, language=language, own_words=own_words))
    return target


def slides_bytes(release: SchoolRelease, *, language: str, own_words: str = "") -> bytes:
    """Return the slides as a pptx; the same release gives the same bytes."""
    report = SchoolReport(release=release, language=language, own=open_own_words(own_words))
    found, show = findings(report), _Show(language)
    _first(show, report)
    _messages(show, report, found)
    _scores(show, report, found)
    _questions(show, report)
    _talk(show, report, found)
    _agree(show, report)
    return show.bytes(page_of(release, language).title)


class _Show:
    """Slides under construction."""

    def __init__(self, language: str) -> None:
        self.file = pptx.Presentation()
        self.file.slide_width, self.file.slide_height = WIDTH, HEIGHT
        self.spoken = MSO_LANGUAGE_ID.DUTCH if language == "nl" else MSO_LANGUAGE_ID.ENGLISH_UK

    def bytes(self, title: str) -> bytes:
        self.file.core_properties.title = plain(title)[:255]
        buffer = io.BytesIO()
        self.file.save(buffer)
        return fixed_archive(buffer.getvalue())

    def slide(self, title: str, *, size: float = 32) -> Any:
        slide = self.file.slides.add_slide(self.file.slide_layouts[TITLE_ONLY])
        shape = slide.shapes.title
        shape.left, shape.top, shape.width, shape.height = LEFT, Cm(0.9), INSIDE, Cm(3)
        self.write(shape.text_frame, [title], size=size, bold=True)
        shape.text_frame.paragraphs[0].alignment = PP_ALIGN.LEFT
        return slide

    def write(self, frame: Any, lines: Sequence[str], *, size: float, bold: bool = False) -> None:
        frame.word_wrap = True
        for number, line in enumerate(lines):
            paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
            run = paragraph.add_run()
            run.text = plain(line)
            run.font.size, run.font.bold = Pt(size), bold
            run.font.language_id = self.spoken
            paragraph.space_after = Pt(size / 2)

    def box(
        self,
        slide: Any,
        top: float,
        height: float,
        lines: Sequence[str],
        size: float,
        *,
        bold: Sequence[str] = (),
    ) -> None:
        box = slide.shapes.add_textbox(LEFT, Cm(top), INSIDE, Cm(height))
        self.write(box.text_frame, lines, size=size)
        for paragraph in box.text_frame.paragraphs:
            for run in paragraph.runs:
                run.font.bold = run.text in bold

    def table(
        self, slide: Any, *, name: str, rows: Sequence[Sequence[str]], first: float, height: float
    ) -> None:
        """Add a table; `first` is the part of its width that the first column has."""
        columns = len(rows[0])
        frame = slide.shapes.add_table(
            len(rows), columns, LEFT, Cm(4.4), INSIDE, Cm(height * len(rows))
        )
        frame.name = plain(name)
        frame._element.nvGraphicFramePr.cNvPr.set("descr", plain(name))
        for i, column in enumerate(frame.table.columns):
            part = first if i == 0 else (1 - first) / (columns - 1)
            column.width = int(INSIDE * part)
        for r, row in enumerate(rows):
            for c, text in enumerate(row):
                cell = frame.table.cell(r, c)
                self.write(cell.text_frame, [text], size=16, bold=r == 0)


def _first(show: _Show, report: SchoolReport) -> None:
    slide = show.slide(report.say("slides-title", school=report.release.school.name), size=40)
    slide.shapes.title.top, slide.shapes.title.height = Cm(5), Cm(5.5)
    taken = report.release.participation.n
    lines = [report.wave, report.say("slides-took-part", n=count_words(report, taken))]
    show.box(slide, 11.5, 4, lines, 22)


def _messages(show: _Show, report: SchoolReport, found: Findings) -> None:
    # The first message may go on from the headline.
    slide = show.slide(headline_words(report, found))
    told = messages(report, found)
    lines = [line for m in told for line in (m.title, m.detail) if line]
    lines = lines or [report.say("headline-alike")]
    size = 24 if len(lines) <= 6 else 20
    show.box(slide, 4.4, 13, lines, size, bold=[m.title for m in told])


def _scores(show: _Show, report: SchoolReport, found: Findings) -> None:
    say = report.say
    slide = show.slide(say("slides-scores"))
    scales = ordered_by_difference(report.conditions) if found.compared else report.conditions
    told = scales[:MOST_ROWS]
    if not told:
        show.box(slide, 4.4, 4, [say("slides-no-scores")], 20)
        return
    rows = [[say("book-scale"), say("column-school"), say("column-region"), say("book-beside")]]
    rows += [
        [
            report.text(s.title),
            *(
                shown_or_not(report, cell).text
                for cell in (
                    score_cell(report, s.score),
                    score_cell(report, s.region),
                    label_cell(report, s.comparison.label),
                )
            ),
        ]
        for s in told
    ]
    show.table(slide, name=say("slides-scores"), rows=rows, first=0.42, height=1.15)
    if len(scales) > len(told):
        show.box(slide, 17.2, 1.2, [say("slides-more", count=len(scales) - len(told))], 14)


def _questions(show: _Show, report: SchoolReport) -> None:
    say = report.say
    slide = show.slide(say("slides-questions"))
    well, well_beside = most(report)
    less, less_beside = least(report)
    if not well and not less:
        show.box(slide, 4.4, 4, [say("poster-nothing")], 20)
    top = 4.2
    for way, items, beside, colour in (
        ("well", well, well_beside, DEEP),
        ("less", less, less_beside, WARM),
    ):
        if not items:
            continue
        show.box(slide, top, 1.2, [say(f"letter-{way}-beside" if beside else f"letter-{way}")], 18)
        top += 1.5
        for item in items:
            words = item_line(report, item, beside=beside)
            _bar(show, report, slide, item, words, top=top, colour=colour)
            top += 2.5


def _bar(
    show: _Show,
    report: SchoolReport,
    slide: Any,
    item: Item,
    words: str,
    *,
    top: float,
    colour: RGBColor,
) -> None:
    """Add a question and the share of favourable answers, drawn as a bar."""
    share = item.favourable.share
    show.box(slide, top, 1.2, [words], 18)
    if not isinstance(share, Exact):
        return
    for percent, filled in ((100, False), (share.percent, True)):
        shape = slide.shapes.add_shape(
            MSO_SHAPE.RECTANGLE, LEFT, Cm(top + 1.3), int(INSIDE * percent / 100), Cm(0.6)
        )
        shape.line.color.rgb = EDGE
        shape.shadow.inherit = False
        if filled:
            shape.fill.solid()
            shape.fill.fore_color.rgb = colour
        else:
            shape.fill.background()
        shape.name = plain(words) if filled else report.say("slides-all")
        shape._element.nvSpPr.cNvPr.set("descr", shape.name)


def _talk(show: _Show, report: SchoolReport, found: Findings) -> None:
    slide = show.slide(report.say("slides-talk"))
    talked = topics(report, found)
    lines = [line for t in talked for line in (t.title, *t.questions)]
    lines += [] if lines else [report.say("poster-question-1"), report.say("poster-question-2")]
    show.box(slide, 4.4, 13, lines, 24, bold=[t.title for t in talked])


def _agree(show: _Show, report: SchoolReport) -> None:
    say = report.say
    slide = show.slide(say("slides-agree"))
    heads = ("column-who", "column-what-to-do", "column-when", "column-notice")
    rows = [[say(head) for head in heads]]
    rows += [[say(f"approach-role-{role}"), "", "", ""] for role in ROLES]
    show.table(slide, name=say("slides-agree"), rows=rows, first=0.2, height=2.1)
    day = report.hear_back_day
    back = [say("own-words-hear-back", day=day)] if day else []
    show.box(slide, 15.8, 2, [say("trust-line"), *back], 16)
