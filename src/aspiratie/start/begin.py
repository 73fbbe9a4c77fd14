"""From exports to a codebook and a parameters file that wait for a few answers."""

from __future__ import annotations

import datetime
import os
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aspiratie.codebook import Codebook
from aspiratie.codebook.words import OPEN
from aspiratie.errors import AspiratieError, AspiratieWarning, ParameterError, Problem
from aspiratie.intake import Export, read_export
from aspiratie.intake.proposal import Question, exports_among
from aspiratie.start.parameters_file import parameters_text
from aspiratie.start.provisional import look_ahead
from aspiratie.start.waves import school_year, schools_pattern
from aspiratie.start.workbook import Cell, provisional_codebook, write_workbook
from aspiratie.texts import Messages

__all__ = [
    "WORKBOOK",
    "Started",
    "draft_codebook",
    "facts_of",
    "not_there",
    "relative",
    "start",
    "survey_name",
]

_BRIN = re.compile(r"(?<![0-9A-Z])\d{2}[A-Z]{2}(?:\d{2})?(?![0-9A-Z])")
#: Name of the workbook that is written.
WORKBOOK = "codebook.xlsx"


@dataclass(frozen=True, eq=False, kw_only=True)
class Started:
    """What was written, and what a person still has to fill in.

    Parameters
    ----------
    workbook, parameters : Path
        The two files.
    cells : tuple of Cell
        In both; empty where everything is known.
    """

    workbook: Path
    parameters: Path
    cells: tuple[Cell, ...]

    def __repr__(self) -> str:
        return f"<Started {self.parameters.stem}: {len(self.cells)} cells to fill in>"

    def told(self, language: str = "nl") -> str:
        """Say what was written, what to fill in, and what to type next."""
        say = Messages(language)
        lines = [say("start-wrote", workbook=str(self.workbook), parameters=str(self.parameters))]
        if self.cells:
            lines += ["", say("start-cells", n=len(self.cells))]
            for cell in self.cells:
                lines += [f"  {cell.place}", f"    {cell.question}"]
            lines += ["", say("start-then")]
        else:
            lines.append(say("start-ready"))
        lines.append(f"  aspiratie report {self.parameters}")
        return "\n".join(lines)


def survey_name(path: Path) -> str:
    """Return a name for a survey, from its file's.

    Examples
    --------
    >>> survey_name(Path("Leerlingenquête 2025-2026 (1).csv"))
    'leerlingenquete-2025-2026-1'
    """
    import unicodedata

    plain = unicodedata.normalize("NFKD", path.stem).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "-", plain.casefold()).strip("-")[:60] or "vragenlijst"


def start(
    exports: Sequence[str | Path],
    *,
    folder: str | Path = ".",
    name: str | None = None,
    wave: str | None = None,
    language: str = "nl",
    replace: bool = False,
    date: str | None = None,
) -> Started:
    """Write a workbook and a parameters file for exports of one questionnaire.

    Parameters
    ----------
    exports : sequence of path
        One file, or one a school; beside them perhaps the survey's definition.
    folder : path
        Where ``codebook.xlsx`` and ``params/NAME.yml`` come to stand.
    name : str, optional
        Of the parameters file and of the reports' folder; from the first file's name.
    wave : str, optional
        As "2025-2026"; from the times in the file where it has them.
    language : {"nl", "en"}
        Of the reports and of both files.
    replace : bool
        Whether files that are there already may be overwritten.
    date : str, optional
        Printed in the reports; today.

    Returns
    -------
    Started

    Raises
    ------
    ParameterError
        If a file is there already, or the folder cannot be written.
    IntakeError
        If an export cannot be read.
    CodebookError
        If what the columns seem to be makes no codebook.
    """
    chosen = [Path(export) for export in exports]
    paths = _answered(chosen)
    folder = Path(folder)
    name = name or survey_name(paths[0])
    workbook, parameters = folder / WORKBOOK, folder / "params" / f"{name}.yml"
    not_there([workbook, parameters], replace=replace)
    ahead = look_ahead(chosen)
    codebook = provisional_codebook(
        ahead, name=re.sub(r"\W", "-", name), title=paths[0].stem, language=language
    )
    schools = _schools_by_name(paths, ahead.asked)
    facts = facts_of(paths, codebook, schools)
    try:
        parameters.parent.mkdir(parents=True, exist_ok=True)
        cells = write_workbook(ahead, codebook, workbook, language=language)
        text = parameters_text(
            surveys=[
                _survey(path, workbook, parameters.parent, schools.get(path.name)) for path in paths
            ],
            output=f"../reports/{name}",
            date=date or datetime.date.today().isoformat(),
            wave=wave or facts["wave"],
            language=language,
            # a name may be typed for a school that is still open
            school_pattern=facts["school_pattern"] or (".+" if OPEN in schools.values() else None),
        )
        parameters.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ParameterError(
            f"The folder {folder.name or '.'!r} cannot be written ({error.strerror}). "
            "Choose another with --folder."
        ) from None
    return Started(
        workbook=workbook,
        parameters=parameters,
        cells=(*cells, *_open_lines(text, parameters.name, language)),
    )


