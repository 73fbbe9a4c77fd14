"""What an attack found, and what it tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

import pandas as pd

__all__ = ["COLUMNS", "AttackReport", "Claim", "Finding", "Trial"]

COLUMNS = ["claim", "document", "table", "cell", "low", "high", "what"]
#: P1 sums over few pupils stay open; P2 more than one answer stays possible.
Claim = Literal["P1", "P2"]


@dataclass(frozen=True, kw_only=True)
class Finding:
    """A promise that does not hold.

    Parameters
    ----------
    claim : {"P1", "P2"}
    document, table, cell : str
        Where it was found.
    low, high : float
        The least and the most that fits.
    what : str
        What follows.
    """

    claim: Claim
    document: str
    table: str
    cell: str
    low: float
    high: float
    what: str


@dataclass(eq=False)
class Trial:
    """The derivations that were tried, by kind, and what came of them."""

    tried: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)

    def run(self, kind: str, found: Iterator[Finding | None]) -> None:
        """Count each derivation of a kind; keep those that are findings."""
        for finding in found:
            self.tried[kind] += 1
            if finding is not None:
                self.findings.append(finding)


@dataclass(frozen=True, eq=False, kw_only=True)
class AttackReport:
    """What could be derived from published documents.

    Parameters
    ----------
    findings : DataFrame
        A row a broken promise: claim, document, table, cell, the least and the most that
        fits (low, high), and what follows. Empty where the documents keep their promises.
    n_documents : int
        Documents that were read together.
    tried : mapping of str to int
        How many derivations of each kind were tried.
    skipped : mapping of str to int
        Derivations for which there was no time.
    """

    findings: pd.DataFrame
    n_documents: int
    tried: dict[str, int]
    skipped: dict[str, int]

    def __repr__(self) -> str:
        return (
            f"<AttackReport: {len(self.findings)} findings; {self.n_documents} documents, "
            f"{sum(self.tried.values())} derivations tried>"
        )

    @property
    def succeeded(self) -> bool:
        """Whether anything was found."""
        return len(self.findings) > 0

    def account(self) -> list[str]:
        """Say what was tried, a line a kind of derivation."""
        lines = [f"tried: {kind}, {n} times" for kind, n in sorted(self.tried.items())]
        lines += [
            f"not tried for want of time: {kind}, {n} times"
            for kind, n in sorted(self.skipped.items())
        ]
        return lines


def report_of(trial: Trial, n_documents: int) -> AttackReport:
    """Return what a trial came to."""
    rows = [[getattr(f, column) for column in COLUMNS] for f in trial.findings]
    return AttackReport(
        findings=pd.DataFrame(rows, columns=COLUMNS).drop_duplicates(ignore_index=True),
        n_documents=n_documents,
        tried=dict(trial.tried),
        skipped=dict(trial.skipped),
    )
