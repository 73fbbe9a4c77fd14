"""From a survey tool's export to clean answers, with a log of every change.

``proposal`` says what an export is and what only a person can say of it; ``read``,
``match`` and ``coding`` read it by a codebook; ``clean`` removes and ``log`` remembers.
``files/`` has a module for each kind of file, ``tools/`` one for each survey tool: a new
one is a module and a line there. Binary files are read in a process of their own.
"""

from aspiratie.intake.answers import Answers, Source
from aspiratie.intake.careless import careless_indices, flag_careless
from aspiratie.intake.clean import clean, read_answers
from aspiratie.intake.export import Export
from aspiratie.intake.join import join_exports
from aspiratie.intake.log import CleaningLog
from aspiratie.intake.read import read_export
from aspiratie.intake.spelling import Spelling

__all__ = [
    "Answers",
    "CleaningLog",
    "Export",
    "Source",
    "Spelling",
    "careless_indices",
    "clean",
    "flag_careless",
    "join_exports",
    "read_answers",
    "read_export",
]
