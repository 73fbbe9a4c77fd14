"""Room `report`: from a Release and a notebook to one page, checked before it is written.

The page has no script and asks for nothing; the same input gives the same bytes.
"""

from aspiratie.report.execute import Engine, NotebookError, execute
from aspiratie.report.failures import clear_failure, keep_failure, tell
from aspiratie.report.index import SEARCH, IndexEntry, write_index
from aspiratie.report.lint import MAX_REGION, MAX_SCHOOL, lint
from aspiratie.report.messages import check_language, texts
from aspiratie.report.page import Fact, Page, page_of, pupils_page_of
from aspiratie.report.pdf import write_pdf
from aspiratie.report.render import RenderResult, render_report
from aspiratie.report.xlsx import published_tables, write_workbook

__all__ = [
    "MAX_REGION",
    "MAX_SCHOOL",
    "SEARCH",
    "Engine",
    "Fact",
    "IndexEntry",
    "NotebookError",
    "Page",
    "RenderResult",
    "check_language",
    "clear_failure",
    "execute",
    "keep_failure",
    "lint",
    "page_of",
    "published_tables",
    "pupils_page_of",
    "render_report",
    "tell",
    "texts",
    "write_index",
    "write_pdf",
    "write_workbook",
]
