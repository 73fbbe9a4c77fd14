"""All derivations together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from aspiratie.attack.counts import column_findings, overlap_findings, small_findings
from aspiratie.attack.diversity import joined_findings, mean_findings
from aspiratie.attack.evidence import Document, Evidence
from aspiratie.attack.findings import AttackReport, Finding, Trial, report_of
from aspiratie.attack.letters import letter_findings, linked_findings
from aspiratie.attack.overlap import overlap_findings as shared_findings
from aspiratie.attack.parts import part_findings
from aspiratie.attack.regions import (
    follow_findings,
    grouped,
    region_findings,
    school_mark_findings,
)
from aspiratie.attack.shares import joint_findings, share_findings
from aspiratie.attack.sums import blocks, difference_findings, skip_findings
from aspiratie.attack.system import Clock
from aspiratie.disclosure.flows.check import cleaning_findings
from aspiratie.disclosure.shape import Flow, LetteredRelease, NamedRelease, SchoolRelease
from aspiratie.errors import DisclosureError

__all__ = ["SECONDS", "attack"]

#: Processor time that the reckoning with sums may take; what is not reached is told.
SECONDS = 1200.0


def attack(
    documents: Sequence[Document], *, beside: Sequence[Document] = (), seconds: float = SECONDS
) -> AttackReport:
    """Try to derive what is held back from published documents together.

    Parameters
    ----------
    documents : sequence of release
        All that one reader can hold: of all schools and of the region, of several waves, and
        earlier releases of the same data.
    beside : sequence of release
        Documents that were attacked together before, of regions that may share schools with
        these: tried is what follows from both.
    seconds : float
        Processor time for linear programming; the derivations that it does not come to are
        counted in the report.

    Returns
    -------
    AttackReport
        With a row in ``findings`` for each promise that does not hold.

    Raises
    ------
    DisclosureError
        If there is no document.

    Notes
    -----
    Sums are bounded by linear programming (HiGHS), counts by whole-number reckoning. What is
    bounded by these is certain; a reader who knows less of pupils than who skipped what, and
    more than his own answers, is not thought of.
    """
    if not documents:
        raise DisclosureError("attack needs releases, one or more.")
    trial, evidence, clock = Trial(), Evidence(), Clock(seconds=seconds)
    for document in documents:
        facts = list(document.facts())
        evidence.add(document, facts)
        own = document.rules.n_min
        trial.run("numbers about few pupils", small_findings(document, facts, own))
        if isinstance(document, SchoolRelease):
            trial.run("a total less its groups", column_findings(document, own))
            trial.run("the count behind a bound", share_findings(document, facts))
    n_min = evidence.few
    found = blocks(evidence)
    for block in found:
        trial.run("a score less its parts", skip_findings(block, evidence, clock))
        trial.run("a mean and its interval", mean_findings(block, evidence, clock))
        trial.run("a mean and the answers", joined_findings(block, evidence, clock))
    trial.run("one number less another", difference_findings(found, evidence, clock))
    trial.run("groups joined in several ways", overlap_findings(evidence.sizes, n_min))
    trial.run("one question in several documents", joint_findings(evidence))
    schools, regions = grouped(documents)
    shared = grouped([*documents, *beside]) if beside else (schools, regions)
    trial.run("regions that share schools", shared_findings(*shared))
    for key in sorted(set(schools) | set(regions)):
        reports, of_region = schools.get(key, []), regions.get(key, [])
        trial.run("counts of cleaning", _cleaning(reports))
        trial.run("the region less its schools", region_findings(of_region, reports))
        trial.run("marks less the schools", school_mark_findings(reports))
        trial.run("the region by its schools", follow_findings(of_region, reports))
        trial.run("waves and adults of a part", part_findings(of_region, reports))
        for lettered in (r for r in of_region if isinstance(r, LetteredRelease)):
            trial.run("letters told alike", letter_findings(lettered))
            for named in (r for r in of_region if isinstance(r, NamedRelease)):
                if named.sector == lettered.sector:
                    trial.run("letters by names", linked_findings(named, lettered))
    if clock.skipped:
        trial.skipped["sums by linear programming"] += clock.skipped
    return report_of(trial, len(documents))


def _cleaning(reports: Sequence[SchoolRelease]) -> Iterator[Finding | None]:
    """Derive hidden counts of cleaning, of schools whose documents state one region."""
    same: dict[Flow, dict[str, SchoolRelease]] = {}
    for report in reports:
        same.setdefault(report.cleaning.region, {})[report.school.id] = report
    for region, schools in same.items():
        flows = {name: report.cleaning.school for name, report in schools.items()}
        n_min = min(report.rules.n_min for report in schools.values())
        for found in cleaning_findings(flows, region, n_min):
            wave = next(iter(schools.values())).provenance.wave
            yield Finding(
                claim="P1",
                document=f"{found.document} {wave}",
                table="cleaning",
                cell=found.cell,
                low=found.value,
                high=found.value,
                what=found.what,
            )
        yield None
