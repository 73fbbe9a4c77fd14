"""Survey tools, each known by the headings that it writes; a new one is a module and a line here.

A module has ``NAME``, ``STANDARD``, the headings that the tool writes by itself, ``ROLES``,
which of them serve cleaning, and ``recognise``, that makes a
:class:`aspiratie.intake.layout.Layout` of the first rows or says None; perhaps also
``TEST_STATUS``, what it writes in its column of status for a test or preview.
"""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.intake.layout import Layout, code_or_text
from aspiratie.intake.tools import (
    google_forms,
    limesurvey,
    microsoft_forms,
    qualtrics,
    surveymonkey,
)

__all__ = ["STANDARD", "TOOLS", "layout_of", "test_status"]

#: In the order in which they are tried: the most distinctive first.
TOOLS = (
    qualtrics,
    surveymonkey,
    limesurvey,
    microsoft_forms,
    google_forms,
)
#: Headings that survey tools write by themselves, as they write them.
STANDARD = frozenset(heading for tool in TOOLS for heading in tool.STANDARD)


def layout_of(head: Sequence[Sequence[str]]) -> Layout:
    """Recognise the survey tool from the first rows; a plain table where there is none."""
    for tool in TOOLS:
        layout: Layout | None = tool.recognise(head)
        if layout is not None:
            return layout
    return Layout(tool="table", header_rows=1, headings=tuple(code_or_text(h) for h in head[0]))


def test_status(tool: str) -> frozenset[str]:
    """Return what a tool writes in its column of status for a test or preview.

    Examples
    --------
    >>> sorted(test_status("qualtrics")), test_status("table")
    (['1', '17', '2', '9'], frozenset())
    """
    marks: dict[str, frozenset[str]] = {
        module.NAME: getattr(module, "TEST_STATUS", frozenset()) for module in TOOLS
    }
    return marks.get(tool, frozenset())
