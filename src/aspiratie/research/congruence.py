"""Factors that were found beside scales that were meant."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from aspiratie.measurement.factors.efa import FactorAnalysis
from aspiratie.research.scales import Scales, checked_scales
from aspiratie.viewable import Viewable

__all__ = ["Congruence", "congruence"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Congruence(Viewable):
    """How well factors match scales.

    Parameters
    ----------
    scales : DataFrame
        By scale: ``factor`` (the nearest), ``congruence``, ``items_there`` (items of the scale
        whose largest loading is on that factor) ``of`` them, ``mean_loading`` on it, and
        ``others_there``: items of other scales with their largest loading on it.
    matrix : DataFrame, shape (n_scales, n_factors)
        Congruence of each scale with each factor.
    n_factors : int
        Factors.
    """

    scales: pd.DataFrame
    matrix: pd.DataFrame
    n_factors: int

    def __repr__(self) -> str:
        return f"Congruence({len(self.scales)} scales, {self.n_factors} factors)"


def congruence(analysis: FactorAnalysis, scales: Scales) -> Congruence:
    r"""Set factors beside scales by Tucker's congruence.

    The target of a scale is 1 for its :math:`p_s` items and 0 for others, so that

    .. math:: \phi_{sf} = \frac{\sum_{j \in s} \lambda_{jf}}{\sqrt{p_s \sum_j \lambda_{jf}^2}}

    Parameters
    ----------
    analysis : FactorAnalysis
        Of :func:`aspiratie.efa`.
    scales : mapping of str to sequence of str
        The items of each scale.

    Returns
    -------
    Congruence

    Raises
    ------
    ParameterError
        If an item was not analysed.

    References
    ----------
    Lorenzo-Seva, U., & ten Berge, J. M. F. (2006). Tucker's congruence coefficient as a
    meaningful index of factor similarity. Methodology, 2, 57-64.
    https://doi.org/10.1027/1614-2241.2.2.57

    Notes
    -----
    In R: ``psych::factor.congruence(loadings, target)``.

    Examples
    --------
    >>> import aspiratie as asp
    >>> r = pd.DataFrame(.5 * np.kron(np.eye(2), np.ones((3, 3))) + .5 * np.eye(6),
    ...                  list("abcdef"), list("abcdef"))
    >>> found = asp.efa(None, 2, correlation=r, n_obs=300)
    >>> congruence(found, {"x": list("abc"), "y": list("def")}).scales["congruence"].round(3)
    x    1.0
    y    1.0
    Name: congruence, dtype: float64
    """
    loadings = analysis.loadings
    known = checked_scales(loadings.T, scales)
    primary = loadings.abs().idxmax(axis=1)
    size = np.sqrt((loadings**2).sum())
    matrix = pd.DataFrame(
        {s: loadings.loc[of].sum() / (np.sqrt(len(of)) * size) for s, of in known.items()}
    ).T
    rows: dict[str, dict[str, object]] = {}
    for scale, members in known.items():
        best = str(matrix.loc[scale].abs().idxmax())
        strangers = [i for i in loadings.index if i not in members and primary[i] == best]
        rows[scale] = {
            "factor": best,
            "congruence": abs(float(matrix.loc[[scale], best].iloc[0])),
            "items_there": int((primary[members] == best).sum()),
            "of": len(members),
            "mean_loading": float(loadings.loc[members, best].mean()),
            "others_there": ", ".join(map(str, strangers)) or "none",
        }
    return Congruence(
        scales=pd.DataFrame.from_dict(rows, orient="index"),
        matrix=matrix,
        n_factors=analysis.n_factors,
    )
