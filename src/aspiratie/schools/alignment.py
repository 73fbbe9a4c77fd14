"""Alignment of factor models across schools: a cross-check on comparing their means.

Where loadings and intercepts differ a little between many groups, alignment looks for the
factor means and variances that leave most parameters nearly equal and a few far apart. The
loss has many minima. Each is tried from many starts, and where two nearly equal minima give
the groups other means, no means are given at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import optimize

from aspiratie.errors import EstimationError, NotConvergedError, ParameterError, Problem
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["Alignment", "align"]

Array = npt.NDArray[np.float64]

#: Two means are the same where they lie this near, in standard deviations of the factor.
SAME_MEAN = 0.05


@dataclass(frozen=True, eq=False, kw_only=True)
class Alignment(Viewable):
    """Factor means and standard deviations on one scale for all groups.

    Parameters
    ----------
    groups : pandas.DataFrame
        By group: `n`, `mean` and `sd` of the factor, with the weighted mean of the means 0
        and the geometric mean of the standard deviations 1.
    loadings, intercepts : pandas.DataFrame, shape (n_groups, n_items)
        Aligned: on the common scale.
    items : pandas.DataFrame
        By item: `r2_loadings` and `r2_intercepts`, the part of the differences between the
        groups' own parameters that the factor means and variances explain (1: invariant; NaN
        where these do not differ).
    non_invariant : float
        Share of aligned parameters further than `tolerance` from the item's median.
    loss : float
        Lowest value of the loss.
    starts, reached : int
        Starts, and how many of them ended in this minimum.
    """

    groups: pd.DataFrame
    loadings: pd.DataFrame
    intercepts: pd.DataFrame
    items: pd.DataFrame
    non_invariant: float
    loss: float
    starts: int
    reached: int

    def __repr__(self) -> str:
        return (
            f"Alignment({len(self.groups)} groups, {len(self.items)} items, "
            f"loss={self.loss:.4g}, {self.reached} of {self.starts} starts)"
        )


@dataclass(frozen=True, eq=False, kw_only=True)
class _Problem:
    """Parameters by group and item, and the weights of pairs of groups."""

    loadings: Array
    intercepts: Array
    first: npt.NDArray[np.intp]
    second: npt.NDArray[np.intp]
    weights: Array
    epsilon: float

    @cached_property
    def ends(self) -> Array:
        """A column a pair: 1 for its first group, −1 for its second."""
        out = np.zeros((len(self.loadings), len(self.first)))
        out[self.first, np.arange(len(self.first))] = 1.0
        out[self.second, np.arange(len(self.first))] = -1.0
        return out


def align(
    loadings: pd.DataFrame,
    intercepts: pd.DataFrame,
    n: pd.Series,
    *,
    seed: int,
    starts: int = 30,
    epsilon: float = 0.001,
    near: float = 0.02,
    tolerance: float = 0.2,
) -> Alignment:
    """Align a one-factor model of many groups, or refuse where the answer is not one.

    Parameters
    ----------
    loadings, intercepts : pandas.DataFrame, shape (n_groups, n_items)
        Of the configural model: each group's factor has mean 0 and variance 1.
    n : pandas.Series, shape (n_groups,)
        Respondents of each group, same index.
    seed : int
        Of the random starts; the same seed gives the same answer.
    starts : int
        How often the search begins elsewhere; 30 at least.
    epsilon : float
        Rounds the loss off at zero, in squared units of a loading.
    near : float
        Minima whose loss is at most this share above the lowest are near-equal.
    tolerance : float
        How far a parameter lies from its item's median to count as not invariant.

    Returns
    -------
    Alignment

    Raises
    ------
    ParameterError
        If the frames do not belong together, values are missing or an option is out of range.
    EstimationError
        If near-equal minima disagree about the groups' means by more than .05 standard
        deviation of the factor.
    NotConvergedError
        If no start came to an end.

    Notes
    -----
    With factor means α_g and standard deviations s_g, the aligned loadings are λ_gp/s_g and
    the aligned intercepts ν_gp − α_g λ_gp/s_g. The loss is, over pairs of groups and items,
    Σ √(n_g n_h) [f(λ difference) + f(ν difference)] with f(x) = (x² + ε)^¼, divided by the sum
    of the weights. As Σα = 0 (weighted) and Πs = 1 identify the scale ("fixed" alignment, with
    the average group in the place of the first), no group is special. In R:
    ``sirt::invariance.alignment(lambda, nu, wgt = sqrt(n), align.pow = c(.5, .5))``.

    At most a quarter of non-invariant parameters is the usual condition for trusting the means
    (Muthén & Asparouhov, 2014), a convention.

    References
    ----------
    Asparouhov, T., & Muthén, B. (2014). Multiple-group factor analysis alignment. Structural
    Equation Modeling, 21, 495-508. https://doi.org/10.1080/10705511.2014.919210

    Muthén, B., & Asparouhov, T. (2014). IRT studies of many groups: the alignment method.
    Frontiers in Psychology, 5, 978. https://doi.org/10.3389/fpsyg.2014.00978

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> true_mean, true_sd = np.array([-0.5, 0.0, 0.5]), np.array([0.8, 1.0, 1.25])
    >>> loading, intercept = np.array([0.7, 0.8, 0.6, 0.9]), np.array([3.0, 2.5, 3.2, 2.8])
    >>> loadings = pd.DataFrame(true_sd[:, None] * loading)
    >>> intercepts = pd.DataFrame(intercept + true_mean[:, None] * loading)
    >>> align(loadings, intercepts, pd.Series([200] * 3), seed=1).groups["mean"].round(3).tolist()
    [-0.5, 0.0, 0.5]
    """
    _check(loadings, intercepts, n, starts, {"epsilon": epsilon, "near": near})
    sizes = n.to_numpy(dtype=np.float64)
    first, second = np.triu_indices(len(sizes), k=1)
    weights = np.sqrt(sizes[first] * sizes[second])
    problem = _Problem(
        loadings=loadings.to_numpy(dtype=np.float64),
        intercepts=intercepts.to_numpy(dtype=np.float64),
        first=first,
        second=second,
        weights=weights / weights.sum(),
        epsilon=epsilon,
    )
    with one_blas_thread():
        losses, means, sds = _search(problem, sizes / sizes.sum(), seed, starts)
    best = int(np.argmin(losses))
    lowest = float(losses[best])
    close = losses <= lowest * (1 + near)
    apart = np.abs(means[close] - means[best]).max(axis=0)
    if apart.max() > SAME_MEAN:
        worst = int((apart > SAME_MEAN).sum())
        raise EstimationError(
            f"Alignment has no single answer: minima within {near:.0%} of the lowest loss "
            f"({lowest:.4g}) put the mean of {worst} of {len(sizes)} groups up to "
            f"{apart.max():.2f} standard deviation elsewhere. Do not compare these groups, or "
            "use larger groups."
        )
    aligned_loadings, aligned_intercepts = _aligned(problem, means[best], sds[best])
    far = np.concatenate(
        [
            np.abs(block - np.median(block, axis=0)).ravel() > tolerance
            for block in (aligned_loadings, aligned_intercepts)
        ]
    )
    items = pd.DataFrame(
        {
            "r2_loadings": _explained(problem.loadings, aligned_loadings),
            "r2_intercepts": _explained(problem.intercepts, aligned_intercepts),
        },
        index=loadings.columns.rename("item"),
    )
    index, columns = loadings.index, loadings.columns
    return Alignment(
        groups=pd.DataFrame({"n": n, "mean": means[best], "sd": sds[best]}, index=loadings.index),
        loadings=pd.DataFrame(aligned_loadings, index=index, columns=columns),
        intercepts=pd.DataFrame(aligned_intercepts, index=index, columns=columns),
        items=items,
        non_invariant=float(far.mean()),
        loss=lowest,
        starts=starts,
        reached=int((losses <= lowest * (1 + 1e-4)).sum()),
    )


def _check(
    loadings: pd.DataFrame,
    intercepts: pd.DataFrame,
    n: pd.Series,
    starts: int,
    positive: dict[str, float],
) -> None:
    problems = []
    if not loadings.index.equals(n.index) or not loadings.index.equals(intercepts.index):
        problems.append(Problem(where="groups", what="are not the same in the three tables."))
    if not loadings.columns.equals(intercepts.columns):
        problems.append(Problem(where="items", what="are not the same in both tables."))
    if loadings.shape[0] < 2 or loadings.shape[1] < 3:
        problems.append(
            Problem(
                where="loadings",
                what=f"has {loadings.shape[0]} groups and {loadings.shape[1]} items.",
                remedy="Alignment needs two groups and three items at least.",
            )
        )
    problems += [
        Problem(where=name, what="has missing or infinite values.")
        for name, block in (("loadings", loadings), ("intercepts", intercepts), ("n", n))
        if not np.isfinite(block.to_numpy(dtype=np.float64)).all()
    ]
    if not (n > 0).all():
        problems.append(Problem(where="n", what="is not above zero in every group."))
    if starts < 30:
        problems.append(Problem(where="starts", what=f"is {starts}, but is at least 30."))
    problems += [
        Problem(where=name, what=f"is {value}, but is above zero.")
        for name, value in positive.items()
        if value <= 0
    ]
    if problems:
        raise ParameterError("These groups cannot be aligned.", problems=problems)


def _aligned(problem: _Problem, means: Array, sds: Array) -> tuple[Array, Array]:
    loadings = problem.loadings / sds[:, None]
    return loadings, problem.intercepts - means[:, None] * loadings


def _loss(free: Array, problem: _Problem, shares: Array) -> tuple[float, Array]:
    """Loss and gradient at free means and log standard deviations, before they are centred."""
    groups = len(shares)
    means = free[:groups] - shares @ free[:groups]
    logs = free[groups:] - free[groups:].mean()
    loadings, intercepts = _aligned(problem, means, np.exp(logs))
    total, pulls = 0.0, []
    for block in (loadings, intercepts):
        gap = block[problem.first] - block[problem.second]
        inside = gap**2 + problem.epsilon
        root = inside**0.25
        total += float(problem.weights @ root.sum(axis=1))
        slope = problem.weights[:, None] * 0.5 * gap * root / inside
        pull = problem.ends @ slope
        pulls.append(pull)
    by_mean = -(pulls[1] * loadings).sum(axis=1)
    by_log = -(pulls[0] * loadings).sum(axis=1) + (pulls[1] * means[:, None] * loadings).sum(axis=1)
    gradient = np.concatenate([by_mean - shares * by_mean.sum(), by_log - by_log.mean()])
    return total, gradient


def _search(problem: _Problem, shares: Array, seed: int, starts: int) -> tuple[Array, Array, Array]:
    """Minima from all starts: losses (k,), means and standard deviations (k, n_groups)."""
    groups = len(shares)
    rng = np.random.default_rng(seed)
    begin = rng.standard_normal((starts, 2 * groups)) * np.repeat([0.7, 0.25], groups)
    begin[0] = 0.0
    begin[1] = _informed(problem)
    begin[2::3] = begin[1] + 0.3 * begin[2::3]
    losses, means, sds = [], [], []
    for start in begin:
        found = optimize.minimize(
            _loss,
            start,
            args=(problem, shares),
            jac=True,
            method="L-BFGS-B",
            options={"maxiter": 5000, "maxfun": 20000, "ftol": 1e-13, "gtol": 1e-8},
        )
        if not np.isfinite(found.fun):
            continue
        losses.append(float(found.fun))
        means.append(found.x[:groups] - shares @ found.x[:groups])
        sds.append(np.exp(found.x[groups:] - found.x[groups:].mean()))
    if not losses:
        raise NotConvergedError("Alignment found no minimum from any start.")
    return np.array(losses), np.array(means), np.array(sds)


def _informed(problem: _Problem) -> Array:
    """Start from medians: each group's loadings and intercepts beside the average group's."""
    typical = np.median(problem.loadings, axis=0)
    centre = np.median(problem.intercepts, axis=0)
    usable = np.where(np.abs(typical) < 1e-6, 1.0, typical)
    sds = np.clip(np.median(problem.loadings / usable, axis=1), 0.2, 5.0)
    means = np.median((problem.intercepts - centre) / usable, axis=1)
    return np.concatenate([means, np.log(sds)])


def _explained(own: Array, aligned: Array) -> Array:
    """Part of the variance between groups that alignment takes away, by item."""
    before, after = own.var(axis=0), aligned.var(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        share: Array = np.where(before > 1e-20, np.maximum(1 - after / before, 0.0), np.nan)
    return share
