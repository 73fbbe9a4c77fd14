"""Confirmatory factor analysis within and between schools."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import (
    ConvergenceWarning,
    ParameterError,
    Problem,
)
from aspiratie.measurement.design import Beside, warn_few
from aspiratie.measurement.sem.estimation.start import starting_values
from aspiratie.measurement.sem.model.parameters import (
    model_names,
)
from aspiratie.measurement.sem.model.syntax import parse_model
from aspiratie.measurement.sem.options import MeasurementModel, model_text
from aspiratie.measurement.sem.two_level.fit import (
    LevelFit,
    climb,
    plain_table,
)
from aspiratie.measurement.sem.two_level.making import (
    grand_means,
    item_moments,
    level_table,
    plain_start,
    proper_covariance,
    refuse_unidentified_levels,
)
from aspiratie.measurement.sem.two_level.measures import (
    level_estimates,
    level_measures,
    level_problems,
)
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["TwoLevelCfa", "two_level_cfa"]

Floats = npt.NDArray[np.float64]
Construct = Literal["free", "configural", "shared"]


@dataclass(frozen=True, eq=False, kw_only=True)
class TwoLevelCfa(Viewable):
    """Factors within and between clusters.

    Parameters
    ----------
    estimates : pandas.DataFrame
        ``level`` ("within" or "between"), ``lhs``, ``op``, ``rhs``, ``est``, ``se``, ``z``,
        ``pvalue``, ``std_all`` (within its level).
    fit : pandas.Series
        Fit measures under lavaan's names.
    within, between : pandas.DataFrame
        Covariances of the items at each level that the unrestricted model estimates.
    icc : pandas.Series
        Of each item: its variance between clusters over its whole variance.
    n, n_clusters : int
        Respondents who answered every item, and their clusters.
    construct, estimator : str
        As asked for.
    problems : tuple of Problem
        What forbids to take the solution at face value.
    vcov : ndarray
        Covariance of the free parameters.
    """

    estimates: pd.DataFrame
    fit: pd.Series[float]
    within: pd.DataFrame
    between: pd.DataFrame
    icc: pd.Series[float]
    n: int
    n_clusters: int
    construct: str
    estimator: str
    problems: tuple[Problem, ...]
    fitted: LevelFit
    vcov: Floats

    def __repr__(self) -> str:
        """Give what was fitted in one line."""
        return (
            f"TwoLevelCfa({self.construct}, {self.estimator}, n={self.n}, "
            f"{self.n_clusters} clusters, chisq={self.fit['chisq']:.3f}, "
            f"df={int(self.fit['df'])}, {len(self.problems)} problems)"
        )


def two_level_cfa(
    items: pd.DataFrame,
    model: str | MeasurementModel,
    *,
    cluster: Beside,
    construct: Construct = "free",
    estimator: Literal["ML", "MLR"] = "MLR",
) -> TwoLevelCfa:
    r"""Fit a measurement model within and between schools, by maximum likelihood.

    Items are continuous, :math:`y_{ij} = \mu + \Lambda_B\eta_j + \epsilon_j + \Lambda_W\eta_{ij}
    + \epsilon_{ij}`.  What the items measure at the level of the school decides which model is
    right (Stapleton, Yang & Hancock, 2016):

    - ``"configural"``: the school is the sum of its pupils (their well-being, say): loadings
      are equal at both levels;
    - ``"shared"``: pupils report on one thing that they share (the climate, the teacher):
      covariances within schools are left free, the factor is one of schools;
    - ``"free"``: the same factors at both levels with loadings of their own.

    Parameters
    ----------
    items : pandas.DataFrame, shape (n_respondents, n_columns)
        Numeric answers; respondents who answered every item of the model are used.
    model : str, or an object with a method ``measurement_model()``
        lavaan's measurement syntax, without its ``level:`` lines.
    cluster : column name or Series
        Schools or classes.
    construct : {"free", "configural", "shared"}
        See above.
    estimator : {"MLR", "ML"}
        MLR has standard errors and a test that hold for answers that are not normal.

    Returns
    -------
    TwoLevelCfa
        Unrounded.

    Raises
    ------
    EstimationError
        If an item does not vary, or there are hardly more clusters than items.
    IdentificationError
        If other parameters would imply the same data.
    NotConvergedError
        If no solution is found.
    ParameterError
        If an option is unknown.

    Warns
    -----
    ConvergenceWarning
        If the solution is improper: see ``problems``.
    FewClustersWarning
        With fewer than 30 clusters.

    References
    ----------
    Muthén, B. O. (1994). Multilevel covariance structure analysis. Sociological Methods &
    Research, 22, 376-398. https://doi.org/10.1177/0049124194022003006

    Stapleton, L. M., Yang, J. S., & Hancock, G. R. (2016). Construct meaning in multilevel
    settings. Journal of Educational and Behavioral Statistics, 41, 481-520.
    https://doi.org/10.3102/1076998616646200

    Notes
    -----
    In R: ``lavaan::cfa("level: 1 ... level: 2 ...", d, cluster = "school", estimator = "MLR")``.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> school = np.repeat(np.arange(60), 12)
    >>> climate = rng.normal(size=60)[school] * 0.6 + rng.normal(size=720)
    >>> answers = pd.DataFrame({
    ...     f"c{k}": climate + 0.3 * rng.normal(size=60)[school] + rng.normal(size=720)
    ...     for k in range(4)})
    >>> found = two_level_cfa(answers.assign(school=school), "F =~ c0 + c1 + c2 + c3",
    ...                       cluster="school", construct="configural")
    >>> int(found.fit["df"]), found.n_clusters
    (7, 60)
    """
    if construct not in ("free", "configural", "shared"):
        raise ParameterError(f"construct is {construct!r}; it is 'free', 'configural' or 'shared'.")
    if estimator not in ("ML", "MLR"):
        raise ParameterError(f"estimator is {estimator!r}; two levels take 'ML' or 'MLR'.")
    terms = parse_model(model_text(model))
    names = model_names(terms).items
    at = item_moments(items, names, cluster)
    with one_blas_thread():
        table = level_table(terms, names, construct)
        free = climb(plain_table(names, saturated=True), at, plain_start(at, saturated=True))
        start = starting_values(
            table,
            [at.within(), proper_covariance(at.between())],
            [np.zeros(at.p), grand_means(at)],
            [],
        )
        refuse_unidentified_levels(table, start, at)
        found = climb(table, at, start)
        null = climb(plain_table(names, saturated=False), at, plain_start(at, saturated=False))
        fit, vcov = level_measures(found, free, null, at, robust=estimator == "MLR")
    problems = level_problems(found)
    if problems:
        shown = "; ".join(str(problem).rstrip(".") for problem in problems[:5])
        warnings.warn(f"Two levels: {shown}.", ConvergenceWarning, stacklevel=2)
    warn_few(at.n_clusters, what="This two-level model")
    within, between, _ = free.moments()
    share = np.diagonal(between) / (np.diagonal(between) + np.diagonal(within))
    labels = list(names)
    return TwoLevelCfa(
        estimates=level_estimates(found, vcov),
        fit=pd.Series(fit, name="fit", dtype=float),
        within=pd.DataFrame(within, index=labels, columns=labels),
        between=pd.DataFrame(between, index=labels, columns=labels),
        icc=pd.Series(share, index=labels, name="icc"),
        n=at.n,
        n_clusters=at.n_clusters,
        construct=construct,
        estimator=estimator,
        problems=problems,
        fitted=found,
        vcov=vcov,
    )
