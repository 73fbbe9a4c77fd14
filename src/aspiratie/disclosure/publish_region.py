"""From a region's raw numbers to the named document and to the lettered one.

The lettered document
---------------------
Letters are drawn anew for every scale, by a secret: so a school cannot be followed over
scales, and its profile, which would give it away, is in no document. Within a scale
schools stand in blocks of at least three neighbours that are told alike: one value,
one interval, one label. So every letter fits at least three schools, also for somebody
who holds the named document. Numbers of pupils of a school are left out.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections import Counter
from collections.abc import Mapping, Sequence

from msgspec.structs import asdict, replace

from aspiratie.disclosure.cleaning import publish_count
from aspiratie.disclosure.content import publish_reliability
from aspiratie.disclosure.counted import mean_of, printed_means
from aspiratie.disclosure.draft import RawEstimate
from aspiratie.disclosure.means import protection_of
from aspiratie.disclosure.region_draft import (
    DraftAdjustment,
    DraftFunnel,
    DraftKind,
    DraftRegionScale,
    DraftRow,
    DraftSpread,
    RegionDraft,
    RowLabel,
)
from aspiratie.disclosure.region_items import publish_region_items
from aspiratie.disclosure.region_rules import PLACES, Pupils, region_fault
from aspiratie.disclosure.region_together import Waves, publish_region_informants, publish_waves
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Adjusted,
    Adjustment,
    Estimate,
    Funnel,
    FunnelLimit,
    Hidden,
    KindEstimate,
    KindScore,
    LeftOut,
    Letter,
    LetteredRelease,
    LetteredScale,
    Mark,
    NamedRelease,
    NamedScale,
    RegionParticipation,
    Row,
    SchoolReliability,
    SizeClass,
    Spread,
)
from aspiratie.disclosure.shape.region import RegionScale
from aspiratie.disclosure.shape.words import BlockLabel, Label, Reason
from aspiratie.disclosure.steps import mean_step
from aspiratie.disclosure.widths import t_quantile
from aspiratie.errors import DisclosureError

__all__ = ["BLOCK", "LETTERED_SCHOOLS", "letter_of", "publish_lettered", "publish_named", "refusal"]

#: Fewest schools that are told alike in the lettered document.
BLOCK = 3
#: Fewest schools of a lettered document: two blocks.
LETTERED_SCHOOLS = 2 * BLOCK
#: Lower ends of the classes of size.
SIZES = (0, 50, 100, 200, 400)
#: To which what follows from printed means is rounded.
STEP = 0.01


def publish_named(draft: RegionDraft, rules: DisclosureRules) -> NamedRelease:
    """Publish a sector's schools by name, for the board.

    Parameters
    ----------
    draft : RegionDraft
        Of one sector.
    rules : DisclosureRules
        The rules.

    Returns
    -------
    NamedRelease

    Raises
    ------
    DisclosureError
        If the sector has too few schools or pupils, or one school that is too large.
    """
    _refuse(draft, rules)
    return NamedRelease(
        sector=draft.sector,
        provenance=draft.provenance,
        rules=rules,
        participation=_participation(draft, rules),
        schools=draft.schools,
        left_out=draft.left_out,
        adjustment=_adjustment(draft.adjustment, rules),
        scales=tuple(
            _named_scale(_follow(scale, draft, rules), waves, rules)
            for scale, waves in zip(draft.scales, publish_waves(draft.scales, rules), strict=True)
        ),
        items=publish_region_items(draft.items, rules),
        informants=publish_region_informants(draft.informants, draft.items, rules),
    )


def publish_lettered(
    draft: RegionDraft, rules: DisclosureRules, *, secret: bytes
) -> tuple[LetteredRelease, dict[str, dict[str, str]]]:
    """Publish a sector's schools by letters, for the schools among themselves.

    Parameters
    ----------
    draft : RegionDraft
        Of one sector.
    rules : DisclosureRules
        The rules.
    secret : bytes
        By which letters are drawn; whoever has it can find the schools.

    Returns
    -------
    release : LetteredRelease
    keys : dict of dict
        By school: its letter in every scale that has letters. Each for that school only.

    Raises
    ------
    DisclosureError
        If there are fewer than six schools, or the sector may not be shown at all.
    """
    _refuse(draft, rules)
    if len(draft.schools) < LETTERED_SCHOOLS:
        raise DisclosureError(
            f"{len(draft.schools)} schools are too few for letters: each must be one of "
            f"{BLOCK} that look alike, in {LETTERED_SCHOOLS} schools or more."
        )
    reasons = Counter(s.reason for s in draft.left_out)
    keys: dict[str, dict[str, str]] = {s.id: {} for s in draft.schools}
    scales = []
    told = publish_waves(draft.scales, rules, smallest_rest=BLOCK)
    for scale, waves in zip(draft.scales, told, strict=True):
        raw, letters = _follow(scale, draft, rules), {}
        if len(raw.rows) >= LETTERED_SCHOOLS:
            about = draft.provenance.wave, raw.facts.name
            letters = _letters([r.school for r in raw.rows], secret, *about)
        scales.append(_lettered_scale(raw, letters, waves, rules))
        for school, letter in letters.items():
            keys[school][raw.facts.name] = letter
    release = LetteredRelease(
        sector=draft.sector,
        provenance=draft.provenance,
        rules=rules,
        participation=_participation(draft, rules),
        left_out=tuple(LeftOut(reason=reason, schools=n) for reason, n in sorted(reasons.items())),
        scales=tuple(scales),
        items=publish_region_items(draft.items, rules),
        informants=publish_region_informants(
            draft.informants, draft.items, rules, smallest_rest=BLOCK
        ),
    )
    return release, keys


def _refuse(draft: RegionDraft, rules: DisclosureRules) -> None:
    sizes = [s.n for s in draft.schools]
    pupils = Pupils(n=sum(sizes), schools=len(sizes), largest=max(sizes, default=0))
    why = refusal(pupils, rules)
    if why:
        raise DisclosureError(why)


def refusal(pupils: Pupils, rules: DisclosureRules) -> str:
    """Say why there is no document of a region, in a sentence; ``""`` where there may be one."""
    match region_fault(pupils, rules):
        case "few_schools":
            return (
                f"A region report needs {rules.region_min_schools} schools with {rules.n_min} "
                f"pupils or more; there are {pupils.schools}. Fewer schools could work out each "
                "other's results."
            )
        case "few_pupils":
            return f"A region report needs {rules.region_min_pupils} pupils; there are {pupils.n}."
        case "large_school":
            return (
                "One school has more than half of the region's pupils. The region's numbers "
                "would be that school's own, and the other schools could work them out."
            )
        case _:
            return ""


def _follow(raw: DraftRegionScale, draft: RegionDraft, rules: DisclosureRules) -> DraftRegionScale:
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


def _participation(draft: RegionDraft, rules: DisclosureRules) -> RegionParticipation:
    sizes = [s.n for s in draft.schools]
    enrolled = [s.enrolled for s in draft.schools if s.enrolled is not None]
    ends = [*SIZES[1:], None]
    return RegionParticipation(
        n=sum(sizes),
        enrolled=sum(enrolled) if len(enrolled) == len(sizes) else None,
        schools=len(sizes),
        sizes=tuple(
            SizeClass(
                low=max(low, rules.n_min),
                high=None if high is None else high - 1,
                schools=sum(low <= n and (high is None or n < high) for n in sizes),
            )
            for low, high in zip(SIZES, ends, strict=True)
        ),
    )


def _scale(raw: DraftRegionScale, waves: Waves, rules: DisclosureRules) -> RegionScale:
    """Return what both documents tell of a scale."""
    facts, spread = raw.facts, raw.spread
    hidden = Hidden(reason=raw.fault or "no_data")
    return RegionScale(
        **asdict(facts),
        reliability=publish_reliability(raw.reliability, rules),
        spread=hidden
        if spread is None
        else Spread(
            icc=_known(spread.icc, 3) or 0.0,
            reliability=_school_reliability(spread.reliability),
            between_sd=_known(spread.between_sd, PLACES) or 0.0,
            within_sd=_known(spread.within_sd, PLACES) or 0.0,
        ),
        invariance=raw.invariance,
        verdict=raw.verdict,
        region=hidden
        if spread is None
        else Mark(n=spread.n, schools=spread.schools, mean=round(spread.mean, PLACES), step=STEP),
        positions=dict(sorted(Counter(r.position for r in raw.rows).items())),
        labels=dict(sorted(Counter(_label(r.label) for r in raw.rows).items())),
        types=_types(raw.types, rules),
        waves=waves[0],
        change=waves[1],
    )


def _named_scale(raw: DraftRegionScale, waves: Waves, rules: DisclosureRules) -> NamedScale:
    return NamedScale(
        **asdict(_scale(raw, waves, rules)),
        rows=tuple(_row(row, raw, rules) for row in raw.rows),
        funnel=_funnel(raw.funnel),
    )


def _lettered_scale(
    raw: DraftRegionScale, letters: Mapping[str, str], waves: Waves, rules: DisclosureRules
) -> LetteredScale:
    found = [
        told for block in (_blocks(raw.rows) if letters else ()) for told in _told(block, letters)
    ]
    return LetteredScale(
        **asdict(_scale(raw, waves, rules)),
        letters=tuple(sorted(found, key=lambda r: (len(r.letter), r.letter))),
    )


def _school_reliability(value: float) -> SchoolReliability | Hidden:
    known = _known(value, PLACES)
    return Hidden(reason="no_data") if known is None else SchoolReliability(value=known)


def _known(value: float, places: int) -> float | None:
    return round(value, places) if math.isfinite(value) else None


def _label(label: RowLabel) -> Label:
    return "not_compared" if label == "too_few" else label


def _adjustment(raw: DraftAdjustment | None, rules: DisclosureRules) -> Adjustment | None:
    if raw is None:
        return None
    return Adjustment(fields=raw.fields, left_out=publish_count(raw.left_out, rules.n_min))


def _row(row: DraftRow, raw: DraftRegionScale, rules: DisclosureRules) -> Row:
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
        label=_label(row.label),
        position=row.position,
        adjusted=_adjusted(row.adjusted, step, rules),
    )


def _adjusted(raw: RawEstimate | None, step: float, rules: DisclosureRules) -> Adjusted | Hidden:
    """Publish an adjusted mean; without its n, which beside the raw one's would tell a few."""
    if raw is None:
        return Hidden(reason="not_asked")
    if raw.n < rules.n_min:
        return Hidden(reason="few")
    mean, low, high = (_known(value, PLACES) for value in (raw.mean, raw.low, raw.high))
    if mean is None or low is None or high is None:
        return Hidden(reason="no_data")
    return Adjusted(mean=mean, low=low, high=high, step=step)


