"""Parallel analysis: eigenvalues beside those that chance gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from tqdm import tqdm

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.measurement.answers import Missing
from aspiratie.measurement.design import Beside, read_design, without_design
from aspiratie.measurement.factors.chance_draws import (
    both_eigenvalues,
    nested_correlations,
    nested_polychorics,
    normal_correlations,
    permuted_polychorics,
)
from aspiratie.measurement.factors.correlations import (
    AnalysedCorrelation,
    Correlation,
    analysed_correlation,
    need_n_obs,
)
from aspiratie.measurement.factors.extraction import extract
from aspiratie.measurement.polychoric.matrix import encode_rows
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["ParallelAnalysis", "leading", "parallel_analysis"]

FloatArray = npt.NDArray[np.float64]
_DRAWS_AT_ONCE = 250


@dataclass(frozen=True, eq=False, kw_only=True)
class ParallelAnalysis(Viewable):
    """Observed eigenvalues beside those of unrelated items.

    Parameters
    ----------
    n_factors, n_components : int
        How many eigenvalues lie above the quantile of chance before the first that doesn't.
    eigenvalues : pandas.DataFrame
        A row a number; ``component_observed``, ``component_mean``, ``component_quantile`` of the
        correlations, and the same with ``factor_`` of the correlations with one factor's
        communalities on the diagonal.
    quantile : float
        Quantile of the draws that an eigenvalue must pass.
    n_draws : int
        Draws of unrelated items.
    correlation : str
        Kind of correlation.
    missing : str
        Which respondents count.
    n : int
        Respondents.
    n_effective : float
        How many independent respondents of equal weight tell as much: `n` without weights and
        clusters (:func:`~aspiratie.measurement.factors.effective.effective_respondents`).
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    n_factors: int
    n_components: int
    eigenvalues: pd.DataFrame
    quantile: float
    n_draws: int
    correlation: str
    missing: str
    n: int
    n_effective: float
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give both numbers in one line."""
        return (
            f"ParallelAnalysis({self.n_factors} factors, {self.n_components} components, "
            f"{self.correlation}, n={self.n}, {self.n_draws} draws)"
        )


def parallel_analysis(
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
) -> ParallelAnalysis:
    """Keep the eigenvalues that are larger than chance gives (Horn 1965).

    With Pearson correlations chance is that of unrelated normal items, drawn as Wishart matrices:
    the cost doesn't depend on the number of respondents. With polychoric ones every item's answers
    are shuffled, so that the reference has the items' own answer proportions (Lubbe 2019).

    Weights and clusters make correlations of unrelated items vary more than those of as many
    independent respondents. Draws then have these weights and clusters: normal variables, by which
    clusters differ as they do on each item by itself, cut at the items' thresholds where the
    correlations are polychoric.

    Parameters
    ----------
    items : pandas.DataFrame or None, shape (n_respondents, n_items)
        Numeric answers; None when `correlation` is a matrix.
    correlation : {"polychoric", "pearson"} or pandas.DataFrame
        What to analyse; a DataFrame is taken for Pearson correlations.
    n_draws : int
        Draws of unrelated items.
    quantile : float
        Quantile of the draws that an eigenvalue must pass, between 0 and 1.
    seed : int
        Of the draws.
    missing : {"listwise", "pairwise"}
        Which respondents count.
    n_obs : int, optional
        Respondents behind a given matrix; needed there.
    progress : bool
        Whether to show a progress bar after two seconds.
    weights : column name or Series, optional
        Sampling weights.
    cluster : column name or Series, optional
        Schools or classes.

    Returns
    -------
    ParallelAnalysis

    Raises
    ------
    ParameterError
        If an option is unknown or out of its range.
    EstimationError
        If the answers give no correlation matrix.

    References
    ----------
    Horn, J. L. (1965). A rationale and test for the number of factors in factor analysis.
    *Psychometrika, 30*, 179-185. https://doi.org/10.1007/BF02289447

    Lubbe, D. (2019). Parallel analysis with categorical variables: Impact of category probability
    proportions on dimensionality assessment accuracy. Psychological Methods, 24(3), 339-351.
    https://doi.org/10.1037/met0000171

    Notes
    -----
    In R: ``psych::fa.parallel(x, n.iter = 100, quant = .95)``, whose factor eigenvalues (of the
    correlations with one minres factor's communalities) these are. It tends to keep too many
    factors in large samples; see
    :func:`aspiratie.measurement.factors.retention.retention_summary`.

    Examples
    --------
    >>> r = pd.DataFrame(np.full((6, 6), .1) + .4 * np.kron(np.eye(2), np.ones((3, 3)))
    ...                  + .5 * np.eye(6), list("abcdef"), list("abcdef"))
    >>> parallel_analysis(None, correlation=r, n_obs=300, n_draws=200)
    ParallelAnalysis(2 factors, 2 components, given, n=300, 200 draws)
    """
    _check_draws(n_draws, quantile)
    with one_blas_thread():
        found = analysed_correlation(
            items,
            correlation=correlation,
            missing=missing,
            n_obs=n_obs,
            weights=weights,
            cluster=cluster,
            clustered="Draws of chance have the {n_clusters} clusters.",
        )
        n = need_n_obs(found)
        counted = float(n if found.n_effective is None else found.n_effective)
        if counted < 3 or len(found.names) < 3:
            raise EstimationError("Parallel analysis needs three items and three respondents.")
        blocks = _chance(items, found, weights, cluster, n_draws, np.random.default_rng(seed))
        components, factors = [], []
        with tqdm(
            total=n_draws, desc="parallel analysis", delay=2, leave=False, disable=not progress
        ) as bar:
            for block in blocks:
                of_components, of_factors = both_eigenvalues(block)
                components.append(of_components)
                factors.append(of_factors)
                bar.update(len(block))
        observed = np.linalg.eigvalsh(found.matrix)[::-1]
        observed_factors = extract(found.matrix, 1, method="minres").eigenvalues
    by_chance = {"component": np.concatenate(components), "factor": np.concatenate(factors)}
    columns: dict[str, FloatArray] = {}
    for name, seen in (("component", observed), ("factor", observed_factors)):
        columns[f"{name}_observed"] = np.asarray(seen, dtype=np.float64)
        columns[f"{name}_mean"] = by_chance[name].mean(axis=0)
        columns[f"{name}_quantile"] = np.quantile(by_chance[name], quantile, axis=0)
    table = pd.DataFrame(columns, index=pd.RangeIndex(1, len(observed) + 1, name="number"))
    return ParallelAnalysis(
        n_factors=leading(table["factor_observed"] > table["factor_quantile"]),
        n_components=leading(table["component_observed"] > table["component_quantile"]),
        eigenvalues=table,
        quantile=quantile,
        n_draws=n_draws,
        correlation=found.kind,
        missing=found.missing,
        n=n,
        n_effective=counted,
        notes=found.notes,
    )


def _check_draws(n_draws: int, quantile: float) -> None:
    if n_draws < 20:
        raise ParameterError(f"n_draws is {n_draws}; a quantile needs at least 20.")
    if not 0.0 < quantile < 1.0:
        raise ParameterError(f"quantile is {quantile}; it lies between 0 and 1.")


def _chance(
    items: pd.DataFrame | None,
    found: AnalysedCorrelation,
    weights: Beside,
    cluster: Beside,
    n_draws: int,
    rng: np.random.Generator,
) -> Iterator[FloatArray]:
    """Give correlation matrices of unrelated items, some draws at a time."""
    design, p = found.design, len(found.names)
    if found.kind == "polychoric" and items is not None and design is not None:
        chosen = without_design(items, weights, cluster)
        read = read_design(items, weights=weights, cluster=cluster)
        data, _ = encode_rows(chosen, read, listwise=found.missing == "listwise")
        if design.plain or found.likeness is None:
            yield from permuted_polychorics(data, n_draws, rng)
        else:
            yield from nested_polychorics(data, found.likeness, design, n_draws, rng)
        return
    for begin in range(0, n_draws, _DRAWS_AT_ONCE):
        now = min(_DRAWS_AT_ONCE, n_draws - begin)
        if design is None or design.cluster is None or found.likeness is None:
            yield normal_correlations(now, p, round(found.n_effective or 0), rng)
            continue
        equal = np.ones(len(design.cluster))
        own = equal if design.weights is None else design.weights
        yield nested_correlations(now, found.likeness, design.cluster, own, rng)


def leading(above: pd.Series) -> int:
    """Count the values before the first that isn't above."""
    flags = above.to_numpy(dtype=bool)
    return len(flags) if flags.all() else int(np.argmin(flags))
