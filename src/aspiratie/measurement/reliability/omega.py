"""Omega: the part of a sum of answers' variance that one factor makes."""

from __future__ import annotations

import warnings
from collections.abc import Hashable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse
from tqdm import tqdm

from aspiratie.errors import (
    ConvergenceWarning,
    EstimationError,
    IdentificationError,
    ParameterError,
)
from aspiratie.measurement.answers import answer_matrix, answered_all
from aspiratie.measurement.design import (
    Beside,
    Design,
    design_notes,
    read_design,
    warn_few,
    without_design,
)
from aspiratie.measurement.factors.correlations import need_positive_definite, refuse_constant
from aspiratie.measurement.factors.extraction import extract
from aspiratie.measurement.polychoric.bootstrap import (
    bootstrap_counts,
    bootstrap_units,
    fit_samples,
    unit_table,
)
from aspiratie.measurement.polychoric.contingency import encode_items, select_rows
from aspiratie.measurement.reliability.kernels import OmegaParts, continuous_parts, ordinal_parts
from aspiratie.measurement.reliability.reversed import warn_reversed
from aspiratie.measurement.threads import one_blas_thread
from aspiratie.viewable import Viewable

__all__ = ["Omega", "omega"]

FloatArray = npt.NDArray[np.float64]
_MOST_FAILED = 0.05


@dataclass(frozen=True, eq=False, kw_only=True)
class Omega(Viewable):
    """Omega of a scale.

    Parameters
    ----------
    estimate : float
        Omega; of the sum of the answers themselves, also for ordinal items.
    ci_lower, ci_upper : float
        Bounds of the percentile bootstrap interval; NaN without a bootstrap.
    confidence : float
        Coverage of the interval.
    n_boot : int
        Bootstrap samples that gave an omega.
    n_failed : int
        Bootstrap samples without one: a Heywood case or an item with one category left.
    loadings : pandas.Series
        Standardised loadings of the one-factor model.
    rms : float
        Root mean square of that model's residual correlations; omega means little when it is
        large (above .08, say).
    n : int
        Respondents who answered every item.
    n_items : int
        Number of items.
    ordinal : bool
        Whether the items were taken as ordinal.
    observed_variance : bool
        Whether the observed instead of the model-implied variance is the denominator.
    n_clusters : int
        Clusters that the bootstrap draws; 0 where it draws respondents.
    notes : tuple of str
        How weights and clusters entered, or that schools in the data were ignored.
    """

    estimate: float
    ci_lower: float
    ci_upper: float
    confidence: float
    n_boot: int
    n_failed: int
    loadings: pd.Series
    rms: float
    n: int
    n_items: int
    ordinal: bool
    observed_variance: bool
    n_clusters: int = 0
    notes: tuple[str, ...] = ()

    def __repr__(self) -> str:
        """Give the estimate and what it rests on in one line."""
        kind = "ordinal" if self.ordinal else "continuous"
        return (
            f"Omega({self.estimate:.3f} [{self.ci_lower:.3f}, {self.ci_upper:.3f}], {kind}, "
            f"{self.n_items} items, n={self.n}, rms={self.rms:.3f})"
        )


