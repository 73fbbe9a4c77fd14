"""How many factors: several rules side by side, since they disagree."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.measurement.answers import Missing
from aspiratie.measurement.design import Beside
from aspiratie.measurement.factors.correlations import Correlation, analysed_correlation
from aspiratie.measurement.factors.parallel import ParallelAnalysis, leading, parallel_analysis
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = [
    "MapTest",
    "RetentionSummary",
    "map_test",
    "retention_summary",
]

FloatArray = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class MapTest(Viewable):
    """Average squared partial correlations after each number of components.

    Parameters
    ----------
    n_factors : int
        Number of components with the least average.
    values : pandas.Series
        The averages, from 0 components on.
    correlation : str
        Kind of correlation.
    n : int or None
        Respondents; None for a given matrix without it.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    n_factors: int
    values: pd.Series
    correlation: str
    n: int | None
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give the number in one line."""
        return f"MapTest({self.n_factors} factors, {self.correlation}, n={self.n})"


@dataclass(frozen=True, eq=False, kw_only=True)
class RetentionSummary(Viewable):
    """What several rules say about the number of factors.

    Parameters
    ----------
    rules : pandas.DataFrame
        A row a rule: ``n_factors`` and ``source``.
    lowest, highest : int
        The range; look at every number in it.
    most_common : int or None
        The number that most rules give; None where two numbers tie.
    parallel : ParallelAnalysis
        The parallel analysis in full.
    map : MapTest
        The MAP test in full.
    correlation : str
        Kind of correlation.
    n : int
        Respondents.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    rules: pd.DataFrame
    lowest: int
    highest: int
    most_common: int | None
    parallel: ParallelAnalysis
    map: MapTest
    correlation: str
    n: int
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give the range in one line."""
        return (
            f"RetentionSummary({self.lowest}-{self.highest} factors by {len(self.rules)} rules, "
            f"{self.correlation}, n={self.n})"
        )


def map_test(
    items: pd.DataFrame | None,
    *,
    correlation: Correlation = "polychoric",
    missing: Missing = "listwise",
    n_obs: int | None = None,
    weights: Beside = None,
    cluster: Beside = None,
) -> MapTest:
    r"""Take out components as long as the partial correlations between items shrink.

    .. math:: \text{MAP}_m = \frac{1}{p(p-1)} \sum_{j \ne k} r_{jk \cdot 1..m}^2

    Parameters
    ----------
    items : pandas.DataFrame or None, shape (n_respondents, n_items)
        Numeric answers; None when `correlation` is a matrix.
    correlation : {"polychoric", "pearson"} or pandas.DataFrame
        What to analyse.
    missing : {"listwise", "pairwise"}
        Which respondents count.
    n_obs : int, optional
        Respondents behind a given matrix; only repeated in the result.
    weights : column name or Series, optional
        Sampling weights, for the correlations.
    cluster : column name or Series, optional
        Schools or classes. They change nothing here, and `notes` says so.

    Returns
    -------
    MapTest
        Zero components is one of the possibilities.

    Raises
    ------
    ParameterError
        If an option is unknown.
    EstimationError
        If the answers give no correlation matrix.

    References
    ----------
    Velicer, W. F. (1976). Determining the number of components from the matrix of partial
    correlations. *Psychometrika, 41*, 321-327. https://doi.org/10.1007/BF02293557

    Notes
    -----
    In R: ``psych::vss(x)$map`` holds the values from one component on; it never looks at zero.

    Examples
    --------
    >>> r = pd.DataFrame(np.full((6, 6), .1) + .4 * np.kron(np.eye(2), np.ones((3, 3)))
    ...                  + .5 * np.eye(6), list("abcdef"), list("abcdef"))
    >>> map_test(None, correlation=r)
    MapTest(2 factors, given, n=None)
    """
    with one_blas_thread():
        found = analysed_correlation(
            items,
            correlation=correlation,
            missing=missing,
            n_obs=n_obs,
            weights=weights,
            cluster=cluster,
        )
        values = _average_partials(found.matrix)
    return MapTest(
        n_factors=int(np.argmin(values.to_numpy())),
        values=values,
        correlation=found.kind,
        n=found.n,
        notes=found.notes,
    )


def retention_summary(
    items: pd.DataFrame | None,
    *,
    correlation: Correlation = "polychoric",
    n_draws: int = 1000,
    quantile: float = 0.95,
    seed: int = 1,
    missing: Missing = "listwise",
    n_obs: int | None = None,
    progress: bool = True,
    weights: Beside = None,
    cluster: Beside = None,
) -> RetentionSummary:
    r"""Ask several rules for the number of factors and give their range.

    Parallel analysis of factors and of components, the MAP test, and the empirical Kaiser
    criterion, which keeps the leading eigenvalues above

    .. math:: \max\Bigl(\frac{p - \sum_{l<j} \lambda_l}{p - j + 1}
              \bigl(1 + \sqrt{p/n}\bigr)^2,\; 1\Bigr)

    with *n* the effective number of respondents where there are weights or clusters. No rule is
    right always; a number that several agree on is the best guess, and the content
    decides (Auerswald & Moshagen 2019).

    Parameters
    ----------
    items, correlation, n_draws, quantile, seed, missing, n_obs, progress, weights, cluster
        As in :func:`aspiratie.measurement.factors.parallel.parallel_analysis`.

    Returns
    -------
    RetentionSummary

    Raises
    ------
    ParameterError, EstimationError
        As parallel analysis does.

    References
    ----------
    Braeken, J., & van Assen, M. A. L. M. (2017). An empirical Kaiser criterion. Psychological
    Methods, 22(3), 450-466. https://doi.org/10.1037/met0000074

    Auerswald, M., & Moshagen, M. (2019). How to determine the number of factors to retain in
    exploratory factor analysis. Psychological Methods, 24(4), 468-491.
    https://doi.org/10.1037/met0000200

    Notes
    -----
    In R: ``psych::fa.parallel``, ``psych::vss``, ``EFAtools::EKC``.

    Examples
    --------
    >>> r = pd.DataFrame(np.full((6, 6), .1) + .4 * np.kron(np.eye(2), np.ones((3, 3)))
    ...                  + .5 * np.eye(6), list("abcdef"), list("abcdef"))
    >>> retention_summary(None, correlation=r, n_obs=300, n_draws=200)
    RetentionSummary(2-2 factors by 4 rules, given, n=300)
    """
    parallel = parallel_analysis(
        items,
        correlation=correlation,
        n_draws=n_draws,
        quantile=quantile,
        seed=seed,
        missing=missing,
        n_obs=n_obs,
        progress=progress,
        weights=weights,
        cluster=cluster,
    )
    partials = map_test(
        items,
        correlation=correlation,
        missing=missing,
        n_obs=n_obs,
        weights=weights,
        cluster=cluster,
    )
    observed = parallel.eigenvalues["component_observed"].to_numpy()
    numbers = {
        "parallel analysis, factors": (parallel.n_factors, "Horn 1965"),
        "parallel analysis, components": (parallel.n_components, "Horn 1965"),
        "MAP": (partials.n_factors, "Velicer 1976"),
        "empirical Kaiser": (
            _empirical_kaiser(observed, parallel.n_effective),
            "Braeken & van Assen 2017",
        ),
    }
    table = pd.DataFrame.from_dict(numbers, orient="index", columns=["n_factors", "source"])
    table.index.name = "rule"
    counts = table["n_factors"].value_counts()
    leaders = counts[counts == counts.max()].index
    return RetentionSummary(
        rules=table,
        lowest=int(table["n_factors"].min()),
        highest=int(table["n_factors"].max()),
        most_common=int(leaders.to_list()[0]) if len(leaders) == 1 else None,
        parallel=parallel,
        map=partials,
        correlation=parallel.correlation,
        n=parallel.n,
        notes=parallel.notes,
    )


def _average_partials(matrix: FloatArray) -> pd.Series:
    p = len(matrix)
    values, vectors = np.linalg.eigh(matrix)
    axes = (vectors * np.sqrt(np.maximum(values, 0.0)))[:, ::-1]
    averages = []
    for number in range(p - 1):
        rest = matrix - axes[:, :number] @ axes[:, :number].T
        spread = np.diag(rest)
        if spread.min() <= 1e-10:
            break
        partial = rest / np.sqrt(np.outer(spread, spread))
        averages.append((float((partial**2).sum()) - p) / (p * (p - 1)))
    return pd.Series(averages, index=pd.RangeIndex(len(averages), name="n_components"), name="map")


def _empirical_kaiser(observed: FloatArray, n: float) -> int:
    p = len(observed)
    before = np.concatenate([[0.0], np.cumsum(observed)[:-1]])
    left = np.arange(p, 0, -1)
    reference = np.maximum((p - before) / left * (1.0 + np.sqrt(p / n)) ** 2, 1.0)
    return leading(pd.Series(observed > reference))
