"""Room `display`: a Release as sections, figures and tables in words that schools read.

Every function of a part takes a :class:`Report` and returns a :class:`Fragment`, a
whole section of a page. A part that has nothing to tell is an empty Fragment.
"""

from aspiratie.display.fragment import Fragment
from aspiratie.display.pupils import pupils_agree, pupils_said, pupils_talk
from aspiratie.display.school_account import accountability
from aspiratie.display.school_act import approach, conversation, feedback, learning
from aspiratie.display.school_brief import in_brief, student_voice
from aspiratie.display.school_discover import (
    conditions,
    participation,
    principles,
    reading_guide,
)
from aspiratie.display.school_informants import informants
from aspiratie.display.school_items import condition_details
from aspiratie.display.school_understand import aspiration_profile, ladder, priority
from aspiratie.display.school_within import development, group_differences
from aspiratie.display.view import Report, open_report

__all__ = [
    "Fragment",
    "Report",
    "accountability",
    "approach",
    "aspiration_profile",
    "condition_details",
    "conditions",
    "conversation",
    "development",
    "feedback",
    "group_differences",
    "in_brief",
    "informants",
    "ladder",
    "learning",
    "open_report",
    "participation",
    "principles",
    "priority",
    "pupils_agree",
    "pupils_said",
    "pupils_talk",
    "reading_guide",
    "student_voice",
]
