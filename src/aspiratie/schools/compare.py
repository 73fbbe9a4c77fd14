"""A school beside the other schools of its region: which differences may be called clear.

The rule, frozen as `RULE`, so that a change of it is a change of version:

1. A school is set against the pupils of all *other* schools, never against a mean that it is
   part of.
2. p is two-sided, from t with Satterthwaite's degrees of freedom. The school's own part of the
   squared standard error is s²/n; s² is the school's variance, drawn to the pooled one as if
   the latter were known from 20 pupils more. So a school where all answer alike, or of
   one pupil, has a standard error above zero. The others' part is cluster-robust over schools
   (CR2) and never below what pupils alone would give.
3. For one school by itself (`compare_with_region`) the family is the scales of that school:
   Holm keeps the chance of one or more wrong labels at most α.
4. For the schools of a region (`clearly_different`) the family is all schools × scales:
   Benjamini and Hochberg keep the expected share of wrong labels among the labels at most α;
   Holm, on request, the chance of any wrong label. The school reports and the region report
   have these labels, so that they never tell a school two things.
5. Too few is fewer than `n_min` pupils, or other schools that cannot be published as a mean:
   fewer than `OTHERS_MIN_SCHOOLS` schools or `OTHERS_MIN_PUPILS` pupils, or one school with
   more than `OTHERS_MAX_SHARE` of these pupils.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from aspiratie.errors import ParameterError, Problem
from aspiratie.measurement.multiplicity import adjust_fdr, adjust_holm
from aspiratie.schools.grouping import Grouping, group_rows, numeric_columns
from aspiratie.schools.spread import school_spread

__all__ = [
    "RULE",
    "clearly_different",
    "comparability",
    "compare_with_region",
]

Array = npt.NDArray[np.float64]

RULE = "2026-1"
OTHERS_MIN_SCHOOLS = 5
OTHERS_MIN_PUPILS = 50
OTHERS_MAX_SHARE = 0.5
SHOWN_FROM = 0.70
PAIRS_FROM = 0.80

_BLOCK = 2_000_000


def compare_with_region(
    scores: pd.DataFrame,
    school: pd.Series,
    *,
    alpha: float = 0.05,
    n_min: int = 10,
    level: float = 0.95,
) -> pd.DataFrame:
    """Set each school beside the pupils of the other schools, scale by scale.

    Parameters
    ----------
    scores : pandas.DataFrame, shape (n_pupils, n_scales)
        Scale scores; missing where a pupil has none. A pupil counts for a scale when he or
        she has its score.
    school : pandas.Series, shape (n_pupils,)
        School of each pupil, same index.
    alpha : float
        Highest chance that the report of a school holds one wrong label or more.
    n_min : int
        Below this number of pupils a school × scale is labelled ``too_few``.
    level : float
        Level of the interval of the school's mean.

    Returns
    -------
    pandas.DataFrame
        One row a school × scale, schools sorted by label, scales in the order given:

        - `school`, `scale`, `n`, `mean`;
        - `se`, `ci_lower`, `ci_upper`: s/√n and the t interval with 20 + n − 1 degrees of
          freedom (rule 2 of this module; `aspiratie.schools.spread`);
        - `others_n`, `others_schools`, `others_largest_share`, `others_mean`: pupils and
          schools with this scale outside the school, the share of the largest of these
          schools, and the mean of the pupils;
        - `region_mean`, `region_n`: all pupils, the school's own too;
        - `difference` = mean − others_mean, `difference_se`, `p`;
        - `p_adjusted`: Holm over the scales of the school that are not ``too_few``;
        - `label`: ``higher`` or ``lower`` where p_adjusted ≤ α, ``similar`` else, or
          ``too_few``.

        NaN where a number does not exist. What may be published is decided elsewhere.

    Raises
    ------
    ParameterError
        If indexes differ, a pupil has no school, scores are no numbers, or an option is out
        of its range.

    Notes
    -----
    ``similar`` means not clearly different, not proven to be equal. The pupils are seen as a
    sample of the pupils the school could have had, the other schools as a sample of schools.

    References
    ----------
    Bell, R. M., & McCaffrey, D. F. (2002). Bias reduction in standard errors for linear
    regression with multi-stage samples. Survey Methodology, 28, 169-181.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> school = pd.Series(np.repeat(list("abcdef"), 30))
    >>> scores = pd.DataFrame({"erbij": rng.normal(3, 1, 180)})
    >>> scores.loc[:29, "erbij"] += 1
    >>> compare_with_region(scores, school)[["school", "scale", "n", "others_n", "label"]].head(2)
      school  scale   n  others_n    label
    0      a  erbij  30       150   higher
    1      b  erbij  30       150  similar
    """
    problems = [
        Problem(where=name, what=f"is {value}, but lies between 0 and 1.")
        for name, value in (("alpha", alpha), ("level", level))
        if not 0 < value < 1
    ]
    if n_min < 1:
        problems.append(Problem(where="n_min", what=f"is {n_min}, but is at least 1."))
    if problems:
        raise ParameterError("Schools cannot be compared with these options.", problems=problems)
    values = numeric_columns(scores, name="scores")
    grouping = group_rows(scores.index, school)
    numbers = _compare(values, grouping, level)
    few = (
        (numbers["n"] < n_min)
        | (numbers["others_schools"] < OTHERS_MIN_SCHOOLS)
        | (numbers["others_n"] < OTHERS_MIN_PUPILS)
        | ~(numbers["others_largest_share"] <= OTHERS_MAX_SHARE)
    )
    numbers["p_adjusted"] = adjust_holm(np.where(few, np.nan, numbers["p"]))
    schools, scales = few.shape
    whole = {"n", "others_n", "others_schools", "region_n"}
    columns = {
        name: block.ravel().astype(np.int64) if name in whole else block.ravel()
        for name, block in numbers.items()
    }
    return pd.DataFrame(
        {
            "school": np.repeat(grouping.labels, scales),
            "scale": np.tile(scores.columns.to_numpy(), schools),
            **columns,
            "label": _labels(numbers["difference"].ravel(), numbers["p_adjusted"].ravel(), alpha),
        }
    )


def _labels(difference: Array, p_adjusted: Array, alpha: float) -> npt.NDArray[np.object_]:
    clear = p_adjusted <= alpha
    conditions = [np.isnan(p_adjusted), clear & (difference > 0), clear & (difference < 0)]
    labels = np.select(conditions, ["too_few", "higher", "lower"], "similar")
    return labels.astype(object)


def _compare(values: Array, grouping: Grouping, level: float) -> dict[str, Array]:
    """Compute the columns of `compare_with_region`, each of shape (n_schools, n_scales)."""
    spread = school_spread(values, grouping)
    n, mean, variance, df = spread.n, spread.mean, spread.variance, spread.df
    region_n, region_mean, noise = spread.region_n, spread.region_mean, spread.noise
    with np.errstate(divide="ignore", invalid="ignore"):
        se = np.sqrt(variance / n)
        reach = stats.t.ppf((1 + level) / 2, np.where(df > 0, df, np.nan)) * se

        others_n = region_n - n
        others_mean = -mean * n / others_n
        others_mean = np.where(n > 0, others_mean, 0.0)
        others = _others(n, mean, others_n, others_mean)
        part = np.maximum(others["variance"], spread.pooled / others_n)
        squared = variance / n + part
        total_df = squared**2 / ((variance / n) ** 2 / df + part**2 / others["df"])
        difference = mean - others_mean
        difference = np.where(np.abs(difference) <= np.sqrt(noise), 0.0, difference)
        statistic = np.where(difference == 0, 0.0, np.abs(difference) / np.sqrt(squared))
        p = 2 * stats.t.sf(statistic, total_df)
        p = np.where((difference == 0) & (squared == 0), 1.0, p)
        others_mean = np.where(others_n > 0, others_mean, np.nan)
    return {
        "n": n,
        "mean": mean + region_mean,
        "se": se,
        "ci_lower": mean + region_mean - reach,
        "ci_upper": mean + region_mean + reach,
        "others_n": others_n,
        "others_schools": others["schools"],
        "others_largest_share": others["largest_share"],
        "others_mean": others_mean + region_mean,
        "region_mean": np.broadcast_to(region_mean, n.shape),
        "region_n": np.broadcast_to(region_n, n.shape),
        "difference": np.where(others_n > 0, difference, np.nan),
        "difference_se": np.sqrt(squared),
        "p": p,
    }


def _others(n: Array, mean: Array, others_n: Array, others_mean: Array) -> dict[str, Array]:
    """Spread of the mean of the other schools' pupils, by school left out and scale.

    With w_j = n_j / N the share of school j among the others, the CR2 variance is
    Σ w_j² (ȳ_j − ȳ)² / (1 − w_j), with (Σw²)²/Σw⁴ − 1 degrees of freedom, at least 1. The
    square is written out, so that a sum over all schools less the school's own term serves.
    """
    if not len(n):  # no school, and so nothing of the others of a school
        return dict.fromkeys(("variance", "df", "schools", "largest_share"), n)
    squares, fourths = (n**2).sum(axis=0) - n**2, (n**4).sum(axis=0) - n**4
    # a giant's own power would drown the others' in rounding: theirs are added up without it
    top, columns = n.argmax(axis=0), np.arange(n.shape[1])
    rest = n.copy()
    rest[top, columns] = 0.0
    squares[top, columns], fourths[top, columns] = (rest**2).sum(axis=0), (rest**4).sum(axis=0)
    largest = np.sort(n, axis=0)[::-1]
    second = largest[1] if len(n) > 1 else np.zeros(n.shape[1])
    variance = np.empty_like(n)
    step = max(_BLOCK // len(n), 1)
    for k in range(n.shape[1]):
        means = np.nan_to_num(mean[:, k])
        powers = np.stack([np.ones_like(means), means, means**2], axis=1)
        # schools of one size leave the same shares to the others
        totals, place = np.unique(others_n[:, k], return_inverse=True)
        sums = np.empty((len(totals), 3))
        for start in range(0, len(totals), step):
            share = n[:, k] / totals[start : start + step, None]
            factor = np.where(share < 1, share**2 / (1 - share), 0.0)
            sums[start : start + step] = factor @ powers
        own = n[:, k] / others_n[:, k]
        factor = np.where(own < 1, own**2 / (1 - own), 0.0)
        parts = sums[place] - factor[:, None] * powers
        middle = others_mean[:, k]
        variance[:, k] = parts[:, 2] - 2 * middle * parts[:, 1] + middle**2 * parts[:, 0]
    return {
        "variance": np.maximum(variance, 0.0),
        "df": np.maximum(squares**2 / fourths - 1, 1.0),
        "schools": (n > 0).sum(axis=0) - (n > 0),
        "largest_share": np.where(n == largest[0], second, largest[0]) / others_n,
    }


def clearly_different(
    comparison: pd.DataFrame,
    *,
    alpha: float = 0.05,
    control: Literal["fdr", "familywise"] = "fdr",
) -> pd.DataFrame:
    """Labels for a table of all schools of a region, with one family of schools × scales.

    Parameters
    ----------
    comparison : pandas.DataFrame
        Result of `compare_with_region`, or those of its rows that the table will show.
    alpha : float
        With ``"fdr"``: the expected share of wrong labels among all ``higher`` and ``lower``
        in the table. With ``"familywise"``: the chance that the table holds a wrong one.
    control : {"fdr", "familywise"}
        Benjamini and Hochberg, or Holm.

    Returns
    -------
    pandas.DataFrame
        `school`, `scale`, `n`, `difference`, `p`, `p_adjusted`, `label`, in the order of
        `comparison`.

    Raises
    ------
    ParameterError
        If `comparison` lacks a column or an option is out of its range.

    Notes
    -----
    A label in this table can differ from that of `compare_with_region`: the family is larger.
    Where no schools differ at all both controls are the same: at most α of such regions show
    a label. A wrong sign counts as wrong too.

    References
    ----------
    Benjamini, Y., & Yekutieli, D. (2005). False discovery rate-adjusted multiple confidence
    intervals for selected parameters. JASA, 100, 71-81.
    https://doi.org/10.1198/016214504000001907
    """
    needed = ["school", "scale", "n", "difference", "p", "label"]
    lacking = [name for name in needed if name not in comparison.columns]
    if lacking:
        raise ParameterError(f"`comparison` lacks the columns {', '.join(lacking)}.")
    if not 0 < alpha < 1:
        raise ParameterError(f"`alpha` is {alpha}, but lies between 0 and 1.")
    if control not in ("fdr", "familywise"):
        raise ParameterError(f"`control` is {control!r}, but is 'fdr' or 'familywise'.")
    table = comparison[needed].reset_index(drop=True)
    tested = (table["label"] != "too_few").to_numpy()
    p = np.where(tested, table["p"].to_numpy(dtype=np.float64), np.nan)[None, :]
    adjusted = (adjust_fdr(p) if control == "fdr" else adjust_holm(p))[0]
    labels = _labels(table["difference"].to_numpy(dtype=np.float64), adjusted, alpha)
    table = table.drop(columns="label")
    return table.assign(p_adjusted=adjusted, label=labels)


def comparability(
    reliability_of_mean: Mapping[str, float] | pd.Series,
    *,
    invariant: Mapping[str, bool | None] | None = None,
) -> pd.DataFrame:
    """Judge whether the schools of a region may be compared on a scale, and how far.

    Parameters
    ----------
    reliability_of_mean : mapping or pandas.Series of float
        By scale: the reliability λ of a school mean (`icc(...).reliability`, or one of the
        school means to be shown).
    invariant : mapping of bool or None, optional
        By scale: whether the scale measures the same in the schools (scalar invariance), None
        where that could not be tested. Left out where the question is about reliability only.

    Returns
    -------
    pandas.DataFrame
        By scale: `reliability`, `verdict` (``withheld``; ``shown`` with shrunken means and
        intervals; ``pairs``, also school against school) and `reason`:
        ``reliability_unknown``, ``reliability_below_70``, ``reliability_70_to_80``,
        ``reliability_from_80``, ``not_invariant`` or ``invariance_not_tested``.

    Raises
    ------
    ParameterError
        If a reliability lies above 1, or `invariant` lacks a scale.

    Notes
    -----
    .70 for the reliability of a group mean is the convention that LeBreton and Senter, and
    Lüdtke, pass on; .80 for comparing schools with one another is stricter, as the difference
    of two means is less reliable than each of them. Both are conventions. Invariance comes
    first: a reliable mean of something else in every school is still no comparison.

    References
    ----------
    LeBreton, J. M., & Senter, J. L. (2008). Answers to 20 questions about interrater
    reliability and interrater agreement. Organizational Research Methods, 11, 815-852.
    https://doi.org/10.1177/1094428106296642

    Lüdtke, O. et al. (2008). The multilevel latent covariate model. Psychological Methods,
    13, 203-229. https://doi.org/10.1037/a0012869

    Examples
    --------
    >>> comparability({"erbij horen": 0.49, "plezier": 0.74, "helden": 0.83})["verdict"].tolist()
    ['withheld', 'shown', 'pairs']
    """
    reliability = pd.Series(dict(reliability_of_mean), dtype=np.float64).rename_axis("scale")
    problems = [
        Problem(where=f"scale {name!r}", what=f"has reliability {value}; the highest is 1.")
        for name, value in reliability.items()
        if value > 1
    ]
    if invariant is not None:
        problems += [
            Problem(
                where=f"scale {name!r}",
                what="has no verdict on invariance.",
                remedy="Give True, False, or None where it could not be tested.",
            )
            for name in reliability.index
            if name not in invariant
        ]
    if problems:
        raise ParameterError("Comparability cannot be judged.", problems=problems)
    values = reliability.to_numpy()
    verdicts = [True if invariant is None else invariant[str(name)] for name in reliability.index]
    untested = np.array([verdict is None for verdict in verdicts], dtype=bool)
    broken = np.array([verdict is not None and not verdict for verdict in verdicts], dtype=bool)
    low, middle = values < SHOWN_FROM, values < PAIRS_FROM
    conditions = [broken, untested, np.isnan(values), low, middle]
    reasons = [
        "not_invariant",
        "invariance_not_tested",
        "reliability_unknown",
        "reliability_below_70",
        "reliability_70_to_80",
    ]
    verdict = np.select(conditions, ["withheld"] * 4 + ["shown"], "pairs").astype(object)
    reason = np.select(conditions, reasons, "reliability_from_80").astype(object)
    return pd.DataFrame(
        {"reliability": reliability, "verdict": verdict, "reason": reason}, index=reliability.index
    )
