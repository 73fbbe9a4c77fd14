"""Scale scores: one number a respondent, with missing answers treated by a stated rule."""

from __future__ import annotations

import warnings
from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.errors import EstimationError, ParameterError, Problem, SparseDataWarning
from aspiratie.measurement.answers import answer_matrix
from aspiratie.viewable import Viewable

__all__ = ["ScaleScores", "principle_scores", "reverse", "scale_scores"]


@dataclass(frozen=True, eq=False, kw_only=True)
class ScaleScores(Viewable):
    """Scores on one scale and how they came about.

    Parameters
    ----------
    scores : pandas.Series
        A number a respondent on the items' own answer scale; NaN where too few were answered.
    n_answered : pandas.Series
        Number of the scale's items (or the principle's scales) that each respondent answered.
    n_scored : int
        Respondents with a score.
    n_prorated : int
        Respondents with a score in which one or more missing answers were filled.
    item_means : pandas.Series
        The means by which missing answers were filled; hand these on to other waves or schools.
    rule : str
        The rule in one sentence, for the report.
    """

    scores: pd.Series
    n_answered: pd.Series
    n_scored: int
    n_prorated: int
    item_means: pd.Series
    rule: str

    def __repr__(self) -> str:
        """Give one line without any respondent's number."""
        return (
            f"ScaleScores({len(self.item_means)} items, {self.n_scored} of {len(self.scores)} "
            f"respondents scored, {self.n_prorated} prorated)"
        )


def reverse(
    items: pd.DataFrame,
    *,
    n_categories: int | Mapping[Hashable, int],
    columns: Collection[Hashable] | None = None,
    lowest: int = 1,
) -> pd.DataFrame:
    r"""Turn items round by the ends of their answer scale, not by what happened to be answered.

    .. math:: x' = (\text{lowest} + \text{highest}) - x, \quad
              \text{highest} = \text{lowest} + \text{n\_categories} - 1

    Parameters
    ----------
    items : pandas.DataFrame
        Numeric answers, a row a respondent; missing answers stay missing.
    n_categories : int or mapping
        Number of answer categories: one for all, or one by item.
    columns : collection, optional
        The items to turn round; all when left out. The others come back unchanged.
    lowest : int
        The lowest answer code.

    Returns
    -------
    pandas.DataFrame
        A copy with the same index and columns; the turned items are floats.

    Raises
    ------
    EstimationError
        If a column is not there, has no number of categories, or holds an answer outside its ends.

    Examples
    --------
    >>> answers = pd.DataFrame({"er1": [1, 5], "er2": [2, None]})
    >>> reverse(answers, n_categories=5, columns=["er2"])
       er1  er2
    0    1  4.0
    1    5  NaN
    """
    turned = list(items.columns) if columns is None else list(columns)
    faults = [
        Problem(where=f"column {name!r}", what="is not among the items.", remedy="Mend its name.")
        for name in turned
        if name not in items.columns
    ]
    if isinstance(n_categories, Mapping):
        faults += [
            Problem(
                where=f"column {name!r}",
                what="has no number of categories.",
                remedy="Add it to `n_categories`.",
            )
            for name in turned
            if name not in n_categories
        ]
    if faults:
        raise EstimationError("These items cannot be reversed.", problems=faults)
    values = answer_matrix(items[turned])
    counts = (
        [n_categories[name] for name in turned]
        if isinstance(n_categories, Mapping)
        else [n_categories] * len(turned)
    )
    highest = lowest + np.asarray(counts, dtype=np.float64) - 1.0
    outside = ((values < lowest) | (values > highest)).sum(axis=0)
    if outside.any():
        raise EstimationError(
            "These items cannot be reversed.",
            problems=[
                Problem(
                    where=f"column {name!r}",
                    what=f"has {count} answer(s) outside {lowest}-{top:g}.",
                    remedy="Mark missing codes as NaN or correct `n_categories`.",
                )
                for name, count, top in zip(turned, outside, highest, strict=True)
                if count
            ],
        )
    result = items.copy()
    flipped = lowest + highest - values
    for position, name in enumerate(turned):
        result[name] = flipped[:, position]
    return result


def scale_scores(
    items: pd.DataFrame,
    *,
    min_answered: float = 0.5,
    item_means: pd.Series | Mapping[Hashable, float] | None = None,
) -> ScaleScores:
    r"""Score a scale: the mean of its items, missing answers filled by item-centred proration.

    .. math:: \text{score}_i = \frac{1}{p} \sum_{j=1}^{p} \bar{x}_j
              + \frac{1}{|A_i|} \sum_{j \in A_i} (x_{ij} - \bar{x}_j)

    with :math:`A_i` the items that respondent *i* answered. A missing answer thus counts as the
    item's mean plus the respondent's own mean deviation. Whoever answered everything simply gets
    the mean. Plain proration (the mean of what was answered) is biased as soon as the items'
    means differ, even when answers are missing completely at random.

    Parameters
    ----------
    items : pandas.DataFrame, shape (n_respondents, n_items)
        The scale's items, reversed ones already turned in the scale's direction.
    min_answered : float
        Smallest share of the items that must be answered for a score, above 0 and at most 1.
    item_means : Series or mapping, optional
        The mean of every item, to let all schools and waves use the same. When left out:
        over all respondents here who answered the item.

    Returns
    -------
    ScaleScores
        Scores in the unit of the items' answer scale.

    Raises
    ------
    EstimationError
        If a column is not numeric, or `item_means` lacks an item.
    ParameterError
        If `min_answered` is out of its range.

    Warns
    -----
    SparseDataWarning
        If nobody answered some item, so that it has no mean and takes no part in the score.

    References
    ----------
    Mazza, G. L., Enders, C. K., & Ruehlman, L. S. (2015). Addressing item-level missing data:
    A comparison of proration and full information maximum likelihood estimation. Multivariate
    Behavioral Research, 50(5), 504-519. https://doi.org/10.1080/00273171.2015.1068157

    Notes
    -----
    In R: ``m <- colMeans(x, na.rm = TRUE); mean(m) + rowMeans(sweep(x, 2, m), na.rm = TRUE)``.

    Examples
    --------
    >>> answers = pd.DataFrame({"er1": [4, 5, 3], "er2": [2, None, 2], "er3": [1, None, None]})
    >>> result = scale_scores(answers)
    >>> result.scores.tolist()
    [2.3333333333333335, nan, 1.8333333333333335]
    >>> result
    ScaleScores(3 items, 2 of 3 respondents scored, 1 prorated)
    """
    return _centred(items, min_answered=min_answered, means=item_means, part="item")


