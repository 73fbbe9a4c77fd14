"""Whether a draft is whole and its numbers agree with each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from aspiratie.disclosure.bounds import side_of
from aspiratie.errors import DisclosureError, Problem

__all__ = ["checked", "high_side", "scale_items"]

Json = dict[str, Any]

_SHARE = {"count": int, "n": int}
_DISTRIBUTION = {"counts": [int], "categories": [None], "coarse?": None}
_ESTIMATE = {"n": int, "mean": None, "low": None, "high": None}
_RULES = [{"rule": str, "n": int}]
_FLOW = {"rows_in": int, "removed": _RULES, "rows_out": int, "values": _RULES, "flagged": int}

#: Keys of a draft; None: anything, "…?": may be missing, a tuple: one of these forms.
_SHAPE: dict[str, Any] = {
    "provenance": {
        "instrument": None,
        "wave": str,
        "data": None,
        "codebook_sha256": str,
        "parameters_sha256": str,
        "package": str,
        "date": str,
        "region_name": None,
    },
    "school": {"id": str, "name": str, "type": None, "place": None, "sector": None},
    "participation": {
        "n": int,
        "enrolled": None,
        "groups": [{"label": str, "n": int, "enrolled": None}],
    },
    "scales": [
        {
            "name": str,
            "kind": str,
            "title": None,
            "definition": None,
            "tags": [str],
            "principle": None,
            "members": [str],
            "left_out": [str],
            "lowest": None,
            "highest": None,
            "reliability": (
                {
                    "coefficient": str,
                    "estimate": None,
                    "low": None,
                    "high": None,
                    "n": int,
                    "level": str,
                },
            ),
            "score": (_ESTIMATE, {"hidden": str}),
            "region": ({"mean": None, "n": int, "schools": int, "largest": int},),
            "comparison": {"verdict": str, "label": str, "reason": None},
            "previous": (
                {
                    "wave": str,
                    "score": (_ESTIMATE, {"hidden": str}),
                    "change": str,
                    "reason": None,
                },
            ),
        }
    ],
    "items": [
        {
            "name": str,
            "scale": None,
            "title": None,
            "reversed": None,
            "midpoint": None,
            "distribution": _DISTRIBUTION,
            "no_opinion": (_SHARE,),
            "mirrors": None,
        }
    ],
    "groups": [{"label": str, "scores": {"*": ({"n": int, "sum": None, "sumsq": None},)}}],
    "waves": [
        {
            "wave": str,
            "same_version": None,
            "n": int,
            "scores": {"*": (_ESTIMATE, {"hidden": str})},
        }
    ],
    "informants": [
        {
            "informant": str,
            "n": int,
            "items": [
                {
                    "name": str,
                    "title": None,
                    "agree": _SHARE,
                    "pupils": _SHARE,
                    "gap": ({"points": None, "low": None, "high": None},),
                    "label": str,
                }
            ],
        }
    ],
    "profile": ({"counts": {"*": int}},),
    "ladder": [{"informant": str, "distribution": _DISTRIBUTION}],
    "outcome": None,
    "priority": [{"scale": str, "association": None, "low": None, "high": None, "n": int}],
    "cleaning": {**_FLOW, "region": _FLOW},
}


def checked(draft: Mapping[str, Any]) -> Json:
    """Return a draft in plain numbers, or refuse it with every fault.

    Parameters
    ----------
    draft : mapping
        As :mod:`aspiratie.disclosure.publish` describes.

    Returns
    -------
    dict
        A copy without numpy scalars; not-a-number has become None.

    Raises
    ------
    DisclosureError
        If a key is missing, unknown or of the wrong kind, or totals do not agree.
    """
    plain: Json = _plain(draft)
    problems = list(_shape(plain, _SHAPE, "draft"))
    if not problems:
        problems = list(_sums(plain))
    if problems:
        n = len(problems)
        heading = f"A draft has {n} fault{'s' if n != 1 else ''}."
        raise DisclosureError(heading, problems=problems)
    return plain


def scale_items(scales: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Return the number of items in the score of each scale."""
    own = {s["name"]: len(s["members"]) for s in scales if s["kind"] != "principle"}
    for scale in scales:
        if scale["kind"] == "principle":
            used = [m for m in scale["members"] if m not in scale["left_out"]]
            own[scale["name"]] = sum(own.get(m, 1) for m in used)
    return own


def high_side(counts: Sequence[int]) -> int:
    """Return how many gave an answer on the high side."""
    k = len(counts)
    return sum(c for place, c in enumerate(counts, 1) if side_of(place, k) == "high")


def _plain(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | np.ndarray):
        return [_plain(part) for part in value]
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def _shape(value: Any, shape: Any, where: str) -> Iterator[Problem]:
    if shape is None:
        return
    if isinstance(shape, tuple):
        if value is None:
            return
        fits = [s for s in shape if isinstance(value, dict) and set(value) == set(s)]
        shape = fits[0] if fits else shape[0]
    if isinstance(shape, list):
        if not isinstance(value, list):
            yield Problem(where=where, what="must be a list.")
            return
        for i, part in enumerate(value):
            yield from _shape(part, shape[0], f"{where}[{i}]")
    elif isinstance(shape, dict):
        yield from _keys(value, shape, where)
    elif shape is int:
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            yield Problem(where=where, what="must be a whole number, 0 or more.")
    elif not isinstance(value, shape):
        yield Problem(where=where, what=f"must be {shape.__name__}.")


