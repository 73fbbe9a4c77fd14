"""Read every export of a run, and what is known of its schools."""

from __future__ import annotations

import csv
import dataclasses
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from aspiratie.codebook import Codebook, check_mirrors, read_codebook
from aspiratie.errors import AspiratieError, CodebookError, IntakeError, Problem
from aspiratie.intake import Answers, read_answers
from aspiratie.parameters import Rules, RunParameters, Survey
from aspiratie.schools.registry import parse_brin

__all__ = ["Collected", "SchoolFacts", "collect"]

#: What looks like a code, not like something that a pupil typed.
_CODE = re.compile(r"(?=.*\d)[0-9A-Z]{4,8}")

_HEADINGS = {
    "school": "school", "brin": "school", "naam": "name", "name": "name", "type": "type",
    "plaats": "place", "place": "place", "groep": "group", "leerjaar": "group",
    "group": "group", "aantal": "enrolled", "enrolled": "enrolled",
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class SchoolFacts:
    """What is known of a school apart from its answers."""

    id: str
    name: str
    type: str | None = None
    place: str | None = None
    enrolled: Mapping[str, int] | None = None


@dataclass(frozen=True, eq=False, kw_only=True)
class Collected:
    """All answers of a run, by informant and wave, and its schools.

    Parameters
    ----------
    answers : mapping of (informant, wave) to Answers
        Cleaned, each by its own codebook.
    schools : mapping of str to SchoolFacts
        Every school of the exports and of the schools file, sorted by identifier.
    """

    answers: Mapping[tuple[str, str], Answers]
    schools: Mapping[str, SchoolFacts]

    def of(self, informant: str, wave: str) -> Answers | None:
        """Return the answers of an informant in a wave, if any."""
        return self.answers.get((informant, wave))


def collect(parameters: RunParameters) -> Collected:
    """Read and clean every export that the parameters name.

    Parameters
    ----------
    parameters : RunParameters
        Checked parameters.

    Returns
    -------
    Collected

    Raises
    ------
    IntakeError
        With the faults of all files together.
    """
    problems: list[Problem] = []
    answers: dict[tuple[str, str], Answers] = {}
    for survey in parameters.surveys:
        try:
            codebook = read_codebook(survey.codebook)
            for wave, part in _waves(survey, codebook, parameters).items():
                key = (codebook.informant, wave)
                if key in answers:
                    raise IntakeError(
                        f"{survey.file.name} is a second export of informant {key[0]} "
                        f"in wave {wave}. Join the two files, or give them different waves."
                    )
                answers[key] = part
        except AspiratieError as error:
            problems += error.problems or [Problem(where=survey.file.name, what=error.message)]
    if not problems and ("pupil", parameters.wave) not in answers:
        waves = ", ".join(sorted({w for i, w in answers if i == "pupil"})) or "none"
        problems.append(
            Problem(
                where="wave",
                what=f"{parameters.wave!r} has no answers of pupils.",
                remedy=f"Waves with pupils: {waves}.",
            )
        )
    if not problems:
        problems += _mirrors(answers, parameters.wave)
        problems += _weighted(answers)
    listed = _schools(parameters.schools, problems)
    enrolled = _enrolment(parameters.enrolment, problems)
    # From the logs, so that a school of which every row was removed is still named.
    seen = sorted({s for part in answers.values() for s in part.log.schools["school"]} - {""})
    problems += _check_ids(answers.values(), seen, parameters)
    if parameters.schools is not None and not problems:
        unlisted = [school for school in seen if school not in listed]
        problems += [
            Problem(
                where=parameters.schools.name,
                what=f"has no line for {_told(school, answers.values(), parameters.rules.n_min)}.",
                remedy="Add the school, or mend its code in the export.",
            )
            for school in unlisted
        ]
    if problems:
        n = len(problems)
        raise IntakeError(f"The data have {n} fault{'s' if n > 1 else ''}.", problems=problems)
    schools = {
        school: SchoolFacts(
            id=school,
            name=listed.get(school, {}).get("name") or school,
            type=listed.get(school, {}).get("type") or None,
            place=listed.get(school, {}).get("place") or None,
            enrolled=enrolled.get(school),
        )
        for school in sorted({*seen, *listed})
    }
    known = _known_groups(answers, enrolled, parameters.rules.n_min)
    return Collected(answers=known, schools=schools)


def _waves(survey: Survey, codebook: Codebook, parameters: RunParameters) -> dict[str, Answers]:
    rules: Rules = parameters.rules
    current = survey.wave in (None, parameters.wave)
    answers = read_answers(
        survey.file,
        codebook,
        sheet=survey.sheet,
        intake=parameters.adjust_for if codebook.informant == "pupil" and current else (),
        wave=survey.wave,
        min_answered=rules.min_answered,
        duplicates=rules.duplicates,
        out_of_range=rules.out_of_range,
        careless=rules.careless,
        test_entries=rules.test_entries,
    )
    return {survey.wave or parameters.wave: answers}


def _weighted(answers: Mapping[tuple[str, str], Answers]) -> list[Problem]:
    """Return codebooks whose weights a report would ignore: it counts every respondent once."""
    problems = []
    for (_, wave), part in answers.items():
        weights = part.respondents.get("weight")
        if weights is None or weights.nunique(dropna=False) < 2:
            continue
        column = next(f.name for f in part.codebook.fields if f.role == "weight")
        problems.append(
            Problem(
                where=f"{part.source.file}, column {column}",
                what=f"weighs respondents unequally (codebook {part.codebook.name}, wave {wave}); "
                "a report counts every respondent once, so that its numbers would not be those "
                "of a weighted sample.",
                remedy="Take the role `weight` off the column to report the pupils who answered; "
                "for weighted estimates use the functions that take `weights=`.",
            )
        )
    return problems


def _mirrors(answers: Mapping[tuple[str, str], Answers], wave: str) -> list[Problem]:
    """Return what other informants' codebooks mirror wrongly."""
    problems: list[Problem] = []
    pupil = answers[("pupil", wave)].codebook
    for (informant, other_wave), part in answers.items():
        if informant != "pupil" and other_wave == wave:
            try:
                check_mirrors(pupil, part.codebook)
            except CodebookError as error:
                problems += error.problems
    return problems


def _check_ids(
    parts: Iterable[Answers], seen: list[str], parameters: RunParameters
) -> list[Problem]:
    parts = list(parts)
    problems = []
    for school in seen:
        if parameters.school_pattern is None:
            try:
                parse_brin(school)
            except AspiratieError as error:
                remedy = "Mend it, or give `school_pattern` for other codes than BRIN."
                if " Is " in error.message and _CODE.fullmatch(school):
                    remedy = "Is" + error.message.rsplit(" Is", 1)[1]
            else:
                continue
        elif re.fullmatch(parameters.school_pattern, school):
            continue
        else:
            remedy = "Mend it in the export, or change `school_pattern`."
        told = _told(school, parts, parameters.rules.n_min)
        rule = "BRIN" if parameters.school_pattern is None else "the pattern of the parameters"
        problems.append(Problem(where="school", what=f"{told} does not fit {rule}.", remedy=remedy))
    return problems


def _told(school: str, parts: Iterable[Answers], n_min: int) -> str:
    """Name a school's code, or only its rows: a rare code may be what a pupil typed."""
    rows = {
        part.source.file: part.respondents.index[part.respondents["school"] == school]
        for part in parts
    }
    if _CODE.fullmatch(school) or sum(len(found) for found in rows.values()) >= n_min:
        return f"the code {school!r}"
    places = [
        f"{file}, row {', '.join(map(str, found[:5]))}"
        for file, found in rows.items()
        if len(found)
    ]
    return f"a code in {'; '.join(places) or 'rows that were removed'}"


def _known_groups(
    answers: Mapping[tuple[str, str], Answers],
    enrolled: Mapping[str, Mapping[str, int]],
    n_min: int,
) -> dict[tuple[str, str], Answers]:
    """Make groups unknown that are neither enrolled anywhere nor named by n_min respondents.

    A group that a single pupil typed would else be printed as the name of a merged group.
    """
    listed = {group for groups in enrolled.values() for group in groups}
    out = {}
    for key, part in answers.items():
        if "group" in part.respondents:
            group = part.respondents["group"]
            common = group.map(group.value_counts()).ge(n_min)
            kept = group.where(common | group.isin(listed))
            part = dataclasses.replace(part, respondents=part.respondents.assign(group=kept))
        out[key] = part
    return out


def _table(path: Path, needed: tuple[str, ...], problems: list[Problem]) -> pd.DataFrame | None:
    """Read a small csv of the analyst's own; None where it is faulty."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        text = path.read_text(encoding="cp1252")
    lines = text.splitlines()
    delimiter = max(";,\t", key=lines[0].count) if lines else ";"
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if any(row)]
    heads = [_HEADINGS.get(h.strip().casefold(), "") for h in rows[0]] if rows else []
    lacking = [n for n in needed if n not in heads]
    if lacking:
        problems.append(
            Problem(
                where=path.name,
                what=f"lacks the column{'s' if len(lacking) > 1 else ''} {', '.join(lacking)}.",
                remedy="Name the columns in the first line, with ; between them.",
            )
        )
        return None
    uneven = [i for i, row in enumerate(rows, 1) if len(row) != len(heads)]
    if uneven:
        problems.append(
            Problem(
                where=f"{path.name}, row {uneven[0]}",
                what=f"has another number of columns than the heading ({len(uneven)} such rows).",
            )
        )
        return None
    frame = pd.DataFrame(rows[1:], columns=heads, dtype=str)
    kept = pd.DataFrame({h: frame[h].str.strip() for h in heads if h})
    kept["school"] = kept["school"].str.upper()
    return kept


def _schools(path: Path | None, problems: list[Problem]) -> dict[str, dict[str, str]]:
    frame = None if path is None else _table(path, ("school", "name"), problems)
    if frame is None or path is None:
        return {}
    for school, n in Counter(frame["school"]).items():
        if n > 1:
            problems.append(
                Problem(
                    where=path.name,
                    what=f"has {n} schools with the code {school}.",
                    remedy="Tell locations apart by BRIN with vestiging, as 01AB00 and 01AB01.",
                )
            )
    return {
        str(row["school"]): {str(k): str(v) for k, v in row.items()}
        for row in frame.to_dict("records")
    }


def _enrolment(path: Path | None, problems: list[Problem]) -> dict[str, dict[str, int]]:
    frame = None if path is None else _table(path, ("school", "group", "enrolled"), problems)
    if frame is None or path is None:
        return {}
    numbers = pd.to_numeric(frame["enrolled"], errors="coerce")
    wrong = frame.index[numbers.isna() | (numbers < 0) | (numbers % 1 != 0)]
    problems += [
        Problem(where=f"{path.name}, row {i + 2}", what="`enrolled` is not a whole number.")
        for i in wrong
    ]
    out: dict[str, dict[str, int]] = {}
    for school, group, n in zip(frame["school"], frame["group"], numbers.fillna(0), strict=True):
        out.setdefault(str(school), {})[str(group)] = int(n)
    return out
