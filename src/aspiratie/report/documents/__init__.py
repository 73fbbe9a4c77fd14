"""Documents beside the page of a release: what was published, and nothing more."""

from aspiratie.report.documents.letter import letter_bytes, write_letter
from aspiratie.report.documents.slides import slides_bytes, write_slides
from aspiratie.report.documents.workbook import workbook_bytes, write_workbook

__all__ = [
    "letter_bytes",
    "slides_bytes",
    "workbook_bytes",
    "write_letter",
    "write_slides",
    "write_workbook",
]
