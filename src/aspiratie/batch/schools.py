"""A page for every school, and their index."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from aspiratie.batch.executors import gives_fresh_processes, make_executor
from aspiratie.batch.inputs import code_digest
from aspiratie.batch.manifest import read_manifest
from aspiratie.batch.notebooks import find_notebook
from aspiratie.batch.output import region_files
from aspiratie.batch.own_words import read_own_words
from aspiratie.batch.parts import Part, part_of
from aspiratie.batch.releases import PreparedReleases, prepare_releases
from aspiratie.batch.run import ASKED, SUFFIXES, Outcome, make_reports, plan_jobs
from aspiratie.errors import AspiratieError, ParameterError, Problem
from aspiratie.parameters import RunParameters
from aspiratie.report import Engine, IndexEntry, write_index
from aspiratie.texts import Messages

__all__ = ["Batch", "entries_of", "report_schools"]

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
    is_whole : bool
        Whether each region of the run could be made.
    """

    outcomes: Mapping[str, Outcome]
    withheld: Mapping[str, str]
    index: Path
    notes: tuple[str, ...] = ()
    index_fault: str = ""
    advice: tuple[str, ...] = ()
    is_whole: bool = True

    @property
    def failed(self) -> dict[str, Outcome]:
        """The reports that could not be made."""
        return {s: o for s, o in self.outcomes.items() if o.state == "failed"}

    def summary(self) -> str:
        """Say what was made, and what there is to be told besides."""
        states = [o.state for o in self.outcomes.values()]
        parts = [
            f"{states.count('made')} reports made",
            f"{states.count('unchanged')} were up to date",
            f"{len(self.withheld)} schools withheld",
            f"{states.count('failed')} failed",
        ]
        return "\n".join([", ".join(parts), *self.notes])

    def failure_table(self) -> str:
        """Return a table of the failed reports: the school, and each line of its reason."""
        width = max([len("school"), *map(len, self.failed)])
        lines = [f"{'school':<{width}}  reason"]
        for school, outcome in self.failed.items():
            lines += [
                f"{school if i == 0 else '':<{width}}  {line}"
                for i, line in enumerate(outcome.reason.splitlines())
            ]
        return "\n".join(lines)


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
    recall: str = "",
    not_sent: bool = False,
    progress: bool | Callable[[int, int], None] = True,
) -> Batch:
    """Make the report of every school of a parameters file, and their index.

    Parameters
    ----------
    path : path or Part
        The parameters file, of one region; or one of its regions.
    schools : sequence of str
        Only these; all when empty. The others keep the page that they have.
    workers, executor
        See :func:`aspiratie.batch.executors.make_executor`.
    force : bool
        Make all again.
    pdf, xlsx : bool
        Make these beside each page.
    letter, slides : bool
        Make a letter to parents, as a page and a docx, and slides for the team.
    recall, not_sent
        See :func:`aspiratie.batch.releases.prepare_releases`.
    progress : bool or callable
        Show a bar; or what to call with the number of pages made and of all.

    Returns
    -------
    Batch
        Also when reports failed.

    Raises
    ------
    AspiratieError
        With every fault of parameters, codebooks or data, before any page is made.
    """
    part = part_of(path)
    parameters = part.parameters
    notebook = find_notebook(parameters.notebook, beside=parameters.path.parent)
    own = parameters.notebook.endswith(".ipynb")
    if not own and parameters.notebook not in REPORTS:
        raise ParameterError(
            f"The notebook {parameters.notebook!r} makes no report of a school. "
            f"Use {', '.join(REPORTS)}, or a notebook of your own, ending in .ipynb."
        )
    fresh = gives_fresh_processes(executor, workers=workers)
    prepared = prepare_releases(part, recall=recall, not_sent=not_sent, progress=progress is True)
    _known(schools, prepared)
    releases = [prepared.files[s] for s in prepared.files if not schools or s in schools]
    # The package's own notebooks only draw a release, so that they need no kernel where
    # every report has a process of its own; a notebook of the user's may do anything.
    engine: Engine = "inprocess" if fresh and not own else "kernel"
    plan = partial(
        plan_jobs,
        releases,
        output=prepared.output.folder,
        language=parameters.language,
        code=code_digest(),
        engine=engine,
        pdf=pdf,
    )
    added = _own_words(parameters, prepared)
    jobs = plan(notebook=notebook, xlsx=xlsx, slides=slides, own_words=added)
    if not own:
        jobs += plan(notebook=find_notebook("bijlage"), kind="appendix")
        jobs += plan(notebook=find_notebook("leerlingposter"), kind="poster", own_words=added)
        if letter:
            jobs += plan(notebook=find_notebook("ouderbrief"), kind="letter", own_words=added)
    with make_executor(executor, workers=workers) as pool:
        outcomes = make_reports(
            jobs, pool, manifest=prepared.output.manifest, force=force, progress=progress
        )
    by_name = {outcome.name: outcome for outcome in outcomes}
    by_school = {
        school: _joined(
            [
                by_name[n]
                for s in (*SUFFIXES.values(), *ASKED.values())
                if (n := file.stem + s) in by_name
            ]
        )
        for school, file in prepared.files.items()
        if file.stem in by_name
    }
    fault = ""
    try:
        write_index(
            entries_of(prepared, by_school),
            prepared.output.index,
            parameters.language,
            region=parameters.region or "",
            wave=parameters.wave,
            together=region_files(prepared.output),
        )
    except AspiratieError as error:
        fault = str(error)  # told after what became of the schools, which it should not hide
    return Batch(
        outcomes=by_school,
        withheld=prepared.withheld,
        index=prepared.output.index,
        notes=prepared.notes,
        index_fault=fault,
        advice=prepared.advice,
    )


