"""Whether groups may be compared: measurement invariance, step by step."""

from __future__ import annotations

import warnings
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from aspiratie.errors import (
    ConvergenceWarning,
    NotConvergedError,
    ParameterError,
    Problem,
)
from aspiratie.measurement.design import Beside
from aspiratie.measurement.invariance.search import chain_table, search_items
from aspiratie.measurement.invariance.steps import Step, binary_items, choose_steps, step_table
from aspiratie.measurement.invariance.verdict import choose_rule, judge, verdict_text
from aspiratie.measurement.sem.data import ModelData
from aspiratie.measurement.sem.fit import ContinuousSample, FittedModel, OrdinalSample, fit_ordinal
from aspiratie.measurement.sem.making import make_sample, make_table, prepare
from aspiratie.measurement.sem.model.parameters import ModelTable
from aspiratie.measurement.sem.model.syntax import Term, parse_model
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

__all__ = ["InvarianceResult", "measurement_invariance", "step_fits"]


@dataclass(frozen=True, eq=False, kw_only=True)
class InvarianceResult(Viewable):
    """Measurement invariance between groups.

    Parameters
    ----------
    steps : DataFrame
        A row a step, from the fewest restrictions on: fit measures under lavaan's names,
        and against the step before ``chisq.diff``, ``df.diff``, ``pvalue.diff``,
        ``cfi.diff``, ``rmsea.diff`` and ``srmr.diff`` (of robust indices if there are any,
        else of scaled ones; ``indices`` says which), and ``holds`` by the rule.
    verdict : str
        May these groups be compared, and on what; with the rule and its source.
    level : str
        Last step that holds; empty if not even the first does.
    noninvariant : DataFrame
        Score test of each item at the first step of equalities that fails: ``step``,
        ``item``, ``score``, ``df``, ``pvalue``, ``pvalue_holm`` (not corrected for
        non-normality: for finding items, not for proof), and ``released``: in which order
        items were let go, the worst first, until the step held (NaN: not).  Empty if none
        fails.
    partial : CfaResult or None
        The failing step with those items let go, if it then holds: partial invariance.
    rule, source : str
        The convention that the verdict rests on.
    models : dict of str to CfaResult
        The fit of each step.
    problems : tuple of Problem
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    steps: pd.DataFrame
    verdict: str
    level: str
    noninvariant: pd.DataFrame
    partial: CfaResult | None
    rule: str
    source: str
    models: dict[str, CfaResult]
    problems: tuple[Problem, ...]
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"InvarianceResult({len(self.steps)} steps, level={self.level!r})"

    def to_lavaan(
        self, *, data: str = "answers", group: str = "group", cluster: str = "cluster"
    ) -> str:
        """Write the R code that fits all steps in lavaan and tests their differences.

        Parameters
        ----------
        data : str
            Name of the data frame in R.
        group, cluster : str
            Names of its columns.

        Returns
        -------
        str
        """
        fits = [
            model.to_lavaan(data=data, group=group, cluster=cluster, name=name)
            for name, model in self.models.items()
        ]
        return "\n".join([*fits, f"lavaan::lavTestLRT({', '.join(self.models)})\n"])


def measurement_invariance(
    items: pd.DataFrame,
    model: str | MeasurementModel,
    *,
    group: Beside,
    ordinal: bool = True,
    estimator: Estimator | None = None,
    cluster: Beside = None,
    weights: Beside = None,
    missing: Missing = "listwise",
) -> InvarianceResult:
    """Test step by step what may be compared between groups.

    Ordinal items: configural, thresholds, loadings and intercepts, with the identification
    of Wu and Estabrook (2016) in the theta parameterization.  Continuous items:
    configural, metric, scalar and strict.  Factors have variance one (and mean zero) in
    the first group, and in others until loadings (intercepts) are equal.

    With factors of factors the second-order loadings and the intercepts of the first-order
    factors are steps of their own (Chen, Sousa & West, 2005).  Of items with two answers
    threshold, loading and intercept are made equal at once, in the step of intercepts: before,
    equality restricts nothing.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_columns)
    model : str, or an object with a method ``measurement_model()``
        Factors of items, and factors of these.
    group : column name or Series
        Groups to compare.
    ordinal : bool
        Whether to take the items as ordinal.
    estimator : str, optional
        WLSMV (ordinal) and MLR (continuous) unless given.
    cluster, weights, missing
        As in :func:`cfa`.

    Returns
    -------
    InvarianceResult

    Raises
    ------
    EstimationError
        If a group lacks a category of an item.
    NotConvergedError
        If the configural model has no solution.
    ParameterError
        If the model has a third level, regressions, or a factor of both items and factors.

    Warns
    -----
    ConvergenceWarning
        If a later step has no solution, or a solution is improper.
    FewClustersWarning
        If a group has fewer than 30 clusters.

    References
    ----------
    Wu, H., & Estabrook, R. (2016). Identification of confirmatory factor analysis models of
    different levels of invariance for ordered categorical outcomes. Psychometrika, 81,
    1014-1045. https://doi.org/10.1007/s11336-016-9506-0

    Chen, F. F., Sousa, K. H., & West, S. G. (2005). Testing measurement invariance of
    second-order factor models. Structural Equation Modeling, 12, 471-492.
    https://doi.org/10.1207/s15328007sem1203_7

    Chen, F. F. (2007). Sensitivity of goodness of fit indexes to lack of measurement
    invariance. Structural Equation Modeling, 14, 464-504.
    https://doi.org/10.1080/10705510701301834

    Rutkowski, L., & Svetina, D. (2017). Measurement invariance in international surveys:
    Categorical indicators and fit measure performance. Applied Measurement in Education,
    30, 39-51. https://doi.org/10.1080/08957347.2016.1243540

    Notes
    -----
    In R: ``semTools::measEq.syntax(ID.fac = "std.lv", ID.cat = "Wu.Estabrook.2016",
    parameterization = "theta")`` with ``group.equal`` "thresholds", then also "loadings",
    then also "intercepts"; ``lavaan::cfa(group.equal =)`` for continuous items; and
    ``lavaan::lavTestLRT``.  Of binary items semTools 0.5-6 also gives a step of loadings with
    residual variances of one, in which its last step is not nested; and of factors of factors it
    frees latent means that are not identified.  Here the chain is nested.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(3)
    >>> latent = 0.8 * rng.normal(size=(800, 1)) + 0.6 * rng.normal(size=(800, 4))
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcd"))
    >>> answers["school"] = ["x", "y"] * 400
    >>> found = measurement_invariance(answers, "F =~ a + b + c + d", group="school")
    >>> found.level
    'intercepts'
    """
    chosen: Estimator = estimator or ("WLSMV" if ordinal else "MLR")
    if ordinal != (chosen in ("WLSMV", "DWLS", "ULSMV")):
        raise ParameterError(f"estimator={chosen!r} does not go with ordinal={ordinal}.")
    if group is None:
        raise ParameterError("`group` must name the groups to compare.")
    check_options(chosen, missing, "theta", cluster, group, (), weights=weights)
    chosen = robust_estimator(chosen, cluster, weights)
    terms = parse_model(model_text(model))
    parameterization = "theta" if ordinal else "delta"
    results: dict[str, CfaResult] = {}
    problems: list[Problem] = []
    with one_blas_thread():
        data, sample, base, found = _prepared(
            items,
            terms,
            estimator=chosen,
            group=group,
            cluster=cluster,
            weights=weights,
            missing=missing,
            parameterization=parameterization,
        )
        problems += found
        steps = choose_steps(base)

        def refit(step: Step, released: tuple[str, ...] = ()) -> CfaResult:
            return fit_table(
                step_table(base, step, released),
                data,
                sample,
                estimator=chosen,
                missing=missing,
                parameterization=parameterization,
            )

        for step in steps:
            try:
                result = refit(step)
            except NotConvergedError as error:
                if not results:
                    raise
                problems.append(Problem(where=f"step {step.name}", what=error.message))
                continue
            results[step.name] = result
            problems += [
                Problem(
                    where=f"step {step.name}, {problem.where}",
                    what=problem.what,
                    remedy=problem.remedy,
                )
                for problem in result.problems
            ]
        rule = choose_rule(len(data.labels), ordinal=ordinal)
        table = chain_table(steps, results, rule)
        level, failed = judge(table)
        later = [str(name) for name, holds in table["holds"].iloc[1:].items() if not holds]
        search = search_items(later[0] if later else "", steps, results, rule, refit)
    if problems:
        shown = "; ".join(str(problem).rstrip(".") for problem in problems[:5])
        warnings.warn(f"Measurement invariance: {shown}.", ConvergenceWarning, stacklevel=2)
    warn_clusters(data)
    warn_sparse([found.fitted for found in results.values()][:1])
    notes = notes_of(items, data, group)
    return InvarianceResult(
        steps=table,
        verdict=verdict_text(table, level, failed, search, rule, steps),
        level=level,
        noninvariant=search.tests,
        partial=search.partial,
        rule=rule.text,
        source=rule.source,
        models={name: replace(found, notes=notes) for name, found in results.items()},
        problems=tuple(problems),
        notes=notes,
    )


def step_fits(
    items: pd.DataFrame,
    model: str | MeasurementModel,
    *,
    group: Beside,
    cluster: Beside = None,
    weights: Beside = None,
) -> Iterator[tuple[str, FittedModel]]:
    """Fit the steps of :func:`measurement_invariance` for ordinal items, one by one.

    For who judges many scales and stops at the first step that fails: there is no verdict,
    no test of differences and no search for items.

    Parameters
    ----------
    items, model, group, cluster, weights
        As in :func:`measurement_invariance`.

    Yields
    ------
    tuple of str and FittedModel
        Name of the step, and its solution: `fit` has lavaan's measures.

    Raises
    ------
    EstimationError, NotConvergedError, ParameterError
        As :func:`measurement_invariance`, at the step concerned.
    """
    with one_blas_thread():
        data, sample, base, _ = _prepared(
            items,
            parse_model(model_text(model)),
            estimator="WLSMV",
            group=group,
            cluster=cluster,
            weights=weights,
            missing="listwise",
            parameterization="theta",
        )
    assert isinstance(sample, OrdinalSample)
    for step in choose_steps(base):
        with one_blas_thread():
            fitted = fit_ordinal(step_table(base, step, ()), data, sample, "WLSMV")
        yield step.name, fitted


def _prepared(
    items: pd.DataFrame,
    terms: tuple[Term, ...],
    *,
    estimator: Estimator,
    group: Beside,
    cluster: Beside,
    weights: Beside,
    missing: Missing,
    parameterization: str,
) -> tuple[ModelData, OrdinalSample | ContinuousSample, ModelTable, list[Problem]]:
    """Return all that the steps share: data, their statistics and the table of the model."""
    data = prepare(
        items,
        terms,
        estimator=estimator,
        group=group,
        cluster=cluster,
        weights=weights,
        missing=missing,
    )
    sample = make_sample(data, terms, estimator=estimator, missing=missing)
    base = make_table(
        data,
        terms,
        sample,
        missing=missing,
        parameterization=parameterization,
        group_equal=(),
        group_partial=(),
    )
    problems = _few_answers(sample, base) if isinstance(sample, OrdinalSample) else []
    return data, sample, base, problems


def _few_answers(sample: OrdinalSample, base: ModelTable) -> list[Problem]:
    """Say what items of two or three answers mean for the steps."""
    sizes = sample.codes.n_categories
    binary = sorted(binary_items(base))
    if len(binary) == len(base.items):
        return [
            Problem(
                where="steps",
                what="are two only: with two answers thresholds, loadings and intercepts can be "
                "tested together, not one after another (Wu & Estabrook, 2016).",
            )
        ]
    if binary:
        return [
            Problem(
                where=", ".join(binary),
                what="have two answers and are made equal in the step intercepts only, in "
                "threshold, loading and intercept at once (Wu & Estabrook, 2016).",
            )
        ]
    if np.all(sizes == 3):
        return [
            Problem(
                where="step thresholds",
                what="tests nothing: with three answers equal thresholds are only a choice of "
                "scale (Wu & Estabrook, 2016).",
            )
        ]
    return []
