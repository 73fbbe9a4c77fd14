"""The sheets of a school's report, each a function of a :class:`SchoolReport`.

``findings`` says by rule what stands out; the other modules are sheets: what is said is decided
there, how it is nested in ``templates/school``.
"""

from aspiratie.display.school.adults import adults
from aspiratie.display.school.appendix import (
    all_adults,
    all_questions,
    appendix_head,
    making,
    scores,
)
from aspiratie.display.school.conditions import conditions
from aspiratie.display.school.conversation import actions, conversation, material
from aspiratie.display.school.dreaming import dreaming
from aspiratie.display.school.findings import Findings, findings
from aspiratie.display.school.headline import headline
from aspiratie.display.school.letter import letter
from aspiratie.display.school.poster import poster
from aspiratie.display.school.questions import questions
from aspiratie.display.school.reading import reading

__all__ = [
    "Findings",
    "actions",
    "adults",
    "all_adults",
    "all_questions",
    "appendix_head",
    "conditions",
    "conversation",
    "dreaming",
    "findings",
    "headline",
    "letter",
    "making",
    "material",
    "poster",
    "questions",
    "reading",
    "scores",
]
