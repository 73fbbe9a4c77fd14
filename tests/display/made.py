"""Releases of schools that do not exist, by the typed shape: any questionnaire, any size."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from aspiratie.bilingual import Text
from aspiratie.disclosure import shape as s
from aspiratie.disclosure.bounds import publish_with_side
from aspiratie.disclosure.draft import RawCounts, RawEstimate
from aspiratie.disclosure.means.publish import publish_estimate
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape.words import Side

CONDITIONS = {
    "self_worth": ("belonging", "heroes", "accomplishment"),
    "engagement": ("fun", "curiosity", "adventure"),
    "purpose": ("leadership", "action"),
}
TITLES = {
    "self_worth": ("Eigenwaarde", "Self-worth"),
    "engagement": ("Betrokkenheid", "Engagement"),
    "purpose": ("Doelbewustzijn", "Purpose"),
    "belonging": ("Erbij horen", "Belonging"),
    "heroes": ("Helden hebben", "Heroes"),
    "accomplishment": ("Erkenning voor inzet en prestaties", "Sense of accomplishment"),
    "fun": ("Plezier en enthousiasme", "Fun and excitement"),
    "curiosity": ("Nieuwsgierigheid en creativiteit", "Curiosity and creativity"),
    "adventure": ("Avontuur en uitdaging", "Spirit of adventure"),
    "leadership": ("Leiderschap en verantwoordelijkheid", "Leadership and responsibility"),
    "action": ("Durven handelen", "Confidence to take action"),
}
FIVE = ("helemaal oneens", "oneens", "neutraal", "eens", "helemaal eens")
FOUR = ("klopt niet", "klopt een beetje niet", "klopt een beetje", "klopt")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a made release looks like."""

    n: int = 168
    principles: Mapping[str, Sequence[str]] = field(default_factory=lambda: CONDITIONS)
    answers: tuple[str, ...] = FIVE
    items: int = 5
    groups: tuple[str, ...] = ("1", "2", "3", "4", "5", "6")
    waves: int = 3
    informants: tuple[str, ...] = ("teacher", "team", "parent")
    region: bool = True
    labels: Mapping[str, str] = field(default_factory=dict)
    changes: Mapping[str, str] = field(default_factory=dict)
    differ: tuple[str, ...] = ()
    unreliable: tuple[str, ...] = ()
    profile: bool = True
    ladder: bool = True
    reversed: bool = True
    english: bool = True
    name: str = "De Spar"
    seed: int = 1


def text(dutch: str, english: str | None = None) -> Text:
    return Text(nl=dutch, en=english)


def share(percent: float, *, step: int = 1, bound: int = 5) -> s.Share:
    value = min(max(round(percent / step) * step, bound), 100 - bound)
    if percent < bound:
        return s.Below(percent=bound)
    if percent > 100 - bound:
        return s.Above(percent=100 - bound)
    return s.Exact(percent=int(value))


def estimate(rng: np.random.Generator, mean: float, n: int, plan: Plan) -> s.Score | s.Hidden:
    k = len(plan.answers)
    mean = min(max(mean, 1.2), k - 0.2)
    half = 1.96 * 0.2 * (k - 1) / n**0.5
    raw = RawEstimate(n=n, mean=mean, low=mean - half, high=mean + half)
    return publish_estimate(raw, DisclosureRules(), ends=(1.0, float(k)))


def compared(label: str | None) -> s.Compared | s.Hidden:
    return s.Hidden(reason="few_schools") if label is None else s.Compared(label=label)  # type: ignore[arg-type]


