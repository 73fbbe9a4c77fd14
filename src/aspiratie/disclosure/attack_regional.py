"""Try to undo what a region's documents hide, with all school reports beside them.

Tried are: what is left of a region's totals when the published schools are taken away;
kinds of education that follow from the others; a school's bounded answers from the
region's; two documents of one wave that count other pupils; and letters by the named
document, scale by scale and as one profile.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

import numpy as np
import pandas as pd
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_bipartite_matching

from aspiratie.disclosure.attack import COLUMNS, AttackReport
from aspiratie.disclosure.before import as_before, rules_before, share_before
from aspiratie.disclosure.bounds import CountRange, counts_of, narrow
from aspiratie.disclosure.files import Release
from aspiratie.disclosure.publish_region import BLOCK
from aspiratie.disclosure.region_ledger import compare_entries, entry_of
from aspiratie.disclosure.region_rules import Pupils, region_fault
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.errors import DisclosureError

__all__ = ["attack_regional"]

Json = Mapping[str, Any]
Finding = dict[str, Any]

#: With fewer scales a profile fits somebody by accident.
PROFILE_SCALES = 4
#: A block of which nothing is known.
EVERYTHING = (float("-inf"), float("inf"))


def attack_regional(
    documents: Sequence[Release | Mapping[str, Any]],
) -> AttackReport:
    """Try to derive what is hidden from documents of regions and schools together.

    Parameters
    ----------
    documents : sequence of Release or mapping
        All that one reader can hold: named and lettered documents, of several waves,
        and the school reports of the same data.

    Returns
    -------
    AttackReport
        With a row in ``findings`` for each promise that does not hold. The school
        reports by themselves are for :func:`aspiratie.disclosure.attack`.

    Raises
    ------
    DisclosureError
        If there is no document of a region.
    """
    data = [d if isinstance(d, Mapping) else as_before(d) for d in documents]
    regions = [d for d in data if d.get("kind") == "region"]
    schools = [d for d in data if d.get("kind") == "school"]
    if not regions:
        raise DisclosureError("attack_regional needs a document of a region, one or more.")
    found: list[Finding] = []
    for region in regions:
        name = _name(region)
        found += [{"document": name, **f} for f in (*_own(region), *_letters(region))]
    by_wave: dict[tuple[Any, ...], list[Json]] = defaultdict(list)
    for school in schools:
        by_wave[_wave_key(school)].append(school)
    groups: dict[tuple[Any, ...], list[Json]] = defaultdict(list)
    for region in regions:
        groups[(*_wave_key(region), region["sector"])].append(region)
        beside = _beside_schools(region, by_wave[_wave_key(region)])
        found += [{"document": _name(region), **f} for f in beside]
    for same in groups.values():
        for one, other in combinations(same, 2):
            both = f"{_name(one)} + {_name(other)}"
            found += [{"document": both, **f} for f in (*_two(one, other), *_linked(one, other))]
    for key, reports in by_wave.items():
        of_wave = [r for r in regions if _wave_key(r) == key and r["variant"] == "named"]
        found += [{"document": f"region {key[3]}", **f} for f in _missing(of_wave, reports)]
    cells = [cell for region in regions for cell in _cells(region)]
    return AttackReport(
        findings=pd.DataFrame(found, columns=COLUMNS),
        n_documents=len(data),
        n_cells_checked=len(cells),
        n_hidden=sum(cell["state"] == "hidden" for cell in cells),
    )


def _name(region: Json) -> str:
    return f"region {region['sector']} {region['variant']} {region['provenance']['wave']}"


def _wave_key(document: Json) -> tuple[Any, ...]:
    made = document["provenance"]
    tool = made["instrument"]
    return tool["name"], tool["version"], tool["informant"], made["wave"], made["region_name"]


def _finding(table: str, cell: str, low: int, high: int, what: str, claim: str = "P1") -> Finding:
    return {"claim": claim, "table": table, "cell": cell, "low": low, "high": high, "what": what}


def _cells(value: Any) -> Iterator[Json]:
    if isinstance(value, Mapping):
        if "state" in value and value["state"] in ("shown", "hidden", "exact", "below", "above"):
            yield value
        for part in value.values():
            yield from _cells(part)
    elif isinstance(value, list | tuple):
        for part in value:
            yield from _cells(part)


def _rest(table: str, pupils: int, schools: int, n_min: int) -> Iterator[Finding]:
    """Judge what is left of a total when what is published is taken away."""
    if pupils > 0 and (schools == 1 or pupils < n_min):
        what = "what remains of the region is one school, or too few pupils"
        yield _finding(table, "others", pupils, pupils, what)


def _own(region: Json) -> Iterator[Finding]:
    """Attack a document by itself."""
    rules = rules_before(region["rules"])
    part, named = region["participation"], region["variant"] == "named"
    small = [("participation", row["id"], row["n"]) for row in part["rows"]]
    small += [
        (f"scale {s['name']}", r["school"], r["n"]) for s in region["scales"] for r in s["rows"]
    ]
    for table, cell, n in small:
        if n < rules.n_min:
            yield _finding(table, cell, n, n, "a number about fewer than n_min is shown")
    if named:
        left = part["n"] - sum(row["n"] for row in part["rows"])
        yield from _rest("participation", left, part["schools"] - len(part["rows"]), rules.n_min)
    for scale in region["scales"]:
        table, mark = f"scale {scale['name']}", scale["region"]
        if mark["state"] != "shown":
            continue
        if region_fault(Pupils(n=mark["n"], schools=mark["schools"], largest=0), rules):
            yield _finding(table, "region", mark["n"], mark["n"], "too few schools or pupils")
        largest = max((row["n"] for row in scale["rows"]), default=0)
        if largest > rules.region_max_share * mark["n"]:
            yield _finding(table, "region", largest, largest, "one school is most of the region")
        if scale["rows"]:
            left = mark["n"] - sum(row["n"] for row in scale["rows"])
            yield from _rest(table, left, mark["schools"] - len(scale["rows"]), rules.n_min)
        yield from _types(scale, rules)


def _types(scale: Json, rules: DisclosureRules) -> Iterator[Finding]:
    """Take the kinds of education that are shown from the region: the rest must be a region."""
    shown = [t["score"] for t in scale["types"] if t["score"]["state"] == "shown"]
    if not shown:
        return
    pupils = scale["region"]["n"] - sum(s["n"] for s in shown)
    schools = scale["region"]["schools"] - sum(s["schools"] for s in shown)
    rest = Pupils(n=pupils, schools=schools, largest=0)
    if pupils > 0 and region_fault(rest, rules):
        what = "the kinds of education that are hidden are too few schools or pupils"
        yield _finding(f"types {scale['name']}", "hidden", pupils, pupils, what)


def _letters(region: Json) -> Iterator[Finding]:
    """Look for letters that are told unlike any others."""
    for scale in region["scales"]:
        alike = Counter((r["value"], r["low"], r["high"], r["label"]) for r in scale["letters"])
        for told, schools in alike.items():
            if schools < BLOCK:
                what = f"fewer than {BLOCK} schools are told alike"
                yield _finding(f"letters {scale['name']}", str(told[0]), schools, schools, what)


def _two(one: Json, other: Json) -> Iterator[Finding]:
    """Compare whom two documents of one wave and sector are about."""
    for row in compare_entries(entry_of(one), entry_of(other)):
        if row["level"] == "reveals":
            n = int(row["difference"])
            yield _finding(row["what"], row["school"] or "others", n, n, row["what"])


def _linked(one: Json, other: Json) -> Iterator[Finding]:
    """Match letters with names: in each scale, and over all scales as one profile."""
    if {one["variant"], other["variant"]} != {"named", "lettered"}:
        return
    named, lettered = (one, other) if one["variant"] == "named" else (other, one)
    rows = {scale["name"]: scale["rows"] for scale in named["scales"]}
    blocks = {
        s["name"]: _block_ends(s["letters"], rows.get(s["name"], ())) for s in lettered["scales"]
    }
    profile: dict[str, list[set[str]]] = defaultdict(list)
    for scale in lettered["scales"]:
        for letter in scale["letters"]:
            own, block = rows.get(scale["name"], ()), blocks[scale["name"]]
            low, high = block.get(letter["value"], EVERYTHING)
            fits = {r["school"] for r in own if _fits(letter, r)}
            inside = {r["school"] for r in own if low <= r["shrunken"] <= high}
            profile[letter["letter"]].append(fits & inside)
            if 0 < len(fits) < BLOCK:
                what = f"a letter fits fewer than {BLOCK} of the named schools"
                cell = letter["letter"]
                yield _finding(f"letters {scale['name']}", cell, len(fits), len(fits), what)
    whole = {k: set.intersection(*sets) for k, sets in profile.items()}
    scales = max((len(sets) for sets in profile.values()), default=0)
    if scales >= PROFILE_SCALES and _fit_together(whole):
        for letter, fits in whole.items():
            if len(fits) == 1:
                what = "a letter is one school by its profile over the scales"
                yield _finding("letters", letter, 1, 1, what)


def _fit_together(profiles: Mapping[str, set[str]]) -> bool:
    """Whether every letter can be a school of its own: one letter throughout always can."""
    schools = sorted(set.union(set(), *profiles.values()))
    if not schools:
        return False
    fits = [[school in found for school in schools] for found in profiles.values()]
    matched = maximum_bipartite_matching(csr_array(np.array(fits)), perm_type="column")
    return bool((matched >= 0).all())


def _block_ends(letters: Sequence[Json], rows: Sequence[Json]) -> dict[float, tuple[float, float]]:
    """Find by each value of a scale's letters the lowest and highest mean that stand for it.

    Blocks are neighbours, so that the lowest value stands for the lowest means of the named
    document, and so on: who holds both knows this without any interval.
    """
    if len(letters) != len(rows):
        return {}
    means, first, out = sorted(float(r["shrunken"]) for r in rows), 0, {}
    for value, schools in sorted(Counter(r["value"] for r in letters).items()):
        out[value] = (means[first], means[first + schools - 1])
        first += schools
    return out


def _fits(letter: Json, row: Json) -> bool:
    inside = letter["low"] - 0.05 <= row["shrunken"] <= letter["high"] + 0.05
    return inside and letter["label"] in (row["label"], "mixed")


def _beside_schools(region: Json, reports: Sequence[Json]) -> Iterator[Finding]:
    """Take the school reports of the same wave from the region's totals and answers."""
    members = {row["id"] for row in region["participation"]["rows"]}
    if region["variant"] == "lettered" and len(reports) == region["participation"]["schools"]:
        members = {str(r["school"]["id"]) for r in reports}
    own = {str(r["school"]["id"]): r for r in reports if str(r["school"]["id"]) in members}
    if not own:
        return
    n_min = int(region["rules"]["n_min"])
    yield from _same_numbers(region, own, n_min)
    if len(own) < len(members):
        return
    for scale in region["scales"]:
        if scale["region"]["state"] != "shown":
            continue
        scores = [s for r in own.values() for s in r["scales"] if s["name"] == scale["name"]]
        sizes = [s["score"]["n"] for s in scores if s["score"]["state"] == "shown"]
        left = scale["region"]["n"] - sum(sizes)
        yield from _rest(
            f"scale {scale['name']}", left, scale["region"]["schools"] - len(sizes), n_min
        )
    for item in region["items"]:
        yield from _item(item, own, region)


