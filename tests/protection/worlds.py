"""Small regions of which every answer is known, and the drafts of their documents."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from msgspec.structs import replace

from aspiratie.bilingual import Text
from aspiratie.disclosure import DisclosureRules, SchoolRelease
from aspiratie.disclosure.counted import scale_members
from aspiratie.disclosure.draft import (
    DraftFlow,
    DraftGroup,
    DraftItem,
    DraftPrevious,
    DraftScale,
    DraftSums,
    DraftWave,
    RawCounts,
    RawEstimate,
    RawMark,
    RawSums,
    RunDraft,
    RunScale,
    RunSchool,
    SchoolDraft,
)
from aspiratie.disclosure.means.widths import t_quantile
from aspiratie.disclosure.publish import publish_schools
from aspiratie.disclosure.region.draft import (
    DraftKind,
    DraftRegionItem,
    DraftRegionScale,
    DraftRow,
    DraftSpread,
    RegionDraft,
)
from aspiratie.disclosure.shape import (
    Compared,
    Comparison,
    Hidden,
    Instrument,
    Interval,
    Invariance,
    MemberSchool,
    Provenance,
    Reliability,
    ScaleFacts,
    School,
)
from aspiratie.measurement.scores import principle_scores, scale_scores

LOWEST, HIGHEST = 1, 5
RULES = DisclosureRules()
WAVE, BEFORE = "2025-2026", "2024-2025"


def text(word: str) -> Text:
    return Text(nl=word, en=word)


@dataclass(frozen=True, kw_only=True)
class World:
    """Answers of all pupils of a region in one wave; NaN where one was skipped.

    `conditions` names the questions of each condition; all conditions are one principle.
    """

    answers: pd.DataFrame
    school: pd.Series
    group: pd.Series
    conditions: Mapping[str, tuple[str, ...]]
    wave: str = WAVE
    before: World | None = field(default=None)

    @property
    def scores(self) -> pd.DataFrame:
        """Scores of conditions and of the principle, as `prepare` makes them."""
        columns = {
            name: scale_scores(self.answers[list(items)]).scores
            for name, items in self.conditions.items()
        }
        frame = pd.DataFrame(columns)
        return frame.assign(principle=principle_scores(frame).scores)

    def of(self, school: str) -> pd.DataFrame:
        return self.answers[self.school == school]


def _brin(place: int) -> str:
    rest, number = divmod(place, 90)
    return f"{10 + number}{chr(ord('A') + rest)}B00"


def small_region(
    seed: int,
    *,
    sizes: Sequence[int] = (12, 11, 19, 24, 15, 30),
    items: Sequence[int] = (2, 3, 2),
    skip_block: float = 0.04,
    skip_item: float = 0.01,
    level: float = 3.4,
    n_groups: int = 2,
    wave: str = WAVE,
) -> World:
    """Return a region of small schools in which pupils skip whole conditions."""
    rng = np.random.default_rng(seed)
    conditions = {f"c{i}": tuple(f"c{i}q{j}" for j in range(many)) for i, many in enumerate(items)}
    names = [q for qs in conditions.values() for q in qs]
    school = np.repeat([_brin(i) for i in range(len(sizes))], sizes)
    pupil = rng.normal(level, 0.7, len(school))
    values = np.clip(np.rint(pupil[:, None] + rng.normal(0, 0.8, (len(school), len(names)))), 1, 5)
    frame = pd.DataFrame(values, columns=names)
    for qs in conditions.values():
        frame.loc[rng.random(len(frame)) < skip_block, list(qs)] = np.nan
    frame = frame.mask(rng.random(frame.shape) < skip_item)
    frame.loc[frame.notna().sum(axis=1) * 2 < len(names)] = 3.0
    return World(
        answers=frame,
        school=pd.Series(school),
        group=pd.Series(rng.integers(1, n_groups + 1, len(frame)).astype(str)),
        conditions=conditions,
        wave=wave,
    )


def raw(scores: pd.Series) -> RawEstimate | Hidden:
    shown = scores.dropna()
    n = len(shown)
    if n == 0:
        return Hidden(reason="no_data")
    half = t_quantile(max(n - 1, 1)) * float(shown.std(ddof=1) if n > 1 else 0) / n**0.5
    mean = float(shown.mean())
    return RawEstimate(n=n, mean=mean, low=mean - half, high=mean + half)


def facts(world: World) -> list[ScaleFacts]:
    def one(name: str, kind: str, members: tuple[str, ...]) -> ScaleFacts:
        return ScaleFacts(
            name=name,
            kind=kind,  # type: ignore[arg-type]
            title=text(name),
            definition=text(name),
            tags=(),
            principle=None if kind == "principle" else "principle",
            members=members,
            left_out=(),
            lowest=LOWEST,
            highest=HIGHEST,
        )

    scales = [one("principle", "principle", tuple(world.conditions))]
    return scales + [one(c, "condition", qs) for c, qs in world.conditions.items()]


def provenance(world: World) -> Provenance:
    return Provenance(
        instrument=Instrument(
            name="test",
            version="1",
            title=text("test"),
            informant="pupil",
            example=True,
            licence=text("none"),
        ),
        wave=world.wave,
        data=(),
        codebook_sha256="0" * 64,
        parameters_sha256="0" * 64,
        package="aspiratie",
        date="2026-06-30",
        region_name="test",
    )


def _flow(n: int) -> DraftFlow:
    return DraftFlow(rows_in=n, removed=(), rows_out=n, values=(), flagged=0)


def run_draft(world: World, rules: DisclosureRules) -> RunDraft:
    scores = world.scores
    sizes = world.school.value_counts()
    published = [s for s in sorted(sizes.index) if sizes[s] >= rules.n_min]
    reliability = Reliability(
        coefficient="alpha",
        level="good",
        n=int(sizes[published].sum()),
        estimate=0.8,
        interval=Interval(low=0.7, high=0.9),
    )
    return RunDraft(
        provenance=provenance(world),
        schools={
            s: RunSchool(
                sector="po",
                n=int(sizes[s]),
                cleaning=_flow(int(sizes[s])),
                scores={name: raw(scores.loc[world.school == s, name]) for name in scores},
            )
            for s in published
        },
        region=_flow(int(sizes[published].sum())),
        scales=tuple(RunScale(facts=f, reliability=reliability) for f in facts(world)),
        outcome=None,
        priority=(),
    )


def school_draft(world: World, run: RunDraft, school: str) -> SchoolDraft:
    here = world.school == school
    scores, answers, group = world.scores[here], world.answers[here], world.group[here]
    labels = sorted(group.unique())
    own = run.schools[school]
    return SchoolDraft(
        school=School(id=school, name=f"School {school}", type="bao", place=None, sector="po"),
        n=own.n,
        enrolled=None,
        groups=tuple(DraftGroup(label=g, n=int((group == g).sum()), enrolled=None) for g in labels),
        scales=tuple(_draft_scale(world, run, school, f.facts.name) for f in run.scales),
        items=tuple(
            DraftItem(
                name=q,
                scale=c,
                title=text(q),
                reversed=False,
                midpoint="neutral",
                answers=RawCounts(
                    counts=tuple(int((answers[q] == v).sum()) for v in range(1, 6)),
                    categories=tuple(text(str(v)) for v in range(1, 6)),
                ),
                no_opinion=None,
                mirrors=None,
                region=None,
                label=Hidden(reason="few_schools"),
            )
            for c, qs in world.conditions.items()
            for q in qs
        ),
        sums=tuple(
            DraftSums(
                label=g,
                scores={name: _sums(scores.loc[group == g, name]) for name in scores},
            )
            for g in labels
        ),
        waves=_waves(world, own, school),
        informants=(),
        profile=None,
        ladder=(),
    )


def published(world: World, rules: DisclosureRules = RULES) -> list[SchoolRelease]:
    """Return the schools' releases."""
    run = run_draft(world, rules)
    drafts = [school_draft(world, run, school) for school in run.schools]
    return list(publish_schools(run, drafts, rules))


