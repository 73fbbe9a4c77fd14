"""From drafts with raw numbers to releases that may be seen.

:func:`publish_schools` takes what the schools of one run share, and the draft of each; it
returns the releases of the schools one by one, so that they need not be held together.
:func:`publish_school` does the same for one school where no other document exists.

What is hidden, and why
-----------------------
- A statistic about fewer than ``n_min`` respondents: ``"few"``. Nobody at all: ``"no_data"``.
- A group below ``n_min`` is merged with the next smallest until none is left. Where only one
  group remains the table of groups is left out, since it would repeat the school.
- Within a scale's column over the groups, hidden cells hold nobody, or at least two groups and
  ``n_min`` respondents whose separate numbers cannot be found; else the smallest shown cell is
  hidden too, and all hidden cells of that column say ``"complement"``, so that the word does
  not tell which one is small.
- Shares below the bound b of their n (1, 2, 5, 10, 20, 25 % from 300, 101, 41, 21, 11, 10
  respondents) are "below b", shares above 100 − b "above"; then the whole distribution is in
  steps of b. Under 30 respondents (``classes3_below``) it has three classes, or two where the
  number of answers is even. Where an exact count still follows: fewer classes, then hidden.
- A gap between informants is shown only where both shares are exact.
- A mean and the half-width of its interval are rounded to a step that follows from n, the
  half-width upward; near an end of the scale only a bound of the mean is told
  (:mod:`aspiratie.disclosure.means.steps`).
- A school of whose mean only a bound is told counts in no mark of the region and has none:
  ``"complement"``. Marks are computed from the schools' printed means.
- A mark of the region needs ``region_min_schools`` schools, ``region_min_pupils`` pupils and no
  school above ``region_max_share``: else ``"few_schools"``.
- A scale whose reliability is insufficient: ``"unreliable"`` everywhere.

What may be seen by promise
---------------------------
- The n of each statistic is published, so a reader can count who did not answer a question
  (n of the school minus n of the item), and that nobody skipped it or had "no opinion" when the
  two are equal. That is participation, not an answer; no statistic about those who skipped
  is published.
- Participants of a group beside its enrolment: so non-participation is visible. Groups under
  ``n_min`` participants are merged all the same, and their enrolments are added.
- Counts of cleaning of 1 … ``n_min`` − 1 rows are hidden; 0 is shown. The rows that came in are
  hidden where they, minus the rows that remain, would tell such a count; the region's counts
  where they, minus the schools', would. The number of values set to missing counts values, not
  pupils, and follows the same rule.
- "No opinion" is no answer to the question: its share is bounded as others are, but the n of
  the item tells how many answered at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from msgspec.structs import replace

from aspiratie.disclosure.content import school_release
from aspiratie.disclosure.counted import others_of, printed_means
from aspiratie.disclosure.draft import (
    DraftFlow,
    DraftScale,
    RawEstimate,
    RawMark,
    RunDraft,
    SchoolDraft,
    check_draft,
)
from aspiratie.disclosure.flows.check import cleaning_findings
from aspiratie.disclosure.flows.publish import close_flow, publish_flow, publish_region_flow
from aspiratie.disclosure.region.rules import Pupils
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import Cleaning, Flow, Reliability, SchoolRelease
from aspiratie.disclosure.shape.words import Sector
from aspiratie.errors import DisclosureError, Problem

__all__ = ["publish_school", "publish_schools"]


def publish_schools(
    run: RunDraft, drafts: Iterable[SchoolDraft], rules: DisclosureRules
) -> Iterator[SchoolRelease]:
    """Publish the schools of one run, one by one.

    Parameters
    ----------
    run : RunDraft
        What they share, and what must be known of all of them first. Only schools with
        ``n_min`` respondents or more are in it (:func:`publishable_schools`).
    drafts : iterable of SchoolDraft
        One a school; each is read when its release is asked for.
    rules : DisclosureRules
        The rules.

    Yields
    ------
    SchoolRelease
        In the order of the drafts.

    Raises
    ------
    DisclosureError
        At once: if the run is faulty, or counts of cleaning cannot be protected. When a
        draft is reached: if its numbers do not agree with each other or with the run, or
        its mark of the region is over other pupils than may be counted. With every fault.
    """
    problems = list(_run_faults(run, rules))
    if problems:
        n = len(problems)
        raise DisclosureError(f"The run has {n} fault{'s' if n != 1 else ''}.", problems=problems)
    region, schools = _protected(run, rules)
    return _released(run, drafts, rules, region, schools)


def _released(
    run: RunDraft,
    drafts: Iterable[SchoolDraft],
    rules: DisclosureRules,
    region: Flow,
    schools: Mapping[str, Flow],
) -> Iterator[SchoolRelease]:
    marks = _marks(run, rules)
    seen: set[str] = set()
    for draft in drafts:
        name = draft.school.id
        check_draft(draft, run)
        problems = list(_mark_faults(draft, marks))
        if name in seen:
            problems.append(Problem(where=f"school {name}", what="has more than one draft."))
        if problems:
            raise DisclosureError(f"The draft of school {name} is faulty.", problems=problems)
        seen.add(name)
        cleaning = Cleaning(school=schools[name], region=region)
        yield school_release(_marked(draft, marks), run, cleaning, rules)


def publish_school(run: RunDraft, draft: SchoolDraft, rules: DisclosureRules) -> SchoolRelease:
    """Publish one school of which no other document of the same data is published.

    Parameters
    ----------
    run : RunDraft
        Of a run with this school.
    draft : SchoolDraft
        The school.
    rules : DisclosureRules
        The rules.

    Raises
    ------
    DisclosureError
        If a draft is faulty or the school has fewer than ``n_min`` respondents.
    """
    if draft.n < rules.n_min:
        raise DisclosureError(
            f"School {draft.school.id} has fewer than {rules.n_min} respondents, "
            "so it gets no report."
        )
    alone = replace(run, schools={draft.school.id: run.schools[draft.school.id]})
    (release,) = publish_schools(alone, [draft], rules)
    return release


def _protected(run: RunDraft, rules: DisclosureRules) -> tuple[Flow, dict[str, Flow]]:
    """Return counts of cleaning, of the region and by school, that withstand the attack together.

    What is shown of the region's cleaning is chosen column by column. Should a count
    still follow from all tables at once, the region's counts are closed, and then the
    schools' too.
    """
    raw = [school.cleaning for school in run.schools.values()]
    shown = {name: publish_flow(school.cleaning, rules) for name, school in run.schools.items()}
    region = publish_region_flow(run.region, raw, list(shown.values()), rules)
    for attempt in ("as chosen", "region closed", "all closed"):
        if attempt == "region closed":
            region = close_flow(region)
        elif attempt == "all closed":
            shown = {name: close_flow(flow) for name, flow in shown.items()}
        if not shown or not cleaning_findings(shown, region, rules.n_min):
            return region, shown
    raise DisclosureError("The counts of cleaning cannot be protected.")


def _rule_names(flow: DraftFlow) -> tuple[list[str], list[str]]:
    return [r.rule for r in flow.removed], [r.rule for r in flow.values]


def _run_faults(run: RunDraft, rules: DisclosureRules) -> Iterator[Problem]:
    flows = {f"school {name}": school.cleaning for name, school in run.schools.items()}
    for where, flow in [*flows.items(), ("region", run.region)]:
        if flow.rows_in != sum(r.n for r in flow.removed) + flow.rows_out:
            yield Problem(where=where, what="rows in are not rows removed and out.")
        if _rule_names(flow) != _rule_names(run.region):
            yield Problem(where=where, what="has other rules of cleaning than the region.")
            return
    for name, school in run.schools.items():
        if school.n < rules.n_min:
            what = f"has fewer than {rules.n_min} respondents, so it counts in nothing."
            yield Problem(where=f"school {name}", what=what)
    pupils = sum(school.n for school in run.schools.values())
    for scale in run.scales:
        if isinstance(scale.reliability, Reliability) and scale.reliability.n > pupils:
            yield Problem(
                where=f"scale {scale.facts.name}",
                what="has a reliability over more pupils than the published schools have.",
                remedy="Compute it over publishable_schools.",
            )
    names = [scale.facts.name for scale in run.scales]
    if len(set(names)) != len(names):
        yield Problem(where="scales", what="name a scale twice.")
    yield from _fewer_than_schools(run.region, list(flows.values()))


def _fewer_than_schools(region: DraftFlow, flows: Sequence[DraftFlow]) -> Iterator[Problem]:
    """Find counts of the region's cleaning that are below those of its schools together."""
    pairs = [
        ("rows_in", region.rows_in, sum(f.rows_in for f in flows)),
        ("rows_out", region.rows_out, sum(f.rows_out for f in flows)),
        ("flagged", region.flagged, sum(f.flagged for f in flows)),
        *(
            (f"removed.{rule.rule}", rule.n, sum(f.removed[i].n for f in flows))
            for i, rule in enumerate(region.removed)
        ),
        *(
            (f"values.{rule.rule}", rule.n, sum(f.values[i].n for f in flows))
            for i, rule in enumerate(region.values)
        ),
    ]
    for key, total, parts in pairs:
        if total < parts:
            yield Problem(
                where=f"region.{key}",
                what="is less than the published schools have together.",
                remedy="Count every published school in the region.",
            )


