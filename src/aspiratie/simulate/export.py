"""Rows as a survey tool writes them: its headings, its words, and what should not be kept."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.codebook import Codebook, Field
from aspiratie.simulate.mess import NOT_APPLICABLE, OUT_OF_RANGE, UNKNOWN, Mess

__all__ = ["Style", "raw_frame", "style_of"]

_REMARKS = (
    "Meer uitstapjes, dat lijkt mij een goed idee.",
    "De kantine is oké; de rij is te lang.",
    "Ik vind het fijn dat er naar ons gevraagd wordt.",
    "Geen idee.",
    "Eén les per week buiten zou fijn zijn.",
    'Wij horen vaak: "later". Liever nu.',
    "Het is ’s winters koud in lokaal 12.",
    "Ik heb veel ideeën, maar ik weet niet bij wie ik moet zijn.",
)
_FAST = {"straight_liner": (45, 95), "random": (70, 160), "empty": (5, 20), "test_entry": (20, 60)}


@dataclass(frozen=True, kw_only=True)
class Style:
    """How one tool heads its columns.

    Parameters
    ----------
    before : tuple of str
        Columns of the tool itself, in order.
    heading : {"title", "code", "array"}
        Whether items go by their text, by their name or by ``bel[SQ001]``.
    codes : bool
        Whether answers are codes; else they are words.
    test_mark, real_mark : str
        How the tool marks test entries and others.
    """

    before: tuple[str, ...]
    heading: str
    codes: bool = False
    real_mark: str = ""
    test_mark: str = ""


_PORTAL = Style(
    before=("Deelnamecode", "Tijd van voltooien", "Duur in seconden", "Status", "Naam", "E-mail",
            "BRIN", "Leerjaar", "Onderwijssoort"),
    heading="title", real_mark="definitief", test_mark="test",
)  # fmt: skip
_QUALTRICS_CODES = Style(
    before=("EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "ResponseId",
            "RecipientLastName", "RecipientEmail", "BRIN", "Leerjaar", "Onderwijssoort"),
    heading="code", codes=True, real_mark="0", test_mark="1",
)  # fmt: skip
_QUALTRICS = Style(
    before=("EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)", "ResponseId",
            "RecipientLastName", "RecipientEmail", "BRIN"),
    heading="code", real_mark="IP Address", test_mark="Survey Preview",
)  # fmt: skip
_LIMESURVEY = Style(
    before=("id", "submitdate", "lastpage", "startlanguage", "token", "interviewtime", "E-mail",
            "BRIN"),
    heading="array",
)  # fmt: skip
_FORMS = Style(
    before=("ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam", "Deelnamecode",
            "Op welke school zit je kind?", "In welk leerjaar zit je kind?"),
    heading="title",
)  # fmt: skip


def style_of(informant: str, *, old: bool) -> Style:
    """Return the tool that an informant's wave came from; pupils' first wave had another."""
    if informant == "pupil":
        return _QUALTRICS_CODES if old else _PORTAL
    return {"teacher": _LIMESURVEY, "team": _QUALTRICS, "parent": _FORMS}[informant]


def raw_frame(
    mess: Mess,
    cells: pd.DataFrame,
    tracks: npt.NDArray[np.object_],
    codebook: Codebook,
    style: Style,
    wave: str,
    rng: np.random.Generator,
) -> tuple[pd.DataFrame, npt.NDArray[np.int64]]:
    """Write rows in words, in the order in which they came in.

    Parameters
    ----------
    mess : Mess
    cells : DataFrame
        Columns school and group.
    tracks : ndarray
        Track of each row of `mess`.
    codebook : Codebook
    style : Style
    wave : str
        Its last four digits are the year of the survey.
    rng : Generator

    Returns
    -------
    frame : DataFrame
        Text only; an empty cell is "".
    order : ndarray
        Which row of `mess` stands at each row of the frame.
    """
    n = len(mess.cell)
    code = rng.permutation(10 * n + 100)[:n]
    minutes, seconds = _times(mess, rng)
    for row in np.flatnonzero(mess.kind == "duplicate_resubmitted"):
        minutes[row] = minutes[mess.source[row]] + 7
    copies = mess.kind == "duplicate_exact"
    same = np.where(np.char.startswith(mess.kind, "duplicate"), mess.source, np.arange(n))
    exact = np.where(copies, mess.source, np.arange(n))
    minutes, seconds, number = minutes[exact], seconds[exact], code[same]
    day = pd.Timestamp(year=_year(wave), month=3, day=2, hour=8)
    done = pd.DatetimeIndex(day + pd.to_timedelta(minutes, unit="min"))
    begun = done - pd.to_timedelta(seconds, unit="s")
    said = _remarks(mess, rng)[exact]
    test = mess.kind == "test_entry"
    text = {
        "code": np.char.mod("R%06d", number).astype(object),
        "done": done.strftime("%Y-%m-%d %H:%M:%S").to_numpy(dtype=object),
        "begun": begun.strftime("%Y-%m-%d %H:%M:%S").to_numpy(dtype=object),
        "seconds": seconds.astype(str).astype(object),
        "status": np.where(test, style.test_mark, style.real_mark).astype(object),
        "name": np.char.mod("Deelnemer %d", number).astype(object),
        "mail": np.char.mod("deelnemer%d@voorbeeld.invalid", number).astype(object),
        "address": np.char.mod("192.0.2.%d", number % 250 + 1).astype(object),
        "school": cells["school"].to_numpy(dtype=object)[mess.cell],
        "group": cells["group"].to_numpy(dtype=object)[mess.cell],
        "track": tracks,
    }
    order = np.lexsort((np.arange(n), minutes, copies))
    text["row"] = np.char.mod("%d", np.argsort(order) + 1).astype(object)[exact]
    columns = {head: text[_MEANING[head]][order] for head in style.before if head in _MEANING}
    columns |= {head: np.full(n, _FIXED[head], dtype=object) for head in style.before
                if head in _FIXED}  # fmt: skip
    columns = {head: columns[head] for head in style.before}
    for place, item in enumerate(codebook.items):
        columns[_heading(item, style)] = _words(item, mess.places[order, place], codes=style.codes)
    remarks = codebook.role("open")
    if remarks is not None:
        columns[_heading(remarks, style)] = said[order]
    return pd.DataFrame(columns), order


_MEANING = {
    "Deelnamecode": "code", "ResponseId": "code", "token": "code",
    "Tijd van voltooien": "done", "EndDate": "done", "submitdate": "done", "Begintijd": "begun",
    "Duur in seconden": "seconds", "Duration (in seconds)": "seconds", "interviewtime": "seconds",
    "Status": "status", "Naam": "name", "RecipientLastName": "name", "E-mail": "mail",
    "RecipientEmail": "mail", "IPAddress": "address", "ID": "row", "id": "row",
    "BRIN": "school", "Op welke school zit je kind?": "school",
    "Leerjaar": "group", "In welk leerjaar zit je kind?": "group", "Onderwijssoort": "track",
}  # fmt: skip
_FIXED = {"Progress": "100", "lastpage": "6", "startlanguage": "nl"}


def _heading(field: Field, style: Style) -> str:
    if style.heading == "title":
        return field.title.nl
    if style.heading == "code":
        return field.name
    return next(
        a for a in field.aliases if re.fullmatch(r"\w+\[\w+\]", a) or a == field.aliases[-1]
    )


def _words(item: Field, places: npt.NDArray[np.int64], *, codes: bool) -> npt.NDArray[np.object_]:
    unsure, never = item.missing[0], item.missing[1]
    answers = [str(c.value) if codes else c.label.nl for c in item.categories]
    known = np.array(["", *answers], dtype=object)
    out: npt.NDArray[np.object_] = known[np.maximum(places, 0)]
    out[places == UNKNOWN] = unsure.value if codes else unsure.label.nl
    out[places == NOT_APPLICABLE] = never.value if codes else never.label.nl
    outside = places <= OUT_OF_RANGE
    out[outside] = (OUT_OF_RANGE - places[outside]).astype(str)
    return out


def _times(
    mess: Mess, rng: np.random.Generator
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    n = len(mess.cell)
    minutes = rng.integers(0, 15, n) * 1440 + rng.integers(0, 480, n)
    seconds = np.round(np.exp(rng.normal(6.2, 0.35, n))).astype(np.int64)
    for row in np.flatnonzero(np.isin(mess.kind, list(_FAST))):
        seconds[row] = rng.integers(*_FAST[str(mess.kind[row])])
    return minutes, seconds


def _remarks(mess: Mess, rng: np.random.Generator) -> npt.NDArray[np.object_]:
    n = len(mess.cell)
    said = np.array(_REMARKS, dtype=object)[rng.integers(0, len(_REMARKS), n)]
    said[(rng.random(n) > 0.08) | (mess.kind == "empty")] = ""
    return said


def _year(wave: str) -> int:
    found = re.findall(r"(?:19|20)\d\d", wave)
    return int(found[-1]) if found else 2026
