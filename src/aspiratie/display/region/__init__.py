"""The sheets of a region's report and of its appendix, each a function of a RegionReport."""

from aspiratie.display.region.appendix import (
    account,
    adjusted,
    all_gaps,
    all_questions,
    appendix_head,
    caterpillars,
    comparability,
    kinds,
)
from aspiratie.display.region.change import adults, waves
from aspiratie.display.region.headline import headline
from aspiratie.display.region.matrix import matrix
from aspiratie.display.region.questions import questions
from aspiratie.display.region.reading import reading
from aspiratie.display.region.standings import conditions
from aspiratie.display.region.talk import talk

__all__ = [
    "account",
    "adjusted",
    "adults",
    "all_gaps",
    "all_questions",
    "appendix_head",
    "caterpillars",
    "comparability",
    "conditions",
    "headline",
    "kinds",
    "matrix",
    "questions",
    "reading",
    "talk",
    "waves",
]
