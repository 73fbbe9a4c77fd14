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

from collections import Counter
from collections.abc import Mapping

from msgspec.structs import asdict

from aspiratie.disclosure.content import publish_reliability
from aspiratie.disclosure.flows.publish import publish_count
from aspiratie.disclosure.region.draft import (
    DraftAdjustment,
    DraftRegionScale,
    RegionDraft,
)
from aspiratie.disclosure.region.follow import follow_printed
from aspiratie.disclosure.region.items import publish_region_items
from aspiratie.disclosure.region.letters import (
    BLOCK,
    LETTERED_SCHOOLS,
    blocks_of,
    draw_letters,
    told_alike,
)
from aspiratie.disclosure.region.rows import STEP, funnel_of, kinds_of, known, label_of, row_of
from aspiratie.disclosure.region.rules import PLACES, Pupils, region_fault
from aspiratie.disclosure.region.together import Waves, publish_region_informants, publish_waves
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
    Adjustment,
    Hidden,
    LeftOut,
    LetteredRelease,
    LetteredScale,
    Mark,
    NamedRelease,
    NamedScale,
    RegionParticipation,
    SchoolReliability,
    SizeClass,
    Spread,
)
from aspiratie.disclosure.shape.region import RegionScale
from aspiratie.errors import DisclosureError

__all__ = ["publish_lettered", "publish_named", "refusal"]

#: Lower ends of the classes of size.
SIZES = (0, 50, 100, 200, 400)


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
            _named_scale(follow_printed(scale, draft, rules), waves, rules)
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
        raw, letters = follow_printed(scale, draft, rules), {}
        if len(raw.rows) >= LETTERED_SCHOOLS:
            about = draft.provenance.wave, raw.facts.name
            letters = draw_letters([r.school for r in raw.rows], secret, *about)
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
            icc=known(spread.icc, 3) or 0.0,
            reliability=_school_reliability(spread.reliability),
            between_sd=known(spread.between_sd, PLACES) or 0.0,
            within_sd=known(spread.within_sd, PLACES) or 0.0,
        ),
        invariance=raw.invariance,
        verdict=raw.verdict,
        region=hidden
        if spread is None
        else Mark(n=spread.n, schools=spread.schools, mean=round(spread.mean, PLACES), step=STEP),
        positions=dict(sorted(Counter(r.position for r in raw.rows).items())),
        labels=dict(sorted(Counter(label_of(r.label) for r in raw.rows).items())),
        types=kinds_of(raw.types, rules),
        waves=waves[0],
        change=waves[1],
    )


def _named_scale(raw: DraftRegionScale, waves: Waves, rules: DisclosureRules) -> NamedScale:
    return NamedScale(
        **asdict(_scale(raw, waves, rules)),
        rows=tuple(row_of(row, raw, rules) for row in raw.rows),
        funnel=funnel_of(raw.funnel),
    )


def _lettered_scale(
    raw: DraftRegionScale, letters: Mapping[str, str], waves: Waves, rules: DisclosureRules
) -> LetteredScale:
    found = [
        told
        for block in (blocks_of(raw.rows) if letters else ())
        for told in told_alike(block, letters)
    ]
    return LetteredScale(
        **asdict(_scale(raw, waves, rules)),
        letters=tuple(sorted(found, key=lambda r: (len(r.letter), r.letter))),
    )


def _school_reliability(value: float) -> SchoolReliability | Hidden:
    told = known(value, PLACES)
    return Hidden(reason="no_data") if told is None else SchoolReliability(value=told)


def _adjustment(raw: DraftAdjustment | None, rules: DisclosureRules) -> Adjustment | None:
    if raw is None:
        return None
    return Adjustment(fields=raw.fields, left_out=publish_count(raw.left_out, rules.n_min))
