"""A ledger of a region's documents, so that releases of one data set can be laid side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from aspiratie.disclosure.before import as_before
from aspiratie.disclosure.files import sha256_of_release
from aspiratie.disclosure.ledger import (
    COLUMNS,
    LedgerReport,
    chain_faults,
    dump_line,
    line_sha256,
    read_lines,
)
from aspiratie.disclosure.shape import RegionRelease
from aspiratie.errors import ReleaseError

__all__ = [
    "append_region_ledger",
    "check_region_ledger",
    "compare_entries",
    "entry_of",
    "read_region_ledger",
]

FORMAT = "aspiratie.region-ledger"
VERSION = 1
_KEYS = {"format", "version", "before", "date", "sha256", "instrument", "wave", "region"}
_KEYS |= {"sector", "variant", "n_min", "n", "schools", "scales"}

Line = dict[str, Any]


def append_region_ledger(path: str | Path, releases: Sequence[RegionRelease]) -> int:
    """Add a region's documents that are about to be sent.

    Parameters
    ----------
    path : str or Path
        The ledger; made where it is not there.
    releases : sequence of RegionRelease
        What was made in one run.

    Returns
    -------
    int
        Lines added; a document that is in the ledger already is not added again.

    Raises
    ------
    ReleaseError
        If the ledger cannot be read or written, or was tampered with.
    """
    path = Path(path)
    lines = read_region_ledger(path) if path.exists() else []
    broken = list(chain_faults(lines))
    if broken:
        raise ReleaseError(f"{path.name} was changed after it was written.", problems=broken)
    known = {line["sha256"] for line in lines}
    before = line_sha256(lines[-1]) if lines else ""
    text, added = "", 0
    for release in releases:
        sha256 = sha256_of_release(release)
        if sha256 in known:
            continue
        line = {"format": FORMAT, "version": VERSION, "before": before} | entry_of(
            as_before(release), sha256
        )
        before = line_sha256(line)
        text += dump_line(line) + "\n"
        added += 1
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ReleaseError(f"{path.name} cannot be written: {error.strerror}.") from None
    return added


def read_region_ledger(path: str | Path) -> list[Line]:
    """Read a region ledger's lines, oldest first.

    Raises
    ------
    ReleaseError
        If there is no such file or a line is not one of a region's ledger.
    """
    return read_lines(Path(path), keys=_KEYS, kind=FORMAT)


def check_region_ledger(lines: Sequence[Mapping[str, Any]]) -> LedgerReport:
    """Compare the documents of one wave and sector with each other.

    Found are a school that is in one and not in another, numbers of pupils that differ,
    and a line that was changed or taken out. ``"reveals"`` is a difference of less than
    n_min pupils, or of one school; ``"differs"`` is a larger one.

    Parameters
    ----------
    lines : sequence of mapping
        Of :func:`read_region_ledger`.

    Returns
    -------
    LedgerReport
    """
    found: list[Line] = [
        {"level": "reveals", "wave": "", "school": "", "what": str(p), "difference": 0}
        for p in chain_faults(lines)
    ]
    groups: dict[tuple[Any, ...], list[Mapping[str, Any]]] = defaultdict(list)
    for line in lines:
        tool = line["instrument"]
        key = (tool["name"], tool["version"], tool["informant"], line["region"], line["sector"])
        groups[(*key, line["wave"])].append(line)
    for key, same in groups.items():
        for one, other in combinations(same, 2):
            found += [{"wave": key[-1], **finding} for finding in compare_entries(one, other)]
    return LedgerReport(
        findings=pd.DataFrame(found, columns=COLUMNS).drop_duplicates(ignore_index=True),
        n_lines=len(lines),
        n_sets=len(groups),
    )


def entry_of(data: Mapping[str, Any], sha256: str = "") -> Line:
    """Return what the ledger keeps of a document: whom it is about, and how many."""
    made, part = data["provenance"], data["participation"]
    tool = made["instrument"]
    return {
        "date": made["date"],
        "sha256": sha256,
        "instrument": {key: tool[key] for key in ("name", "version", "informant")},
        "wave": made["wave"],
        "region": made["region_name"],
        "sector": data["sector"],
        "variant": data["variant"],
        "n_min": data["rules"]["n_min"],
        "n": [part["n"], part["schools"]],
        "schools": {row["id"]: row["n"] for row in part["rows"]},
        "scales": {
            s["name"]: [s["region"]["n"], s["region"]["schools"]]
            for s in data["scales"]
            if s["region"]["state"] == "shown"
        },
    }


def compare_entries(one: Mapping[str, Any], other: Mapping[str, Any]) -> Iterator[Line]:
    """Yield where two documents of one wave and sector count other pupils."""
    n_min = min(one["n_min"], other["n_min"])

    def finding(school: str, what: str, pupils: int, schools: int) -> Line:
        reveals = 0 < pupils < n_min or schools == 1
        level = "reveals" if reveals else "differs"
        return {"level": level, "school": school, "what": what, "difference": pupils}

    totals = [("participants", one["n"], other["n"])]
    both = sorted(set(one["scales"]) & set(other["scales"]))
    totals += [(name, one["scales"][name], other["scales"][name]) for name in both]
    for name, first, second in totals:
        pupils, schools = abs(first[0] - second[0]), abs(first[1] - second[1])
        if pupils or schools:
            yield finding("", f"two documents give another n of {name}", pupils, schools)
    if not one["schools"] or not other["schools"]:
        return
    for school in sorted(set(one["schools"]) ^ set(other["schools"])):
        n = one["schools"].get(school) or other["schools"][school]
        yield finding(school, "the school is left out of one of two documents", n, 1)
    for school in sorted(set(one["schools"]) & set(other["schools"])):
        pupils = abs(one["schools"][school] - other["schools"][school])
        if pupils:
            yield finding(school, "two documents give another n", pupils, 0)
