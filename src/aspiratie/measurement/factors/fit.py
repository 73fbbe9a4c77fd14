"""How well factors reproduce the correlations, by the definitions of R's psych."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import optimize, special

__all__ = ["FIT_MEASURES", "fit_of"]

FloatArray = npt.NDArray[np.float64]
FIT_MEASURES = (
    "chisq",
    "dof",
    "pvalue",
    "rmsea",
    "rmsea.ci.lower",
    "rmsea.ci.upper",
    "tli",
    "rms",
    "crms",
    "bic",
    "objective",
    "null.chisq",
    "null.dof",
)


def fit_of(
    matrix: FloatArray, loadings: FloatArray, phi: FloatArray, *, n: int, definite: bool
) -> pd.Series:
    r"""Give fit measures of a factor model.

    .. math:: F = \operatorname{tr}(\hat R^{-1} R) - \ln|\hat R^{-1} R| - p, \qquad
              \chi^2 = F\,(n - 1 - (2p+5)/6 - 2k/3)

    RMSEA is :math:`\sqrt{\max(\chi^2/(n \cdot df) - 1/(n-1), 0)}`, rms the root mean square of the
    residual correlations, crms the same over the degrees of freedom.
    """
    p, k = loadings.shape
    dof = p * (p - 1) // 2 - p * k + k * (k - 1) // 2
    null_dof = p * (p - 1) // 2
    model = loadings @ phi @ loadings.T
    np.fill_diagonal(model, 1.0)
    residual = matrix - model
    squares = float((residual**2).sum())
    fit = dict.fromkeys(FIT_MEASURES, np.nan)
    fit |= {
        "dof": float(dof),
        "rms": float(np.sqrt(squares / (p * (p - 1)))),
        "null.dof": float(null_dof),
    }
    if dof > 0:
        fit["crms"] = float(np.sqrt(squares / (2 * dof)))
    if definite and np.linalg.eigvalsh(model)[0] > 1e-10:
        ratio = np.linalg.solve(model, matrix)
        objective = float(np.trace(ratio) - np.linalg.slogdet(ratio)[1] - p)
        null = -float(np.linalg.slogdet(matrix)[1])
        scale = n - 1 - (2 * p + 5) / 6
        chisq = max(objective * (scale - 2 * k / 3), 0.0)
        fit |= {"chisq": chisq, "objective": objective, "null.chisq": null * scale}
        if dof > 0:
            rmsea = float(np.sqrt(max(chisq / (dof * n) - 1 / (n - 1), 0.0)))
            lower, upper = _rmsea_interval(chisq, dof, n)
            per_null, per_model = null / null_dof, objective / dof
            fit |= {
                "pvalue": float(special.chdtrc(dof, chisq)),
                "rmsea": rmsea,
                "rmsea.ci.lower": lower,
                "rmsea.ci.upper": upper,
                "tli": (per_null - per_model) / (per_null - 1 / (scale - 2 * k / 3)),
                "bic": chisq - dof * np.log(n),
            }
    return pd.Series(np.array(list(fit.values())), index=_names(), name="fit")


@lru_cache(maxsize=1)
def _names() -> pd.Index[str]:
    """Names of the measures, made once: an index of texts costs more than the fit."""
    return pd.Index(FIT_MEASURES)


def _rmsea_interval(chisq: float, dof: int, n: int) -> tuple[float, float]:
    """Bounds at 90% from the noncentral chi-square distribution."""

    def bound(probability: float) -> float:
        if special.chdtr(dof, chisq) <= probability:
            return 0.0

        def gap(ncp: float) -> float:
            return float(special.chndtr(chisq, dof, ncp)) - probability

        top = max(chisq, 1.0)
        while gap(top) > 0.0:
            top *= 2.0
        ncp = optimize.brentq(gap, 1e-12, top, xtol=1e-10, rtol=1e-14)
        return float(np.sqrt(ncp / (n - 1) / dof))

    return bound(0.95), bound(0.05)
