"""Numbers that a release may not hold by its own rules.

The types hold most of the promise: what stands where, and in which words. What is left is
checked here whenever a release comes into being, by reading or by publishing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING

from aspiratie.disclosure.region.rules import Pupils, region_fault
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape.numbers import (
    Below,
    Count,
    Distribution,
    Exact,
    Hidden,
    Profile,
    Reliability,
    Score,
    Share,
)
from aspiratie.errors import Problem, ReleaseError

if TYPE_CHECKING:
    from aspiratie.disclosure.shape.parts import Asked, Flow, ScaleFacts
    from aspiratie.disclosure.shape.region import LetteredRelease, NamedRelease
    from aspiratie.disclosure.shape.school import SchoolRelease

__all__ = ["keep_region_promises", "keep_school_promises"]

_NOBODY = "is about nobody."
_ALL = "tells that all or none gave an answer."


def keep_school_promises(release: SchoolRelease) -> None:
    """Refuse a school's release that breaks its own rules.

    Raises
    ------
    ReleaseError
        With every number that may not be seen.
    """
    _refuse([*_school(release)])


def keep_region_promises(release: NamedRelease | LetteredRelease) -> None:
    """Refuse a region's release that breaks its own rules.

    Raises
    ------
    ReleaseError
        With every number that may not be seen.
    """
    _refuse([*_region(release)])


def _refuse(problems: list[Problem]) -> None:
    if problems:
        n = len(problems)
        heading = f"This is no release as promised: {n} fault{'s' if n != 1 else ''}."
        raise ReleaseError(heading, problems=problems)


def _few(rules: DisclosureRules) -> str:
    return f"is about fewer than {rules.n_min} respondents."


def _count(number: Count | Hidden, where: str, rules: DisclosureRules) -> Iterator[Problem]:
    if isinstance(number, Count) and 0 < number.value < rules.n_min:
        yield Problem(where=where, what=_few(rules))


def _of(n: int, where: str, rules: DisclosureRules) -> Iterator[Problem]:
    """Judge how many respondents a statistic has."""
    if n < rules.n_min:
        yield Problem(where=where, what=_few(rules) if n else _NOBODY)


def _share(share: Share | Hidden, where: str) -> Iterator[Problem]:
    if not isinstance(share, Hidden) and share.percent in (0, 100):
        yield Problem(where=where, what=_ALL)


def _school(release: SchoolRelease) -> Iterator[Problem]:
    rules = release.rules
    yield from _count(release.participation.n, "participation.n", rules)
    for i, group in enumerate(release.participation.groups):
        yield from _count(group.n, f"participation.groups[{i}]", rules)
    for i, scale in enumerate(release.scales):
        where = f"scales[{i}]"
        before = scale.previous
        for number in (
            scale.reliability,
            scale.score,
            scale.region,
            None if before is None else before.score,
        ):
            if number is not None and not isinstance(number, Hidden) and number.n < rules.n_min:
                yield from _of(number.n, where, rules)
    for i, item in enumerate(release.items):
        yield from _asked(item, f"items[{i}]", rules, steps=True)
    known = {scale.name for scale in release.scales}
    for i, told in enumerate(release.groups):
        yield from _count(told.n, f"groups[{i}]", rules)
        yield from _scores(told.scores, known, f"groups[{i}].scores", rules)
    for i, wave in enumerate(release.waves):
        yield from _count(wave.n, f"waves[{i}]", rules)
        yield from _scores(wave.scores, known, f"waves[{i}].scores", rules)
    for i, other in enumerate(release.informants):
        yield from _count(other.n, f"informants[{i}].n", rules)
        for j, row in enumerate(other.items):
            for share in (row.theirs, row.pupils):
                yield from _share(share, f"informants[{i}].items[{j}]")
    for i, ladder in enumerate(release.ladder):
        yield from _spread(ladder.distribution, f"ladder[{i}]", rules, steps=True)
    if isinstance(release.profile, Profile):
        yield from _of(release.profile.n, "profile", rules)
        for part in release.profile.classes:
            yield from _share(part.share, "profile")
    for i, condition in enumerate(release.priority):
        yield from _of(condition.n, f"priority[{i}]", rules)
    yield from _flow(release.cleaning.school, "cleaning.school", rules)
    yield from _flow(release.cleaning.region, "cleaning.region", rules)
    yield from _names(release.scales, release.items)


def _scores(
    scores: Mapping[str, Score | Hidden], known: set[str], where: str, rules: DisclosureRules
) -> Iterator[Problem]:
    if not known.issuperset(scores):
        yield Problem(where=where, what="are of an unknown scale.")
    for score in scores.values():
        if not isinstance(score, Hidden) and score.n < rules.n_min:
            yield from _of(score.n, where, rules)


def _flow(flow: Flow, where: str, rules: DisclosureRules) -> Iterator[Problem]:
    for number in (flow.rows_in, flow.rows_out, flow.flagged):
        yield from _count(number, where, rules)
    for rule in (*flow.removed, *flow.values):
        yield from _count(rule.n, where, rules)


def _names(scales: Iterable[ScaleFacts], items: Iterable[Asked]) -> Iterator[Problem]:
    for key, names in (("scales", [s.name for s in scales]), ("items", [i.name for i in items])):
        if len(set(names)) != len(names):
            yield Problem(where=key, what="holds a name twice.")


def _asked(item: Asked, where: str, rules: DisclosureRules, *, steps: bool) -> Iterator[Problem]:
    yield from _count(item.n, f"{where}.n", rules)
    yield from _share(item.no_opinion, f"{where}.no_opinion")
    yield from _spread(item.distribution, f"{where}.distribution", rules, steps=steps)


def _spread(
    table: Distribution | Hidden, where: str, rules: DisclosureRules, *, steps: bool
) -> Iterator[Problem]:
    """Judge a distribution; by `steps` also whether it is bounded and rounded as in a school's."""
    if isinstance(table, Hidden):
        return
    yield from _of(table.n, where, rules)
    bound = rules.bound(table.n)
    if bound is None:
        yield Problem(where=where, what="is of too few respondents for a distribution.")
        return
    exact = all(isinstance(c.share, Exact) for c in table.classes)
    wanted = 1 if exact else bound
    for i, part in enumerate(table.classes):
        share = part.share
        if isinstance(share, Exact):
            percent = share.percent
            good = bound <= percent <= 100 - bound and not (steps and percent % wanted)
            if percent in (0, 100):
                yield Problem(where=f"{where}.classes[{i}]", what=_ALL)
        else:
            good = share.percent == (bound if isinstance(share, Below) else 100 - bound)
        if steps and not good:
            yield Problem(where=f"{where}.classes[{i}]", what="is not bounded by the rules.")
    if steps and table.step != wanted:
        yield Problem(where=where, what="has another step than its rules ask.")


def _region(release: NamedRelease | LetteredRelease) -> Iterator[Problem]:
    rules = release.rules
    for i, school in enumerate(getattr(release, "schools", ())):
        yield from _of(school.n, f"schools[{i}]", rules)
    for i, scale in enumerate(release.scales):
        where = f"scales[{i}]"
        if isinstance(scale.reliability, Reliability):
            yield from _of(scale.reliability.n, f"{where}.reliability", rules)
        for row in getattr(scale, "rows", ()):
            yield from _of(row.n, f"{where}.rows", rules)
        for mark in (scale.region, *(t.score for t in scale.types)):
            if not isinstance(mark, Hidden) and region_fault(
                Pupils(n=mark.n, schools=mark.schools, largest=0), rules
            ):
                yield Problem(where=where, what="is about too few schools or pupils.")
    for i, item in enumerate(release.items):
        yield from _asked(item, f"items[{i}]", rules, steps=False)
    yield from _names(release.scales, release.items)
