"""Documents beside the page of a release: what was published, and nothing more."""

from aspiratie.report.documents.workbook import workbook_bytes, write_workbook

__all__ = ["workbook_bytes", "write_workbook"]
