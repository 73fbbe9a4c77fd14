"""Questions that run against their scale."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from aspiratie.codebook.text import plain
from aspiratie.intake.proposal.model import Block, Proposal
from aspiratie.intake.proposal.seen import Seen

__all__ = ["against_scale"]

_MIN_ROWS = 20
#: A correlation with the rest of the scale below this, and beyond chance, is asked about.
_AGAINST, _CHANCE = -0.1, 1.96


def against_scale(
    draft: Proposal, seen: Sequence[Seen], *, other_side: bool = False
) -> dict[str, float]:
    """Return the correlation with the rest of the scale of each question that runs against it.

    The rest is turned first, question by question, so that most questions of the
    scale run the same way; what is left on the smaller side runs against it. With
    `other_side` it is the larger side, to be asked about when a person has said
    that none of the smaller is reversed.

    Notes
    -----
    Only where the order of the answers is known; with fewer than 20 rows nothing
    is said. A correlation counts from -.10, and from -1.96 / sqrt(n) where that is
    further from zero, so that chance asks few questions.
    """
    by_key = {s.key: s for s in seen}
    lengths = [file.rows for file in draft.files]
    out: dict[str, float] = {}
    for scale in draft.scales:
        blocks = {str(draft.column(key).block) for key in scale.columns}
        if any(draft.block(b).answers.sure == "open" for b in blocks) or len(scale.columns) < 3:
            continue
        scores = np.column_stack(
            [_scores(by_key[key], draft.block(str(draft.column(key).block)), lengths)
             for key in scale.columns]
        )  # fmt: skip
        for place, r in _against(scores, other_side).items():
            out[scale.columns[place]] = r
    return out


def _scores(seen: Seen, block: Block, lengths: Sequence[int]) -> npt.NDArray[np.float64]:
    place: dict[str, float] = {}
    for i, answer in enumerate(block.answers.value, start=1):
        for text in (answer.label, answer.code, *answer.others):
            if text is not None:
                place.setdefault(plain(text), float(i))
    parts = []
    for number, rows in enumerate(lengths):
        column = seen.cells.get(number)
        if column is None:  # this file does not have the question
            parts.append(np.full(rows, np.nan))
            continue
        table = [place.get(plain(str(label)), np.nan) for label in column.categories]
        parts.append(np.array([*table, np.nan])[column.codes])
    return np.concatenate(parts)


def _against(scores: npt.NDArray[np.float64], other_side: bool) -> dict[int, float]:
    whole = ~np.isnan(scores).any(axis=1)
    if whole.sum() < _MIN_ROWS:
        return {}
    z = scores[whole]
    spread = z.std(axis=0)
    if (spread == 0).any():
        return {}
    z = (z - z.mean(axis=0)) / spread
    r = z.T @ z / len(z)
    first = np.linalg.eigh(r)[1][:, -1]
    sign = np.sign(first)
    if (sign < 0).sum() * 2 > len(sign) or ((sign < 0).sum() * 2 == len(sign) and sign[0] < 0):
        sign = -sign
    if other_side and (sign < 0).any():
        sign = -sign
    turned = z * sign
    out = {}
    for j in np.flatnonzero(sign < 0):
        rest = np.delete(turned, j, axis=1).sum(axis=1)
        if rest.std() == 0:
            continue
        against = float(np.corrcoef(z[:, j], rest)[0, 1])
        if against < min(_AGAINST, -_CHANCE / np.sqrt(len(z))):
            out[int(j)] = against
    return out
