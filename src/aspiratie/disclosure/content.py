"""The content of one school's release, made of a checked draft."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from aspiratie.disclosure.answers import (
    hidden,
    publish_informant,
    publish_items,
    publish_profile,
)
from aspiratie.disclosure.bounds import publish_distribution
from aspiratie.disclosure.cleaning import publish_count, publish_flow
from aspiratie.disclosure.draft import scale_items
from aspiratie.disclosure.means import publish_estimate, t_quantile
from aspiratie.disclosure.release import FORMAT, VERSION
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.suppress import column_reasons, merge_groups

__all__ = ["finished", "school_content"]

Json = dict[str, Any]


def school_content(draft: Json, rules: DisclosureRules) -> Json:
    """Return a release's content but the region's cleaning and the list of what is hidden."""
    scales = [_scale(scale, scale_items(draft["scales"]), rules) for scale in draft["scales"]]
    by_name = {scale["name"]: scale for scale in scales}
    items, agree = publish_items(draft, rules)
    groups = merge_groups([g["n"] for g in draft["participation"]["groups"]], rules.n_min)
    return {
        "format": FORMAT,
        "version": VERSION,
        "kind": "school",
        "provenance": draft["provenance"],
        "rules": rules.to_dict(),
        "school": draft["school"],
        "participation": _participation(draft["participation"], groups, rules),
        "scales": scales,
        "items": items,
        "groups": _groups(draft, groups, by_name, rules),
        "waves": [_wave(wave, draft, by_name, rules) for wave in draft["waves"]],
        "informants": [publish_informant(other, agree, rules) for other in draft["informants"]],
        "profile": publish_profile(draft["profile"], rules),
        "ladder": [
            {
                "informant": part["informant"],
                "distribution": publish_distribution(part["distribution"], rules)[0],
            }
            for part in draft["ladder"]
        ],
        "outcome": draft["outcome"],
        "priority": [_rounded(row) for row in draft["priority"]],
        "cleaning": publish_flow(draft["cleaning"], rules),
        "hidden": [],
    }


def _rounded(row: Mapping[str, Any]) -> Json:
    return {k: round(v, 3) if isinstance(v, float) else v for k, v in row.items()}


def _estimate(
    draft: Mapping[str, Any] | None, scale: Mapping[str, Any], n_items: int, rules: DisclosureRules
) -> Json:
    if draft is None:
        return hidden("not_asked")
    if "hidden" in draft:
        return hidden(draft["hidden"])
    if draft["n"] == 0:
        return hidden("no_data")
    return publish_estimate(
        draft["n"],
        draft["mean"],
        draft["low"],
        draft["high"],
        rules,
        ends=(scale["lowest"], scale["highest"]),
        n_items=n_items,
    )


def _is_unreliable(scale: Mapping[str, Any], rules: DisclosureRules) -> bool:
    found = scale["reliability"]
    if found is None:
        return False
    estimate = found["estimate"]
    return found["level"] == "insufficient" or (
        estimate is not None and estimate < rules.reliability_min
    )


def _scale(scale: Json, n_items: Mapping[str, int], rules: DisclosureRules) -> Json:
    unreliable = _is_unreliable(scale, rules)
    count = n_items[scale["name"]]
    score = hidden("unreliable") if unreliable else _estimate(scale["score"], scale, count, rules)
    mark = hidden("unreliable") if unreliable else _mark(scale, rules)
    previous = scale["previous"]
    if previous is not None:
        then = hidden("unreliable")
        if not unreliable:
            then = _estimate(previous["score"], scale, count, rules)
        change = _label(previous["change"], previous["reason"], score, then)
        previous = {
            "wave": previous["wave"],
            "score": then,
            "change": change["label"],
            "reason": change["reason"],
        }
    reliability = scale["reliability"]
    if reliability is not None:
        level = "insufficient" if unreliable else reliability["level"]
        reliability = _rounded({**reliability, "level": level})
    keys = ("name", "kind", "title", "definition", "tags", "principle", "members", "left_out")
    comparison = scale["comparison"]
    return {
        **{key: scale[key] for key in keys},
        "lowest": scale["lowest"],
        "highest": scale["highest"],
        "reliability": reliability,
        "score": score,
        "region": mark,
        "comparison": {
            "verdict": "unreliable" if unreliable else comparison["verdict"],
            **_label(comparison["label"], comparison["reason"], score, mark),
        },
        "previous": previous,
    }


def _label(label: str, reason: str | None, *numbers: Mapping[str, Any]) -> Json:
    """Return a comparison, withheld where one of its numbers is hidden."""
    for number in numbers:
        if number["state"] == "hidden":
            return {"label": "not_compared", "reason": number["reason"]}
    return {"label": label, "reason": reason}


def _mark(scale: Mapping[str, Any], rules: DisclosureRules) -> Json:
    """Return the region's mean; hidden, with the reason, where it may not be compared with."""
    mark, comparison = scale["region"], scale["comparison"]
    if comparison["reason"] and comparison["reason"] == comparison["verdict"]:
        return hidden(comparison["reason"])
    enough = (
        mark is not None
        and mark["mean"] is not None
        and mark["schools"] >= rules.region_min_schools
        and mark["n"] >= rules.region_min_pupils
        and mark["largest"] <= rules.region_max_share * mark["n"]
    )
    if mark is None and comparison["reason"] == "complement":
        return hidden("complement")
    if mark is None or not enough:
        return hidden("few_schools")
    mean = round(mark["mean"], rules.mean_decimals)
    return {"state": "shown", "mean": mean, "n": mark["n"], "schools": mark["schools"]}


