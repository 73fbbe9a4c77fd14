"""Exports in, drafts out: the only room beyond which answers do not go.

:func:`compute` does the costly part once; a school's and a region's numbers are drawn from it.
"""

from aspiratie.prepare.compute import compute
from aspiratie.prepare.facts import Computed
from aspiratie.prepare.parts import Parts, Whole, parts_of
from aspiratie.prepare.region import Regional, region_drafts
from aspiratie.prepare.school import school_draft, school_drafts

__all__ = [
    "Computed",
    "Parts",
    "Regional",
    "Whole",
    "compute",
    "parts_of",
    "region_drafts",
    "school_draft",
    "school_drafts",
]
