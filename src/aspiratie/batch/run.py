"""Make many reports: each on its own, several at a time, none half."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from tqdm import tqdm

from aspiratie.batch.manifest import Made, fingerprint, read_manifest, sha256_of, write_manifest
from aspiratie.disclosure import Release, SchoolRelease, read_release
from aspiratie.report import (
    Engine,
    PageKind,
    clear_failure,
    keep_failure,
    render_report,
    tell,
    write_letter,
    write_pdf,
    write_slides,
    write_workbook,
)

__all__ = ["ASKED", "BESIDE", "SUFFIXES", "Job", "Outcome", "State", "make_reports", "plan_jobs"]

#: What the name of a page has after the school's, of the pages that every school has.
SUFFIXES: dict[PageKind, str] = {"report": "", "appendix": "-bijlage", "poster": "-poster"}
#: The same of the pages that are made where they are asked for.
ASKED: dict[PageKind, str] = {"letter": "-brief"}
#: How the names of files beside a page end.
BESIDE = (".pdf", ".xlsx", ".pptx", ".docx")

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
    slides: bool = False
    kind: PageKind = "report"
    own_words: str = ""

    @property
    def beside(self) -> tuple[Path, ...]:
        """What is made beside the page."""
        wanted = (self.pdf, self.xlsx, self.slides, self.kind == "letter")
        ends = (end for end, is_wanted in zip(BESIDE, wanted, strict=True) if is_wanted)
        return tuple(self.html.with_suffix(end) for end in ends)


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What became of one report.

    Parameters
    ----------
    name : str
        The school's file name.
    state : {"made", "unchanged", "failed"}
        Made now; already up to date; failed.
    html : Path
        The page.
    reason : str
        Why it failed: what, where and what to do; in English.
    kept : Path or None
        Private folder with the reason, the traceback and the notebook of a failure; None where
        nothing failed, or where the folder could not be written.
    """

    name: str
    state: State
    html: Path
    reason: str = ""
    kept: Path | None = None


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
    slides: bool = False,
    kind: PageKind = "report",
    own_words: Mapping[str, str] | None = None,
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
    pdf, xlsx, slides : bool
        What to make beside each page.
    kind : {"report", "appendix", "poster", "letter"}
        Which page of a school the notebook makes; beside a letter stands its docx.
    own_words : mapping of str to str, optional
        What schools add in their own words, by the name of the release.

    Returns
    -------
    tuple of Job
        In the order of the releases.
    """
    drawing = sha256_of(notebook)
    suffix = {**SUFFIXES, **ASKED}[kind]
    added = own_words or {}
    return tuple(
        Job(
            name=f"{release.stem}{suffix}",
            release=release,
            html=output / f"{release.stem}{suffix}.html",
            notebook=notebook,
            language=language,
            key=fingerprint(
                sha256_of(release), drawing, language, code, added.get(release.stem, "")
            ),
            failed=output / "failed",
            engine=engine,
            pdf=pdf,
            xlsx=xlsx,
            slides=slides,
            kind=kind,
            own_words=added.get(release.stem, ""),
        )
        for release in releases
    )


def _make(job: Job) -> str:
    """Make one report; return why not, or nothing. Runs in a worker."""
    clear_failure(job.failed, job.name)
    try:
        render_report(
            job.notebook,
            {"release": str(job.release), "language": job.language},
            out_html=job.html,
            language=job.language,
            keep_failed=job.failed,
            engine=job.engine,
            kind=job.kind,
            own_words=job.own_words,
        )
        if job.beside:
            release = read_release(job.release)
            for file in job.beside:
                _write_beside(job, release, file)
    except Exception as error:
        if not (job.failed / job.name).is_dir():  # else the notebook is kept there already
            keep_failure(error, job.failed, name=job.name)
        return _told(job, tell(error))
    return ""


def _write_beside(job: Job, release: Release, file: Path) -> None:
    if file.suffix == ".pdf":
        write_pdf(job.html, file)
    elif file.suffix == ".xlsx":
        write_workbook(release, file, language=job.language)
    elif isinstance(release, SchoolRelease):
        write = write_letter if file.suffix == ".docx" else write_slides
        write(release, file, language=job.language, own_words=job.own_words)


def _told(job: Job, reason: str) -> str:
    """Say what failed, in which notebook, and where more is told."""
    head, *rest = reason.splitlines()
    kept = f"See failed/{job.name}." if (job.failed / job.name).is_dir() else ""
    return "\n".join([f"{job.notebook.name}: {head} {kept}".rstrip(), *rest])


def make_reports(
    jobs: Iterable[Job],
    executor: Executor,
    *,
    manifest: Path,
    force: bool = False,
    progress: bool | Callable[[int, int], None] = True,
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
    progress : bool or callable
        Show a bar; or what to call with the number of pages made and of all.

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
    _record(manifest, made)
    bar = tqdm(
        total=len(futures),
        unit="report",
        disable=progress is not True or not futures,
        file=sys.stderr,
    )
    with bar, _stopping(futures):
        for future in as_completed(futures):
            job = futures[future]
            reasons[job.name] = _reason(future, job)
            if not reasons[job.name]:
                made[job.name] = Made(key=job.key, html=job.html.name, sha256=sha256_of(job.html))
                reasons[job.name] = _record(manifest, made)
            if reasons[job.name]:
                # At once, before anything else can fail.
                tqdm.write(f"failed: {job.name}: {reasons[job.name]}", file=sys.stderr)
            bar.update()
            if callable(progress):
                progress(len(reasons), len(futures))
    return tuple(
        Outcome(name=job.name, state="unchanged", html=job.html)
        if job.name in done
        else Outcome(
            name=job.name,
            state="failed" if reasons[job.name] else "made",
            html=job.html,
            reason=reasons[job.name],
            kept=kept if reasons[job.name] and (kept := job.failed / job.name).is_dir() else None,
        )
        for job in jobs
    )


@contextlib.contextmanager
def _stopping(futures: Iterable[Future[str]]) -> Iterator[None]:
    """Start nothing more when the run is stopped."""
    try:
        yield
    except BaseException:
        for future in futures:
            future.cancel()
        raise


def _is_done(job: Job, entry: Made | None) -> bool:
    return (
        entry is not None
        and entry.key == job.key
        and job.html.is_file()
        and all(file.is_file() for file in job.beside)
        and sha256_of(job.html) == entry.sha256
    )


def _record(manifest: Path, made: Mapping[str, Made]) -> str:
    """Record what was made; return why that failed, or nothing."""
    try:
        write_manifest(manifest, made)
    except OSError as error:
        return f"{tell(error)} The page is made, but not recorded; make room and run again."
    return ""


def _reason(future: Future[str], job: Job) -> str:
    """Return why a report was not made, or nothing."""
    try:
        error = future.exception()
    except CancelledError as cancelled:
        error = cancelled
    if error is None:
        return future.result()
    reason = tell(error)
    if isinstance(error, BrokenExecutor | CancelledError):
        reason = (
            "The process that made this report died, of too little memory or by a signal. "
            "Run again to make what is missing, with fewer --workers if memory is short."
        )
    keep_failure(reason, job.failed, name=job.name)
    return _told(job, reason)
