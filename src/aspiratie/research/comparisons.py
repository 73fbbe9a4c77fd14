"""Means of groups: Welch's test, Games-Howell and effect sizes, by pingouin and corrected."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import special, stats

from aspiratie.errors import EstimationError, ParameterError
from aspiratie.viewable import Viewable

__all__ = ["MeanComparison", "compare_means", "hedges_g"]

_FEWEST = 2


@dataclass(frozen=True, eq=False, kw_only=True)
class MeanComparison(Viewable):
    """Means of groups that may differ in spread and size.

    Parameters
    ----------
    groups : DataFrame
        By group: ``n``, ``mean``, ``sd``, ``se``, ``ci_lower``, ``ci_upper`` (Student).
    test : Series
        Welch's test: ``F``, ``df1``, ``df2``, ``pvalue``; and ``eta2``, the part of the sum of
        squares that lies between groups.
    pairs : DataFrame
        A row a pair ``a``, ``b``: ``diff`` (a minus b), ``se``, ``t``, ``df``, ``ci_lower``,
        ``ci_upper`` and ``pvalue`` by Games and Howell; ``hedges_g`` with ``g_lower`` and
        ``g_upper`` (noncentral t).
    confidence : float
        Coverage of the intervals.
    n : int
        Values.
    name, by : str
        What is compared, between what.
    """

    groups: pd.DataFrame
    test: pd.Series[float]
    pairs: pd.DataFrame
    confidence: float
    n: int
    name: str
    by: str

    def __repr__(self) -> str:
        return (
            f"MeanComparison({self.name} by {self.by}: {len(self.groups)} groups, "
            f"F={self.test['F']:.3f}, p={self.test['pvalue']:.3g}, n={self.n})"
        )


def hedges_g(a: pd.Series, b: pd.Series, *, confidence: float = 0.95) -> tuple[float, float, float]:
    r"""Estimate the difference of two means in standard deviations.

    .. math:: g = \frac{\Gamma(m/2)}{\sqrt{m/2}\,\Gamma((m-1)/2)} \cdot
              \frac{\bar a - \bar b}{s_p}, \qquad m = n_a + n_b - 2

    Parameters
    ----------
    a, b : Series
        Values of each group, without missing ones.
    confidence : float
        Coverage of the interval, from the noncentral t distribution.

    Returns
    -------
    tuple of float
        g and the bounds of its interval; positive where `a` is larger.

    Notes
    -----
    pingouin corrects by the approximation :math:`1 - 3/(4N - 9)`, and its ``ttest`` gives
    Cohen's d without a sign; this is signed and exact.  In R: ``MBESS::ci.smd``.
    """
    na, nb = len(a), len(b)
    freedom = na + nb - 2
    pooled = np.sqrt(((na - 1) * a.var() + (nb - 1) * b.var()) / freedom)
    if not pooled > 0:
        return float("nan"), float("nan"), float("nan")
    correction = float(
        np.exp(special.gammaln(freedom / 2) - special.gammaln((freedom - 1) / 2))
        / np.sqrt(freedom / 2)
    )
    d = float((a.mean() - b.mean()) / pooled)
    scale = np.sqrt(na * nb / (na + nb))
    t = d * scale
    tail = (1 - confidence) / 2

    def bound(level: float) -> float:
        return float(special.nctdtrinc(freedom, level, t)) * correction / float(scale)

    return d * correction, bound(1 - tail), bound(tail)


def compare_means(
    values: pd.Series, group: pd.Series, *, confidence: float = 0.95
) -> MeanComparison:
    r"""Compare means of groups without taking their spreads as equal.

    Welch's test over all groups, and for each pair the test of Games and Howell, whose family
    is the set of all pairs:

    .. math:: t_{ab} = \frac{\bar a - \bar b}{\sqrt{s_a^2/n_a + s_b^2/n_b}}, \qquad
              p = P\bigl(Q_{k,\nu_{ab}} > \sqrt 2\,|t_{ab}|\bigr)

    Parameters
    ----------
    values : Series, shape (n_respondents,)
        Such as scores; missing ones are left out.
    group : Series, shape (n_respondents,)
        Group of each respondent, with the same index; missing ones are left out.
    confidence : float
        Coverage of the intervals.

    Returns
    -------
    MeanComparison

    Raises
    ------
    ParameterError
        If the rows are not the same, or there are not two groups.
    EstimationError
        If a group has fewer than two values, or values that do not vary.

    References
    ----------
    Welch, B. L. (1951). On the comparison of several mean values: an alternative approach.
    Biometrika, 38, 330-336. https://doi.org/10.1093/biomet/38.3-4.330

    Games, P. A., & Howell, J. F. (1976). Pairwise multiple comparison procedures with unequal
    N's and/or variances. Journal of Educational Statistics, 1, 113-125.
    https://doi.org/10.3102/10769986001002113

    Vallat, R. (2018). Pingouin: statistics in Python. Journal of Open Source Software, 3(31),
    1026. https://doi.org/10.21105/joss.01026

    Notes
    -----
    In R: ``oneway.test(values ~ group)``, ``PMCMRplus::gamesHowellTest``, ``MBESS::ci.smd``.
    Respondents are taken as independent: pupils of one school are not, see
    :func:`aspiratie.icc`.

    Examples
    --------
    >>> import pandas as pd
    >>> values = pd.Series([3.1, 3.4, 2.8, 3.9, 4.2, 4.4, 3.8, 4.0], name="fun")
    >>> group = pd.Series(["havo"] * 4 + ["vwo"] * 4, name="track")
    >>> compare_means(values, group)
    MeanComparison(fun by track: 2 groups, F=8.930, p=0.0333, n=8)
    """
    import pingouin

    if not group.index.equals(values.index):
        raise ParameterError("The rows of `group` are not the rows of `values`.")
    data = pd.DataFrame({"value": values.astype(float), "group": group.astype(object)}).dropna()
    data["group"] = data["group"].astype(str)
    parts = {str(label): part["value"] for label, part in data.groupby("group", sort=True)}
    if len(parts) < _FEWEST:
        raise ParameterError("Two groups at least are needed to compare means.")
    poor = [label for label, part in parts.items() if len(part) < _FEWEST or not part.std() > 0]
    if poor:
        raise EstimationError(
            f"These groups have fewer than two values, or values that do not vary: "
            f"{', '.join(poor)}. Leave them out."
        )
    rows = {}
    for label, part in parts.items():
        se = float(part.std() / np.sqrt(len(part)))
        half = se * float(stats.t.ppf((1 + confidence) / 2, len(part) - 1))
        mean = float(part.mean())
        rows[label] = {"n": len(part), "mean": mean, "sd": float(part.std()), "se": se,
                       "ci_lower": mean - half, "ci_upper": mean + half}  # fmt: skip
    welch = pingouin.welch_anova(data, dv="value", between="group").iloc[0]
    test = pd.Series(
        {
            "F": float(welch["F"]),
            "df1": float(welch["ddof1"]),
            "df2": float(welch["ddof2"]),
            "pvalue": float(welch["p_unc"]),
            "eta2": float(welch["np2"]),
        }
    )
    games = pingouin.pairwise_gameshowell(data, dv="value", between="group")
    pairs = games.rename(columns={"A": "a", "B": "b", "T": "t", "pval": "pvalue"})[
        ["a", "b", "diff", "se", "t", "df", "pvalue"]
    ]
    reach = stats.studentized_range.ppf(confidence, len(parts), pairs["df"].to_numpy())
    half_pair = reach / np.sqrt(2) * pairs["se"]
    pairs = pairs.assign(ci_lower=pairs["diff"] - half_pair, ci_upper=pairs["diff"] + half_pair)
    effects = [
        hedges_g(parts[str(a)], parts[str(b)], confidence=confidence)
        for a, b in zip(pairs["a"], pairs["b"], strict=True)
    ]
    pairs[["hedges_g", "g_lower", "g_upper"]] = np.array(effects)
    return MeanComparison(
        groups=pd.DataFrame.from_dict(rows, orient="index"),
        test=test,
        pairs=pairs,
        confidence=confidence,
        n=len(data),
        name=str(values.name or "value"),
        by=str(group.name or "group"),
    )
