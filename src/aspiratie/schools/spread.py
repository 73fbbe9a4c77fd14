"""Mean and spread within each school, usable for the smallest school too."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from aspiratie.schools.grouping import Grouping

__all__ = ["PRIOR_DF", "Spread", "school_spread"]

Array = npt.NDArray[np.float64]

#: How many degrees of freedom the region's pooled variance counts for beside a school's own.
PRIOR_DF = 20.0


@dataclass(frozen=True, eq=False, kw_only=True)
class Spread:
    """By school (rows) and scale (columns), or by scale.

    Parameters
    ----------
    n : ndarray, shape (n_schools, n_scales)
        Pupils with a score.
    mean : ndarray, shape (n_schools, n_scales)
        Their mean less `region_mean`; NaN without pupils.
    variance, df : ndarray, shape (n_schools, n_scales)
        (d₀ s² + (n − 1) s_j²)/(d₀ + n − 1) with s² the pooled variance within schools and
        d₀ = `PRIOR_DF`, or the degrees of freedom of the other schools where these are fewer.
    pooled : ndarray, shape (n_scales,)
        s². Where every school agrees within itself but schools differ, the variance of all
        pupils stands in for it, so that no standard error is zero.
    region_n, region_mean : ndarray, shape (n_scales,)
        All pupils.
    noise : ndarray, shape (n_scales,)
        Variance that is only rounding.
    """

    n: Array
    mean: Array
    variance: Array
    df: Array
    pooled: Array
    region_n: Array
    region_mean: Array
    noise: Array

    def __repr__(self) -> str:
        return f"Spread({self.n.shape[0]} schools, {self.n.shape[1]} scales)"


def school_spread(values: Array, grouping: Grouping) -> Spread:
    """Draw each school's variance towards the pooled one, as from twenty pupils more.

    Parameters
    ----------
    values : ndarray, shape (n_pupils, n_scales)
        Scores; NaN where a pupil has none.
    grouping : Grouping

    References
    ----------
    Smyth, G. K. (2004). Linear models and empirical Bayes methods. Statistical Applications in
    Genetics and Molecular Biology, 3(1). https://doi.org/10.2202/1544-6115.1027
    """
    n = grouping.counts(values)
    region_n = n.sum(axis=0)
    with np.errstate(divide="ignore", invalid="ignore"):
        region_mean = np.nansum(values, axis=0) / region_n
        centred = values - region_mean
        mean = grouping.sums(centred) / n
        own_squares = grouping.sums((centred - mean[grouping.codes]) ** 2)
        all_squares = np.nansum(centred**2, axis=0)
        noise = (1e-13 * np.abs(np.nan_to_num(values)).max(axis=0, initial=0)) ** 2
        within = own_squares.sum(axis=0)
        silent = within <= noise * region_n
        own_squares = np.where(silent, 0.0, own_squares)
        own_df = np.maximum(n - 1, 0)
        pooled_df = own_df.sum(axis=0)
        total = np.where(all_squares <= noise * region_n, 0.0, all_squares) / (region_n - 1)
        pooled = np.where(silent, total, within / pooled_df)
        prior = np.minimum(PRIOR_DF, pooled_df - own_df)
        df = prior + own_df
        variance = (prior * pooled + own_squares) / df
    return Spread(
        n=n,
        mean=mean,
        variance=variance,
        df=df,
        pooled=pooled,
        region_n=region_n,
        region_mean=region_mean,
        noise=noise,
    )