def omega(
    items: pd.DataFrame,
    *,
    ordinal: bool = True,
    observed_variance: bool = False,
    n_boot: int = 1000,
    confidence: float = 0.95,
    seed: int = 1,
    progress: bool = True,
    weights: Beside = None,
    cluster: Beside = None,
) -> Omega:
    r"""Estimate omega from a one-factor model, with a bootstrap interval.

    For ordinal items the model is fitted to polychoric correlations by diagonally weighted least
    squares, and omega is that of the sum of the answers as they are given (Green & Yang 2009):

    .. math:: \omega = \frac{\sum_{j,k} \bigl[\sum_{c,d} \Phi_2(\tau_{jc}, \tau_{kd};
              \lambda_j\lambda_k) - \sum_c \Phi(\tau_{jc}) \sum_d \Phi(\tau_{kd})\bigr]}
              {\sum_{j,k} \bigl[\sum_{c,d} \Phi_2(\tau_{jc}, \tau_{kd}; \rho_{jk})
              - \sum_c \Phi(\tau_{jc}) \sum_d \Phi(\tau_{kd})\bigr]}

    with :math:`\rho_{jj} = 1` and, for other pairs, :math:`\rho_{jk} = \lambda_j \lambda_k` or the
    observed polychoric correlation. Otherwise the model is fitted to the covariances by maximum
    likelihood, and :math:`\omega = (\sum_j \lambda_j)^2 / \sum_{j,k} \sigma_{jk}`.

    Parameters
    ----------
    items : pandas.DataFrame, shape (n_respondents, n_items)
        Numeric answers, all in the scale's direction; complete rows are used.
    ordinal : bool
        Whether to take the answers as categories.
    observed_variance : bool
        Whether the denominator is the observed variance. That is the default of R's semTools and
        comes out too high when one factor doesn't fit.
    n_boot : int
        Bootstrap samples of respondents; 0 for no interval.
    confidence : float
        Coverage of the percentile interval.
    seed : int
        Of the bootstrap.
    progress : bool
        Whether to show a progress bar after two seconds.
    weights : column name or Series, optional
        Sampling weights.
    cluster : column name or Series, optional
        Schools or classes: the bootstrap then draws these, one fewer than there are, and
        enlarges their weights to match (Rao & Wu, 1988).

    Returns
    -------
    Omega
        Unrounded.

    Raises
    ------
    ParameterError
        If an option is out of its range or the items are not ordinal.
    IdentificationError
        With fewer than three items: one factor is then not determined; use
        :func:`aspiratie.measurement.reliability.alpha.cronbach_alpha`.
    EstimationError
        If the model leaves an item no variance of its own (a Heywood case) or an item doesn't vary.

    Warns
    -----
    ConvergenceWarning
        If more than 5% of the bootstrap samples gave no omega.
    ReversedItemWarning
        If items run against the others: omega then says little.
    FewClustersWarning
        If the bootstrap draws from fewer than 30 clusters.

    References
    ----------
    Green, S. B., & Yang, Y. (2009). Reliability of summed item scores using structural equation
    modeling: An alternative to coefficient alpha. *Psychometrika, 74*, 155-167.
    https://doi.org/10.1007/s11336-008-9099-3

    McDonald, R. P. (1999). *Test theory: A unified treatment.* Erlbaum.

    Rao, J. N. K., & Wu, C. F. J. (1988). Resampling inference with complex survey data. Journal
    of the American Statistical Association, 83, 231-241.
    https://doi.org/10.1080/01621459.1988.10478591

    Notes
    -----
    In R: ``semTools::compRelSEM(fit, obs.var = FALSE)`` with ``fit`` a one-factor
    ``lavaan::cfa(std.lv = TRUE)``, ordered with ``estimator = "WLSMV"`` or continuous.

    Examples
    --------
    >>> rng = np.random.default_rng(3)
    >>> factor = rng.standard_normal(400)
    >>> answers = pd.DataFrame(
    ...     {f"er{j}": np.digitize(factor + rng.standard_normal(400), [-1.5, -.5, .5, 1.5]) + 1
    ...      for j in range(4)})
    >>> found = omega(answers, n_boot=100)
    >>> round(found.estimate, 2), found.n_boot
    (0.78, 100)
    """
    if n_boot < 0 or 0 < n_boot < 20:
        raise ParameterError(f"n_boot is {n_boot}; an interval needs at least 20, or 0 for none.")
    if not 0.0 < confidence < 1.0:
        raise ParameterError(f"confidence is {confidence}; it lies between 0 and 1.")
    design = read_design(items, weights=weights, cluster=cluster)
    frame, items = items, without_design(items, weights, cluster)
    values = answer_matrix(items)
    if values.shape[1] < 3:
        raise IdentificationError(
            f"{values.shape[1]} item(s) cannot determine a factor; omega needs three. "
            "Report alpha instead."
        )
    used = design.keep & answered_all(values)
    n = int(used.sum())
    _need_rows(n)
    own = design.cut(used)
    with one_blas_thread():
        answers = _patterns(items, values, used, own, ordinal=ordinal)
        parts, matrix = _estimate(answers)
        warn_reversed(items.columns, matrix)
        _refuse_heywood(parts, items)
        estimate = parts.omega(observed_variance)[0]
        drawn = _bootstrap(
            answers,
            observed_variance=observed_variance,
            n_boot=n_boot,
            rng=np.random.default_rng(seed),
            near=1.0 - parts.loadings[0] ** 2,
            progress=progress,
        )
    if n_boot and own.cluster is not None:
        warn_few(own.n_clusters, what="The bootstrap of omega")
    kept = drawn[np.isfinite(drawn)]
    lower = upper = float("nan")
    if len(kept):
        tail = (1.0 - confidence) / 2.0
        lower, upper = (float(bound) for bound in np.quantile(kept, [tail, 1.0 - tail]))
    if n_boot - len(kept) > _MOST_FAILED * n_boot:
        warnings.warn(
            f"Omega: {n_boot - len(kept)} of {n_boot} bootstrap samples gave none (a Heywood case "
            "or an item with one category); the interval rests on the others.",
            ConvergenceWarning,
            stacklevel=2,
        )
    return Omega(
        estimate=float(estimate),
        ci_lower=lower,
        ci_upper=upper,
        confidence=confidence,
        n_boot=len(kept),
        n_failed=n_boot - len(kept),
        loadings=pd.Series(parts.loadings[0], index=items.columns, name="loading"),
        rms=float(parts.rms[0]),
        n=n,
        n_items=values.shape[1],
        ordinal=ordinal,
        observed_variance=observed_variance,
        n_clusters=own.n_clusters,
        notes=design_notes(frame, design, used=items.columns),
    )


