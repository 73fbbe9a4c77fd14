"""What a researcher's notebook works on: cleaned answers of one wave, and where they came from."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

import pandas as pd

from aspiratie.codebook import Codebook, read_codebook
from aspiratie.errors import IntakeError, ParameterError, Problem
from aspiratie.intake import Answers, read_answers
from aspiratie.intake.clean import Careless, Duplicates, OutOfRange, TestEntries
from aspiratie.research.coded import CodedAnswers, narrowed
from aspiratie.research.gathering import gathered

__all__ = ["Study", "open_study"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Study(CodedAnswers):
    """Answers that are to be analysed, and how they were read.

    Beside what :class:`CodedAnswers` has:

    Parameters
    ----------
    answers : Answers
        As cleaned, all items.
    notes : tuple of str
        Warnings of reading.
    options : dict
        The cleaning rules.
    opened : float
        When it was opened, on :func:`time.perf_counter`'s clock.
    """

    #: Those of the answers, so that another choice of these is one of the respondents too.
    respondents: pd.DataFrame = field(init=False)
    answers: Answers
    notes: tuple[str, ...]
    options: dict[str, object]
    opened: float

    def __post_init__(self) -> None:
        object.__setattr__(self, "respondents", self.answers.respondents)

    def __repr__(self) -> str:
        n, p = self.items.shape
        return f"<Study of {n} respondents, {p} items in {len(self.scales)} scales>"


def open_study(
    export: str | Path,
    codebook: str | Path | Codebook,
    *,
    wave: str = "",
    scales: str = "",
    missing: str = "pairwise",
    language: str = "en",
    min_answered: float = 0.5,
    careless: Careless = "keep",
    duplicates: Duplicates = "keep_first",
    out_of_range: OutOfRange = "missing",
    test_entries: TestEntries = "remove",
) -> Study:
    """Read and clean one export for analysis.

    Parameters
    ----------
    export : str or Path
        The file.
    codebook : str, Path or Codebook
        A shipped codebook's name, or a file.
    wave : str
        Which wave, where the export holds several; "" for all.
    scales : str
        Names of the scales to analyse, with spaces between; "" for all scales that belong
        to a principle.
    missing : {"pairwise", "listwise"}
        How correlations and ordinal models treat missing answers.
    language : {"en", "nl"}
        Of titles.
    min_answered, careless, duplicates, out_of_range, test_entries
        As in :func:`aspiratie.intake.read_answers`.

    Returns
    -------
    Study

    Raises
    ------
    ParameterError
        If there is no such file, or an option or scale is unknown.
    CodebookError, IntakeError
        If the codebook or the export has faults.
    """
    started = time.perf_counter()
    if missing not in ("pairwise", "listwise"):
        raise ParameterError(f"`missing` is {missing!r}, not 'pairwise' or 'listwise'.")
    if language not in ("en", "nl"):
        raise ParameterError(f"`language` is {language!r}, not 'en' or 'nl'.")
    path = Path(export)
    if not path.is_file():
        raise ParameterError(
            f"There is no export {path.name!r} in {path.parent.as_posix()!r}, seen from the folder "
            "in which the notebook runs.",
            problems=[
                Problem(
                    where="export",
                    what="is no file.",
                    remedy="For the simulated region: run `aspiratie demo` in the project's "
                    "folder. With papermill: give `--cwd notebooks`, or a whole path.",
                )
            ],
        )
    options: dict[str, object] = {
        "min_answered": min_answered,
        "careless": careless,
        "duplicates": duplicates,
        "out_of_range": out_of_range,
        "test_entries": test_entries,
    }
    with gathered() as notes:
        book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
        answers = read_answers(
            path,
            book,
            wave=wave or None,
            min_answered=min_answered,
            careless=careless,
            duplicates=duplicates,
            out_of_range=out_of_range,
            test_entries=test_entries,
        )
    chosen = narrowed(book, scales.replace(",", " ").split())
    columns = [f.name for s in chosen.scales for f in chosen.items_of(s.name)]
    items = answers.scored()[columns]
    empty = [str(c) for c in items.columns[items.notna().sum() == 0]]
    if empty:
        raise IntakeError(
            "Some items have no answers, so their scales cannot be analysed.",
            problems=[
                Problem(
                    where=f"item {item}",
                    what="nobody answered it.",
                    remedy="Leave its scale out with `scales`.",
                )
                for item in empty
            ],
        )
    return Study(
        answers=answers,
        codebook=chosen,
        items=items,
        missing=missing,
        language=language,
        notes=tuple(notes),
        options=options,
        opened=started,
    )