def principle_scores(
    scale_scores: pd.DataFrame,
    *,
    min_answered: float = 0.5,
    scale_means: pd.Series | Mapping[Hashable, float] | None = None,
) -> ScaleScores:
    """Score a principle: the unweighted mean of its scales, prorated as :func:`scale_scores` does.

    Every scale counts equally, whatever its number of items.

    Parameters
    ----------
    scale_scores : pandas.DataFrame, shape (n_respondents, n_scales)
        A column a scale, NaN where a respondent has no score on it.
    min_answered : float
        Smallest share of the scales on which a respondent must have a score.
    scale_means : Series or mapping, optional
        The mean of every scale, to let all schools and waves use the same.

    Returns
    -------
    ScaleScores
        With scales in the place of items.

    Raises
    ------
    EstimationError, ParameterError
        As :func:`scale_scores`.

    Examples
    --------
    >>> scales = pd.DataFrame({"erbij_horen": [4.0, 3.0], "helden": [2.0, None]})
    >>> principle_scores(scales).scores.tolist()
    [3.0, 2.25]
    """
    return _centred(scale_scores, min_answered=min_answered, means=scale_means, part="scale")


def _centred(
    parts: pd.DataFrame,
    *,
    min_answered: float,
    means: pd.Series | Mapping[Hashable, float] | None,
    part: str,
) -> ScaleScores:
    if not 0.0 < min_answered <= 1.0:
        raise ParameterError(
            f"min_answered is {min_answered}; it is a share above 0 and at most 1."
        )
    values = answer_matrix(parts)
    answered = ~np.isnan(values)
    n_answered = answered.sum(axis=1)
    used = _means_of_answers(values) if means is None else _given_means(parts, means, part)
    known = ~np.isnan(used)
    left_out = list(parts.columns[~known]) if known.any() else []
    if left_out:
        warnings.warn(
            f"Nobody answered {', '.join(map(repr, left_out))}: without a mean the score "
            f"rests on the other {part}s.",
            SparseDataWarning,
            stacklevel=3,
        )
    deviations = np.where(answered & known, values - used, 0.0).sum(axis=1)
    # An item answered here but without a mean elsewhere can't enter; count what does.
    n_used = (answered & known).sum(axis=1)
    enough = (n_used > 0) & (n_answered >= min_answered * values.shape[1] - 1e-9)
    level = used[known].mean() if known.any() else np.nan
    with np.errstate(invalid="ignore", divide="ignore"):
        scores = np.where(enough, level + deviations / n_used, np.nan)
    n_parts = int(known.sum())
    rule = (
        f"Mean of {values.shape[1]} {part}s for whoever answered at least "
        f"{min_answered:.0%} of them; a missing one counts as the {part}'s mean plus the "
        f"respondent's own mean deviation"
        f"{' (means given)' if means is not None else ''}."
    )
    if left_out:
        rule += f" Left out, for want of answers: {', '.join(map(str, left_out))}."
    return ScaleScores(
        scores=pd.Series(scores, index=parts.index, name="score"),
        n_answered=pd.Series(n_answered, index=parts.index, name="n_answered"),
        n_scored=int(enough.sum()),
        n_prorated=int((enough & (n_used < n_parts)).sum()),
        item_means=pd.Series(used, index=parts.columns, name="mean"),
        rule=rule,
    )


def _means_of_answers(values: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    answered = ~np.isnan(values)
    counts = answered.sum(axis=0)
    sums = np.where(answered, values, 0.0).sum(axis=0)
    means = np.full(values.shape[1], np.nan)
    np.divide(sums, counts, out=means, where=counts > 0)
    return means


def _given_means(
    parts: pd.DataFrame, means: pd.Series | Mapping[Hashable, float], part: str
) -> npt.NDArray[np.float64]:
    lookup = dict(means)
    used = np.array([float(lookup.get(name, np.nan)) for name in parts.columns])
    if not np.isfinite(used).all():
        raise EstimationError(
            f"Not every {part} has a mean.",
            problems=[
                Problem(
                    where=f"{part} {name!r}",
                    what="has no finite mean among those given.",
                    remedy="Take the means over all respondents of the region.",
                )
                for name, value in zip(parts.columns, used, strict=True)
                if not np.isfinite(value)
            ],
        )
    return used
