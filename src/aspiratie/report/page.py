"""What stands around a report's sections: its title, its name in the bar, whose it is."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Literal

from babel.dates import format_date

from aspiratie.disclosure import Release, SchoolRelease
from aspiratie.texts import Messages

__all__ = ["Page", "PageKind", "page_of"]

#: The pages that are made of a release: the report, its appendix, the poster of pupils and the
#: letter to parents.
PageKind = Literal["report", "appendix", "poster", "letter"]


_TITLES: dict[PageKind, str] = {
    "report": "report-title",
    "appendix": "appendix-title",
    "poster": "poster-title",
    "letter": "letter-title",
}
_REGION_TITLES: dict[PageKind, str] = {
    "report": "region-report-title",
    "appendix": "region-appendix-title",
}


@dataclass(frozen=True, eq=False, kw_only=True)
class Page:
    """What a page has besides its sections.

    Parameters
    ----------
    title : str
        The document's title. It names the school or region.
    heading : str
        The name of the school or region; in the bar of links.
    wave : str
        The school year or round.
    notice : str
        Whose report it is; at the foot. Empty where the page has no foot.
    source : str
        What it was made of: questionnaire, program and date.
    kind : PageKind
        For the style sheet.
    """

    title: str
    heading: str
    wave: str
    notice: str
    source: str
    kind: PageKind = "report"

    def __repr__(self) -> str:
        return f"Page(title={self.title!r})"


def _notice(kind: PageKind, notice: str, example: str) -> str:
    """Return the line at the foot: none on a poster; a letter is for who gets it."""
    if kind == "poster":
        return ""
    return " · ".join(text for text in ("" if kind == "letter" else notice, example) if text)


def page_of(release: Release, language: str, *, kind: PageKind = "report") -> Page:
    """Return what a page of a release has besides its sections.

    Parameters
    ----------
    release : SchoolRelease, NamedRelease or LetteredRelease
        As read from its file.
    language : {"nl", "en"}
        Language of the page.
    kind : {"report", "appendix", "poster", "letter"}
        Which page.

    Raises
    ------
    ParameterError
        If the language is unknown.
    """
    say, provenance = Messages(language), release.provenance
    if isinstance(release, SchoolRelease):
        heading, notice, titles = release.school.name, say("notice"), _TITLES
    else:
        heading = provenance.region_name or say("region-name")
        notice, titles = say("notice-region"), _REGION_TITLES
    instrument = provenance.instrument
    day = datetime.date.fromisoformat(provenance.date)
    source = say(
        "made-of",
        title=instrument.title.of(language),
        version=instrument.version or "none",
        package=provenance.package,
        date=str(format_date(day, format="long", locale=language)),
    )
    return Page(
        title=say(titles[kind], name=heading, wave=provenance.wave),
        heading=heading,
        wave=provenance.wave,
        notice=_notice(kind, notice, say("notice-example") if instrument.example else ""),
        source=source,
        kind=kind,
    )