#: By sector and scale: the other schools' pupils and their mean, of each school that counts.
Marks = Mapping[tuple[Sector | None, str], Mapping[str, tuple[Pupils, float]]]


def _marks(run: RunDraft, rules: DisclosureRules) -> Marks:
    """Return each school's marks of the region; one pass over schools.

    Their means are computed from the schools' printed means, so that they tell nothing new.
    """
    sectors: dict[Sector | None, list[str]] = {}
    for name, school in run.schools.items():
        sectors.setdefault(school.sector, []).append(name)
    found: dict[tuple[Sector | None, str], Mapping[str, tuple[Pupils, float]]] = {}
    for sector, names in sectors.items():
        for scale in run.scales:
            facts = scale.facts
            scores = {name: run.schools[name].scores.get(facts.name) for name in names}
            means = printed_means(
                {name: raw for name, raw in scores.items() if isinstance(raw, RawEstimate)},
                rules,
                ends=(facts.lowest, facts.highest),
            )
            total = sum(m.n * m.mean for m in means.values())
            found[sector, facts.name] = {
                name: (others, (total - means[name].n * means[name].mean) / max(others.n, 1))
                for name, others in others_of({name: m.n for name, m in means.items()}).items()
            }
    return found


def _marked(draft: SchoolDraft, marks: Marks) -> SchoolDraft:
    """Return a draft whose marks of the region are those of the schools' printed means."""

    def mean(scale: DraftScale) -> RawMark | None:
        mark = marks[draft.school.sector, scale.name].get(draft.school.id)
        if scale.region is None or mark is None:
            return None
        return replace(scale.region, mean=mark[1])

    scales = tuple(replace(scale, region=mean(scale)) for scale in draft.scales)
    return replace(draft, scales=scales)


def _mark_faults(draft: SchoolDraft, marks: Marks) -> Iterator[Problem]:
    """Find marks over other pupils than those of the other members of the sector."""
    for scale in draft.scales:
        if scale.region is None:
            continue
        mark = Pupils(n=scale.region.n, schools=scale.region.schools, largest=scale.region.largest)
        whose, _ = marks[draft.school.sector, scale.name].get(draft.school.id, (None, 0.0))
        if whose != mark:
            yield Problem(
                where=f"school {draft.school.id}, scale {scale.name}",
                what="has a mark of the region over other pupils than those of the "
                "other schools of its sector whose score is published.",
                remedy="Compute it over scale_members.",
            )
