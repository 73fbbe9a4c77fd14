"""What is to be made: a job for each school or group, with the answers that it gets."""

from __future__ import annotations

import hashlib
import json
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aspiratie.batch.inputs import code_digest
from aspiratie.batch.manifest import fingerprint, sha256_of
from aspiratie.batch.notebooks import find_notebook
from aspiratie.codebook import read_codebook
from aspiratie.errors import ParameterError, Problem
from aspiratie.intake import Answers
from aspiratie.parameters import RunParameters, read_parameters
from aspiratie.prepare.surveys import collect
from aspiratie.report.notebook import check_parameters, notebook_parameters, read_notebook
from aspiratie.runs.given import ANSWERS, REGION, check_asked, user_values
from aspiratie.runs.one import Job
from aspiratie.runs.page import check_template, template_digest
from aspiratie.runs.parts import Part, Parts, cut, to_parquet
from aspiratie.runs.place import Place, open_place

__all__ = ["Plan", "plan"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Plan:
    """What is to be made.

    Parameters
    ----------
    jobs : tuple of Job
        One a school or group.
    answers : mapping of str to bytes
        By the name of a job the file that its notebook reads.
    region : bytes
        The file of everybody's answers; empty where the notebook asks for none.
    place : Place
        Where all comes to stand.
    names : frozenset of str
        Every school or group that there is, also where not all are made.
    left_out : int
        Respondents of whom a column is unknown.
    """

    jobs: tuple[Job, ...]
    answers: Mapping[str, bytes]
    region: bytes
    place: Place
    names: frozenset[str]
    left_out: int


def plan(
    notebook: str,
    parameters: str | Path,
    *,
    per: Sequence[str],
    given: Sequence[tuple[str, str]],
    informant: str,
    only: Sequence[str],
    template: str,
    cell_seconds: float,
) -> Plan:
    """Read a run and a notebook, and hold them against each other.

    Parameters are those of :func:`aspiratie.runs.run.run_notebook`.

    Raises
    ------
    AspiratieError
        With every fault of notebook, parameters, codebooks or data.
    """
    run = read_parameters(parameters)
    path = _found(notebook)
    source = read_notebook(path)
    asked = notebook_parameters(source)
    check_template(template)
    answers = _answers(run, informant)
    parts = cut(answers, per)
    columns = list(parts.parts[0].values) if parts.parts else list(per)
    values = _offered(asked, run, answers) | user_values(asked, given, columns)
    check_asked(asked, columns, values)
    chosen = _chosen(parts, only)
    place = open_place(run.output, f"{path.stem}-per-{'-'.join(columns)}")
    region = to_parquet(parts.whole) if REGION in asked else b""
    shaping = fingerprint(
        code_digest(),
        sha256_of(path),
        template_digest(template),
        answers.codebook.sha256,
        run.language,
    )
    files = {part.name: to_parquet(part.answers) for part in chosen}
    jobs = []
    for part in chosen:
        own = values | {name: value for name, value in part.values.items() if name in asked}
        own[ANSWERS] = str(place.answers_of(part.name))
        if REGION in asked:
            own[REGION] = str(place.region)
        checked = check_parameters(source, {**asked, **own})
        told = {name: value for name, value in checked.items() if name not in (ANSWERS, REGION)}
        key = fingerprint(
            shaping, _digest(files[part.name]), _digest(region), json.dumps(told, sort_keys=True)
        )
        jobs.append(
            Job(
                name=part.name,
                notebook=path,
                parameters=checked,
                html=place.folder / f"{part.name}.html",
                key=key,
                failed=place.failed,
                template=template,
                language=run.language,
                cell_seconds=cell_seconds,
            )
        )
    return Plan(
        jobs=tuple(jobs),
        answers=files,
        region=region,
        place=place,
        names=frozenset(part.name for part in parts.parts),
        left_out=parts.left_out,
    )


def _found(notebook: str) -> Path:
    """Return a notebook's path: as seen from here, or of one that ships."""
    own = Path(notebook)
    if notebook.endswith(".ipynb"):
        if own.is_file():
            return own.resolve()
        if own.parent == Path("notebooks"):  # as in a checkout, where the package is installed
            return find_notebook(own.stem)
        raise ParameterError(f"There is no notebook {own.name!r} in {own.parent.as_posix()!r}.")
    return find_notebook(notebook)


def _answers(run: RunParameters, informant: str) -> Answers:
    collected = collect(run)
    found = collected.answers.get((informant, run.wave))
    if found is None:
        there = ", ".join(sorted(i for i, wave in collected.answers if wave == run.wave))
        raise ParameterError(
            "There are no such answers.",
            problems=[
                Problem(
                    where=f"informant {informant}",
                    what=f"has no answers in wave {run.wave}.",
                    remedy=f"There are answers of: {there}.",
                )
            ],
        )
    return found


def _offered(asked: Mapping[str, Any], run: RunParameters, answers: Answers) -> dict[str, Any]:
    """Return what the run tells a notebook besides answers, of what it asks for."""
    told = {"codebook": _codebook(run, answers), "language": run.language, "wave": run.wave}
    return {name: value for name, value in told.items() if name in asked}


def _codebook(run: RunParameters, answers: Answers) -> str:
    """Return by what name or path the codebook of answers is read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # told when the data were read
        return next(
            survey.codebook
            for survey in run.surveys
            if read_codebook(survey.codebook).sha256 == answers.codebook.sha256
        )


def _chosen(parts: Parts, only: Sequence[str]) -> tuple[Part, ...]:
    names = {part.name for part in parts.parts}
    wrong = [name for name in only if name not in names]
    if wrong:
        raise ParameterError(
            "Some schools or groups are not in the answers.",
            problems=[Problem(where=f"--only {name}", what="is not there.") for name in wrong],
        )
    return tuple(part for part in parts.parts if not only or part.name in only)


def _digest(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
