"""Confirmatory factor analysis within and between schools."""

from __future__ import annotations

import warnings
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import erfc

from aspiratie.errors import (
    ConvergenceWarning,
    EstimationError,
    IdentificationError,
    ParameterError,
    Problem,
)
from aspiratie.measurement.answers import answer_matrix, answered_all
from aspiratie.measurement.design import Beside, beside, warn_few
from aspiratie.measurement.sem.cfa import MeasurementModel, model_text
from aspiratie.measurement.sem.estimation.implied import compile_model
from aspiratie.measurement.sem.estimation.start import starting_values
from aspiratie.measurement.sem.fit import chi_square_measures, invert
from aspiratie.measurement.sem.fit_indices import (
    ChiSquare,
    incremental_indices,
    rmsea_indices,
)
from aspiratie.measurement.sem.model.parameters import (
    ModelTable,
    build_table,
    model_names,
    number_parameters,
)
from aspiratie.measurement.sem.model.syntax import Term, parse_model
from aspiratie.measurement.sem.tables import row_value, standardised
from aspiratie.measurement.sem.two_level.fit import (
    LevelFit,
    climb,
    observed,
    plain_table,
    scaled_test,
    trace_of,
)
from aspiratie.measurement.sem.two_level.likelihood import (
    BETWEEN,
    WITHIN,
    ClusterMoments,
    cluster_moments,
)
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["TwoLevelCfa", "two_level_cfa"]

