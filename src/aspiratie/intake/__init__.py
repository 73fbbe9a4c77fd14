"""From a survey tool's export to clean answers, with a log of every change."""

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
