"""Fit indices from test statistics, under lavaan's names.

Cut-offs are no part of this module: they are conventions, and belong beside the number
with their source.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.optimize import brentq
from scipy.special import chndtr, gammaincc

__all__ = ["ChiSquare", "Corrected", "chi_square_tail", "incremental_indices", "rmsea_indices"]

Floats = npt.NDArray[np.float64]
_LEVEL = 0.90
_CLOSE = 0.05
_NOT_CLOSE = 0.08


@dataclass(frozen=True, kw_only=True)
class ChiSquare:
    """A test statistic, and its scaled version if there is one.

    `trace` is the trace of U times gamma; `shifted` tells whether the scaled statistic has
    the shift that makes its variance right, too (WLSMV), or the mean only (MLR).
    """

    stat: float
    df: int
    scaled: float = np.nan
    factor: float = np.nan
    shift: float = 0.0
    trace: float = np.nan
    shifted: bool = False

    @property
    def has_scaled(self) -> bool:
        """Whether a scaled statistic was asked for."""
        return bool(np.isfinite(self.trace)) or self.shifted


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """What the robust indices are made of: a statistic, and the factor of its mean."""

    stat: float
    df: float
    factor: float
    baseline_stat: float
    baseline_df: float
    baseline_factor: float

    @property
    def scaled(self) -> float:
        """The statistic divided by its factor."""
        return self.stat / self.factor


def chi_square_tail(stat: float, df: float) -> float:
    """Probability of a larger chi-square; NaN without degrees of freedom."""
    if not (np.isfinite(stat) and df > 0):
        return float("nan")
    return float(gammaincc(df / 2.0, max(stat, 0.0) / 2.0))


def _cfi(
    stat: float, df: float, null: float, null_df: float, factor: float, null_factor: float
) -> float:
    if not np.all(np.isfinite([stat, df, null, null_df, factor, null_factor])):
        return float("nan")
    own = max(stat - factor * df, 0.0)
    worst = max(own, null - null_factor * null_df, 0.0)
    return 1.0 if worst <= 1e-12 else 1.0 - own / worst


def _tli(
    stat: float, df: float, null: float, null_df: float, factor: float, null_factor: float
) -> float:
    if not np.all(np.isfinite([stat, df, null, null_df, factor, null_factor])):
        return float("nan")
    own = (stat - factor * df) * null_df
    worst = (null - null_factor * null_df) * df
    return 1.0 - own / worst if df > 0 and abs(worst) > 0 else 1.0


def incremental_indices(
    own: ChiSquare, null: ChiSquare, robust: Corrected | None
) -> dict[str, float]:
    """CFI, TLI and kin against the model without relations."""
    out: dict[str, float] = {}
    sets = [("", own.stat, null.stat, 1.0, 1.0, own.df, null.df)]
    if own.has_scaled:
        sets.append((".scaled", own.scaled, null.scaled, 1.0, 1.0, own.df, null.df))
    for name, stat, base, *rest in sets:
        _, _, df, null_df = rest
        out[f"cfi{name}"] = _cfi(stat, df, base, null_df, 1.0, 1.0)
        out[f"tli{name}"] = _tli(stat, df, base, null_df, 1.0, 1.0)
        out[f"nfi{name}"] = (base - stat) / base if df <= null_df else float("nan")
        out[f"ifi{name}"] = (base - stat) / (base - df)
        gap = base - null_df
        out[f"rni{name}"] = 1.0 - (stat - df) / gap if gap != 0 else float("nan")
    if robust is not None:
        parts = (
            robust.stat,
            robust.df,
            robust.baseline_stat,
            robust.baseline_df,
            robust.factor,
            robust.baseline_factor,
        )
        saturated = own.df == 0
        out["cfi.robust"] = 1.0 if saturated else _cfi(*parts)
        out["tli.robust"] = 1.0 if saturated else _tli(*parts)
    return out


def rmsea_indices(
    own: ChiSquare, n: int, n_groups: int, robust: Corrected | None
) -> dict[str, float]:
    """RMSEA with its 90 % interval and tests, over N (not N - 1) and by the root of G."""
    out: dict[str, float] = {}
    _rmsea(out, "", own.stat, own.stat, own.df, 1.0, n, n_groups)
    out["rmsea.ci.level"] = _LEVEL
    out["rmsea.close.h0"] = _CLOSE
    out["rmsea.notclose.h0"] = _NOT_CLOSE
    if own.has_scaled:
        stat, df = (own.scaled, float(own.df)) if own.shifted else (own.stat, own.trace)
        _rmsea(out, ".scaled", stat, stat, df, 1.0, n, n_groups)
    if robust is not None:
        _rmsea(out, ".robust", robust.stat, robust.scaled, robust.df, robust.factor, n, n_groups)
    return out


def _rmsea(
    out: dict[str, float],
    name: str,
    stat: float,
    scaled: float,
    df: float,
    factor: float,
    n: int,
    n_groups: int,
) -> None:
    keys = ("rmsea", "rmsea.ci.lower", "rmsea.ci.upper", "rmsea.pvalue", "rmsea.notclose.pvalue")
    if df <= 0:
        values = [0.0, 0.0, 0.0, float("nan"), float("nan")]
        out.update({f"{key}{name}": value for key, value in zip(keys, values, strict=True)})
        return
    if not np.all(np.isfinite([stat, scaled, df, factor])):
        out.update({f"{key}{name}": float("nan") for key in keys})
        return
    out[f"rmsea{name}"] = float(np.sqrt(max(stat / df - factor, 0.0) * n_groups / n))
    lower, upper = _noncentrality(scaled, df, n)
    unit = factor * n_groups / (n * df)
    out[f"rmsea.ci.lower{name}"] = float(np.sqrt(unit * lower))
    out[f"rmsea.ci.upper{name}"] = float(np.sqrt(unit * upper))
    close, not_close = (n * df * h0**2 / (factor * n_groups) for h0 in (_CLOSE, _NOT_CLOSE))
    out[f"rmsea.pvalue{name}"] = float(1.0 - chndtr(scaled, df, close))
    out[f"rmsea.notclose.pvalue{name}"] = float(chndtr(scaled, df, not_close))


def _noncentrality(stat: float, df: float, n: int) -> tuple[float, float]:
    """Noncentralities at which `stat` is at the 95th and the 5th percentile."""
    high, low = 1.0 - (1.0 - _LEVEL) / 2.0, (1.0 - _LEVEL) / 2.0
    lower = upper = 0.0
    if stat > 0 and chndtr(stat, df, 0.0) > high:
        lower = float(brentq(lambda ncp: chndtr(stat, df, ncp) - high, 0.0, stat, xtol=1e-9))
    most = max(float(n), 4.0 * stat)
    if stat > 0 and chndtr(stat, df, 0.0) > low and chndtr(stat, df, most) < low:
        upper = float(brentq(lambda ncp: chndtr(stat, df, ncp) - low, 0.0, most, xtol=1e-9))
    return lower, upper