def _sums(scores: pd.Series) -> RawSums | None:
    shown = scores.dropna()
    return RawSums(n=len(shown), sum=float(shown.sum()), sumsq=float((shown**2).sum()))


def _waves(world: World, own: RunSchool, school: str) -> tuple[DraftWave, ...]:
    now = DraftWave(wave=world.wave, same_version=True, n=own.n, scores=own.scores)
    before = world.before
    if before is None:
        return (now,)
    there = before.school == school
    then = DraftWave(
        wave=before.wave,
        same_version=True,
        n=int(there.sum()),
        scores={name: raw(before.scores.loc[there, name]) for name in before.scores},
    )
    return (then, now)


def counted(run: RunDraft, name: str, rules: DisclosureRules) -> dict[str, RawEstimate]:
    """Return the schools that count in the region's numbers of a scale, with their means."""
    raws = {s: school.scores[name] for s, school in run.schools.items()}
    known = {s: e for s, e in raws.items() if isinstance(e, RawEstimate)}
    members = scale_members(known, rules, ends=(LOWEST, HIGHEST))
    return {s: known[s] for s in members}


def _draft_scale(world: World, run: RunDraft, school: str, name: str) -> DraftScale:
    members = counted(run, name, RULES)
    others = {s: e for s, e in members.items() if s != school}
    mark = None
    if school in members:
        n = sum(e.n for e in others.values())
        mark = RawMark(
            mean=sum(e.n * e.mean for e in others.values()) / n,
            n=n,
            schools=len(others),
            largest=max(e.n for e in others.values()),
        )
    label = Compared(label="similar") if mark else Hidden(reason="complement")
    previous = None
    if world.before is not None:
        there = world.before.school == school
        previous = DraftPrevious(
            wave=world.before.wave,
            score=raw(world.before.scores.loc[there, name]),
            change=Compared(label="similar"),
        )
    return DraftScale(
        name=name,
        score=run.schools[school].scores[name],
        region=mark,
        comparison=Comparison(verdict="shown", label=label),
        previous=previous,
        change=None,
    )


