"""Definitions of surveys, beside an export: what its codes mean, in the survey tool's own words.

A Qualtrics ``.qsf`` and a LimeSurvey ``.lss`` say of each column the question's text and the
label of each code. An export with codes alone is then read as one with labels; the order and
direction of the labels are judged as ever.
"""

from aspiratie.intake.definitions.asked import Asked, Definition
from aspiratie.intake.definitions.reading import is_definition, read_definition

__all__ = ["Asked", "Definition", "is_definition", "read_definition"]
