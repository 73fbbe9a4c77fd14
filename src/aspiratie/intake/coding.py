"""Texts of an export as answers, groups and numbers; what is unknown, told without a pupil."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.codebook import Codebook, Field
from aspiratie.codebook.labels import is_standard
from aspiratie.codebook.text import EMPTY, as_number, is_blank, plain, squeeze
from aspiratie.errors import Problem
from aspiratie.intake.match import BLANK, BLANK_CODE, OUT_OF_RANGE, UNKNOWN, decode

__all__ = [
    "GROUPING_ROLES",
    "LABEL_SHOWN_FROM",
    "Columns",
    "Unknown",
    "decimal_mark",
    "numbers",
    "plain_text",
    "row_list",
]

#: An unknown answer is shown in an error from this many respondents on; what
#: fewer wrote could be one pupil's own words.
LABEL_SHOWN_FROM = 10
#: Codes outside the range are told from this share of a question's answers on.
ALARM_FROM = 0.01
_LABEL_WIDTH = 80
_ROWS_SHOWN = 8
#: Roles that divide respondents into groups, with or without a list of categories.
GROUPING_ROLES = ("group", "type", "wave")
_NUMBER_ROLES = ("weight", "duration")
_DECIMAL = re.compile(r"-?[\d.]*([.,])\d+")
_LABELS_FOR_DECIMAL = 1000


#: Field, squeezed and written answer, and the places of the rows.
_Found = tuple[str, str, str, npt.NDArray[np.intp]]


@dataclass(frozen=True, eq=False, kw_only=True)
class Columns:
    """Columns as read: items by name, ``role:`` by role, ``tool:`` what the tool adds.

    ``absent`` has the codes that the file itself declares missing, by field.
    """

    codebook: Codebook
    texts: Mapping[str, pd.Categorical]
    rows: npt.NDArray[np.int64]
    dropped: tuple[tuple[str, str], ...]
    absent: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)

    def __repr__(self) -> str:
        return f"<Columns: {len(self.texts)} of {len(self.texts) + len(self.dropped)}>"

    def role(self, role: str) -> pd.Categorical | None:
        """Return a role's column: the codebook's own, or else the tool's."""
        own = self.texts.get(f"role:{role}")
        return own if own is not None else self.texts.get(f"tool:{role}")


def row_list(rows: npt.NDArray[np.int64]) -> str:
    """Write row numbers, the first few of many.

    Examples
    --------
    >>> row_list(np.array([7])), row_list(np.arange(2, 14))
    ('row 7', 'rows 2, 3, 4, 5, 6, 7, 8, 9 and 4 more')
    """
    shown = np.unique(rows)[:_ROWS_SHOWN]
    more = len(np.unique(rows)) - len(shown)
    text = ("row " if len(shown) == 1 else "rows ") + ", ".join(str(r) for r in shown)
    return text + (f" and {more} more" if more else "")


