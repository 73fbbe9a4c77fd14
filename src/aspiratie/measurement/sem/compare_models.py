"""Several measurement models of the same answers, side by side."""

from __future__ import annotations

import warnings
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from aspiratie.errors import AspiratieError, ConvergenceWarning, ParameterError, Problem
from aspiratie.measurement.design import Beside
from aspiratie.measurement.sem.difference_tests import difference_test, is_nested
from aspiratie.measurement.sem.making import make_sample, make_table, prepare
from aspiratie.measurement.sem.model.parameters import model_names
from aspiratie.measurement.sem.model.syntax import parse_model
from aspiratie.measurement.sem.options import (
    Estimator,
    MeasurementModel,
    Missing,
    check_options,
    model_text,
    robust_estimator,
)
from aspiratie.measurement.sem.result import CfaResult, fit_table
from aspiratie.measurement.sem.telling import notes_of, warn_clusters, warn_sparse
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["ModelComparison", "compare_models"]


@dataclass(frozen=True, eq=False, kw_only=True)
class ModelComparison(Viewable):
    """Fit of several models.

    Parameters
    ----------
    fit : DataFrame
        A row a model, in the order given; columns are fit measures under lavaan's names,
        NaN where a model has no solution.
    differences : DataFrame
        A row for each two models with different degrees of freedom: ``restricted``,
        ``free``, ``nested``, and if nested ``chisq.diff``, ``df.diff``, ``pvalue.diff``,
        ``cfi.diff``, ``rmsea.diff`` and ``method``.
    models : dict of str to CfaResult
        The fits that have a solution.
    problems : tuple of Problem
        Which models have none, or an improper one, and why.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    fit: pd.DataFrame
    differences: pd.DataFrame
    models: dict[str, CfaResult]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"ModelComparison({len(self.fit)} models, {len(self.problems)} problems)"


def compare_models(
    items: pd.DataFrame,
    models: Mapping[str, str | MeasurementModel],
    *,
    estimator: Estimator = "WLSMV",
    group: Beside = None,
    cluster: Beside = None,
    weights: Beside = None,
    missing: Missing = "listwise",
    parameterization: str = "delta",
) -> ModelComparison:
    """Fit several models to the same respondents and compare them.

    All models use the respondents that the model with most items would: with
    ``missing="listwise"`` those who answered every item and have every covariate that any
    model names.  Models of the same items and covariates are compared by difference tests
    where one is nested in the other, which is found out numerically.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_columns)
    models : mapping of str to str
        Names and models in lavaan's syntax.
    estimator, group, cluster, weights, missing, parameterization
        As in :func:`cfa`.

    Returns
    -------
    ModelComparison

    Raises
    ------
    ModelSyntaxError
        If the text of a model cannot be read.
    EstimationError
        If the answers themselves cannot be analysed.

    Warns
    -----
    ConvergenceWarning
        If a model has no solution or an improper one.

    Notes
    -----
    In R: ``lavaan::cfa`` for each, ``lavaan::lavTestLRT`` (Satorra & Bentler 2001 for MLR,
    Satorra 2000 for WLSMV) and ``semTools::net`` for nesting.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(2)
    >>> traits = rng.normal(size=(400, 2)) @ np.array([[1, 0.5], [0, 0.87]])
    >>> latent = 0.8 * traits[:, [0, 0, 0, 1, 1, 1]] + 0.6 * rng.normal(size=(400, 6))
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcdef"))
    >>> two = "F =~ a + b + c" + chr(10) + "G =~ d + e + f"
    >>> found = compare_models(answers, {"one": "F =~ a + b + c + d + e + f", "two": two})
    >>> found.fit["df"].astype(int).to_dict()
    {'one': 9, 'two': 8}
    >>> bool(found.differences["nested"].iloc[0])
    True
    """
    if not models:
        raise ParameterError("`models` holds no model.")
    check_options(estimator, missing, parameterization, cluster, group, (), weights=weights)
    estimator = robust_estimator(estimator, cluster, weights)
    terms = {name: parse_model(model_text(model)) for name, model in models.items()}
    every = list(dict.fromkeys(item for t in terms.values() for item in model_names(t).items))
    needed = list(
        dict.fromkeys([*every, *(x for t in terms.values() for x in model_names(t).covariates)])
    )
    absent = [name for name in needed if name not in items.columns]
    rows = items
    if missing == "listwise" and not absent:
        rows = items.loc[items[needed].notna().all(axis=1)]
        group, cluster, weights = (
            side.loc[rows.index] if isinstance(side, pd.Series) and side.index.is_unique else side
            for side in (group, cluster, weights)
        )
    results: dict[str, CfaResult] = {}
    problems: list[Problem] = []
    samples: dict[tuple[str, ...], Any] = {}
    with one_blas_thread():
        for name, own in terms.items():
            names = model_names(own).items
            means = any(term.op == "~1" for term in own)
            key = (*sorted(names), str(means), *model_names(own).covariates)
            try:
                if key not in samples:
                    data = prepare(
                        rows,
                        own,
                        order=tuple(item for item in every if item in names),
                        estimator=estimator,
                        group=group,
                        cluster=cluster,
                        weights=weights,
                        missing=missing,
                    )
                    sample = make_sample(data, own, estimator=estimator, missing=missing)
                    samples[key] = (data, sample)
                data, sample = samples[key]
                table = make_table(
                    data,
                    own,
                    sample,
                    missing=missing,
                    parameterization=parameterization,
                    group_equal=(),
                    group_partial=(),
                )
                found = fit_table(
                    table,
                    data,
                    sample,
                    estimator=estimator,
                    missing=missing,
                    parameterization=parameterization,
                )
                results[name] = replace(found, notes=notes_of(items, data, group))
            except AspiratieError as error:
                problems.append(Problem(where=f"model {name}", what=_flat(error)))
                continue
            problems += [
                Problem(
                    where=f"model {name}, {problem.where}",
                    what=problem.what,
                    remedy=problem.remedy,
                )
                for problem in results[name].problems
            ]
        differences = _differences(results)
    if problems:
        shown = "; ".join(str(problem).rstrip(".") for problem in problems[:5])
        warnings.warn(
            f"Not all models have a proper solution: {shown}.", ConvergenceWarning, stacklevel=2
        )
    for data, _ in list(samples.values())[:1]:
        warn_clusters(data)
    warn_sparse([found.fitted for found in results.values()])
    return ModelComparison(
        fit=_fit_table(results, list(models)),
        differences=differences,
        models=results,
        problems=tuple(problems),
        notes=tuple(dict.fromkeys(note for found in results.values() for note in found.notes)),
    )


def _flat(error: AspiratieError) -> str:
    return " ".join([error.message, *(str(problem) for problem in error.problems)])


def _fit_table(results: Mapping[str, CfaResult], names: list[str]) -> pd.DataFrame:
    table = pd.DataFrame({name: result.fit for name, result in results.items()}).T
    order = next((list(result.fit.index) for result in results.values()), [])
    table = table.reindex(index=pd.Index(names, name="model"), columns=order)
    table.insert(0, "n", [results[name].n if name in results else np.nan for name in names])
    return table


def _differences(results: Mapping[str, CfaResult]) -> pd.DataFrame:
    columns = [
        "restricted",
        "free",
        "nested",
        "chisq.diff",
        "df.diff",
        "pvalue.diff",
        "cfi.diff",
        "rmsea.diff",
        "method",
    ]
    rows: list[dict[str, Any]] = []
    names = sorted(results, key=lambda name: results[name].fit["df"])
    for k, free in enumerate(names):
        for restricted in names[k + 1 :]:
            wide, narrow = results[free], results[restricted]
            if narrow.fit["df"] <= wide.fit["df"]:
                continue
            nested = is_nested(wide.fitted, narrow.fitted)
            row: dict[str, Any] = {"restricted": restricted, "free": free, "nested": nested}
            if nested:
                test = difference_test(wide.fitted, narrow.fitted)
                kind = best_kind(narrow.fit)
                row |= {
                    "chisq.diff": test.chisq,
                    "df.diff": test.df,
                    "pvalue.diff": test.pvalue,
                    "cfi.diff": narrow.fit[f"cfi{kind}"] - wide.fit[f"cfi{kind}"],
                    "rmsea.diff": narrow.fit[f"rmsea{kind}"] - wide.fit[f"rmsea{kind}"],
                    "method": test.method,
                }
            rows.append(row)
    return pd.DataFrame(rows, columns=columns)


def best_kind(fit: pd.Series[float]) -> str:
    """Suffix of the indices to judge by: robust if there, else scaled, else plain."""
    for kind in (".robust", ".scaled"):
        if f"cfi{kind}" in fit.index and np.isfinite(fit[f"cfi{kind}"]):
            return kind
    return ""
