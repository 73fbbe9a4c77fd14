"""Means of schools and groups with their intervals."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

__all__ = ["means_by", "sums_by"]


def sums_by(scores: pd.DataFrame, by: list[pd.Series]) -> pd.DataFrame:
    """Return n, sum and sum of squares of every scale for every group.

    Parameters
    ----------
    scores : DataFrame, shape (n_respondents, n_scales)
        Scale scores; NaN where a respondent has none.
    by : list of Series
        Grouping columns of the same index; the last level of the result is the scale.

    Returns
    -------
    DataFrame
        Columns n, sum and sumsq.
    """
    names = [str(s.name) for s in by]
    long = (
        pd.concat([*by, scores], axis=1)
        .melt(id_vars=names, var_name="scale", value_name="score")
        .dropna(subset="score")
    )
    long["square"] = long["score"] ** 2
    return (
        long.groupby([*names, "scale"], observed=True)
        .agg(n=("score", "size"), sum=("score", "sum"), sumsq=("square", "sum"))
        .astype({"n": int})
    )


def means_by(
    scores: pd.DataFrame, by: list[pd.Series], *, confidence: float = 0.95
) -> pd.DataFrame:
    r"""Return n, mean and a t-interval of every scale for every group.

    .. math:: \bar x \pm t_{n-1} \, s / \sqrt{n}

    Parameters
    ----------
    scores : DataFrame, shape (n_respondents, n_scales)
        Scale scores; NaN where a respondent has none.
    by : list of Series
        Grouping columns of the same index; the last level of the result is the scale.
    confidence : float
        Of the interval.

    Returns
    -------
    DataFrame
        Columns n, mean, low and high. With one respondent low and high are the mean: such
        a group is never published.

    Notes
    -----
    In R: ``t.test(x)$conf.int``. The pupils who answered are seen as a sample of the
    pupils whom the school might have had.

    Examples
    --------
    >>> scores = pd.DataFrame({"belonging": [3.0, 4.0, 5.0]})
    >>> school = pd.Series(["a", "a", "a"], name="school")
    >>> means_by(scores, [school]).round(3).iloc[0].to_dict()
    {'n': 3.0, 'mean': 4.0, 'low': 1.516, 'high': 6.484}
    """
    names = [str(s.name) for s in by]
    long = (
        pd.concat([*by, scores], axis=1)
        .melt(id_vars=names, var_name="scale", value_name="score")
        .dropna(subset="score")
    )
    table = long.groupby([*names, "scale"], observed=True)["score"].agg(
        n="size", mean="mean", sd="std"
    )
    n = table["n"].to_numpy(dtype=float)
    sd = np.nan_to_num(table["sd"].to_numpy(dtype=float))
    half = stats.t.ppf(0.5 + confidence / 2, np.maximum(n - 1, 1)) * sd / np.sqrt(n)
    return pd.DataFrame(
        {
            "n": table["n"].astype(int),
            "mean": table["mean"],
            "low": table["mean"] - half,
            "high": table["mean"] + half,
        }
    )