def _same_numbers(region: Json, own: Mapping[str, Json], n_min: int) -> Iterator[Finding]:
    """Compare a school's numbers of pupils in both documents."""
    told: list[tuple[str, str, int, Json]] = [
        ("participation", row["id"], row["n"], own[row["id"]]["participation"]["n"])
        for row in region["participation"]["rows"]
        if row["id"] in own
    ]
    for scale in region["scales"]:
        for row in scale["rows"]:
            report = own.get(row["school"], {"scales": ()})
            told += [
                (f"scale {s['name']}", row["school"], row["n"], s["score"])
                for s in report["scales"]
                if s["name"] == scale["name"]
            ]
    for table, school, n, there in told:
        other = there.get("value", there.get("n"))
        if other is not None and 0 < abs(n - other) < n_min:
            gap = abs(n - other)
            yield _finding(table, school, gap, gap, "two documents differ by a few respondents")


def _item(item: Json, own: Mapping[str, Json], region: Json) -> Iterator[Finding]:
    """Derive a school's bounded answers from the region's and the other schools'."""
    rules = rules_before(region["rules"])
    spread = item["distribution"]
    parts = {
        school: found
        for school, report in own.items()
        for found in report["items"]
        if found["name"] == item["name"] and found["n"]["state"] == "shown"
    }
    if item["n"]["state"] != "shown":
        return
    left = item["n"]["value"] - sum(p["n"]["value"] for p in parts.values())
    table = f"item {item['name']}"
    if left != 0:
        yield from _rest(table, left, item["schools"] - len(parts), rules.n_min)
        return
    if spread["state"] != "shown":
        return
    bound = rules.bound(spread["n"]) or 0
    for c in spread["classes"]:
        total = counts_of(share_before(c["share"]), spread["n"], step=spread["step"], bound=bound)
        names = list(parts)
        ranges = [_range(parts[s], set(c["members"]), rules) for s in names]
        for school, before, after in zip(names, ranges, narrow(total, ranges), strict=True):
            if after.size < 1:
                yield _finding(table, school, 0, 0, "the shares contradict each other", "P2")
            elif after.size == 1 < before.size and _is_bounded(parts[school], c["members"]):
                what = "a bounded count follows from the region and the other schools"
                yield _finding(table, school, after.low, after.high, what, "P2")


