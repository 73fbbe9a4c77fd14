"""What a server process does once, before it forks a child for every school.

It imports what pages are made with, and does what is done only the first time: the catalogue of
sentences is read, templates are compiled, and a notebook of two cells goes all the way to a page.
No release is read for it, so that no child inherits anything of a school.
"""

from __future__ import annotations

import contextlib
import importlib
import tempfile
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from aspiratie.report.notebook import light_imports

__all__ = ["DOCUMENTS", "everything"]

#: What the pages of a school are made with.
_MODULES = (
    "aspiratie.batch.workers.pages",
    "aspiratie.display",
    "aspiratie.display.school",
    "aspiratie.display.region",
    "aspiratie.report",
    "nbclient.exceptions",
    "nbformat.v4",
    "nbconvert.exporters.templateexporter",
    "papermill.engines",
    "papermill.execute",
)
#: What is made beside a page, by its ending, and the module that makes it.
DOCUMENTS = {
    ".pdf": "weasyprint",
    ".xlsx": "aspiratie.report.documents",
    ".pptx": "aspiratie.report.documents",
    ".docx": "aspiratie.report.documents",
}


def everything(documents: Iterable[str] = ()) -> None:
    """Import what pages are made with, and do what is done only the first time.

    Parameters
    ----------
    documents : iterable of str
        Endings of what will be made beside pages.
    """
    with light_imports():
        for module in _MODULES:
            importlib.import_module(module)
    for ending in documents:
        # Where it is missing, the page that asks for it says so.
        with contextlib.suppress(ImportError, OSError):
            importlib.import_module(DOCUMENTS[ending])
    from aspiratie.disclosure.files import ready_to_read
    from aspiratie.display.page import compile_templates
    from aspiratie.texts import Messages, Numbers

    ready_to_read()
    compile_templates()
    for language in ("nl", "en"):
        Messages(language).compile()
        Numbers(language).decimal(0.5)
        _draw_nothing(language)


def _draw_nothing(language: str) -> None:
    """Make a page of a notebook that reads nothing."""
    import nbformat.v4

    from aspiratie.report.page import Page
    from aspiratie.report.render import Undrawn, draw_page

    make: Any = nbformat.v4
    write: Any = nbformat.write
    cells = [
        make.new_code_cell('language: str = ""', metadata={"tags": ["parameters"]}),
        make.new_markdown_cell("Leeg"),
        make.new_code_cell(
            "from aspiratie.display.fragment import Fragment\n"
            "Fragment(\"<section id='a' data-link='A'><h1>A</h1><p>A</p></section>\")"
        ),
    ]
    with tempfile.TemporaryDirectory(prefix="aspiratie-") as folder:
        path = Path(folder) / "leeg.ipynb"
        write(make.new_notebook(cells=cells), path)
        page = Page(title="A", heading="A", wave="", notice="A", source="A")
        # What it looks like does not matter, only that all of it was done.
        with contextlib.suppress(Undrawn):
            draw_page(
                path, {"language": language}, language=language, page=page, engine="inprocess"
            )
