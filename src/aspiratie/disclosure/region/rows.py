"""Schools and kinds of education in the document by name."""

from __future__ import annotations

import math
from collections.abc import Sequence

from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.means.publish import protection_of
from aspiratie.disclosure.means.steps import mean_step
from aspiratie.disclosure.region.draft import (
    DraftFunnel,
    DraftKind,
    DraftRegionScale,
    DraftRow,
    RowLabel,
)
from aspiratie.disclosure.region.rules import PLACES, Pupils, region_fault
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Adjusted,
    Funnel,
    FunnelLimit,
    Hidden,
    KindEstimate,
    KindScore,
    Row,
)
from aspiratie.disclosure.shape.words import Label, Reason

__all__ = ["STEP", "funnel_of", "kinds_of", "known", "label_of", "row_of"]

#: To which what follows from printed means is rounded.
STEP = 0.01


def row_of(row: DraftRow, raw: DraftRegionScale, rules: DisclosureRules) -> Row:
    """Return a school's row, its mean in the step that its number of pupils asks."""
    step = mean_step(row.n, raw.facts.highest - raw.facts.lowest, protection_of(rules))
    return Row(
        school=row.school,
        n=row.n,
        mean=round(row.mean, PLACES),
        step=step,
        shrunken=round(row.shrunken_mean, PLACES),
        ci_low=round(row.ci_lower, PLACES),
        ci_high=round(row.ci_upper, PLACES),
        pair_low=round(row.pair_lower, PLACES),
        pair_high=round(row.pair_upper, PLACES),
        label=label_of(row.label),
        position=row.position,
        adjusted=_adjusted(row.adjusted, step, rules),
    )


def _adjusted(raw: RawEstimate | None, step: float, rules: DisclosureRules) -> Adjusted | Hidden:
    """Publish an adjusted mean; without its n, which beside the raw one's would tell a few."""
    if raw is None:
        return Hidden(reason="not_asked")
    if raw.n < rules.n_min:
        return Hidden(reason="few")
    mean, low, high = (known(value, PLACES) for value in (raw.mean, raw.low, raw.high))
    if mean is None or low is None or high is None:
        return Hidden(reason="no_data")
    return Adjusted(mean=mean, low=low, high=high, step=step)


def funnel_of(raw: DraftFunnel | None) -> Funnel | Hidden:
    """Return a funnel to the places in which it is drawn."""
    if raw is None:
        return Hidden(reason="no_data")
    return Funnel(
        target=round(raw.target, PLACES),
        dispersion=round(raw.dispersion, PLACES),
        limits=tuple(
            FunnelLimit(
                n=row.n,
                lower_95=round(row.lower_95, PLACES + 1),
                upper_95=round(row.upper_95, PLACES + 1),
                lower_998=round(row.lower_998, PLACES + 1),
                upper_998=round(row.upper_998, PLACES + 1),
            )
            for row in raw.limits
        ),
    )


def kinds_of(raw: Sequence[DraftKind], rules: DisclosureRules) -> tuple[KindScore, ...]:
    """Publish kinds of education, so that those that are hidden are a region by themselves."""

    def pupils(rows: Sequence[DraftKind]) -> Pupils:
        return Pupils(
            n=sum(r.n for r in rows),
            schools=sum(r.schools for r in rows),
            largest=max((r.largest for r in rows), default=0),
        )

    faults = {r.type: region_fault(pupils([r]), rules) for r in raw}
    reasons: dict[str, Reason] = {kind: fault for kind, fault in faults.items() if fault}
    hidden = [r for r in raw if r.type in reasons]
    rest = sorted((r for r in raw if r.type not in reasons), key=lambda r: (r.n, r.type))
    while hidden and rest and region_fault(pupils(hidden), rules):
        taken = rest.pop(0)
        hidden.append(taken)
        reasons[taken.type] = "complement"
    return tuple(KindScore(type=r.type, score=_kind(r, reasons.get(r.type))) for r in raw)


def _kind(raw: DraftKind, reason: Reason | None) -> KindEstimate | Hidden:
    low, high = known(raw.low, PLACES), known(raw.high, PLACES)
    if reason is not None:
        return Hidden(reason=reason)
    if low is None or high is None:
        return Hidden(reason="no_data")
    return KindEstimate(
        n=raw.n,
        schools=raw.schools,
        mean=round(raw.mean, PLACES),
        low=low,
        high=high,
        step=STEP,
    )


def known(value: float, places: int) -> float | None:
    """Return a number rounded; None where it could not be computed."""
    return round(value, places) if math.isfinite(value) else None


def label_of(label: RowLabel) -> Label:
    """Return the word for a school; too few pupils is no comparison."""
    return "not_compared" if label == "too_few" else label
