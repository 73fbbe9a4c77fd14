"""Random regions of pupils, and their drafts by plain code of this file."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.draft import scale_items
from aspiratie.disclosure.region_rules import scale_members

Draft = dict[str, Any]
SHA = "0123456789abcdef" * 4
SCALES = {"belonging": ("b1", "b2", "b3"), "curiosity": ("c1", "c2", "c3"), "mood": ("m1",)}
ITEMS = [item for items in SCALES.values() for item in items]
RULES = ("duplicate", "test_entry", "empty", "no_school")


def text(word: str) -> dict[str, str | None]:
    return {"nl": word, "en": None}


def estimate(values: np.ndarray) -> Draft:
    values = values[np.isfinite(values)]
    n = len(values)
    if n == 0:
        return {"n": 0, "mean": None, "low": None, "high": None}
    mean = float(values.mean())
    half = 2.1 * float(values.std(ddof=1)) / n**0.5 if n > 1 else 0.0
    return {"n": n, "mean": mean, "low": mean - half, "high": mean + half}


def school(rng: np.random.Generator, *, name: str, n: int, k: int, n_groups: int) -> Draft:
    """Make pupils with extreme and missing answers, and the draft of their school."""
    weights = rng.dirichlet(np.full(n_groups, 0.7))
    group = rng.choice(n_groups, size=n, p=weights)
    answers = np.column_stack(
        [rng.choice(k, size=n, p=rng.dirichlet(np.full(k, 0.4))) + 1.0 for _ in ITEMS]
    )
    if rng.random() < 0.1:
        answers[:] = k  # everybody at the end
    answers[rng.random(answers.shape) < rng.choice([0.0, 0.03, 0.5])] = np.nan
    said = np.isnan(answers) & (rng.random(answers.shape) < 0.6)
    scores: dict[str, np.ndarray] = {}
    for scale, items in SCALES.items():
        part = answers[:, [ITEMS.index(i) for i in items]]
        enough = np.isfinite(part).mean(axis=1) >= 0.5
        mean = np.nansum(part, axis=1) / np.maximum(np.isfinite(part).sum(axis=1), 1)
        scores[scale] = np.where(enough, mean, np.nan)
    labels = [f"leerjaar {g + 1}" for g in range(n_groups)]
    teachers = int(rng.integers(0, 40))
    removed = [int(rng.choice([0, 0, 1, 4, 12, 30])) for _ in RULES[:3]] + [0]
    return {
        "provenance": {
            "instrument": {
                "name": "demo",
                "version": "1",
                "title": text("Demo"),
                "informant": "pupil",
                "example": True,
                "licence": text("vrij"),
            },
            "wave": "2025-2026",
            "data": [{"informant": "pupil", "wave": "2025-2026", "sha256": SHA}],
            "codebook_sha256": SHA,
            "parameters_sha256": SHA,
            "package": "aspiratie 0",
            "date": "2026-03-01",
            "region_name": "Regio",
        },
        "school": {
            "id": name,
            "name": f"School {name}",
            "type": None,
            "place": None,
            "sector": "all",
        },
        "participation": {
            "n": n,
            "enrolled": n + 20,
            "groups": [
                {"label": label, "n": int((group == g).sum()), "enrolled": None}
                for g, label in enumerate(labels)
            ],
        },
        "scales": [
            {
                "name": scale,
                "kind": "condition",
                "title": text(scale),
                "definition": text(scale),
                "tags": [],
                "principle": None,
                "members": list(items),
                "left_out": [],
                "lowest": 1,
                "highest": k,
                "reliability": {
                    "coefficient": "alpha",
                    "estimate": 0.8,
                    "low": 0.7,
                    "high": 0.9,
                    "n": 5,
                    "level": "good",
                },
                "score": estimate(scores[scale]),
                "region": None,
                "comparison": {"verdict": "pairs", "label": "similar", "reason": None},
                "previous": None,
            }
            for scale, items in SCALES.items()
        ],
        "items": [
            {
                "name": item,
                "scale": next(s for s, items in SCALES.items() if item in items),
                "title": text(item),
                "reversed": False,
                "midpoint": "neutral" if k % 2 else None,
                "distribution": {
                    "counts": [int((answers[:, i] == c + 1).sum()) for c in range(k)],
                    "categories": [text(f"antwoord {c + 1}") for c in range(k)],
                },
                "no_opinion": {
                    "count": int(said[:, i].sum()),
                    "n": int(np.isfinite(answers[:, i]).sum() + said[:, i].sum()),
                },
                "mirrors": None,
            }
            for i, item in enumerate(ITEMS)
        ],
        "groups": [
            {
                "label": label,
                "scores": {
                    scale: {
                        "n": int(np.isfinite(values[group == g]).sum()),
                        "sum": float(np.nansum(values[group == g])),
                        "sumsq": float(np.nansum(values[group == g] ** 2)),
                    }
                    for scale, values in scores.items()
                },
            }
            for g, label in enumerate(labels)
        ],
        "waves": [
            {
                "wave": "2025-2026",
                "same_version": True,
                "n": n,
                "scores": {scale: estimate(values) for scale, values in scores.items()},
            }
        ],
        "informants": [
            {
                "informant": "teacher",
                "n": teachers,
                "items": [
                    _mirror(rng, item, answers[:, i], k, teachers)
                    for i, item in enumerate(ITEMS[:4])
                ],
            }
        ],
        "profile": {
            "counts": dict(
                zip(
                    ("aspiration", "imagination", "perspiration", "hibernation", "unclear"),
                    (int(c) for c in rng.multinomial(n, rng.dirichlet(np.full(5, 0.5)))),
                    strict=True,
                )
            )
        },
        "ladder": [
            {
                "informant": "pupil",
                "distribution": {
                    "counts": [int(c) for c in rng.multinomial(n, rng.dirichlet(np.ones(8)))],
                    "categories": [text(f"trede {c + 1}") for c in range(8)],
                    "coarse": [[1, 2, 3], [4, 5], [6, 7, 8]],
                },
            }
        ],
        "outcome": None,
        "priority": [],
        "cleaning": {
            "rows_in": n + sum(removed),
            "removed": [{"rule": r, "n": m} for r, m in zip(RULES, removed, strict=True)],
            "rows_out": n,
            "values": [{"rule": "out_of_range", "n": int(rng.choice([0, 2, 15]))}],
            "flagged": int(min(n, rng.choice([0, 3, 14]))),
            "region": {},
        },
    }


def _mirror(
    rng: np.random.Generator, item: str, answers: np.ndarray, k: int, teachers: int
) -> Draft:
    count = int(rng.binomial(teachers, rng.choice([0.0, 0.5, 0.9, 1.0])))
    pupils = int((answers > (k + 1) / 2).sum())
    n = int(np.isfinite(answers).sum())
    gap = None
    if teachers and n:
        points = 100 * (count / teachers - pupils / n)
        gap = {"points": points, "low": points - 10, "high": points + 10}
    return {
        "name": item,
        "title": text(item),
        "agree": {"count": count, "n": teachers},
        "pupils": {"count": pupils, "n": n},
        "gap": gap,
        "label": "similar",
    }


def finish(drafts: list[Draft], *, n_min: int, unplaced: int) -> list[Draft]:
    """Add what is of the region: marks over the published schools, and cleaning."""
    there = [d for d in drafts if d["participation"]["n"] >= n_min]
    for place in range(len(SCALES)):
        scale = drafts[0]["scales"][place]
        scores = {d["school"]["id"]: d["scales"][place]["score"] for d in there}
        cells = {
            name: scores[name]
            for name in scale_members(
                {name: score for name, score in scores.items() if score["n"]},
                DisclosureRules(n_min=n_min),
                ends=(scale["lowest"], scale["highest"]),
                n_items=scale_items(drafts[0]["scales"])[scale["name"]],
            )
        }
        for draft in drafts:
            others = [c for s, c in cells.items() if s != draft["school"]["id"]]
            n = sum(c["n"] for c in others)
            draft["scales"][place]["region"] = (
                None
                if not others or draft["school"]["id"] not in cells
                else {
                    "mean": sum(c["n"] * c["mean"] for c in others) / n,
                    "n": n,
                    "schools": len(others),
                    "largest": max(c["n"] for c in others),
                }
            )
            if draft["school"]["id"] not in cells:
                draft["scales"][place]["comparison"] |= {
                    "label": "not_compared",
                    "reason": "complement",
                }
    flows = [d["cleaning"] for d in there]
    removed = [sum(f["removed"][i]["n"] for f in flows) for i in range(len(RULES))]
    removed[-1] += unplaced
    out = sum(f["rows_out"] for f in flows)
    region = {
        "rows_in": out + sum(removed),
        "removed": [{"rule": r, "n": m} for r, m in zip(RULES, removed, strict=True)],
        "rows_out": out,
        "values": [{"rule": "out_of_range", "n": sum(f["values"][0]["n"] for f in flows)}],
        "flagged": sum(f["flagged"] for f in flows),
    }
    for draft in drafts:
        draft["cleaning"]["region"] = region
    return drafts


@pytest.fixture(scope="session")
def make_region() -> Callable[..., list[Draft]]:
    """Return a maker of the drafts of a random region."""

    def make(
        seed: int,
        sizes: list[int],
        *,
        k: int = 5,
        n_groups: int = 4,
        n_min: int = 10,
        unplaced: int = 0,
    ) -> list[Draft]:
        rng = np.random.default_rng(seed)
        drafts = [
            school(rng, name=f"{i:02d}AB00", n=n, k=k, n_groups=n_groups)
            for i, n in enumerate(sizes)
        ]
        return finish(drafts, n_min=n_min, unplaced=unplaced)

    return make
