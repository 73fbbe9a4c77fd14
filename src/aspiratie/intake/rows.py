"""Which rows of an export are no respondents of this survey, or are so twice."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from aspiratie.codebook.text import squeeze
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.export import Export
from aspiratie.intake.tools import test_status

__all__ = ["is_duplicate", "is_of_other_wave", "is_test_entry"]

Mask = npt.NDArray[np.bool_]

#: As many rows as this may be second responses without a question.
_ALIKE_FROM = 10

_TEST = re.compile(r"\b(?:test\w*|(?:survey )?preview|proef\w*|voorbeeld\w*|demo)\b")


def _where(column: pd.Series, true: Sequence[bool]) -> Mask:
    """Spread a truth of each category over the rows; False where the cell is empty."""
    out: Mask = np.array([*true, False], dtype=bool)[column.cat.codes.to_numpy()]
    return out


def is_test_entry(export: Export, markers: Sequence[str]) -> Mask:
    """Find rows that the tool marks as a test or preview, or that hold a marker given."""
    texts = export.texts
    found = np.zeros(len(texts), dtype=bool)
    if "status" in texts:
        words = [squeeze(str(label)) for label in texts["status"].cat.categories]
        codes = test_status(export.source.tool)
        found |= _where(texts["status"], [w in codes or bool(_TEST.search(w)) for w in words])
    asked = {squeeze(marker) for marker in markers}
    for role in ("school", "group", "respondent", "status"):
        if asked and role in texts:
            found |= _where(
                texts[role], [squeeze(str(c)) in asked for c in texts[role].cat.categories]
            )
    return found


def is_of_other_wave(texts: pd.DataFrame, wave: str) -> Mask:
    """Find rows that name another wave."""
    if "wave" not in texts:
        return np.zeros(len(texts), dtype=bool)
    waves = texts["wave"].cat.categories
    return _where(texts["wave"], [squeeze(str(label)) != squeeze(wave) for label in waves])


def check_ids(export: Export, alive: Mask) -> None:
    """Refuse ids that are the same for so many rows that they tell nobody apart.

    Raises
    ------
    IntakeError
        If, within schools and waves, more than a quarter of the rows with an id
        would count as a second response, or one id stands in more than a tenth
        of them; with fewer than ten rows too much nothing is said.
    """
    if "respondent" not in export.texts:
        return
    texts = export.texts.loc[alive & export.texts["respondent"].notna().to_numpy()]
    keys = texts[[k for k in ("school", "wave", "respondent") if k in texts]]
    n, again = len(keys), int(keys.duplicated().sum())
    most = int(texts["respondent"].value_counts().iloc[0]) if n else 0
    if again < _ALIKE_FROM or (again <= n / 4 and most <= n / 10):
        return
    raise IntakeError(
        f"The ids of {export.source.file or 'the table'} do not tell respondents apart.",
        problems=[
            Problem(
                where="the column of role respondent",
                what=f"holds {texts['respondent'].nunique()} different ids for {n} rows; "
                f"{again} rows would be removed as second responses, and one id stands in "
                f"{most} rows.",
                remedy="Take `role: respondent` from this column if it is no id of a respondent, "
                "or set `duplicates: keep_all`.",
            )
        ],
    )


def is_duplicate(export: Export, alive: Mask, *, last: bool) -> Mask:
    """Find later (or earlier) responses of the same respondent among the rows still there."""
    texts = export.texts
    keep: Literal["first", "last"] = "last" if last else "first"
    found = np.zeros(len(texts), dtype=bool)
    rows = np.flatnonzero(alive)
    codes = {name: texts[name].cat.codes.to_numpy()[rows] for name in texts.columns}
    nobody = np.ones(len(rows), dtype=bool)
    if "respondent" in codes:
        nobody = codes["respondent"] < 0
        key = pd.DataFrame({k: codes[k] for k in ("school", "wave", "respondent") if k in codes})
        found[rows] = key.duplicated(keep=keep).to_numpy() & ~nobody
    if "submitted" in codes:
        known = nobody & (codes["submitted"] >= 0)
        whole = pd.util.hash_array(codes["submitted"][known].astype(np.int64))
        for column in (*codes.values(), *export.states.to_numpy()[rows].T):
            whole = whole * np.uint64(1_000_003) + pd.util.hash_array(
                column[known].astype(np.int64)
            )
        found[rows[known]] = pd.Series(whole).duplicated(keep=keep).to_numpy()
    return found