def _own_words(parameters: RunParameters, prepared: PreparedReleases) -> dict[str, str]:
    """Return what schools add in their own words, by the name of their release."""
    if parameters.own_words is None:
        return {}
    brin = parameters.school_pattern is None
    added = read_own_words(parameters.own_words, prepared.names, brin=brin)
    return {
        prepared.files[school].stem: words.text()
        for school, words in added.items()
        if school in prepared.files
    }


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


def entries_of(prepared: PreparedReleases, outcomes: Mapping[str, Outcome]) -> list[IndexEntry]:
    """Return a line of the index for every school, also for those without a page."""
    say = Messages(prepared.parameters.language)
    made = read_manifest(prepared.output.manifest)
    entries = [
        IndexEntry(
            id=school,
            name=prepared.names[school],
            state="withheld",
            reason=say(f"withheld-{reason}", n=prepared.parameters.rules.n_min),
        )
        for school, reason in prepared.withheld.items()
    ]
    for school, file in prepared.files.items():
        outcome, earlier = outcomes.get(school), made.get(file.stem)
        if outcome is None and earlier is None:
            continue
        state = "unchanged" if outcome is None else outcome.state
        beside = {
            "html": f"{file.stem}.html",
            "appendix": f"{file.stem}{SUFFIXES['appendix']}.html",
            "poster": f"{file.stem}{SUFFIXES['poster']}.html",
            "letter": f"{file.stem}{ASKED['letter']}.html",
            "docx": f"{file.stem}{ASKED['letter']}.docx",
            "slides": f"{file.stem}.pptx",
            "pdf": f"{file.stem}.pdf",
            "xlsx": f"{file.stem}.xlsx",
        }
        links = {
            kind: name
            for kind, name in beside.items()
            if state != "failed" and (prepared.output.folder / name).is_file()
        }
        entries.append(
            IndexEntry(
                id=school,
                name=prepared.names[school],
                state=state,
                n=prepared.sizes[school],
                reason="" if outcome is None else outcome.reason,
                links=links,
            )
        )
    return entries
