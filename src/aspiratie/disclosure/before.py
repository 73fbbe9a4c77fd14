"""A release in the form of version 1, for rooms that do not read the typed shape yet.

To be taken out when display, attack and ledger do.
"""

from __future__ import annotations

from typing import Any

import msgspec

from aspiratie.disclosure.account import hidden_cells
from aspiratie.disclosure.files import Release
from aspiratie.disclosure.shape import SchoolRelease

__all__ = ["as_before"]

Json = dict[str, Any]


def as_before(release: Release) -> Json:
    """Return the mapping that a release was in version 1."""
    plain: Json = _bounds(msgspec.to_builtins(release))
    plain = {"format": plain.pop("format"), "version": 1, **plain}
    if isinstance(release, SchoolRelease):
        return _school(plain, release)
    return _region(plain)


def _bounds(value: Any) -> Any:
    """Hide means that are told by a bound, which version 1 did not have."""
    if isinstance(value, dict):
        if value.get("state") in ("at_least", "at_most"):
            return {"state": "hidden", "reason": "complement"}
        return {k: _bounds(v) for k, v in value.items()}
    return [_bounds(part) for part in value] if isinstance(value, list | tuple) else value


def _label(value: Json) -> tuple[str, str | None]:
    return value.get("label", "not_compared"), value.get("reason")


def _reliability(value: Json) -> Json:
    if value["state"] == "hidden":
        return {
            "coefficient": "alpha",
            "estimate": None,
            "low": None,
            "high": None,
            "n": 0,
            "level": "insufficient",
        }
    return {
        "coefficient": value["coefficient"],
        "estimate": value["estimate"],
        "low": value["interval"].get("low"),
        "high": value["interval"].get("high"),
        "n": value["n"],
        "level": value["level"],
    }


def _school(plain: Json, release: SchoolRelease) -> Json:
    for scale in plain["scales"]:
        scale["reliability"] = _reliability(scale["reliability"])
        label, reason = _label(scale["comparison"]["label"])
        scale["comparison"] = scale["comparison"] | {"label": label, "reason": reason}
        if scale["previous"] is not None:
            label, reason = _label(scale["previous"]["change"])
            scale["previous"] = scale["previous"] | {"change": label, "reason": reason}
    for groups in (plain["participation"]["groups"], plain["groups"]):
        for group in groups:
            group["label"] = " + ".join(group["members"])
            group["merged"] = len(group["members"]) > 1
    for other in plain["informants"]:
        for row in other["items"]:
            row["label"] = _label(row["label"])[0]
    cleaning = plain["cleaning"]
    plain["cleaning"] = {**cleaning["school"], "region": cleaning["region"]}
    plain["hidden"] = msgspec.to_builtins(hidden_cells(release))
    return plain


def _region(plain: Json) -> Json:
    named = plain["kind"] == "region"
    plain |= {"kind": "region", "variant": "named" if named else "lettered"}
    plain["participation"]["rows"] = plain.pop("schools", [])
    out = plain.pop("left_out")
    plain["participation"]["left_out"] = [
        {
            "id": s.get("id"),
            "name": s.get("name"),
            "reason": s["reason"],
            "schools": s.get("schools", 1),
        }
        for s in out
    ]
    plain.setdefault("adjustment", None)
    for scale in plain["scales"]:
        scale["reliability"] = _reliability(scale["reliability"])
        spread = scale["spread"]
        if spread["state"] == "shown":
            spread["reliability"] = spread["reliability"].get("value")
        scale.setdefault("rows", [])
        scale.setdefault("letters", [])
        scale.setdefault("funnel", {"state": "hidden", "reason": "complement"})
        for row in scale["rows"]:
            told = row["adjusted"]
            row["adjusted"] = (
                {k: told[k] for k in ("mean", "low", "high")} if told["state"] == "shown" else None
            )
        if scale["funnel"]["state"] == "shown":
            scale["funnel"]["limits"] = [
                list(limit.values()) for limit in scale["funnel"]["limits"]
            ]
    return plain