class Unknown:
    """Codes columns and remembers the answers that the codebook doesn't know."""

    def __init__(self, columns: Columns, n: int) -> None:
        self.row_numbers = columns.rows
        ids = columns.role("respondent")
        self.person = np.arange(n) if ids is None else np.where(
            ids.codes < 0, np.arange(n) + len(ids.categories), ids.codes
        )  # fmt: skip
        self.absent = columns.absent
        self.found: list[_Found] = []
        self.outside: list[_Found] = []
        self.declared: list[Problem] = []
        self.given: dict[str, int] = {}

    def coded(self, field: Field, column: pd.Categorical) -> npt.NDArray[np.int8]:
        """Give each row its state; what the codebook doesn't know is remembered."""
        labels = [str(label) for label in column.categories]
        table = np.array([*decode(field, labels), BLANK], dtype=np.int8)
        self._respect_absent(field, labels, table)
        states: npt.NDArray[np.int8] = table[column.codes]
        self.given[field.name] = int((states != BLANK).sum())
        for state, found in ((UNKNOWN, self.found), (OUT_OF_RANGE, self.outside)):
            if not (table == state).any():
                continue
            rows = np.flatnonzero(states == state)
            codes = column.codes[rows]
            order = np.argsort(codes, kind="stable")
            starts = np.flatnonzero(np.diff(codes[order], prepend=-1))
            for part in np.split(order, starts[1:]):
                if len(part):
                    label = labels[codes[part[0]]]
                    found.append((field.name, squeeze(label), label.strip(), rows[part]))
        return states

    def _respect_absent(
        self, field: Field, labels: Sequence[str], table: npt.NDArray[np.int8]
    ) -> None:
        """Keep the file's own missing codes out; a codebook that counts one as answer is wrong."""
        absent = self.absent.get(field.name, frozenset())
        for place, label in enumerate(labels):
            if plain(label) not in absent:
                continue
            if table[place] > BLANK:
                self.declared.append(
                    Problem(
                        where=f"column {field.name}",
                        what=f"the file declares the code {label.strip()!r} missing, but the "
                        "codebook has it as an answer.",
                        remedy="Move it from `categories` to `missingValues`, or mend the file.",
                    )
                )
            elif table[place] in (UNKNOWN, OUT_OF_RANGE):
                table[place] = BLANK_CODE

    def labelled(self, field: Field, column: pd.Categorical) -> pd.Categorical:
        """Give a group or type its Dutch label."""
        states = self.coded(field, column)
        labels = [category.label.nl for category in field.categories]
        codes = np.where(states > 0, states.astype(np.int32) - 1, -1)
        return pd.Categorical.from_codes(codes, categories=pd.Index(labels, dtype=object))

    def problems(self) -> list[Problem]:
        """List unknown answers, codes outside the range that are no slips, and wrong missing codes.

        An unknown answer itself is told only where many gave it, else its columns
        and rows. Of the codes outside the range those are faults that are so common
        that the codebook seems to lack an answer.
        """
        shown, rare = [], defaultdict(list)
        for found in _by_answer(self.found):
            rows = np.concatenate([r for _, _, _, r in found])
            people = self._people(rows)
            label = found[0][2]
            if people >= LABEL_SHOWN_FROM:
                label = label if len(label) <= _LABEL_WIDTH else label[:_LABEL_WIDTH] + " ..."
                names = list(dict.fromkeys(name for name, _, _, _ in found))
                shown.append(
                    Problem(
                        where=_columns(names),
                        what=f"{label!r} is no answer in the codebook; it stands in "
                        f"{len(rows)} cells of {people} respondents.",
                        remedy="Add it to the category or missing value that it means, under "
                        "`aliases`.",
                    )
                )
            else:
                for name, _, _, part in found:
                    rare[name].append(part)
        for name, parts in rare.items():
            rows = np.concatenate(parts)
            shown.append(
                Problem(
                    where=f"column {name}, {row_list(self.row_numbers[rows])}",
                    what=f"{len(parts)} unknown answer(s), not shown here because fewer than "
                    f"{LABEL_SHOWN_FROM} respondents gave each.",
                    remedy="Look at these cells in the export: correct them, or add the label "
                    "under `aliases`.",
                )
            )
        return [*self.declared, *self._forgotten(), *shown]

    def _forgotten(self) -> list[Problem]:
        problems = []
        for found in _by_answer(self.outside):
            rows = np.concatenate([r for _, _, _, r in found])
            share = max(len(r) / self.given[name] for name, _, _, r in found)
            if share < ALARM_FROM or self._people(rows) < LABEL_SHOWN_FROM:
                continue
            problems.append(
                Problem(
                    where=_columns(list(dict.fromkeys(name for name, _, _, _ in found))),
                    what=f"the code {found[0][2]!r} is no answer in the codebook; it stands in "
                    f"{len(rows)} cells, up to {share:.0%} of a question's answers.",
                    remedy="Add it under `categories` if it is an answer, else under "
                    "`missingValues`.",
                )
            )
        return problems

    def commonest(self) -> str:
        """Show the unknown answers that most respondents gave, as far as they are a tool's.

        Where so much is unknown a column may be an open question, so that only
        codes and known labels are shown.
        """
        groups = [
            (len(rows), found[0][2])
            for found in _by_answer([*self.found, *self.outside])
            if self._people(rows := np.concatenate([r for _, _, _, r in found])) >= LABEL_SHOWN_FROM
        ]
        most = [label for _, label in sorted(groups, reverse=True) if is_standard(label)]
        shown = [repr(label[:_LABEL_WIDTH]) for label in most[:_ROWS_SHOWN]]
        return f"The most common: {', '.join(shown)}." if shown else ""

    def alarms(self) -> list[str]:
        """Say of which questions 1 % or more of the answers are codes outside the range."""
        told = []
        outside: dict[str, int] = defaultdict(int)
        for name, _, _, rows in self.outside:
            outside[name] += len(rows)
        for name, n in outside.items():
            if n / self.given[name] >= ALARM_FROM:
                told.append(
                    f"{n} of {self.given[name]} answers to {name} are codes that the codebook "
                    f"does not know ({n / self.given[name]:.1%}); they count as missing."
                )
        return told

    def _people(self, rows: npt.NDArray[np.intp]) -> int:
        return len(np.unique(self.person[rows]))


