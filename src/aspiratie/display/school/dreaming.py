"""Sheet 5: dreaming and doing, and how pupils take part (Hart's ladder); only what they can say."""

from __future__ import annotations

from markupsafe import Markup

from aspiratie.disclosure.shape import (
    Below,
    Distribution,
    Exact,
    Hidden,
    Ladder,
    Profile,
    Share,
    ShareClass,
)
from aspiratie.display.figure import Cell, Column, Row, Strip, Table, share_axis
from aspiratie.display.fragment import Fragment
from aspiratie.display.page import NOTHING, render
from aspiratie.display.report import SchoolReport
from aspiratie.display.school.questions import percents
from aspiratie.display.words import capital, listed, reason_words, share_words

__all__ = ["dreaming", "ladder_table", "profile_table", "too_unclear"]

#: Above this share of pupils near a border the profile tells nothing, and says so.
UNCLEAR = 40
#: Rungs of Hart's ladder, told in three forms.
RUNGS = 8
PUPIL = "pupil"


def dreaming(report: SchoolReport) -> Fragment:
    """Return the sheet of the aspiration profile and the ladder; nothing where neither was asked.

    Rules: where more than 40 per cent of the pupils are too near a border to say, the sheet says
    that and gives no shares. The ladder is told in three forms, the same for all who were asked.
    """
    say = report.say
    profile = report.release.profile
    asked = not (isinstance(profile, Hidden) and profile.reason in ("not_asked", "no_data"))
    ladder = ladder_table(report)
    if not asked and not report.release.ladder:
        return NOTHING
    unclear = too_unclear(profile)
    return render(
        "school/dreaming.html.j2",
        say=say,
        title=_title(report),
        asked=asked,
        profile_line=_profile_line(report, profile),
        profile=profile_table(report, profile)
        if isinstance(profile, Profile) and not unclear
        else None,
        ladder=ladder,
        ladder_asked=bool(report.release.ladder),
        ladder_hidden=_ladder_hidden(report) if ladder is None else "",
    )


def _title(report: SchoolReport) -> str:
    """Return how many pupils see the highest form of taking part, where that may be told."""
    for part in report.release.ladder:
        found = _shown(part)
        if part.informant == PUPIL and found and isinstance(found.classes[-1].share, Exact):
            return report.say(
                "dreaming-title-ladder",
                share=share_words(report, found.classes[-1].share),
                form=_form_words(report, part, found.classes[-1]),
            )
    return report.say("dreaming-title")


def too_unclear(profile: Profile | Hidden) -> bool:
    """Whether so many pupils are near a border that the profile tells nothing."""
    if isinstance(profile, Hidden):
        return True
    share = next((c.share for c in profile.classes if c.name == "unclear"), None)
    return share is not None and not isinstance(share, Hidden | Below) and share.percent > UNCLEAR


def _profile_line(report: SchoolReport, profile: Profile | Hidden) -> str:
    say = report.say
    if isinstance(profile, Hidden):
        return say("profile-line-hidden", why=reason_words(report, profile.reason))
    by_name = {c.name: c.share for c in profile.classes}
    n = report.numbers.n(profile.n)
    if too_unclear(profile):
        share = share_words(report, by_name["unclear"])
        return say("profile-line-unclear", share=share, n=n)
    both = by_name.get("aspiration", Hidden(reason="no_data"))
    return say("profile-line", share=share_words(report, both), n=n)


def profile_table(report: SchoolReport, profile: Profile) -> Table:
    """Return the four fields, and those near a border, as a figure."""
    say = report.say
    rows = []
    for part in profile.classes:
        interval = say(
            "range", low=report.numbers.whole(part.low), high=report.numbers.percent(part.high)
        )
        hidden = isinstance(part.share, Hidden)
        rows.append(
            Row(
                label=say(f"profile-{part.name}"),
                note=say(f"profile-{part.name}-means"),
                strip=_strip(part.share, part.low, part.high),
                cells=(
                    Cell(text=share_words(report, part.share), kind="hidden" if hidden else "num"),
                    Cell(text=interval),
                ),
            )
        )
    notes = [say("note-profile")]
    if profile.step > 1:
        notes.append(say("note-steps", step=profile.step))
    return Table(
        name="dromen",
        caption=say("caption-profile", n=report.numbers.n(profile.n)),
        head=say("column-field"),
        columns=(
            Column(title=say("column-share")),
            Column(title=say("column-range"), short=say("column-range")),
        ),
        rows=tuple(rows),
        axis=share_axis(percents(report)),
        notes=tuple(notes),
    )


