"""The same answers as every survey tool would write them."""

from __future__ import annotations

import csv
import io
import json
import tempfile
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import openpyxl
import pandas as pd
import pyreadstat

from aspiratie.codebook import Category, Codebook, Field, MissingValue

__all__ = ["FORMATS", "Given", "write_format"]

_STEM = "Wat vind je van school?"
_Rows = list[list[str]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Given:
    """Answers to write: a row a respondent.

    Parameters
    ----------
    codebook : Codebook
    schools : sequence of str
        Code of the school of each row.
    places : int array, shape (rows, items)
        The place of the answer, 1 to k; 0 for blank, -1 for the first missing
        code of the item.
    """

    codebook: Codebook
    schools: Sequence[str]
    places: npt.NDArray[np.int64]

    def cells(self, write: Callable[[Field, int], str]) -> _Rows:
        """Write every answer, blank as an empty text."""
        tables = [
            {0: "", **{p: write(item, p) for p in (*range(1, item.n_categories + 1), -1)}}
            for item in self.codebook.items
        ]
        return [
            [table[int(p)] for table, p in zip(tables, row, strict=True)] for row in self.places
        ]

    @property
    def labels(self) -> _Rows:
        """Answers in words."""
        return self.cells(lambda item, p: _answer(item, p).label.nl)

    @property
    def codes(self) -> _Rows:
        """Answers as the codebook's codes."""
        return self.cells(lambda item, p: str(_answer(item, p).value))

    @property
    def titles(self) -> list[str]:
        """The questions' texts."""
        return [item.title.nl for item in self.codebook.items]

    @property
    def times(self) -> list[tuple[str, str]]:
        """A time of beginning and of sending of each row, some minutes apart."""
        begun = pd.Timestamp("2026-03-02 09:00:00")
        return [
            (
                str(begun + pd.Timedelta(minutes=7 * i)),
                str(begun + pd.Timedelta(minutes=7 * i + 6)),
            )
            for i in range(len(self.schools))
        ]


def _answer(item: Field, place: int) -> Category | MissingValue:
    return item.categories[place - 1] if place > 0 else item.missing[0]


def _csv(rows: _Rows, *, delimiter: str = ",", encoding: str = "utf-8") -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue().encode(encoding)


def _xlsx(rows: Sequence[Sequence[object]], *, merge: str | None = None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(list(row))
    if merge is not None:
        book.active.merge_cells(merge)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def _joined(*parts: _Rows) -> _Rows:
    return [[cell for part in row for cell in part] for row in zip(*parts, strict=True)]


# -- Qualtrics ------------------------------------------------------------------------------


def _qualtrics(given: Given, answers: _Rows) -> bytes:
    own = ["StartDate", "EndDate", "Status", "IPAddress", "Progress", "Duration (in seconds)",
           "Finished", "RecordedDate", "ResponseId", "DistributionChannel",
           "UserLanguage"]  # fmt: skip
    texts = ["Start Date", "End Date", "Response Type", "IP Address", "Progress",
             "Duration (in seconds)", "Finished", "Recorded Date", "Response ID",
             "Distribution Channel", "User Language"]  # fmt: skip
    n = len(given.titles)
    # numbered by the tool in an order of its own: only the text says which question it is
    numbers = [f"Q{2 + i // 9}_{i % 9 + 1}" for i in range(n)]
    heads: _Rows = [
        [*own, "Q1", *numbers],
        [*texts, "Op welke school zit je?", *(f"{_STEM} - {t}" for t in given.titles)],
        [json.dumps({"ImportId": name}) for name in [*own, "QID1_TEXT",
                                                     *(f"QID2_{i}" for i in range(n))]],
    ]  # fmt: skip
    rows = [
        [begun, sent, "IP Address", "", "100", "360", "True", sent, f"R_{i:04d}", "anonymous", "NL",
         school]
        for i, (school, (begun, sent)) in enumerate(zip(given.schools, given.times, strict=True))
    ]  # fmt: skip
    return _csv([*heads, *_joined(rows, answers)])


def _qualtrics_preview(given: Given) -> bytes:
    """With two previews in front, which are no answers."""
    lines = _qualtrics(given, given.labels).decode().split("\r\n")
    tries = [line.replace("IP Address", "Survey Preview", 1).replace("R_0", f"R_{i}0", 1)
             for i, line in enumerate(lines[3:5], 8)]  # fmt: skip
    return "\r\n".join([*lines[:3], *tries, *lines[3:]]).encode()


def _qualtrics_legacy(given: Given) -> bytes:
    own = ["ResponseID", "ResponseSet", "Name", "ExternalDataReference", "EmailAddress",
           "IPAddress", "Status", "StartDate", "EndDate", "Finished"]  # fmt: skip
    n = len(given.titles)
    heads: _Rows = [
        [*(f"V{i}" for i in range(1, 11)), "Q1", *(f"Q2_{i}" for i in range(1, n + 1))],
        [*own, "Op welke school zit je?", *(f"{_STEM} - {t}" for t in given.titles)],
    ]
    rows = [
        [f"R_{i:04d}", "Default Response Set", "Anonymous", "", "", "", "0", begun, sent, "1",
         school]
        for i, (school, (begun, sent)) in enumerate(zip(given.schools, given.times, strict=True))
    ]  # fmt: skip
    return _csv([*heads, *_joined(rows, given.codes)])


# -- LimeSurvey -----------------------------------------------------------------------------


def _limesurvey(given: Given, heads: list[str], answers: _Rows, *, own: list[str]) -> bytes:
    rows = [
        [str(i), sent, "6", "nl", begun, sent, school]
        for i, (school, (begun, sent)) in enumerate(zip(given.schools, given.times, strict=True), 1)
    ]
    return _csv([[*own, *heads], *_joined(rows, answers)], encoding="utf-8-sig")


_LIME_CODES = ["id", "submitdate", "lastpage", "startlanguage", "startdate", "datestamp", "school"]
_LIME_TEXTS = ["Antwoord ID", "Datum ingestuurd", "Laatste pagina", "Begintaal", "Datum begonnen",
               "Datum laatste actie", "Op welke school zit je?"]  # fmt: skip


def _sub_codes(given: Given) -> list[str]:
    """Return the codes that the codebook knows, as ``bel[SQ001]``; else the items' names."""
    return [
        next((alias for alias in item.aliases if " " not in alias), item.name)
        for item in given.codebook.items
    ]


def _limesurvey_exchange(given: Given) -> bytes:
    """Tabs, a row of texts and a row of codes; what was not shown is said so."""
    codes = [f"vragen_SQ{i:03d}" for i in range(1, len(given.titles) + 1)]
    heads: _Rows = [[*_LIME_TEXTS, *given.titles], [*_LIME_CODES, *codes]]
    rows = [
        [str(i), sent, "6", "nl", begun, sent, school]
        for i, (school, (begun, sent)) in enumerate(zip(given.schools, given.times, strict=True), 1)
    ]
    answers = [[cell or "{question_not_shown}" for cell in row] for row in given.codes]
    return _csv([*heads, *_joined(rows, answers)], delimiter="\t")


# -- Forms ----------------------------------------------------------------------------------


def _microsoft(given: Given, own: list[str], school: str) -> bytes:
    heads = [f"{t}\u00a0" if i % 3 == 0 else t for i, t in enumerate(given.titles)]
    rows = [
        [i, pd.Timestamp(begun).to_pydatetime(), pd.Timestamp(sent).to_pydatetime(), "anonymous",
         "", code, *answers]
        for i, (code, (begun, sent), answers) in enumerate(
            zip(given.schools, given.times, given.labels, strict=True), 1)
    ]  # fmt: skip
    return _xlsx([[*own, school, *heads], *rows])


def _google(given: Given) -> _Rows:
    heads = ["Tijdstempel", "Op welke school zit je?", *given.titles]
    rows = [[sent, school] for school, (_, sent) in zip(given.schools, given.times, strict=True)]
    return [heads, *_joined(rows, given.labels)]


def _google_grid(given: Given) -> bytes:
    rows = _google(given)
    rows[0][2:] = [f"{_STEM} [{t}]" for t in given.titles]
    return _csv(rows)


# -- SurveyMonkey, REDCap, SPSS and plain tables -----------------------------------------------


def _surveymonkey(given: Given, own: list[str], words: tuple[str, str]) -> bytes:
    n = len(given.titles)
    heads: _Rows = [
        [*own, "Op welke school zit je?", _STEM, *[""] * (n - 1)],
        [*[""] * len(own), words[0], *given.titles],
    ]
    rows = [
        [f"{11000 + i}", "77", begun, sent, "", "", "", "", "", school]
        for i, (school, (begun, sent)) in enumerate(zip(given.schools, given.times, strict=True))
    ]
    return _csv([*heads, *_joined(rows, given.labels)])


def _redcap(given: Given) -> bytes:
    names = [item.name for item in given.codebook.items]
    heads = ["record_id", "redcap_survey_identifier", "vragenlijst_timestamp", "school", *names,
             "vragenlijst_complete"]  # fmt: skip
    rows = [
        [str(i), "", sent, school]
        for i, (school, (_, sent)) in enumerate(zip(given.schools, given.times, strict=True), 1)
    ]
    done = [["2"] for _ in rows]
    return _csv([heads, *_joined(rows, given.codes, done)])


def _sav(given: Given, *, compress: bool) -> bytes:
    items = given.codebook.items
    frame = pd.DataFrame(
        [[float(c) if c else np.nan for c in row] for row in given.codes],
        columns=[item.name for item in items],
    )
    frame.insert(0, "school", list(given.schools))
    labels: dict[str, dict[int | float, str]] = {
        item.name: {
            **{c.value: c.label.nl for c in item.categories},
            **{int(m.value): m.label.nl for m in item.missing},
        }
        for item in items
    }
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bestand.sav"
        pyreadstat.write_sav(
            frame,
            path,
            column_labels=["Op welke school zit je?", *given.titles],
            variable_value_labels=labels,
            missing_ranges={
                item.name: [{"lo": int(m.value), "hi": int(m.value)} for m in item.missing[:3]]
                for item in items
            },
            compress=compress,
        )
        return path.read_bytes()


def _table(given: Given) -> _Rows:
    heads = ["BRIN", *(f"{i}. {t}" for i, t in enumerate(given.titles, 1))]
    return [heads, *_joined([[s] for s in given.schools], given.labels)]


def _banner(given: Given) -> bytes:
    """Below a title, with the school's name merged over its rows."""
    rows = _table(given)
    above = [["Tevredenheid leerlingen 2026", *[""] * (len(rows[0]) - 1)], [""] * len(rows[0])]
    book = openpyxl.Workbook()
    for row in [*above, *rows]:
        book.active.append([cell or None for cell in row])
    book.active.merge_cells(start_row=1, end_row=1, start_column=1, end_column=len(rows[0]))
    schools = list(given.schools)
    first = 0
    for last in range(1, len(schools) + 1):
        if last == len(schools) or schools[last] != schools[first]:
            if last - first > 1:
                book.active.merge_cells(
                    start_row=first + 4, end_row=last + 3, start_column=1, end_column=1
                )
            first = last
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _parquet(given: Given) -> bytes:
    heads, *rows = _table(given)
    out = io.BytesIO()
    pd.DataFrame(rows, columns=heads).to_parquet(out)
    return out.getvalue()


def _of_several(given: Given) -> bytes:
    heads, *rows = _table(given)
    half = len(rows) // 2
    return _zip({"groep 1.csv": _csv([heads, *rows[:half]], delimiter=";"),
                 "groep 2.xlsx": _xlsx([heads, *rows[half:]])})  # fmt: skip


def _long(given: Given) -> bytes:
    """One row an answer."""
    rows = [["respondent", "BRIN", "vraag", "antwoord"]]
    for i, (school, answers) in enumerate(zip(given.schools, given.labels, strict=True), 1):
        rows += [[f"L{i:04d}", school, title, answer]
                 for title, answer in zip(given.titles, answers, strict=True)]  # fmt: skip
    return _csv(rows, delimiter=";")


_MONKEY_EN = ["Respondent ID", "Collector ID", "Start Date", "End Date", "IP Address",
              "Email Address", "First Name", "Last Name", "Custom Data 1"]  # fmt: skip
_MONKEY_NL = ["Respondent-ID", "Verzamelaar-ID", "Begindatum", "Einddatum", "IP-adres",
              "E-mailadres", "Voornaam", "Achternaam", "Aangepaste gegevens 1"]  # fmt: skip

#: Name of each form, its file's ending, and what writes it.
FORMATS: dict[str, tuple[str, Callable[[Given], bytes]]] = {
    "qualtrics": ("csv", lambda g: _qualtrics(g, g.labels)),
    "qualtrics values": ("csv", lambda g: _qualtrics(g, g.codes)),
    "qualtrics with previews": ("csv", _qualtrics_preview),
    "qualtrics older": ("csv", _qualtrics_legacy),
    "limesurvey codes": (
        "csv", lambda g: _limesurvey(g, _sub_codes(g), g.codes, own=_LIME_CODES)),
    "limesurvey texts": (
        "csv", lambda g: _limesurvey(g, [f"{_STEM} [{t}]" for t in g.titles], g.labels,
                                     own=_LIME_TEXTS)),
    "limesurvey both": (
        "csv", lambda g: _limesurvey(
            g, [f"{c}. {_STEM} [{t}]" for c, t in zip(_sub_codes(g), g.titles, strict=True)],
            g.labels, own=[f"{c}. {t}" for c, t in zip(_LIME_CODES, _LIME_TEXTS, strict=True)])),
    "limesurvey exchange file": ("csv", _limesurvey_exchange),
    "microsoft forms": (
        "xlsx", lambda g: _microsoft(g, ["ID", "Begintijd", "Tijd van voltooien", "E-mail", "Naam"],
                                     "Op welke school zit je?")),
    "microsoft forms english": (
        "xlsx", lambda g: _microsoft(g, ["ID", "Start time", "Completion time", "Email", "Name"],
                                     "Op welke school zit je?")),
    "google forms": ("csv", lambda g: _csv(_google(g))),
    "google forms workbook": ("xlsx", lambda g: _xlsx(_google(g))),
    "google forms zip": ("zip", lambda g: _zip({"Vragenlijst.csv": _csv(_google(g))})),
    "google forms grid": ("csv", _google_grid),
    "surveymonkey": (
        "csv", lambda g: _surveymonkey(g, _MONKEY_EN, ("Open-Ended Response", "Response"))),
    "surveymonkey dutch": (
        "csv", lambda g: _surveymonkey(g, _MONKEY_NL, ("Open antwoord", "Antwoord"))),
    "redcap": ("csv", _redcap),
    "spss": ("sav", lambda g: _sav(g, compress=False)),
    "spss compressed": ("zsav", lambda g: _sav(g, compress=True)),
    "table": ("csv", lambda g: _csv(_table(g), delimiter=";", encoding="cp1252")),
    "workbook": ("xlsx", lambda g: _xlsx(_table(g))),
    "workbook with a title and merged cells": ("xlsx", _banner),
    "parquet": ("parquet", _parquet),
    "several files in a zip": ("zip", _of_several),
    "a row an answer": ("csv", _long),
}  # fmt: skip


def write_format(name: str, given: Given, folder: Path) -> Path:
    """Write answers as one of :data:`FORMATS`.

    Parameters
    ----------
    name : str
    given : Given
    folder : Path

    Returns
    -------
    Path
        The file.
    """
    ending, write = FORMATS[name]
    path = folder / f"{name.replace(' ', '_')}.{ending}"
    path.write_bytes(write(given))
    return path
