"""How the items of each scale work: otherwise in some groups, and where a scale measures well."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from aspiratie.measurement.item_response.dif import DifResult, dif
from aspiratie.measurement.item_response.graded import IrtView, irt_view
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.research.gathering import each_scale
from aspiratie.research.groups import large_groups
from aspiratie.research.scales import Scales, checked_scales
from aspiratie.viewable import Viewable

__all__ = ["ScaleDif", "ScaleInformation", "scale_dif", "scale_information"]


@dataclass(frozen=True, eq=False, kw_only=True)
class ScaleDif(Viewable):
    """Differential item functioning of each scale between groups.

    Parameters
    ----------
    by : str
        The column that makes the groups.
    sizes : Series
        Respondents of each group that is compared.
    items : DataFrame
        A row an item: ``scale``, and ``chisq_total``, ``df_total``, ``pvalue_holm`` (over the
        items of its scale), ``nagelkerke_total``, ``size``, ``kind`` and ``flagged`` of
        :class:`~aspiratie.measurement.item_response.dif.DifResult`.
    results : dict of str to DifResult
        By scale.
    refused : dict of str to str
        Why a scale has none.
    notes : tuple of str
        What was left out, and whether tests allow for schools.
    """

    by: str
    sizes: pd.Series
    items: pd.DataFrame
    results: dict[str, DifResult]
    refused: dict[str, str]
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        flagged = int(self.items["flagged"].sum())
        return f"ScaleDif(by {self.by!r}, {len(self.items)} items, {flagged} flagged)"


@dataclass(frozen=True, eq=False, kw_only=True)
class ScaleInformation(Viewable):
    """Each scale as a graded response model.

    Parameters
    ----------
    scales : DataFrame
        A row a scale: ``n``, ``reliability`` (marginal), ``best`` (the level of the factor, in
        standard deviations, where it measures best) and ``from``, ``to``: between which levels
        the reliability of a score is .70 or more.
    items : DataFrame
        A row an item: ``scale``, ``discrimination`` with its ``se``, and ``loading``.
    results : dict of str to IrtView
        By scale.
    refused : dict of str to str
        Why a scale has none.
    notes : tuple of str
    """

    scales: pd.DataFrame
    items: pd.DataFrame
    results: dict[str, IrtView]
    refused: dict[str, str]
    notes: tuple[str, ...]

    def __repr__(self) -> str:
        return f"ScaleInformation({len(self.results)} scales, {len(self.refused)} refused)"


_SHOWN = ["chisq_total", "df_total", "pvalue_holm", "nagelkerke_total", "size", "kind", "flagged"]
_ENOUGH = 0.70


def scale_dif(
    items: pd.DataFrame,
    scales: Scales,
    group: pd.Series,
    *,
    at_least: int = 200,
    cluster: pd.Series | None = None,
    weights: pd.Series | None = None,
    alpha: float = 0.05,
) -> ScaleDif:
    """Look in each scale for items that work otherwise in some groups at equal scores.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_items)
        Answers in the scales' direction; missing is NaN.
    scales : mapping of str to sequence of str
        The items of each scale, three at least.
    group : Series, shape (n_respondents,)
        With the index of the answers.
    at_least : int
        Smaller groups are left out, and named.
    cluster : Series, optional
        School of each respondent: tests allow for pupils of one school being alike, where each
        group has ten schools or more; else a note says that they do not.
    weights : Series, optional
        Sampling weight of each respondent.
    alpha : float
        Level of the tests that flag items.

    Returns
    -------
    ScaleDif
        Scales that cannot be tested are in ``refused``.

    Raises
    ------
    ParameterError
        If an item is no column, the groups are not those of the answers, or fewer than two
        groups are large enough.

    References
    ----------
    Zumbo, B. D. (1999). A handbook on the theory and methods of differential item functioning
    (DIF). Directorate of Human Resources Research and Evaluation.

    Notes
    -----
    In R: ``MASS::polr`` for each item; see :func:`aspiratie.dif`.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(4)
    >>> latent = 0.8 * rng.normal(size=(900, 1)) + 0.6 * rng.normal(size=(900, 5))
    >>> latent[::2, 2] += 0.6
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcde"))
    >>> group = pd.Series(["x", "y"] * 450, name="track")
    >>> found = scale_dif(answers, {"fun": list("abcde")}, group)
    >>> found
    ScaleDif(by 'track', 5 items, 2 flagged)

    A test also flags what is of no size:

    >>> found.items.query("flagged")["size"].to_dict()
    {'a': 'negligible', 'c': 'moderate'}
    """
    chosen = checked_scales(items, scales)
    groups = large_groups(items, group, cluster, at_least=at_least)
    rows = groups.labels.index
    results, refused, notes = each_scale(
        chosen,
        f"items by {groups.by}",
        lambda _, members: dif(
            items.loc[rows, members],
            group=groups.labels,
            alpha=alpha,
            cluster=groups.school,
            weights=None if weights is None else weights[rows],
        ),
    )
    parts = [found.items[_SHOWN].assign(scale=scale) for scale, found in results.items()]
    table = pd.concat(parts) if parts else pd.DataFrame(columns=[*_SHOWN, "scale"])
    return ScaleDif(
        by=groups.by,
        sizes=groups.sizes,
        items=table[["scale", *_SHOWN]].rename_axis("item"),
        results=results,
        refused=refused,
        notes=(*groups.notes, *notes),
    )


def scale_information(
    items: pd.DataFrame,
    scales: Scales,
    *,
    cluster: pd.Series | None = None,
    weights: pd.Series | None = None,
) -> ScaleInformation:
    """Fit one factor to each scale and look where on it the scale measures well.

    Parameters
    ----------
    items : DataFrame, shape (n_respondents, n_items)
        Ordinal answers in the scales' direction; missing is NaN.
    scales : mapping of str to sequence of str
        The items of each scale, three at least.
    cluster : Series, optional
        School of each respondent, for standard errors.
    weights : Series, optional
        Sampling weight of each respondent.

    Returns
    -------
    ScaleInformation
        Scales that cannot be fitted are in ``refused``.

    Raises
    ------
    ParameterError
        If an item is no column.

    References
    ----------
    Takane, Y., & de Leeuw, J. (1987). On the relationship between item response theory and factor
    analysis of discretized variables. Psychometrika, 52, 393-408.
    https://doi.org/10.1007/BF02294363

    Notes
    -----
    In R: ``lavaan::cfa(std.lv = TRUE, ordered = TRUE)`` for each scale; see
    :func:`aspiratie.irt_view`.

    Examples
    --------
    >>> import numpy as np, pandas as pd
    >>> rng = np.random.default_rng(1)
    >>> latent = 0.8 * rng.normal(size=(600, 1)) + 0.6 * rng.normal(size=(600, 5))
    >>> answers = pd.DataFrame(np.digitize(latent, [-1, 0, 1]), columns=list("abcde"))
    >>> scale_information(answers, {"fun": list("abcde")})
    ScaleInformation(1 scales, 0 refused)
    """
    chosen = checked_scales(items, scales)

    def graded(scale: str, members: list[str]) -> IrtView:
        fitted = cfa(
            items[members],
            f"{scale} =~ {' + '.join(members)}",
            missing="pairwise",
            cluster=cluster,
            weights=weights,
        )
        return irt_view(fitted)

    results, refused, notes = each_scale(chosen, "information", graded)
    rows: dict[str, dict[str, float]] = {}
    parts: list[pd.DataFrame] = []
    for scale, found in results.items():
        test = found.test_information
        enough = test.loc[test["reliability"] >= _ENOUGH, "theta"]
        rows[scale] = {
            "n": found.n,
            "reliability": found.marginal_reliability,
            "best": float(test["theta"].iloc[int(test["information"].to_numpy().argmax())]),
            "from": float(enough.min()) if len(enough) else float("nan"),
            "to": float(enough.max()) if len(enough) else float("nan"),
        }
        own = found.parameters[["discrimination", "discrimination_se", "loading"]]
        parts.append(own.assign(scale=scale))
    columns = ["scale", "discrimination", "discrimination_se", "loading"]
    table = pd.concat(parts) if parts else pd.DataFrame(columns=columns)
    return ScaleInformation(
        scales=pd.DataFrame.from_dict(
            rows, orient="index", columns=["n", "reliability", "best", "from", "to"]
        ),
        items=table[columns].rename_axis("item"),
        results=results,
        refused=refused,
        notes=tuple(notes),
    )
