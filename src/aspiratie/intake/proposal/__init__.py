"""What an export is: each column's role, text, answers, order and direction, and what is open.

``propose`` looks at one or more exports of one questionnaire and gives a ``Proposal``.
The workbook, the terminal's table and the notebook are views on it. Nothing about a
column, an order or a direction is guessed silently: what the file does not say itself
is a ``Question`` to a person, and a codebook is made only when those are answered.
"""

from aspiratie.intake.proposal.ask import answers_chosen
from aspiratie.intake.proposal.model import (
    ROLES,
    Answer,
    Block,
    Choice,
    Column,
    DefinitionSeen,
    FileSeen,
    Guess,
    Place,
    Proposal,
    Question,
    ScaleProposed,
)
from aspiratie.intake.proposal.propose import exports_among, propose
from aspiratie.intake.proposal.said import Said

__all__ = [
    "ROLES",
    "Answer",
    "Block",
    "Choice",
    "Column",
    "DefinitionSeen",
    "FileSeen",
    "Guess",
    "Place",
    "Proposal",
    "Question",
    "Said",
    "ScaleProposed",
    "answers_chosen",
    "exports_among",
    "propose",
]