def _members(groups: Sequence[Mapping[str, Any]], members: Sequence[int]) -> Json:
    labels = [groups[i]["label"] for i in members]
    return {"label": " + ".join(labels), "members": labels, "merged": len(members) > 1}


def _participation(part: Json, groups: Sequence[Sequence[int]], rules: DisclosureRules) -> Json:
    def enrolled(members: Sequence[int]) -> int | None:
        known = [part["groups"][i]["enrolled"] for i in members]
        return None if None in known else sum(known)

    return {
        "n": publish_count(part["n"], rules.n_min),
        "enrolled": part["enrolled"],
        "groups": [
            {
                **_members(part["groups"], members),
                "n": publish_count(sum(part["groups"][i]["n"] for i in members), rules.n_min),
                "enrolled": enrolled(members),
            }
            for members in groups
        ],
    }


def _groups(
    draft: Json,
    groups: Sequence[Sequence[int]],
    scales: Mapping[str, Json],
    rules: DisclosureRules,
) -> list[Json]:
    rows = draft["participation"]["groups"]
    filled = [members for members in groups if sum(rows[i]["n"] for i in members) > 0]
    if len(filled) < 2 or not draft["groups"]:
        return []
    out = [
        {
            **_members(rows, members),
            "n": publish_count(sum(rows[i]["n"] for i in members), rules.n_min),
            "scores": {},
        }
        for members in groups
    ]
    n_items = scale_items(draft["scales"])
    for name, scale in scales.items():
        if name not in draft["groups"][0]["scores"]:
            continue
        parts = [[draft["groups"][i]["scores"][name] for i in members] for members in groups]
        for row, cell in zip(out, _column(parts, scale, n_items[name], rules), strict=True):
            row["scores"][name] = cell
    return out


def _column(
    parts: Sequence[Sequence[Mapping[str, Any] | None]],
    scale: Json,
    n_items: int,
    rules: DisclosureRules,
) -> list[Json]:
    """Publish one scale's scores over the groups."""
    score = scale["score"]
    asked = [[p for p in cell if p is not None] for cell in parts]
    if score["state"] == "hidden" and score["reason"] not in ("few", "complement", "no_data"):
        return [hidden(score["reason"]) for _ in parts]
    sizes = [sum(p["n"] for p in cell) for cell in asked]
    known = score["state"] == "shown" or score["reason"] == "complement"
    out = []
    reasons = column_reasons(sizes, rules.n_min, total_known=known)
    for cell, n, reason in zip(asked, sizes, reasons, strict=True):
        if reason is not None:
            out.append(hidden(reason if cell else "not_asked"))
            continue
        total, squares = sum(p["sum"] for p in cell), sum(p["sumsq"] for p in cell)
        mean = total / n
        spread = max(0.0, squares - n * mean * mean) / (n - 1)
        half = t_quantile(n - 1) * (spread / n) ** 0.5
        draft = {"n": n, "mean": mean, "low": mean - half, "high": mean + half}
        out.append(_estimate(draft, scale, n_items, rules))
    return out


def _wave(wave: Json, draft: Json, scales: Mapping[str, Json], rules: DisclosureRules) -> Json:
    n_items = scale_items(draft["scales"])
    scores = {}
    for name, estimate in wave["scores"].items():
        if name not in scales:
            continue
        own = scales[name]["score"]
        if not wave["same_version"]:
            scores[name] = hidden("other_version")
        elif own["state"] == "hidden" and own["reason"] == "unreliable":
            scores[name] = hidden("unreliable")
        else:
            scores[name] = _estimate(estimate, scales[name], n_items[name], rules)
    return {
        "wave": wave["wave"],
        "same_version": wave["same_version"],
        "n": publish_count(wave["n"], rules.n_min),
        "scores": scores,
    }


def finished(content: Json) -> Json:
    """Add what was hidden, by part and reason, for the report's accountability."""
    parts: list[tuple[str, Any]] = [
        ("scores", [s["score"] for s in content["scales"]]),
        ("region", [s["region"] for s in content["scales"]]),
        ("previous", [s["previous"] for s in content["scales"]]),
        ("items", [i["distribution"] for i in content["items"]]),
        ("no_opinion", [i["no_opinion"] for i in content["items"]]),
    ]
    parts += [(k, content[k]) for k in ("groups", "waves", "informants", "profile", "ladder")]
    parts.append(("cleaning", content["cleaning"]))
    found = []
    for what, part in parts:
        for reason, cells in sorted(Counter(_reasons(part)).items()):
            if reason != "not_asked":
                found.append({"what": what, "reason": reason, "cells": cells})
    merged = [g for g in content["participation"]["groups"] if g["merged"]]
    if merged:
        cells = sum(len(g["members"]) for g in merged)
        found.insert(0, {"what": "merged_groups", "reason": "few", "cells": cells})
    return content | {"hidden": found}


def _reasons(value: Any) -> list[str]:
    if isinstance(value, dict):
        if value.get("state") == "hidden":
            return [value["reason"]]
        return [reason for part in value.values() for reason in _reasons(part)]
    if isinstance(value, list):
        return [reason for part in value for reason in _reasons(part)]
    return []
