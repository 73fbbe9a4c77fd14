"""The page that tells which reports a batch made, and why others were not."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import quote

import jinja2

from aspiratie.errors import Problem, ReportError
from aspiratie.report.convert import TEMPLATE
from aspiratie.report.lint import MAX_REGION, lint, policy_for
from aspiratie.report.render import write_aside
from aspiratie.texts import Messages
from aspiratie.texts.numbers import Numbers

__all__ = ["SEARCH", "IndexEntry", "State", "write_index"]

#: Searches the page's schools; the only script that any page of ours has.
SEARCH = (TEMPLATE / "search.js").read_text(encoding="utf-8").strip()


def short(text: str, longest: int = 48) -> str:
    """Cut a name to what fits in a margin."""
    return text if len(text) <= longest else f"{text[: longest - 1].rstrip()}…"


def css_string(text: str) -> str:
    """Make a text safe inside quotes of a style sheet."""
    plain = re.sub(r"\s+", " ", text)
    return re.sub(r"[\"\\<>&{}]", lambda found: f"\\{ord(found.group()):x} ", plain)


State = Literal["made", "unchanged", "withheld", "failed"]

#: What needs somebody's attention stands first.
_ORDER: tuple[State, ...] = ("failed", "withheld", "made", "unchanged")


@dataclass(frozen=True, eq=False, kw_only=True)
class IndexEntry:
    """One school of a batch.

    Parameters
    ----------
    id : str
        The school's number.
    name : str
        The school's name.
    state : {"made", "unchanged", "withheld", "failed"}
        Made now; already up to date; not made for a reason in the data; failed.
    n : int, optional
        Published number of pupils; None where it is hidden or unknown.
    place : str
        Where the school is.
    reason : str
        Why there is no report: of a failure in English, else in the page's language. Never a
        pupil's answer.
    links : mapping
        Kind ("html", "pdf", "xlsx") to a path relative to the index.
    """

    id: str
    name: str
    state: State
    n: int | None = None
    place: str = ""
    reason: str = ""
    links: Mapping[str, str] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"IndexEntry({self.id}, {self.state})"


def write_index(
    entries: Iterable[IndexEntry],
    out: str | Path,
    language: str,
    *,
    region: str = "",
    wave: str = "",
    together: Sequence[str] = (),
    of: Literal["schools", "regions"] = "schools",
) -> Path:
    """Write the index page of a batch.

    Schools stand in the order of their names, in a group for each state; what failed
    or was withheld comes first, with its reason. The page works by keyboard. A
    script of its own searches names, codes and places; without it all schools stand there,
    and the reader's browser searches the page. Whatever a reason says, the page is written.

    Parameters
    ----------
    entries : iterable of IndexEntry
        The schools, in any order.
    out : path
        The page.
    language : {"nl", "en"}
        Language of the page.
    region, wave : str
        What the batch was of.
    together : sequence of str
        Files of the region itself, beside the index.
    of : {"schools", "regions"}
        What the entries are; of regions no number of pupils is told.

    Returns
    -------
    Path
        The page.

    Raises
    ------
    ReportError
        If two entries have one id, an entry's state or link is not allowed, or the
        page breaks a rule of :func:`aspiratie.report.lint.lint`.
    """
    listed = sorted(entries, key=lambda entry: (entry.name.casefold(), entry.id))
    _check(listed)
    html = _html(listed, language, region, wave, together, of)
    if _faults(html, listed, language):
        # Not for a word in one of its reasons: those stand in the folder of failures too.
        untold = Messages(language)("index-untold")
        listed = [replace(e, reason=untold) if e.state == "failed" else e for e in listed]
        html = _html(listed, language, region, wave, together, of)
    if faults := _faults(html, listed, language):
        raise ReportError("The index page breaks rules; it was not written.", problems=faults)
    path = Path(out)
    write_aside(path, html.encode("utf-8"))
    return path


def _faults(html: str, entries: list[IndexEntry], language: str) -> list[Problem]:
    given = _texts(entries)
    return lint(html, language=language, ignore=given, max_bytes=MAX_REGION, script=SEARCH)


def _texts(entries: list[IndexEntry]) -> tuple[str, ...]:
    """Return what is not the page's own wording: names, places and reasons may hold any word."""
    found = {
        text
        for entry in entries
        for text in (entry.name, entry.place, entry.id, entry.reason)
        if text
    }
    return tuple(sorted(found, key=len, reverse=True))


def _check(entries: list[IndexEntry]) -> None:
    faults = []
    seen: set[str] = set()
    for entry in entries:
        where = f"school {entry.id}"
        if entry.id in seen:
            faults.append(Problem(where=where, what="stands twice in the index."))
        seen.add(entry.id)
        if entry.state not in _ORDER:
            faults.append(Problem(where=where, what=f"has the unknown state {entry.state!r}."))
        for kind, link in entry.links.items():
            parts = Path(link).parts
            if not link or Path(link).is_absolute() or ".." in parts or "://" in link:
                faults.append(Problem(where=where, what=f"its {kind} is not beside the index."))
    if faults:
        raise ReportError("The index cannot be made.", problems=faults)


def _html(
    entries: list[IndexEntry],
    language: str,
    region: str,
    wave: str,
    together: Sequence[str],
    of: str,
) -> str:
    say = Messages(language)
    numbers = Numbers(language)
    groups: list[dict[str, Any]] = []
    for state in _ORDER:
        chosen = [entry for entry in entries if entry.state == state]
        if not chosen:
            continue
        groups.append(
            {
                "state": state,
                "title": say("index-state", state=state),
                "short": say("index-state-short", state=state),
                "linked": any(entry.links for entry in chosen),
                "reasoned": any(entry.reason for entry in chosen),
                "entries": [
                    {
                        "name": entry.name,
                        "about": " · ".join(part for part in (entry.id, entry.place) if part),
                        "n": say("index-hidden")
                        if entry.n is None and entry.state in ("made", "unchanged", "withheld")
                        else say("index-unknown")
                        if entry.n is None
                        else numbers.whole(entry.n),
                        "reason": entry.reason,
                        "foreign": entry.state == "failed" and language != "en",
                        "links": [
                            {
                                "href": quote(link),
                                "text": say("index-open", kind=kind),
                                "label": say("index-open-label", kind=kind, school=entry.name),
                            }
                            for kind, link in entry.links.items()
                        ],
                    }
                    for entry in chosen
                ],
            }
        )
    title = say("index-title", region=region, wave=wave).strip()
    kicker = say("index-kicker", region=region, wave=wave) if region and wave else region or wave
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATE),
        autoescape=False,  # noqa: S701  (the templates escape each text; the style is no HTML)
    )
    html = environment.get_template("batch.html.j2").render(
        title=title,
        kicker=kicker,
        say=say,
        groups=groups,
        together=[
            {"href": quote(link), "text": say("index-together", name=Path(link).stem, kind=kind)}
            for link in together
            for kind in [Path(link).suffix.lstrip(".")]
        ],
        total=len(entries),
        of=of,
        policy=policy_for(SEARCH),
        script=SEARCH,
        resources={
            "aspiratie": {
                "language": language,
                "running": css_string(short(title, 80)),
            }
        },
    )
    return html.rstrip() + "\n"
