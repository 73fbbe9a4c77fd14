"""From data and model to estimates, covariance of the estimates, and tests."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from aspiratie.errors import IdentificationError, Problem
from aspiratie.measurement.polychoric.contingency import OrdinalCodes
from aspiratie.measurement.sem.data import ModelData, ordinal_groups
from aspiratie.measurement.sem.estimation.implied import SemModel, compile_model
from aspiratie.measurement.sem.estimation.mlr import Unrestricted
from aspiratie.measurement.sem.estimation.normal import NormalGroup
from aspiratie.measurement.sem.estimation.ordinal import (
    OrdinalGroup,
    fit_wls,
    implied_statistics,
    wls_discrepancy,
    wls_information,
)
from aspiratie.measurement.sem.estimation.start import refuse_unidentified, starting_values
from aspiratie.measurement.sem.estimation.wls_tests import (
    baseline_test,
    categorical_ml,
    robust_covariance,
    scaled_shifted,
)
from aspiratie.measurement.sem.fit_indices import (
    ChiSquare,
    Corrected,
    chi_square_tail,
    incremental_indices,
    rmsea_indices,
)
from aspiratie.measurement.sem.model.parameters import ModelTable
from aspiratie.measurement.sem.residuals import ResidualMoments, residual_indices

__all__ = [
    "ContinuousSample",
    "FittedModel",
    "Given",
    "OrdinalSample",
    "fit_measures",
    "fit_ordinal",
    "invert",
    "ordinal_sample",
    "with_problems",
]

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class OrdinalSample:
    """Sample statistics of ordinal answers; made once for all models of a set of items."""

    groups: list[OrdinalGroup]
    codes: OrdinalCodes
    problems: list[Problem]


@dataclass(frozen=True, kw_only=True)
class Given:
    """Part of covariates in the joint likelihood, in its parameters and in the sandwich."""

    logl: float = 0.0
    size: int = 0
    trace: float = 0.0


@dataclass(frozen=True, eq=False, kw_only=True)
class ContinuousSample:
    """Sample statistics of continuous answers and the unrestricted and baseline models."""

    groups: list[NormalGroup]
    moments: list[tuple[Floats, Floats]]
    logl: float
    unrestricted: list[Unrestricted] | None
    baseline: ChiSquare
    baseline_corrected: tuple[float, float] | None
    given: Given = Given()


@dataclass(frozen=True, eq=False, kw_only=True)
class FittedModel:
    """Everything that tables, tests and scores of a fitted model need."""

    model: SemModel
    data: ModelData
    estimator: str
    x: Floats
    vcov: Floats
    information: Floats  # per respondent, of the parameters
    test: ChiSquare
    fit: dict[str, float]
    residuals: list[ResidualMoments]
    ordinal: OrdinalSample | None = None
    continuous: ContinuousSample | None = None
    jacobians: list[Floats] | None = None
    problems: tuple[Problem, ...] = ()
    unrotated: FittedModel | None = None  # of exploratory factors: before the rotation

    def __repr__(self) -> str:
        return f"FittedModel({self.estimator}, {self.model.n_free} parameters)"


def ordinal_sample(data: ModelData, estimator: str) -> OrdinalSample:
    """Polychoric correlations of all groups."""
    groups, codes, problems = ordinal_groups(data, unweighted=estimator == "ULSMV")
    return OrdinalSample(groups=groups, codes=codes, problems=problems)


def fit_ordinal(
    table: ModelTable, data: ModelData, sample: OrdinalSample, estimator: str
) -> FittedModel:
    """WLSMV, DWLS or ULSMV."""
    model = compile_model(table)
    groups = sample.groups
    n_statistics = sum(len(group.statistics) for group in groups)
    start = starting_values(
        table,
        [group.correlations for group in groups],
        [_item_means(model, group) for group in groups],
        [np.concatenate(group.cuts) for group in groups],
    )
    refuse_unidentified(model, start, n_statistics)
    found = fit_wls(model, groups, start)
    x = found.x
    n = sum(group.n for group in groups)
    information, jacobians = wls_information(model, groups, x)
    inverse = invert(information)
    df = n_statistics - model.n_free
    stat = 2.0 * n * wls_discrepancy(model, groups, x)
    robust = None
    if estimator == "DWLS":
        vcov = inverse / (n - len(groups))
        test = ChiSquare(stat=stat, df=df)
    else:
        vcov = robust_covariance(groups, jacobians, inverse)
        test = scaled_shifted(groups, jacobians, inverse, stat, df)
        robust = categorical_ml(model, groups, jacobians, inverse, x)
    null = baseline_test(groups, scaled=estimator != "DWLS")
    residuals = []
    for number, group in enumerate(groups):
        at = model.matrices(number, x)
        implied = at.sigma * np.outer(at.delta, at.delta)
        residuals.append(
            ResidualMoments(
                n=group.n,
                observed=group.correlations,
                implied=implied,
                observed_mean=group.statistics[: group.n_cuts],
                implied_mean=implied_statistics(model, number, x)[: group.n_cuts],
                ordinal=True,
                n_given=model.n_covariates,
            )
        )
    fit = fit_measures(test, null, robust, n - len(groups), len(groups), model.n_free, found.fmin)
    if estimator != "DWLS" and robust is None and df > 0:
        names = [name for name in list(fit) if name.endswith(".scaled")]
        for name in names:
            if name.startswith(("cfi", "tli", "rmsea")):
                fit[name.replace(".scaled", ".robust")] = np.nan
    if estimator == "ULSMV":
        fit["pvalue"] = fit["baseline.pvalue"] = np.nan
    fit.update(residual_indices(residuals))
    return FittedModel(
        model=model,
        data=data,
        estimator=estimator,
        x=x,
        vcov=vcov,
        information=information,
        test=test,
        fit=fit,
        residuals=residuals,
        ordinal=sample,
        jacobians=jacobians,
        problems=tuple(sample.problems),
    )


def _item_means(model: SemModel, group: OrdinalGroup) -> Floats:
    """Means of the continuous items; of ordinal ones zero."""
    means = np.zeros(model.p)
    begin = group.n_cuts
    means[model.numeric] = group.statistics[begin : begin + len(model.numeric)]
    return means


def invert(information: Floats) -> Floats:
    """Invert an information matrix, refusing a singular one."""
    scale = 1.0 / np.sqrt(np.maximum(np.diagonal(information), 1e-300))
    scaled = information * np.outer(scale, scale)
    values, vectors = np.linalg.eigh(scaled)
    if len(values) and values[0] < 1e-12:
        raise IdentificationError(
            "The information matrix is singular at the solution: the model is not identified, "
            "or the data do not tell some of its parameters apart."
        )
    inverse: Floats = (vectors / values) @ vectors.T * np.outer(scale, scale)
    return inverse


def fit_measures(
    test: ChiSquare,
    null: ChiSquare,
    robust: Corrected | None,
    n: int,
    n_groups: int,
    npar: int,
    fmin: float,
) -> dict[str, float]:
    """Gather the test and the indices that follow from it."""
    fit: dict[str, float] = {"npar": npar, "fmin": fmin, **chi_square_measures(test, null)}
    fit.update(incremental_indices(test, null, robust))
    fit.update(rmsea_indices(test, n, n_groups, robust))
    return fit


def chi_square_measures(test: ChiSquare, null: ChiSquare) -> dict[str, float]:
    """Give the test of the model and that of the baseline, plain and scaled."""
    fit: dict[str, float] = {}
    for prefix, part in (("", test), ("baseline.", null)):
        fit[f"{prefix}chisq"] = part.stat
        fit[f"{prefix}df"] = part.df
        fit[f"{prefix}pvalue"] = chi_square_tail(part.stat, part.df)
        if part.has_scaled:
            fit[f"{prefix}chisq.scaled"] = part.scaled
            fit[f"{prefix}df.scaled"] = part.df
            fit[f"{prefix}pvalue.scaled"] = chi_square_tail(part.scaled, part.df)
            fit[f"{prefix}chisq.scaling.factor"] = part.factor
    return fit


def with_problems(fitted: FittedModel, problems: list[Problem]) -> FittedModel:
    """Add what is to be said about a fit."""
    return replace(fitted, problems=(*fitted.problems, *problems))
