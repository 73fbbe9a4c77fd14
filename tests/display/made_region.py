"""Releases of regions that do not exist, published from drafts: any number of schools."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import numpy as np

from aspiratie.disclosure import shape as s
from aspiratie.disclosure.draft import RawEstimate, RawShare
from aspiratie.disclosure.region.draft import (
    DraftKind,
    DraftRegionInformant,
    DraftRegionItem,
    DraftRegionMirror,
    DraftRegionScale,
    DraftRow,
    DraftSpread,
    RegionDraft,
    RowLabel,
)
from aspiratie.disclosure.region.publish import publish_lettered, publish_named
from aspiratie.disclosure.rules import DisclosureRules
from display.made import Plan, school_release, text

KINDS = ("havo/vwo", "praktijkonderwijs", "vmbo", "vmbo/havo/vwo")
PLACES = ("Ergens", "Nergens", "Overal")
#: Standard error of a difference that is told as one: not tested here, but never by chance.
CLEAR = 3.2

Numbers = Mapping[str, float]


def region_draft(
    plan: Plan | None = None,
    *,
    schools: int = 25,
    spread: float = 0.2,
    refused: tuple[str, ...] = (),
    change: float = 0.1,
) -> RegionDraft:
    """Return the draft of a region: `spread` is the standard deviation between schools."""
    plan = plan or Plan()
    like = school_release(plan)
    rng = np.random.default_rng(plan.seed)
    ids = [f"99{chr(65 + i // 26)}{chr(65 + i % 26)}00" for i in range(schools)]
    sizes = {i: int(n) for i, n in zip(ids, rng.integers(40, 2 * plan.n, schools), strict=True)}
    kinds = {i: KINDS[j % len(KINDS)] for j, i in enumerate(ids)}
    return RegionDraft(
        provenance=like.provenance,
        sector="vo",
        schools=tuple(
            s.MemberSchool(
                id=i,
                name=f"De {'Zeer ' * (j % 7 == 6)}Eik {j + 1}",
                type=kinds[i],
                n=sizes[i],
                enrolled=int(sizes[i] * 1.5),
                place=PLACES[j % len(PLACES)],
            )
            for j, i in enumerate(ids)
        ),
        left_out=(s.LeftOutSchool(id="99ZZ00", name="De Braam", reason="few"),),
        adjustment=None,
        scales=tuple(
            _scale(rng, scale, sizes, kinds, spread, refused, change, plan) for scale in like.scales
        ),
        items=tuple(_item(rng, item, sizes) for item in like.items),
        informants=tuple(_informant(rng, who, like.items, sizes) for who in plan.informants),
    )


def region_release(
    plan: Plan | None = None, *, lettered: bool = False, **options: object
) -> s.RegionRelease:
    """Return a region's release as a plan asks; see :func:`region_draft`."""
    draft, rules = region_draft(plan, **options), DisclosureRules()  # type: ignore[arg-type]
    if lettered:
        return publish_lettered(draft, rules, secret=b"made")[0]
    return publish_named(draft, rules)


