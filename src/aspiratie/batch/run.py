"""Make many reports: each on its own, several at a time, none half."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tqdm import tqdm

from aspiratie.batch.manifest import Made, fingerprint, read_manifest, sha256_of, write_manifest
from aspiratie.disclosure import read_school_release
from aspiratie.disclosure.before import as_before
from aspiratie.errors import AspiratieError
from aspiratie.report import (
    Engine,
    Page,
    pupils_page_of,
    render_report,
    write_pdf,
    write_workbook,
)

__all__ = ["PUPILS", "Job", "Outcome", "State", "make_reports", "plan_jobs"]

#: What the name of the pupils' page has after the school's.
PUPILS = "-leerlingversie"

State = Literal["made", "unchanged", "failed"]


@dataclass(frozen=True, kw_only=True)
class Job:
    """One page to make; only paths and texts, so that any process can make it."""

    name: str
    release: Path
    html: Path
    notebook: Path
    language: str
    key: str
    failed: Path
    engine: Engine = "kernel"
    pdf: bool = False
    xlsx: bool = False
    pupils: bool = False


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one report."""

    name: str
    state: State
    html: Path
    reason: str = ""


def plan_jobs(
    releases: Sequence[Path],
    *,
    notebook: Path,
    output: Path,
    language: str,
    code: str,
    engine: Engine = "kernel",
    pdf: bool = False,
    xlsx: bool = False,
    pupils: bool = False,
) -> tuple[Job, ...]:
    """Return a job for each release.

    Parameters
    ----------
    releases : sequence of Path
        Release files; a report has the name of its release.
    notebook : Path
        The notebook that draws a report.
    output : Path
        Folder of the reports.
    language : str
        ``"nl"`` or ``"en"``.
    code : str
        Digest of everything else that shapes a report: package and template.
    engine : {"kernel", "inprocess"}
        See :func:`aspiratie.report.execute.execute`.
    pdf, xlsx : bool
        What to make beside each page.
    pupils : bool
        Whether the notebook makes the pupils' page, which stands beside the report.

    Returns
    -------
    tuple of Job
        In the order of the releases.
    """
    drawing = sha256_of(notebook)
    suffix = PUPILS if pupils else ""
    return tuple(
        Job(
            name=f"{release.stem}{suffix}",
            release=release,
            html=output / f"{release.stem}{suffix}.html",
            notebook=notebook,
            language=language,
            key=fingerprint(sha256_of(release), drawing, language, code),
            failed=output / "failed",
            engine=engine,
            pdf=pdf,
            xlsx=xlsx,
            pupils=pupils,
        )
        for release in releases
    )


def _make(job: Job) -> str:
    """Make one report; return why not, or nothing. Runs in a worker."""
    try:
        render_report(
            job.notebook,
            {"release": str(job.release), "language": job.language},
            out_html=job.html,
            language=job.language,
            keep_failed=job.failed,
            engine=job.engine,
            page=_pupils_page(job) if job.pupils else None,
        )
        if job.pdf:
            write_pdf(job.html, job.html.with_suffix(".pdf"))
        if job.xlsx:
            write_workbook(job.html, job.html.with_suffix(".xlsx"), language=job.language)
    except AspiratieError as error:
        return str(error)
    except Exception as error:
        # A stranger's error may quote what it choked on: its kind is safe to print, its text not.
        return f"{type(error).__name__} in {Path(__file__).name}; the data are not at fault."
    return ""


def _pupils_page(job: Job) -> Page:
    return pupils_page_of(as_before(read_school_release(job.release)), job.language)


def make_reports(
    jobs: Iterable[Job],
    executor: Executor,
    *,
    manifest: Path,
    force: bool = False,
    progress: bool = True,
) -> tuple[Outcome, ...]:
    """Make the reports that are out of date; a failure stops no other.

    Parameters
    ----------
    jobs : iterable of Job
        What to make.
    executor : Executor
        Where to make it; not shut down here.
    manifest : Path
        What earlier runs made, and what this run adds.
    force : bool
        Make all, also what is up to date.
    progress : bool
        Show a bar.

    Returns
    -------
    tuple of Outcome
        In the order of the jobs.
    """
    jobs = tuple(jobs)
    made = read_manifest(manifest)
    done = {} if force else {job.name: job for job in jobs if _is_done(job, made.get(job.name))}
    reasons: dict[str, str] = {}
    futures: dict[Future[str], Job] = {}
    for job in jobs:
        if job.name not in done:
            made.pop(job.name, None)
            futures[executor.submit(_make, job)] = job
    write_manifest(manifest, made)
    bar = tqdm(
        total=len(futures), unit="report", disable=not progress or not futures, file=sys.stderr
    )
    with bar:
        for future in as_completed(futures):
            job = futures[future]
            reasons[job.name] = _reason(future)
            if not reasons[job.name]:
                made[job.name] = Made(key=job.key, html=job.html.name, sha256=sha256_of(job.html))
                write_manifest(manifest, made)
            bar.update()
    return tuple(
        Outcome(name=job.name, state="unchanged", html=job.html)
        if job.name in done
        else Outcome(
            name=job.name,
            state="failed" if reasons[job.name] else "made",
            html=job.html,
            reason=reasons[job.name],
        )
        for job in jobs
    )


def _is_done(job: Job, entry: Made | None) -> bool:
    return (
        entry is not None
        and entry.key == job.key
        and job.html.is_file()
        and (not job.pdf or job.html.with_suffix(".pdf").is_file())
        and (not job.xlsx or job.html.with_suffix(".xlsx").is_file())
        and sha256_of(job.html) == entry.sha256
    )


def _reason(future: Future[str]) -> str:
    try:
        return future.result()
    except (BrokenExecutor, CancelledError):
        return "The process that made this report died; run again to make what is missing."
    except Exception as error:
        return f"{type(error).__name__} in the process that made this report."
