"""From a parameters file to releases and a page for every school."""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib import metadata
from pathlib import Path

from aspiratie.batch.executors import gives_fresh_processes, make_executor
from aspiratie.batch.manifest import read_manifest, write_manifest
from aspiratie.batch.notebooks import find_notebook
from aspiratie.batch.output import Output, file_name, open_output
from aspiratie.batch.run import PUPILS, Outcome, make_reports, plan_jobs
from aspiratie.disclosure import append_ledger, write_release
from aspiratie.errors import AspiratieError, ParameterError, Problem
from aspiratie.parameters import RunParameters, read_parameters
from aspiratie.prepare import prepare_region
from aspiratie.report import Engine, IndexEntry, clear_failure, texts, write_index

__all__ = ["Batch", "PreparedReleases", "prepare_releases", "report_region"]

#: The package's notebooks that read a release and nothing else.
REPORTS = ("schoolrapport",)


@dataclass(frozen=True, eq=False, kw_only=True)
class PreparedReleases:
    """The releases of a run, written.

    Parameters
    ----------
    parameters : RunParameters
        The run.
    output : Output
        Where they are.
    files : mapping of str to Path
        Release by school.
    names : mapping of str to str
        Name by school.
    withheld : mapping of str to str
        Why a school has none, as a code.
    sizes : mapping of str to int
        Number of respondents in a published school.
    advice : tuple of str
        For the analyst: what in the questionnaire is likely wrong.
    """

    parameters: RunParameters
    output: Output
    files: Mapping[str, Path]
    names: Mapping[str, str]
    withheld: Mapping[str, str]
    sizes: Mapping[str, int]
    advice: tuple[str, ...] = ()

    def summary(self) -> str:
        """Say in one line what was written."""
        text = f"{len(self.files)} releases in {self.output.releases}"
        if self.withheld:
            text += f"; {len(self.withheld)} schools withheld: fewer than n_min respondents"
        return text


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
    index_fault : str
        Why that page could not be written; empty where it was.
    advice : tuple of str
        For the analyst: what in the questionnaire is likely wrong.
    """

    outcomes: Mapping[str, Outcome]
    withheld: Mapping[str, str]
    index: Path
    index_fault: str = ""
    advice: tuple[str, ...] = ()

    @property
    def failed(self) -> dict[str, Outcome]:
        """The reports that could not be made."""
        return {s: o for s, o in self.outcomes.items() if o.state == "failed"}

    def summary(self) -> str:
        """Say in one line what was made."""
        states = [o.state for o in self.outcomes.values()]
        parts = [
            f"{states.count('made')} reports made",
            f"{states.count('unchanged')} were up to date",
            f"{len(self.withheld)} schools withheld",
            f"{states.count('failed')} failed",
        ]
        return ", ".join(parts)

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


def prepare_releases(path: str | Path, *, progress: bool = False) -> PreparedReleases:
    """Clean the data of a parameters file and write what may be published.

    Nothing is written before all of it is known to be sound. Releases and pages of
    schools that have no release any more are removed.

    Parameters
    ----------
    path : path
        The parameters file.
    progress : bool
        Whether to show a bar in a terminal while scales are compared.

    Returns
    -------
    PreparedReleases

    Raises
    ------
    AspiratieError
        With every fault of parameters, codebooks or data.
    """
    parameters = read_parameters(path)
    output = open_output(parameters.output)
    prepared = prepare_region(parameters, progress=progress)
    files: dict[str, Path] = {}
    for release in prepared.releases:
        school = str(release.data["school"]["id"])
        name = file_name(school, [f.stem for f in files.values()])
        files[school] = output.release(name)
    for release in prepared.releases:
        write_release(release, files[str(release.data["school"]["id"])])
    append_ledger(output.ledger, prepared.releases)
    _remove_stale(output, {f.stem for f in files.values()})
    return PreparedReleases(
        parameters=parameters,
        output=output,
        files=files,
        names=prepared.names,
        withheld=prepared.withheld,
        sizes={
            str(r.data["school"]["id"]): int(r.data["participation"]["n"]["value"])
            for r in prepared.releases
        },
        advice=prepared.advice,
    )


def _remove_stale(output: Output, names: set[str]) -> None:
    """Remove what earlier runs made of schools that are published no more."""
    for release in output.releases.glob("*.json"):
        of_region = release.stem.split("_")[0] == "regio"
        if release.stem not in names and release != output.manifest and not of_region:
            release.unlink()
    failed = output.folder / "failed"
    for folder in failed.iterdir() if failed.is_dir() else ():
        if folder.name.removesuffix(PUPILS) not in names and folder.name.split("_")[0] != "regio":
            clear_failure(failed, folder.name)
    made = read_manifest(output.manifest)
    for name in [name for name in made if name.removesuffix(PUPILS) not in names]:
        for suffix in (".html", ".pdf", ".xlsx"):
            (output.folder / f"{name}{suffix}").unlink(missing_ok=True)
        del made[name]
    if made:
        write_manifest(output.manifest, made)


def report_region(
    path: str | Path,
    *,
    schools: Sequence[str] = (),
    workers: int | None = None,
    executor: str = "local",
    force: bool = False,
    pdf: bool = False,
    xlsx: bool = False,
    progress: bool | Callable[[int, int], None] = True,
) -> Batch:
    """Make the report of every school of a parameters file, and their index.

    Parameters
    ----------
    path : path
        The parameters file.
    schools : sequence of str
        Only these; all when empty. The others keep the page that they have.
    workers, executor
        See :func:`aspiratie.batch.executors.make_executor`.
    force : bool
        Make all again.
    pdf, xlsx : bool
        Make these beside each page.
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
    parameters = read_parameters(path)
    notebook = find_notebook(parameters.notebook, beside=parameters.path.parent)
    own = parameters.notebook.endswith(".ipynb")
    if not own and parameters.notebook not in REPORTS:
        raise ParameterError(
            f"The notebook {parameters.notebook!r} makes no report of a school. "
            f"Use {', '.join(REPORTS)}, or a notebook of your own, ending in .ipynb."
        )
    fresh = gives_fresh_processes(executor, workers=workers)
    prepared = prepare_releases(path, progress=progress is True)
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
        code=_code(),
        engine=engine,
        pdf=pdf,
    )
    jobs = plan(notebook=notebook, xlsx=xlsx)
    if not own:
        jobs += plan(notebook=find_notebook("leerlingversie"), pupils=True)
    with make_executor(executor, workers=workers) as pool:
        outcomes = make_reports(
            jobs, pool, manifest=prepared.output.manifest, force=force, progress=progress
        )
    by_name = {outcome.name: outcome for outcome in outcomes}
    by_school = {
        school: _joined(by_name[file.stem], by_name.get(f"{file.stem}{PUPILS}"))
        for school, file in prepared.files.items()
        if file.stem in by_name
    }
    fault = ""
    try:
        write_index(
            _entries(prepared, by_school),
            prepared.output.index,
            parameters.language,
            region=parameters.region or "",
            wave=parameters.wave,
        )
    except AspiratieError as error:
        fault = str(error)  # told after what became of the schools, which it should not hide
    return Batch(
        outcomes=by_school,
        withheld=prepared.withheld,
        index=prepared.output.index,
        index_fault=fault,
        advice=prepared.advice,
    )


def _joined(report: Outcome, pupils: Outcome | None) -> Outcome:
    """Return the outcome of a school: its report's, unless only the pupils' page failed."""
    if pupils is None or report.state == "failed":
        return report
    if pupils.state == "failed":
        return pupils
    return report if report.state == "made" else dataclasses.replace(report, state=pupils.state)


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


def _code() -> str:
    """Return a digest of everything but data that shapes a page."""
    digest = hashlib.sha256()
    package = Path(__file__).resolve().parents[1]
    for path in sorted(package.rglob("*")):
        if path.is_file() and path.suffix not in (".pyc", ".pyo"):
            digest.update(path.relative_to(package).as_posix().encode())
            digest.update(path.read_bytes())
    for name in ("matplotlib", "nbconvert", "papermill", "fluent.runtime"):
        digest.update(f"{name}={metadata.version(name)}".encode())
    return digest.hexdigest()


def _entries(prepared: PreparedReleases, outcomes: Mapping[str, Outcome]) -> list[IndexEntry]:
    """Return a line of the index for every school, also for those without a page."""
    say = texts(prepared.parameters.language)
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
            "pupils": f"{file.stem}{PUPILS}.html",
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
