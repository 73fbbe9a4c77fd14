"""The appendix of a school's report: every question and gap, and how all was made."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from markupsafe import Markup

from aspiratie.disclosure import hidden_cells
from aspiratie.disclosure.shape import (
    Above,
    Below,
    Count,
    Distribution,
    Exact,
    Flow,
    Hidden,
    Interval,
    Item,
    Reliability,
    Scale,
    ShareMark,
)
from aspiratie.display.figure import Cell, Column, Row, Table
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.adults import gaps_table
from aspiratie.display.school.findings import gaps
from aspiratie.display.school.questions import favourable_note
from aspiratie.display.words import count_words, listed, reason_words, score_cell, share_words
from aspiratie.parameters import Rules

__all__ = ["all_adults", "all_questions", "appendix_head", "making", "scores"]


@dataclass(frozen=True, kw_only=True)
class Part:
    """Questions of one scale."""

    title: Markup
    definition: str
    table: Table


def appendix_head(report: SchoolReport) -> Fragment:
    """Return the heading of the appendix."""
    name = report.release.school.name
    return render(
        "school/appendix_head.html.j2",
        say=report.say,
        kicker=report.say("appendix-kicker", wave=report.wave),
        title=report.say("appendix-title-of", school=name),
    )


def all_questions(report: SchoolReport) -> Fragment:
    """Return all questions with all their answers, scale by scale."""
    parts = []
    for scale in (*report.conditions, *report.others):
        items = report.items_of(scale.name)
        if items:
            parts.append(
                Part(
                    title=report.marked(scale.title),
                    definition=report.text(scale.definition),
                    table=_answers(report, scale, items),
                )
            )
    if not parts:
        return NOTHING
    return render("school/answers.html.j2", say=report.say, parts=parts)


def _answers(report: SchoolReport, scale: Scale, items: Sequence[Item]) -> Table:
    say = report.say
    opinions = any(not isinstance(i.no_opinion, Hidden) for i in items)
    beside = any(isinstance(i.region, ShareMark) for i in items)
    columns = [
        Column(title=say("column-answers"), kind="word"),
        Column(title=say("column-favourable"), short=say("column-favourable")),
    ]
    if beside:
        columns.append(Column(title=say("column-region"), short=say("column-region")))
    if opinions:
        columns.append(Column(title=say("column-no-opinion"), short=say("column-no-opinion")))
    columns.append(Column(title=say("column-n"), short=say("column-n")))
    rows = []
    for item in items:
        cells = [_spread(report, item), _share(report, item.favourable.share)]
        if beside:
            mark = item.region
            cells.append(
                Cell(text=report.numbers.percent(mark.percent))
                if isinstance(mark, ShareMark)
                else _hidden(report, mark)
            )
        if opinions:
            cells.append(_share(report, item.no_opinion))
        hidden = isinstance(item.n, Hidden)
        cells.append(Cell(text=count_words(report, item.n), kind="hidden" if hidden else "num"))
        rows.append(
            Row(
                label=report.marked(item.title),
                note=favourable_note(report, item),
                cells=tuple(cells),
            )
        )
    return Table(
        name=f"vragen-{scale.name}",
        caption=say("caption-answers"),
        head=say("column-question"),
        columns=tuple(columns),
        rows=tuple(rows),
        kind="f answers",
    )


def _spread(report: SchoolReport, item: Item) -> Cell:
    """Return all answers of a question with their shares, in the order of the answers."""
    if not isinstance(item.distribution, Distribution):
        return _hidden(report, item.distribution)
    parts = [
        Markup('<span class="answer">{} <b>{}</b></span>').format(
            report.marked(c.label), share_words(report, c.share)
        )
        for c in item.distribution.classes
    ]
    return Cell(text=Markup(" ").join(parts), kind="")


def _share(report: SchoolReport, share: Exact | Below | Above | Hidden) -> Cell:
    kind = "hidden" if isinstance(share, Hidden) else "num"
    return Cell(text=share_words(report, share), kind=kind)  # type: ignore[arg-type]


def _hidden(report: SchoolReport, hidden: Hidden) -> Cell:
    return Cell(text=reason_words(report, hidden.reason), kind="hidden")


def all_adults(report: SchoolReport) -> Fragment:
    """Return every question that adults and pupils were both asked, widest gap first."""
    rows = gaps(report)
    if not rows:
        return NOTHING
    return render(
        "school/appendix_adults.html.j2",
        say=report.say,
        table=gaps_table(report, "alle-verschillen", rows),
    )


def scores(report: SchoolReport) -> Fragment:
    """Return reliability and comparability of every scale, and the associations."""
    if not report.release.scales:
        return NOTHING
    say, write = report.say, report.numbers.decimal
    rows = []
    for scale in (*report.principles, *report.conditions, *report.others):
        verdict = scale.comparison.verdict
        name = f"verdict-{verdict}".replace("_", "-")
        words = say(name) if say.has(name) else reason_words(report, verdict)
        rows.append(
            Row(
                label=report.marked(scale.title),
                note=_left_out(report, scale),
                cells=(
                    score_cell(report, scale.score),
                    *_reliability(report, scale.reliability),
                    Cell(text=words, kind=""),
                ),
            )
        )
    table = Table(
        name="betrouwbaarheid",
        caption=say("caption-scales"),
        head=say("column-scale"),
        columns=(
            Column(title=say("column-score"), short=say("column-score")),
            Column(title=say("column-reliability"), short=say("column-reliability")),
            Column(title=say("column-ci"), short=say("column-ci")),
            Column(title=say("column-verdict"), kind="word"),
            Column(title=say("column-comparable"), kind="word"),
        ),
        rows=tuple(rows),
        kind="f plain",
    )
    minimum = write(report.release.rules.reliability_min, 2)
    return render(
        "school/scores.html.j2",
        say=say,
        table=table,
        minimum=minimum,
        prorate=report.numbers.percent(100 * report.release.rules.prorate_min),
        associations=_associations(report),
    )


def _left_out(report: SchoolReport, scale: Scale) -> str:
    if not scale.left_out:
        return ""
    names = [report.text(report.scales[m].title) for m in scale.left_out if m in report.scales]
    return report.say("left-out-of", names=listed(report, names))


def _reliability(report: SchoolReport, found: Reliability | Hidden) -> tuple[Cell, Cell, Cell]:
    say, write = report.say, report.numbers.decimal
    if isinstance(found, Hidden):
        hidden = _hidden(report, found)
        none = Cell(text=say("not-shown"), kind="hidden")
        return none, none, hidden
    interval = Cell(text=say("not-computed"), kind="hidden")
    if isinstance(found.interval, Interval):
        low, high = write(found.interval.low, 2), write(found.interval.high, 2)
        interval = Cell(text=say("range", low=low, high=high))
    kind = say("coefficient", kind=found.coefficient)
    return (
        Cell(text=f"{kind} {write(found.estimate, 2)}"),
        interval,
        Cell(text=say(f"level-{found.level}"), kind=""),
    )


def _associations(report: SchoolReport) -> Table | None:
    outcome, found = report.release.outcome, report.release.priority
    if outcome is None or not found:
        return None
    say, write = report.say, report.numbers.decimal
    rows = tuple(
        Row(
            label=report.marked(report.scales[a.scale].title),
            cells=(
                Cell(text=write(a.association, 2)),
                Cell(text=say("range", low=write(a.low, 2), high=write(a.high, 2))),
            ),
        )
        for a in sorted(found, key=lambda a: -a.association)
        if a.scale in report.scales
    )
    return Table(
        name="verbanden",
        caption=say("caption-associations", outcome=report.text(outcome.title)),
        head=say("column-scale"),
        columns=(
            Column(title=say("column-link"), short=say("column-link")),
            Column(title=say("column-ci"), short=say("column-ci")),
        ),
        rows=rows,
        kind="f plain",
    )


def making(report: SchoolReport) -> Fragment:
    """Return how the numbers were made: cleaning, comparing, what is hidden, provenance."""
    say, release = report.say, report.release
    rules, write = release.rules, report.numbers
    bounds = [
        say("account-bound", n=n, low=write.percent(p), high=write.percent(100 - p))
        for n, p in rules.bounds
    ]
    return render(
        "school/making.html.j2",
        say=say,
        rows=_rows_table(report),
        answers=_values_table(report),
        answered=write.percent(100 * rules.min_answered),
        careless=rules.careless,
        alpha=write.percent(100 * rules.alpha),
        region=say(
            "account-region",
            schools=rules.region_min_schools,
            pupils=rules.region_min_pupils,
            percent=write.percent(100 * rules.region_max_share),
        ),
        n_min=rules.n_min,
        bounds=bounds,
        classes=rules.classes3_below,
        hidden=_hidden_table(report),
        weakened=_weakened(report),
        limits=[say(f"limit-{i}") for i in range(1, 6)],
        example=release.provenance.instrument.example,
        provenance=_provenance(report),
    )


def _count(report: SchoolReport, count: Count | Hidden | None) -> Cell:
    if count is None:
        return Cell(text=report.say("hidden-no-data"), kind="hidden")
    hidden = isinstance(count, Hidden)
    return Cell(text=count_words(report, count), kind="hidden" if hidden else "num")


def _rule(report: SchoolReport, name: str) -> str:
    key = f"rule-{name}".replace("_", "-")
    return report.say(key) if report.say.has(key) else name.replace("_", " ")


def _beside(
    report: SchoolReport, name: str, caption: str, rows: Sequence[tuple[str, object, object]]
) -> Table:
    say = report.say
    return Table(
        name=name,
        caption=caption,
        head=say("column-step"),
        columns=(
            Column(title=say("column-school"), short=say("column-school")),
            Column(title=say("column-whole-region"), short=say("column-whole-region")),
        ),
        rows=tuple(
            Row(label=label, cells=(_count(report, own), _count(report, whole)))  # type: ignore[arg-type]
            for label, own, whole in rows
        ),
        kind="f plain",
    )


def _removed(flow: Flow) -> Mapping[str, Count | Hidden]:
    return {r.rule: r.n for r in flow.removed}


def _rows_table(report: SchoolReport) -> Table:
    say, own, region = report.say, report.release.cleaning.school, report.release.cleaning.region
    mine, whole = _removed(own), _removed(region)
    rows: list[tuple[str, object, object]] = [(say("rows-in"), own.rows_in, region.rows_in)]
    rows += [
        (say("cleaning-removed", rule=_rule(report, rule)), mine.get(rule), whole.get(rule))
        for rule in dict.fromkeys([*mine, *whole])
    ]
    rows.append((say("rows-out"), own.rows_out, region.rows_out))
    rows.append((say("rows-flagged"), own.flagged, region.flagged))
    return _beside(report, "vragenlijsten", say("caption-rows"), rows)


def _values_table(report: SchoolReport) -> Table | None:
    own, region = report.release.cleaning.school, report.release.cleaning.region
    mine = {r.rule: r.n for r in own.values}
    whole = {r.rule: r.n for r in region.values}
    rules = list(dict.fromkeys([*mine, *whole]))
    if not rules:
        return None
    rows = [
        (report.say("answers-set-aside", rule=_rule(report, r)), mine.get(r), whole.get(r))
        for r in rules
    ]
    return _beside(report, "antwoorden", report.say("caption-values"), rows)


def _hidden_table(report: SchoolReport) -> Table | None:
    found = hidden_cells(report.release)
    if not found:
        return None
    say = report.say
    rows = []
    for part in found:
        key = f"what-{part.what}".replace("_", "-")
        label = say(key) if say.has(key) else part.what.replace("_", " ")
        rows.append(
            Row(
                label=label[:1].upper() + label[1:],
                cells=(
                    Cell(text=reason_words(report, part.reason), kind=""),
                    Cell(text=report.numbers.whole(part.cells)),
                ),
            )
        )
    return Table(
        name="afgeschermd",
        caption=say("caption-hidden"),
        head=say("column-what"),
        columns=(
            Column(title=say("column-why"), kind="word"),
            Column(title=say("column-cells"), short=say("column-cells")),
        ),
        rows=tuple(rows),
        kind="f plain",
    )


def _weakened(report: SchoolReport) -> list[str]:
    """Return the rules that protect less than the usual ones, each with both values."""
    own, usual = report.release.rules, Rules()
    named = {name: getattr(own, name) for name in usual.as_dict() if hasattr(own, name)}
    return [
        report.say("weakened-rule", rule=name, value=str(value), usual=str(getattr(usual, name)))
        for name, value in Rules(**named).weakened().items()
    ]


def _provenance(report: SchoolReport) -> list[tuple[str, str, bool]]:
    """Return terms and values; of a check sum, which is set in a fixed width, the first half."""
    say, made = report.say, report.release.provenance
    instrument = made.instrument
    title = report.text(instrument.title)
    if instrument.version:
        title = say("made-instrument", title=title, version=instrument.version)
    out = [
        (say("made-with"), title, False),
        (say("made-license"), report.text(instrument.licence), False),
        (say("made-wave"), made.wave, False),
    ]
    for source in made.data:
        who = say("informant-title", informant=source.informant)
        out.append((f"{say('made-data')}: {who}, {source.wave}", source.sha256[:16], True))
    out += [
        (say("made-codebook"), made.codebook_sha256[:16], True),
        (say("made-parameters"), made.parameters_sha256[:16], True),
        (say("made-package"), made.package, False),
        (say("made-date"), made.date, False),
    ]
    return [line for line in out if line[1]]
