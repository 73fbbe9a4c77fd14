"""Try to undo what was hidden, from nothing but published documents.

The proof that releases keep their promises: whoever holds all of them, of all schools
and of earlier years, must not be able to find

P1
    a statistic about 1 … n_min − 1 respondents, or how many a hidden cell holds;
P2
    that all or none of the respondents gave an answer, nor the count behind a bounded share.

Read are totals and their parts (groups, cleaning, the region's marks with the schools'
scores), shares with their rounding, and the same number in several documents.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
import pandas as pd

from aspiratie.disclosure.attack_cleaning import cleaning_findings
from aspiratie.disclosure.attack_shares import joint_item_findings, share_findings
from aspiratie.disclosure.attack_sums import column_findings, region_findings, repeat_findings
from aspiratie.disclosure.before import as_before
from aspiratie.disclosure.shape import Flow, SchoolRelease
from aspiratie.errors import DisclosureError

__all__ = ["AttackReport", "attack", "cleaning_findings"]

Json = Mapping[str, Any]
Finding = dict[str, Any]
COLUMNS = ["claim", "document", "table", "cell", "low", "high", "what"]


@dataclass(frozen=True, eq=False, kw_only=True)
class AttackReport:
    """What could be derived from published documents.

    Parameters
    ----------
    findings : DataFrame
        A row a broken promise: claim ("P1" or "P2"), document, table, cell, the least
        and the largest count that fits (low, high), and what it is. Empty where the
        documents keep their promises.
    n_documents, n_cells_checked, n_hidden : int
        Documents, published numbers in them, and hidden ones among these.
    """

    findings: pd.DataFrame
    n_documents: int
    n_cells_checked: int
    n_hidden: int

    def __repr__(self) -> str:
        return (
            f"<AttackReport: {len(self.findings)} findings; {self.n_documents} documents, "
            f"{self.n_cells_checked} cells, {self.n_hidden} hidden>"
        )

    @property
    def succeeded(self) -> bool:
        """Whether anything was found."""
        return len(self.findings) > 0


def attack(releases: Sequence[SchoolRelease | Mapping[str, Any]]) -> AttackReport:
    """Try to derive hidden numbers from published documents together.

    Parameters
    ----------
    releases : sequence of SchoolRelease or mapping
        All documents that one reader can hold: of all schools of a region, of several
        waves, and earlier releases of the same data.

    Returns
    -------
    AttackReport
        With a row in ``findings`` for each promise that does not hold.

    Raises
    ------
    DisclosureError
        If there is no document, or one is no release.

    Notes
    -----
    Counts are bounded by whole-number reckoning where a table has one total, and by
    linear programming (HiGHS) where tables share cells; both are exact for sums.
    """
    documents = [as_before(r) if isinstance(r, SchoolRelease) else r for r in releases]
    if not documents or any(d.get("format") != "aspiratie.release" for d in documents):
        raise DisclosureError("attack needs releases, one or more.")
    found: list[Finding] = []
    cells = hidden = 0
    for document in documents:
        name = _name(document)
        for table, value in _cells(document):
            cells += 1
            hidden += value["state"] == "hidden"
            found += [{"document": name, **f} for f in _small(document, table, value)]
        found += [{"document": name, **f} for f in column_findings(document)]
        found += [{"document": name, **f} for f in share_findings(document)]
    for same in _grouped(documents, _region_key).values():
        found += region_findings(same)
        for one in _grouped(same, _cleaning_key).values():
            wave = one[0]["provenance"]["wave"]
            schools = {str(d["school"]["id"]): d for d in one}
            flows = {name: _flow(d["cleaning"]) for name, d in schools.items()}
            n_min = min(int(d["rules"]["n_min"]) for d in one)
            region = _flow(one[0]["cleaning"]["region"])
            for finding in cleaning_findings(flows, region, n_min):
                found.append(finding | {"document": f"{finding['document']} {wave}"})
    found += repeat_findings(documents)
    for same in _grouped(documents, _school_key).values():
        if len(same) > 1:
            found += [{"document": _name(same[0]), **f} for f in joint_item_findings(same)]
    return AttackReport(
        findings=pd.DataFrame(found, columns=COLUMNS),
        n_documents=len(documents),
        n_cells_checked=cells,
        n_hidden=hidden,
    )


def _flow(content: Json) -> Flow:
    return msgspec.convert({k: v for k, v in content.items() if k != "region"}, Flow)


def _name(document: Json) -> str:
    return f"{document['school']['id']} {document['provenance']['wave']}"


def _region_key(document: Json) -> tuple[Any, ...]:
    made = document["provenance"]
    tool = made["instrument"]
    same = (tool["name"], tool["version"], tool["informant"], made["wave"], made["region_name"])
    return (*same, document["school"]["sector"])


def _cleaning_key(document: Json) -> tuple[Any, ...]:
    made = document["provenance"]
    region = json.dumps(document["cleaning"]["region"], default=_plain, sort_keys=True)
    return made["codebook_sha256"], made["parameters_sha256"], region


def _school_key(document: Json) -> tuple[Any, ...]:
    made = document["provenance"]
    tool = made["instrument"]
    return tool["name"], tool["version"], tool["informant"], made["wave"], document["school"]["id"]


def _plain(value: Any) -> Any:
    return dict(value) if isinstance(value, Mapping) else list(value)


def _grouped(documents: Sequence[Json], key: Any) -> dict[tuple[Any, ...], list[Json]]:
    groups: dict[tuple[Any, ...], list[Json]] = defaultdict(list)
    for document in documents:
        groups[key(document)].append(document)
    return groups


def _cells(value: Any, where: str = "") -> Iterator[tuple[str, Json]]:
    """Walk through everything that has a state."""
    if isinstance(value, Mapping):
        if "state" in value:
            yield where, value
        for key, part in value.items():
            yield from _cells(part, f"{where}.{key}".strip("."))
    elif isinstance(value, list | tuple):
        for i, part in enumerate(value):
            yield from _cells(part, f"{where}[{i}]")


def _small(document: Json, table: str, value: Json) -> Iterator[Finding]:
    """Judge one number by itself."""
    n_min = max(5, int(document["rules"]["n_min"]))
    if value["state"] == "shown":
        n = value.get("value", value.get("n"))
        if isinstance(n, int) and 0 < n < n_min:
            what = "a number about fewer than n_min is shown"
            yield {"claim": "P1", "table": table, "cell": "n", "low": n, "high": n, "what": what}
    elif value.get("percent") in (0, 100):
        what = "the share says all or none"
        yield {"claim": "P2", "table": table, "cell": "share", "low": 0, "high": 0, "what": what}
