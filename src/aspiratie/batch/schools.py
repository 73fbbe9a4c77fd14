"""A page for every school, and their index."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from aspiratie.batch.executors import gives_fresh_processes, make_executor
from aspiratie.batch.folder.lock import hold
from aspiratie.batch.guard import Permission
from aspiratie.batch.listing import plan_schools, write_listing
from aspiratie.batch.manifest import Manifest
from aspiratie.batch.parts import Part, part_of
from aspiratie.batch.region import plan_region, settle_region
from aspiratie.batch.releases import PreparedReleases, prepare_held
from aspiratie.batch.run import Outcome, failure_table, make_reports
from aspiratie.batch.workers.jobs import ASKED, SUFFIXES, Job, owner_of
from aspiratie.batch.workers.limits import Limits
from aspiratie.errors import AspiratieError, ParameterError, Problem

if TYPE_CHECKING:
    from aspiratie.batch.progress import LogFormat
    from aspiratie.report.execute import Engine

__all__ = ["Batch", "report_schools"]

#: The package's notebooks that read a release and nothing else.
REPORTS = ("schoolrapport",)


@dataclass(frozen=True, eq=False, kw_only=True)
class Batch:
    """What a run has made.

    Parameters
    ----------
    outcomes : mapping of str to Outcome
        By school.
    withheld : mapping of str to str
        Schools without a report, and why.
    index : Path
        The page to open.
    notes : tuple of str
        What the ledger and the rules ask to be told, a line each.
    index_fault : str
        Why the index could not be written; empty where it was.
    advice : tuple of str
        For the analyst: what in the questionnaire is likely wrong.
    regional : mapping of str to Outcome
        The pages of the region, by name.
    refused : mapping of str to str
        Documents of the region that could not be made, and why.
    is_whole : bool
        Whether each region of the run could be made.
    """

    outcomes: Mapping[str, Outcome]
    withheld: Mapping[str, str]
    index: Path
    notes: tuple[str, ...] = ()
    index_fault: str = ""
    advice: tuple[str, ...] = ()
    regional: Mapping[str, Outcome] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)
    is_whole: bool = True

    @property
    def failed(self) -> dict[str, Outcome]:
        """The reports that could not be made, of schools and of the region."""
        return {
            name: outcome
            for name, outcome in {**self.outcomes, **self.regional}.items()
            if outcome.state == "failed"
        }

    def summary(self) -> str:
        """Say what was made, and what there is to be told besides."""
        states = [o.state for o in self.outcomes.values()]
        parts = [
            f"{states.count('made')} reports made",
            f"{states.count('unchanged')} were up to date",
            f"{len(self.withheld)} schools withheld",
            f"{states.count('failed')} failed",
        ]
        lines = [", ".join(parts)]
        if self.regional:
            states = [o.state for o in self.regional.values()]
            lines.append(
                f"{states.count('made')} pages of the region made, "
                f"{states.count('unchanged')} were up to date, {states.count('failed')} failed"
            )
        lines += [f"not made, {name}: {why}" for name, why in self.refused.items()]
        return "\n".join([*lines, *self.notes])

    def failure_table(self) -> str:
        """Return a table of the failed reports: the school, and each line of its reason."""
        return failure_table("school", self.failed)


def report_schools(
    path: str | Path | Part,
    *,
    schools: Sequence[str] = (),
    workers: int | None = None,
    executor: str = "local",
    force: bool = False,
    pdf: bool = False,
    xlsx: bool = False,
    letter: bool = False,
    slides: bool = False,
    limits: Limits | None = None,
    recall: str = "",
    not_sent: bool = False,
    progress: bool | Callable[[int, int], None] = True,
    log_format: LogFormat = "text",
) -> Batch:
    """Make the report of every school of a parameters file, of their region, and an index.

    Only what is out of date is made; a run that was stopped goes on where it was.

    Parameters
    ----------
    path : path or Part
        The parameters file, of one region; or one of its regions.
    schools : sequence of str
        Only these, and no page of the region; all when empty. The others keep the page that
        they have.
    workers, executor
        See :func:`aspiratie.batch.executors.make_executor`.
    force : bool
        Make all again.
    pdf, xlsx : bool
        Make these beside each page.
    letter, slides : bool
        Make a letter to parents, as a page and a docx, and slides for the team.
    limits : Limits, optional
        What the notebooks of one school may take.
    recall, not_sent
        See :func:`aspiratie.batch.releases.prepare_releases`.
    progress : bool or callable
        Show a bar; or what to call with the number of pages made and of all.
    log_format : {"text", "json"}
        See :class:`aspiratie.batch.progress.Progress`.

    Returns
    -------
    Batch
        Also when reports failed.

    Raises
    ------
    AspiratieError
        With every fault of parameters, codebooks or data, before any page is made; or if
        another run holds the folder.
    """
    part = part_of(path)
    parameters = part.parameters
    permission = Permission(recall=recall, not_sent=not_sent)
    own = parameters.notebook.endswith(".ipynb")
    if not own and parameters.notebook not in REPORTS:
        raise ParameterError(
            f"The notebook {parameters.notebook!r} makes no report of a school. "
            f"Use {', '.join(REPORTS)}, or a notebook of your own, ending in .ipynb."
        )
    # The package's own notebooks only draw a release, so that they need no kernel where
    # every school has a process of its own; a notebook of the user's may do anything.
    engine: Engine = "inprocess" if gives_fresh_processes(executor) and not own else "kernel"
    with hold(parameters.output) as scratch:
        prepared = prepare_held(part, permission, progress=progress is True)
        _known(schools, prepared)
        manifest = Manifest(prepared.output.manifest)
        by_kind = plan_schools(
            prepared, engine=engine, limits=limits, pdf=pdf, xlsx=xlsx, slides=slides
        )
        if not letter:
            by_kind.pop("letter", None)
        chosen = {prepared.files[school] for school in schools or prepared.files}
        jobs = [job for of in by_kind.values() for job in of if job.release in chosen]
        _forget(manifest, jobs)
        regional: tuple[Job, ...] = ()
        if not schools:
            regional = plan_region(
                prepared, language=parameters.language, pdf=pdf, xlsx=xlsx, limits=limits
            )
        documents = sorted({path.suffix for job in (*regional, *jobs) for path in job.beside})
        with make_executor(
            executor, workers=workers, limits=limits, scratch=scratch, documents=documents
        ) as pool:
            outcomes = make_reports(
                [*regional, *jobs],
                pool,
                manifest=manifest,
                force=force,
                progress=progress,
                log_format=log_format,
                summary=prepared.output.summary,
            )
        fault = _settle(prepared, manifest, regional, is_whole=not schools)
    by_name = {outcome.name: outcome for outcome in outcomes}
    suffixes = (*SUFFIXES.values(), *ASKED.values())
    return Batch(
        outcomes={
            school: _joined([by_name[n] for s in suffixes if (n := f"{file.stem}{s}") in by_name])
            for school, file in prepared.files.items()
            if file.stem in by_name
        },
        withheld=prepared.withheld,
        index=prepared.output.index,
        notes=prepared.notes,
        index_fault=fault,
        advice=prepared.advice,
        regional={job.name: by_name[job.name] for job in regional},
        refused={} if schools else prepared.refused,
    )


def _forget(manifest: Manifest, jobs: Sequence[Job]) -> None:
    """Forget failures of pages that these schools have no more, as of a letter not asked again."""
    planned = {job.name for job in jobs}
    owners = {job.release.stem for job in jobs}
    for name in manifest.failures:
        if owner_of(name) in owners and name not in planned:
            from aspiratie.report.failures import clear_failure

            clear_failure(jobs[0].failed, name)
            manifest.remove(name)


def _settle(
    prepared: PreparedReleases, manifest: Manifest, regional: tuple[Job, ...], *, is_whole: bool
) -> str:
    """Write keys, index and manifest as they are at the end; return what failed of it."""
    try:
        if is_whole:
            settle_region(prepared, manifest, regional, language=prepared.parameters.language)
        write_listing(prepared, manifest)
        manifest.compact()
    except AspiratieError as error:
        return str(error)  # told after what became of the schools, which it should not hide
    except OSError as error:
        return f"{error.strerror}. Make the folder writable or make room, and run again."
    return ""


def _joined(pages: Sequence[Outcome]) -> Outcome:
    """Return the outcome of a school: of the first page that failed, else of its report."""
    failed = next((page for page in pages if page.state == "failed"), None)
    if failed is not None:
        return failed
    made = any(page.state == "made" for page in pages)
    return dataclasses.replace(pages[0], state="made" if made else "unchanged")


def _known(schools: Sequence[str], prepared: PreparedReleases) -> None:
    problems = [
        Problem(
            where=f"school {school}",
            what="has fewer than n_min respondents."
            if school in prepared.withheld
            else "is not in the data.",
        )
        for school in schools
        if school not in prepared.files
    ]
    if problems:
        raise ParameterError("Some schools have no report.", problems=problems)
