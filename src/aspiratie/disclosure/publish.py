"""From drafts with raw numbers to releases that may be seen.

:func:`publish_region` takes the drafts of every school of one region, of one
informant and one wave, and returns the releases of the schools that get a report.
:func:`publish_school` does the same for one school where no other document exists.

The order of work is

1. ``publishable_schools(n_by_school, rules)`` says which schools get a report;
2. :func:`aspiratie.disclosure.region_rules.scale_members` says whose pupils count in the
   region's marks of each scale, sector by sector; compute marks, comparisons, reliability,
   priority and every other region-wide figure from these schools **only**: a school
   without a report is in no figure of any document, so nothing can be subtracted to find it;
3. make one draft a school (the shape below) and call :func:`publish_region`.

A draft
-------
A draft is a plain ``dict`` nested like a release, with raw unrounded numbers. All
keys are needed and no other is allowed; a fault raises :class:`DisclosureError`
with all faults at once. ``Text`` is ``{"nl": str, "en": str | None}``. Numbers may be
numpy scalars. ::

    provenance     as in the release: instrument {name, version, title: Text, informant,
                   example: bool, licence: Text}, wave: str, data [{informant, wave, sha256}],
                   codebook_sha256, parameters_sha256, package, date, region_name (str | None)
    school         {id, name, type, place, sector}              type, place: str | None
                   sector: "po", "vo", "all" (no school's kind is known), or None where the
                   school stands beside no other.
    participation  {n: int, enrolled: int | None,
                    groups: [{label: str, n: int, enrolled: int | None}]}
                   Original groups in the order of the report (leerjaar 1, 2, …); the label ""
                   stands for pupils whose group is not known. [] where the questionnaire asks
                   no group; else the n of all groups sum to n.
    scales         [{name, kind: "principle" | "condition" | "other", title: Text,
                     definition: Text, tags: [str], principle: str | None, members: [str],
                     left_out: [str], lowest: number, highest: number,
                     reliability: {coefficient, estimate, low, high, n, level} | None,
                     score: ESTIMATE, region: {mean, n, schools, largest} | None,
                     comparison: {verdict, label, reason},
                     previous: {wave, score: ESTIMATE, change, reason} | None}]
                   region: the pupils of the other members of the sector together; largest =
                   number of pupils of the largest of them. verdict: whether the schools may be
                   compared on this scale; where they may not it is the reason too, and the
                   region's mean is hidden. estimate, low, high of reliability may be None (NaN).
    items          [{name, scale: str | None, title: Text, reversed: bool,
                     midpoint: "neutral" | "unsure" | None, distribution: DISTRIBUTION,
                     no_opinion: SHARE | None, mirrors: str | None}]
                   Answers as given, not turned; n, categories and mostly_no_opinion of the
                   release are computed here. no_opinion.n = valid answers + "no opinion".
                   None where the question has no such answer.
    groups         [{label, scores: {scale name: {n, sum, sumsq} | None}}]
                   Sufficient statistics of the scale scores, for the original groups with the
                   labels of participation.groups in the same order; every scale of `scales`
                   that is given by group must be there for every group, and its n over the
                   groups sums to the n of the school's score. None: not asked of that group.
    waves          [{wave, same_version: bool, n: int, scores: {scale name: ESTIMATE}}]
                   oldest first, at most 4, the current one included
    informants     [{informant, n: int, items: [{name, title: Text, agree: SHARE, pupils: SHARE,
                     gap: {points, low, high} | None, label}]}]  points = informant - pupils
                   pupils = the pupils who answered `name` on its high side (agreement); its
                   count and n must be those of items[name].distribution.
    profile        {counts: {aspiration, imagination, perspiration, hibernation, unclear}} | None
    ladder         [{informant, distribution: DISTRIBUTION}]
    outcome        {name, title: Text} | None
    priority       [{scale, association, low, high, n}]
    cleaning       {rows_in, removed: [{rule, n}], rows_out, values: [{rule, n}], flagged,
                    region: {rows_in, removed, rows_out, values, flagged}}
                   int; rows_in = Σ removed + rows_out, rows_out = participation.n; the same
                   rules in the same order in every draft (n may be 0). region: published
                   schools + rows of no known school, without the withheld schools.

    ESTIMATE       {n, mean, low, high} (unrounded; mean may be None where n is 0), or None
                   where the question was not asked, or {"hidden": reason}
    SHARE          {count, n}
    DISTRIBUTION   {counts: [int, …] one for each category in order, categories: [Text, …],
                    coarse: [[1, 2], [3], [4, 5]] optional: the classes to fall back on}

What is hidden, and why
-----------------------
- A statistic about fewer than ``n_min`` respondents: ``"few"``. Nobody at all: ``"no_data"``.
- A group below ``n_min`` is merged with the next smallest until none is left. Where only one
  group remains the table of groups is left out, since it would repeat the school.
- Within a scale's column over the groups, hidden cells hold nobody, or at least two groups and
  ``n_min`` respondents whose separate numbers cannot be found; else the smallest shown cell is
  hidden too, and all hidden cells of that column say ``"complement"``, so that the word does
  not tell which one is small.
- Shares below the bound b of their n (5, 10, 20 % from 40, 20, 10 respondents) are "below b",
  shares above 100 − b "above"; then the whole distribution is in steps of 5, 10, 20 %. Under
  30 respondents (``classes3_below``) it has three classes, or two where the number of answers
  is even. Where an exact count still follows: fewer classes, then hidden.
- A gap between informants is shown only where both shares are exact.
- The interval of a mean reaches at least one unit of its last decimal to each side, so that
  nobody sees that all scores are equal.
- A school whose own mean cannot be seen to two decimals counts in no mark of the region and
  has none: ``"complement"``.
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

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from aspiratie.disclosure.attack import cleaning_findings
from aspiratie.disclosure.cleaning import close_flow, publish_region_flow
from aspiratie.disclosure.content import finished, school_content
from aspiratie.disclosure.draft import checked, scale_items
from aspiratie.disclosure.region_rules import scale_members
from aspiratie.disclosure.release import Release
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.errors import DisclosureError, Problem

__all__ = ["publish_region", "publish_school"]

Json = dict[str, Any]


def publish_region(drafts: Sequence[Mapping[str, Any]], rules: DisclosureRules) -> list[Release]:
    """Publish all schools of one region, informant and wave.

    Parameters
    ----------
    drafts : sequence of mapping
        One a school, as the module describes. Drafts of schools under ``n_min`` may be
        among them: they get no release.
    rules : DisclosureRules
        The rules.

    Returns
    -------
    list of Release
        In the order of the drafts, of the schools with ``n_min`` respondents or more.

    Raises
    ------
    DisclosureError
        If a draft is faulty, the drafts are not of one region, or a figure of the region
        counts other schools than may be counted; with every fault.
    """
    plain, problems = [], []
    for draft in drafts:
        try:
            plain.append(checked(draft))
        except DisclosureError as error:
            name = draft.get("school", {}).get("id", "?") if isinstance(draft, Mapping) else "?"
            problems += [
                Problem(where=f"school {name}, {p.where}", what=p.what) for p in error.problems
            ]
    plain = [d for d in plain if d["participation"]["n"] >= rules.n_min]
    problems = problems or [*_one_region(plain), *_marks(plain, rules)]
    if problems:
        n = len(problems)
        heading = f"The region's drafts have {n} fault{'s' if n != 1 else ''}."
        raise DisclosureError(heading, problems=problems)
    if not plain:
        return []
    contents = _protected(plain, rules)
    return [Release(data=finished(content)) for content in contents]


def publish_school(draft: Mapping[str, Any], rules: DisclosureRules) -> Release:
    """Publish one school of which no other document of the same data is published.

    Parameters
    ----------
    draft : mapping
        As the module describes.
    rules : DisclosureRules
        The rules.

    Returns
    -------
    Release

    Raises
    ------
    DisclosureError
        If the draft is faulty or the school has fewer than ``n_min`` respondents.
    """
    plain = checked(draft)
    if plain["participation"]["n"] < rules.n_min:
        raise DisclosureError(
            f"School {plain['school']['id']} has fewer than {rules.n_min} respondents, "
            "so it gets no report."
        )
    (content,) = _protected([plain], rules)
    return Release(data=finished(content))


def _protected(drafts: Sequence[Json], rules: DisclosureRules) -> list[Json]:
    """Return contents whose counts of cleaning withstand the attack together.

    What is shown of the region's cleaning is chosen column by column. Should a count
    still follow from all tables at once, the region's counts are closed, and then the
    schools' too.
    """
    contents = [school_content(draft, rules) for draft in drafts]
    raw = [draft["cleaning"] for draft in drafts]
    shown = [content["cleaning"] for content in contents]
    region = publish_region_flow(raw[0]["region"], raw, shown, rules)
    for attempt in ("as chosen", "region closed", "all closed"):
        if attempt == "region closed":
            region = close_flow(region)
        elif attempt == "all closed":
            shown = [close_flow(flow) for flow in shown]
        for content, flow in zip(contents, shown, strict=True):
            content["cleaning"] = {**flow, "region": region}
        if not cleaning_findings(contents):
            return contents
    raise DisclosureError("The counts of cleaning cannot be protected.")


def _one_region(drafts: Sequence[Json]) -> list[Problem]:
    problems = []
    ids = [d["school"]["id"] for d in drafts]
    for name, times in Counter(ids).items():
        if times > 1:
            problems.append(Problem(where=f"school {name}", what="has more than one draft."))
    for draft in drafts[1:]:
        for key, first, own in (
            ("provenance", drafts[0]["provenance"], draft["provenance"]),
            ("cleaning.region", drafts[0]["cleaning"]["region"], draft["cleaning"]["region"]),
            ("priority", drafts[0]["priority"], draft["priority"]),
            ("cleaning rules", _rule_names(drafts[0]), _rule_names(draft)),
            (
                "scales",
                [s["name"] for s in drafts[0]["scales"]],
                [s["name"] for s in draft["scales"]],
            ),
        ):
            if first != own:
                what = f"has another {key} than the first school."
                problems.append(Problem(where=f"school {draft['school']['id']}", what=what))
    return problems or _fewer_than_schools(drafts)


def _fewer_than_schools(drafts: Sequence[Json]) -> list[Problem]:
    """Find counts of the region's cleaning that are below those of its schools together."""
    problems = []
    region = drafts[0]["cleaning"]["region"] if drafts else {}
    flows = [draft["cleaning"] for draft in drafts]
    for key, whole in region.items():
        parts = [(whole, [flow[key] for flow in flows])]
        if isinstance(whole, list):
            parts = [
                (rule["n"], [flow[key][i]["n"] for flow in flows]) for i, rule in enumerate(whole)
            ]
        if any(total < sum(counts) for total, counts in parts):
            problems.append(
                Problem(
                    where=f"cleaning.region.{key}",
                    what="is less than the published schools have together.",
                    remedy="Count every published school in the region.",
                )
            )
    return problems


