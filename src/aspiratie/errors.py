"""Every exception and warning of the package.

An error says what was wrong, where (file, row number, column; never a pupil's
answer or name), which rule it broke and what to do. Faults of one kind are
gathered and raised together, so that a user mends them in one go.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

__all__ = [
    "AspiratieError",
    "AspiratieWarning",
    "BatchError",
    "CodebookError",
    "CodebookWarning",
    "ConvergenceWarning",
    "DisclosureError",
    "EstimationError",
    "FewClustersWarning",
    "IdentificationError",
    "IntakeError",
    "ModelSyntaxError",
    "NotConvergedError",
    "ParameterError",
    "Problem",
    "ReleaseError",
    "ReportError",
    "ReversedItemWarning",
    "SparseDataWarning",
]


@dataclass(frozen=True, kw_only=True)
class Problem:
    """One fault: where it is, what is wrong, and how to mend it.

    Parameters
    ----------
    where : str
        File, row number, column or key. Never an answer, never a name.
    what : str
        What was found and which rule it breaks.
    remedy : str
        What the user can do.
    """

    where: str
    what: str
    remedy: str = ""

    def __str__(self) -> str:
        text = f"{self.where}: {self.what}" if self.where else self.what
        return f"{text} {self.remedy}".rstrip()


class AspiratieError(Exception):
    """Base of every error that a user can mend.

    Parameters
    ----------
    message : str
        One sentence, or the heading above the problems.
    problems : iterable of Problem
        All faults found, in the order of the file.

    Examples
    --------
    >>> fault = Problem(where="item er1", what="has no scale.", remedy="Add `scale:`.")
    >>> print(AspiratieError("The codebook has 1 fault.", problems=[fault]))
    The codebook has 1 fault.
      - item er1: has no scale. Add `scale:`.
    """

    def __init__(self, message: str, *, problems: Iterable[Problem] = ()) -> None:
        self.message = message
        self.problems = tuple(problems)
        super().__init__(message)

    def __str__(self) -> str:
        return "\n".join([self.message, *(f"  - {problem}" for problem in self.problems)])


class CodebookError(AspiratieError):
    """A codebook breaks its rules."""


class ParameterError(AspiratieError):
    """A parameter is missing, unknown or out of its range."""


class IntakeError(AspiratieError):
    """An export cannot be read as answers to the questionnaire."""


class EstimationError(AspiratieError):
    """A statistic is not defined for these data."""


class ModelSyntaxError(EstimationError):
    """A model's text cannot be read."""


class IdentificationError(EstimationError):
    """A model has no unique solution."""


class NotConvergedError(EstimationError):
    """An iteration ended without a solution."""


class DisclosureError(AspiratieError):
    """Something would be published that could reveal a pupil."""


class ReleaseError(AspiratieError):
    """A release is not of the promised version or content."""


class ReportError(AspiratieError):
    """A report cannot be made, or breaks a rule of the page."""


class BatchError(AspiratieError):
    """One or more reports of a batch failed."""


class AspiratieWarning(UserWarning):
    """Base of every warning."""


class CodebookWarning(AspiratieWarning):
    """A codebook is allowed but unwise."""


class ConvergenceWarning(AspiratieWarning):
    """An estimate is at a bound or an iteration stopped early."""


class SparseDataWarning(AspiratieWarning):
    """Too few answers for the usual precision."""


class FewClustersWarning(AspiratieWarning):
    """Standard errors rest on few schools or classes, and come out too small."""


class ReversedItemWarning(AspiratieWarning):
    """An item runs against the others of its scale."""
