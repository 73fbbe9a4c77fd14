"""Tables with a row an answer, turned into a row a respondent."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.codebook.text import squeeze
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.files.table import Rows, Table, Texts
from aspiratie.intake.layout import Heading, Layout

__all__ = ["widen"]

_ANSWER = re.compile(r"antwort|antwoord(?:tekst)?|answer|waarde|value|response|reactie|score")
_PERSON = re.compile(
    r"(?:respondent|deelname|deelnemer|leerling|student|response|person|record)?[-_ ]?"
    r"(?:id|code|nummer|nr)|respondent|deelnemer|leerling|student|token|person|pupil|sch[uü]ler"
)
_QUESTION = re.compile(
    r"vraag(?:tekst|code)?|question(?: text)?|item|stelling|variable|variabele|frage|aussage"
)
#: A table of answers has no more columns than this.
_MOST_COLUMNS = 15


def widen(
    table: Table, layout: Layout, known: Callable[[str], bool] | None, file: str
) -> tuple[Table, Layout] | None:
    """Turn a table with a row an answer into one with a row a respondent.

    Parameters
    ----------
    table, layout
        As opened.
    known : callable
        Whether a text is a question of the questionnaire; without it the column
        of questions is known by a heading as "vraag" or "item".
    file : str
        For messages.

    Returns
    -------
    table, layout
        Or None where the table is none of answers: no column of questions, or
        no column with a heading as "antwoord" or "answer".

    Raises
    ------
    IntakeError
        If nothing says whose answer a row is, or somebody gave two answers to
        one question.
    """
    heads = [squeeze(h.found) for h in layout.headings]
    answer = next((i for i, head in enumerate(heads) if _ANSWER.fullmatch(head)), None)
    if answer is None or len(heads) > _MOST_COLUMNS:
        return None
    columns, rows = table.read(list(range(len(heads))), layout.header_rows)
    question = next(
        (
            i
            for i in range(len(heads))
            if i != answer
            and (_QUESTION.fullmatch(heads[i]) if known is None else _asks(columns[i], known))
        ),
        None,
    )
    if question is None:
        return None
    person = next((i for i, head in enumerate(heads) if _PERSON.fullmatch(head)), None)
    if person is None:
        what = "has a row an answer, but no column that says whose answer it is."
        raise IntakeError(f"{file} cannot be read.", problems=[
            Problem(where=file, what=what, remedy="Name the column of ids: respondent.")
        ])  # fmt: skip
    return _wide(columns, rows, layout, person=person, question=question, answer=answer, file=file)


def _asks(column: pd.Categorical, known: Callable[[str], bool]) -> bool:
    counts = np.bincount(column.codes[column.codes >= 0], minlength=len(column.categories))
    found = [known(str(label)) for label in column.categories]
    return sum(found) >= 2 and int(counts[found].sum()) * 2 > int(counts.sum())


def _wide(
    columns: Mapping[int, pd.Categorical],
    rows: Rows,
    layout: Layout,
    *,
    person: int,
    question: int,
    answer: int,
    file: str,
) -> tuple[Table, Layout]:
    who, what = columns[person].codes, columns[question].codes
    keep = (who >= 0) & (what >= 0)
    pairs = pd.DataFrame(
        {"who": who[keep], "what": what[keep], "said": columns[answer].codes[keep]}
    )
    numbers = rows[keep]
    again = pairs.duplicated(["who", "what"])
    if again.any():
        raise IntakeError(
            f"{file} cannot be read.",
            problems=[
                Problem(
                    where=f"{file}, row {numbers[again.to_numpy()][0]}",
                    what=f"is a second answer of one respondent to one question; there are "
                    f"{int(again.sum())}.",
                    remedy="Keep one, or give the second response an id of its own.",
                )
            ],
        )
    people, place = np.unique(pairs["who"].to_numpy(), return_inverse=True)
    first = np.full(len(people), -1)
    first[place[::-1]] = np.arange(len(place))[::-1]
    texts: dict[int, pd.Categorical] = {}
    headings: list[Heading] = []
    for i, heading in enumerate(layout.headings):
        if i in (question, answer):
            continue
        one = columns[i].codes[keep]
        if i != person and (one != one[first][place]).any():
            continue  # differs from row to row, as a time of each answer
        texts[len(headings)] = _categories(columns[i], one[first])
        headings.append(heading)
    for code, label in enumerate(map(str, columns[question].categories)):
        of = pairs["what"].to_numpy() == code
        said: npt.NDArray[np.intp] = np.full(len(people), -1)
        said[place[of]] = pairs["said"].to_numpy()[of]
        texts[len(headings)] = _categories(columns[answer], said)
        headings.append(Heading(found=label, texts=(label,), codes=(label,)))

    def read(places: Sequence[int], _header_rows: int) -> tuple[Texts, Rows]:
        return {p: texts[p] for p in places}, numbers[first]

    wide = Layout(
        tool=f"{layout.tool}, a row an answer",
        header_rows=0,
        headings=tuple(headings),
        roles={"respondent": (layout.headings[person].found,)},
    )
    head = [[heading.found for heading in headings]]
    return Table(head=head, read=read, rows_below=lambda _header_rows: len(people)), wide


def _categories(column: pd.Categorical, codes: npt.NDArray[np.intp]) -> pd.Categorical:
    return pd.Categorical.from_codes(codes, categories=column.categories)
