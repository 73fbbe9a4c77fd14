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
from aspiratie.errors import (
    AspiratieError,
    CodebookError,
    IntakeError,
    ParameterError,
    Problem,
)
from aspiratie.intake import Answers, Export, Spelling, clean, join_exports, read_export
from aspiratie.intake.spelling import near_pairs, same_key
from aspiratie.parameters import Rules, RunParameters, Survey
from aspiratie.prepare.versions import unlike_versions
from aspiratie.schools.registry import parse_brin

__all__ = ["Collected", "SchoolFacts", "collect"]

#: What looks like a code, not like something that a pupil typed.
_CODE = re.compile(r"(?=.*\d)[0-9A-Z]{4,8}")

_HEADINGS = {
    "school": "school", "brin": "school", "naam": "name", "name": "name", "type": "type",
    "plaats": "place", "place": "place", "groep": "group", "leerjaar": "group",
    "group": "group", "aantal": "enrolled", "enrolled": "enrolled", "aliases": "aliases",
    "ook bekend als": "aliases",
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
    listed = _schools(parameters.schools, problems, brin=parameters.school_pattern is None)
    enrolled = _enrolment(parameters.enrolment, problems, brin=parameters.school_pattern is None)
    spelling = _spelling(listed, parameters)
    answers: dict[tuple[str, str], Answers] = {}
    for surveys in _of_one_wave(parameters.surveys):
        survey = surveys[0]
        try:
            codebook = read_codebook(survey.codebook)
            if codebook.informant == "pupil" and not codebook.scales:
                raise CodebookError("No scales.", problems=[_no_scales(codebook)])
            key = (codebook.informant, survey.wave or parameters.wave)
            if key in answers:
                raise IntakeError(
                    f"{survey.file.name} is a second export of informant {key[0]} "
                    f"in wave {key[1]}. Join the two files, give them different waves, or "
                    "each its `school`."
                )
            answers[key] = _answers(surveys, codebook, parameters, spelling)
        except AspiratieError as error:
            told = error.problems or [Problem(where=survey.file.name, what=error.message)]
            problems += [problem for problem in told if problem not in problems]
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
        problems += unlike_versions(answers)
    # From the logs, so that a school of which every row was removed is still named.
    seen = sorted({s for part in answers.values() for s in part.log.schools["school"]} - {""})
    problems += _check_ids(answers.values(), seen, parameters)
    problems += _alike(answers.values(), seen, listed, parameters)
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


def _no_scales(codebook: Codebook) -> Problem:
    return Problem(
        where=codebook.source or codebook.name,
        what="has single questions only, and a report is about scales.",
        remedy="Give questions a `scale:`; a scale may have one question, and needs no principle.",
    )


def _of_one_wave(surveys: Iterable[Survey]) -> list[list[Survey]]:
    """Put files of one questionnaire and wave together where each is of one school."""
    groups: list[list[Survey]] = []
    for survey in surveys:
        of_school = survey.school is not None or survey.school_from_file is not None
        same = next(
            (
                g for g in groups
                if of_school and (g[0].school or g[0].school_from_file)
                and (g[0].codebook, g[0].wave) == (survey.codebook, survey.wave)
            ),
            None,
        )  # fmt: skip
        if same is None:
            groups.append([survey])
        else:
            same.append(survey)
    return groups


def _answers(
    surveys: list[Survey], codebook: Codebook, parameters: RunParameters, spelling: Spelling
) -> Answers:
    rules: Rules = parameters.rules
    survey = surveys[0]
    current = survey.wave in (None, parameters.wave)
    if rules.duplicates == "keep_all" and codebook.role("respondent") is not None:
        raise ParameterError(
            "Rows of one pupil may not all be kept.",
            problems=[
                Problem(
                    where="rules, duplicates",
                    what=f"is keep_all, while {codebook.name} has a column that tells pupils "
                    "apart: n_min counts pupils, and of one pupil there would be more.",
                    remedy="Use keep_first or keep_last.",
                )
            ],
        )
    exports: list[Export] = []
    problems: list[Problem] = []
    for one in surveys:
        for file in one.files:
            try:
                exports.append(
                    read_export(
                        file,
                        codebook,
                        sheet=one.sheet,
                        intake=parameters.adjust_for
                        if codebook.informant == "pupil" and current
                        else (),
                        school=one.school_of(file),
                        spelling=spelling,
                    )
                )
            except IntakeError as error:
                problems += error.problems or [Problem(where=file.name, what=error.message)]
    if problems:
        raise IntakeError("Files of the survey cannot be read.", problems=problems)
    return clean(
        join_exports(exports),
        wave=survey.wave,
        min_answered=rules.min_answered,
        duplicates=rules.duplicates,
        out_of_range=rules.out_of_range,
        careless=rules.careless,
        test_entries=rules.test_entries,
    )


def _spelling(listed: Mapping[str, Mapping[str, str]], parameters: RunParameters) -> Spelling:
    """Know each listed school by its aliases, and by its name where no other has that name."""
    known: dict[str, set[str]] = {}
    for school, line in listed.items():
        aliases = [a.strip() for a in line.get("aliases", "").split("|")]
        for name in (line.get("name", ""), *aliases):
            if name:
                known.setdefault(same_key(name), set()).add(school)
    own = {same_key(school) for school in listed}
    return Spelling(
        known={
            name: next(iter(schools))
            for name, schools in known.items()
            if len(schools) == 1 and name and name not in own
        },
        brin=parameters.school_pattern is None,
    )


def _alike(
    parts: Iterable[Answers],
    seen: list[str],
    listed: Mapping[str, object],
    parameters: RunParameters,
) -> list[Problem]:
    """Find schools that may be one, unless a list says that they are two."""
    if parameters.school_pattern is None:
        return []
    parts = list(parts)
    problems = []
    for one, other in near_pairs(seen):
        if one in listed and other in listed:
            continue
        names = [_told(school, parts, parameters.rules.n_min) for school in (one, other)]
        problems.append(
            Problem(
                where="school",
                what=f"{names[0]} and {names[1]} may be one school.",
                remedy="List the schools in a file (`schools:`), with other spellings under "
                "`aliases`; or list both if they are two.",
            )
        )
    return problems


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
    parts = list(parts)
    rows = [part.respondents.index[part.respondents["school"] == school] for part in parts]
    if _CODE.fullmatch(school) or sum(len(found) for found in rows) >= n_min:
        return f"the code {school!r}"
    places = [
        part.source.place(int(row))
        for part, found in zip(parts, rows, strict=True)
        for row in found[:5]
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


def _schools(
    path: Path | None, problems: list[Problem], *, brin: bool
) -> dict[str, dict[str, str]]:
    frame = None if path is None else _table(path, ("school", "name"), problems)
    if frame is None or path is None:
        return {}
    frame["school"] = frame["school"].map(Spelling(brin=brin).code)
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


def _enrolment(
    path: Path | None, problems: list[Problem], *, brin: bool
) -> dict[str, dict[str, int]]:
    frame = None if path is None else _table(path, ("school", "group", "enrolled"), problems)
    if frame is None or path is None:
        return {}
    frame["school"] = frame["school"].map(Spelling(brin=brin).code)
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
