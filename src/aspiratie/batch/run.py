"""Make many reports: each school on its own, several at a time, none half."""

from __future__ import annotations

import contextlib
import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import BrokenExecutor, CancelledError, Executor, Future, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from aspiratie.batch.manifest import Made, Manifest
from aspiratie.batch.workers.jobs import Job

if TYPE_CHECKING:
    from aspiratie.batch.progress import LogFormat, Progress
    from aspiratie.batch.workers.pages import Drawn

__all__ = [
    "UNRECORDED",
    "Outcome",
    "State",
    "failure_table",
    "make_reports",
    "of_death",
    "outcome_of",
    "stopping",
]

State = Literal["made", "unchanged", "failed"]
#: What an entry of the manifest could not tell: the page is there, and will be made again.
UNRECORDED = "The page is made, but not recorded; make room and run again."


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


def make_reports(
    jobs: Iterable[Job],
    executor: Executor,
    *,
    manifest: Manifest,
    force: bool = False,
    progress: bool | Callable[[int, int], None] = True,
    log_format: LogFormat = "text",
    summary: Path | None = None,
) -> tuple[Outcome, ...]:
    """Make the reports that are out of date; a failure stops no other.

    All pages of one release are one task. What a task makes is written here, whole or not at all.

    Parameters
    ----------
    jobs : iterable of Job
        What to make.
    executor : Executor
        Where to make it. It is shut down only when the run is stopped.
    manifest : Manifest
        What earlier runs made, and what this run adds.
    force : bool
        Make all, also what is up to date.
    progress : bool or callable
        Show a bar; or what to call with the number of pages made and of all.
    log_format, summary
        See :class:`aspiratie.batch.progress.Progress`.

    Returns
    -------
    tuple of Outcome
        In the order of the jobs.
    """
    jobs = tuple(jobs)
    asked = [j for j in jobs if force or not manifest.is_whole(j.name, j.key, j.files)]
    reasons: dict[str, str] = {}
    if asked:
        from aspiratie.batch.progress import Progress

        with Progress(
            len(asked),
            unit="page",
            log_format=log_format,
            quiet=progress is not True,
            summary=summary,
        ) as told:
            told.unchanged(len(jobs) - len(asked))
            reasons = _make_all(asked, executor, manifest, told, progress)
    return tuple(outcome_of(j.name, j.html, j.failed, reasons.get(j.name)) for j in jobs)


def outcome_of(name: str, html: Path, failed: Path, reason: str | None) -> Outcome:
    """Return what became of a page: None is up to date, an empty text made, another why not."""
    if not reason:
        state: State = "unchanged" if reason is None else "made"
        return Outcome(name=name, state=state, html=html)
    kept = failed / name
    return Outcome(
        name=name,
        state="failed",
        html=html,
        reason=reason,
        kept=kept if kept.is_dir() else None,
    )


def failure_table(head: str, failed: Mapping[str, Outcome]) -> str:
    """Return a table of what failed: the name under a head, and each line of its reason."""
    width = max([len(head), *map(len, failed)])
    lines = [f"{head:<{width}}  reason"]
    for name, outcome in failed.items():
        lines += [
            f"{name if i == 0 else '':<{width}}  {line}"
            for i, line in enumerate(outcome.reason.splitlines())
        ]
    return "\n".join(lines)


def _make_all(
    asked: Sequence[Job],
    executor: Executor,
    manifest: Manifest,
    told: Progress,
    progress: bool | Callable[[int, int], None],
) -> dict[str, str]:
    """Make pages; return by name why one was not made, or an empty text."""
    tasks: dict[Path, list[Job]] = defaultdict(list)
    for job in asked:
        tasks[job.release].append(job)
    reasons: dict[str, str] = {}
    with stopping(executor):
        futures = {_submit(executor, tuple(task)): task for task in tasks.values()}
        for future in as_completed(futures):
            task = futures.pop(future)  # what it made is let go once it is written
            for job, reason in _written(future, task, manifest):
                reasons[job.name] = reason
                told.tell(job.name, "failed" if reason else "made", reason=reason)
                if callable(progress):
                    progress(len(reasons), len(asked))
    return reasons


def _submit(executor: Executor, task: Sequence[Job]) -> Future[list[Drawn]]:
    """Ask for the pages of one release; with their files, where they are made elsewhere."""
    from aspiratie.batch.workers.pages import draw, draw_sent

    if not getattr(executor, "sends_files", False):
        return executor.submit(draw, task)
    release = task[0].release.read_bytes()
    return executor.submit(draw_sent, task, release, [job.notebook.read_bytes() for job in task])


@contextlib.contextmanager
def stopping(executor: Executor) -> Iterator[None]:
    """End what runs, and start nothing more, when the run is stopped."""
    try:
        yield
    except BaseException:
        executor.shutdown(wait=False, cancel_futures=True)
        raise


def _written(
    future: Future[list[Drawn]], task: Sequence[Job], manifest: Manifest
) -> Iterator[tuple[Job, str]]:
    """Write what a task made, and yield of each page why it was not made, or an empty text."""
    try:
        drawn = future.result()
    except (Exception, CancelledError) as error:
        for job in task:
            yield job, _failed(job, manifest, *of_death(error))
        return
    for job, made in zip(task, drawn, strict=True):
        yield (
            job,
            _failed(job, manifest, made.reason, made.kept)
            if made.reason
            else _write(job, manifest, made.files),
        )


def _write(job: Job, manifest: Manifest, files: dict[str, bytes]) -> str:
    """Write a page with what stands beside it and tell the manifest; return what failed."""
    from aspiratie.errors import AspiratieError
    from aspiratie.report.failures import clear_failure, failure_files, tell
    from aspiratie.report.render import write_aside

    before = manifest.standing(job.name)
    try:
        for name, content in files.items():
            write_aside(job.html.with_name(name), content)
    except AspiratieError as error:
        return _failed(job, manifest, tell(error), failure_files(error))
    digests = {name: hashlib.sha256(content).hexdigest() for name, content in files.items()}
    same = before if manifest.key_of(job.name) == job.key else {}
    try:
        for name in before.keys() - digests.keys() - same.keys():
            job.html.with_name(name).unlink(missing_ok=True)  # of other numbers, and not asked now
        manifest.add(job.name, Made(key=job.key, files={**same, **digests}))
    except OSError as error:
        return f"{tell(error)} {UNRECORDED}"
    clear_failure(job.failed, job.name)
    return ""


def _failed(job: Job, manifest: Manifest, reason: str, kept: dict[str, str]) -> str:
    """Keep why a page was not made; return it, with the notebook and where more is told."""
    from aspiratie.report.failures import keep_files

    place = keep_files(kept, job.failed, name=job.name)
    head, *rest = reason.splitlines()
    see = f"See failed/{job.name}." if place is not None else ""
    told = "\n".join([f"{job.notebook.name}: {head} {see}".rstrip(), *rest])
    with contextlib.suppress(OSError):  # told on the terminal all the same
        before = manifest.standing(job.name)
        manifest.add(job.name, Made(key=job.key, files=before, reason=told))
    return told


def of_death(error: BaseException) -> tuple[str, dict[str, str]]:
    """Say why no task came back."""
    from aspiratie.report.failures import failure_files, tell

    if not isinstance(error, BrokenExecutor | CancelledError):
        return tell(error), failure_files(error)
    cause = str(error) or "of too little memory or by a signal"
    reason = (
        f"The process that made this report died: {cause}. Run the same command again to make "
        "what is missing, with fewer --workers if memory is short."
    )
    return reason, failure_files(reason)
