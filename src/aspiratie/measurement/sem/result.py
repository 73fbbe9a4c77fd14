"""A fitted measurement model, and how it is gathered from a fit."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from aspiratie.errors import Problem
from aspiratie.measurement.sem.data import ModelData
from aspiratie.measurement.sem.factor_scores import factor_scores
from aspiratie.measurement.sem.fit import (
    ContinuousSample,
    FittedModel,
    OrdinalSample,
    fit_ordinal,
    with_problems,
)
from aspiratie.measurement.sem.fit_ml import fit_continuous
from aspiratie.measurement.sem.lavaan_text import lavaan_script
from aspiratie.measurement.sem.model.parameters import ModelTable
from aspiratie.measurement.sem.modification import equality_tests, modification_indices
from aspiratie.measurement.sem.tables import estimates_table, residual_table, solution_problems
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["CfaResult", "fit_table", "gather_result"]


@dataclass(frozen=True, eq=False, kw_only=True)
class CfaResult(Viewable):
    """A confirmatory factor analysis.

    Parameters
    ----------
    estimates : DataFrame
        ``lhs``, ``op``, ``rhs``, ``group`` (``"all"`` without groups), ``label``, ``est``,
        ``se``, ``z``, ``pvalue``, ``ci_lower``, ``ci_upper`` (95%), ``std_all``.  What is
        fixed, or follows from other parameters, has no ``se`` (NaN).  Functions of parameters
        (``:=``) come last; their ``group`` is ``"all"`` and they have no ``std_all``.
    fit : Series
        Fit measures under lavaan's names.
    converged : bool
        Always true: without a solution :func:`cfa` raises.
    n : int
        Respondents used.
    n_by_group : Series
        The same by group.
    estimator, missing, parameterization : str
        As asked for.
    problems : tuple of Problem
        What forbids to take the solution at face value, such as a Heywood case.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    estimates: pd.DataFrame
    fit: pd.Series[float]
    converged: bool
    n: int
    n_by_group: pd.Series[int]
    estimator: str
    missing: str
    parameterization: str
    problems: tuple[Problem, ...]
    fitted: FittedModel = field(repr=False)
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        scaled = "chisq.scaled" in self.fit.index
        chisq = self.fit["chisq.scaled" if scaled else "chisq"]
        return (
            f"CfaResult({self.estimator}, n={self.n}, chisq{'.scaled' if scaled else ''}="
            f"{chisq:.3f}, df={int(self.fit['df'])}, {len(self.problems)} problems)"
        )

    @cached_property
    def residual_correlations(self) -> pd.DataFrame:
        """Observed minus implied correlation: ``group``, ``item1``, ``item2``, ``residual``."""
        return residual_table(self.fitted)

    @cached_property
    def modification_indices(self) -> pd.DataFrame:
        """Score test of each parameter that the model leaves out, largest first.

        ``mi``, its ``pvalue``, the expected parameter ``epc`` and ``sepc_all``
        (standardised).  As ``lavaan::modindices``: not corrected for non-normality.
        """
        with one_blas_thread():
            return modification_indices(self.fitted)

    @cached_property
    def equality_tests(self) -> pd.DataFrame:
        """Score test of each equality between groups (``lavaan::lavTestScore``)."""
        with one_blas_thread():
            return equality_tests(self.fitted)

    @cached_property
    def factor_scores(self) -> pd.DataFrame:
        """Factor scores, with the index of the answers; NaN where a respondent was left out.

        Regression scores for continuous items, empirical Bayes modal scores for ordinal
        ones (``lavaan::lavPredict``; but lavaan 0.6-14 scores later groups of ordinal items
        with thresholds from which the factor mean has already been taken, so that its
        scores there differ from the mode by about that mean).
        """
        with one_blas_thread():
            return factor_scores(self.fitted)

    def to_lavaan(
        self,
        *,
        data: str = "answers",
        group: str = "group",
        cluster: str = "cluster",
        weights: str = "weights",
        name: str = "fit",
    ) -> str:
        """Write the R code that fits the same model in lavaan.

        Every parameter is written out, with its label and what it is fixed at, so that
        nothing depends on a default of lavaan's.

        Parameters
        ----------
        data : str
            Name of the data frame in R.
        group, cluster, weights : str
            Names of its columns, where the model has groups, clusters or weights. lavaan before
            0.7 leaves clusters of ordinal items out without a word.
        name : str
            Of the fit in R.

        Returns
        -------
        str
        """
        return lavaan_script(
            self.fitted,
            missing=self.missing,
            parameterization=self.parameterization,
            data=data,
            group=group,
            cluster=cluster,
            weights=weights,
            name=name,
        )


def fit_table(
    table: ModelTable,
    data: ModelData,
    sample: OrdinalSample | ContinuousSample,
    *,
    estimator: str,
    missing: str,
    parameterization: str,
) -> CfaResult:
    """Fit a completed table and gather the result; warns of nothing."""
    if isinstance(sample, OrdinalSample):
        fitted = fit_ordinal(table, data, sample, estimator)
    else:
        fitted = fit_continuous(table, data, sample, estimator, fiml=missing == "fiml")
    return gather_result(
        fitted, data, estimator=estimator, missing=missing, parameterization=parameterization
    )


def gather_result(
    fitted: FittedModel,
    data: ModelData,
    *,
    estimator: str,
    missing: str,
    parameterization: str,
) -> CfaResult:
    """Tables and problems of a fit; warns of nothing."""
    fitted = with_problems(fitted, [*data.problems, *solution_problems(fitted)])
    sizes = [part.n for part in fitted.residuals]
    return CfaResult(
        estimates=estimates_table(fitted),
        fit=pd.Series(fitted.fit, name="fit", dtype=float),
        converged=True,
        n=sum(sizes),
        n_by_group=pd.Series(sizes, index=pd.Index(list(data.labels), name="group"), name="n"),
        estimator=estimator,
        missing=missing,
        parameterization=parameterization,
        problems=fitted.problems,
        fitted=fitted,
    )
