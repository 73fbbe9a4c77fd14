"""What follows of single pupils from printed numbers, by trying all worlds that fit them.

An integer programme with a variable for every answer of every pupil. It shares no code with
:mod:`aspiratie.attack`: it does not know sums of groups of pupils, only pupils, the answers
that each gave, and what a reader sees on paper. The reader is an insider, who knows who
skipped what and by what means a skipped part was filled.
"""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, milp
from scipy.sparse import csr_array
from tests.protection.worlds import World

from aspiratie.disclosure import SchoolRelease

Array = npt.NDArray[np.float64]


@dataclass(eq=False)
class Reader:
    """An insider with a pencil: one school, its printed numbers, and who skipped what."""

    given: pd.DataFrame
    conditions: dict[str, tuple[str, ...]]
    item_means: dict[str, float]
    condition_means: dict[str, float]
    rows: list[tuple[dict[int, float], float, float]] = field(default_factory=list)
    seconds: float = 20.0

    def __post_init__(self) -> None:
        self.pupils = list(self.given.index)
        self.items = list(self.given.columns)
        self.place = {
            (p, q): i
            for i, (p, q) in enumerate(
                (p, q) for p in self.pupils for q in self.items if pd.notna(self.given.loc[p, q])
            )
        }
        self.n = len(self.place) * 5  # a yes or no for each answer of each pupil
        for at in self.place.values():
            self.rows.append(({5 * at + a: 1.0 for a in range(5)}, 1.0, 1.0))

    def answer(self, pupil: object, item: str) -> dict[int, float]:
        """Return an answer as a sum over its yeses."""
        at = self.place[(pupil, item)]
        return {5 * at + a: a + 1.0 for a in range(5)}

    def condition(self, pupil: object, name: str) -> tuple[dict[int, float], float] | None:
        """Return a pupil's score on a condition as terms and a constant; None where it has none."""
        items = self.conditions[name]
        had = [q for q in items if (pupil, q) in self.place]
        if not had or len(had) < 0.5 * len(items):
            return None
        terms: dict[int, float] = {}
        for q in had:
            terms |= {k: v / len(had) for k, v in self.answer(pupil, q).items()}
        means = self.item_means
        level = sum(means[q] for q in items) / len(items)
        return terms, level - sum(means[q] for q in had) / len(had)

    def score(self, pupil: object, name: str) -> tuple[dict[int, float], float] | None:
        """Return a score on a condition or on the principle."""
        if name != "principle":
            return self.condition(pupil, name)
        parts = {c: s for c in self.conditions if (s := self.condition(pupil, c)) is not None}
        if not parts or len(parts) < 0.5 * len(self.conditions):
            return None
        terms: dict[int, float] = {}
        constant = sum(self.condition_means.values()) / len(self.conditions)
        for c, (own, fixed) in parts.items():
            for k, v in own.items():
                terms[k] = terms.get(k, 0.0) + v / len(parts)
            constant += (fixed - self.condition_means[c]) / len(parts)
        return terms, constant

    def read_mean(self, printed: object, name: str, pupils: list[object]) -> None:
        """Believe a printed mean: unrounded it would be printed so."""
        state = printed.__struct_config__.tag  # type: ignore[attr-defined]
        if state == "hidden":
            return
        terms: dict[int, float] = {}
        constant = 0.0
        for p in pupils:
            score = self.score(p, name)
            if score is not None:
                constant += score[1]
                for k, v in score[0].items():
                    terms[k] = terms.get(k, 0.0) + v
        n, mean, step = printed.n, printed.mean, printed.step  # type: ignore[attr-defined]
        low, high = n * (mean - step / 2) - constant, n * (mean + step / 2) - constant
        eps = 1e-6
        if state == "at_least":
            high = np.inf
        elif state == "at_most":
            low = -np.inf
        self.rows.append((terms, low - eps, high + eps))

    def read_answers(self, item: object, rules: object) -> None:
        """Believe a printed distribution."""
        table = item.distribution  # type: ignore[attr-defined]
        if table.__struct_config__.tag == "hidden":
            return
        bound = next(p for least, p in rules.bounds if table.n >= least)  # type: ignore[attr-defined]
        name = item.name  # type: ignore[attr-defined]
        for part in table.classes:
            terms = {
                5 * self.place[(p, name)] + m - 1: 1.0
                for p in self.pupils
                if (p, name) in self.place
                for m in part.members
            }
            fits = [c for c in range(table.n + 1) if _printed(c, table.n, table.step, bound, part)]
            self.rows.append((terms, min(fits), max(fits)))

    def ends(self, terms: dict[int, float]) -> tuple[float, float]:
        """Return the least and the most of a sum over all worlds that fit."""
        found = []
        for sign in (1.0, -1.0):
            goal = np.zeros(self.n)
            for k, v in terms.items():
                goal[k] += sign * v
            found.append(sign * self._solve(goal))
        return found[0], found[1]

    def _solve(self, goal: Array) -> float:
        at = [(i, k, v) for i, (terms, _, _) in enumerate(self.rows) for k, v in terms.items()]
        i, k, v = (np.array(column) for column in zip(*at, strict=True))
        matrix = csr_array((v, (i, k)), shape=(len(self.rows), self.n))
        low = np.array([row[1] for row in self.rows])
        high = np.array([row[2] for row in self.rows])
        result = milp(
            goal,
            constraints=LinearConstraint(matrix, low, high),
            integrality=np.ones(self.n),
            bounds=Bounds(0, 1),
            options={"time_limit": self.seconds, "mip_rel_gap": 0.01},
        )
        assert result.x is not None, "no world fits what is printed"
        return float(goal @ result.x)


def _printed(count: int, n: int, step: int, bound: int, part: object) -> bool:
    """Whether a count would be printed as this share."""
    share = part.share  # type: ignore[attr-defined]
    state = share.__struct_config__.tag
    if 100 * count < bound * n:
        return bool(state == "below")
    if 100 * count > (100 - bound) * n:
        return bool(state == "above")
    exact = step * int(np.floor(100 * count / n / step + 0.5 + 1e-12))
    return bool(state == "exact" and exact == share.percent)


def reader_of(world: World, release: SchoolRelease) -> Reader:
    """Return an insider of a school who has read its report."""
    scores = world.scores
    given = world.of(release.school.id)
    reader = Reader(
        given=given,
        conditions=dict(world.conditions),
        item_means=world.answers.mean().to_dict(),
        condition_means={c: float(scores[c].mean()) for c in world.conditions},
    )
    everybody = list(given.index)
    for scale in release.scales:
        reader.read_mean(scale.score, scale.name, everybody)
    for group in release.groups:
        inside = [p for p in everybody if world.group[p] in group.members]
        for name, score in group.scores.items():
            reader.read_mean(score, name, inside)
    for item in release.items:
        reader.read_answers(item, release.rules)
    return reader
