"""The top of a two-level likelihood, its information, and its tests."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aspiratie.errors import NotConvergedError
from aspiratie.measurement.sem.estimation.implied import SemModel, compile_model
from aspiratie.measurement.sem.estimation.ml import damping, solve_scaled
from aspiratie.measurement.sem.fit_indices import ChiSquare
from aspiratie.measurement.sem.model.parameters import ModelTable, Row, number_parameters
from aspiratie.measurement.sem.two_level.likelihood import (
    BETWEEN,
    WITHIN,
    ClusterMoments,
    expected,
    gradient,
    log_likelihood,
    scores,
)

__all__ = ["LevelFit", "climb", "observed", "plain_table", "scaled_test", "trace_of"]

Floats = npt.NDArray[np.float64]
_MAX_ITERATIONS = 1000
_STEP_DONE = 1e-9
_DIFFERENCE = 1e-5


@dataclass(frozen=True, eq=False, kw_only=True)
class LevelFit:
    """Where a two-level likelihood is highest."""

    model: SemModel
    x: Floats
    logl: float

    def moments(self) -> tuple[Floats, Floats, Floats]:
        """Covariances within and between, and means."""
        low, high = (self.model.matrices(level, self.x) for level in (WITHIN, BETWEEN))
        return low.sigma, high.sigma, high.mu


def plain_table(items: tuple[str, ...], *, saturated: bool) -> ModelTable:
    """Variances and means only, or all covariances at both levels."""
    rows: list[Row] = []
    for level in (WITHIN, BETWEEN):
        for k, one in enumerate(items):
            for other in items[k : len(items) if saturated else k + 1]:
                rows.append(Row(lhs=one, op="~~", rhs=other, group=level, free=len(rows)))
        for name in items:
            free = len(rows) if level == BETWEEN else -1
            rows.append(Row(lhs=name, op="~1", rhs="", group=level, free=free))
    return number_parameters(
        ModelTable(
            rows=tuple(rows),
            items=items,
            factors=(),
            n_groups=2,
            n_free=0,
            ordinal=False,
            theta=False,
            means=True,
        )
    )


def climb(table: ModelTable, at: ClusterMoments, start: Floats) -> LevelFit:
    """Fisher scoring with step halving.

    Raises
    ------
    NotConvergedError
        If no top is found.
    """
    model = compile_model(table)
    x = start.copy()
    value = _value(model, at, x)
    if not np.isfinite(value):
        raise NotConvergedError("The starting values give no covariance matrices.")
    ridge = 0.0
    for _ in range(_MAX_ITERATIONS):
        step = solve_scaled(expected(model, at, x), gradient(model, at, x), ridge)
        size = float(np.max(np.abs(step) / (1.0 + np.abs(x))))
        if size < _STEP_DONE:
            return LevelFit(model=model, x=x, logl=value)
        factor = 1.0
        while True:
            new = x + factor * step
            reached = _value(model, at, new)
            if reached >= value - 1e-12 * abs(value):
                break
            factor *= 0.5
            if factor < 1e-10:
                if size < 1e-5:
                    return LevelFit(model=model, x=x, logl=value)
                raise NotConvergedError("The likelihood could not be raised further.")
        x, value = new, reached
        ridge = damping(ridge, factor)
    raise NotConvergedError(
        f"No solution after {_MAX_ITERATIONS} iterations: the model does not fit these clusters, "
        "or they differ too little for it."
    )


def _value(model: SemModel, at: ClusterMoments, x: Floats) -> float:
    low, high = model.matrices(WITHIN, x), model.matrices(BETWEEN, x)
    return log_likelihood(at, low.sigma, high.sigma, high.mu)


def observed(fit: LevelFit, at: ClusterMoments) -> Floats:
    """Observed information, by central differences of the gradient."""
    x = fit.x
    out = np.empty((len(x), len(x)))
    for k in range(len(x)):
        width = _DIFFERENCE * max(1.0, abs(x[k]))
        up, down = x.copy(), x.copy()
        up[k] += width
        down[k] -= width
        out[k] = (gradient(fit.model, at, down) - gradient(fit.model, at, up)) / (2.0 * width)
    return 0.5 * (out + out.T)


def trace_of(fit: LevelFit, at: ClusterMoments) -> tuple[float, Floats, Floats]:
    """Trace of the inverse information times the clusters' products, and both matrices."""
    found = scores(fit.model, at, fit.x)
    assert found is not None
    meat = found[0].T @ found[0]
    bread = observed(fit, at)
    return float(np.trace(np.linalg.solve(bread, meat))), bread, meat


def scaled_test(stat: float, df: int, free_trace: float, own_trace: float) -> ChiSquare:
    """Chi-square scaled by its mean (lavaan's ``yuan.bentler.mplus``)."""
    trace = free_trace - own_trace
    factor = trace / df if df > 0 else np.nan
    scaled = stat / factor if df > 0 else stat
    return ChiSquare(stat=stat, df=df, scaled=scaled, factor=factor, trace=trace)
