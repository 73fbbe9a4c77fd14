"""Answers as plain frames, with what the codebook says of them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import pandas as pd

from aspiratie.codebook import Codebook, read_codebook
from aspiratie.errors import ParameterError, Problem
from aspiratie.measurement.design import LEAST_CLUSTERS
from aspiratie.measurement.scores import scale_scores
from aspiratie.texts import check_language

__all__ = ["CodedAnswers", "narrowed", "read_coded"]


@dataclass(frozen=True, eq=False, kw_only=True)
class CodedAnswers:
    """Cleaned and coded answers to some scales.

    Parameters
    ----------
    respondents : DataFrame
        School, group and other columns of each respondent.
    codebook : Codebook
        Of the scales that are analysed.
    items : DataFrame
        Items of these scales in the scales' direction, scale by scale.
    missing : {"pairwise", "listwise"}
        How correlations and ordinal models treat missing answers.
    language : str
        Of titles.
    """

    respondents: pd.DataFrame
    codebook: Codebook
    items: pd.DataFrame
    missing: str = "pairwise"
    language: str = "en"

    def __repr__(self) -> str:
        n, p = self.items.shape
        return f"<CodedAnswers of {n} respondents, {p} items in {len(self.scales)} scales>"

    @property
    def school(self) -> pd.Series:
        """The school of each respondent."""
        return self.respondents["school"]

    @property
    def scales(self) -> dict[str, list[str]]:
        """The items of each scale."""
        return {
            s.name: [f.name for f in self.codebook.items_of(s.name)] for s in self.codebook.scales
        }

    @property
    def weights(self) -> pd.Series | None:
        """Sampling weights of the respondents; None where the codebook has no such column."""
        found = self.respondents.get("weight")
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


def read_coded(
    answers: str | Path, codebook: str | Path | Codebook, *, scales: str = "", language: str = "en"
) -> CodedAnswers:
    """Read the file of answers that ``aspiratie run`` gives a notebook.

    Parameters
    ----------
    answers : str or Path
        The parquet file.
    codebook : str, Path or Codebook
        By which the answers were coded; ``aspiratie run`` gives it in the parameter
        ``codebook``.
    scales : str
        Names of the scales to analyse, with spaces between; "" for all that belong to a
        principle, or for all where none does.
    language : {"en", "nl"}
        Of titles.

    Returns
    -------
    CodedAnswers

    Raises
    ------
    ParameterError
        If there is no such file, it lacks items of the codebook, or a scale or the language is
        unknown.
    CodebookError
        If the codebook has faults.
    """
    check_language(language)
    path = Path(answers)
    if not path.is_file():
        raise ParameterError(
            f"There is no file of answers {path.name!r}.",
            problems=[
                Problem(
                    where="answers",
                    what="is no file.",
                    remedy="`aspiratie run` makes one for each school; by hand, give one that "
                    "it kept of a page that failed.",
                )
            ],
        )
    book = codebook if isinstance(codebook, Codebook) else read_codebook(codebook)
    frame = pd.read_parquet(path)
    chosen = narrowed(book, scales.replace(",", " ").split())
    columns = [f.name for s in chosen.scales for f in chosen.items_of(s.name)]
    lacking = [name for name in columns if name not in frame]
    if lacking or "school" not in frame:
        raise ParameterError(
            f"{path.name} does not hold answers to {book.name}: it lacks "
            f"{', '.join(lacking) or 'school'}."
        )
    known = {f.name for f in book.items}
    return CodedAnswers(
        respondents=frame[[name for name in frame if name not in known]],
        codebook=chosen,
        items=frame[columns],
        language=language,
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
