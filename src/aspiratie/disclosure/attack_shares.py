"""The attack on shares and means: may all or none of a group be known."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import msgspec

from aspiratie.disclosure.before import estimate_before, rules_before, share_before
from aspiratie.disclosure.bounds import CountRange, counts_of, wilson_percent
from aspiratie.disclosure.draft import items_in
from aspiratie.disclosure.feasible import CountSystem
from aspiratie.disclosure.means import tells_equal_scores
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import ScaleFacts

__all__ = ["joint_item_findings", "share_findings"]

Json = Mapping[str, Any]
Finding = dict[str, Any]

NONE, ALL = "nobody gave the answer", "everybody gave the answer"
EXACT = "a bounded count has one possible value"
TELLS = "the interval tells more than the share"
EQUAL = "all scores are equal"


def _finding(table: str, cell: str, found: CountRange, what: str) -> Finding:
    return {
        "claim": "P2",
        "table": table,
        "cell": cell,
        "low": found.low,
        "high": found.high,
        "what": what,
    }


def share_findings(document: Json) -> Iterator[Finding]:
    """Judge every distribution, share and mean of one document.

    Parameters
    ----------
    document : mapping
        A release.

    Yields
    ------
    dict
        claim P2, table, cell, low, high and what.
    """
    rules = rules_before(document["rules"])
    for i, part in enumerate(document["ladder"]):
        if part["distribution"]["state"] == "shown":
            yield from _table(f"ladder {i}", part["distribution"], rules)
    if document["profile"]["state"] == "shown":
        yield from _profile(document["profile"], rules)
    rows: dict[str, list[tuple[Json, Json]]] = {}
    for other in document["informants"]:
        for row in other["items"]:
            rows.setdefault(row["name"], []).append((other, row))
    for item in document["items"]:
        shown = item["distribution"]["state"] == "shown"
        told = rows.get(item["name"], [])
        if shown:
            yield from _table(
                f"item {item['name']}", item["distribution"], rules, [row for _, row in told]
            )
        for other, row in told:
            yield from _theirs(item, other, row, rules)
    yield from _equal_scores(document, rules)


def _table(
    name: str,
    table: Json,
    rules: DisclosureRules,
    told: Sequence[Json] = (),
) -> Iterator[Finding]:
    """Bound the classes of a table; told: rows that state the pupils on the high side."""
    n, step = int(table["n"]), int(table["step"])
    bound = rules.bound(n) or 0
    shares = [part["share"] for part in table["classes"]]
    ranges = [counts_of(share_before(share), n, step=step, bound=bound) for share in shares]
    union = [i for i, part in enumerate(table["classes"]) if part.get("side") == "high"]
    bounded = {i for i, share in enumerate(shares) if share["state"] != "exact"}
    whole = CountRange(low=0, high=n)
    for row in told:
        whole = whole.meet(_pupils(row, n, rules))
        if row["pupils"]["state"] in ("below", "above"):
            bounded.add(-1)
    ends = _tree(n, ranges, union, whole)
    if any(found.size == 0 for found in ends.values()):
        yield _finding(name, "all", CountRange(low=0, high=0), "the shares contradict each other")
        return
    for i in sorted(bounded):
        if ends[i].size == 1:
            cell = "high side" if i < 0 else f"class {i + 1}"
            yield _finding(name, cell, ends[i], _word(ends[i].low, n))


def _word(count: int, n: int) -> str:
    return NONE if count == 0 else ALL if count == n else EXACT


def _tree(
    n: int, ranges: Sequence[CountRange], union: Sequence[int], whole: CountRange
) -> dict[int, CountRange]:
    """Bound every class, and the union under -1, by sums of whole counts."""
    rest = [i for i in range(len(ranges)) if i not in union]

    def ends(places: Sequence[int]) -> CountRange:
        return CountRange(
            low=sum(ranges[i].low for i in places), high=sum(ranges[i].high for i in places)
        )

    other = ends(rest)
    top = whole.meet(ends(union)).meet(CountRange(low=n - other.high, high=n - other.low))
    out = {-1: top}
    for places, total in ((union, top), (rest, CountRange(low=n - top.high, high=n - top.low))):
        both = ends(places)
        for i in places:
            own = ranges[i]
            left = CountRange(
                low=total.low - (both.high - own.high), high=total.high - both.low + own.low
            )
            out[i] = own.meet(left)
    return out


def _pupils(row: Json, n: int, rules: DisclosureRules) -> CountRange:
    """Return the pupils on the high side, as an informant's row tells."""
    bound = rules.bound(n) or 0
    found = counts_of(share_before(row["pupils"]), n, step=1, bound=bound)
    if row["gap"]["state"] == "shown" and row["agree"]["state"] == "exact":
        found = found.meet(_around(row["agree"]["percent"] - row["gap"]["points"], n))
    return found


