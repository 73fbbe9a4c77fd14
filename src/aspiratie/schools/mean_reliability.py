"""How well pupils' answers tell schools apart: reliability of a school's mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import optimize, stats
from scipy.special import expit

from aspiratie.errors import EstimationError, IdentificationError, ParameterError
from aspiratie.measurement.design import Beside, beside, few_clusters, without_design
from aspiratie.measurement.factors.extraction import extract
from aspiratie.measurement.sem.two_level.cfa import TwoLevelCfa, two_level_cfa
from aspiratie.measurement.sem.two_level.likelihood import BETWEEN, WITHIN
from aspiratie.schools.multilevel import IntraclassCorrelation, icc
from aspiratie.viewable import Viewable

__all__ = ["SchoolMeanReliability", "school_mean_reliability"]

Floats = npt.NDArray[np.float64]
#: Numbers of pupils that the table shows.
PUPILS = (5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 150, 200)
_MOST = 1e6


@dataclass(frozen=True, eq=False, kw_only=True)
class SchoolMeanReliability(Viewable):
    """Reliability of the mean answer of a school's pupils.

    Parameters
    ----------
    by_size : pandas.DataFrame
        By number of pupils ``n``: ``reliability`` with ``ci_lower`` and ``ci_upper``, and
        ``icc_reliability``, which counts what is special to single items as true difference.
    needed : pandas.DataFrame
        By target: ``pupils`` that a school needs, with ``pupils_lower`` and ``pupils_upper``;
        infinite where no number of pupils is enough.
    omega_between : float
        Share of the variance between schools' true means that one factor makes: the
        reliability with endless pupils.
    omega_within : float
        The same among pupils of one school, for a factor within; NaN where it has no solution.
    icc : IntraclassCorrelation
        Of the mean of the items.
    typical : float
        Reliability at the harmonic mean of the schools' sizes.
    model : TwoLevelCfa
        The fit behind it: covariances within schools free, one factor between them.
    n, n_schools : int
        Pupils who answered every item, and their schools.
    confidence : float
        Coverage of the intervals.
    notes : tuple of str
        What to know before using the numbers.
    """

    by_size: pd.DataFrame
    needed: pd.DataFrame
    omega_between: float
    omega_within: float
    icc: IntraclassCorrelation
    typical: float
    model: TwoLevelCfa
    n: int
    n_schools: int
    confidence: float
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        """Give the typical reliability in one line."""
        return (
            f"SchoolMeanReliability({self.typical:.3f} at a typical size, "
            f"omega_between={self.omega_between:.3f}, n={self.n}, n_schools={self.n_schools})"
        )


def school_mean_reliability(
    items: pd.DataFrame,
    *,
    cluster: Beside,
    targets: Sequence[float] = (0.70, 0.80),
    pupils: Sequence[int] = PUPILS,
    confidence: float = 0.95,
) -> SchoolMeanReliability:
    r"""Estimate how reliable the mean answer of a school's pupils is.

    The pupils of a school report on what they share (a shared construct, as climate). With
    :math:`\lambda_B, \Theta_B` the loadings and residual variances of one factor between
    schools and :math:`\Sigma_W` the covariances within them, the mean of the items over *n*
    pupils has reliability

    .. math:: \rho(n) = \frac{T}{T + E + W / n}, \qquad T = (\mathbf{1}'\lambda_B)^2,\;
              E = \mathbf{1}'\Theta_B\mathbf{1},\; W = \mathbf{1}'\Sigma_W\mathbf{1}

    and *n* pupils are needed for :math:`\rho`:
    :math:`n = \rho W / \bigl((1-\rho) T - \rho E\bigr)`.  ICC-based reliability,
    :math:`(T + E) / (T + E + W/n)`, takes for true what only single items show.

    Answers in categories are taken by their numbers, as the mean that is reported takes them:
    a mean over pupils is no longer in categories, so that the variances between schools are
    those of continuous quantities; the standard errors do not assume normal answers.

    Parameters
    ----------
    items : pandas.DataFrame, shape (n_pupils, n_items)
        Items of one scale in its direction, three or more.
    cluster : column name or Series
        Schools (or classes).
    targets : sequence of float
        Reliabilities for which the number of pupils is wanted.
    pupils : sequence of int
        Numbers of pupils in the table.
    confidence : float
        Coverage of the intervals (delta method on the logit).

    Returns
    -------
    SchoolMeanReliability
        Unrounded.

    Raises
    ------
    IdentificationError
        With fewer than three items.
    EstimationError
        If schools do not differ, so that there is nothing to be reliable about.
    NotConvergedError
        If the model has no solution.
    ParameterError
        If an option is out of its range.

    Warns
    -----
    FewClustersWarning
        With fewer than 30 schools.
    ConvergenceWarning
        If a variance between schools comes out below zero.

    References
    ----------
    Lai, M. H. C. (2021). Composite reliability of multilevel data: It's about observed scores
    and construct meanings. Psychological Methods, 26(1), 90-102.
    https://doi.org/10.1037/met0000287

    Geldhof, G. J., Preacher, K. J., & Zyphur, M. J. (2014). Reliability estimation in a
    multilevel confirmatory factor analysis framework. Psychological Methods, 19(1), 72-91.
    https://doi.org/10.1037/a0032138

    Notes
    -----
    In R: ``lavaan::cfa`` with ``level: 1`` all covariances free and ``level: 2`` one factor;
    ``semTools::compRelSEM(fit, shared = "F")`` gives the same at the harmonic mean size.

    Examples
    --------
    >>> rng = np.random.default_rng(5)
    >>> school = np.repeat(np.arange(60), 15)
    >>> climate = 0.5 * rng.normal(size=60)[school]
    >>> own = 0.3 * rng.normal(size=(4, 60))
    >>> answers = pd.DataFrame({
    ...     f"c{k}": np.clip(np.round(3 + climate + own[k][school] + rng.normal(size=900)), 1, 5)
    ...     for k in range(4)})
    >>> found = school_mean_reliability(answers.assign(school=school), cluster="school")
    >>> found.needed["pupils"].round(0).to_dict()
    {0.7: 4.0, 0.8: 9.0}
    """
    if not 0.0 < confidence < 1.0:
        raise ParameterError(f"confidence is {confidence}; it lies between 0 and 1.")
    if not all(0.0 < target < 1.0 for target in targets) or not all(n >= 1 for n in pupils):
        raise ParameterError("targets lie between 0 and 1, and pupils are 1 or more.")
    if cluster is None:
        raise ParameterError("`cluster` must name the schools.")
    chosen = without_design(items, cluster)
    if chosen.shape[1] < 3:
        raise IdentificationError(
            f"{chosen.shape[1]} item(s) cannot determine a factor between schools; three are "
            "needed. Report the ICC's reliability (icc, school_means) instead."
        )
    names = {name: f"y{k}" for k, name in enumerate(chosen.columns)}
    frame = chosen.rename(columns=names)
    school = beside(items, cluster, "cluster")
    assert school is not None
    text = f"F =~ {' + '.join(names.values())}"
    model = two_level_cfa(frame, text, cluster=school, construct="shared")
    parts = _parts(model, model.fitted.x)
    notes = [few_clusters([model.n_clusters], what="This reliability")]
    if parts[0] <= 0.0:
        raise EstimationError(
            "Schools do not differ on what these items share, so their means have no reliability."
        )
    if parts[1] < 0.0:
        notes.append(
            "The variance between schools that single items have for themselves is estimated "
            "below zero, and taken for zero: the reliability is at most that of the ICC."
        )
    slope = _slopes(model)
    curve = _Curve(
        true=parts[0],
        own=max(parts[1], 0.0),
        within=parts[2],
        covariance=slope @ model.vcov @ slope.T,
        quantile=float(stats.norm.ppf(0.5 + confidence / 2.0)),
    )
    used = school.notna() & frame.notna().all(axis=1)
    spread = icc(frame.loc[used].mean(axis=1), school[used])
    rows = [(*curve.at(float(n)), spread.tau2 / (spread.tau2 + spread.sigma2 / n)) for n in pupils]
    sizes = school[used].value_counts()
    harmonic = len(sizes) / float((1.0 / sizes).sum())
    return SchoolMeanReliability(
        by_size=pd.DataFrame(
            rows,
            index=pd.Index(list(pupils), name="n"),
            columns=["reliability", "ci_lower", "ci_upper", "icc_reliability"],
        ),
        needed=pd.DataFrame(
            [curve.needed(target) for target in targets],
            index=pd.Index(list(targets), name="target"),
            columns=["pupils", "pupils_lower", "pupils_upper"],
        ),
        omega_between=curve.true / (curve.true + curve.own),
        omega_within=_omega_within(frame, school),
        icc=spread,
        typical=curve.at(harmonic)[0],
        model=model,
        n=model.n,
        n_schools=model.n_clusters,
        confidence=confidence,
        notes=tuple(note for note in notes if note),
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class _Curve:
    """Reliability as a function of the number of pupils."""

    true: float
    own: float
    within: float
    covariance: Floats  # of the three
    quantile: float

    def at(self, n: float) -> tuple[float, float, float]:
        """Reliability and its interval with n pupils."""
        error = self.own + self.within / n
        logit = np.log(self.true / error)
        slope = np.array([1.0 / self.true, -1.0 / error, -1.0 / (n * error)])
        margin = self.quantile * np.sqrt(max(float(slope @ self.covariance @ slope), 0.0))
        if not np.isfinite(margin):  # hardly any difference between schools: anything is possible
            return float(expit(logit)), 0.0, 1.0
        estimate, lower, upper = expit(logit + np.array([0.0, -margin, margin]))
        return float(estimate), float(lower), float(upper)

    def needed(self, target: float) -> tuple[float, float, float]:
        """Pupils for a reliability, and the numbers at which its interval reaches it."""
        left = (1.0 - target) * self.true - target * self.own
        estimate = target * self.within / left if left > 0.0 else np.inf
        return float(estimate), self._reach(2, target), self._reach(1, target)

    def _reach(self, bound: int, target: float) -> float:
        def gap(log_n: float) -> float:
            return self.at(float(np.exp(log_n)))[bound] - target

        low, high = np.log(0.01), np.log(_MOST)
        if gap(high) < 0.0:
            return float("inf")
        if gap(low) > 0.0:
            return 0.01
        return float(np.exp(optimize.brentq(gap, low, high)))


def _parts(model: TwoLevelCfa, x: Floats) -> Floats:
    """T, E and W: variances of the sum of the items by factor, item, and pupil."""
    low, high = (model.fitted.model.matrices(level, x) for level in (WITHIN, BETWEEN))
    common = high.lam @ high.eta @ high.lam.T
    return np.array([common.sum(), high.theta.sum(), low.sigma.sum()])


def _slopes(model: TwoLevelCfa) -> Floats:
    """Differentiate the three to the parameters."""
    x = model.fitted.x
    out = np.empty((3, len(x)))
    for k in range(len(x)):
        width = 1e-6 * max(1.0, abs(x[k]))
        up, down = x.copy(), x.copy()
        up[k] += width
        down[k] -= width
        out[:, k] = (_parts(model, up) - _parts(model, down)) / (2.0 * width)
    return out


def _omega_within(frame: pd.DataFrame, school: pd.Series) -> float:
    """Omega among pupils of one school, from the pooled covariances within."""
    away = frame - frame.groupby(school, observed=True).transform("mean")
    away = away.dropna()
    matrix = np.corrcoef(away.to_numpy().T)
    if np.linalg.eigvalsh(matrix)[0] <= 1e-10:
        return float("nan")
    found = extract(matrix, 1, method="ml")
    if found.at_bound.any() or not found.converged:
        return float("nan")
    spread = away.to_numpy().std(axis=0)
    loading = found.loadings[:, 0] * spread
    by_factor = loading.sum() ** 2
    return float(by_factor / (by_factor + ((1.0 - found.loadings[:, 0] ** 2) * spread**2).sum()))
