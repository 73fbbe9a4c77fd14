"""From a region's raw numbers to the named document and to the lettered one.

A draft is a ``dict`` of raw, unrounded numbers of the schools of one sector, all of which
have a report of their own. ``Text`` is ``{"nl": str, "en": str | None}``. ::

    provenance  as in a school's release
    sector      "po" | "vo" | "all"
    schools     [{id, name, type: str | None, n: int, enrolled: int | None}]
    left_out    [{id, name, reason}]      schools that count in nothing
    adjustment  {fields: [Text], left_out: int} | None   intake that adjusted means are for
    scales      [{name, kind, title: Text, definition: Text, principle, members, left_out,
                  lowest, highest, reliability: {coefficient, estimate, low, high, n, level},
                  fault: str,             "" or why there is no number of the region
                  spread: {icc, reliability, between_sd, within_sd, n, schools, largest,
                           mean} | None,
                  invariance: {state, over, groups, n, level, reason, alignment},
                  verdict: str,
                  rows: [{school, n, mean, shrunken_mean, ci_lower, ci_upper, pair_lower,
                          pair_upper, label, position,
                          adjusted: {n, mean, low, high} | None}],
                  funnel: {target, dispersion, limits: [{n, lower_95, …}]} | None,
                  types: [{type, n, schools, largest, mean, low, high}]}]
    items       [{name, scale, title: Text, reversed, midpoint, categories: [Text],
                  counts: {school: [int]}, no_opinion: {school: int} | None}]

Schools are counted in a scale only where their own mean may be seen
(:func:`aspiratie.disclosure.region_rules.scale_members`), so that nothing is left of a
region's number when the published schools are taken away from it.

The lettered document
---------------------
Letters are drawn anew for every scale, by a secret: so a school cannot be followed over
scales, and its profile, which would give it away, is in no document. Within a scale
schools stand in blocks of at least three neighbours that are told alike: one value,
one interval, one label. So every letter fits at least three schools, also for somebody
who holds the named document. Numbers of pupils of a school are left out.
"""

from __future__ import annotations

import hashlib
import hmac
import math
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from aspiratie.disclosure.cleaning import publish_count
from aspiratie.disclosure.region_items import publish_region_items
from aspiratie.disclosure.region_release import RegionRelease
from aspiratie.disclosure.region_rules import PLACES, Pupils, region_fault
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.errors import DisclosureError

__all__ = ["BLOCK", "letter_of", "publish_lettered", "publish_named"]

Json = dict[str, Any]

#: Fewest schools that are told alike in the lettered document.
BLOCK = 3
#: Fewest schools of a lettered document: two blocks.
LETTERED_SCHOOLS = 2 * BLOCK
#: What is told of the test of invariance.
TESTED = ("state", "over", "groups", "level", "reason", "alignment")
#: Lower ends of the classes of size.
SIZES = (0, 50, 100, 200, 400)


def publish_named(draft: Mapping[str, Any], rules: DisclosureRules) -> RegionRelease:
    """Publish a sector's schools by name, for the board.

    Parameters
    ----------
    draft : mapping
        Of one sector, as described above.
    rules : DisclosureRules
        The rules.

    Returns
    -------
    RegionRelease

    Raises
    ------
    DisclosureError
        If the sector has too few schools or pupils, or one school that is too large.
    """
    _refuse(draft, rules)
    content = _common(draft, rules, variant="named")
    content["participation"]["rows"] = [dict(s) for s in draft["schools"]]
    content["participation"]["left_out"] = [s | {"schools": 1} for s in draft["left_out"]]
    content["adjustment"] = _adjustment(draft["adjustment"], rules)
    for scale, raw in zip(content["scales"], draft["scales"], strict=True):
        scale["rows"] = [_row(row, rules) for row in raw["rows"]]
        scale["funnel"] = _funnel(raw["funnel"])
    return RegionRelease(data=content)


