"""Counts of cleaning that may be seen, of schools and of their region."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.suppress import column_reasons, hides_all

__all__ = ["close_flow", "publish_count", "publish_flow", "publish_region_flow"]

Json = dict[str, Any]


def publish_count(value: int, n_min: int, reason: str | None = None) -> Json:
    """Return a count that may be seen; 0 is shown.

    Examples
    --------
    >>> publish_count(3, 10), publish_count(0, 10)
    ({'state': 'hidden', 'reason': 'few'}, {'state': 'shown', 'value': 0})
    """
    if reason is None and 0 < value < n_min:
        reason = "few"
    return {"state": "hidden", "reason": reason} if reason else {"state": "shown", "value": value}


def publish_flow(flow: Mapping[str, Any], rules: DisclosureRules) -> Json:
    """Return one school's rows in, removed and out.

    Rows out are the school's n and are shown. Where rows in would, minus these, tell
    that a few rows were removed, rows in are hidden; else removed counts are hidden
    so that none follows from the total.
    """
    sizes = [rule["n"] for rule in flow["removed"]]
    total, n_min = sum(sizes), rules.n_min
    known = total == 0 or total >= n_min
    reasons = [
        None if n == 0 else reason
        for n, reason in zip(sizes, column_reasons(sizes, n_min, total_known=known), strict=True)
    ]
    twice = rules.careless == "exclude" and any(reasons) and flow["flagged"] >= n_min
    return {
        "rows_in": publish_count(flow["rows_in"], n_min, None if known else "complement"),
        "removed": [
            {"rule": rule["rule"], "n": publish_count(rule["n"], n_min, reason)}
            for rule, reason in zip(flow["removed"], reasons, strict=True)
        ],
        "rows_out": publish_count(flow["rows_out"], n_min),
        "values": [
            {"rule": rule["rule"], "n": publish_count(rule["n"], n_min)} for rule in flow["values"]
        ],
        "flagged": publish_count(flow["flagged"], n_min, "complement" if twice else None),
    }


def publish_region_flow(
    region: Mapping[str, Any],
    schools: Sequence[Mapping[str, Any]],
    shown: Sequence[Mapping[str, Any]],
    rules: DisclosureRules,
) -> Json:
    """Return the region's counts, hidden where they minus the schools' would tell one.

    Parameters
    ----------
    region : mapping
        Raw counts of the whole region.
    schools : sequence of mapping
        Raw counts of the published schools.
    shown : sequence of mapping
        What :func:`publish_flow` made of them.
    rules : DisclosureRules
        The rules.
    """
    n_min = rules.n_min

    def column(
        total: int, cells: Sequence[tuple[int, Mapping[str, Any]]], *, small: bool = False
    ) -> Json:
        """Publish a total over schools; what no school accounts for is one more cell."""
        if 0 < total < n_min:
            return publish_count(total, n_min)
        hidden = [n for n, count in cells if count["state"] == "hidden" and n]
        words = {count["reason"] for n, count in cells if count["state"] == "hidden" and n}
        rest = total - sum(n for n, _ in cells)
        together = [*hidden, rest] if rest > 0 else hidden
        few = small or (words == {"few"} and rest <= 0)
        safe = rest >= 0 and hides_all(together, n_min, few=few)
        return publish_count(total, n_min, None if safe else "complement")

    def rule_columns(key: str) -> list[Json]:
        out = []
        for i, rule in enumerate(region[key]):
            cells = [(s[key][i]["n"], p[key][i]["n"]) for s, p in zip(schools, shown, strict=True)]
            out.append({"rule": rule["rule"], "n": column(rule["n"], cells)})
        return out

    removed, values = rule_columns("removed"), rule_columns("values")
    out = column(
        region["rows_out"],
        [(s["rows_out"], p["rows_out"]) for s, p in zip(schools, shown, strict=True)],
    )
    # rows in and out of a school tell what was removed there, so hidden rows in hide that
    gone = [
        (s["rows_in"] - s["rows_out"], p["rows_in"]) for s, p in zip(schools, shown, strict=True)
    ]
    total = region["rows_in"] - region["rows_out"]
    hidden = [
        raw["n"]
        for raw, rule in zip(region["removed"], removed, strict=True)
        if rule["n"]["state"] == "hidden"
    ]
    safe = (
        column(total, gone, small=True)["state"] == "shown"
        and out["state"] == "shown"
        and hides_all(hidden, n_min, few=False)
    )
    flagged = column(
        region["flagged"],
        [(s["flagged"], p["flagged"]) for s, p in zip(schools, shown, strict=True)],
    )
    if rules.careless == "exclude" and hidden:
        flagged = publish_count(region["flagged"], n_min, "complement")
    return {
        "rows_in": publish_count(region["rows_in"], n_min, None if safe else "complement"),
        "removed": removed,
        "rows_out": out,
        "values": values,
        "flagged": flagged,
    }


def close_flow(flow: Mapping[str, Any]) -> Json:
    """Return counts of which all but the zeros and the rows that remain are hidden alike."""

    def close(count: Mapping[str, Any]) -> Json:
        if count["state"] == "shown" and count["value"] == 0:
            return dict(count)
        return {"state": "hidden", "reason": "complement"}

    return {
        "rows_in": close(flow["rows_in"]),
        "removed": [{"rule": r["rule"], "n": close(r["n"])} for r in flow["removed"]],
        "rows_out": dict(flow["rows_out"]),
        "values": [{"rule": r["rule"], "n": close(r["n"])} for r in flow["values"]],
        "flagged": close(flow["flagged"]),
    }
