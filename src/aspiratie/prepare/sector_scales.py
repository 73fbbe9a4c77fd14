"""One scale of a region: its spread, its schools, its funnel, its kinds of education."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from contextlib import suppress

import numpy as np
import pandas as pd
from scipy import stats

from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.region.draft import (
    DraftFunnel,
    DraftKind,
    DraftRow,
    DraftSpread,
    RowLabel,
)
from aspiratie.disclosure.shape import FunnelLimit
from aspiratie.disclosure.shape.words import Position
from aspiratie.errors import EstimationError
from aspiratie.schools.funnel import funnel
from aspiratie.schools.multilevel import IntraclassCorrelation, school_means

__all__ = ["funnel_facts", "school_rows", "spread_facts", "type_rows"]

#: Sizes for which a funnel has its limits.
FUNNEL_POINTS = 24


def spread_facts(spread: IntraclassCorrelation, shown: pd.Series, school: pd.Series) -> DraftSpread:
    """Return how much of the differences lies between schools, and the region's mean."""
    sizes = school[shown.index].value_counts()
    return DraftSpread(
        icc=float(spread.icc_reml),
        reliability=float(spread.reliability),
        between_sd=float(np.sqrt(spread.tau2)),
        within_sd=float(np.sqrt(spread.sigma2)),
        n=int(spread.n),
        schools=int(spread.n_schools),
        largest=int(sizes.max()),
        mean=float(shown.mean()),
    )


def adjusted_means(
    shown: pd.Series, school: pd.Series, intake: pd.DataFrame
) -> pd.DataFrame | None:
    """Return each school's shrunken mean at the region's average intake; None if not asked.

    Of the pupils of whom the intake is known: `n`, `mean`, `low` and `high` (95 %).
    """
    if not len(intake.columns):
        return None
    known = intake.loc[shown.index].dropna()
    if not len(known):
        return pd.DataFrame(columns=["n", "mean", "low", "high"])
    means = school_means(shown[known.index], school[known.index], covariates=known)
    names = {
        "n": "n",
        "adjusted_shrunken_mean": "mean",
        "adjusted_ci_lower": "low",
        "adjusted_ci_upper": "high",
    }
    return means[list(names)].rename(columns=names)


def school_rows(
    shown: pd.Series,
    school: pd.Series,
    labels: Mapping[str, RowLabel],
    adjusted: pd.DataFrame | None = None,
) -> tuple[DraftRow, ...]:
    """Return each school's mean, raw, shrunken and adjusted, its intervals, label and place."""
    means = school_means(shown, school[shown.index])
    positions: Mapping[Hashable, Position] = {}
    with suppress(EstimationError):
        positions = funnel(shown, school[shown.index]).schools["position"].to_dict()
    beside = {} if adjusted is None else adjusted.to_dict("index")
    return tuple(
        DraftRow(
            school=str(name),
            n=int(row["n"]),
            mean=float(row["mean"]),
            shrunken_mean=float(row["shrunken_mean"]),
            ci_lower=float(row["ci_lower"]),
            ci_upper=float(row["ci_upper"]),
            pair_lower=float(row["pair_lower"]),
            pair_upper=float(row["pair_upper"]),
            label=labels.get(str(name), "too_few"),
            position=positions.get(str(name), "unknown"),
            adjusted=_adjusted(beside.get(name)),
        )
        for name, row in means.to_dict("index").items()
    )


def _adjusted(row: Mapping[Hashable, float] | None) -> RawEstimate | None:
    if row is None:
        return None
    return RawEstimate(
        n=int(row["n"]), mean=float(row["mean"]), low=float(row["low"]), high=float(row["high"])
    )


def funnel_facts(shown: pd.Series, school: pd.Series) -> DraftFunnel | None:
    """Return the limits of the funnel, or None where there is none."""
    try:
        found = funnel(shown, school[shown.index], points=FUNNEL_POINTS)
    except EstimationError:
        return None
    return DraftFunnel(
        target=float(found.target),
        dispersion=float(found.dispersion),
        limits=tuple(
            FunnelLimit(
                n=int(row["n"]),
                lower_95=float(row["lower_95"]),
                upper_95=float(row["upper_95"]),
                lower_998=float(row["lower_998"]),
                upper_998=float(row["upper_998"]),
            )
            for row in found.limits.to_dict("records")
        ),
    )


def type_rows(
    shown: pd.Series, school: pd.Series, kinds: Mapping[str, str | None]
) -> tuple[DraftKind, ...]:
    """Return the pupils' mean of every kind of education, with a cluster-robust interval."""
    here = school[shown.index]
    kind = here.map(kinds)
    out = []
    for name in sorted(kind.dropna().unique()):
        part = shown[kind == name]
        by = part.groupby(here[part.index])
        sizes, means = by.size().to_numpy(dtype=float), by.mean().to_numpy(dtype=float)
        share = sizes / sizes.sum()
        mean = float(share @ means)
        with np.errstate(divide="ignore", invalid="ignore"):
            variance = float(np.sum(share**2 * (means - mean) ** 2 / (1 - share)))
        df = max(len(sizes) - 1, 1)
        half = float(stats.t.ppf(0.975, df)) * np.sqrt(variance) if len(sizes) > 1 else np.nan
        out.append(
            DraftKind(
                type=str(name),
                n=int(sizes.sum()),
                schools=len(sizes),
                largest=int(sizes.max()),
                mean=mean,
                low=float(mean - half),
                high=float(mean + half),
            )
        )
    return tuple(out)
