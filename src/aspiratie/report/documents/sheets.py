"""The sheets of a workbook that people read: scores, questions, groups or schools."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from aspiratie.disclosure.shape import (
    Asked,
    AtLeast,
    AtMost,
    Compared,
    Count,
    Distribution,
    Estimate,
    Exact,
    GroupScores,
    Hidden,
    KindEstimate,
    LetteredRelease,
    Mark,
    NamedRelease,
    Reliability,
    Scale,
    ScaleFacts,
    Score,
    Share,
    ShareMark,
    WaveScores,
)
from aspiratie.display.report import RegionReport, SchoolReport
from aspiratie.display.school.conditions import change_cell
from aspiratie.display.words import (
    count_words,
    decimals,
    group_words,
    label_cell,
    mean_words,
    reason_words,
    share_words,
)

__all__ = ["Cell", "Number", "Sheet", "region_sheets", "school_sheets"]


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number and the decimals with which it is shown."""

    value: float
    decimals: int = 0


#: A word, a number, or nothing.
Cell = str | Number | None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A sheet: its name, its columns and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


def school_sheets(report: SchoolReport) -> list[Sheet]:
    """Return the scores, the questions, and the groups and waves of a school."""
    say = report.say
    over_time = _over_time(report)
    return [
        Sheet(
            name=say("book-scores"),
            columns=_columns(
                report,
                *("scale", "score", "low", "high", "n"),
                *("region", "beside", "since", "reliability"),
            ),
            rows=tuple(_score_row(report, scale) for scale in report.release.scales),
        ),
        Sheet(
            name=say("book-questions"),
            columns=_columns(
                report, "scale", "question", "n", "favourable", "region-share", "beside"
            )
            + _answer_columns(report, report.release.items),
            rows=tuple(
                (
                    *_asked(report, item),
                    _count(report, item.n),
                    _share(report, item.favourable.share),
                    _mark_share(report, item.region),
                    label_cell(report, item.label).text,
                    *_answers(report, item),
                )
                for item in report.release.items
            ),
        ),
        *([over_time] if over_time.rows else []),
    ]


def region_sheets(report: RegionReport) -> list[Sheet]:
    """Return the scores, the schools and the questions of a region."""
    say, release = report.say, report.release
    return [
        Sheet(
            name=say("book-scores"),
            columns=_columns(report, "scale", "score", "n", "schools", "reliability"),
            rows=tuple(
                (
                    report.text(scale.title),
                    _mean(report, scale.region),
                    _number(scale.region.n) if isinstance(scale.region, Mark) else None,
                    _number(scale.region.schools) if isinstance(scale.region, Mark) else None,
                    _reliability(report, scale.reliability),
                )
                for scale in release.scales
            ),
        ),
        Sheet(
            name=say("book-schools"),
            columns=_columns(
                report, "scale", "school", "n", "score", "shrunken", "low", "high", "beside"
            ),
            rows=tuple(_school_rows(report)),
        ),
        Sheet(
            name=say("book-questions"),
            columns=_columns(report, "scale", "question", "n", "favourable")
            + _answer_columns(report, release.items),
            rows=tuple(
                (
                    *_asked(report, item),
                    _count(report, item.n),
                    _share(report, item.favourable.share),
                    *_answers(report, item),
                )
                for item in release.items
            ),
        ),
    ]


View = SchoolReport | RegionReport


def _columns(report: View, *names: str) -> tuple[str, ...]:
    return tuple(report.say(f"book-{name}") for name in names)


def _score_row(report: SchoolReport, scale: Scale) -> tuple[Cell, ...]:
    return (
        report.text(scale.title),
        *_estimate(report, scale.score),
        _mean(report, scale.region),
        label_cell(report, scale.comparison.label).text,
        change_cell(report, scale).text,
        _reliability(report, scale.reliability),
    )


def _estimate(report: View, score: Score | KindEstimate | Hidden) -> tuple[Cell, Cell, Cell, Cell]:
    if isinstance(score, Estimate | KindEstimate):
        places = decimals(score.step)
        low, mean, high = (
            Number(value=v, decimals=places) for v in (score.low, score.mean, score.high)
        )
        return mean, low, high, _number(score.n)
    n = _number(score.n) if isinstance(score, AtLeast | AtMost) else None
    return mean_words(report, score), None, None, n