def _keys(value: Any, shape: Mapping[str, Any], where: str) -> Iterator[Problem]:
    if not isinstance(value, dict):
        yield Problem(where=where, what="must be a mapping.")
        return
    if "*" in shape:
        for key, part in value.items():
            yield from _shape(part, shape["*"], f"{where}.{key}")
        return
    known = {key.rstrip("?"): part for key, part in shape.items()}
    needed = {key for key in shape if not key.endswith("?")}
    for key in sorted(needed - set(value)):
        yield Problem(where=where, what=f"lacks {key!r}.")
    for key in sorted(set(value) - set(known)):
        yield Problem(where=where, what=f"has the unknown key {key!r}.")
    for key, part in value.items():
        if key in known:
            yield from _shape(part, known[key], f"{where}.{key}")


def _sums(draft: Json) -> Iterator[Problem]:
    def fault(where: str, what: str) -> Problem:
        return Problem(where=f"draft.{where}", what=what)

    n, groups = draft["participation"]["n"], draft["participation"]["groups"]
    if groups and sum(g["n"] for g in groups) != n:
        yield fault("participation.groups", "do not sum to n; add the label '' for unknown.")
    labels = [g["label"] for g in groups]
    if len(set(labels)) != len(labels):
        yield fault("participation.groups", "name a label twice.")
    if draft["groups"] and [g["label"] for g in draft["groups"]] != labels:
        yield fault("groups", "are not the groups of participation in the same order.")
    scores = {s["name"]: s["score"] for s in draft["scales"]}
    if len(scores) != len(draft["scales"]):
        yield fault("scales", "name a scale twice.")
    yield from _group_sums(draft, scores)
    for wave in draft["waves"]:
        if wave["wave"] != draft["provenance"]["wave"]:
            continue
        same = all(_n(wave["scores"][k]) == _n(scores.get(k)) for k in wave["scores"])
        if wave["n"] != n or not same:
            yield fault("waves", "tell another n of this wave than the scales do.")
    for scale in draft["scales"]:
        estimate = scale["score"] or {}
        if estimate.get("n") and any(estimate[key] is None for key in ("mean", "low", "high")):
            yield fault(f"scales.{scale['name']}", "has respondents and no mean.")
    yield from _item_sums(draft, n)
    for key in ("", "region"):
        flow = draft["cleaning"][key] if key else draft["cleaning"]
        if flow["rows_in"] != sum(r["n"] for r in flow["removed"]) + flow["rows_out"]:
            yield fault(f"cleaning.{key}".rstrip("."), "rows in are not rows removed and out.")
    if draft["cleaning"]["rows_out"] != n:
        yield fault("cleaning", "rows out are not the school's n.")


def _n(estimate: Mapping[str, Any] | None) -> int | None:
    return None if estimate is None else estimate.get("n")


def _group_sums(draft: Json, scores: Mapping[str, Any]) -> Iterator[Problem]:
    tables = [g["scores"] for g in draft["groups"]]
    for name in sorted({name for table in tables for name in table}):
        where = f"draft.groups.{name}"
        if name not in scores or any(name not in table for table in tables):
            yield Problem(where=where, what="is no scale, or lacks a group.")
            continue
        sizes = [(table[name] or {"n": 0})["n"] for table in tables]
        total = _n(scores[name])
        if total is not None and sum(sizes) != total:
            yield Problem(where=where, what="sums to another n than the school's score has.")
        if any(m > g["n"] for m, g in zip(sizes, draft["participation"]["groups"], strict=True)):
            yield Problem(where=where, what="has more respondents than a group.")


def _item_sums(draft: Json, n: int) -> Iterator[Problem]:
    items = {item["name"]: item["distribution"] for item in draft["items"]}
    if len(items) != len(draft["items"]):
        yield Problem(where="draft.items", what="name an item twice.")
    ladders = {f"ladder.{i}": part["distribution"] for i, part in enumerate(draft["ladder"])}
    for name, part in {**items, **ladders}.items():
        where, k = f"draft.items.{name}", len(part["counts"])
        if k < 2 or len(part["categories"]) != k:
            yield Problem(where=where, what="needs a count for each of two answers or more.")
        coarse = part.get("coarse")
        if coarse and [m for members in coarse for m in members] != list(range(1, k + 1)):
            yield Problem(where=where, what="has coarse classes that are not all answers in order.")
        if name in items and sum(part["counts"]) > n:
            yield Problem(where=where, what="has more answers than the school respondents.")
    for item in draft["items"]:
        said = item["no_opinion"]
        if said and said["n"] != said["count"] + sum(item["distribution"]["counts"]):
            what = "no_opinion.n is not valid answers and no opinion together."
            yield Problem(where=f"draft.items.{item['name']}", what=what)
    for other in draft["informants"]:
        for row in other["items"]:
            where = f"draft.informants.{other['informant']}.{row['name']}"
            if row["name"] not in items:
                yield Problem(where=where, what="is not one of the items.")
                continue
            counts = items[row["name"]]["counts"]
            if row["pupils"] != {"count": high_side(counts), "n": sum(counts)}:
                yield Problem(where=where, what="has other pupils than the item's high side.")
            if row["agree"]["count"] > row["agree"]["n"] or row["agree"]["n"] > other["n"]:
                yield Problem(where=where, what="has more answers than respondents.")
