"""From an executed notebook to one page of HTML, with the template of this room."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html

from aspiratie.display.svg import palette_css
from aspiratie.errors import Problem, ReportError
from aspiratie.report.messages import texts
from aspiratie.report.notebook import light_imports

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from aspiratie.report.page import Page

__all__ = ["TEMPLATE", "Entry", "contents", "css_string", "fragments_of", "short", "to_html"]

#: Folder of the nbconvert template: page, style.
TEMPLATE = Path(__file__).parent / "template"

_FRAGMENT = re.compile(r"\s*<(section|figure|aside|header|nav)[\s>]", re.ASCII)
_STEPS = ("discover", "understand", "act")


@dataclass(frozen=True, eq=False, kw_only=True)
class Entry:
    """One line of the table of contents.

    Parameters
    ----------
    anchor : str
        The ``id`` to go to.
    title : str
        Text of the section's heading.
    step : str
        ``discover``, ``understand``, ``act``, another or nothing: the section's ``data-stage``.
    children : list of Entry
        Sections inside this one.
    """

    anchor: str
    title: str
    step: str = ""
    children: list[Entry] = field(default_factory=list)


def contents(fragments: list[str]) -> list[Entry]:
    """Read the table of contents from the sections' headings.

    Parameters
    ----------
    fragments : list of str
        Finished pieces of HTML, in the order of the page.

    Returns
    -------
    list of Entry
        One for each ``section`` with an ``id`` and an ``h2``; sections with an ``id``
        and an ``h3`` inside it are its children.

    Examples
    --------
    >>> contents(['<section id="kort"><h2>In het kort</h2></section>'])
    [Entry(anchor='kort', title='In het kort', step='', children=[])]
    """
    found: list[Entry] = []
    for fragment in fragments:
        tree = lxml.html.fragment_fromstring(fragment, create_parent="div")
        for heading in tree.iter("h2", "h3"):
            section = next((up for up in heading.iterancestors("section") if up.get("id")), None)
            anchor = heading.get("id") if section is None else section.get("id")
            if not anchor or any(
                section.get("id") == entry.anchor for entry in found if section is not None
            ):
                continue
            title = " ".join(heading.text_content().split())
            step = "" if section is None else section.get("data-stage", "")
            entry = Entry(anchor=anchor, title=title, step=step)
            if heading.tag == "h2":
                found.append(entry)
            elif found and section is not None:
                found[-1].children.append(entry)
    return found


def fragments_of(notebook: NotebookNode) -> list[str]:
    """Return the finished fragments that a notebook shows.

    Raises
    ------
    ReportError
        If a cell shows anything else than a section or a figure: a table of pandas,
        a picture without text, plain text.
    """
    found: list[str] = []
    faults: list[Problem] = []
    for index, cell in enumerate(notebook.cells):
        if cell.cell_type != "code":
            continue
        for output in cell.outputs:
            if output.output_type not in ("execute_result", "display_data"):
                continue
            shown = output.data.get("text/html")
            if shown is not None and not shown.strip():
                continue  # a part that has nothing to tell
            if shown is None or not _FRAGMENT.match(shown):
                kinds = ", ".join(sorted(output.data))
                faults.append(
                    Problem(
                        where=f"cell {index}",
                        what=f"shows {kinds}, which is no section of a report.",
                        remedy="End the cell in an object of aspiratie.display.",
                    )
                )
            else:
                found.append(shown)
    if not found and not faults:
        faults = [Problem(where="notebook", what="shows nothing.")]
    if faults:
        raise ReportError("The notebook shows what a report can't hold.", problems=faults)
    return found


def to_html(notebook: NotebookNode, page: Page, *, language: str) -> str:
    """Convert an executed notebook with the template of this room.

    Parameters
    ----------
    notebook : NotebookNode
        Executed. Of it only the HTML of code cells' results is used: no source, no
        markdown, no streams, no metadata.
    page : Page
        Heading and provenance.
    language : {"nl", "en"}
        Language of the page.

    Returns
    -------
    str
        One document without script, request or anchor marks. The same notebook and
        page give the same text.

    Raises
    ------
    ReportError
        If a cell shows something that is not a section or a figure.
    """
    fragments = fragments_of(notebook)
    entries = contents(fragments)
    say = texts(language)
    first = {entry.step: entry.anchor for entry in reversed(_flat(entries)) if entry.step}
    steps = [
        {
            "name": step,
            "title": say(f"step-{step}"),
            "question": say(f"step-{step}-what"),
            "anchor": first.get(step),
        }
        for step in _STEPS
    ]
    room: dict[str, Any] = {
        "page": page,
        "say": say,
        "language": language,
        "contents": entries,
        "steps": steps,
        "head": _own(fragments, "<header"),
        "nav": _own(fragments, "<nav"),
        "palette": palette_css(),
        "running": css_string(f"{short(page.heading)} · {page.notice}"),
    }
    html, _ = _exporter().from_notebook_node(notebook, resources={"aspiratie": room})
    return str(html).rstrip() + "\n"


def _own(fragments: list[str], start: str) -> str | None:
    """Return the notebook's own heading or contents, which then replace the template's."""
    return next((text for text in fragments if text.lstrip().startswith(start)), None)


def short(text: str, longest: int = 48) -> str:
    """Cut a name to what fits in a margin."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def css_string(text: str) -> str:
    """Make a text safe inside quotes of a style sheet."""
    plain = re.sub(r"\s+", " ", text)
    return re.sub(r"[\"\\<>&{}]", lambda found: f"\\{ord(found.group()):x} ", plain)


def _flat(entries: list[Entry]) -> list[Entry]:
    return [line for entry in entries for line in (entry, *_flat(entry.children))]


def _exporter() -> Any:
    # Not HTMLExporter: it parses the page again, which makes SVG's viewBox `viewbox`,
    # and gives a picture without a description a made-up one.
    with light_imports():
        from nbconvert.exporters.templateexporter import TemplateExporter

    exporter: Any = TemplateExporter
    return exporter(
        template_name=TEMPLATE.name,
        template_file="index.html.j2",
        extra_template_basedirs=[str(TEMPLATE.parent)],
    )