def _funnel(raw: DraftFunnel | None) -> Funnel | Hidden:
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


def _types(raw: Sequence[DraftKind], rules: DisclosureRules) -> tuple[KindScore, ...]:
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
    low, high = _known(raw.low, PLACES), _known(raw.high, PLACES)
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


def _letters(schools: Sequence[str], secret: bytes, *about: str) -> dict[str, str]:
    """Draw a letter for each school: by a secret, not by size, name or score."""

    def drawn(school: str) -> bytes:
        told = "\x1f".join((*about, school)).encode()
        return hmac.new(secret, told, hashlib.sha256).digest()

    return {school: letter_of(i) for i, school in enumerate(sorted(schools, key=drawn))}


def letter_of(place: int) -> str:
    """Return the letter of a place: A to Z, then AA, AB and so on.

    Examples
    --------
    >>> [letter_of(i) for i in (0, 25, 26, 27, 52)]
    ['A', 'Z', 'AA', 'AB', 'BA']
    """
    first, second = divmod(place, 26)
    return (letter_of(first - 1) if first else "") + chr(ord("A") + second)


def _blocks(rows: Sequence[DraftRow]) -> list[list[DraftRow]]:
    """Cut schools into blocks of neighbours; the last block takes what is left over."""
    ordered = sorted(rows, key=lambda r: (r.shrunken_mean, r.school))
    cuts = list(range(0, len(ordered) - len(ordered) % BLOCK, BLOCK))
    ends = [*cuts[1:], len(ordered)]
    return [list(ordered[a:b]) for a, b in zip(cuts, ends, strict=True)]


def _told(block: Sequence[DraftRow], letters: Mapping[str, str]) -> list[Letter]:
    """Return the schools of a block, with one value, 95 % interval and label for all."""
    labels = {_label(r.label) for r in block}
    label: BlockLabel = labels.pop() if len(labels) == 1 else "mixed"
    value = round(sum(r.shrunken_mean for r in block) / len(block), 1)
    low = min(r.ci_lower for r in block)
    high = max(r.ci_upper for r in block)
    return [
        Letter(
            letter=letters[row.school],
            value=value,
            low=min(value, math.floor(10 * low) / 10),
            high=max(value, math.ceil(10 * high) / 10),
            label=label,
        )
        for row in block
    ]
