"""Pupils beside teachers, team or parents: gaps on mirrored questions, in percentage points.

Only the share that agrees with the same question is compared. A difference of scale scores
between informants would need the scale to measure the same in both, which is rarely so.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from aspiratie.errors import ParameterError, Problem
from aspiratie.measurement.multiplicity import adjust_holm
from aspiratie.schools.grouping import Grouping, group_rows, numeric_columns

__all__ = ["informant_gaps", "newcombe_interval", "regional_gaps"]

Array = npt.NDArray[np.float64]


def newcombe_interval(
    count: npt.ArrayLike,
    n: npt.ArrayLike,
    count_reference: npt.ArrayLike,
    n_reference: npt.ArrayLike,
    *,
    level: float = 0.95,
) -> tuple[Array, Array]:
    """Interval of a difference of two independent shares, from Wilson's score intervals.

    Parameters
    ----------
    count, n, count_reference, n_reference : array_like
        How many agree, of how many, in either group.
    level : float
        Level of the interval.

    Returns
    -------
    tuple of ndarray
        Lower and upper bound of count/n − count_reference/n_reference. NaN where a group is
        empty.

    Notes
    -----
    In R: ``DescTools::BinomDiffCI(x1, n1, x2, n2, method = "score")``.

    References
    ----------
    Newcombe, R. G. (1998). Interval estimation for the difference between independent
    proportions. Statistics in Medicine, 17, 873-890 (method 10).
    https://doi.org/10.1002/(SICI)1097-0258(19980430)17:8<873::AID-SIM779>3.0.CO;2-I

    Examples
    --------
    >>> low, high = newcombe_interval(56, 70, 48, 80)
    >>> round(float(low), 4), round(float(high), 4)
    (0.0524, 0.3339)
    """
    z = float(stats.norm.ppf((1 + level) / 2))
    one, low_one, high_one = _wilson(np.asarray(count, float), np.asarray(n, float), z)
    two, low_two, high_two = _wilson(
        np.asarray(count_reference, float), np.asarray(n_reference, float), z
    )
    lower = one - two - np.sqrt((one - low_one) ** 2 + (high_two - two) ** 2)
    upper = one - two + np.sqrt((high_one - one) ** 2 + (two - low_two) ** 2)
    return lower, upper


def _wilson(count: Array, n: Array, z: float) -> tuple[Array, Array, Array]:
    with np.errstate(divide="ignore", invalid="ignore"):
        share = count / n
        middle = (share + z**2 / (2 * n)) / (1 + z**2 / n)
        reach = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return share, middle - reach, middle + reach


def informant_gaps(
    reference: pd.DataFrame,
    school: pd.Series,
    other: pd.DataFrame,
    school_other: pd.Series,
    *,
    alpha: float = 0.05,
    n_min: int = 10,
    level: float = 0.95,
) -> pd.DataFrame:
    """Gaps between two informants in each school, item by item.

    Parameters
    ----------
    reference : pandas.DataFrame, shape (n_pupils, n_items)
        1 where a pupil agrees, 0 where not, missing without an answer.
    school : pandas.Series, shape (n_pupils,)
        School of each pupil.
    other : pandas.DataFrame, shape (n_respondents, n_items)
        The same of the other informant, mirrored questions under the pupils' names. Items that
        only one of them was asked are left out: there is nothing to compare.
    school_other : pandas.Series, shape (n_respondents,)
        School of each of these.
    alpha : float
        Highest chance that a school where both think alike gets one clear gap or more.
    n_min : int
        Fewest answers of either informant for a label.
    level : float
        Level of the interval.

    Returns
    -------
    pandas.DataFrame
        One row a school that both answered in × item: `school`, `item`, `n_reference`,
        `agree_reference`, `n`, `agree` (shares, 0 to 1), `points` = 100 (agree −
        agree_reference), `low`, `high` (Newcombe's interval, in points), `p` (score test with
        the pooled share), `p_adjusted` (Holm over the items of the school) and `label`: the
        other informant is clearly ``higher`` or ``lower`` than the pupils, ``similar``, or
        ``not_compared`` below `n_min`.

    Raises
    ------
    ParameterError
        If an answer is not 0, 1 or missing, someone has no school, or an option is out of its
        range.

    Notes
    -----
    Within one school there is one cluster, so that respondents count as independent. For a
    region's gap with an interval that knows of schools see `regional_gaps`. In R, `p` is that
    of ``prop.test(correct = FALSE)``.

    Examples
    --------
    >>> import pandas as pd
    >>> pupils = pd.DataFrame({"gehoord": [1.0] * 30 + [0.0] * 30})
    >>> team = pd.DataFrame({"gehoord": [1.0] * 18 + [0.0] * 2})
    >>> here, there = pd.Series(["a"] * 60), pd.Series(["a"] * 20)
    >>> informant_gaps(pupils, here, team, there)[["points", "label"]].round(1)
       points   label
    0    40.0  higher
    """
    _check({"alpha": alpha, "level": level})
    items = [name for name in reference.columns if name in set(other.columns)]
    ours, our_schools = _answers(reference[items], school, "reference")
    theirs, their_schools = _answers(other[items], school_other, "other")
    both = [name for name in our_schools.labels if name in set(their_schools.labels)]
    n_one, yes_one = _tally(ours, our_schools, both)
    n_two, yes_two = _tally(theirs, their_schools, both)
    with np.errstate(divide="ignore", invalid="ignore"):
        agree_one, agree_two = yes_one / n_one, yes_two / n_two
        together = (yes_one + yes_two) / (n_one + n_two)
        error = np.sqrt(together * (1 - together) * (1 / n_one + 1 / n_two))
        gap = agree_two - agree_one
        p = np.where(gap == 0, 1.0, 2 * stats.norm.sf(np.abs(gap) / error))
    few = ~((n_one >= n_min) & (n_two >= n_min))
    adjusted = adjust_holm(np.where(few, np.nan, p))
    low, high = newcombe_interval(yes_two, n_two, yes_one, n_one, level=level)
    blocks = {
        "n_reference": n_one.astype(np.int64),
        "agree_reference": agree_one,
        "n": n_two.astype(np.int64),
        "agree": agree_two,
        "points": 100 * gap,
        "low": 100 * low,
        "high": 100 * high,
        "p": p,
        "p_adjusted": adjusted,
        "label": _labels(few, adjusted, gap, alpha),
    }
    return pd.DataFrame(
        {
            "school": pd.Index(both, dtype=our_schools.labels.dtype).repeat(len(items)),
            "item": np.tile(np.array(items, dtype=object), len(both)),
            **{name: block.ravel() for name, block in blocks.items()},
        }
    )


def regional_gaps(
    agrees: Mapping[str, pd.DataFrame],
    schools: Mapping[str, pd.Series] | None,
    *,
    reference: str,
    alpha: float = 0.05,
    n_min: int = 10,
    level: float = 0.95,
) -> pd.DataFrame:
    """Gaps of each informant with the reference over a whole region, item by item.

    Parameters
    ----------
    agrees : mapping of pandas.DataFrame
        By informant: 1 agrees, 0 not, missing without an answer; one column an item, mirrored
        questions under one name.
    schools : mapping of pandas.Series or None
        By informant the school of each respondent. None: respondents are independent.
    reference : str
        The informant that the others are set against, as ``"pupil"``.
    alpha, n_min, level
        As in `informant_gaps`.

    Returns
    -------
    pandas.DataFrame
        One row an informant × item: `informant`, `item`, then the columns of `informant_gaps`
        and `n_schools`, the schools with an answer of either. With two schools or more the
        interval and p are cluster-robust: schools are the clusters of both informants
        together (CR1, t with n_schools − 1 degrees of freedom); else Newcombe's interval and
        the score test. Holm is over the items of an informant. Intervals end at ±100.

    Raises
    ------
    ParameterError
        As `informant_gaps`, or if `reference` or a school is lacking.

    References
    ----------
    Cameron, A. C., & Miller, D. L. (2015). A practitioner's guide to cluster-robust inference.
    Journal of Human Resources, 50, 317-372. https://doi.org/10.3368/jhr.50.2.317
    """
    _check({"alpha": alpha, "level": level})
    if reference not in agrees:
        raise ParameterError(f"There are no answers of the reference {reference!r}.")
    lacking = [name for name in agrees if schools is not None and name not in schools]
    if lacking:
        raise ParameterError(f"There are no schools of {', '.join(lacking)}.")
    frames = []
    for informant, answers in agrees.items():
        if informant == reference:
            continue
        own = agrees[reference]
        here = pd.Series("", index=own.index) if schools is None else schools[reference]
        there = pd.Series("", index=answers.index) if schools is None else schools[informant]
        one_name = pd.concat([here, there]).astype("str")
        whole = informant_gaps(
            own,
            pd.Series("", index=own.index),
            answers,
            pd.Series("", index=answers.index),
            alpha=alpha,
            n_min=n_min,
            level=level,
        ).drop(columns="school")
        items = whole["item"].tolist()
        values = np.concatenate(
            [
                numeric_columns(own[items], name=reference),
                numeric_columns(answers[items], name=informant),
            ]
        )
        grouping = group_rows(one_name.index, one_name)
        second = np.arange(len(values)) >= len(own)
        frames.append(
            _robust(whole, values, second, grouping, alpha, n_min, level).assign(
                informant=informant
            )
        )
    columns = [
        "informant",
        "item",
        "n_reference",
        "agree_reference",
        "n",
        "agree",
        "n_schools",
        "points",
        "low",
        "high",
        "p",
        "p_adjusted",
        "label",
    ]
    if not frames:
        return pd.DataFrame(columns=columns)
    return pd.concat(frames, ignore_index=True)[columns]


def _robust(
    gaps: pd.DataFrame,
    values: Array,
    second: npt.NDArray[np.bool_],
    grouping: Grouping,
    alpha: float,
    n_min: int,
    level: float,
) -> pd.DataFrame:
    """Replace interval and p by cluster-robust ones where there are two schools or more."""
    one, two = gaps["agree_reference"].to_numpy(), gaps["agree"].to_numpy()
    n_one, n_two = gaps["n_reference"].to_numpy(), gaps["n"].to_numpy()
    with np.errstate(divide="ignore", invalid="ignore"):
        pull = np.where(second[:, None], (values - two) / n_two, -(values - one) / n_one)
        clusters = (grouping.counts(values) > 0).sum(axis=0)
        squared = (grouping.sums(pull) ** 2).sum(axis=0) * clusters / (clusters - 1)
        # where nobody differs within an informant, the score test knows more than 0
        robust = (clusters > 1) & (squared > 0)
        se, gap = np.sqrt(squared), two - one
        df = np.maximum(clusters - 1, 1)
        p = np.where(robust, 2 * stats.t.sf(np.abs(gap) / se, df), gaps["p"].to_numpy())
        reach = stats.t.ppf((1 + level) / 2, df) * se
    low = np.where(robust, np.maximum(100 * (gap - reach), -100), gaps["low"].to_numpy())
    high = np.where(robust, np.minimum(100 * (gap + reach), 100), gaps["high"].to_numpy())
    few = ~((n_one >= n_min) & (n_two >= n_min))
    adjusted = adjust_holm(np.where(few, np.nan, p)[None, :])[0]
    return gaps.assign(
        low=low,
        high=high,
        p=p,
        p_adjusted=adjusted,
        label=_labels(few, adjusted, gap, alpha),
        n_schools=clusters.astype(np.int64),
    )


def _labels(
    few: npt.NDArray[np.bool_], adjusted: Array, gap: Array, alpha: float
) -> npt.NDArray[np.object_]:
    clear = adjusted <= alpha
    conditions = [few, clear & (gap > 0), clear & (gap < 0)]
    labels = np.select(conditions, ["not_compared", "higher", "lower"], "similar")
    return labels.astype(object)


def _check(shares: dict[str, float]) -> None:
    problems = [
        Problem(where=name, what=f"is {value}, but lies between 0 and 1.")
        for name, value in shares.items()
        if not 0 < value < 1
    ]
    if problems:
        raise ParameterError("Gaps cannot be computed with these options.", problems=problems)


def _answers(frame: pd.DataFrame, school: pd.Series, name: str) -> tuple[Array, Grouping]:
    values = numeric_columns(frame, name=name)
    odd = ~(np.isnan(values) | (values == 0) | (values == 1))
    if odd.any():
        raise ParameterError(
            f"`{name}` holds other values than 0, 1 and missing.",
            problems=[
                Problem(where=f"item {item!r}", what=f"has {count} of them.")
                for item, count in zip(frame.columns, odd.sum(axis=0), strict=True)
                if count
            ],
        )
    return values, group_rows(frame.index, school)


def _tally(values: Array, grouping: Grouping, schools: list[object]) -> tuple[Array, Array]:
    """Count answers and agreement in the named schools, shape (n_schools, n_items)."""
    rows = grouping.labels.get_indexer(pd.Index(schools, dtype=grouping.labels.dtype))
    return grouping.counts(values)[rows], grouping.sums(values)[rows]
