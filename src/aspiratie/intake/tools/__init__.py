"""Survey tools, each known by the headings that it writes; a new one is a module and a line here.

A module has ``NAME``, ``STANDARD``, the headings that the tool writes by itself, ``ROLES``,
which of them serve cleaning, and ``recognise``, that makes a
:class:`aspiratie.intake.layout.Layout` of the first rows or says None; perhaps also
``TEST_STATUS``, what it writes in its column of status for a test or preview.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from aspiratie.intake.layout import Layout, plain_layout
from aspiratie.intake.tools import (
    google_forms,
    limesurvey,
    microsoft_forms,
    qualtrics,
    redcap,
    surveymonkey,
)

__all__ = ["STANDARD", "TOOLS", "layout_of", "test_status"]

#: In the order in which they are tried: the most distinctive first.
TOOLS = (
    qualtrics,
    surveymonkey,
    limesurvey,
    redcap,
    microsoft_forms,
    google_forms,
)
#: Headings that survey tools write by themselves, as they write them.
STANDARD = frozenset(heading for tool in TOOLS for heading in tool.STANDARD)


def layout_of(head: Sequence[Sequence[str]], fit: Callable[[Layout], int] | None = None) -> Layout:
    """Find the rows of headings and recognise the survey tool; a plain table where there is none.

    Rows above the headings (a title, a merged cell over several columns) are
    passed over. What `fit` finds in a layout, as fields of a codebook, decides
    where it is given; else the first row that looks like headings.
    """
    rows = [list(row) for row in head]
    for above in range(len(rows)):
        for tool in TOOLS:
            layout: Layout | None = tool.recognise(rows[above:])
            if layout is not None:
                return replace(layout, header_rows=layout.header_rows + above)
    return plain_layout(rows, fit)


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
