"""Which variables a model names: indicators, factors and covariates."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from aspiratie.errors import ModelSyntaxError, Problem
from aspiratie.measurement.sem.model.syntax import Term

__all__ = ["ModelNames", "model_names"]


class ModelNames(NamedTuple):
    """Variables of a model, in the order in which lavaan has them."""

    items: tuple[str, ...]
    factors: tuple[str, ...]
    covariates: tuple[str, ...]


def model_names(terms: Sequence[Term]) -> ModelNames:
    """Sort the names of a model into items, factors and covariates.

    A covariate stands only right of ``~``.

    Raises
    ------
    ModelSyntaxError
        If a name is used in a way that a measurement model has not.
    """
    factors = tuple(dict.fromkeys(term.lhs for term in terms if term.op == "=~"))
    items = tuple(
        dict.fromkeys(term.rhs for term in terms if term.op == "=~" and term.rhs not in factors)
    )
    regressions = [term for term in terms if term.op == "~"]
    covariates = tuple(
        dict.fromkeys(term.rhs for term in regressions if term.rhs not in {*factors, *items})
    )
    known = {*factors, *items}
    problems = [
        Problem(where=f"`{name}`", what="is no factor and no indicator of one.")
        for name in sorted(
            {
                name
                for term in terms
                if term.op in ("~~", "~1", "|", "~*~", "~")
                for name in (term.lhs, *([term.rhs] if term.op == "~~" else []))
                if name not in known and name not in covariates
            }
        )
    ]
    problems += [
        Problem(
            where=f"`{term.lhs} {term.op} {term.rhs}`".replace("~1 ", "~ 1"),
            what="is about a covariate, whose mean and variance are no parameters.",
            remedy="Leave it out; the fit is given the covariates.",
        )
        for term in terms
        if term.op in ("~~", "~1", "|", "~*~") and {term.lhs, term.rhs} & set(covariates)
    ]
    for term in regressions:
        if term.lhs in covariates:
            what, remedy = "is a covariate and is regressed itself.", "Make it a factor."
        elif term.rhs in items:
            what = "regresses on an indicator of a factor."
            remedy = "Regress on its factor, or on variables that are no indicators."
        elif term.lhs in items and term.rhs in factors:
            what = "is a loading."
            remedy = f"Write it as `{term.rhs} =~ {term.lhs}`."
        else:
            continue
        problems.append(Problem(where=f"`{term.lhs} ~ {term.rhs}`", what=what, remedy=remedy))
    if problems:
        raise ModelSyntaxError("The model names variables wrongly.", problems=problems)
    return ModelNames(items=items, factors=factors, covariates=covariates)
