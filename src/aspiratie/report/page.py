"""What stands around a report's sections: its name, its facts, where it comes from."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from babel.dates import format_date

from aspiratie.errors import Problem, ReportError
from aspiratie.report.messages import texts

__all__ = ["Fact", "Page", "page_of", "pupils_page_of"]


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One line of the heading or of the provenance.

    Parameters
    ----------
    term : str
        What it is.
    value : str
        What it is for this report, as shown.
    code : bool
        True for a check sum: set in a fixed width.
    """

    term: str
    value: str
    code: bool = False


@dataclass(frozen=True, eq=False, kw_only=True)
class Page:
    """Heading and provenance of a page; what its sections say is not in it.

    Parameters
    ----------
    title : str
        The document's title. It names the school (or region).
    heading : str
        The one ``h1``.
    kicker : str
        The line above the heading: kind of report and year.
    notice : str
        Whose report it is; printed on every page.
    facts : tuple of Fact
        Under the heading.
    provenance : tuple of Fact
        In the footer: questionnaire, data, settings, package, date.
    short : bool
        Whether it must fit one sheet of paper: contents and steps are not printed.
    """

    title: str
    heading: str
    kicker: str
    notice: str
    facts: tuple[Fact, ...] = ()
    provenance: tuple[Fact, ...] = ()
    short: bool = False

    def __repr__(self) -> str:
        return f"Page(title={self.title!r}, facts={len(self.facts)})"


def page_of(release: Mapping[str, Any], language: str) -> Page:
    """Return the heading and the provenance of a Release.

    Parameters
    ----------
    release : mapping
        The Release as its JSON holds it, of kind ``school`` or ``region``.
    language : {"nl", "en"}
        Language of the page.

    Returns
    -------
    Page

    Raises
    ------
    ReportError
        If the Release has no kind, wave or school to name the page by.
    ParameterError
        If the language is unknown.
    """
    say = texts(language)
    try:
        kind = release["kind"]
        provenance = release["provenance"]
        wave = str(provenance["wave"])
        region = _text(provenance.get("region_name"), language)
        facts: list[Fact] = []
        if kind == "school":
            school = release["school"]
            heading = str(school["name"])
            _add(facts, say("fact-id"), school.get("id"))
            _add(facts, say("fact-place"), school.get("place"))
            _add(facts, say("fact-type"), _text(school.get("type"), language))
            _add(facts, say("fact-region"), region)
            title = say("report-title", school=heading, wave=wave)
            kicker, notice = say("report-kicker", wave=wave), say("notice")
        else:
            heading = region or ""
            title = say("region-title", region=heading, wave=wave)
            kicker, notice = say("region-kicker", wave=wave), say("notice-region")
        instrument = provenance["instrument"]
        if instrument.get("example"):
            notice = f"{notice} · {say('notice-example')}"
    except (KeyError, TypeError, AttributeError) as missing:
        raise ReportError(
            "The release does not say what a page needs for its heading.",
            problems=[
                Problem(
                    where="release",
                    what=f"{missing} is missing or of another kind.",
                    remedy="Make the release again with `aspiratie prepare`.",
                )
            ],
        ) from missing
    return Page(
        title=title,
        heading=heading,
        kicker=kicker,
        notice=notice,
        facts=tuple(facts),
        provenance=_provenance(provenance, language),
    )


def pupils_page_of(release: Mapping[str, Any], language: str) -> Page:
    """Return the heading of the pupils' page of a school; see :func:`page_of`."""
    page = page_of(release, language)
    say, wave = texts(language), str(release["provenance"]["wave"])
    return dataclasses.replace(
        page,
        title=say("pupils-title", school=page.heading, wave=wave),
        kicker=say("pupils-kicker", wave=wave),
        short=True,
    )


def _provenance(provenance: Mapping[str, Any], language: str) -> tuple[Fact, ...]:
    say = texts(language)
    instrument = provenance["instrument"]
    lines: list[Fact] = []
    title = _text(instrument.get("title"), language) or str(instrument.get("name", ""))
    version = instrument.get("version")
    named = say("made-instrument", title=title, version=str(version)) if version else title
    _add(lines, say("made-with"), named)
    _add(lines, say("made-license"), _text(instrument.get("licence"), language))
    _add(lines, say("made-wave"), provenance.get("wave"))
    for source in provenance.get("data", ()):
        name = say(
            "data-item",
            informant=say("informant", informant=str(source["informant"])),
            wave=str(source["wave"]),
        )
        _add(lines, f"{say('made-data')}: {name}", source.get("sha256"), code=True)
    _add(lines, say("made-codebook"), provenance.get("codebook_sha256"), code=True)
    _add(lines, say("made-parameters"), provenance.get("parameters_sha256"), code=True)
    package = str(provenance.get("package") or "")
    if package and not package.startswith("aspiratie"):
        package = f"aspiratie {package}"
    _add(lines, say("made-package"), package)
    _add(lines, say("made-date"), _date(provenance.get("date"), language))
    return tuple(lines)


def _add(lines: list[Fact], term: str, value: object, *, code: bool = False) -> None:
    if value:
        # Half of a check sum is enough to tell two files apart on paper.
        shown = str(value)[:16] if code else str(value)
        lines.append(Fact(term=term, value=shown, code=code))


def _text(value: object, language: str) -> str | None:
    """Read a Text ``{"nl": …, "en": …}``, falling back on Dutch, or a plain string."""
    if isinstance(value, Mapping):
        return value.get(language) or value.get("nl") or value.get("en")
    return None if value is None else str(value)


def _date(value: object, language: str) -> str | None:
    if not value:
        return None
    try:
        day = datetime.date.fromisoformat(str(value)[:10])
    except ValueError:
        return str(value)
    return str(format_date(day, format="long", locale=language))
