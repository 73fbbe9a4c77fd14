"""A school beside its own past: waves of the same version of an instrument."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from aspiratie.errors import ParameterError, Problem
from aspiratie.measurement.multiplicity import adjust_holm
from aspiratie.schools.grouping import Grouping, group_rows, numeric_columns
from aspiratie.schools.spread import school_spread

__all__ = ["wave_change"]

Array = npt.NDArray[np.float64]


def wave_change(
    scores: pd.DataFrame,
    school: pd.Series,
    before: pd.DataFrame,
    school_before: pd.Series,
    *,
    versions: tuple[str, str] | None = None,
    alpha: float = 0.05,
    n_min: int = 10,
    level: float = 0.95,
) -> pd.DataFrame:
    """Tell how a school's means changed since an earlier wave, and which change is clear.

    Parameters
    ----------
    scores, before : pandas.DataFrame, shape (n_pupils, n_scales)
        Scale scores of this wave and of the earlier one, with the same scales.
    school, school_before : pandas.Series
        School of each pupil, with the index of `scores` and of `before`.
    versions : tuple of str, optional
        Version of the instrument in this wave and in the earlier one. Give them wherever they
        are known: different versions are refused.
    alpha : float
        Highest chance that a school without any change gets one clear change or more.
    n_min : int
        Fewest pupils in each of the waves.
    level : float
        Level of the interval of the change.

    Returns
    -------
    pandas.DataFrame
        One row a school that is in both waves × scale: `school`, `scale`, `n`, `n_before`,
        `mean`, `mean_before`, `change` = mean − mean_before, `change_se`, `ci_lower`,
        `ci_upper`, `p`, `p_adjusted` (Holm over the scales of the school that are not
        ``too_few``) and `label`: ``higher``, ``lower``, ``similar`` or ``too_few``.

    Raises
    ------
    ParameterError
        If the versions or the scales differ, a pupil has no school, or an option is out of
        its range.

    Notes
    -----
    Welch's test with the school's variance drawn to the region's (`aspiratie.schools.spread`),
    separately in each wave. The waves are taken as independent groups: answers are not linked
    from year to year. Pupils who took part twice make the test cautious, never bold.

    ``similar`` means no clear change, not proven to be the same. In R, with unpooled variances:
    ``t.test(now, before)``.

    References
    ----------
    Welch, B. L. (1947). The generalization of Student's problem when several different
    population variances are involved. Biometrika, 34, 28-35.
    https://doi.org/10.1093/biomet/34.1-2.28

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(2)
    >>> school = pd.Series(np.repeat(["a", "b"], 60))
    >>> before = pd.DataFrame({"plezier": rng.normal(3, 0.8, 120)})
    >>> now = before + np.where(school == "a", 0.6, 0.0)[:, None]
    >>> wave_change(now, school, before, school)[["school", "n", "label"]]
      school   n    label
    0      a  60   higher
    1      b  60  similar
    """
    _check(scores, before, versions, {"alpha": alpha, "level": level}, n_min)
    now = _wave(scores, school)
    then = _wave(before[list(scores.columns)], school_before)
    both = [name for name in now[1].labels if name in set(then[1].labels)]
    present = _means(*now, both)
    past = _means(*then, both)
    with np.errstate(divide="ignore", invalid="ignore"):
        change = present["mean"] - past["mean"]
        one, other = present["squared"], past["squared"]
        se = np.sqrt(one + other)
        df = (one + other) ** 2 / (one**2 / present["df"] + other**2 / past["df"])
        same = np.abs(change) <= present["noise"] + past["noise"]
        change = np.where(same, 0.0, change)
        p = np.where(same, 1.0, 2 * stats.t.sf(np.abs(change) / se, df))
        p = np.where(np.isnan(se), np.nan, p)
        reach = np.where(se == 0, 0.0, stats.t.ppf((1 + level) / 2, df) * se)
    few = (present["n"] < n_min) | (past["n"] < n_min) | np.isnan(p)
    adjusted = adjust_holm(np.where(few, np.nan, p))
    label = np.select(
        [few, (adjusted <= alpha) & (change > 0), (adjusted <= alpha) & (change < 0)],
        ["too_few", "higher", "lower"],
        "similar",
    ).astype(object)
    blocks = {
        "n": present["n"].astype(np.int64),
        "n_before": past["n"].astype(np.int64),
        "mean": present["mean"],
        "mean_before": past["mean"],
        "change": change,
        "change_se": se,
        "ci_lower": change - reach,
        "ci_upper": change + reach,
        "p": p,
        "p_adjusted": adjusted,
        "label": label,
    }
    return pd.DataFrame(
        {
            "school": pd.Index(both, dtype=now[1].labels.dtype).repeat(scores.shape[1]),
            "scale": np.tile(scores.columns.to_numpy(), len(both)),
            **{name: block.ravel() for name, block in blocks.items()},
        }
    )


def _check(
    scores: pd.DataFrame,
    before: pd.DataFrame,
    versions: tuple[str, str] | None,
    shares: dict[str, float],
    n_min: int,
) -> None:
    problems = []
    if versions is not None and versions[0] != versions[1]:
        problems.append(
            Problem(
                where="versions",
                what=f"are {versions[0]!r} and {versions[1]!r}.",
                remedy="A change between versions may be one of the questions: it is not shown.",
            )
        )
    apart = sorted(map(str, set(scores.columns) ^ set(before.columns)))
    if apart:
        problems.append(
            Problem(
                where="scales",
                what=f"in only one of the waves: {', '.join(apart)}.",
                remedy="Give the scales that both waves have.",
            )
        )
    problems += [
        Problem(where=name, what=f"is {value}, but lies between 0 and 1.")
        for name, value in shares.items()
        if not 0 < value < 1
    ]
    if n_min < 1:
        problems.append(Problem(where="n_min", what=f"is {n_min}, but is at least 1."))
    if problems:
        raise ParameterError("These waves cannot be compared.", problems=problems)


def _wave(scores: pd.DataFrame, school: pd.Series) -> tuple[Array, Grouping]:
    return numeric_columns(scores, name="scores"), group_rows(scores.index, school)


def _means(values: Array, grouping: Grouping, schools: list[object]) -> dict[str, Array]:
    spread = school_spread(values, grouping)
    rows = grouping.labels.get_indexer(pd.Index(schools, dtype=grouping.labels.dtype))
    with np.errstate(divide="ignore", invalid="ignore"):
        squared = spread.variance[rows] / spread.n[rows]
    return {
        "n": spread.n[rows],
        "mean": spread.mean[rows] + spread.region_mean,
        "squared": squared,
        "df": spread.df[rows],
        "noise": np.broadcast_to(np.sqrt(spread.noise), squared.shape),
    }
