"""The parts of a region report, for its notebook: ``display.regional.in_brief(report)``."""

from aspiratie.display.region_about import accountability, conversation, items, spread
from aspiratie.display.region_brief import comparability, in_brief, participation
from aspiratie.display.region_compare import by_type, funnels, school_table, schools
from aspiratie.display.region_view import open_region

__all__ = [
    "accountability",
    "by_type",
    "comparability",
    "conversation",
    "funnels",
    "in_brief",
    "items",
    "open_region",
    "participation",
    "school_table",
    "schools",
    "spread",
]
