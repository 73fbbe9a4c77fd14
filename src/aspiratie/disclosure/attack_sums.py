"""The attack on totals and their parts, within a document and between documents."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import combinations
from typing import Any

from aspiratie.disclosure.feasible import CountSystem

__all__ = ["column_findings", "region_findings", "repeat_findings"]

Json = Mapping[str, Any]
Finding = dict[str, Any]

SINGLE = "a hidden count has one possible value"
TOGETHER = "hidden respondents together are fewer than n_min"
ABROAD = "two documents differ by fewer than n_min respondents"


def _finding(table: str, cell: str, value: int, what: str) -> Finding:
    return {
        "claim": "P1",
        "table": table,
        "cell": cell,
        "low": value,
        "high": value,
        "what": what,
    }


def _n(number: Json | None) -> int | None:
    """Return the respondents of a shown number; None where it is hidden."""
    if number is None or number["state"] != "shown":
        return None
    return int(number.get("value", number.get("n")))


def _n_min(document: Json) -> int:
    return max(5, int(document["rules"]["n_min"]))


def column_findings(document: Json) -> Iterator[Finding]:
    """Subtract the shown groups of each column from its total.

    Parameters
    ----------
    document : mapping
        A release.

    Yields
    ------
    dict
        claim P1, table, cell, low, high and what.
    """
    n_min, part = _n_min(document), document["participation"]
    rows = [(g["label"], g["n"], None) for g in part["groups"]]
    if rows:
        yield from _column("participation", _n(part["n"]), rows, n_min)
    sizes = {g["label"]: _n(g["n"]) for g in document["groups"]}
    names = document["groups"][0]["scores"] if document["groups"] else ()
    scores = {scale["name"]: scale["score"] for scale in document["scales"]}
    for name in names:
        cells = [(g["label"], g["scores"][name], sizes[g["label"]]) for g in document["groups"]]
        yield from _column(f"groups {name}", _n(scores.get(name)), cells, n_min)


def _column(
    table: str,
    total: int | None,
    cells: Sequence[tuple[str, Json, int | None]],
    n_min: int,
) -> Iterator[Finding]:
    if total is None:
        return
    rest, ends = total, {}
    for label, cell, most in cells:
        n = _n(cell)
        if n is not None:
            rest -= n
        elif cell["reason"] in ("few", "complement"):
            top = n_min - 1 if cell["reason"] == "few" else total
            ends[label] = (1, top if most is None else min(top, most))
        elif cell["reason"] not in ("no_data", "not_asked"):
            return
    if 0 < rest < n_min:
        yield _finding(table, " + ".join(ends) or "others", rest, TOGETHER)
    if rest < 0 or (rest > 0 and not ends):
        if rest < 0 or rest >= n_min:
            yield _finding(table, "all", rest, "the counts contradict each other")
        return
    if not ends:
        return
    system = CountSystem()
    for label, (low, high) in ends.items():
        system.add(label, low, high)
    system.equate(dict.fromkeys(ends, 1), rest)
    for hidden, value in (system.determined() or {}).items():
        if 0 < value < n_min:
            yield _finding(table, str(hidden), value, SINGLE)


def region_findings(documents: Sequence[Json]) -> Iterator[Finding]:
    """Subtract the published schools from the region that their marks imply.

    A school's own pupils and the "others" of its mark are the region, so every
    document tells the same totals, or the documents differ by somebody.

    Parameters
    ----------
    documents : sequence of mapping
        Releases of one region, instrument and wave.

    Yields
    ------
    dict
        claim P1, document, table, cell, low, high and what.
    """
    n_min = min(_n_min(d) for d in documents)
    wave = documents[0]["provenance"]["wave"]
    totals: dict[str, dict[tuple[int, int], dict[str, Json]]] = defaultdict(dict)
    silent: dict[str, dict[str, Json]] = defaultdict(dict)  # shown schools without a mark
    counted: dict[str, set[str]] = defaultdict(set)  # schools with a mean that is hidden
    apart: dict[str, list[tuple[str, int]]] = defaultdict(list)  # and the mark they have
    for document in documents:
        school = str(document["school"]["id"])
        for scale in document["scales"]:
            mark, own, name = scale["region"], _n(scale["score"]), scale["name"]
            if mark.get("reason") == "complement":
                continue  # the school counts in no mark of the others
            if scale["score"].get("reason") == "complement":
                counted[name].add(school)
                if mark["state"] == "shown":
                    apart[name].append((school, int(mark["n"])))
            elif mark["state"] == "shown":
                key = (int(mark["n"]) + (own or 0), int(mark["schools"]) + (own is not None))
                totals[name].setdefault(key, {})[school] = scale
            elif own is not None:
                silent[name][school] = scale
    for name, versions in totals.items():
        table = f"region {name}"
        for (total, schools), members in versions.items():
            shown = silent[name] | {s: scale for s, scale in members.items() if _n(scale["score"])}
            rest = total - sum(_n(scale["score"]) or 0 for scale in shown.values())
            missing = schools - len(shown) - len(counted[name])
            told = _mean_of_rest(total, rest, members, shown)
            if 0 < rest < n_min:
                what = f"{TOGETHER} ({missing} schools){told}"
                yield {"document": f"region {wave}", **_finding(table, "hidden", rest, what)}
            elif missing == 1 and not counted[name]:
                what = f"one school without a document is what remains{told}"
                yield {"document": f"region {wave}", **_finding(table, "hidden", rest, what)}
            elif rest > 0 and rest == missing:
                yield {"document": f"region {wave}", **_finding(table, "each hidden", 1, SINGLE)}
            elif rest < 0 and not silent[name]:
                what = "the counts contradict each other"
                yield {"document": f"region {wave}", **_finding(table, "all", rest, what)}
        for school, n in apart[name]:
            for total, _ in versions:
                if 0 < total - n < n_min:
                    found = _finding(table, school, total - n, SINGLE)
                    yield {"document": f"region {wave}", **found}
        for one, other in combinations(sorted(versions), 2):
            if 0 < abs(one[0] - other[0]) < n_min:
                found = _finding(table, "difference", abs(one[0] - other[0]), ABROAD)
                yield {"document": f"region {wave}", **found}


def _mean_of_rest(
    total: int, rest: int, members: Mapping[str, Json], shown: Mapping[str, Json]
) -> str:
    """Say between which ends the mean of the hidden lies, by the rounded means."""
    if rest <= 0:
        return ""
    first = next(iter(members.values()))
    mark, half = first["region"], 0.05
    sums = [float(mark["mean"]) * int(mark["n"])]
    own = _n(first["score"])
    if own is not None:
        sums.append(float(first["score"]["mean"]) * own)
    left = sum(sums) - sum(float(s["score"]["mean"]) * int(s["score"]["n"]) for s in shown.values())
    slack = half * (total + sum(int(s["score"]["n"]) for s in shown.values()))
    low = max(float(first["lowest"]), (left - slack) / rest)
    high = min(float(first["highest"]), (left + slack) / rest)
    return f"; their mean lies between {low:.1f} and {high:.1f}" if low <= high else ""


def repeat_findings(documents: Sequence[Json]) -> Iterator[Finding]:
    """Compare what several documents say of the same school, wave and statistic.

    Parameters
    ----------
    documents : sequence of mapping
        Releases.

    Yields
    ------
    dict
        claim P1, document, table, cell, low, high and what.
    """
    stated: dict[tuple[Any, ...], dict[frozenset[str] | str, set[int]]] = defaultdict(
        lambda: defaultdict(set)
    )
    least: dict[tuple[Any, ...], int] = {}
    for document in documents:
        made = document["provenance"]
        tool = tuple(made["instrument"][key] for key in ("name", "version", "informant"))
        school = str(document["school"]["id"])
        for wave, table, members, n in _statements(document):
            key = (*tool, school, wave, table)
            stated[key][members].add(n)
            least[key] = min(least.get(key, 10**9), _n_min(document))
    for key, sets in stated.items():
        school, wave, table = key[-3:]
        for finding in _differences(sets, least[key]):
            yield {"document": f"{school} {wave}", "table": table, **finding}


def _statements(document: Json) -> Iterator[tuple[str, str, frozenset[str] | str, int]]:
    """Yield wave, statistic, whom it is about ("all" or group members), and n."""
    wave, part = str(document["provenance"]["wave"]), document["participation"]
    cells: list[tuple[str, str, frozenset[str] | str, Json]] = [
        (wave, "respondents", "all", part["n"])
    ]
    groups = [g for g in part["groups"] if _n(g["n"])]
    # a principle of other conditions is another statistic
    titles = {
        s["name"]: " ".join([f"scale {s['name']}", *(f"− {m}" for m in s["left_out"])])
        for s in document["scales"]
    }
    cells += [(wave, "respondents", frozenset(g["members"]), g["n"]) for g in groups]
    cells += [(wave, f"item {i['name']}", "all", i["n"]) for i in document["items"]]
    for scale in document["scales"]:
        title = titles[scale["name"]]
        cells.append((wave, title, "all", scale["score"]))
        if scale["previous"] is not None:
            then = scale["previous"]
            cells.append((str(then["wave"]), title, "all", then["score"]))
    for group in document["groups"]:
        cells += [
            (wave, titles[name], frozenset(group["members"]), score)
            for name, score in group["scores"].items()
        ]
    for row in document["waves"]:
        if row["same_version"]:
            cells.append((str(row["wave"]), "respondents", "all", row["n"]))
            cells += [
                (str(row["wave"]), titles[name], "all", score)
                for name, score in row["scores"].items()
            ]
    for when, table, members, number in cells:
        n = _n(number)
        if n:
            yield when, table, members, n


def _differences(sets: Mapping[frozenset[str] | str, set[int]], n_min: int) -> Iterator[Finding]:
    """Find sets of respondents that differ by a few."""
    for members, sizes in sets.items():
        cell = members if isinstance(members, str) else " + ".join(sorted(members))
        for one, other in combinations(sorted(sizes), 2):
            if other - one < n_min:
                found = _finding("", cell, other - one, ABROAD)
                yield {k: v for k, v in found.items() if k != "table"}
    named = {m: sizes for m, sizes in sets.items() if not isinstance(m, str)}
    for inner, outer in ((a, b) for a in named for b in named if a < b):
        for one in named[inner]:
            for other in named[outer]:
                if 0 < other - one < n_min:
                    cell = " + ".join(sorted(outer - inner))
                    found = _finding("", cell, other - one, ABROAD)
                    yield {k: v for k, v in found.items() if k != "table"}
    if len(named) > 1 and any(a & b and a != b for a in named for b in named):
        yield from _overlaps(named, n_min)


def _overlaps(named: Mapping[Any, set[int]], n_min: int) -> Iterator[Finding]:
    """Solve groups that were merged in one way here and in another there."""
    system = CountSystem()
    labels: list[Hashable] = sorted({label for members in named for label in members})
    for label in labels:
        system.add(label, 0)
    for members, sizes in named.items():
        if len(sizes) == 1:
            system.equate(dict.fromkeys(members, 1), next(iter(sizes)))
    for label, value in (system.determined() or {}).items():
        if 0 < value < n_min:
            found = _finding("", str(label), value, SINGLE)
            yield {k: v for k, v in found.items() if k != "table"}