def _strip(
    share: Share | Hidden, low: float | None = None, high: float | None = None
) -> Strip | None:
    if isinstance(share, Hidden):
        return None
    exact = isinstance(share, Exact)
    return Strip(
        point=float(share.percent),
        low=float(low) if exact and low is not None else None,
        high=float(high) if exact and high is not None else None,
        kind="",
    )


def _shown(ladder: Ladder) -> Distribution | None:
    return ladder.distribution if isinstance(ladder.distribution, Distribution) else None


def ladder_table(report: SchoolReport) -> Table | None:
    """Return how pupils take part, by form and by who was asked; None where all is hidden.

    The classes are those of the first who shows them, pupils where they do; who shows others,
    as where few were asked, is told in a line of their own.
    """
    say = report.say
    shown = [(part, found) for part in report.release.ladder if (found := _shown(part))]
    if not shown:
        return None
    first = _classes(shown[0][1])
    told = [(part, found) for part, found in shown if _classes(found) == first]
    apart = [(part, found) for part, found in shown if _classes(found) != first]
    made = [
        Row(
            label=_form(report, told[0][0], piece),
            cells=tuple(_share_cell(report, found.classes[place].share) for _, found in told),
        )
        for place, piece in enumerate(told[0][1].classes)
    ]
    return Table(
        name="ladder",
        caption=say("caption-ladder"),
        head=say("column-form"),
        columns=tuple(
            Column(
                title=f"{say('informant-title', informant=part.informant)} "
                f"({report.numbers.n(found.n)})",
                short=say("informant-title", informant=part.informant),
            )
            for part, found in told
        ),
        rows=tuple(made),
        notes=tuple(_apart(report, part, found) for part, found in apart),
        kind="f plain",
    )


def _classes(found: Distribution) -> tuple[tuple[int, ...], ...]:
    return tuple(piece.members for piece in found.classes)


def _apart(report: SchoolReport, part: Ladder, found: Distribution) -> str:
    """Return the classes of who shows others than the table has, as one sentence."""
    told = [
        report.say(
            "ladder-part",
            form=_form_words(report, part, piece),
            share=share_words(report, piece.share),
        )
        for piece in found.classes
    ]
    return report.say(
        "ladder-apart",
        people=report.say("informant-title", informant=part.informant),
        n=report.numbers.n(found.n),
        told="; ".join(told),
    )


def _form(report: SchoolReport, part: Ladder, piece: ShareClass) -> str | Markup:
    """Return the name of a form as a heading, marked as Dutch where an English page shows it."""
    if part.rungs != RUNGS:
        return report.marked(piece.label)
    return capital(_form_words(report, part, piece))


def _form_words(report: SchoolReport, part: Ladder, piece: ShareClass) -> str:
    """Return the name of a form; an eight-rung ladder is told in three."""
    if part.rungs != RUNGS:
        return report.text(piece.label)
    return listed(report, [report.say(f"ladder-form-{m}") for m in piece.members])


def _share_cell(report: SchoolReport, share: Share | Hidden) -> Cell:
    hidden = isinstance(share, Hidden)
    return Cell(text=share_words(report, share), kind="hidden" if hidden else "num")


def _ladder_hidden(report: SchoolReport) -> str:
    reasons = [
        part.distribution.reason
        for part in report.release.ladder
        if isinstance(part.distribution, Hidden)
    ]
    if not reasons:
        return ""
    return report.say("ladder-line-hidden", why=reason_words(report, reasons[0]))
