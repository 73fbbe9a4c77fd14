"""The aspiration profile: dreaming of later and doing now."""

from __future__ import annotations

from typing import get_args

import numpy as np
import pandas as pd

from aspiratie.disclosure.shape.words import ProfileClassName
from aspiratie.prepare.scoring import Scored

__all__ = ["CLASSES", "profile_classes"]

#: High or low on dreaming and doing (Quaglia & Cobb, 1996), and near a midpoint.
CLASSES: tuple[ProfileClassName, ...] = get_args(ProfileClassName)


def profile_classes(scored: Scored) -> pd.Series | None:
    r"""Return the class of every respondent who has both scores.

    Both scales are cut at their midpoint, :math:`(1 + k) / 2`, never at the median of
    the respondents, which would make all schools look alike. Who is within one
    standard error of measurement, :math:`s\sqrt{1 - \alpha}`, of a midpoint is
    "unclear".

    Parameters
    ----------
    scored : Scored
        Scores of a survey.

    Returns
    -------
    Series of categories or None
        Missing where a respondent lacks a score; None where the codebook names no
        profile or one of its scales is too unreliable.

    References
    ----------
    Quaglia, R. J., & Cobb, C. D. (1996). Toward a theory of student aspirations.
    Journal of Research in Rural Education, 12(3), 127–132.
    """
    codebook = scored.answers.codebook
    if codebook.profile is None:
        return None
    high: dict[str, pd.Series] = {}
    near = pd.Series(False, index=scored.scores.index)
    both = pd.Series(True, index=scored.scores.index)
    for axis in ("dreaming", "doing"):
        scale = getattr(codebook.profile, axis)
        reliability = scored.reliability[scale]
        if reliability.level == "insufficient" or reliability.estimate is None:
            return None
        values = scored.scores[scale]
        distance = values - (1 + codebook.n_categories_of(scale)) / 2
        sem = float(values.std()) * np.sqrt(1 - min(reliability.estimate, 1.0))
        near |= distance.abs() <= sem
        both &= values.notna()
        high[axis] = distance > 0
    dreaming, doing = high["dreaming"], high["doing"]
    names = np.select(
        [near, dreaming & doing, dreaming & ~doing, ~dreaming & doing],
        ["unclear", "aspiration", "imagination", "perspiration"],
        default="hibernation",
    )
    classes = pd.Series(pd.Categorical(names, categories=CLASSES), index=scored.scores.index)
    return classes.where(both)