Floats = npt.NDArray[np.float64]
Construct = Literal["free", "configural", "shared"]
LEVELS = ("within", "between")


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
    at = _moments(items, names, cluster)
    with one_blas_thread():
        table = _table(terms, names, construct)
        free = climb(plain_table(names, saturated=True), at, _start_plain(at, saturated=True))
        start = starting_values(
            table, [at.within(), _proper(at.between())], [np.zeros(at.p), _grand(at)], []
        )
        _refuse_unidentified(table, start, at)
        found = climb(table, at, start)
        null = climb(plain_table(names, saturated=False), at, _start_plain(at, saturated=False))
        fit, vcov = _measures(found, free, null, at, robust=estimator == "MLR")
    problems = _problems(found)
    if problems:
        shown = "; ".join(str(problem).rstrip(".") for problem in problems[:5])
        warnings.warn(f"Two levels: {shown}.", ConvergenceWarning, stacklevel=2)
    warn_few(at.n_clusters, what="This two-level model")
    within, between, _ = free.moments()
    share = np.diagonal(between) / (np.diagonal(between) + np.diagonal(within))
    labels = list(names)
    return TwoLevelCfa(
        estimates=_estimates(found, vcov),
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


def _moments(items: pd.DataFrame, names: tuple[str, ...], cluster: Beside) -> ClusterMoments:
    if not isinstance(items, pd.DataFrame):
        raise ParameterError("Answers must be a pandas DataFrame, a column an item.")
    if cluster is None:
        raise ParameterError("`cluster` must name the schools or classes.")
    absent = [name for name in names if name not in items.columns]
    if absent:
        raise ParameterError(
            "The model names items that the answers do not have.",
            problems=[
                Problem(where=f"item {n}", what="is no column of the answers.") for n in absent
            ],
        )
    school = beside(items, cluster, "cluster")
    assert school is not None
    values = answer_matrix(items[list(names)])
    used = answered_all(values) & school.notna().to_numpy()
    values = values[used]
    numbers = pd.factorize(school[used])[0].astype(np.int64)
    n, clusters = len(values), int(numbers.max(initial=-1)) + 1
    faults = [
        Problem(where=f"item {name}", what="does not vary.")
        for k, name in enumerate(names)
        if n < 2 or np.ptp(values[:, k]) == 0.0
    ]
    if clusters < 3 or n <= clusters + len(names):
        faults.append(
            Problem(
                where="cluster",
                what=f"has {clusters} clusters with {n} respondents; {len(names)} items need more.",
            )
        )
    if faults:
        raise EstimationError("The model cannot be fitted to these answers.", problems=faults)
    return cluster_moments(values, numbers)


def _table(terms: tuple[Term, ...], names: tuple[str, ...], construct: str) -> ModelTable:
    table = build_table(
        terms,
        n_groups=2,
        thresholds=None,
        means=True,
        group_equal=("loadings",) if construct == "configural" else (),
        order=names,
    )
    rows = [
        row._replace(free=-1, value=0.0) if row.group == WITHIN and row.op == "~1" else row
        for row in table.rows
    ]
    if construct == "shared":
        high = [row for row in rows if row.group == BETWEEN]
        top = 1 + max((row.free for row in rows), default=0)
        low = [row for row in plain_table(names, saturated=True).rows if row.group == WITHIN]
        rows = [row._replace(free=row.free + top if row.free >= 0 else -1) for row in low] + high
    return number_parameters(replace(table, rows=tuple(rows)))


def _grand(at: ClusterMoments) -> Floats:
    out: Floats = at.counts @ at.means / at.n
    return out


def _proper(between: Floats) -> Floats:
    """Make a covariance matrix of one that may not be, to start from."""
    values, vectors = np.linalg.eigh(between)
    least = 0.02 * max(float(np.mean(np.abs(values))), 1e-6)
    out: Floats = (vectors * np.maximum(values, least)) @ vectors.T
    return out


def _start_plain(at: ClusterMoments, *, saturated: bool) -> Floats:
    upper = np.triu_indices(at.p)
    parts = [
        matrix[upper] if saturated else np.diagonal(matrix)
        for matrix in (at.within(), _proper(at.between()))
    ]
    return np.concatenate([*parts, _grand(at)])


def _refuse_unidentified(table: ModelTable, start: Floats, at: ClusterMoments) -> None:
    """Look at the derivatives of the moments of both levels, away from the start."""
    model = compile_model(table)
    n_statistics = at.p * (at.p + 1) + at.p
    lost = model.n_free > n_statistics
    columns, rows = np.triu_indices(at.p)
    for seed in (1, 2):
        if lost:
            break
        noise = np.random.default_rng(seed)
        point = start + noise.uniform(0.02, 0.08, len(start))
        total = []
        for level in (WITHIN, BETWEEN):
            slopes, free = model.slopes(level, model.matrices(level, point))
            u, v = slopes.u, slopes.v
            change = u[:, rows] * v[:, columns] + u[:, columns] * v[:, rows]
            block = np.zeros((model.n_free, change.shape[1] + at.p))
            np.add.at(block, free, np.hstack([change, slopes.m]))
            total.append(block)
        rank = np.linalg.matrix_rank(np.hstack(total), tol=1e-8)
        lost = rank < model.n_free
    if lost:
        raise IdentificationError(
            "The model is not identified at one of the two levels: fix parameters, or give each "
            "factor three items."
        )


def _measures(
    found: LevelFit, free: LevelFit, null: LevelFit, at: ClusterMoments, *, robust: bool
) -> tuple[dict[str, float], Floats]:
    """Fit measures, and the covariance of the parameters."""
    df = len(free.x) - len(found.x)
    null_df = len(free.x) - len(null.x)
    stat = max(2.0 * (free.logl - found.logl), 0.0)
    null_stat = 2.0 * (free.logl - null.logl)
    extra: dict[str, float] = {}
    if robust:
        free_trace, _, _ = trace_of(free, at)
        trace, bread, meat = trace_of(found, at)
        inverse = invert(bread)
        vcov = inverse @ meat @ inverse
        test = scaled_test(stat, df, free_trace, trace)
        base = scaled_test(null_stat, null_df, free_trace, trace_of(null, at)[0])
    else:
        vcov = invert(observed(found, at))
        test, base = ChiSquare(stat=stat, df=df), ChiSquare(stat=null_stat, df=null_df)
    fit: dict[str, float] = {"npar": len(found.x), **chi_square_measures(test, base)}
    fit.update(incremental_indices(test, base, None))
    fit.update(rmsea_indices(test, at.n, 1, None))
    fit["logl"], fit["unrestricted.logl"] = found.logl, free.logl
    fit["aic"] = -2.0 * found.logl + 2.0 * len(found.x)
    fit["bic"] = -2.0 * found.logl + np.log(at.n) * len(found.x)
    fit["ntotal"] = at.n
    for level, implied, seen in zip(LEVELS, found.moments()[:2], free.moments()[:2], strict=True):
        extra[f"srmr_{level}"] = _srmr(seen, implied)
    fit.update(extra)
    fit["srmr"] = extra["srmr_within"] + extra["srmr_between"]
    return fit, vcov


def _srmr(seen: Floats, implied: Floats) -> float:
    """Root mean square difference of correlations, over variances and covariances as lavaan."""
    scaled = []
    for matrix in (seen, implied):
        spread = np.diagonal(matrix)
        if np.any(spread <= 0.0):
            return float("nan")
        scaled.append(matrix / np.sqrt(np.outer(spread, spread)))
    left = (scaled[0] - scaled[1])[np.triu_indices(len(seen))]
    return float(np.sqrt(np.mean(left**2)))


def _estimates(found: LevelFit, vcov: Floats) -> pd.DataFrame:
    model, x = found.model, found.x
    errors = np.sqrt(np.maximum(np.diagonal(vcov), 0.0))
    matrices = [model.matrices(level, x) for level in (WITHIN, BETWEEN)]
    rows = []
    for row in model.table.rows:
        if row.group == WITHIN and row.op == "~1":
            continue
        at = matrices[row.group]
        value = row_value(model, row, x, at)
        se = float(errors[row.free]) if row.free >= 0 else float("nan")
        rows.append(
            {
                "level": LEVELS[row.group],
                "lhs": row.lhs,
                "op": row.op,
                "rhs": row.rhs,
                "est": value,
                "se": se,
                "std_all": standardised(model, row, value, at),
            }
        )
    table = pd.DataFrame(rows)
    table.insert(6, "z", table["est"] / table["se"])
    tails = erfc(np.abs(table["z"].to_numpy(dtype=float)) / np.sqrt(2.0))
    table.insert(7, "pvalue", tails)
    return table


def _problems(found: LevelFit) -> tuple[Problem, ...]:
    """Negative variances at either level."""
    problems = []
    for row in found.model.table.rows:
        if row.op != "~~" or row.lhs != row.rhs or row.free < 0 or found.x[row.free] >= 0.0:
            continue
        problems.append(
            Problem(
                where=f"{row.lhs}, {LEVELS[row.group]} clusters",
                what=f"has a negative variance ({found.x[row.free]:.3g}), a Heywood case.",
                remedy="Few clusters or little difference between them often give this; take it "
                "for zero, or leave the item out.",
            )
        )
    return tuple(problems)
