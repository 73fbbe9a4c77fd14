"""Answers to questions that may be seen: items, ladder, profile and other informants."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from aspiratie.disclosure.bounds import (
    counts_of,
    is_determined,
    publish_distribution,
    publish_share,
    wilson_percent,
)
from aspiratie.disclosure.cleaning import publish_count
from aspiratie.disclosure.rules import DisclosureRules

__all__ = ["hidden", "publish_informant", "publish_items", "publish_profile"]

Json = dict[str, Any]


def publish_items(draft: Json, rules: DisclosureRules) -> tuple[list[Json], dict[str, Json]]:
    """Publish the items, and the pupils' agreement with those that others are asked too."""
    mirrored = {row["name"] for other in draft["informants"] for row in other["items"]}
    out, agree = [], {}
    for item in draft["items"]:
        name, counts = item["name"], item["distribution"]["counts"]
        n = sum(counts)
        distribution, share = publish_distribution(
            item["distribution"], rules, agree=name in mirrored
        )
        if share is not None:
            agree[name] = share
        said = item["no_opinion"]
        no_opinion = hidden("not_asked")
        if said is not None:
            no_opinion = publish_share(said["count"], said["n"], rules)
        mostly = no_opinion["state"] != "hidden" and 2 * said["count"] > said["n"]
        out.append(
            {
                "name": name,
                "scale": item["scale"],
                "title": item["title"],
                "reversed": item["reversed"],
                "midpoint": item["midpoint"],
                "categories": item["distribution"]["categories"],
                "n": publish_count(n, rules.n_min) if n else hidden("no_data"),
                "distribution": distribution,
                "no_opinion": no_opinion,
                "mostly_no_opinion": mostly,
                "mirrors": item["mirrors"],
            }
        )
    return out, agree


def publish_informant(other: Json, agree: Mapping[str, Json], rules: DisclosureRules) -> Json:
    """Publish another informant's agreement beside the pupils'.

    Parameters
    ----------
    other : dict
        An entry of the draft's ``informants``.
    agree : mapping
        Shares of the pupils, of :func:`publish_items`.
    rules : DisclosureRules
        The rules.
    """
    rows = []
    for item in other["items"]:
        theirs = publish_share(item["agree"]["count"], item["agree"]["n"], rules)
        ours = agree[item["name"]]
        gap, label = _gap(item["gap"], theirs, ours), item["label"]
        if "hidden" in (theirs["state"], ours["state"]):
            label = "not_compared"
        rows.append(
            {
                "name": item["name"],
                "title": item["title"],
                "agree": theirs,
                "pupils": ours,
                "gap": gap,
                "label": label,
            }
        )
    n = publish_count(other["n"], rules.n_min) if other["n"] else hidden("no_data")
    return {"informant": other["informant"], "n": n, "items": rows}


def _gap(gap: Mapping[str, Any] | None, *shares: Mapping[str, Any]) -> Json:
    for share in shares:
        if share["state"] == "hidden":
            return hidden(share["reason"])
    if any(share["state"] != "exact" for share in shares):
        return hidden("complement")
    if gap is None or None in gap.values():
        return hidden("no_data")
    return {"state": "shown"} | {key: round(gap[key]) for key in ("points", "low", "high")}


def publish_profile(profile: Mapping[str, Any] | None, rules: DisclosureRules) -> Json:
    """Publish the aspiration profile; its intervals tell no more than its shares."""
    if profile is None:
        return hidden("not_asked")
    counts: dict[str, int] = profile["counts"]
    n = sum(counts.values())
    bound = rules.bound(n)
    if n < rules.n_min or bound is None:
        return hidden("few" if n else "no_data")
    shares = {name: publish_share(count, n, rules) for name, count in counts.items()}
    bounded = [share["state"] != "exact" for share in shares.values()]
    step = bound if any(bounded) else 1
    shares = {name: publish_share(count, n, rules, step=step) for name, count in counts.items()}
    ranges = {name: counts_of(share, n, step=step, bound=bound) for name, share in shares.items()}
    if is_determined(n, list(ranges.values()), bounded):
        return hidden("complement")
    classes = []
    for name, share in shares.items():
        low, high = wilson_percent(ranges[name], n)
        classes.append({"name": name, "share": share, "low": low, "high": high})
    return {"state": "shown", "n": n, "step": step, "classes": classes}


def hidden(reason: str) -> Json:
    """Return a number that is held back, with the reason."""
    return {"state": "hidden", "reason": reason}