def _is_bounded(item: Json, members: Sequence[int]) -> bool:
    return any(
        tuple(c["members"]) == tuple(members) and c["share"]["state"] != "exact"
        for c in item["distribution"].get("classes", ())
    )


def _range(item: Json, members: set[int], rules: DisclosureRules) -> CountRange:
    """Return how many may have given one of some answers, by a school's report."""
    spread, n = item["distribution"], int(item["n"]["value"])
    if spread["state"] != "shown":
        return CountRange(low=0, high=n)
    low = high = 0
    bound = rules.bound(n) or 0
    for c in spread["classes"]:
        found = counts_of(share_before(c["share"]), n, step=spread["step"], bound=bound)
        if set(c["members"]) <= members:
            low += found.low
        if set(c["members"]) & members:
            high += found.high
    return CountRange(low=low, high=min(high, n))


def _missing(regions: Sequence[Json], reports: Sequence[Json]) -> Iterator[Finding]:
    """Find schools that have a report, but are left out of the region's document."""
    if not regions:
        return
    told = {row["id"] for r in regions for row in r["participation"]["rows"]}
    # "few" and "no_data" are no reason for a school that has a report
    told |= {
        s["id"]
        for r in regions
        for s in r["participation"]["left_out"]
        if s["reason"] in ("unknown_type", "both_sectors")
    }
    if {r["sector"] for r in regions} != {"all"} and len({r["sector"] for r in regions}) < 2:
        # the other sector may have been too small for a document
        types = {row["type"] for r in regions for row in r["participation"]["rows"]}
        reports = [r for r in reports if r["school"]["type"] in types]
    for report in reports:
        school, n = str(report["school"]["id"]), report["participation"]["n"].get("value", 0)
        if school not in told:
            what = "a school with a report is left out of the region's document"
            yield _finding("participation", school, n, n, what)
