from .convert import NOTEBOOK_TEMPLATE, TEMPLATE
from .documents import write_letter, write_slides, write_workbook
from .execute import Engine, NotebookError, execute
from .failures import clear_failure, keep_failure, tell
from .index import SEARCH, IndexEntry, write_index
from .lint import MAX_REGION, MAX_SCHOOL, lint, odd_text
from .page import Page, PageKind, page_of
from .pdf import write_pdf
from .render import RenderResult, render_report
from .scripts import MATRIX

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
