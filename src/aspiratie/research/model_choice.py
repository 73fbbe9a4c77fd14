"""Which of several fitted models to look at."""

from __future__ import annotations

from aspiratie.errors import ParameterError
from aspiratie.measurement.sem.compare_models import ModelComparison
from aspiratie.measurement.sem.result import CfaResult

__all__ = ["model_of"]

#: Models of a codebook are looked at by preference in this order.
_PREFERRED = ("second_order", "conditions", "principles", "one_factor")


def model_of(comparison: ModelComparison, *, model: str = "") -> CfaResult:
    """Return one of the fits.

    Parameters
    ----------
    comparison : ModelComparison
        Of :func:`aspiratie.compare_models`.
    model : str
        Its name; "" for the second-order one of a codebook, or the next that has a solution.

    Returns
    -------
    CfaResult

    Raises
    ------
    ParameterError
        If there is no such model, or none has a solution.
    """
    solved = comparison.models
    named = [model] if model else [*(n for n in _PREFERRED if n in solved), *solved]
    if not named or named[0] not in solved:
        raise ParameterError(
            f"The model {model or 'asked for'} has no solution here. "
            f"With a solution: {', '.join(solved) or 'none'}."
        )
    return solved[named[0]]