def draft_codebook(
    exports: Sequence[str | Path], workbook: str | Path, *, language: str = "nl"
) -> tuple[Cell, ...]:
    """Write only the workbook of :func:`start`.

    Parameters
    ----------
    exports : sequence of path
    workbook : path
        Must not be there yet.
    language : {"nl", "en"}

    Returns
    -------
    tuple of Cell
        What has to be filled in.

    Raises
    ------
    ParameterError, IntakeError, CodebookError
        As :func:`start`.
    """
    chosen, workbook = [Path(export) for export in exports], Path(workbook)
    paths = _answered(chosen)
    not_there([workbook], replace=False)
    ahead = look_ahead(chosen)
    name, title = survey_name(paths[0]), paths[0].stem
    codebook = provisional_codebook(ahead, name=name, title=title, language=language)
    try:
        return write_workbook(ahead, codebook, workbook, language=language)
    except OSError as error:
        raise ParameterError(f"{workbook.name} cannot be written ({error.strerror}).") from None


def _answered(paths: Sequence[Path]) -> list[Path]:
    """Return the files with answers; without one there is nothing to begin with."""
    found = exports_among(paths)
    if not found:
        raise ParameterError("A definition of a survey holds no answers: give its export too.")
    return found


def not_there(paths: Sequence[Path], *, replace: bool) -> None:
    """Refuse to overwrite files, unless that was asked for."""
    there = [path for path in paths if path.exists()]
    if there and not replace:
        raise ParameterError(
            "Nothing was written, as it would overwrite what is there.",
            problems=[
                Problem(
                    where=str(path),
                    what="is there already.",
                    remedy="Move it, choose another --folder or --name, or use --replace.",
                )
                for path in there
            ],
        )


def _survey(path: Path, workbook: Path, beside: Path, school: str | None) -> dict[str, Any]:
    return {
        "file": relative(path, beside),
        "codebook": relative(workbook, beside),
        "school": school,
    }


def _schools_by_name(paths: Sequence[Path], asked: Sequence[Question]) -> dict[str, str]:
    """Take a BRIN from the name of each file that has no column of schools, else leave it open."""
    unknown = {q.key.partition(":")[2] for q in asked if q.key.startswith("school:")}
    found = {p.name: set(_BRIN.findall(p.stem.upper())) for p in paths if p.name in unknown}
    codes = [code for codes in found.values() for code in codes]
    if all(len(codes) == 1 for codes in found.values()) and len(set(codes)) == len(codes):
        return {name: codes.pop() for name, codes in found.items()}
    return dict.fromkeys(found, OPEN)


def relative(path: Path, folder: Path) -> str:
    """Write a path as it is seen from a folder."""
    try:
        return Path(os.path.relpath(path.resolve(), folder.resolve())).as_posix()
    except ValueError:  # another drive
        return path.resolve().as_posix()


def facts_of(
    paths: Sequence[Path], codebook: Codebook, schools: Mapping[str, str]
) -> dict[str, str | None]:
    """Read what the exports say of their wave and of how schools are coded.

    ``schools`` holds the school of each file that has no column of it.
    """
    exports: list[Export] = []
    for path in paths:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", AspiratieWarning)
                exports.append(read_export(path, codebook, school=schools.get(path.name)))
        except AspiratieError:
            # `report` tells what is wrong, once the cells are filled in
            continue
    return {"wave": school_year(exports), "school_pattern": schools_pattern(exports)}


def _open_lines(text: str, file: str, language: str) -> list[Cell]:
    say = Messages(language)
    return [
        Cell(
            place=f"{file}, {say('start-column-line')} {number}",
            question=line.strip(),
        )
        for number, line in enumerate(text.splitlines(), 1)
        if re.match(r"\s*[\w-]+: \"\?\"", line)
    ]
