"""Every number of a release as a row, by a walk over the release itself.

A number is a row, but for ends of intervals and numbers of respondents: these stand in the row
of the number that they belong to. Whatever belongs to no other number has a row of its own, so
that none is left out.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import msgspec

from aspiratie.bilingual import Text
from aspiratie.disclosure.members import Fact, Population
from aspiratie.disclosure.shape import (
    FunnelLimit,
    LeftOut,
    LetteredRelease,
    NamedRelease,
    ProfileClass,
    RuleCount,
    SchoolRelease,
    ShareClass,
    SizeClass,
)
from aspiratie.display.report import RegionReport, SchoolReport
from aspiratie.display.words import group_words, reason_words

__all__ = ["TidyRow", "statistic", "tidy_rows"]

#: Fields that are the number of the struct around them, which has the name.
_VALUES = frozenset({"value", "mean", "percent", "points", "estimate"})
#: Fields with the name of what is around them.
_INSIDE = {
    "favourable.share": "favourable",
    "spread.reliability": "school_reliability",
    "types.score": "type_score",
    "removed.n": "removed",
    "values.n": "values",
    "distribution": "share",
    "sizes.schools": "size",
    "left_out.schools": "left_out_schools",
    "adjustment.left_out": "no_intake",
    "letters.value": "letter_value",
    "informants.items.label": "gap_label",
    "items.label": "item_label",
    "items.region": "item_region",
    "change.label": "change_since_first",
}
#: Ends of an interval, and whose they are where that is not the only number beside them.
_ENDS = {"low": "low", "high": "high", "ci_low": "low", "ci_high": "high"}
_OWNERS = {"ci_low": "shrunken", "ci_high": "shrunken"}
#: Numbers that have a number of respondents in the struct around them.
_OF_N = frozenset({"share", "mean", "reliability", "association", "adjusted"})

_CLASS = re.compile(r"\.classes\[\d+\]$")


@dataclass(frozen=True, kw_only=True)
class TidyRow:
    """One number and what it is of; empty where something does not apply."""

    level: str
    school: str
    name: str
    title: str
    group: str
    wave: str
    informant: str
    detail: str
    statistic: str
    value: float | None
    low: float | None
    high: float | None
    n: float | None
    state: str
    reason: str
    place: str


def tidy_rows(report: SchoolReport | RegionReport) -> list[TidyRow]:
    """Return every number of a release, in the release's order.

    Parameters
    ----------
    report : SchoolReport or RegionReport
        The release and the language of the names.

    Returns
    -------
    list of TidyRow
    """
    facts = {fact.place: fact for fact in report.release.facts()}
    beside: dict[str, dict[str, float | None]] = {}
    taken: set[str] = set()
    for fact in facts.values():
        end = _last(fact.place)
        owner = _owner(fact, facts) if end in _ENDS else ""
        if owner:
            beside.setdefault(owner, {})[_ENDS[end]] = fact.value
            taken.add(fact.place)
    for fact in facts.values():
        place = _n_place(fact.place)
        if fact.meaning in _OF_N and place in facts and fact.place not in taken:
            beside.setdefault(fact.place, {})["n"] = facts[place].value
            taken.add(place)
    return [
        _row(report, fact, beside.get(fact.place, {}))
        for fact in facts.values()
        if fact.place not in taken
    ]


def _last(place: str) -> str:
    return place.rpartition(".")[2]


def _owner(fact: Fact, facts: Mapping[str, Fact]) -> str:
    """Return the place of the number of which a fact is an end, or nothing."""
    around, _, end = fact.place.rpartition(".")
    if end in _OWNERS:
        return f"{around}.{_OWNERS[end]}"
    inside = ("mean", "points", "association", "share.percent", "value")
    found = [f"{around}.{name}" for name in inside if f"{around}.{name}" in facts]
    outer = f"{around.removesuffix('.interval')}.estimate"
    return next(iter(found), outer if outer in facts else "")


def _n_place(place: str) -> str:
    around = place.rpartition(".")[0].removesuffix(".share")
    return f"{_CLASS.sub('', around)}.n"


def statistic(fact: Fact) -> str:
    """Return the name of what a number is, the same whether it is shown or hidden."""
    parts = re.sub(r"\[\d+\]", "", fact.place).split(".")
    listed = fact.place.endswith("]")  # a mapping's own value: the mapping has the name
    if parts[-1] in _VALUES and len(parts) > 1 and not listed:
        around = fact.place.rpartition(".")[0]
        if not around.endswith("]") or parts[-2] == "scores":
            parts.pop()
    if parts[-1] == "scores":
        return "score"
    names = (".".join(parts[-length:]) for length in (3, 2, 1))
    return next((_INSIDE[name] for name in names if name in _INSIDE), parts[-1])


def _row(
    report: SchoolReport | RegionReport, fact: Fact, beside: Mapping[str, float | None]
) -> TidyRow:
    say, who = report.say, fact.population
    name, title = _names(report, who)
    key = f"stat-{statistic(fact)}".replace("_", "-")
    return TidyRow(
        level=say(f"tidy-level-{_level(who)}"),
        school=_school(report, who),
        name=name,
        title=title,
        group=group_words(report, who.group)
        if who.group and isinstance(report, SchoolReport)
        else "",
        wave=who.wave,
        informant=say("informant-many", informant=who.informant),
        detail=_detail(report, fact),
        statistic=say(key if say.has(key) else f"stat-{fact.meaning}"),
        value=fact.value,
        low=beside.get("low"),
        high=beside.get("high"),
        n=beside.get("n"),
        state=say(f"tidy-state-{fact.state}".replace("_", "-")),
        reason=reason_words(report, fact.reason) if fact.reason else "",
        place=fact.place,
    )


def _level(who: Population) -> str:
    if who.letter or who.kind:
        return "letter" if who.letter else "kind"
    return who.reach


def _school(report: SchoolReport | RegionReport, who: Population) -> str:
    release = report.release
    if isinstance(release, SchoolRelease):
        return release.school.name if who.school and who.reach == "own" else ""
    if isinstance(release, NamedRelease) and who.school:
        counted = {school.id: school.name for school in release.schools}
        apart = {school.id: school.name for school in release.left_out}
        return {**counted, **apart}.get(who.school, who.school)
    return who.letter or who.kind


def _names(report: SchoolReport | RegionReport, who: Population) -> tuple[str, str]:
    release, name = report.release, who.item or who.scale
    if not name:
        return "", ""
    texts: dict[str, Text] = {s.name: s.title for s in release.scales}
    if who.item:
        texts = {i.name: i.title for i in release.items}
        if name == "ladder":
            return name, report.say("ladder-title")
    return name, report.text(texts[name]) if name in texts else ""


def _detail(report: SchoolReport | RegionReport, fact: Fact) -> str:
    """Return which answer, class, rule or limit a number is of."""
    say = report.say
    for found in reversed(list(_chain(report.release, fact.place))):
        if isinstance(found, ShareClass):
            return report.text(found.label)
        if isinstance(found, ProfileClass):
            return say(f"profile-{found.name}")
        if isinstance(found, RuleCount):
            rule = f"rule-{found.rule}".replace("_", "-")
            return say(rule) if say.has(rule) else found.rule.replace("_", " ")
        if isinstance(found, SizeClass):
            low = report.numbers.whole(found.low)
            high = report.numbers.whole(found.high) if found.high is not None else ""
            return f"{low}–{high}" if high else f"≥ {low}"
        if isinstance(found, LeftOut):
            return reason_words(report, found.reason)
        if isinstance(found, FunnelLimit):
            return f"n = {report.numbers.whole(found.n)}"
        if isinstance(found, str):
            word = f"tidy-{found}".replace("_", "-")
            return say(word) if say.has(word) else found
    gave = f"tidy-gave-{fact.population.gave}".replace("_", "-")
    return say(gave) if fact.population.gave and say.has(gave) else ""


def _chain(release: SchoolRelease | NamedRelease | LetteredRelease, place: str) -> Iterator[object]:
    """Yield what a place leads through; of a mapping of counts, the key."""
    here: object = release
    for name, index in re.findall(r"([a-z_0-9]+)|\[(\d+)\]", place):
        if name and isinstance(here, msgspec.Struct):
            here = getattr(here, name)
        elif isinstance(here, tuple):
            here = here[int(index)]
        elif isinstance(here, Mapping):
            key = list(here)[int(index)]
            here = here[key]
            if isinstance(here, int):
                yield str(key)
        yield here
