"""What a fit of two levels gives: measures, estimates and problems."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import erfc

from aspiratie.errors import (
    Problem,
)
from aspiratie.measurement.sem.fit import chi_square_measures, invert
from aspiratie.measurement.sem.fit_indices import (
    ChiSquare,
    incremental_indices,
    rmsea_indices,
)
from aspiratie.measurement.sem.tables import row_value, standardised
from aspiratie.measurement.sem.two_level.fit import (
    LevelFit,
    observed,
    scaled_test,
    trace_of,
)
from aspiratie.measurement.sem.two_level.likelihood import (
    BETWEEN,
    WITHIN,
    ClusterMoments,
)

__all__ = ["level_estimates", "level_measures", "level_problems"]

Floats = npt.NDArray[np.float64]
LEVELS = ("within", "between")


def level_measures(
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


def level_estimates(found: LevelFit, vcov: Floats) -> pd.DataFrame:
    """Give the parameters with their tests, a row each."""
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


def level_problems(found: LevelFit) -> tuple[Problem, ...]:
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