def region_draft(world: World, rules: DisclosureRules) -> RegionDraft:
    """Return the draft of the region's documents: two kinds of education, adjusted means."""
    sizes = world.school.value_counts()
    schools = [s for s in sorted(sizes.index) if sizes[s] >= rules.n_min]
    run = run_draft(world, rules)
    scales = []
    for shared in run.scales:
        name = shared.facts.name
        scale = _region_scale(shared, counted(run, name, rules))
        scales.append(replace(scale, waves=_region_waves(world, run, name)))
    return RegionDraft(
        provenance=provenance(world),
        sector="po",
        schools=tuple(
            MemberSchool(id=s, name=f"School {s}", type=kind_of(s), n=int(sizes[s]), enrolled=None)
            for s in schools
        ),
        left_out=(),
        adjustment=None,
        scales=tuple(scales),
        items=tuple(
            DraftRegionItem(
                name=q,
                scale=c,
                title=text(q),
                reversed=False,
                midpoint="neutral",
                categories=tuple(text(str(v)) for v in range(1, 6)),
                counts={
                    s: tuple(int((world.of(s)[q] == v).sum()) for v in range(1, 6)) for s in schools
                },
                no_opinion=None,
            )
            for c, qs in world.conditions.items()
            for q in qs
        ),
    )


def _region_waves(world: World, run: RunDraft, name: str) -> dict[str, dict[str, RawEstimate]]:
    """Return the schools' means of both waves, of which the first is last year's."""
    if world.before is None:
        return {}
    before = world.before
    then = {s: raw(before.scores.loc[before.school == s, name]) for s in run.schools}
    now = {s: own.scores[name] for s, own in run.schools.items()}
    return {
        wave: {s: score for s, score in scores.items() if isinstance(score, RawEstimate)}
        for wave, scores in ((before.wave, then), (world.wave, now))
    }


KIND = ("bao", "sbo")


def kind_of(school: str) -> str:
    return KIND[int(school[:2]) % 2]


BETWEEN, WITHIN = 0.25, 0.85


def _region_scale(shared: RunScale, means: Mapping[str, RawEstimate]) -> DraftRegionScale:
    n = sum(e.n for e in means.values())
    middle = sum(e.n * e.mean for e in means.values()) / n
    rows, kinds = [], {kind: [] for kind in KIND}  # type: dict[str, list[RawEstimate]]
    for school, e in means.items():
        weight = BETWEEN**2 / (BETWEEN**2 + WITHIN**2 / e.n)
        shrunken = middle + weight * (e.mean - middle)
        half = 1.96 * BETWEEN * (1 - weight) ** 0.5
        kinds[kind_of(school)].append(e)
        rows.append(
            DraftRow(
                school=school,
                n=e.n,
                mean=e.mean,
                shrunken_mean=shrunken,
                ci_lower=shrunken - half,
                ci_upper=shrunken + half,
                pair_lower=shrunken - 0.7 * half,
                pair_upper=shrunken + 0.7 * half,
                label="similar",
                position="inside",
                adjusted=RawEstimate(
                    n=e.n, mean=shrunken + 0.03, low=shrunken - half, high=shrunken + half
                ),
            )
        )
    return DraftRegionScale(
        facts=shared.facts,
        reliability=shared.reliability,
        fault="",
        spread=DraftSpread(
            icc=0.08,
            reliability=0.6,
            between_sd=BETWEEN,
            within_sd=WITHIN,
            n=n,
            schools=len(means),
            largest=max(e.n for e in means.values()),
            mean=middle,
        ),
        invariance=Invariance(
            state="holds",
            over="schools",
            groups=2,
            level="scalar",
            reason="",
            alignment="few_apart",
        ),
        verdict="pairs",
        rows=tuple(rows),
        funnel=None,
        types=tuple(
            DraftKind(
                type=kind,
                n=sum(e.n for e in parts),
                schools=len(parts),
                largest=max(e.n for e in parts),
                mean=sum(e.n * e.mean for e in parts) / sum(e.n for e in parts),
                low=middle - 0.2,
                high=middle + 0.2,
            )
            for kind, parts in kinds.items()
            if parts
        ),
    )
