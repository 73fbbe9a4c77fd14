"""From an executed notebook to a page of HTML, by any template of nbconvert, and marked."""

from __future__ import annotations

import hashlib
import html
import re
from functools import cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from aspiratie.errors import ParameterError, Problem
from aspiratie.report import NOTEBOOK_TEMPLATE, TEMPLATE
from aspiratie.report.notebook import light_imports
from aspiratie.texts import Messages

if TYPE_CHECKING:
    from nbformat import NotebookNode

__all__ = ["MARK", "check_template", "template_digest", "to_page"]

#: By what a program knows a page that holds personal data.
MARK = '<meta name="aspiratie-personal-data" content="yes">'
#: The name of the project's own template.
OWN = "aspiratie"
#: Whatever template: scripts of the page itself may run, and nothing is asked of any server.
_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "script-src 'unsafe-inline' 'unsafe-eval'; worker-src blob:"
)
_STYLE = (
    "font: 600 16px/1.4 system-ui, sans-serif; color: #5c1a00; background: #fff3e6; "
    "border: 2px solid #8c4500; padding: 10px 16px; margin: 0"
)
_HEAD = re.compile(r"<head[^>]*>", re.IGNORECASE)
_BODY = re.compile(r"<body[^>]*>", re.IGNORECASE)


def check_template(template: str) -> None:
    """Check that there is a template.

    Parameters
    ----------
    template : str
        ``"aspiratie"``, the name of one that Jupyter knows, or the path of a folder.

    Raises
    ------
    ParameterError
        If there is none.
    """
    try:
        _exporter(template, "nl")
    except Exception as error:
        raise ParameterError(
            "The template cannot be used.",
            problems=[
                Problem(
                    where=f"--template {template}",
                    what=f"is no template of nbconvert ({type(error).__name__}).",
                    remedy="Use aspiratie, lab, classic, basic, or the path of a folder with "
                    "conf.json and index.html.j2.",
                )
            ],
        ) from error


def template_digest(template: str) -> str:
    """Return a digest of a template: of its name and, where it is a folder, of its files."""
    digest = hashlib.sha256(f"{template} {metadata.version('nbconvert')}".encode())
    folder = Path(template)
    for file in sorted(folder.rglob("*")) if folder.is_dir() else ():
        if file.is_file():
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def to_page(notebook: NotebookNode, *, template: str, name: str, language: str) -> str:
    """Convert an executed notebook, and mark the page as holding personal data.

    Parameters
    ----------
    notebook : NotebookNode
        Executed.
    template : str
        As :func:`check_template` takes it.
    name : str
        Of the page, as the school's.
    language : {"nl", "en"}
        Language of the mark and, where the template asks for it, of the page.

    Returns
    -------
    str
        One document that asks nothing of any server.
    """
    say = Messages(language)
    title = say("personal-title", name=name)
    made, _ = _exporter(template, language).from_notebook_node(
        notebook, resources={"metadata": {"name": title}}
    )
    head = f'{MARK}\n<meta http-equiv="Content-Security-Policy" content="{_POLICY}">'
    mark = (
        f'<div role="note" lang="{language}" style="{_STYLE}">'
        f"<strong>{html.escape(say('personal-mark'))}.</strong> "
        f"{html.escape(say('personal-mark-text'))}</div>"
    )
    if _HEAD.search(made) and _BODY.search(made):
        made = _HEAD.sub(lambda found: f"{found.group()}\n{head}", made, count=1)
        made = _BODY.sub(lambda found: f"{found.group()}\n{mark}", made, count=1)
    else:  # a template that gives only a part of a page
        made = (
            f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n{head}\n'
            f"<title>{html.escape(title)}</title>\n</head>\n<body>\n{mark}\n{made}\n</body>\n</html>"
        )
    return f"{made.rstrip()}\n"


@cache
def _exporter(template: str, language: str) -> Any:
    with light_imports():
        from nbconvert.exporters.html import HTMLExporter

    make: Any = HTMLExporter
    options: dict[str, Any] = {"language_code": language}
    if template == OWN or Path(template).is_dir():
        folder = NOTEBOOK_TEMPLATE if template == OWN else Path(template).resolve()
        options |= {"template_name": folder.name, "extra_template_basedirs": [str(folder.parent)]}
        options |= {"extra_template_paths": [str(TEMPLATE)]} if template == OWN else {}
    else:
        options |= {"template_name": template}
    exporter: Any = make(**options)
    exporter.template  # noqa: B018  (looked up here, so that a missing one is told)
    return exporter
