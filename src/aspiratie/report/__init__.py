"""Room `report`: from a Release and a notebook to one page, checked before it is written.

Only the page of a region has a script, which sorts its schools; no page asks for anything. The
same input gives the same bytes.
"""

from aspiratie.report.convert import NOTEBOOK_TEMPLATE, TEMPLATE
from aspiratie.report.documents import write_letter, write_slides, write_workbook
from aspiratie.report.execute import Engine, NotebookError, execute
from aspiratie.report.failures import clear_failure, keep_failure, tell
from aspiratie.report.index import SEARCH, IndexEntry, write_index
from aspiratie.report.lint import MAX_REGION, MAX_SCHOOL, lint, odd_text
from aspiratie.report.page import Page, PageKind, page_of
from aspiratie.report.pdf import write_pdf
from aspiratie.report.render import RenderResult, render_report
from aspiratie.report.scripts import MATRIX

__all__ = [
    "MATRIX",
    "MAX_REGION",
    "MAX_SCHOOL",
    "NOTEBOOK_TEMPLATE",
    "SEARCH",
    "TEMPLATE",
    "Engine",
    "IndexEntry",
    "NotebookError",
    "Page",
    "PageKind",
    "RenderResult",
    "clear_failure",
    "execute",
    "keep_failure",
    "lint",
    "odd_text",
    "page_of",
    "render_report",
    "tell",
    "write_index",
    "write_letter",
    "write_pdf",
    "write_slides",
    "write_workbook",
]
