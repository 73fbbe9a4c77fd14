"""A Release as something to look at: sentences, tables that are figures, sheets of pages.

``open_report`` reads a release's file; ``school`` and ``region`` are the sheets of their pages,
each a function of a report that returns a :class:`Fragment`, a whole section of a page; a section
that has nothing to tell is an empty Fragment. What is said is decided in Python, how it is nested
in templates. This is the only room that rounds, and nothing is computed here.
"""

from aspiratie.display import region, school
from aspiratie.display.figure import Axis, Cell, Column, Row, Strip, Table
from aspiratie.display.fragment import Fragment
from aspiratie.display.own_words import OwnWords
from aspiratie.display.page import render
from aspiratie.display.report import RegionReport, Report, SchoolReport, open_report

__all__ = [
    "Axis",
    "Cell",
    "Column",
    "Fragment",
    "OwnWords",
    "RegionReport",
    "Report",
    "Row",
    "SchoolReport",
    "Strip",
    "Table",
    "open_report",
    "region",
    "render",
    "school",
]