def _rule_names(draft: Json) -> list[list[str]]:
    flow = draft["cleaning"]
    return [
        [rule["rule"] for rule in table[key]]
        for table in (flow, flow["region"])
        for key in ("removed", "values")
    ]


def _marks(drafts: Sequence[Json], rules: DisclosureRules) -> list[Problem]:
    """Find figures of the region over other schools than the published ones."""
    problems = []
    pupils = sum(d["participation"]["n"] for d in drafts)
    sectors: dict[str | None, list[Json]] = {}
    for draft in drafts:
        sectors.setdefault(draft["school"]["sector"], []).append(draft)
    for place, scale in enumerate(drafts[0]["scales"] if drafts else []):
        for same in sectors.values():
            problems += _sector_marks(same, place, rules)
        reliability = scale["reliability"]
        if reliability and reliability["n"] > pupils:
            problems.append(
                Problem(
                    where=f"scale {scale['name']}",
                    what="has a reliability over more pupils than the published schools have.",
                    remedy="Compute it over publishable_schools.",
                )
            )
    return problems


def _sector_marks(drafts: Sequence[Json], place: int, rules: DisclosureRules) -> list[Problem]:
    """Find marks of one scale and sector over other pupils than those of its members."""
    scale = drafts[0]["scales"][place]
    scores = {d["school"]["id"]: d["scales"][place]["score"] for d in drafts}
    members = scale_members(
        {school: score for school, score in scores.items() if score and score.get("n")},
        rules,
        ends=(scale["lowest"], scale["highest"]),
        n_items=scale_items(drafts[0]["scales"])[scale["name"]],
    )
    problems = []
    for draft in drafts:
        own, mark = draft["school"]["id"], draft["scales"][place]["region"]
        others = [scores[name]["n"] for name in members if name != own]
        counted = (sum(others), len(others), max(others, default=0))
        if mark is not None and (
            own not in members or (mark["n"], mark["schools"], mark["largest"]) != counted
        ):
            problems.append(
                Problem(
                    where=f"school {own}, scale {scale['name']}",
                    what="has a mark of the region over other pupils than those of the "
                    "other schools of its sector whose score is published.",
                    remedy="Compute it over scale_members.",
                )
            )
    return problems
