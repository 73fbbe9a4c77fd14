"""What is true of the example questionnaires, in numbers chosen once.

Every number is a choice, not a finding: loadings that give scales of four to six
items an alpha of about .70 to .85, shares of agreement between 38 and 91 per
cent, and school variance as surveys of pupils usually show.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.stats import norm

from aspiratie.codebook import Codebook

__all__ = [
    "CHANGE",
    "CONDITIONS",
    "GAPS",
    "GROUP_SLOPE",
    "ICC",
    "NO_OPINION",
    "SCHOOL_SHARE",
    "correlations",
    "covariance",
    "item_table",
    "slopes",
]

CONDITIONS = (
    "belonging", "heroes", "accomplishment", "fun", "curiosity", "adventure", "leadership",
    "action",
)  # fmt: skip
#: Share of a condition's variance that lies between schools.
ICC = dict(zip(CONDITIONS, (0.07, 0.08, 0.09, 0.11, 0.08, 0.07, 0.11, 0.06), strict=True))
#: Change from one wave to the next, in standard deviations of the condition.
CHANGE = dict(zip(CONDITIONS, (-0.03, 0.0, 0.05, -0.06, 0.0, 0.04, 0.1, 0.03), strict=True))
#: Change from one leerjaar to the next, in standard deviations.
GROUP_SLOPE = dict(zip(CONDITIONS, (-0.01, 0.0, -0.02, -0.06, -0.05, 0.0, 0.03, 0.04), strict=True))
#: How far another informant's view lies from the pupils', in standard deviations.
GAPS = {
    "pupil": dict.fromkeys(CONDITIONS, 0.0),
    "teacher": dict(zip(CONDITIONS, (0.3, 0.6, 0.9, 0.3, 0.7, 0.0, 0.6, -0.3), strict=True)),
    "team": dict(zip(CONDITIONS, (0.5, 0.7, 0.8, 0.5, 0.7, 0.2, 0.9, 0.0), strict=True)),
    "parent": dict(zip(CONDITIONS, (0.0, -0.2, 0.1, 0.0, -0.1, 0.2, -0.2, 0.3), strict=True)),
}
#: How much of the pupils' school effect other informants share.
SCHOOL_SHARE = {"pupil": 1.0, "teacher": 0.5, "team": 0.5, "parent": 0.7}
#: Share that answers "weet niet" or "niet van toepassing", by pupils' item; else the default.
NO_OPINION = {"lea3": 0.12, "her3": 0.07, "cur3": 0.05, "lea2": 0.05, "ladder": 0.06}

_PRINCIPLE = (0, 0, 0, 1, 1, 1, 2, 2)
_ON_PRINCIPLE = (0.85, 0.8, 0.82, 0.84, 0.8, 0.78, 0.83, 0.8)
_BETWEEN = np.array([[1.0, 0.65, 0.6], [0.65, 1.0, 0.7], [0.6, 0.7, 1.0]])
_SLOPES: dict[str, dict[str, float]] = {
    "motivation": {"fun": 0.3, "curiosity": 0.25, "accomplishment": 0.15, "action": 0.1},
    "dreaming": {"heroes": 0.25, "action": 0.25, "accomplishment": 0.1},
    "doing": {"action": 0.35, "leadership": 0.15, "fun": 0.1},
}
#: Share of answers in favour (4 or 5 in the scale's direction), in the order of the items.
_FAVOUR = {
    "belonging": (0.91, 0.71, 0.62, 0.66, 0.58),
    "heroes": (0.47, 0.68, 0.43, 0.52, 0.54),
    "accomplishment": (0.57, 0.49, 0.46, 0.51, 0.55),
    "fun": (0.64, 0.52, 0.6, 0.69, 0.38),
    "curiosity": (0.72, 0.39, 0.44, 0.61, 0.56, 0.5),
    "adventure": (0.41, 0.79, 0.65, 0.54, 0.46),
    "leadership": (0.45, 0.53, 0.38, 0.78, 0.57, 0.47),
    "action": (0.59, 0.66, 0.48, 0.63, 0.55),
    "dreaming": (0.58, 0.7, 0.61, 0.67),
    "doing": (0.47, 0.6, 0.66, 0.45),
    "motivation": (0.9, 0.57, 0.59, 0.62),
}
_LOADINGS = (0.74, 0.68, 0.7, 0.62, 0.66, 0.6)
_REVERSED_LOADING = 0.57
_STEPS = ((-1.55, -0.75, 0.0, 1.1), (-1.4, -0.65, 0.0, 1.25), (-1.65, -0.8, 0.0, 1.0))
_LADDER = (0.06, 0.1, 0.2, 0.2, 0.21, 0.12, 0.05, 0.06)
_LADDER_LOADING = 0.45


def correlations() -> pd.DataFrame:
    """Return the correlations of the eight conditions, equal within and between schools.

    Conditions hang together through their principle: within a principle .62 to
    .70, across principles .38 to .47.
    """
    load = np.array(_ON_PRINCIPLE)
    of = np.array(_PRINCIPLE)
    matrix = np.outer(load, load) * _BETWEEN[np.ix_(of, of)]
    np.fill_diagonal(matrix, 1.0)
    return pd.DataFrame(matrix, index=CONDITIONS, columns=CONDITIONS)


def slopes() -> pd.DataFrame:
    """Return the regression of motivation, dreaming and doing on the conditions, standardised."""
    table = pd.DataFrame(0.0, index=list(_SLOPES), columns=CONDITIONS)
    for scale, weights in _SLOPES.items():
        for condition, weight in weights.items():
            table.loc[scale, condition] = weight
    return table


def item_table(codebook: Codebook, pupil: Codebook) -> pd.DataFrame:
    """Return the true loading and thresholds of every item of a codebook.

    Parameters
    ----------
    codebook : Codebook
        Of any informant.
    pupil : Codebook
        The pupils', whose thresholds hold for the items that mirror them.

    Returns
    -------
    DataFrame
        Index ``item``; columns ``factor``, ``scale`` (None for the ladder),
        ``mirrors`` (the pupils' item), ``reversed``, ``loading``,
        ``no_opinion`` (share) and ``thresholds`` (a tuple on the standard normal
        of the answer in the scale's direction).
    """
    places = {f.name: place for scale in _FAVOUR for place, f in enumerate(pupil.items_of(scale))}
    rows = []
    for f in codebook.items:
        origin = f.mirrors or f.name
        if f.scale is None:
            loading, factor = _LADDER_LOADING, "leadership"
            cut = norm.ppf(np.cumsum(_LADDER)[:-1])
        else:
            place, factor = places[origin], f.scale
            shift = list(_FAVOUR).index(factor)
            loading = _LOADINGS[(place + shift) % 4] if place < 5 else _LOADINGS[5]
            loading = _REVERSED_LOADING if f.reversed else loading
            cut = np.array(_STEPS[(place + shift) % 3]) - norm.ppf(_FAVOUR[factor][place])
        rows.append(
            {
                "item": f.name,
                "factor": factor,
                "scale": f.scale,
                "mirrors": origin,
                "reversed": f.reversed,
                "loading": loading,
                "no_opinion": NO_OPINION.get(origin, 0.015),
                "thresholds": tuple(float(t) for t in cut),
            }
        )
    return pd.DataFrame(rows).set_index("item")


def covariance(factors: tuple[str, ...]) -> tuple[npt.NDArray[np.float64], ...]:
    """Return the covariances of all factors within and between schools.

    Motivation, dreaming and doing are the conditions by their slopes, plus a part
    of their own that does not differ between schools; their variance is 1.
    """
    phi, weight = correlations().to_numpy(), slopes()
    icc = np.array([ICC[c] for c in CONDITIONS])
    between = phi * np.sqrt(np.outer(icc, icc))
    within = phi * np.sqrt(np.outer(1 - icc, 1 - icc))
    extra = [f for f in factors if f not in CONDITIONS]
    slope = weight.loc[extra].to_numpy()
    full = np.vstack([np.eye(len(CONDITIONS)), slope])
    own = 1.0 - np.diag(full @ (between + within) @ full.T)
    own[: len(CONDITIONS)] = 0.0
    return full @ within @ full.T + np.diag(own), full @ between @ full.T