def _by_answer(found: Sequence[_Found]) -> list[list[_Found]]:
    groups: dict[str, list[_Found]] = defaultdict(list)
    for entry in found:
        groups[entry[1]].append(entry)
    return list(groups.values())


def _columns(names: list[str]) -> str:
    if len(names) == 1:
        return f"column {names[0]}"
    more = f" and {len(names) - 12} more" if len(names) > 12 else ""
    return f"columns {', '.join(names[:12])}{more}"


def plain_text(role: str, column: pd.Categorical, field: Field | None) -> pd.Categorical:
    """Normalise a text that has no list of answers; empty cells go.

    Of the codebook's missing codes only those in words count, and not for
    schools and respondents: 99 may be somebody's number.
    """
    codes = field.missing if field is not None and role in GROUPING_ROLES else ()
    missing = {
        squeeze(word)
        for code in codes
        for word in (code.value, code.label.nl, code.label.en or "", *code.aliases)
        if as_number(word) is None
    }
    labels = []
    for label in column.categories:
        text = " ".join(str(label).replace("\ufeff", "").split())
        if text.endswith((".0", ",0")) and (number := as_number(text)) is not None:
            text = str(int(number))
        text = text.upper() if role == "school" else text
        blank = len(text) < 8 and text.casefold() in EMPTY
        labels.append("" if blank or (missing and squeeze(text) in missing) else text)
    places: dict[str, int] = {}
    table = np.full(len(labels) + 1, -1, dtype=np.int32)
    for i, text in enumerate(labels):
        if text:
            table[i] = places.setdefault(text, len(places))
    return pd.Categorical.from_codes(
        table[column.codes], categories=pd.Index(list(places), dtype=object)
    )


def is_intake(field: Field) -> bool:
    """Whether a column is a number of the pupil's intake."""
    return field.role == "intake"


def numbers(
    columns: Columns,
) -> tuple[dict[str, npt.NDArray[np.float64]], list[Problem]]:
    """Read weights and durations, with a decimal comma or point."""
    book = columns.codebook
    return _read_numbers(
        columns, [(role, columns.role(role), book.role(role)) for role in _NUMBER_ROLES]
    )


def intake_numbers(
    columns: Columns,
) -> tuple[dict[str, npt.NDArray[np.float64]], list[Problem]]:
    """Read the numbers of intake that were asked for; they may be below zero."""
    fields = [field for field in columns.codebook.fields if is_intake(field)]
    return _read_numbers(
        columns, [(f.name, columns.texts.get(f.name), f) for f in fields], signed=True
    )


def _read_numbers(
    columns: Columns,
    sought: Sequence[tuple[str, pd.Categorical | None, Field | None]],
    *,
    signed: bool = False,
) -> tuple[dict[str, npt.NDArray[np.float64]], list[Problem]]:
    """Read columns of numbers by name; all that are no numbers at once."""
    read: dict[str, npt.NDArray[np.float64]] = {}
    problems: list[Problem] = []
    for name, column, field in sought:
        if column is None:
            continue
        labels = [str(label).strip() for label in column.categories]
        values = [as_number(label) for label in labels]
        codes = {as_number(code.value) for code in (field.missing if field else ())}
        values = [None if v is not None and (v < 0 or signed) and v in codes else v for v in values]
        wrong = [
            (v is None and not is_blank(label) and as_number(label) not in codes)
            or (v is not None and v < 0 and not signed)
            for v, label in zip(values, labels, strict=True)
        ]
        table = np.array([np.nan if v is None else v for v in values] + [np.nan])
        bad = np.array([*wrong, False])[column.codes]
        if bad.any():
            problems.append(
                Problem(
                    where=f"the column of {name}, {row_list(columns.rows[bad])}",
                    what="is not a number." if signed else "is not a number of zero or more.",
                    remedy="Correct it in the export, or leave the cell empty.",
                )
            )
        read[name] = table[column.codes]
    return read, problems


def decimal_mark(columns: Columns) -> str | None:
    """Return the mark with which the items, weights and durations write decimals, if any."""
    marks = {
        found[1]
        for name, column in columns.texts.items()
        if not name.startswith(("role:", "tool:")) or name.partition(":")[2] in _NUMBER_ROLES
        for label in column.categories[:_LABELS_FOR_DECIMAL]
        if (found := _DECIMAL.fullmatch(str(label).strip()))
    }
    return "," if "," in marks else "." if marks else None
