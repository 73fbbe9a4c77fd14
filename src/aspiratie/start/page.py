"""A proposal as an HTML page that fetches nothing."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import jinja2

from aspiratie.errors import ReportError
from aspiratie.report.convert import TEMPLATE
from aspiratie.report.index import css_string, short
from aspiratie.report.lint import MAX_REGION, lint, policy_for
from aspiratie.report.render import write_aside
from aspiratie.start.lines import LEAST, Seen
from aspiratie.start.parameters_file import ROOM
from aspiratie.texts import Messages

__all__ = ["proposal_page", "write_proposal_page"]


def proposal_page(seen: Seen, language: str = "nl") -> str:
    """Return a proposal as a whole HTML document.

    Parameters
    ----------
    seen : Seen
        Of :func:`aspiratie.start.lines.seen`.
    language : {"nl", "en"}
        The language that `seen` is in.

    Returns
    -------
    str
    """
    folders = [str(resources.files(ROOM)), str(TEMPLATE)]
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(folders),
        autoescape=False,  # noqa: S701  (the template escapes each text; the style is no HTML)
    )
    html = environment.get_template("page.html.j2").render(
        seen=seen,
        language=language,
        say=Messages(language),
        least=LEAST,
        policy=policy_for(),
        resources={
            "aspiratie": {
                "language": language,
                "palette": "",
                "running": css_string(short(seen.title, 80)),
            }
        },
    )
    return html.rstrip() + "\n"


def write_proposal_page(seen: Seen, out: str | Path, language: str = "nl") -> Path:
    """Write a proposal as a page.

    Parameters
    ----------
    seen : Seen
        Of :func:`aspiratie.start.lines.seen`.
    out : path
        The page; what stood there is replaced.
    language : {"nl", "en"}
        The language that `seen` is in.

    Returns
    -------
    Path

    Raises
    ------
    ReportError
        If the page cannot be written, or breaks a rule of
        :func:`aspiratie.report.lint.lint`.
    """
    html = proposal_page(seen, language)
    words = {c.heading for c in seen.columns} | {c.text for c in seen.columns}
    words |= {a.label for a in seen.answers} | {a.block for a in seen.answers}
    ignored = tuple(sorted((word for word in words if word), key=len, reverse=True))
    faults = lint(html, language=language, ignore=ignored, max_bytes=MAX_REGION)
    if faults:
        raise ReportError("The page breaks rules; it was not written.", problems=faults)
    path = Path(out)
    write_aside(path, html.encode("utf-8"))
    return path