def school_release(plan: Plan | None = None) -> s.SchoolRelease:
    """Return the release of a school as a plan asks."""
    plan = plan or Plan()
    rng = np.random.default_rng(plan.seed)
    waves = tuple(f"{2026 - plan.waves + i}-{2027 - plan.waves + i}" for i in range(plan.waves))
    names = [(p, c) for p, members in plan.principles.items() for c in members]
    lone = not any(plan.principles.keys() - {""})
    groups = tuple(
        s.ParticipationGroup(
            members=(g,), n=s.Count(value=max(10, plan.n // len(plan.groups))), enrolled=None
        )
        for g in plan.groups
    )
    means = {c: rng.normal(0.62, 0.06) * (len(plan.answers) - 1) + 1 for _, c in names}
    scales = [_scale(rng, c, p or None, means[c], waves, plan, lone=lone) for p, c in names]
    for principle, members in plan.principles.items():
        if principle:
            mean = float(np.mean([means[c] for c in members]))
            made = _scale(rng, principle, None, mean, waves, plan, members=tuple(members))
            scales.append(made)
    items = [_item(rng, c, i, plan) for _, c in names for i in range(plan.items)]
    tested = [c for _, c in names] + [p for p in plan.principles if p]
    return s.SchoolRelease(
        provenance=s.Provenance(
            instrument=s.Instrument(
                name="made",
                version="1.0",
                title=text("Vragenlijst voor leerlingen", "Questionnaire for pupils"),
                informant="pupil",
                example=True,
                licence=text("Vrij te gebruiken.", "Free to use."),
            ),
            wave=waves[-1],
            data=(s.Source(informant="pupil", wave=waves[-1], sha256="a" * 64),),
            codebook_sha256="b" * 64,
            parameters_sha256="c" * 64,
            package="aspiratie 0.2.0",
            date="2026-03-01",
            region_name="Voorbeeldregio",
        ),
        rules=DisclosureRules(),
        school=s.School(id="99AS00", name=plan.name, type="vmbo", place="Ergens", sector="vo"),
        participation=s.Participation(
            n=s.Count(value=plan.n), enrolled=int(plan.n * 1.6), groups=groups
        ),
        scales=tuple(scales),
        items=tuple(items),
        groups=tuple(
            s.GroupScores(
                members=(g,),
                n=s.Count(value=max(10, plan.n // len(plan.groups))),
                scores={
                    c: estimate(
                        rng, means.get(c, 3.3) + rng.normal(0, 0.1), max(10, plan.n // 6), plan
                    )
                    for c in tested
                },
            )
            for g in plan.groups
        )
        if len(plan.groups) > 1
        else (),
        within=tuple(
            s.Within(
                scale=c,
                verdict="differ" if c in plan.differ else "alike",
                pairs=(s.GroupPair(high=(plan.groups[0],), low=(plan.groups[-1],)),)
                if c in plan.differ
                else (),
            )
            for c in tested
        )
        if len(plan.groups) > 1
        else (),
        waves=tuple(
            s.WaveScores(
                wave=w,
                same_version=True,
                n=s.Count(value=plan.n),
                scores={
                    scale.name: scale.score
                    if w == waves[-1]
                    else estimate(rng, means.get(scale.name, 3.3) + 0.1, plan.n, plan)
                    for scale in scales
                },
            )
            for w in waves
        ),
        informants=tuple(_informant(rng, who, items, plan) for who in plan.informants),
        profile=_profile(plan) if plan.profile else s.Hidden(reason="not_asked"),
        ladder=_ladder(plan) if plan.ladder else (),
        outcome=None,
        priority=(),
        cleaning=s.Cleaning(school=_flow(plan.n), region=_flow(25 * plan.n)),
    )


def _scale(
    rng: np.random.Generator,
    name: str,
    principle: str | None,
    mean: float,
    waves: tuple[str, ...],
    plan: Plan,
    *,
    lone: bool = False,
    members: tuple[str, ...] | None = None,
) -> s.Scale:
    k = len(plan.answers)
    dutch, english = TITLES.get(name, (name.capitalize(), None))
    hidden = name in plan.unreliable
    score = s.Hidden(reason="unreliable") if hidden else estimate(rng, mean, plan.n, plan)
    mark = s.Mark(n=4593, schools=24, mean=round(mean + rng.normal(0.1, 0.15), 2), step=0.01)
    label = plan.labels.get(name, "similar") if plan.region else None
    earlier = len(waves) > 1
    change = compared(plan.changes.get(name, "similar"))
    return s.Scale(
        name=name,
        kind="principle" if members else ("other" if lone else "condition"),
        title=text(dutch, english if plan.english else None),
        definition=text("Wat dit is.", "What this is."),
        tags=("context",),
        principle=principle,
        members=members or tuple(f"{name}_{i}" for i in range(plan.items)),
        left_out=(),
        lowest=1,
        highest=k,
        reliability=s.Reliability(
            coefficient="omega",
            level="insufficient" if hidden else "good",
            n=4761,
            estimate=0.45 if hidden else 0.85,
            interval=s.Interval(low=0.4, high=0.5) if hidden else s.Interval(low=0.84, high=0.86),
        ),
        score=score,
        region=s.Hidden(reason="unreliable" if hidden else "few_schools")
        if hidden or not plan.region
        else mark,
        comparison=s.Comparison(
            verdict="unreliable" if hidden else ("pairs" if plan.region else "few_schools"),
            label=s.Hidden(reason="unreliable") if hidden else compared(label),
        ),
        previous=s.Previous(wave=waves[-2], score=score, change=compared("similar"))
        if earlier
        else None,
        change=s.Change(since=waves[0], label=change) if earlier else None,
    )


def _item(rng: np.random.Generator, scale: str, i: int, plan: Plan) -> s.Item:
    k = len(plan.answers)
    counts = rng.multinomial(plan.n, rng.dirichlet(np.linspace(1, 3, k) * 2))
    turned = plan.reversed and i == plan.items - 1
    where: Side = "low" if turned else "high"
    raw = RawCounts(
        counts=tuple(int(c) for c in counts), categories=tuple(text(a) for a in plan.answers)
    )
    distribution, own = publish_with_side(raw, DisclosureRules(), where)
    gap = float(rng.normal(4, 8))

    label = "lower" if gap > 12 else "higher" if gap < -10 else "similar"
    return s.Item(
        name=f"{scale}_{i}",
        scale=scale,
        title=text(f"Vraag {i + 1} over {TITLES.get(scale, (scale, ''))[0].lower()} op school"),
        reversed=turned,
        midpoint="neutral" if k % 2 else None,
        categories=tuple(text(answer) for answer in plan.answers),
        n=s.Count(value=plan.n),
        distribution=distribution,
        favourable=own,
        no_opinion=s.Below(percent=5),
        mostly_no_opinion=False,
        mirrors=None,
        region=s.ShareMark(
            n=4500,
            schools=24,
            side=where,
            percent=round(min(max(getattr(own.share, "percent", 50) + gap, 1), 99)),
        )
        if plan.region
        else s.Hidden(reason="few_schools"),
        label=compared(label if plan.region else None),
    )


def _informant(
    rng: np.random.Generator, who: str, items: Sequence[s.Item], plan: Plan
) -> s.Informant:
    rows = []
    for item in items[: max(1, len(items) // 3)]:
        if isinstance(item.distribution, s.Hidden):
            continue
        pupils = item.favourable.share
        if isinstance(pupils, s.Hidden):
            continue
        theirs = share(min(max(pupils.percent + rng.normal(8, 12), 6), 94))
        exact = isinstance(theirs, s.Exact) and isinstance(pupils, s.Exact)
        points = theirs.percent - pupils.percent
        rows.append(
            s.InformantItem(
                name=item.name,
                title=text(f"Zoals {who} het vraagt"),
                side=item.favourable.side,
                theirs=theirs,
                pupils=pupils,
                gap=s.Gap(points=points, low=points - 12, high=points + 12)
                if exact
                else s.Hidden(reason="complement"),
                label=compared("higher" if points > 15 else "similar"),
            )
        )
    return s.Informant(informant=who, n=s.Count(value=31), items=tuple(rows))  # type: ignore[arg-type]


def _profile(plan: Plan) -> s.Profile:
    shares = {
        "aspiration": 27,
        "imagination": 11,
        "perspiration": 9,
        "hibernation": 10,
        "unclear": 43,
    }
    return s.Profile(
        n=plan.n,
        step=1,
        classes=tuple(
            s.ProfileClass(name=n, share=share(v), low=max(v - 6, 0), high=v + 6)  # type: ignore[arg-type]
            for n, v in shares.items()
        ),
    )


def _ladder(plan: Plan) -> tuple[s.Ladder, ...]:
    percents = {1: 30, 2: 45, 3: 25}
    classes = tuple(
        s.ShareClass(
            label=text(f"Vorm {place}"),
            members=(place,),
            side="low" if place == 1 else "middle" if place == 2 else "high",
            share=s.Exact(percent=percent),
        )
        for place, percent in percents.items()
    )
    made = s.Distribution(n=plan.n, step=1, classes=classes)
    return tuple(
        s.Ladder(informant=who, rungs=8, distribution=made) for who in ("pupil", *plan.informants)
    )


def _flow(n: int) -> s.Flow:
    return s.Flow(
        rows_in=s.Count(value=n + 12),
        removed=(s.RuleCount(rule="duplicate", n=s.Count(value=12)),),
        rows_out=s.Count(value=n),
        values=(s.RuleCount(rule="missing_code", n=s.Count(value=40)),),
        flagged=s.Hidden(reason="few"),
    )