def publish_lettered(
    draft: Mapping[str, Any], rules: DisclosureRules, *, secret: bytes
) -> tuple[RegionRelease, dict[str, dict[str, str]]]:
    """Publish a sector's schools by letters, for the schools among themselves.

    Parameters
    ----------
    draft : mapping
        Of one sector.
    rules : DisclosureRules
        The rules.
    secret : bytes
        By which letters are drawn; whoever has it can find the schools.

    Returns
    -------
    release : RegionRelease
    keys : dict of dict
        By school: its letter in every scale that has letters. Each for that school only.

    Raises
    ------
    DisclosureError
        If there are fewer than six schools, or the sector may not be shown at all.
    """
    _refuse(draft, rules)
    if len(draft["schools"]) < LETTERED_SCHOOLS:
        raise DisclosureError(
            f"{len(draft['schools'])} schools are too few for letters: each must be one of "
            f"{BLOCK} that look alike, in {LETTERED_SCHOOLS} schools or more."
        )
    content = _common(draft, rules, variant="lettered")
    reasons = Counter(s["reason"] for s in draft["left_out"])
    content["participation"]["left_out"] = [
        {"id": None, "name": None, "reason": reason, "schools": n}
        for reason, n in sorted(reasons.items())
    ]
    keys: dict[str, dict[str, str]] = {s["id"]: {} for s in draft["schools"]}
    for scale, raw in zip(content["scales"], draft["scales"], strict=True):
        if len(raw["rows"]) < LETTERED_SCHOOLS:
            continue
        wave = draft["provenance"]["wave"]
        letters = _letters([r["school"] for r in raw["rows"]], secret, wave, raw["name"])
        rows = [
            {"letter": letters[row["school"]], **told}
            for block in _blocks(raw["rows"])
            for told in [_told(block, raw["verdict"])]
            for row in block
        ]
        scale["letters"] = sorted(rows, key=lambda r: (len(r["letter"]), r["letter"]))
        for school, letter in letters.items():
            keys[school][raw["name"]] = letter
    return RegionRelease(data=content), keys


def _refuse(draft: Mapping[str, Any], rules: DisclosureRules) -> None:
    sizes = [int(s["n"]) for s in draft["schools"]]
    pupils = Pupils(n=sum(sizes), schools=len(sizes), largest=max(sizes, default=0))
    fault = region_fault(pupils, rules)
    if fault:
        raise DisclosureError(REFUSALS[fault].format(rules=rules, pupils=pupils))


#: Why there is no document of a region.
REFUSALS = {
    "few_schools": (
        "A region report needs {rules.region_min_schools} schools with {rules.n_min} pupils or "
        "more; there are {pupils.schools}. Fewer schools could work out each other's results."
    ),
    "few_pupils": ("A region report needs {rules.region_min_pupils} pupils; there are {pupils.n}."),
    "large_school": (
        "One school has more than half of the region's pupils. The region's numbers would be "
        "that school's own, and the other schools could work them out."
    ),
}


def _common(draft: Mapping[str, Any], rules: DisclosureRules, *, variant: str) -> Json:
    sizes = [int(s["n"]) for s in draft["schools"]]
    enrolled = [s["enrolled"] for s in draft["schools"]]
    ends = [*SIZES[1:], None]
    return {
        "format": "aspiratie.release",
        "version": 1,
        "kind": "region",
        "variant": variant,
        "sector": draft["sector"],
        "provenance": draft["provenance"],
        "rules": rules.to_dict(),
        "participation": {
            "n": sum(sizes),
            "enrolled": None if None in enrolled else sum(enrolled),
            "schools": len(sizes),
            "sizes": [
                {
                    "low": max(low, rules.n_min),
                    "high": None if high is None else high - 1,
                    "schools": sum(low <= n and (high is None or n < high) for n in sizes),
                }
                for low, high in zip(SIZES, ends, strict=True)
            ],
            "rows": [],
            "left_out": [],
        },
        "adjustment": None,
        "scales": [_scale(scale, rules) for scale in draft["scales"]],
        "items": publish_region_items(draft["items"], rules),
    }


def _scale(raw: Mapping[str, Any], rules: DisclosureRules) -> Json:
    keys = ("name", "kind", "title", "definition", "principle", "members", "left_out")
    spread = raw["spread"]
    hidden = {"state": "hidden", "reason": raw["fault"] or "no_data"}
    test = raw["invariance"]
    return {
        **{key: raw[key] for key in (*keys, "lowest", "highest", "reliability")},
        "spread": hidden
        if spread is None
        else {
            "state": "shown",
            "icc": _known(spread["icc"], 3) or 0.0,
            "reliability": _known(spread["reliability"], 2),
            "between_sd": _known(spread["between_sd"], PLACES) or 0.0,
            "within_sd": _known(spread["within_sd"], PLACES) or 0.0,
        },
        "invariance": {key: test[key] for key in TESTED},
        "verdict": raw["verdict"],
        "region": hidden
        if spread is None
        else {
            "state": "shown",
            "mean": round(spread["mean"], PLACES),
            "n": spread["n"],
            "schools": spread["schools"],
        },
        "rows": [],
        "letters": [],
        "funnel": {"state": "hidden", "reason": "complement"},
        "positions": dict(sorted(Counter(r["position"] for r in raw["rows"]).items())),
        "labels": dict(sorted(Counter(_label(r["label"]) for r in raw["rows"]).items())),
        "types": _types(raw["types"], rules),
    }


def _known(value: float | None, places: int) -> float | None:
    return None if value is None or not math.isfinite(value) else round(float(value), places)


def _label(label: str) -> str:
    return "not_compared" if label == "too_few" else label


def _adjustment(raw: Mapping[str, Any] | None, rules: DisclosureRules) -> Json | None:
    if raw is None:
        return None
    return {
        "fields": list(raw["fields"]),
        "left_out": publish_count(raw["left_out"], rules.n_min),
    }


