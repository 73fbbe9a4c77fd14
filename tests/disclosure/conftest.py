"""Random regions of pupils, and their drafts by plain code of this file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import msgspec
import numpy as np
import pytest

from aspiratie.bilingual import Text
from aspiratie.disclosure import DisclosureRules, SchoolRelease
from aspiratie.disclosure.counted import scale_members
from aspiratie.disclosure.draft import (
    DraftFlow,
    DraftGroup,
    DraftInformant,
    DraftInformantItem,
    DraftItem,
    DraftLadder,
    DraftScale,
    DraftSums,
    DraftWave,
    RawCounts,
    RawEstimate,
    RawGap,
    RawMark,
    RawRule,
    RawShare,
    RawSums,
    RunDraft,
    RunScale,
    RunSchool,
    SchoolDraft,
)
from aspiratie.disclosure.means.widths import t_quantile
from aspiratie.disclosure.publish import publish_schools
from aspiratie.disclosure.shape import (
    Compared,
    Comparison,
    Hidden,
    Instrument,
    Interval,
    Provenance,
    Reliability,
    ScaleFacts,
    School,
    Source,
)

SHA = "0123456789abcdef" * 4
WAVE = "2025-2026"
SCALES = {"belonging": ("b1", "b2", "b3"), "curiosity": ("c1", "c2", "c3"), "mood": ("m1",)}
ITEMS = [item for items in SCALES.values() for item in items]
RULES = ("duplicate", "test_entry", "empty", "no_school")
CLASSES = ("aspiration", "imagination", "perspiration", "hibernation", "unclear")


@dataclass(frozen=True)
class Region:
    """A region before publication: the run, and the drafts of its published schools.

    ``small`` are the drafts of schools under n_min, of which the run knows nothing.
    """

    run: RunDraft
    drafts: list[SchoolDraft]
    small: list[SchoolDraft]

    def publish(self, rules: DisclosureRules | None = None) -> list[SchoolRelease]:
        return list(publish_schools(self.run, self.drafts, rules or DisclosureRules()))


def estimate(values: np.ndarray) -> RawEstimate | Hidden:
    values = values[np.isfinite(values)]
    n = len(values)
    if n == 0:
        return Hidden(reason="no_data")
    mean = float(values.mean())
    half = t_quantile(n - 1) * float(values.std(ddof=1)) / n**0.5 if n > 1 else 0.0
    return RawEstimate(n=n, mean=mean, low=mean - half, high=mean + half)


def provenance(wave: str = WAVE) -> Provenance:
    return Provenance(
        instrument=Instrument(
            name="demo",
            version="1",
            title=Text(nl="Demo"),
            informant="pupil",
            example=True,
            licence=Text(nl="vrij"),
        ),
        wave=wave,
        data=(Source(informant="pupil", wave=wave, sha256=SHA),),
        codebook_sha256=SHA,
        parameters_sha256=SHA,
        package="aspiratie 0",
        date="2026-03-01",
        region_name="Regio",
    )


def scale_facts(k: int, n: int) -> tuple[RunScale, ...]:
    return tuple(
        RunScale(
            facts=ScaleFacts(
                name=scale,
                kind="condition",
                title=Text(nl=scale),
                definition=Text(nl=scale),
                tags=(),
                principle=None,
                members=items,
                left_out=(),
                lowest=1,
                highest=k,
            ),
            reliability=Reliability(
                coefficient="alpha",
                level="good",
                n=n,
                estimate=0.8,
                interval=Interval(low=0.7, high=0.9),
            ),
        )
        for scale, items in SCALES.items()
    )


def school(
    rng: np.random.Generator, *, name: str, n: int, k: int, n_groups: int
) -> tuple[SchoolDraft, DraftFlow]:
    """Make pupils with extreme and missing answers, and the draft of their school."""
    weights = rng.dirichlet(np.full(n_groups, 0.7))
    group = rng.choice(n_groups, size=n, p=weights)
    answers = np.column_stack(
        [rng.choice(k, size=n, p=rng.dirichlet(np.full(k, 0.4))) + 1.0 for _ in ITEMS]
    )
    if rng.random() < 0.1:
        answers[:] = k  # everybody at the end
    answers[rng.random(answers.shape) < rng.choice([0.0, 0.03, 0.5])] = np.nan
    said = np.isnan(answers) & (rng.random(answers.shape) < 0.6)
    scores: dict[str, np.ndarray] = {}
    for scale, items in SCALES.items():
        part = answers[:, [ITEMS.index(i) for i in items]]
        enough = np.isfinite(part).mean(axis=1) >= 0.5
        mean = np.nansum(part, axis=1) / np.maximum(np.isfinite(part).sum(axis=1), 1)
        scores[scale] = np.where(enough, mean, np.nan)
    labels = [f"leerjaar {g + 1}" for g in range(n_groups)]
    teachers = int(rng.integers(0, 40))
    removed = [int(rng.choice([0, 0, 1, 4, 12, 30])) for _ in RULES[:3]] + [0]
    flow = DraftFlow(
        rows_in=n + sum(removed),
        removed=tuple(RawRule(rule=r, n=m) for r, m in zip(RULES, removed, strict=True)),
        rows_out=n,
        values=(RawRule(rule="out_of_range", n=int(rng.choice([0, 2, 15]))),),
        flagged=int(min(n, rng.choice([0, 3, 14]))),
    )
    means = {scale: estimate(values) for scale, values in scores.items()}
    draft = SchoolDraft(
        school=School(id=name, name=f"School {name}", type=None, place=None, sector="all"),
        n=n,
        enrolled=n + 20,
        groups=tuple(
            DraftGroup(label=label, n=int((group == g).sum()), enrolled=None)
            for g, label in enumerate(labels)
        ),
        scales=tuple(
            DraftScale(
                name=scale,
                score=means[scale],
                region=None,
                comparison=Comparison(verdict="pairs", label=Compared(label="similar")),
                previous=None,
                change=None,
            )
            for scale in SCALES
        ),
        items=tuple(
            DraftItem(
                name=item,
                scale=next(s for s, items in SCALES.items() if item in items),
                title=Text(nl=item),
                reversed=False,
                midpoint="neutral" if k % 2 else None,
                answers=RawCounts(
                    counts=tuple(int((answers[:, i] == c + 1).sum()) for c in range(k)),
                    categories=tuple(Text(nl=f"antwoord {c + 1}") for c in range(k)),
                ),
                no_opinion=RawShare(
                    count=int(said[:, i].sum()),
                    n=int(np.isfinite(answers[:, i]).sum() + said[:, i].sum()),
                ),
                mirrors=None,
                region=None,
                label=Hidden(reason="few_schools"),
            )
            for i, item in enumerate(ITEMS)
        ),
        sums=tuple(
            DraftSums(
                label=label,
                scores={
                    scale: RawSums(
                        n=int(np.isfinite(values[group == g]).sum()),
                        sum=float(np.nansum(values[group == g])),
                        sumsq=float(np.nansum(values[group == g] ** 2)),
                    )
                    for scale, values in scores.items()
                },
            )
            for g, label in enumerate(labels)
        ),
        waves=(DraftWave(wave=WAVE, same_version=True, n=n, scores=means),),
        informants=(
            DraftInformant(
                informant="teacher",
                n=teachers,
                items=tuple(
                    mirror(rng, item, answers[:, i], k, teachers)
                    for i, item in enumerate(ITEMS[:4])
                ),
            ),
        ),
        profile=dict(
            zip(
                CLASSES,
                (int(c) for c in rng.multinomial(n, rng.dirichlet(np.full(5, 0.5)))),
                strict=True,
            )
        ),
        ladder=(
            DraftLadder(
                informant="pupil",
                rungs=8,
                answers=RawCounts(
                    counts=tuple(int(c) for c in rng.multinomial(n, rng.dirichlet(np.ones(8)))),
                    categories=tuple(Text(nl=f"trede {c + 1}") for c in range(8)),
                ),
            ),
        ),
    )
    return draft, flow


def mirror(
    rng: np.random.Generator, item: str, answers: np.ndarray, k: int, teachers: int
) -> DraftInformantItem:
    count = int(rng.binomial(teachers, rng.choice([0.0, 0.5, 0.9, 1.0])))
    pupils = int((answers > (k + 1) / 2).sum())
    n = int(np.isfinite(answers).sum())
    gap = None
    if teachers and n:
        points = 100 * (count / teachers - pupils / n)
        gap = RawGap(points=points, low=points - 10, high=points + 10)
    return DraftInformantItem(
        name=item,
        title=Text(nl=item),
        theirs=RawShare(count=count, n=teachers),
        pupils=RawShare(count=pupils, n=n),
        gap=gap,
        label=Compared(label="similar"),
    )


def mark(name: str, means: dict[str, RawEstimate]) -> RawMark | None:
    """Return the pupils of the other schools together; None for a school that is not counted."""
    others = [mean for other, mean in means.items() if other != name]
    if name not in means or not others:
        return None
    n = sum(m.n for m in others)
    return RawMark(
        mean=sum(m.n * m.mean for m in others) / n,
        n=n,
        schools=len(others),
        largest=max(m.n for m in others),
    )


def with_marks(draft: SchoolDraft, marks: Sequence[RawMark | None]) -> SchoolDraft:
    """Return a draft with the marks of the region, beside a school without one no word."""
    scales = []
    for scale, own in zip(draft.scales, marks, strict=True):
        comparison = scale.comparison
        if own is None:
            comparison = Comparison(verdict="pairs", label=Hidden(reason="complement"))
        scales.append(msgspec.structs.replace(scale, region=own, comparison=comparison))
    return msgspec.structs.replace(draft, scales=tuple(scales))


def together(flows: Sequence[DraftFlow], unplaced: int) -> DraftFlow:
    """Return what cleaning did in all schools, and in rows of no known school."""
    removed = [sum(f.removed[i].n for f in flows) for i in range(len(RULES))]
    removed[-1] += unplaced
    out = sum(f.rows_out for f in flows)
    return DraftFlow(
        rows_in=out + sum(removed),
        removed=tuple(RawRule(rule=r, n=m) for r, m in zip(RULES, removed, strict=True)),
        rows_out=out,
        values=(RawRule(rule="out_of_range", n=sum(f.values[0].n for f in flows)),),
        flagged=sum(f.flagged for f in flows),
    )


def finish(
    made: Sequence[tuple[SchoolDraft, DraftFlow]], *, k: int, n_min: int, unplaced: int
) -> Region:
    """Add what is of the region: marks over the published schools, and cleaning."""
    there = [(draft, flow) for draft, flow in made if draft.n >= n_min]
    marks = []
    for place in range(len(SCALES)):
        scores = {draft.school.id: draft.scales[place].score for draft, _ in there}
        known = {s: m for s, m in scores.items() if isinstance(m, RawEstimate)}
        members = scale_members(known, DisclosureRules(n_min=n_min), ends=(1, k))
        marks.append({s: known[s] for s in members})
    run = RunDraft(
        provenance=provenance(),
        schools={
            draft.school.id: RunSchool(
                sector="all",
                n=draft.n,
                cleaning=flow,
                scores={scale.name: scale.score for scale in draft.scales},
            )
            for draft, flow in there
        },
        region=together([flow for _, flow in there], unplaced),
        scales=scale_facts(k, sum(draft.n for draft, _ in there)),
        outcome=None,
        priority=(),
    )
    return Region(
        run=run,
        drafts=[
            with_marks(draft, [mark(draft.school.id, means) for means in marks])
            for draft, _ in there
        ],
        small=[draft for draft, _ in made if draft.n < n_min],
    )


@pytest.fixture(scope="session")
def make_region() -> Callable[..., Region]:
    """Return a maker of the drafts of a random region."""

    def make(
        seed: int,
        sizes: list[int],
        *,
        k: int = 5,
        n_groups: int = 4,
        n_min: int = 10,
        unplaced: int = 0,
    ) -> Region:
        rng = np.random.default_rng(seed)
        made = [
            school(rng, name=f"{i:02d}AB00", n=n, k=k, n_groups=n_groups)
            for i, n in enumerate(sizes)
        ]
        return finish(made, k=k, n_min=n_min, unplaced=unplaced)

    return make