@dataclass(frozen=True, eq=False, kw_only=True)
class _Answers:
    """Different answer patterns, what each weighs, and how samples of them are drawn."""

    patterns: npt.NDArray[Any]
    sizes: npt.NDArray[np.int64] | None  # categories by item; None for continuous items
    weights: FloatArray
    names: tuple[Hashable, ...]
    units: sparse.csr_array | None  # None: every respondent alike, drawn as multinomial counts

    def samples(self, n_draws: int, rng: np.random.Generator) -> Iterator[FloatArray]:
        """Weights of the patterns in bootstrap samples, some at a time."""
        if self.units is None:
            return bootstrap_counts(self.weights.astype(np.int64), n_draws, rng)
        return bootstrap_units(self.units, n_draws, rng)


def _patterns(
    items: pd.DataFrame,
    values: FloatArray,
    used: npt.NDArray[np.bool_],
    design: Design,
    *,
    ordinal: bool,
) -> _Answers:
    sizes: npt.NDArray[np.int64] | None = None
    rows: npt.NDArray[Any] = values[used]
    if ordinal:
        data = select_rows(encode_items(items), used)
        rows, sizes = data.codes, data.n_categories
    patterns: npt.NDArray[Any]
    patterns, which, counts = np.unique(rows, axis=0, return_inverse=True, return_counts=True)
    which = np.ravel(which)
    weights = counts.astype(np.float64)
    if design.weights is not None:
        weights = np.bincount(which, design.weights, minlength=len(patterns)).astype(np.float64)
    return _Answers(
        patterns=patterns,
        sizes=sizes,
        weights=weights,
        names=tuple(items.columns),
        units=None if design.plain else unit_table(which, design.weights, design.cluster),
    )


def _estimate(answers: _Answers) -> tuple[OmegaParts, FloatArray]:
    """Parts of omega of the answers as they are, and the correlations behind them."""
    if answers.sizes is not None:
        (sample,) = fit_samples(answers.patterns, answers.sizes, answers.weights[None])
        return ordinal_parts(sample), sample.correlations[0]
    refuse_constant(answers.patterns, names=answers.names)
    weights = answers.weights / answers.weights.sum()
    centred = answers.patterns - weights @ answers.patterns
    covariance = (centred.T * weights) @ centred
    spread = np.sqrt(np.diagonal(covariance))
    matrix = covariance / np.outer(spread, spread)
    need_positive_definite(matrix, what="omega")
    loadings = extract(matrix, 1, method="ml").loadings[:, 0]
    return continuous_parts(loadings[None], matrix[None], spread[None]), matrix


def _need_rows(n: int) -> None:
    if n < 10:
        raise EstimationError(f"{n} respondent(s) answered every item; omega needs at least 10.")


def _refuse_heywood(parts: OmegaParts, items: pd.DataFrame) -> None:
    improper = np.abs(parts.loadings[0]) >= OmegaParts.LARGEST_LOADING
    if improper.any() or not parts.converged[0]:
        names = ", ".join(repr(name) for name in items.columns[improper]) or "some item"
        raise EstimationError(
            f"The one-factor model leaves {names} no variance of its own (a Heywood case), so "
            "omega is not defined. Report alpha, or leave the item out."
        )


def _bootstrap(
    answers: _Answers,
    *,
    observed_variance: bool,
    n_boot: int,
    rng: np.random.Generator,
    near: FloatArray,
    progress: bool,
) -> FloatArray:
    """Omega of samples with replacement; NaN where there is none."""
    drawn = np.full(n_boot, np.nan)
    if n_boot == 0:
        return drawn
    n_done = 0
    with tqdm(
        total=n_boot, desc="omega, bootstrap", delay=2, leave=False, disable=not progress
    ) as bar:
        for block in answers.samples(n_boot, rng):
            if answers.sizes is not None:
                for sample in fit_samples(answers.patterns, answers.sizes, block):
                    drawn[n_done + sample.draws] = ordinal_parts(sample).omega(observed_variance)
                    bar.update(len(sample.draws))
            else:
                for position, parts in enumerate(
                    _weighted_fits(answers.patterns, block, near=near)
                ):
                    if parts is not None:
                        drawn[n_done + position] = parts.omega(observed_variance)[0]
                    bar.update(1)
            n_done += len(block)
    return drawn


def _weighted_fits(
    rows: FloatArray, weights: FloatArray, *, near: FloatArray
) -> Iterator[OmegaParts | None]:
    """One-factor fits to the covariances of weighted rows, one a sample."""
    n_items = rows.shape[1]
    products = (rows[:, :, None] * rows[:, None, :]).reshape(len(rows), -1)
    total = weights.sum(axis=1)[:, None]
    means = weights @ rows / total
    moments = (weights @ products / total).reshape(-1, n_items, n_items)
    covariances = moments - means[:, :, None] * means[:, None, :]
    for covariance in covariances:
        variances = np.diag(covariance)
        if variances.min() <= 1e-12:
            yield None
            continue
        spread = np.sqrt(variances)
        matrix = covariance / np.outer(spread, spread)
        if np.linalg.eigvalsh(matrix)[0] <= 1e-10:
            yield None
            continue
        loadings = extract(matrix, 1, method="ml", near=near).loadings[:, 0]
        yield continuous_parts(loadings[None], matrix[None], spread[None])
