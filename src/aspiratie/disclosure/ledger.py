"""A ledger of what was released of one data set, so that it can be checked over time.

A release cannot be called back. The ledger is a file of JSON lines to which every set
of releases is added; each line holds the hash of the line before, so a line that was
changed or taken out is seen. It holds hashes, identifiers and published counts only.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

import pandas as pd

from aspiratie.disclosure.before import as_before
from aspiratie.disclosure.files import sha256_of_release
from aspiratie.disclosure.shape import SchoolRelease
from aspiratie.errors import Problem, ReleaseError

__all__ = ["LedgerReport", "append_ledger", "check_ledger", "read_ledger"]

FORMAT = "aspiratie.ledger"
VERSION = 1
COLUMNS = ["level", "wave", "school", "what", "difference"]
_KEYS = {"format", "version", "before", "set", "date", "sha256", "instrument", "wave", "region"}
_KEYS |= {"data", "codebook_sha256", "parameters_sha256", "n_min", "school", "sector", "n"}
_KEYS |= {"scales"}

Line = dict[str, Any]


@dataclass(frozen=True, eq=False, kw_only=True)
class LedgerReport:
    """What the releases of a ledger tell together.

    Parameters
    ----------
    findings : DataFrame
        level: ``"reveals"`` where two sets of releases differ by 1 … n_min − 1
        respondents, or the ledger was tampered with; ``"differs"`` where they differ
        by more, as by a school left out: somebody has to account for it. wave, school,
        what, difference (respondents).
    n_lines, n_sets : int
        Releases, and sets of them.
    """

    findings: pd.DataFrame
    n_lines: int
    n_sets: int

    def __repr__(self) -> str:
        return (
            f"<LedgerReport: {len(self.findings)} findings in {self.n_lines} releases "
            f"of {self.n_sets} sets>"
        )


def append_ledger(path: str | Path, releases: Sequence[SchoolRelease]) -> int:
    """Add a set of releases that are about to be sent.

    Parameters
    ----------
    path : str or Path
        The ledger; made where it is not there.
    releases : sequence of SchoolRelease
        The whole set of one region and wave, as :func:`publish_schools` returns it.

    Returns
    -------
    int
        Lines added; 0 where this very set is the last one of its wave already.

    Raises
    ------
    ReleaseError
        If the ledger cannot be read or written, or was tampered with.
    """
    path = Path(path)
    lines = read_ledger(path) if path.exists() else []
    broken = list(chain_faults(lines))
    if broken:
        raise ReleaseError(f"{path.name} was changed after it was written.", problems=broken)
    entries = [_entry(r) for r in sorted(releases, key=lambda r: (r.provenance.wave, r.school.id))]
    together = _sha(json.dumps([e["sha256"] for e in entries]).encode())
    if not entries or any(line["set"] == together for line in _last_sets(lines)):
        return 0
    before = line_sha256(lines[-1]) if lines else ""
    text = ""
    for entry in entries:
        line = {"format": FORMAT, "version": VERSION, "before": before, "set": together} | entry
        before = line_sha256(line)
        text += dump_line(line) + "\n"
    try:
        with path.open("a", encoding="utf-8", newline="\n") as file:
            file.write(text)
    except OSError as error:
        raise ReleaseError(f"{path.name} cannot be written: {error.strerror}.") from None
    return len(entries)


def read_ledger(path: str | Path) -> list[dict[str, Any]]:
    """Read a ledger's lines, oldest first.

    Raises
    ------
    ReleaseError
        If there is no such file or a line is not one of a ledger; all such lines at once.
    """
    return read_lines(Path(path), keys=_KEYS, kind=FORMAT)


def read_lines(path: Path, *, keys: set[str], kind: str) -> list[Line]:
    """Read the lines of a ledger of some kind, oldest first; all faulty ones at once."""
    try:
        rows = path.read_bytes().decode("utf-8").splitlines()
    except OSError as error:
        raise ReleaseError(f"{path.name} cannot be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise ReleaseError(f"{path.name} is not text in UTF-8, so it is no ledger.") from None
    lines, problems = [], []
    for number, row in enumerate(rows, 1):
        try:
            line = json.loads(row)
        except ValueError:
            line = None
        if not isinstance(line, dict) or set(line) != keys or line["format"] != kind:
            problems.append(Problem(where=f"line {number}", what="is no line of a ledger."))
        elif line["version"] != VERSION:
            problems.append(Problem(where=f"line {number}", what="is of another version."))
        else:
            lines.append(line)
    if problems:
        raise ReleaseError(f"{path.name} is no ledger of this version.", problems=problems)
    return lines


def check_ledger(lines: Sequence[Mapping[str, Any]]) -> LedgerReport:
    """Compare every set of releases with the other sets of the same wave.

    Found are: a school that is in one set and not in the other, a school whose n
    differs, a region whose pupils differ, and a line that was changed or taken out.

    Parameters
    ----------
    lines : sequence of mapping
        Of :func:`read_ledger`.

    Returns
    -------
    LedgerReport
    """
    found = [
        {"level": "reveals", "wave": "", "school": "", "what": str(p), "difference": 0}
        for p in chain_faults(lines)
    ]
    groups: dict[tuple[Any, ...], dict[str, list[Mapping[str, Any]]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for line in lines:
        tool = line["instrument"]
        key = (tool["name"], tool["version"], tool["informant"], line["region"], line["wave"])
        groups[key][line["set"]].append(line)
    for key, sets in groups.items():
        for one, other in combinations(sets.values(), 2):
            found += [{"wave": key[-1], **finding} for finding in _compare(one, other)]
    return LedgerReport(
        findings=pd.DataFrame(found, columns=COLUMNS).drop_duplicates(ignore_index=True),
        n_lines=len(lines),
        n_sets=len({line["set"] for line in lines}),
    )


def _entry(release: SchoolRelease) -> Line:
    data = as_before(release)
    made = data["provenance"]
    scales = {}
    for scale in data["scales"]:
        own, mark = scale["score"], scale["region"]
        scales[scale["name"]] = {
            "n": own.get("n"),
            "others_n": mark.get("n"),
            "others_schools": mark.get("schools"),
        }
    tool = made["instrument"]
    return {
        "date": made["date"],
        "sha256": sha256_of_release(release),
        "instrument": {key: tool[key] for key in ("name", "version", "informant")},
        "wave": made["wave"],
        "region": made["region_name"],
        "data": sorted(source["sha256"] for source in made["data"]),
        "codebook_sha256": made["codebook_sha256"],
        "parameters_sha256": made["parameters_sha256"],
        "n_min": data["rules"]["n_min"],
        "school": data["school"]["id"],
        "sector": data["school"]["sector"],
        "n": data["participation"]["n"].get("value"),
        "scales": scales,
    }


def _compare(
    one: Sequence[Mapping[str, Any]], other: Sequence[Mapping[str, Any]]
) -> Iterator[Line]:
    first, second = ({line["school"]: line for line in lines} for lines in (one, other))
    n_min = min(line["n_min"] for line in (*one, *other))

    def finding(school: str, what: str, difference: int) -> Line:
        level = "reveals" if 0 < difference < n_min else "differs"
        return {"level": level, "school": school, "what": what, "difference": difference}

    for school in sorted(set(first) ^ set(second)):
        n = (first.get(school) or second[school])["n"] or 0
        yield finding(school, "the school is left out of one of two releases", n)
    for school in sorted(set(first) & set(second)):
        a, b = first[school], second[school]
        if a["n"] != b["n"] and None not in (a["n"], b["n"]):
            yield finding(school, "two releases give another n", abs(a["n"] - b["n"]))
        for name in sorted(set(a["scales"]) & set(b["scales"])):
            before, after = a["scales"][name]["n"], b["scales"][name]["n"]
            if None not in (before, after) and before != after:
                what = f"two releases give another n of {name}"
                yield finding(school, what, abs(before - after))
    totals, others = _region(one), _region(other)
    for sector, name in sorted(set(totals) & set(others)):
        gone = abs(totals[sector, name] - others[sector, name])
        if gone:
            yield finding("", f"the region of {name} counts other pupils in two releases", gone)


def _region(lines: Sequence[Mapping[str, Any]]) -> dict[tuple[str, str], int]:
    """Return the region's pupils by sector and scale, as any one document tells them."""
    totals: dict[tuple[str, str], int] = {}
    for line in lines:
        for name, scale in line["scales"].items():
            if scale["others_n"] is not None:
                totals.setdefault(
                    (str(line["sector"]), name), scale["others_n"] + (scale["n"] or 0)
                )
    return totals


def _last_sets(lines: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """Return the newest line of every wave."""
    newest = {(line["wave"], json.dumps(line["instrument"])): line for line in lines}
    return list(newest.values())


def chain_faults(lines: Sequence[Mapping[str, Any]]) -> Iterator[Problem]:
    """Yield the lines that do not hold the hash of the line before them."""
    before = ""
    for number, line in enumerate(lines, 1):
        if line["before"] != before:
            what = "does not follow on the line before it; a line was changed or taken out."
            yield Problem(where=f"line {number}", what=what)
        before = line_sha256(line)


def dump_line(line: Mapping[str, Any]) -> str:
    """Return a line as the file has it."""
    return json.dumps(line, ensure_ascii=False, sort_keys=True)


def line_sha256(line: Mapping[str, Any]) -> str:
    """Return the hash that the next line holds."""
    return _sha(dump_line(line).encode())


def _sha(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
