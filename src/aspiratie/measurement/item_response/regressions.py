"""Ordinal regressions of an item on a score and groups, and the tables made of them."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.special import expit

from aspiratie.errors import NotConvergedError
from aspiratie.measurement.cumulative import (
    CumulativeFit,
    cumulative_scores,
    fit_cumulative,
    null_log_likelihood,
)
from aspiratie.measurement.design import Design, linear_variance
from aspiratie.measurement.multiplicity import adjust_holm
from aspiratie.measurement.polychoric.contingency import OrdinalCodes
from aspiratie.measurement.sem.fit_indices import chi_square_tail

__all__ = [
    "Regressions",
    "curve_table",
    "dif_table",
    "effect_table",
    "regress_item",
]

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
#: Changes of Nagelkerke's R2 from which DIF is called moderate and large (Jodoin & Gierl, 2001).
MODERATE, LARGE = 0.035, 0.070


@dataclass(frozen=True, eq=False, kw_only=True)
class Regressions:
    """Three regressions of one item: on the score, with groups, with slopes by group.

    `robust` are the covariances of the second and third over weights and clusters; empty without.
    """

    score: Floats
    fits: tuple[CumulativeFit, CumulativeFit, CumulativeFit]
    robust: tuple[Floats, ...]
    null: float
    n: int

    def covariance(self, model: int) -> Floats:
        """Covariance of thresholds and slopes of the second (1) or third model (2)."""
        return self.robust[model - 1] if self.robust else self.fits[model].covariance

    def wald(self, model: int, places: slice) -> float:
        """Joint Wald statistic of some slopes."""
        slopes = self.fits[model].slopes[places]
        cuts = len(self.fits[model].cuts)
        block = self.covariance(model)[cuts:, cuts:][places, places]
        return float(slopes @ np.linalg.solve(block, slopes))


def regress_item(
    codes: OrdinalCodes, item: int, which: Ints, n_groups: int, score: Floats, design: Design
) -> Regressions | None:
    """Fit the three regressions of an item; None if one has no solution."""
    own = codes.codes[:, item].astype(np.int64)
    size = int(codes.n_categories[item])
    ones = (which[:, None] == np.arange(1, n_groups)).astype(np.float64)
    base = score[:, None]
    models = [base, np.hstack([base, ones]), np.hstack([base, ones, ones * base])]
    weights = design.weights
    try:
        fits = [fit_cumulative(own, x, size, link="logit", weights=weights) for x in models]
    except NotConvergedError:
        return None
    robust: list[Floats] = []
    for fit, x in zip(fits[1:], models[1:], strict=True):
        if design.plain:
            break
        scores = cumulative_scores(fit, own, x, link="logit")
        counted = scores if weights is None else scores * weights[:, None]
        robust.append(linear_variance(counted @ fit.covariance, design.cluster))
    return Regressions(
        score=score,
        fits=(fits[0], fits[1], fits[2]),
        robust=tuple(robust),
        null=null_log_likelihood(own, size, weights),
        n=len(own),
    )


_CHANGES = (("uniform", 0, 1), ("nonuniform", 1, 2), ("total", 0, 2))


def dif_table(
    found: list[Regressions | None], names: list[Hashable], n_groups: int, alpha: float
) -> pd.DataFrame:
    """Gather tests and effect sizes, a row an item."""
    rows: list[dict[str, Any]] = []
    for own in found:
        row: dict[str, Any] = {}
        for name, low, high in _CHANGES:
            df = (n_groups - 1) * (high - low)
            row |= {f"chisq_{name}": np.nan, f"df_{name}": df, f"pvalue_{name}": np.nan}
            row |= {f"mcfadden_{name}": np.nan, f"nagelkerke_{name}": np.nan}
            if own is None:
                continue
            logs = [own.fits[k].log_likelihood for k in (low, high)]
            chisq = max(2.0 * (logs[1] - logs[0]), 0.0)
            if own.robust:
                # the slope on the score comes first, then groups, then slopes by group
                first = 1 if low == 0 else n_groups
                chisq = own.wald(high, slice(first, first + df))
            row[f"chisq_{name}"] = chisq
            row[f"pvalue_{name}"] = chi_square_tail(chisq, df)
            row[f"mcfadden_{name}"] = (logs[0] - logs[1]) / own.null
            snell = [1.0 - np.exp(2.0 * (own.null - log) / own.n) for log in logs]
            most = 1.0 - np.exp(2.0 * own.null / own.n)
            row[f"nagelkerke_{name}"] = (snell[1] - snell[0]) / most
        row["beta_change"] = np.nan
        if own is not None:
            before, after = own.fits[0].slopes[0], own.fits[1].slopes[0]
            row["beta_change"] = abs((after - before) / before)
        rows.append(row)
    table = pd.DataFrame(rows, index=pd.Index(names, name="item"))
    place = int(table.columns.get_loc("pvalue_total")) + 1  # type: ignore[arg-type]
    table.insert(
        place, "pvalue_holm", adjust_holm(table["pvalue_total"].to_numpy(dtype=float)[None])[0]
    )
    change = table["nagelkerke_total"].to_numpy(dtype=float)
    size = np.where(change >= LARGE, "large", np.where(change >= MODERATE, "moderate", ""))
    table["size"] = np.where(np.isnan(change), "", np.where(size == "", "negligible", size))
    table["flagged"] = table["pvalue_holm"] < alpha
    slanted = table["pvalue_nonuniform"] < alpha
    table["kind"] = np.where(table["flagged"], np.where(slanted, "non-uniform", "uniform"), "")
    return table


def effect_table(
    found: list[Regressions | None], names: list[Hashable], labels: tuple[Hashable, ...]
) -> pd.DataFrame:
    """Give log odds of each later group beside the first, a row for each item and group."""
    rows: list[dict[str, Any]] = []
    for name, own in zip(names, found, strict=True):
        for k, label in enumerate(labels[1:]):
            logit = se = np.nan
            if own is not None:
                fit = own.fits[1]
                at = len(fit.cuts) + 1 + k
                logit = float(fit.slopes[1 + k])
                se = float(np.sqrt(own.covariance(1)[at, at]))
            rows.append(
                {
                    "item": name,
                    "group": label,
                    "logit": logit,
                    "se": se,
                    "odds_ratio": np.exp(logit),
                }
            )
    return pd.DataFrame(rows)


def curve_table(
    codes: OrdinalCodes, found: list[Regressions | None], which: Ints, labels: tuple[Hashable, ...]
) -> pd.DataFrame:
    """Give the expected answer by score and group, at the scores that occur."""
    parts: list[pd.DataFrame] = []
    for name, own in zip(codes.names, found, strict=True):
        if own is None:
            continue
        fit = own.fits[2]
        extra = len(labels) - 1
        for k, label in enumerate(labels):
            scores, counts = np.unique(own.score[which == k], return_counts=True)
            level, slope = 0.0, float(fit.slopes[0])
            if k:
                level = float(fit.slopes[k])
                slope += float(fit.slopes[extra + k])
            above = expit(level + slope * scores[:, None] - fit.cuts)
            parts.append(
                pd.DataFrame(
                    {
                        "item": [name] * len(scores),
                        "group": [label] * len(scores),
                        "score": scores,
                        "expected": above.sum(axis=1),
                        "n": counts,
                    }
                )
            )
    if not parts:
        return pd.DataFrame(columns=["item", "group", "score", "expected", "n"])
    return pd.concat(parts, ignore_index=True)
