"""Releases of made-up schools, as the disclosure room writes them."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable
from typing import Any

Release = dict[str, Any]

PRINCIPLES = {
    "self_worth": ("Eigenwaarde", "Self-worth", ["context"]),
    "engagement": ("Betrokkenheid", "Engagement", ["context", "content", "feedback"]),
    "purpose": ("Doelbewustzijn", "Purpose", ["context", "content", "feedback"]),
}
CONDITIONS = [
    ("belonging", "self_worth", "Erbij horen", "Belonging", 3.9, "higher"),
    ("heroes", "self_worth", "Helden hebben", "Heroes", 3.2, "similar"),
    (
        "accomplishment",
        "self_worth",
        "Erkenning voor inzet en prestaties",
        "Sense of accomplishment",
        3.0,
        "lower",
    ),
    ("fun", "engagement", "Plezier en enthousiasme", "Fun and excitement", 3.1, "similar"),
    (
        "curiosity",
        "engagement",
        "Nieuwsgierigheid en creativiteit",
        "Curiosity and creativity",
        3.4,
        "similar",
    ),
    ("adventure", "engagement", "Avontuur en uitdaging", "Spirit of adventure", 2.9, "similar"),
    (
        "leadership",
        "purpose",
        "Leiderschap en verantwoordelijkheid",
        "Leadership and responsibility",
        2.6,
        "lower",
    ),
    ("action", "purpose", "Durven handelen", "Confidence to take action", 3.6, "similar"),
]
ITEMS = [
    "Ik voel me thuis in deze school",
    "Er is iemand op school die naar me luistert",
    "Leerkrachten vragen wat ik ervan vind en doen er daarna ook echt iets mee",
    "Ik mag iets proberen, ook als het mis kan gaan",
    "Niemand merkt het als ik mijn best doe",
]
AGREEMENT = ["helemaal mee oneens", "mee oneens", "neutraal", "mee eens", "helemaal mee eens"]
AGREEMENT_EN = ["strongly disagree", "disagree", "neutral", "agree", "strongly agree"]
RUNGS = [
    "manipulatie",
    "versiering",
    "schijninspraak",
    "ingezet en geïnformeerd",
    "geraadpleegd en geïnformeerd",
    "volwassenen beginnen, wij beslissen mee",
    "wij beginnen en leiden",
    "wij beginnen, samen beslissen",
]


def text(nl: str, en: str | None = None) -> dict[str, str | None]:
    return {"nl": nl, "en": en}


def hidden(reason: str = "few") -> dict[str, Any]:
    return {"state": "hidden", "reason": reason}


def count(n: int, n_min: int = 10) -> dict[str, Any]:
    return {"state": "shown", "value": n} if n >= n_min else hidden()


def estimate(mean: float, n: int, half: float = 0.12) -> dict[str, Any]:
    if n < 10:
        return hidden()
    low, high = round(mean - half, 1), round(mean + half, 1)
    return {"state": "shown", "n": n, "mean": mean, "low": low, "high": high}


def share(percent: float, n: int) -> dict[str, Any]:
    if n < 10:
        return hidden()
    bound = 5 if n >= 40 else 10 if n >= 20 else 20
    if percent < bound:
        return {"state": "below", "percent": bound}
    if percent > 100 - bound:
        return {"state": "above", "percent": 100 - bound}
    return {"state": "exact", "percent": round(percent)}


def distribution(percents: list[float], n: int, labels: list[str] | None = None) -> dict[str, Any]:
    if n < 10:
        return hidden()
    k = len(percents)
    names = labels or (AGREEMENT if k == 5 else [f"antwoord {i + 1}" for i in range(k)])
    english = AGREEMENT_EN if names is AGREEMENT else [None] * k
    sides = ["low" if 2 * i + 1 < k else "high" if 2 * i + 1 > k else "middle" for i in range(k)]
    classes = [
        {
            "label": text(names[i], english[i]),
            "members": [i + 1],
            "side": sides[i],
            "share": share(percents[i], n),
        }
        for i in range(k)
    ]
    if n < 30:
        classes = _three(classes, percents, n)
    bounded = any(c["share"]["state"] != "exact" for c in classes)
    step = (5 if n >= 40 else 10 if n >= 20 else 20) if bounded else 1
    for c in classes:
        if c["share"]["state"] == "exact" and step > 1:
            c["share"]["percent"] = round(c["share"]["percent"] / step) * step
    return {"state": "shown", "n": n, "step": step, "classes": classes}


def _three(classes: list[Release], percents: list[float], n: int) -> list[Release]:
    out = []
    for side in ("low", "middle", "high"):
        found = [c for c in classes if c["side"] == side]
        if found:
            members = [c["members"][0] for c in found]
            english = [c["label"]["en"] for c in found]
            label = text(
                " / ".join(c["label"]["nl"] for c in found),
                " / ".join(english) if all(english) else None,
            )
            whole = share(sum(percents[m - 1] for m in members), n)
            out.append({"label": label, "members": members, "side": side, "share": whole})
    return out


def item(name: str, scale: str | None, percents: list[float], n: int, **changes: Any) -> Release:
    title = changes.pop("title", text(ITEMS[hash_of(name) % len(ITEMS)]))
    return {
        "name": name,
        "scale": scale,
        "title": title,
        "reversed": False,
        "midpoint": "neutral" if len(percents) % 2 else None,
        "categories": [text(a, b) for a, b in zip(AGREEMENT, AGREEMENT_EN, strict=True)]
        if len(percents) == 5
        else [text(f"antwoord {i + 1}") for i in range(len(percents))],
        "n": count(n),
        "distribution": distribution(percents, n),
        "no_opinion": share(7, n),
        "mostly_no_opinion": False,
        "mirrors": None,
        **changes,
    }


def hash_of(name: str) -> int:
    return sum(ord(c) * (i + 1) for i, c in enumerate(name))


def percents_around(mean: float, rng: random.Random) -> list[float]:
    weights = [
        max(0.02, 1 - abs(k - mean - rng.uniform(-0.3, 0.3)) / 2.6) ** 2 for k in range(1, 6)
    ]
    return [100 * w / sum(weights) for w in weights]


def scale_of(
    name: str, kind: str, title: dict[str, Any], mean: float, label: str, n: int, **changes: Any
) -> Release:
    return {
        "name": name,
        "kind": kind,
        "title": title,
        "definition": text(f"Wat leerlingen over {title['nl'].lower()} zeggen.", None),
        "tags": [],
        "principle": None,
        "members": [],
        "left_out": [],
        "lowest": 1,
        "highest": 5,
        "reliability": {
            "coefficient": "alpha",
            "estimate": 0.78,
            "low": 0.76,
            "high": 0.8,
            "n": 3120,
            "level": "sufficient",
        },
        "score": estimate(mean, n),
        "region": {
            "state": "shown",
            "mean": round(mean + {"higher": -0.3, "lower": 0.3}.get(label, 0.1), 1),
            "n": 3120,
            "schools": 23,
        },
        "comparison": {"verdict": "pairs", "label": label, "reason": None},
        "previous": {
            "wave": "2024-2025",
            "score": estimate(round(mean - 0.1, 1), n + 5),
            "change": "similar",
            "reason": None,
        },
        **changes,
    }


def school(n: int = 187, seed: int = 1) -> Release:
    """A whole, ordinary school."""
    rng = random.Random(seed)
    scales = []
    for name, (nl, en, tags) in PRINCIPLES.items():
        members = [c[0] for c in CONDITIONS if c[1] == name]
        mean = round(sum(c[4] for c in CONDITIONS if c[1] == name) / len(members), 1)
        scales.append(
            scale_of(
                name, "principle", text(nl, en), mean, "similar", n, members=members, tags=tags
            )
        )
    scales += [
        scale_of(name, "condition", text(nl, en), mean, label, n, principle=principle)
        for name, principle, nl, en, mean, label in CONDITIONS
    ]
    scales.append(
        scale_of("motivation", "other", text("Motivatie", "Motivation"), 3.5, "similar", n)
    )
    items = []
    for name, _, _, _, mean, _ in CONDITIONS:
        for j in range(5):
            back = j == 4
            percents = percents_around(6 - mean if back else mean + rng.uniform(-0.5, 0.5), rng)
            items.append(
                item(f"{name}{j + 1}", name, percents, n, title=text(ITEMS[j]), reversed=back)
            )
    sizes = [round(n * f) for f in (0.28, 0.27, 0.25)]
    sizes.append(n - sum(sizes))
    groups = []
    for i, size in enumerate(sizes):
        label = f"groep {5 + i}"
        scores = {
            c[0]: estimate(round(c[4] + rng.uniform(-0.4, 0.4), 1), size, 0.2) for c in CONDITIONS
        }
        groups.append(
            {
                "label": label,
                "members": [label],
                "merged": False,
                "n": count(size),
                "scores": scores,
            }
        )
    waves = [
        {
            "wave": wave,
            "same_version": True,
            "n": count(n + shift),
            "scores": {c[0]: estimate(round(c[4] + drift, 1), n + shift) for c in CONDITIONS},
        }
        for wave, shift, drift in (
            ("2023-2024", -4, -0.2),
            ("2024-2025", 5, -0.1),
            ("2025-2026", 0, 0.0),
        )
    ]
    informants = []
    for informant, people, gap in (("teacher", 21, 24), ("team", 12, 30), ("parent", 96, -6)):
        rows = []
        for i, (name, *_) in enumerate(CONDITIONS):
            points = gap - 4 * i
            low, high = points - 12, points + 12
            label = "higher" if low > 0 else "lower" if high < 0 else "similar"
            rows.append(
                {
                    "name": f"{name}1",
                    "title": text(ITEMS[i % 5]),
                    "agree": share(min(96, max(4, 52 + points)), people),
                    "pupils": share(52, n),
                    "gap": {"state": "shown", "points": points, "low": low, "high": high},
                    "label": label,
                }
            )
        informants.append({"informant": informant, "n": count(people), "items": rows})
    return {
        "format": "aspiratie.release",
        "version": 1,
        "kind": "school",
        "provenance": {
            "instrument": {
                "name": "aspiratie-leerling",
                "version": "1.0",
                "title": text("Aspiratievragenlijst (voorbeeld)", "Aspiration survey (example)"),
                "informant": "pupil",
                "example": True,
                "licence": text("Voorbeeldvragen", "Example items"),
            },
            "wave": "2025-2026",
            "data": [{"informant": "pupil", "wave": "2025-2026", "sha256": "ab" * 32}],
            "codebook_sha256": "cd" * 32,
            "parameters_sha256": "ef" * 32,
            "package": "0.1.0",
            "date": "2026-03-02",
            "region_name": "Voorbeeldregio",
        },
        "rules": {
            "n_min": 10,
            "mean_decimals": 1,
            "bounds": [[40, 5], [20, 10], [10, 20]],
            "classes3_below": 30,
            "reliability_min": 0.6,
            "region_min_schools": 5,
            "region_min_pupils": 50,
            "region_max_share": 0.5,
            "alpha": 0.05,
            "min_answered": 0.5,
            "prorate_min": 0.5,
            "careless": "keep",
            "duplicates": "keep_first",
            "out_of_range": "missing",
            "test_entries": "remove",
        },
        "school": {
            "id": "01AB00",
            "name": "De Kleine Kapitein",
            "type": "bao",
            "place": "Loon",
            "sector": "po",
        },
        "participation": {
            "n": count(n),
            "enrolled": round(n * 1.2),
            "groups": [
                {
                    "label": g["label"],
                    "members": g["members"],
                    "merged": False,
                    "n": g["n"],
                    "enrolled": round(size * 1.2),
                }
                for g, size in zip(groups, sizes, strict=True)
            ],
        },
        "scales": scales,
        "items": items,
        "groups": groups,
        "waves": waves,
        "informants": informants,
        "profile": {
            "state": "shown",
            "n": n,
            "step": 1,
            "classes": [
                {"name": name, "share": share(p, n), "low": p - 6, "high": p + 6}
                for name, p in (
                    ("aspiration", 38),
                    ("imagination", 21),
                    ("perspiration", 14),
                    ("hibernation", 11),
                    ("unclear", 16),
                )
            ],
        },
        "ladder": [
            {
                "informant": "pupil",
                "distribution": distribution([6, 8, 14, 20, 24, 14, 6, 8], n, RUNGS),
            },
            {
                "informant": "teacher",
                "distribution": distribution([6, 8, 10, 20, 26, 14, 6, 10], 21, RUNGS),
            },
        ],
        "outcome": {"name": "motivation", "title": text("Motivatie", "Motivation")},
        "priority": [
            {
                "scale": c[0],
                "association": round(0.25 + 0.05 * i, 2),
                "low": round(0.2 + 0.05 * i, 2),
                "high": round(0.3 + 0.05 * i, 2),
                "n": 3100,
            }
            for i, c in enumerate(CONDITIONS)
        ],
        "cleaning": {
            "rows_in": count(203),
            "removed": [
                {"rule": "duplicate", "n": hidden()},
                {"rule": "empty", "n": count(12)},
            ],
            "rows_out": count(n),
            "values": [{"rule": "out_of_range", "n": count(14)}],
            "flagged": hidden(),
            "region": {
                "rows_in": count(3300),
                "removed": [
                    {"rule": "duplicate", "n": count(40)},
                    {"rule": "test_entry", "n": count(21)},
                ],
                "rows_out": count(3239),
                "values": [{"rule": "out_of_range", "n": count(160)}],
                "flagged": count(210),
            },
        },
        "hidden": [{"what": "groups", "reason": "few", "cells": 3}],
    }


def small(n: int) -> Release:
    """A school of a handful of pupils: one group, nothing else."""
    data = school(n)
    data["groups"] = []
    data["participation"]["groups"] = []
    data["informants"] = []
    data["ladder"] = []
    data["waves"] = data["waves"][-1:]
    data["profile"] = hidden()
    for scale in data["scales"]:
        scale["previous"] = None
        if n < 10:
            scale["comparison"] |= {"label": "not_compared", "reason": "few"}
    return data


def one_group() -> Release:
    data = school()
    data["groups"] = data["groups"][:1]
    data["participation"]["groups"] = data["participation"]["groups"][:1]
    return data


def merged() -> Release:
    data = school()
    last = {"label": "groep 7 + groep 8", "members": ["groep 7", "groep 8"], "merged": True}
    data["groups"][2:] = [data["groups"][2] | last]
    data["participation"]["groups"][2:] = [data["participation"]["groups"][2] | last]
    return data


def no_adults() -> Release:
    data = school()
    data["informants"] = []
    data["ladder"] = data["ladder"][:1]
    return data


def one_informant() -> Release:
    data = school()
    data["informants"] = data["informants"][:1]
    return data


def all_alike(percents: list[float], mean: float) -> Release:
    data = school()
    data["items"] = [
        item(i["name"], i["scale"], percents, 187, title=i["title"], reversed=False)
        for i in data["items"]
    ]
    for scale in data["scales"]:
        scale["score"] = estimate(mean, 187, 0.0)
        far = mean - scale["region"]["mean"]
        label = "higher" if far > 0.2 else "lower" if far < -0.2 else "similar"
        scale["comparison"]["label"] = label
        scale["previous"]["score"] = estimate(mean, 192, 0.0)
    for table in (*data["groups"], *data["waves"]):
        for score in table["scores"].values():
            score.update(mean=mean, low=mean, high=mean)
    for informant in data["informants"]:
        for row in informant["items"]:
            row["pupils"] = share(100.0 if mean > 4 else 0.0, 187)
            row["gap"] = hidden("complement")
            row["label"] = "lower" if mean > 4 else "higher"
    return data


def all_agree() -> Release:
    return all_alike([0, 0, 0, 0, 100], 5.0)


def all_neutral() -> Release:
    return all_alike([0, 0, 100, 0, 0], 3.0)


def other_version() -> Release:
    data = school()
    data["waves"][0]["same_version"] = False
    data["waves"][0]["scores"] = {}
    data["waves"][1]["same_version"] = False
    data["waves"][1]["scores"] = {}
    for scale in data["scales"]:
        scale["previous"] = {
            "wave": "2024-2025",
            "score": hidden("other_version"),
            "change": "not_compared",
            "reason": "other_version",
        }
    return data


def long_name() -> Release:
    data = school()
    data["school"]["name"] = ("Samenwerkingsschool Sint-Willibrordus aan de Oude Vaart " * 4)[:200]
    return data


def long_item() -> Release:
    data = school()
    words = "Ik kan op deze school met iemand praten over wat ik later wil worden en daarom "
    data["items"][0]["title"] = text((words * 5)[:300])
    data["items"][1]["title"] = text("W" * 120)
    return data


def no_opinions() -> Release:
    data = school()
    first, second = data["items"][0], data["items"][1]
    first["mostly_no_opinion"] = True
    first["no_opinion"] = {"state": "exact", "percent": 90}
    first["distribution"] = distribution([0, 10, 30, 40, 20], 19)
    first["n"] = count(19)
    second["distribution"] = distribution([0, 22, 30, 28, 20], 187)
    return data


def unreliable() -> Release:
    data = school()
    for scale in data["scales"]:
        if scale["name"] == "heroes":
            scale["score"] = hidden("unreliable")
            scale["region"] = hidden("unreliable")
            scale["comparison"] = {
                "verdict": "unreliable",
                "label": "not_compared",
                "reason": "unreliable",
            }
            scale["previous"] = None
            scale["reliability"].update(estimate=0.45, low=0.41, high=0.49, level="insufficient")
        if scale["name"] == "self_worth":
            scale["left_out"] = ["heroes"]
    for table in (*data["groups"], *data["waves"]):
        table["scores"]["heroes"] = hidden("unreliable")
    return data


def four_point() -> Release:
    """Another questionnaire: four answers, many scales, no waves, no adults."""
    data = small(27)
    data["scales"] = [
        scale_of("BELONG", "principle", text("Thuis op school"), 3.1, "higher", 27, highest=4)
    ]
    data["items"] = []
    for i in range(15):
        name = f"SCALE{i}"
        data["scales"].append(
            scale_of(name, "condition", text(f"Schaal {i + 1}"), 2.4 + i / 20, "similar", 27)
            | {"highest": 4, "principle": "BELONG", "previous": None}
        )
        data["items"] += [
            item(f"{name}{j}", name, [10, 30, 40, 20], 27, title=text(ITEMS[j])) for j in range(3)
        ]
    data["scales"][0]["previous"] = None
    data["scales"][0]["members"] = [f"SCALE{i}" for i in range(15)]
    data["priority"], data["outcome"], data["waves"] = [], None, []
    return data


ODD: dict[str, Callable[[], Release]] = {
    "nine": lambda: small(9),
    "ten": lambda: small(10),
    "eleven": lambda: small(11),
    "one_group": one_group,
    "merged": merged,
    "no_adults": no_adults,
    "all_agree": all_agree,
    "all_neutral": all_neutral,
    "other_version": other_version,
    "one_informant": one_informant,
    "long_name": long_name,
    "long_item": long_item,
    "no_opinions": no_opinions,
    "unreliable": unreliable,
    "four_point": four_point,
}


def flipped(data: Release) -> Release:
    """The same school with every comparison and every score turned round."""
    data = copy.deepcopy(data)
    turn = {"higher": "lower", "lower": "higher"}
    for scale in data["scales"]:
        label = scale["comparison"]["label"]
        scale["comparison"]["label"] = turn.get(label, label)
        for score in (scale["score"], scale["region"]):
            if score["state"] == "shown":
                score["mean"] = round(scale["lowest"] + scale["highest"] - score["mean"], 1)
        if scale["score"]["state"] == "shown":
            low, high = scale["score"]["low"], scale["score"]["high"]
            ends = scale["lowest"] + scale["highest"]
            scale["score"].update(low=round(ends - high, 1), high=round(ends - low, 1))
        if scale["previous"]:
            change = scale["previous"]["change"]
            scale["previous"]["change"] = turn.get(change, change)
    return data
