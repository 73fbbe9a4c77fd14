"""Cut the cleaned answers of a questionnaire into schools or groups, as files for a notebook."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from aspiratie.batch.output import file_names
from aspiratie.errors import ParameterError, Problem
from aspiratie.intake import Answers

__all__ = ["PER", "Part", "Parts", "coded", "cut", "to_parquet"]

#: By what answers can be cut.
PER = ("school", "group", "type", "wave")


@dataclass(frozen=True, eq=False, kw_only=True)
class Part:
    """The answers of one school or group.

    Parameters
    ----------
    name : str
        Of its page, safe as a file's.
    values : mapping of str to str
        What it has in each column by which was cut.
    answers : DataFrame
        As :func:`coded` gives them.
    """

    name: str
    values: Mapping[str, str]
    answers: pd.DataFrame

    def __repr__(self) -> str:
        return f"<Part {self.name}: {len(self.answers)} respondents>"


@dataclass(frozen=True, eq=False, kw_only=True)
class Parts:
    """All answers, and the parts of them.

    Parameters
    ----------
    whole : DataFrame
        Everybody's answers.
    parts : tuple of Part
        In the order of their values.
    left_out : int
        Respondents of whom a column is unknown, who are in no part.
    """

    whole: pd.DataFrame
    parts: tuple[Part, ...]
    left_out: int


def coded(answers: Answers) -> pd.DataFrame:
    """Return cleaned answers as one frame.

    Parameters
    ----------
    answers : Answers
        Of one questionnaire and wave.

    Returns
    -------
    DataFrame
        A row a respondent, named by its row in the export: what is known of the respondent
        (``school``, ``group``, …), whether two indices or more call the answers ``careless``,
        and the items, from 1 in the direction of their scales; NaN where there is no answer.

    Raises
    ------
    ParameterError
        If an item has the name of one of the other columns.
    """
    told = answers.respondents.copy()
    if "flagged" in answers.careless:
        told["careless"] = answers.careless["flagged"]
    items = answers.scored()
    both = [str(name) for name in items if name in told]
    if both:
        raise ParameterError(
            "Items and respondents have columns of one name.",
            problems=[
                Problem(
                    where=f"codebook {answers.codebook.name}, item {name}",
                    what="has a name that is kept for what is known of a respondent.",
                    remedy="Give the item another name in the codebook.",
                )
                for name in both
            ],
        )
    frame = pd.concat([told, items], axis=1)
    frame.attrs.clear()
    return frame


def cut(answers: Answers, per: Sequence[str]) -> Parts:
    """Cut answers by one column or more.

    Parameters
    ----------
    answers : Answers
        Of one questionnaire and wave.
    per : sequence of str
        Of :data:`PER`, or the names that the codebook gives to columns with these roles.

    Raises
    ------
    ParameterError
        With every column that is not there.
    """
    whole = coded(answers)
    roles = {f.name: f.role for f in answers.codebook.fields if f.role in PER}
    columns = [roles.get(name) or name for name in per]
    known = [name for name in PER if name in answers.respondents]
    wrong = [given for given, name in zip(per, columns, strict=True) if name not in known]
    if wrong or not columns or len(set(columns)) < len(columns):
        raise ParameterError(
            "The answers cannot be cut so.",
            problems=[
                Problem(
                    where=f"--per {name}",
                    what="is no column of schools or groups in these answers.",
                    remedy=f"They have: {', '.join(known)}.",
                )
                for name in wrong
            ]
            or [Problem(where="--per", what="needs columns, each once.")],
        )
    groups = {
        tuple(map(str, values)): part
        for values, part in whole.groupby(columns, sort=True, observed=True)
    }
    named = file_names("\x1f".join(values) for values in groups)
    parts = tuple(
        Part(name=named["\x1f".join(values)], values=dict(zip(columns, values, strict=True)),
             answers=part)
        for values, part in groups.items()
    )  # fmt: skip
    left_out = int(whole[columns].isna().any(axis=1).sum())
    return Parts(whole=whole, parts=parts, left_out=left_out)


def to_parquet(answers: pd.DataFrame) -> bytes:
    """Return answers as the bytes of a parquet file; equal answers give equal bytes."""
    written = io.BytesIO()
    answers.to_parquet(written, engine="pyarrow", compression="zstd")
    return written.getvalue()
