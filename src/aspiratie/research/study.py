"""What a researcher's notebook works on: cleaned answers of one wave, and where they came from."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from aspiratie.codebook import Codebook, read_codebook
from aspiratie.errors import IntakeError, ParameterError, Problem
from aspiratie.intake import Answers, read_answers
from aspiratie.intake.clean import Careless, Duplicates, OutOfRange, TestEntries
from aspiratie.measurement.design import LEAST_CLUSTERS
from aspiratie.measurement.scores import scale_scores
from aspiratie.research.gathering import gathered

__all__ = ["Study", "narrowed", "open_study"]


@dataclass(frozen=True, eq=False, kw_only=True)
class Study:
    """Answers that are to be analysed.

    Parameters
    ----------
    answers : Answers
        As cleaned, all items.
    codebook : Codebook
        Of the scales that are analysed.
    items : DataFrame
        Items of these scales in the scales' direction, scale by scale.
    missing : {"pairwise", "listwise"}
        How correlations and ordinal models treat missing answers.
    language : str
        Of titles.
    notes : tuple of str
        Warnings of reading.
    options : dict
        The cleaning rules.
    opened : float
        When it was opened, on :func:`time.perf_counter`'s clock.
    """

    answers: Answers
    codebook: Codebook
    items: pd.DataFrame
    missing: str
    language: str
    notes: tuple[str, ...]
    options: dict[str, object]
    opened: float

    def __repr__(self) -> str:
        n, p = self.items.shape
        return f"<Study of {n} respondents, {p} items in {len(self.scales)} scales>"

    @property
    def school(self) -> pd.Series:
        """The school of each respondent."""
        return self.answers.respondents["school"]

    @property
    def respondents(self) -> pd.DataFrame:
        """School, group and other columns of each respondent."""
        return self.answers.respondents

    @property
    def scales(self) -> dict[str, list[str]]:
        """The items of each scale."""
        return {
            s.name: [f.name for f in self.codebook.items_of(s.name)] for s in self.codebook.scales
        }

    @property
    def weights(self) -> pd.Series | None:
        """Sampling weights of the respondents; None where the codebook has no such column."""
        found = self.answers.respondents.get("weight")
        return None if found is None else found.loc[self.items.index]

    @property
    def cluster(self) -> pd.Series | None:
        """The school of each respondent; None with fewer schools than inference needs."""
        school = self.school.loc[self.items.index]
        return school if school.nunique() >= LEAST_CLUSTERS else None

    @property
    def composites(self) -> dict[str, list[str]]:
        """The scales of each principle."""
        return {
            p.name: [s.name for s in self.codebook.conditions_of(p.name)]
            for p in self.codebook.principles
        }

    def items_of(self, scale: str) -> pd.DataFrame:
        """Return the items of one scale.

        Raises
        ------
        ParameterError
            If there is no such scale.
        """
        self._need(scale)
        return self.items[self.scales[scale]]

    def scores(self, *, min_answered: float = 0.5) -> pd.DataFrame:
        """Return the score of each respondent on each scale, as :func:`aspiratie.scale_scores`.

        Parameters
        ----------
        min_answered : float
            Share of a scale's items that a score needs.
        """
        return pd.DataFrame(
            {
                scale: scale_scores(self.items[members], min_answered=min_answered).scores
                for scale, members in self.scales.items()
            }
        )

    def model(self, *scales: str) -> str:
        """Return a model of correlated factors, one a scale, in lavaan's syntax.

        Parameters
        ----------
        *scales : str
            Which; all unless given.

        Raises
        ------
        ParameterError
            If there is no such scale.
        """
        self._need(*scales)
        return "\n".join(
            f"{scale} =~ {' + '.join(self.scales[scale])}" for scale in scales or self.scales
        )

    def beside(self, *scales: str) -> list[str]:
        """Return the names of the other scales.

        Raises
        ------
        ParameterError
            If there is no such scale.
        """
        self._need(*scales)
        return [scale for scale in self.scales if scale not in scales]

    def _need(self, *scales: str) -> None:
        wrong = [scale for scale in scales if scale not in self.scales]
        if wrong:
            raise ParameterError(
                f"There is no scale {', '.join(wrong)}. Scales: {', '.join(self.scales)}."
            )

    def title(self, scale: str) -> str:
        """Return the title of a scale, or the name itself."""
        known = {s.name: s.title.of(self.language) for s in self.codebook.scales}
        return known.get(scale, scale)


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


def narrowed(codebook: Codebook, scales: Sequence[str]) -> Codebook:
    """Return a codebook of some scales only.

    Parameters
    ----------
    codebook : Codebook
        The whole.
    scales : sequence of str
        Names; none for all conditions, or for all scales where none is a condition.

    Returns
    -------
    Codebook
        Scales in the order of the principles.

    Raises
    ------
    ParameterError
        With every name that is no scale.
    """
    known = [s.name for s in codebook.scales]
    wrong = [name for name in scales if name not in known]
    if wrong:
        raise ParameterError(
            "Some scales are not in the codebook.",
            problems=[
                Problem(where=name, what="is no scale.", remedy=f"One of: {', '.join(known)}.")
                for name in wrong
            ],
        )
    ordered = [*codebook.conditions, *(s for s in codebook.scales if s.principle is None)]
    kept = [s for s in ordered if s.name in scales] if scales else list(codebook.conditions)
    kept = kept or ordered
    names = {s.name for s in kept}
    principles = {s.principle for s in kept}
    return replace(
        codebook,
        scales=tuple(kept),
        principles=tuple(p for p in codebook.principles if p.name in principles),
        fields=tuple(f for f in codebook.fields if not f.is_item or f.scale in names),
    )