def _around(percent: int, n: int) -> CountRange:
    """Return the counts whose share is within one point: two rounded numbers apart."""
    return CountRange(
        low=max(0, -(-(percent - 1) * n // 100)), high=min(n, (percent + 1) * n // 100)
    )


def _theirs(item: Json, other: Json, row: Json, rules: DisclosureRules) -> Iterator[Finding]:
    """Bound a bounded share of another informant by the gap beside it."""
    agree, gap, pupils = row["agree"], row["gap"], row["pupils"]
    if agree["state"] not in ("below", "above") or other["n"]["state"] != "shown":
        return
    n = int(other["n"]["value"])
    found = counts_of(share_before(agree), n, step=1, bound=rules.bound(n) or 0)
    if gap["state"] == "shown" and pupils["state"] == "exact":
        found = found.meet(_around(pupils["percent"] + gap["points"], n))
    if found.size == 1:
        cell = str(item["name"])
        yield _finding(f"informant {other['informant']}", cell, found, _word(found.low, n))


def _profile(profile: Json, rules: DisclosureRules) -> Iterator[Finding]:
    yield from _table("profile", profile, rules)
    n, step = int(profile["n"]), int(profile["step"])
    for part in profile["classes"]:
        counts = counts_of(share_before(part["share"]), n, step=step, bound=rules.bound(n) or 0)
        low, high = wilson_percent(counts, n)
        if part["low"] > low or part["high"] < high:
            yield _finding("profile", part["name"], counts, TELLS)


def _equal_scores(document: Json, rules: DisclosureRules) -> Iterator[Finding]:
    n_items = items_in(
        [
            msgspec.convert({k: s[k] for k in ScaleFacts.__struct_fields__}, ScaleFacts)
            for s in document["scales"]
        ]
    )
    scales = {scale["name"]: scale for scale in document["scales"]}
    cells = [("score", name, scale["score"]) for name, scale in scales.items()]
    cells += [
        (f"previous {scale['previous']['wave']}", name, scale["previous"]["score"])
        for name, scale in scales.items()
        if scale["previous"] is not None
    ]
    for key, label in (("groups", "label"), ("waves", "wave")):
        cells += [
            (f"{key} {row[label]}", name, score)
            for row in document[key]
            for name, score in row["scores"].items()
        ]
    for table, name, score in cells:
        scale = scales[name]
        if score["state"] == "shown" and tells_equal_scores(
            estimate_before(score, rules.mean_decimals),
            places=rules.mean_decimals,
            ends=(scale["lowest"], scale["highest"]),
            n_items=n_items[name],
        ):
            n = int(score["n"])
            yield _finding(table, name, CountRange(low=n, high=n), EQUAL)


def joint_item_findings(documents: Sequence[Json]) -> Iterator[Finding]:
    """Judge items that several documents of one school and wave show in other classes.

    Parameters
    ----------
    documents : sequence of mapping
        Releases of one school, wave and informant.

    Yields
    ------
    dict
        As :func:`share_findings`.
    """
    tables: dict[tuple[str, int], list[tuple[Json, DisclosureRules]]] = {}
    for document in documents:
        rules = rules_before(document["rules"])
        for item in document["items"]:
            if item["distribution"]["state"] == "shown":
                key = (str(item["name"]), int(item["distribution"]["n"]))
                tables.setdefault(key, []).append((item["distribution"], rules))
    for (name, n), shown in tables.items():
        if len({_printed(table) for table, _ in shown}) > 1:
            yield from _joint(f"item {name}", n, shown)


def _printed(table: Json) -> tuple[tuple[Any, ...], ...]:
    return tuple(
        (
            tuple(part["members"]),
            part["share"]["state"],
            part["share"].get("percent"),
            table["step"],
        )
        for part in table["classes"]
    )


def _joint(name: str, n: int, shown: Sequence[tuple[Json, DisclosureRules]]) -> Iterator[Finding]:
    system = CountSystem()
    places = sorted({m for table, _ in shown for part in table["classes"] for m in part["members"]})
    for place in places:
        system.add(place, 0, n)
    system.equate(dict.fromkeys(places, 1), n)
    bounded = []
    for i, (table, rules) in enumerate(shown):
        for j, part in enumerate(table["classes"]):
            key = (i, j)
            found = counts_of(
                share_before(part["share"]), n, step=int(table["step"]), bound=rules.bound(n) or 0
            )
            system.add(key, found.low, found.high)
            system.equate({**dict.fromkeys(part["members"], 1), key: -1}, 0)
            if part["share"]["state"] in ("below", "above"):
                bounded.append(key)
    determined = system.determined()
    if determined is None:
        yield _finding(
            name, "all", CountRange(low=0, high=0), "the documents contradict each other"
        )
        return
    for key in bounded:
        if key in determined:
            value = determined[key]
            where = f"document {key[0] + 1}, class {key[1] + 1}"
            yield _finding(name, where, CountRange(low=value, high=value), _word(value, n))
