"""Sheet 3: conditions over the waves, tested first to last, and groups of the school."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from aspiratie.disclosure.shape import Estimate, GroupScores, Hidden, Scale, WaveScores
from aspiratie.display.figure import Cell, Column, Kind, Row, Table
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.findings import changed
from aspiratie.display.words import (
    MARKS,
    capital,
    group_words,
    kind_of,
    kinds_head,
    listed,
    mean_words,
    names,
    reason_words,
    score_cell,
)

__all__ = ["change_cell", "conditions", "groups_table", "visible_waves", "waves_table"]

#: As many pairs of groups as the text names.
MOST_PAIRS = 4


def conditions(report: SchoolReport) -> Fragment:
    """Return the sheet with the conditions over the waves, and the groups as a heat table.

    Rules: a change is told only where the test from the first wave to this one says so, in one
    family over the conditions; a difference between groups only where the test of a condition
    says so, in one family over the conditions, and then in pairs.
    """
    if not report.conditions:
        return NOTHING
    waves = visible_waves(report)
    table = waves_table(report, waves)
    heat = groups_table(report)
    return render(
        "school/conditions.html.j2",
        say=report.say,
        title=_waves_title(report, waves),
        lead=_waves_lead(report, waves),
        waves=table,
        groups_title=_groups_title(report),
        pairs=_pairs(report),
        heat=heat,
        why_no_groups=report.say("groups-none") if heat is None else "",
    )


def visible_waves(report: SchoolReport) -> list[WaveScores]:
    """Return the waves of this version of the questionnaire, oldest first."""
    return [
        w
        for w in report.release.waves
        if w.same_version and any(isinstance(v, Estimate) for v in w.scores.values())
    ]


def _waves_title(report: SchoolReport, waves: list[WaveScores]) -> str:
    if len(waves) < 2:
        return report.say("waves-one-title")
    rose, fell = (changed(report.readable, way) for way in ("higher", "lower"))
    since = waves[0].wave
    if rose and fell:
        return report.say("waves-both-title", wave=since, rose=len(rose), fell=len(fell))
    if rose or fell:
        way, scales = ("rose", rose) if rose else ("fell", fell)
        return report.say(
            f"waves-{way}-title", wave=since, names=names(report, scales), count=len(scales)
        )
    return report.say("waves-none-title", wave=since)


def _waves_lead(report: SchoolReport, waves: list[WaveScores]) -> str:
    if len(waves) < 2:
        other = any(not w.same_version for w in report.release.waves)
        return report.say("change-other-version" if other else "change-no-earlier")
    counts = "; ".join(
        f"{w.wave}: {report.numbers.n(w.n.value)}" for w in waves if not isinstance(w.n, Hidden)
    )
    return report.say("waves-lead", counts=counts)


def waves_table(report: SchoolReport, waves: list[WaveScores]) -> Table:
    """Return the conditions, principle by principle, with their scores over the waves."""
    say = report.say
    columns = [Column(title=w.wave, short=w.wave) for w in waves] or [
        Column(title=say("column-school"))
    ]
    with_change = len(waves) > 1
    if with_change:
        columns.append(Column(title=say("column-since", wave=waves[0].wave), kind="word"))
    rows = []
    for scale in report.conditions:
        cells = [
            score_cell(report, w.scores.get(scale.name, Hidden(reason="not_asked"))) for w in waves
        ] or [score_cell(report, scale.score)]
        if with_change:
            cells.append(change_cell(report, scale))
        rows.append(
            Row(
                label=report.marked(scale.title),
                cells=tuple(cells),
                group=_principle(report, scale),
            )
        )
    return Table(
        name="metingen",
        caption=say("caption-waves"),
        head=kinds_head(report),
        columns=tuple(columns),
        rows=tuple(rows),
        kind="f plain",
    )


def _principle(report: SchoolReport, scale: Scale) -> str | Markup:
    principle = report.scales.get(scale.principle or "")
    if principle is None:
        return report.say("waves-no-principle") if report.principles else ""
    title = report.marked(principle.title)
    if isinstance(principle.score, Hidden):
        return title
    return Markup("{} · {}").format(title, mean_words(report, principle.score))


def change_cell(report: SchoolReport, scale: Scale) -> Cell:
    """Return "▲ gestegen", "▼ gedaald", "● niet zeker veranderd", or why nothing was tested."""
    if scale.change is None:
        return Cell(text=report.say("change-not-tested"), kind="hidden")
    label = scale.change.label
    if isinstance(label, Hidden):
        return Cell(text=reason_words(report, label.reason), kind="hidden")
    if label.label not in MARKS:
        return Cell(text=report.say("not-compared"), kind="hidden")
    words = report.say(f"change-word-{label.label}")
    return Cell(text=f"{MARKS[label.label]} {words}", kind=kind_of(label))


def _groups_title(report: SchoolReport) -> str:
    within = [w for w in report.release.within if w.scale in {s.name for s in report.readable}]
    differ = [report.scales[w.scale] for w in within if w.verdict == "differ"]
    if differ:
        return report.say("groups-differ-title", names=names(report, differ))
    if any(w.verdict == "alike" for w in within):
        return report.say("groups-alike-title")
    return report.say("groups-title")


def _pairs(report: SchoolReport) -> list[str]:
    told = [
        report.say(
            "groups-pair",
            title=names(report, [report.scales[within.scale]]),
            high=group_words(report, pair.high),
            low=group_words(report, pair.low),
        )
        for within in report.release.within
        if within.verdict == "differ" and within.scale in report.scales
        for pair in within.pairs
    ]
    if len(told) > MOST_PAIRS:
        rest = len(told) - MOST_PAIRS
        told = [*told[:MOST_PAIRS], report.say("groups-more-pairs", count=rest)]
    return told


def groups_table(report: SchoolReport) -> Table | None:
    """Return groups by conditions as a heat table, or None where there are not two groups."""
    groups = report.groups
    scales = [
        s
        for s in report.conditions
        if any(isinstance(g.scores.get(s.name), Estimate) for g in groups)
    ]
    if len(groups) < 2 or not scales:
        return None
    say = report.say
    marked = _marked(report)
    rows = []
    for scale in scales:
        cells = []
        for group in groups:
            score = group.scores.get(scale.name, Hidden(reason="not_asked"))
            cell = score_cell(report, score)
            kind: Kind = marked.get((scale.name, group.members), "same")
            if cell.kind != "hidden":
                sign = {"up": "▲ ", "down": "▼ "}.get(kind, "")
                cell = Cell(text=f"{sign}{cell.text}", kind=kind)
            cells.append(cell)
        rows.append(Row(label=report.marked(scale.title), cells=tuple(cells)))
    return Table(
        name="groepen",
        caption=say("caption-groups"),
        head=kinds_head(report),
        columns=tuple(Column(title=_heading(report, g)) for g in groups),
        rows=tuple(rows),
        notes=tuple(_merged(report, groups)),
        kind="heat",
    )


def _heading(report: SchoolReport, group: GroupScores) -> str:
    n = "" if isinstance(group.n, Hidden) else f" ({report.numbers.n(group.n.value)})"
    return f"{capital(group_words(report, group.members))}{n}"


def _marked(report: SchoolReport) -> dict[tuple[str, tuple[str, ...]], Kind]:
    """Return which cells stand apart from another by a test: the ends of the pairs."""
    ups = {
        (w.scale, pair.high)
        for w in report.release.within
        if w.verdict == "differ"
        for pair in w.pairs
    }
    downs = {
        (w.scale, pair.low)
        for w in report.release.within
        if w.verdict == "differ"
        for pair in w.pairs
    }
    found: dict[tuple[str, tuple[str, ...]], Kind] = {}
    for cell in ups ^ downs:
        found[cell] = "up" if cell in ups else "down"
    return found


def _merged(report: SchoolReport, groups: Sequence[GroupScores]) -> list[str]:
    joined = [g for g in groups if g.merged]
    if not joined:
        return []
    told = listed(report, [group_words(report, g.members) for g in joined])
    return [report.say("groups-merged", groups=told, n=report.n_min)]