def _row(row: Mapping[str, Any], rules: DisclosureRules) -> Json:
    names = {
        "mean": "mean",
        "shrunken": "shrunken_mean",
        "ci_low": "ci_lower",
        "ci_high": "ci_upper",
        "pair_low": "pair_lower",
        "pair_high": "pair_upper",
    }
    return {
        "school": row["school"],
        "n": row["n"],
        **{key: round(row[name], PLACES) for key, name in names.items()},
        "label": _label(row["label"]),
        "position": row["position"],
        "adjusted": _adjusted(row["adjusted"], rules),
    }


def _adjusted(raw: Mapping[str, Any] | None, rules: DisclosureRules) -> Json | None:
    """Publish an adjusted mean; without its n, which beside the raw one's would tell a few."""
    if raw is None or raw["n"] < rules.n_min:
        return None
    numbers = {key: _known(raw[key], PLACES) for key in ("mean", "low", "high")}
    return None if None in numbers.values() else numbers


def _funnel(raw: Mapping[str, Any] | None) -> Json:
    if raw is None:
        return {"state": "hidden", "reason": "no_data"}
    names = ("lower_95", "upper_95", "lower_998", "upper_998")
    return {
        "state": "shown",
        "target": round(raw["target"], PLACES),
        "dispersion": round(raw["dispersion"], PLACES),
        "limits": [
            [int(row["n"]), *(round(row[name], PLACES + 1) for name in names)]
            for row in raw["limits"]
        ],
    }


def _types(raw: Sequence[Mapping[str, Any]], rules: DisclosureRules) -> list[Json]:
    """Publish kinds of education, so that those that are hidden are a region by themselves."""

    def pupils(rows: Sequence[Mapping[str, Any]]) -> Pupils:
        return Pupils(
            n=sum(r["n"] for r in rows),
            schools=sum(r["schools"] for r in rows),
            largest=max((r["largest"] for r in rows), default=0),
        )

    hidden = [r for r in raw if region_fault(pupils([r]), rules)]
    reasons = {r["type"]: region_fault(pupils([r]), rules) for r in hidden}
    rest = sorted((r for r in raw if r["type"] not in reasons), key=lambda r: (r["n"], r["type"]))
    while hidden and rest and region_fault(pupils(hidden), rules):
        taken = rest.pop(0)
        hidden.append(taken)
        reasons[taken["type"]] = "complement"
    out = []
    for r in raw:
        reason = reasons.get(r["type"])
        low, high = _known(r["low"], PLACES), _known(r["high"], PLACES)
        if reason is None and (low is None or high is None):
            reason = "no_data"
        score: Json = {"state": "hidden", "reason": reason}
        if reason is None:
            score = {
                "state": "shown",
                "n": r["n"],
                "schools": r["schools"],
                "mean": round(r["mean"], PLACES),
                "low": low,
                "high": high,
            }
        out.append({"type": r["type"], "score": score})
    return out


def _letters(schools: Sequence[str], secret: bytes, *about: str) -> dict[str, str]:
    """Draw a letter for each school: by a secret, not by size, name or score."""

    def drawn(school: str) -> bytes:
        told = "\x1f".join((*about, school)).encode()
        return hmac.new(secret, told, hashlib.sha256).digest()

    return {school: letter_of(i) for i, school in enumerate(sorted(schools, key=drawn))}


def letter_of(place: int) -> str:
    """Return the letter of a place: A to Z, then AA, AB and so on.

    Examples
    --------
    >>> [letter_of(i) for i in (0, 25, 26, 27, 52)]
    ['A', 'Z', 'AA', 'AB', 'BA']
    """
    first, second = divmod(place, 26)
    return (letter_of(first - 1) if first else "") + chr(ord("A") + second)


def _blocks(rows: Sequence[Mapping[str, Any]]) -> list[list[Mapping[str, Any]]]:
    """Cut schools into blocks of neighbours; the last block takes what is left over."""
    ordered = sorted(rows, key=lambda r: (r["shrunken_mean"], r["school"]))
    cuts = list(range(0, len(ordered) - len(ordered) % BLOCK, BLOCK))
    ends = [*cuts[1:], len(ordered)]
    return [list(ordered[a:b]) for a, b in zip(cuts, ends, strict=True)]


def _told(block: Sequence[Mapping[str, Any]], verdict: str) -> Json:
    """Return the one value, interval and label of a block."""
    kind = "pair" if verdict == "pairs" else "ci"
    labels = {_label(r["label"]) for r in block}
    value = round(sum(r["shrunken_mean"] for r in block) / len(block), 1)
    return {
        "value": value,
        "low": min(value, math.floor(10 * min(r[f"{kind}_lower"] for r in block)) / 10),
        "high": max(value, math.ceil(10 * max(r[f"{kind}_upper"] for r in block)) / 10),
        "label": labels.pop() if len(labels) == 1 else "mixed",
    }