def _mean(report: View, mean: Score | Mark | Hidden) -> Cell:
    if isinstance(mean, Estimate | Mark):
        return Number(value=mean.mean, decimals=decimals(mean.step))
    return mean_words(report, mean)


def _number(value: float) -> Number:
    return Number(value=value)


def _count(report: View, count: Count | Hidden) -> Cell:
    return _number(count.value) if isinstance(count, Count) else count_words(report, count)


def _share(report: View, share: Share | Hidden) -> Cell:
    return _number(share.percent) if isinstance(share, Exact) else share_words(report, share)


def _mark_share(report: View, mark: ShareMark | Hidden) -> Cell:
    return reason_words(report, mark.reason) if isinstance(mark, Hidden) else _number(mark.percent)


def _reliability(report: View, found: Reliability | Hidden) -> Cell:
    if isinstance(found, Hidden):
        return reason_words(report, found.reason)
    return Number(value=found.estimate, decimals=2)


def _asked(report: View, item: Asked) -> tuple[Cell, Cell]:
    titles = {scale.name: scale.title for scale in _scales(report)}
    title = titles.get(item.scale or "")
    return report.text(title) if title else "", report.text(item.title)


def _scales(report: View) -> Sequence[ScaleFacts]:
    return report.release.scales


def _answer_columns(report: View, items: Iterable[Asked]) -> tuple[str, ...]:
    most = max((len(item.categories) for item in items), default=0)
    answers = tuple(report.say("book-answer", number=i) for i in range(1, most + 1))
    return (*answers, report.say("book-no-opinion"))


def _answers(report: View, item: Asked) -> tuple[Cell, ...]:
    """Return the answers in their places, those told together in the first of them."""
    most = max(len(other.categories) for other in report.release.items)
    cells: list[Cell] = [None] * most
    if isinstance(item.distribution, Distribution):
        for answer in item.distribution.classes:
            words = f"{report.text(answer.label)}: {share_words(report, answer.share)}"
            cells[answer.members[0] - 1] = words
    else:
        cells[0] = reason_words(report, item.distribution.reason)
    return (*cells, _share(report, item.no_opinion))


def _over_time(report: SchoolReport) -> Sheet:
    """Return the scores of waves and groups: a row for each of them, a column a scale."""
    scales = report.release.scales
    rows: list[tuple[Cell, ...]] = []
    parts: list[tuple[str, WaveScores | GroupScores]] = [
        *((wave.wave, wave) for wave in report.release.waves),
        *((group_words(report, group.members), group) for group in report.release.groups),
    ]
    for name, part in parts:
        scores = (part.scores.get(scale.name) for scale in scales)
        cells = [None if score is None else _mean(report, score) for score in scores]
        rows.append((name, _count(report, part.n), *cells))
    return Sheet(
        name=report.say("book-over-time"),
        columns=(*_columns(report, "part", "n"), *(report.text(s.title) for s in scales)),
        rows=tuple(rows),
    )


def _school_rows(report: RegionReport) -> Iterable[tuple[Cell, ...]]:
    release = report.release
    if isinstance(release, NamedRelease):
        names = {school.id: school.name for school in release.schools}
        for named in release.scales:
            for row in named.rows:
                yield (
                    report.text(named.title),
                    names.get(row.school, row.school),
                    _number(row.n),
                    Number(value=row.mean, decimals=decimals(row.step)),
                    *(Number(value=v, decimals=2) for v in (row.shrunken, row.ci_low, row.ci_high)),
                    label_cell(report, Compared(label=row.label)).text,
                )
    elif isinstance(release, LetteredRelease):
        for lettered in release.scales:
            for one in lettered.letters:
                label = "" if one.label == "mixed" else label_cell(
                    report, Compared(label=one.label)
                ).text  # fmt: skip
                yield (
                    report.text(lettered.title),
                    one.letter,
                    None,
                    None,
                    *(Number(value=v, decimals=1) for v in (one.value, one.low, one.high)),
                    label or report.say("book-mixed"),
                )
