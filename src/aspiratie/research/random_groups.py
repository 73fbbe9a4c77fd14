"""What chance gives: a statistic in random groups of a school's size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.viewable import Viewable

__all__ = ["COVERED", "BesideRegion", "beside"]

#: Share of random groups whose values count as what chance gives.
COVERED = 0.95
#: So many groups at least must give a value.
LEAST = 20
Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False, kw_only=True)
class BesideRegion(Viewable):
    """A statistic of one school beside its region, with what chance gives at its size.

    Parameters
    ----------
    statistic : str
        ``"alpha"``, ``"congruence"`` or ``"srmr"``.
    estimates : DataFrame
        By scale, factor or model: ``school``, ``region``, ``lower`` and ``upper`` (between which
        lie 95% of random groups of the school's size of other pupils) and ``verdict``:
        ``"as chance gives"``, ``"lower"``, ``"higher"`` or ``"not to say"``.
    n, n_others : int
        Pupils of the school, and other pupils of the region from whom groups are drawn.
    n_draws : int
        Random groups.
    notes : tuple of str
        What could not be estimated, and what to know.
    """

    statistic: str
    estimates: pd.DataFrame
    n: int
    n_others: int
    n_draws: int
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        verdicts = self.estimates["verdict"].value_counts().to_dict()
        return f"BesideRegion({self.statistic}, n={self.n}, {verdicts})"


def beside(
    statistic: str,
    names: list[str],
    school: Floats,
    region: Floats,
    of: Callable[[Floats], Floats],
    others: Floats,
    *,
    n: int,
    n_draws: int,
    seed: int,
    notes: list[str],
) -> BesideRegion:
    """Set what a school has beside what random groups of its size have."""
    if 0 < n_draws < LEAST:
        raise ParameterError(f"`n_draws` is {n_draws}; an interval needs {LEAST} or more.")
    lower = upper = np.full(len(names), np.nan)
    if len(others) < 2 * n:
        notes.append(
            f"The region has {len(others)} other pupils: too few to draw groups of {n} that differ."
        )
    elif n_draws:
        drawn = np.array(list(_drawn(of, others, n, n_draws, seed))).reshape(-1, len(names))
        lower, upper = np.array([_covering(values, n_draws) for values in drawn.T]).T
        if np.isnan(lower).any():
            notes.append(f"Too few of {n_draws} random groups of {n} gave a value.")
        if np.isfinite(lower).any():
            notes.append(
                f"Of {len(names)} about {len(names) * (1 - COVERED):.1f} lie outside by chance."
            )
    estimates = pd.DataFrame(
        {"school": school, "region": region, "lower": lower, "upper": upper},
        index=pd.Index(names, name=statistic),
    )
    estimates.index.name = None
    estimates["verdict"] = [
        _verdict(*row)
        for row in estimates[["school", "lower", "upper"]].itertuples(index=False, name=None)
    ]
    return BesideRegion(
        statistic=statistic,
        estimates=estimates,
        n=n,
        n_others=len(others),
        n_draws=n_draws,
        notes=tuple(notes),
    )


def _drawn(
    of: Callable[[Floats], Floats], others: Floats, n: int, n_draws: int, seed: int
) -> Iterator[Floats]:
    """Return the statistic of random groups; one that gives none is left out."""
    rng = np.random.default_rng(seed)
    for _ in range(n_draws):
        chosen = others[rng.choice(len(others), n, replace=False)]
        try:
            yield of(chosen)
        except EstimationError:
            continue


def _covering(values: Floats, n_draws: int) -> tuple[float, float]:
    """Return between what most values lie; NaN where fewer than half of the draws gave one."""
    found = values[np.isfinite(values)]
    if len(found) < max(LEAST, n_draws / 2):
        return float("nan"), float("nan")
    tail = (1 - COVERED) / 2
    lower, upper = np.quantile(found, [tail, 1 - tail])
    return float(lower), float(upper)


def _verdict(school: float, lower: float, upper: float) -> str:
    if not np.isfinite([school, lower, upper]).all():
        return "not to say"
    return "lower" if school < lower else "higher" if school > upper else "as chance gives"
