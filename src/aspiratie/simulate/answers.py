"""Answers of attentive respondents, drawn from the truth."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

__all__ = ["draw_answers"]

Ints = npt.NDArray[np.int64]


def draw_answers(
    items: pd.DataFrame,
    effects: pd.DataFrame,
    covariance_within: pd.DataFrame,
    noninvariance: pd.DataFrame,
    cell: Ints,
    rng: np.random.Generator,
) -> Ints:
    r"""Draw an answer to every item for every respondent.

    With :math:`z \sim N(0, \Sigma_w)` the answer in the scale's direction is
    :math:`1 + \sum_k [\lambda (\mu_{cell} + z_f) + \sqrt{1 - \lambda^2}\,e > \tau_k]`;
    of reversed items the answer is turned to the one that was given.

    Parameters
    ----------
    items : DataFrame
        Loadings and thresholds, from :func:`instrument.item_table`.
    effects : DataFrame
        Shift of each factor by school and group.
    covariance_within : DataFrame
        Of the factors within schools.
    noninvariance : DataFrame
        Columns school, item, shift.
    cell : ndarray of shape (n,)
        Row of `effects` that each respondent belongs to.
    rng : Generator

    Returns
    -------
    ndarray of shape (n, items)
        Places 1 to k.
    """
    factors = list(covariance_within.columns)
    root = np.linalg.cholesky(covariance_within.to_numpy())
    standing = rng.standard_normal((len(cell), len(factors))) @ root.T
    standing += effects[factors].to_numpy(dtype=np.float64)[cell]
    load = items["loading"].to_numpy(dtype=np.float64)
    place = [factors.index(f) for f in items["factor"]]
    tendency = standing[:, place] * load
    tendency += rng.standard_normal(tendency.shape) * np.sqrt(1 - load**2)
    school = effects.index.get_level_values("school").to_numpy()[cell]
    for odd, item, shift in noninvariance[["school", "item", "shift"]].itertuples(index=False):
        if item in items.index:
            tendency[school == odd, items.index.get_loc(item)] -= shift
    answers = np.empty(tendency.shape, dtype=np.int64)
    for column, (cuts, turned) in enumerate(
        zip(items["thresholds"], items["reversed"], strict=True)
    ):
        score = 1 + np.searchsorted(np.array(cuts), tendency[:, column])
        answers[:, column] = len(cuts) + 2 - score if turned else score
    return answers
