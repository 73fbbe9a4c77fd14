"""From an executed notebook to one page of HTML, with the template of this room."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import lxml.html

from aspiratie.errors import Problem, ReportError
from aspiratie.report.lint import policy_for
from aspiratie.report.notebook import light_imports
from aspiratie.texts import Messages

if TYPE_CHECKING:
    from nbformat import NotebookNode

    from aspiratie.report.page import Page

__all__ = ["NOTEBOOK_TEMPLATE", "TEMPLATE", "Link", "fragments_of", "links_of", "to_html"]

#: Folder of the nbconvert template: page, style.
TEMPLATE = Path(__file__).parent / "template"
#: Of any notebook, as ``jupyter nbconvert --template aspiratie`` has it. Apart, as its conf.json
#: builds on a template of nbconvert, and reports must not ask where Jupyter keeps those.
NOTEBOOK_TEMPLATE = Path(__file__).parent / "notebook_template"

#: Links of one sheet to another, which a notebook of one's own may leave out.
_BETWEEN = re.compile(r'\s*<a href="#(gesprek)">[^<]*</a>')
_FRAGMENT = re.compile(r"\s*<(section|figure|aside|header|nav)[\s>]", re.ASCII)


@dataclass(frozen=True, kw_only=True)
class Link:
    """One link of the bar.

    Parameters
    ----------
    anchor : str
        The ``id`` to go to.
    title : str
        Its text.
    """

    anchor: str
    title: str


def links_of(fragments: list[str]) -> list[Link]:
    """Return the links of the bar: the sections that name themselves by ``data-link``.

    Parameters
    ----------
    fragments : list of str
        Finished pieces of HTML, in the order of the page.

    Examples
    --------
    >>> links_of(['<section id="kort" data-link="In het kort"><h2>Kort</h2></section>'])
    [Link(anchor='kort', title='In het kort')]
    """
    trees = [lxml.html.fragment_fromstring(f, create_parent="div") for f in fragments]
    return [
        Link(anchor=section.get("id"), title=section.get("data-link"))
        for tree in trees
        for section in tree.xpath(".//*[@id and @data-link]")
    ]


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


def to_html(notebook: NotebookNode, page: Page, *, language: str, script: str | None = None) -> str:
    """Convert an executed notebook with the template of this room.

    Parameters
    ----------
    notebook : NotebookNode
        Executed. Of it only the HTML of code cells' results is used: no source, no
        markdown, no streams, no metadata.
    page : Page
        Title, name and foot.
    language : {"nl", "en"}
        Language of the page.
    script : str, optional
        The one script that the page holds, allowed by its hash; a school's page has none.

    Returns
    -------
    str
        One document without request or anchor marks. The same notebook and page give the
        same text.

    Raises
    ------
    ReportError
        If a cell shows something that is not a section or a figure.
    """
    fragments = fragments_of(notebook)
    room: dict[str, object] = {
        "page": page,
        "say": Messages(language),
        "language": language,
        "links": links_of(fragments),
        "headed": any("<h1" in fragment for fragment in fragments),
        "policy": policy_for(script),
        "script": script,
    }
    html, _ = _exporter().from_notebook_node(notebook, resources={"aspiratie": _Room(room)})
    return _without_absent_sheets(str(html)).rstrip() + "\n"


def _without_absent_sheets(html: str) -> str:
    """Leave out what refers to a sheet that the page does not have.

    Examples
    --------
    >>> _without_absent_sheets('<p>Do so. <a href="#gesprek">Bring the sheet.</a></p>')
    '<p>Do so.</p>'
    """
    return _BETWEEN.sub(lambda link: link[0] if f' id="{link[1]}"' in html else "", html)


class _Room(dict[str, object]):
    """What the template reads; it changes nothing of it, so a copy is the thing itself.

    nbconvert copies its resources before each of its steps, in depth: with them every sentence
    of the catalogue, which took more than all the rest of a page.
    """

    def __deepcopy__(self, _: dict[int, object]) -> _Room:
        return self


@cache
def _exporter() -> Any:
    # Not HTMLExporter: it parses the page again, which makes SVG's viewBox `viewbox`,
    # and gives a picture without a description a made-up one.
    with light_imports():
        from nbconvert.exporters.templateexporter import TemplateExporter

    exporter: Any = TemplateExporter
    return exporter(
        template_name=TEMPLATE.name,
        template_file="page.html.j2",
        extra_template_basedirs=[str(TEMPLATE.parent)],
        # The template takes results alone, so that nothing is to be taken out before.
        default_preprocessors=[],
    )
