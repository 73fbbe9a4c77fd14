"""Run a notebook for every school or group: several at a time, none half, none twice."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, as_completed
from dataclasses import dataclass
from pathlib import Path

from aspiratie.batch.executors import make_executor
from aspiratie.batch.folder.lock import hold
from aspiratie.batch.manifest import Made, Manifest, sha256_of
from aspiratie.batch.private import write_private
from aspiratie.batch.progress import LogFormat, Progress
from aspiratie.batch.run import UNRECORDED, Outcome, failure_table, of_death, outcome_of, stopping
from aspiratie.batch.workers.limits import Limits
from aspiratie.report import keep_failure, tell
from aspiratie.runs import one
from aspiratie.runs.place import Place, clear_stale
from aspiratie.runs.plan import Plan, plan

__all__ = ["NotebookRun", "run_notebook"]


@dataclass(frozen=True, eq=False, kw_only=True)
class NotebookRun:
    """What a run of a notebook has made.

    Parameters
    ----------
    outcomes : tuple of Outcome
        One a school or group, in their order.
    place : Place
        Where the pages are; private.
    left_out : int
        Respondents of whom a column is unknown, who are on no page.
    """

    outcomes: tuple[Outcome, ...]
    place: Place
    left_out: int

    def __repr__(self) -> str:
        return f"<NotebookRun: {len(self.outcomes)} pages, {len(self.failed)} failed>"

    @property
    def failed(self) -> tuple[Outcome, ...]:
        """The pages that could not be made."""
        return tuple(o for o in self.outcomes if o.state == "failed")

    def summary(self) -> str:
        """Say what was made, and whose eyes it is for."""
        states = [o.state for o in self.outcomes]
        parts = [
            f"{states.count('made')} pages made",
            f"{states.count('unchanged')} were up to date",
            f"{states.count('failed')} failed",
        ]
        lines = [", ".join(parts)]
        if self.left_out:
            lines.append(f"{self.left_out} respondents belong to none, and are on no page")
        lines.append(f"These pages hold personal data; keep to yourself: {self.place.folder}")
        return "\n".join(lines)

    def failure_table(self) -> str:
        """Return a table of the failed pages: the name, and each line of its reason."""
        return failure_table("page", {outcome.name: outcome for outcome in self.failed})


def run_notebook(
    notebook: str,
    parameters: str | Path,
    *,
    per: Sequence[str] = ("school",),
    given: Sequence[tuple[str, str]] = (),
    informant: str = "pupil",
    only: Sequence[str] = (),
    template: str = "aspiratie",
    limits: Limits | None = None,
    workers: int | None = None,
    executor: str = "local",
    force: bool = False,
    keep_answers: bool = False,
    quiet: bool = False,
    log_format: LogFormat = "text",
) -> NotebookRun:
    """Run a notebook for every school or group of a run, and make a page of each.

    The notebook gets, in the parameter ``answers``, a parquet file of the cleaned and coded
    answers of one school or group; where it asks for it by a parameter ``region_answers``, one
    of everybody's. Where its parameters cell has them it also gets ``codebook``, ``language``,
    ``wave`` and the columns of `per`. All others are the user's own. It runs in a Jupyter
    kernel, in an empty folder that is thrown away; modules beside it can be imported.

    Parameters
    ----------
    notebook : str
        Path of a notebook, or the name of one that ships.
    parameters : path
        The parameters file.
    per : sequence of str
        Columns by which answers are cut: school, group, type or wave.
    given : sequence of (str, str)
        The user's own parameters, as texts.
    informant : str
        Whose answers.
    only : sequence of str
        Names of pages to make; all when empty.
    template : str
        See :func:`aspiratie.runs.page.check_template`.
    limits : Limits, optional
        What the notebook of one school or group may take: memory, time of a cell, and of all.
    workers, executor
        See :func:`aspiratie.batch.executors.make_executor`.
    force : bool
        Make all again, as after a change of a file that the notebook reads by itself.
    keep_answers : bool
        Leave the files of answers in the private folder, so that the notebook can be opened and
        run by hand.
    quiet : bool
        Show no bar.
    log_format : {"text", "json"}
        See :class:`aspiratie.batch.progress.Progress`.

    Returns
    -------
    NotebookRun
        Also when pages failed.

    Raises
    ------
    AspiratieError
        With every fault of notebook, parameters, codebooks or data, before any page is made.
    """
    limits = limits or Limits()
    todo = plan(
        notebook,
        parameters,
        per=per,
        given=given,
        informant=informant,
        only=only,
        template=template,
        cell_seconds=limits.cell_seconds,
    )
    place = todo.place
    with hold(place.folder) as scratch:
        made = Manifest(place.manifest, place.folder)
        clear_stale(place, made.made, todo.names)
        for name in made.made.keys() - todo.names:
            made.remove(name, files=False)
        done = [
            job.name
            for job in todo.jobs
            if not force and made.is_whole(job.name, job.key, [job.html.name])
        ]
        jobs = [job for job in todo.jobs if job.name not in done]
        with (
            Progress(
                len(jobs), unit="page", log_format=log_format, quiet=quiet, summary=place.summary
            ) as progress,
            make_executor(executor, workers=workers, limits=limits, scratch=scratch) as pool,
            _answers_written(todo, list(todo.jobs) if keep_answers else jobs),
        ):
            progress.unchanged(len(done))
            reasons = _make(jobs, pool, made, place, progress, keep_answers=keep_answers)
            with contextlib.suppress(OSError):  # every line stands already
                made.compact()
    return NotebookRun(
        outcomes=tuple(
            outcome_of(job.name, job.html, job.failed, reasons.get(job.name)) for job in todo.jobs
        ),
        place=place,
        left_out=todo.left_out,
    )


def _make(
    jobs: Sequence[one.Job],
    pool: Executor,
    made: Manifest,
    place: Place,
    progress: Progress,
    *,
    keep_answers: bool,
) -> dict[str, str]:
    """Make pages; return by name why not, or nothing."""
    reasons: dict[str, str] = {}
    futures: dict[Future[one.Made], one.Job] = {pool.submit(one.make, job): job for job in jobs}
    with stopping(pool):
        for future in as_completed(futures):
            job = futures[future]
            reason, seconds = _result(future, job)
            if not reason:
                entry = Made(key=job.key, files={job.html.name: sha256_of(job.html)})
                reasons[job.name] = _record(made, job.name, entry)
            else:
                reasons[job.name] = reason
                with contextlib.suppress(OSError):  # told all the same
                    made.remove(job.name, files=False)
            progress.tell(
                job.name,
                "failed" if reasons[job.name] else "made",
                seconds=seconds,
                reason=reasons[job.name],
            )
            if not reason and not keep_answers:
                place.answers_of(job.name).unlink(missing_ok=True)
    return reasons


def _result(future: Future[one.Made], job: one.Job) -> tuple[str, float | None]:
    """Return why a page was not made, or nothing, and the seconds that it took."""
    try:
        said = future.result()
    except (Exception, CancelledError) as error:  # of the executor: a worker tells its own
        reason, _ = of_death(error)
    else:
        return said.reason, said.seconds
    job.html.unlink(missing_ok=True)  # an earlier page is of other answers
    keep_failure(reason, job.failed, name=job.name)
    return f"{job.notebook.name}: {reason} See failed/{job.name}.", None


def _record(made: Manifest, name: str, entry: Made) -> str:
    try:
        made.add(name, entry)
    except OSError as error:
        return f"{tell(error)} {UNRECORDED}"
    return ""


@contextlib.contextmanager
def _answers_written(todo: Plan, jobs: Sequence[one.Job]) -> Iterator[None]:
    """Write what notebooks read; of a page that was made it is removed, of others it stays."""
    place = todo.place
    for job in jobs:
        write_private(place.answers_of(job.name), todo.answers[job.name])
    if jobs and todo.region:
        write_private(place.region, todo.region)
    yield
    if not any(place.answers.iterdir()):
        place.region.unlink(missing_ok=True)
