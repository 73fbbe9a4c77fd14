"""How strongly a condition goes together with an outcome, within schools."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from aspiratie.errors import EstimationError

__all__ = ["within_school_association"]

_COLUMNS = ["association", "se", "low", "high", "n", "n_schools"]


def within_school_association(
    scores: pd.DataFrame, outcome: pd.Series, school: pd.Series, *, confidence: float = 0.95
) -> pd.DataFrame:
    r"""Standardised association of each scale with an outcome, within schools.

    Scores and outcome are centred on the mean of their school, so that differences
    between schools play no part, and divided by their pooled within-school standard
    deviation. The association is the slope

    .. math:: b = \sum \tilde x_{ij} \tilde y_{ij} / \sum \tilde x_{ij}^2,

    which equals the within-school correlation, with a standard error that is robust
    to pupils of one school being alike (CR1) and a t-interval with J − 1 degrees of
    freedom. It says what goes together, never what causes what: both come from the
    same questionnaire.

    Parameters
    ----------
    scores : DataFrame, shape (n_respondents, n_scales)
        Scale scores.
    outcome : Series, shape (n_respondents,)
        Scores of the outcome.
    school : Series, shape (n_respondents,)
        School of each respondent.
    confidence : float
        Of the interval.

    Returns
    -------
    DataFrame
        A row a scale: association, se, low, high, n, n_schools. NaN where a scale or
        the outcome does not vary within schools, or there are fewer than three schools.

    Raises
    ------
    EstimationError
        If the indexes differ.

    References
    ----------
    Cameron, A. C., & Miller, D. L. (2015). A practitioner's guide to
    cluster-robust inference. Journal of Human Resources, 50(2), 317–372.
    https://doi.org/10.3368/jhr.50.2.317

    Notes
    -----
    In R: ``x <- ave(x, school, FUN = function(v) v - mean(v))``, the same for y, both
    divided by their root mean square, then ``sandwich::vcovCL(lm(y ~ 0 + x), school,
    type = "HC0", cadjust = TRUE)``.

    Examples
    --------
    >>> school = pd.Series(["a"] * 4 + ["b"] * 4 + ["c"] * 4)
    >>> x = pd.Series([1, 2, 3, 4, 2, 3, 4, 5, 1, 2, 2, 3.0])
    >>> table = within_school_association(pd.DataFrame({"x": x}), 2 * x + 1, school)
    >>> round(float(table.loc["x", "association"]), 12)
    1.0
    """
    if not scores.index.equals(outcome.index) or not scores.index.equals(school.index):
        raise EstimationError("Scores, outcome and school should have the same index.")
    rows = {str(name): _association(scores[name], outcome, school, confidence) for name in scores}
    return pd.DataFrame.from_dict(rows, orient="index", columns=_COLUMNS)


def _association(
    score: pd.Series, outcome: pd.Series, school: pd.Series, confidence: float
) -> tuple[float, float, float, float, int, int]:
    frame = pd.DataFrame({"x": score, "y": outcome, "school": school}).dropna()
    n, n_schools = len(frame), int(frame["school"].nunique())
    means = frame.groupby("school")[["x", "y"]].transform("mean")
    x = (frame["x"] - means["x"]).to_numpy(dtype=float)
    y = (frame["y"] - means["y"]).to_numpy(dtype=float)
    ssx, ssy = float(x @ x), float(y @ y)
    tiny = np.finfo(float).eps * max(n, 1) * 100
    if n_schools < 3 or ssx <= tiny or ssy <= tiny:
        return (np.nan, np.nan, np.nan, np.nan, n, n_schools)
    x, y = x / np.sqrt(ssx / n), y / np.sqrt(ssy / n)
    slope = float(x @ y) / n
    scored = pd.Series(x * (y - slope * x)).groupby(frame["school"].to_numpy()).sum()
    se = float(np.sqrt((scored**2).sum() * n_schools / (n_schools - 1))) / n
    half = float(stats.t.ppf(0.5 + confidence / 2, n_schools - 1)) * se
    return (slope, se, slope - half, slope + half, n, n_schools)
