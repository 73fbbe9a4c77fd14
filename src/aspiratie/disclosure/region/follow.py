"""All numbers of a scale follow from the schools' printed means."""

from __future__ import annotations

import math
from collections.abc import Sequence

from msgspec.structs import replace

from aspiratie.disclosure.counted import mean_of, printed_means
from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.means.publish import protection_of
from aspiratie.disclosure.means.steps import mean_step
from aspiratie.disclosure.means.widths import t_quantile
from aspiratie.disclosure.region.draft import (
    DraftFunnel,
    DraftKind,
    DraftRegionScale,
    DraftRow,
    DraftSpread,
    RegionDraft,
)
from aspiratie.disclosure.region.rules import PLACES
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Estimate,
    FunnelLimit,
)

__all__ = ["follow_printed"]


def follow_printed(
    raw: DraftRegionScale, draft: RegionDraft, rules: DisclosureRules
) -> DraftRegionScale:
    """Return a scale of which all numbers follow from the schools' printed means.

    Shrunken means are drawn from these to the region's by as much as the model says, and the
    intervals, the funnel and the adjusted means move along. So whoever has the printed means
    learns nothing about a school from the rest.
    """
    facts, spread = raw.facts, raw.spread
    means = printed_means(
        {r.school: RawEstimate(n=r.n, mean=r.mean, low=r.mean, high=r.mean) for r in raw.rows},
        rules,
        ends=(facts.lowest, facts.highest),
    )
    if spread is None:
        return raw
    if not means:
        # no school is told, so this is a mean of its own
        step = mean_step(spread.n, facts.highest - facts.lowest, protection_of(rules))
        return replace(raw, spread=replace(spread, mean=step * round(spread.mean / step)))
    middle = mean_of(means.values()) if len(means) == spread.schools else spread.mean
    rows = tuple(
        _moved(row, means[row.school], middle, spread, facts.highest - facts.lowest, rules)
        for row in raw.rows
        if row.school in means
    )
    kinds = {school.id: school.type for school in draft.schools}
    types = tuple(
        _kind_of(kind, [means[s] for s, k in kinds.items() if k == kind.type and s in means])
        for kind in raw.types
    )
    return replace(
        raw,
        spread=replace(spread, mean=middle),
        rows=rows,
        types=types,
        funnel=None if raw.funnel is None else _centred(raw.funnel, middle),
    )


def _moved(
    row: DraftRow,
    printed: Estimate,
    middle: float,
    spread: DraftSpread,
    span: float,
    rules: DisclosureRules,
) -> DraftRow:
    """Return a row whose numbers follow from the printed mean."""
    between, within = spread.between_sd**2, spread.within_sd**2
    weight = between / (between + within / row.n) if between > 0 else 0.0
    shrunken = middle + weight * (printed.mean - middle)
    move = shrunken - row.shrunken_mean
    adjusted = row.adjusted
    if adjusted is not None:
        # how far intake moves a school is told no finer than its own mean
        step = mean_step(row.n, span, protection_of(rules))
        mean = step * round((adjusted.mean + move) / step)
        wings = max(adjusted.high - adjusted.mean, adjusted.mean - adjusted.low)
        adjusted = replace(adjusted, mean=mean, low=mean - wings, high=mean + wings)
    return replace(
        row,
        mean=printed.mean,
        shrunken_mean=shrunken,
        ci_lower=row.ci_lower + move,
        ci_upper=row.ci_upper + move,
        pair_lower=row.pair_lower + move,
        pair_upper=row.pair_upper + move,
        adjusted=adjusted,
    )


def _kind_of(raw: DraftKind, means: Sequence[Estimate]) -> DraftKind:
    """Return a kind of education by the printed means of its schools, with its interval."""
    n = sum(m.n for m in means)
    if n != raw.n or not means:
        return raw
    mean = mean_of(means)
    shares = [m.n / n for m in means]
    half = math.nan
    if len(means) > 1:
        variance = sum(
            s * s * (m.mean - mean) ** 2 / (1 - s) for s, m in zip(shares, means, strict=True)
        )
        half = t_quantile(len(means) - 1) * math.sqrt(variance)
    return replace(raw, mean=mean, low=mean - half, high=mean + half)


def _centred(raw: DraftFunnel, middle: float) -> DraftFunnel:
    """Return a funnel around the region's printed mean."""
    move = round(middle, PLACES) - raw.target
    limits = tuple(
        FunnelLimit(
            n=row.n,
            lower_95=row.lower_95 + move,
            upper_95=row.upper_95 + move,
            lower_998=row.lower_998 + move,
            upper_998=row.upper_998 + move,
        )
        for row in raw.limits
    )
    return DraftFunnel(target=raw.target + move, dispersion=raw.dispersion, limits=limits)