def _scale(
    rng: np.random.Generator,
    like: s.Scale,
    sizes: Mapping[str, int],
    kinds: Mapping[str, str],
    spread: float,
    refused: tuple[str, ...],
    change: float,
    plan: Plan,
) -> DraftRegionScale:
    span = like.highest - like.lowest
    within = 0.2 * span
    middle = like.lowest + 0.6 * span
    means = {i: middle + rng.normal(0, spread) for i in sizes}
    whole = float(np.average(list(means.values()), weights=list(sizes.values())))
    rows = []
    for i, n in sizes.items():
        error = within / n**0.5
        z = (means[i] - whole) / error
        label: RowLabel = "higher" if z > CLEAR else "lower" if z < -CLEAR else "similar"
        rows.append(
            DraftRow(
                school=i,
                n=n,
                mean=means[i],
                shrunken_mean=means[i],
                ci_lower=means[i] - 1.96 * error,
                ci_upper=means[i] + 1.96 * error,
                pair_lower=means[i] - 1.4 * error,
                pair_upper=means[i] + 1.4 * error,
                label=label,
                position="inside",
                adjusted=None,
            )
        )
    may = like.name not in refused
    waves = {
        wave: {
            i: RawEstimate(n=n, mean=m, low=m - 0.1, high=m + 0.1)
            for i, n in sizes.items()
            for m in [means[i] - change * (plan.waves - 1 - j) + rng.normal(0, 0.02)]
        }
        for j, wave in enumerate(waves_of(plan))
    }
    return DraftRegionScale(
        facts=s.ScaleFacts(
            name=like.name,
            kind=like.kind,
            title=like.title,
            definition=like.definition,
            tags=like.tags,
            principle=like.principle,
            members=like.members,
            left_out=like.left_out,
            lowest=int(like.lowest),
            highest=int(like.highest),
        ),
        reliability=like.reliability,
        fault="",
        spread=DraftSpread(
            icc=spread**2 / (spread**2 + within**2),
            reliability=0.85,
            between_sd=spread,
            within_sd=within,
            n=sum(sizes.values()),
            schools=len(sizes),
            largest=max(sizes.values()),
            mean=whole,
        ),
        invariance=s.Invariance(
            state="holds", over="types", groups=4, level="scalar", reason="", alignment="few_apart"
        ),
        verdict="pairs" if may else "reliability_below_70",
        rows=tuple(rows) if may else (),
        funnel=None,
        types=_kinds(sizes, kinds, means) if may else (),
        waves=waves if len(waves) > 1 else {},
    )


def waves_of(plan: Plan) -> list[str]:
    return [f"{2026 - plan.waves + i}-{2027 - plan.waves + i}" for i in range(plan.waves)]


def _kinds(
    sizes: Mapping[str, int], kinds: Mapping[str, str], means: Numbers
) -> tuple[DraftKind, ...]:
    out = []
    for kind in sorted(set(kinds.values())):
        own = {i: sizes[i] for i in sizes if kinds[i] == kind}
        mean = float(np.average([means[i] for i in own], weights=list(own.values())))
        out.append(
            DraftKind(
                type=kind,
                n=sum(own.values()),
                schools=len(own),
                largest=max(own.values()),
                mean=mean,
                low=mean - 0.1,
                high=mean + 0.1,
            )
        )
    return tuple(out)


def _item(rng: np.random.Generator, like: s.Item, sizes: Mapping[str, int]) -> DraftRegionItem:
    k = len(like.categories)
    base = rng.dirichlet(np.linspace(2, 4, k) * 4)
    counts, labels = {}, {}
    for i, n in sizes.items():
        tilt = np.exp(rng.normal(0, 0.25) * np.arange(k))
        share = base * tilt / (base * tilt).sum()
        counts[i] = tuple(int(c) for c in rng.multinomial(n, share))
        label: Literal["higher", "lower", "similar"] = "similar"
        if abs(tilt[1] - 1) > 0.35:
            label = "higher" if (tilt[1] > 1) != like.reversed else "lower"
        labels[i] = label
    return DraftRegionItem(
        name=like.name,
        scale=like.scale,
        title=like.title,
        reversed=like.reversed,
        midpoint=like.midpoint,
        categories=like.categories,
        counts=counts,
        no_opinion=None,
        labels=labels,
    )


def _informant(
    rng: np.random.Generator, who: str, items: tuple[s.Item, ...], sizes: Mapping[str, int]
) -> DraftRegionInformant:
    return DraftRegionInformant(
        informant=who,  # type: ignore[arg-type]
        sizes=dict.fromkeys(sizes, 30),
        items=tuple(
            DraftRegionMirror(
                name=item.name,
                title=text("Zoals zij het vragen", "As they ask it"),
                theirs={i: RawShare(count=int(rng.binomial(30, 0.7)), n=30) for i in sizes},
            )
            for item in items[:: max(1, len(items) // 6)]
        ),
    )


__all__ = ["region_draft", "region_release"]
