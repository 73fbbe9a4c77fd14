"""Confirmatory factor analysis of ordinal and continuous items."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from typing import Literal

import pandas as pd

from aspiratie.measurement.design import Beside
from aspiratie.measurement.sem.making import make_sample, make_table, prepare
from aspiratie.measurement.sem.model.syntax import parse_model
from aspiratie.measurement.sem.options import (
    Estimator,
    MeasurementModel,
    Missing,
    check_options,
    model_text,
    refuse_blocks,
    robust_estimator,
)
from aspiratie.measurement.sem.result import CfaResult, fit_table
from aspiratie.measurement.sem.telling import notes_of, warn_clusters, warn_problems, warn_sparse
from aspiratie.measurement.threads import one_blas_thread

__all__ = ["cfa"]


def cfa(
    items: pd.DataFrame,
    model: str | MeasurementModel,
    *,
    estimator: Estimator = "WLSMV",
    group: Beside = None,
    group_equal: Collection[str] = (),
    group_partial: Collection[str] = (),
    cluster: Beside = None,
    weights: Beside = None,
    missing: Missing = "listwise",
    parameterization: Literal["delta", "theta"] = "delta",
    ordered: Collection[str] | bool | None = None,
    std_lv: bool = False,
    orthogonal: bool = False,
) -> CfaResult:
    r"""Fit a measurement model.

    Items load on factors, :math:`y^* = \nu + \Lambda\eta + Kx + \epsilon`,
    :math:`\eta = \alpha + B\eta + \Gamma x + \zeta`.  For ordinal items :math:`y^*` is the
    normal variable behind the answer, cut at thresholds; :math:`x` are observed covariates.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_columns)
        Answers; other columns than the model's are left alone.
    model : str, or an object with a method ``measurement_model()``
        lavaan's measurement syntax.  The first loading of a factor is one unless freed
        (``NA*``), factors of the highest level covary unless fixed (``F ~~ 0*G``).
        ``F ~ age + girl`` regresses a factor on columns of `items` (MIMIC), ``a ~ girl`` an
        item: the direct effect is how the item works otherwise at equal factors.
        ``d := p * q`` defines a function of labelled parameters, with its standard error by
        the delta method.
    estimator : {"WLSMV", "DWLS", "ULSMV", "ML", "MLR"}
        The first three take the items as ordinal, the last two as continuous.  WLSMV and
        ULSMV have robust standard errors and a scaled and shifted test, MLR robust ones
        and the Yuan-Bentler test.
    group : column name or Series, optional
        Fit in each group.  The first is that of the first category of a categorical
        column, else the smallest.
    group_equal : collection of str
        Which parameters are equal between groups: loadings, intercepts, thresholds,
        residuals, residual.covariances, lv.variances, lv.covariances, means.  As in
        lavaan, equal intercepts or thresholds free the factor means of later groups, and
        equal thresholds the scales (theta: residual variances) of the items.
    group_partial : collection of str
        Exceptions to `group_equal`, such as ``"F =~ a"``, ``"a ~ 1"`` or ``"a | t2"``.
    cluster : column name or Series, optional
        Schools or classes: standard errors and tests that allow respondents of one cluster
        to be alike, by sums of scores over clusters (WLSMV, ULSMV and MLR; ML becomes MLR).
    weights : column name or Series, optional
        Sampling weights, brought to an average of one in each group: estimates of the
        population, with standard errors and tests that allow for unequal weights (WLSMV,
        ULSMV and MLR; ML becomes MLR).
    missing : {"listwise", "fiml", "pairwise"}
        Listwise: only who answered all items.  FIML (ML and MLR): all, by full
        information maximum likelihood.  Pairwise (ordinal): all, for each pair of items
        who answered both.
    parameterization : {"delta", "theta"}
        Of ordinal items: the variance of :math:`y^*` (given covariates) is one, or that of
        the residual.
    ordered : collection of str, or bool, optional
        With WLSMV, DWLS and ULSMV: the items that are ordinal; the others are continuous.
        All of them when left out or true.
    std_lv : bool
        Factors have variance one, and their first loading is free.
    orthogonal : bool
        Factors do not covary unless the text says so.

    Returns
    -------
    CfaResult

    Raises
    ------
    ModelSyntaxError
        If the model's text cannot be read.
    IdentificationError
        If other parameters would imply the same data.
    NotConvergedError
        If no solution is found.
    EstimationError
        If items do not vary, a group lacks a category, or the data are too few.
    ParameterError
        If an option is unknown or does not go with the estimator.

    Warns
    -----
    ConvergenceWarning
        If the solution is improper: see ``problems``.
    FewClustersWarning
        If a group has fewer than 30 clusters.
    SparseDataWarning
        If there are fewer respondents than free parameters, or nobody gave some answer.

    References
    ----------
    Muthén, B. O., & Satorra, A. (1995). Complex sample data in structural equation modeling.
    Sociological Methodology, 25, 267-316. https://doi.org/10.2307/271070

    Muthén, B., du Toit, S., & Spisic, D. (1997). Robust inference using weighted least
    squares and quadratic estimating equations in latent variable modeling with
    categorical and continuous outcomes. https://www.statmodel.com/download/Article_075.pdf

    Muthén, B. (1984). A general structural equation model with dichotomous, ordered
    categorical, and continuous latent variable indicators. Psychometrika, 49, 115-132.
    https://doi.org/10.1007/BF02294210

    Rosseel, Y. (2012). lavaan: An R package for structural equation modeling. Journal of
    Statistical Software, 48(2), 1-36. https://doi.org/10.18637/jss.v048.i02

    Notes
    -----
    In R: ``lavaan::cfa(model, items, ordered = TRUE, estimator = "WLSMV")`` with
    ``fitMeasures`` and ``parameterEstimates``.  lavaan's conventions hold: the
    chi-square of ML is N times the discrepancy, that of ordinal items N - 1 times; RMSEA
    is over N and by the root of the number of groups.  The robust indices of ordinal items
    are those of Savalei (2021); like lavaan 0.6-14 none are given when thresholds or
    intercepts are equal between groups, when some items are continuous, or with covariates.
    Covariates are fixed (``fixed.x``): with ordinal items all statistics are given the
    covariates (``conditional.x``); their own means and variances are no parameters and have
    no rows in `estimates`.
    ``cluster =`` and ``sampling.weights =`` are as in lavaan 0.7 (0.6 ignores ``cluster`` with
    ordinal items): the sandwich over clusters has the factor G/(G - 1) in each group, point
    estimates are those without clusters, and groups count as independent even where a school
    has pupils in several.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> trait = rng.normal(size=(300, 1))
    >>> latent = 0.8 * trait + 0.6 * rng.normal(size=(300, 4))
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcd"))
    >>> result = cfa(answers, "F =~ a + b + c + d")
    >>> int(result.fit["df"]), result.n
    (2, 300)
    """
    check_options(
        estimator,
        missing,
        parameterization,
        cluster,
        group,
        group_equal,
        ordered,
        weights=weights,
    )
    estimator = robust_estimator(estimator, cluster, weights)
    terms = parse_model(model_text(model))
    refuse_blocks(terms)
    with one_blas_thread():
        data = prepare(
            items,
            terms,
            estimator=estimator,
            group=group,
            cluster=cluster,
            weights=weights,
            missing=missing,
            ordered=ordered,
        )
        sample = make_sample(data, terms, estimator=estimator, missing=missing)
        table = make_table(
            data,
            terms,
            sample,
            missing=missing,
            parameterization=parameterization,
            group_equal=group_equal,
            group_partial=group_partial,
            std_lv=std_lv,
            orthogonal=orthogonal,
        )
        result = fit_table(
            table,
            data,
            sample,
            estimator=estimator,
            missing=missing,
            parameterization=parameterization,
        )
    warn_problems(result.problems)
    warn_clusters(data)
    warn_sparse([result.fitted])
    return replace(result, notes=notes_of(items, data, group))
