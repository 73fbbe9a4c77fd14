"""The index of a run: every school, with what was made of it, or why nothing was."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from aspiratie.batch.folder.record import INDEX_ENTRY
from aspiratie.batch.inputs import pages_digest
from aspiratie.batch.manifest import Made, Manifest, fingerprint
from aspiratie.batch.notebooks import find_notebook
from aspiratie.batch.releases import PreparedReleases
from aspiratie.batch.workers.jobs import ASKED, SUFFIXES, Job, plan_jobs
from aspiratie.batch.workers.limits import Limits

if TYPE_CHECKING:
    from aspiratie.report.execute import Engine
    from aspiratie.report.index import State
    from aspiratie.report.page import PageKind

__all__ = ["plan_schools", "write_listing"]

#: The package's notebooks, by the page that each draws beside the report.
NOTEBOOKS: dict[PageKind, str] = {
    "appendix": "bijlage",
    "poster": "leerlingposter",
    "letter": "ouderbrief",
}
#: What stands in the line of a school: kind of link, kind of page, ending.
LINKS: tuple[tuple[str, PageKind, str], ...] = (
    ("html", "report", ".html"),
    ("appendix", "appendix", ".html"),
    ("poster", "poster", ".html"),
    ("letter", "letter", ".html"),
    ("docx", "letter", ".docx"),
    ("slides", "report", ".pptx"),
    ("pdf", "report", ".pdf"),
    ("xlsx", "report", ".xlsx"),
)


@dataclass(frozen=True, kw_only=True)
class _Line:
    """A school in the index; of one that is withheld the reason is a code."""

    school: str
    name: str
    state: State
    n: int | None = None
    reason: str = ""
    links: dict[str, str] = field(default_factory=dict)


def plan_schools(
    prepared: PreparedReleases,
    *,
    engine: Engine = "kernel",
    limits: Limits | None = None,
    pdf: bool = False,
    xlsx: bool = False,
    slides: bool = False,
) -> dict[PageKind, tuple[Job, ...]]:
    """Return every page that schools can have, by kind; also those that are not asked for.

    Parameters
    ----------
    prepared : PreparedReleases
        The run.
    engine, limits, pdf, xlsx, slides
        See :func:`aspiratie.batch.workers.jobs.plan_jobs`; a workbook and slides stand beside
        the report only.

    Returns
    -------
    dict of str to tuple of Job
        By kind, a job for each school.
    """
    parameters, added = prepared.parameters, _own_words(prepared)
    notebooks: dict[PageKind, str] = {"report": parameters.notebook}
    if not parameters.notebook.endswith(".ipynb"):
        notebooks |= NOTEBOOKS
    return {
        kind: plan_jobs(
            list(prepared.files.values()),
            notebook=find_notebook(name, beside=parameters.path.parent),
            output=prepared.output.folder,
            language=parameters.language,
            code=pages_digest(),
            engine=engine,
            pdf=pdf,
            xlsx=xlsx and kind == "report",
            slides=slides and kind == "report",
            kind=kind,
            cell_seconds=(limits or Limits()).cell_seconds,
            digests=prepared.digests,
            own_words=added if kind != "appendix" else {},
        )
        for kind, name in notebooks.items()
    }


def _own_words(prepared: PreparedReleases) -> dict[str, str]:
    """Return what schools add in their own words, by the name of their release."""
    parameters = prepared.parameters
    if parameters.own_words is None:
        return {}
    from aspiratie.batch.own_words import read_own_words

    brin = parameters.school_pattern is None
    added = read_own_words(parameters.own_words, prepared.names, brin=brin)
    return {
        prepared.files[school].stem: words.text()
        for school, words in added.items()
        if school in prepared.files
    }


def write_listing(prepared: PreparedReleases, manifest: Manifest) -> None:
    """Write the index of a run, where it would be another than it is.

    A file is linked only where it is as it was made, of what the school's release is now. What
    failed, in this run or in an earlier one, is told with its reason. Whether a page was made now
    or before is not told, so that the index does not depend on how often a run was stopped.

    Parameters
    ----------
    prepared : PreparedReleases
        The run.
    manifest : Manifest
        What was made.

    Raises
    ------
    AspiratieError
        If the page cannot be written.
    """
    parameters = prepared.parameters
    lines = _lines(prepared, manifest)
    together = _together(prepared, manifest)
    about = [parameters.language, parameters.region or "", parameters.wave, pages_digest()]
    about.append(str(parameters.rules.n_min))
    key = fingerprint(json.dumps([[asdict(line) for line in lines], together, about]))
    if manifest.is_whole(INDEX_ENTRY, key, [prepared.output.index.name]):
        return
    from aspiratie.report.index import IndexEntry, write_index
    from aspiratie.texts import Messages

    say = Messages(parameters.language)
    path = write_index(
        [
            IndexEntry(
                id=line.school,
                name=line.name,
                state=line.state,
                n=line.n,
                reason=say(f"withheld-{line.reason}", n=parameters.rules.n_min)
                if line.state == "withheld"
                else line.reason,
                links=line.links,
            )
            for line in lines
        ],
        prepared.output.index,
        parameters.language,
        region=parameters.region or "",
        wave=parameters.wave,
        together=together,
    )
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.add(INDEX_ENTRY, Made(key=key, files={path.name: digest}))


def _together(prepared: PreparedReleases, manifest: Manifest) -> tuple[str, ...]:
    """Return the files of the region itself that stand beside the index, pages first."""
    names = [
        n
        for n in manifest.made
        if n.startswith("regio") and n.partition("-")[0] in prepared.regions
    ]
    found = [file for name in names for file in manifest.standing(name)]
    return tuple(sorted(found, key=lambda f: (f.partition(".")[0], f)))


def _lines(prepared: PreparedReleases, manifest: Manifest) -> list[_Line]:
    """Return a line of the index for every school, also for those without a page."""
    keys = {job.name: job.key for jobs in plan_schools(prepared).values() for job in jobs}
    failures = manifest.failures
    lines = [
        _Line(school=school, name=prepared.names[school], state="withheld", reason=reason)
        for school, reason in prepared.withheld.items()
    ]
    suffixes = {**SUFFIXES, **ASKED}
    for school, file in prepared.files.items():
        pages = {kind: f"{file.stem}{suffix}" for kind, suffix in suffixes.items()}
        reasons = [failures[name] for name in pages.values() if name in failures]
        standing = {kind: manifest.standing(n, keys.get(n, "")) for kind, n in pages.items()}
        links = {
            link: name
            for link, kind, ending in LINKS
            if (name := f"{pages[kind]}{ending}") in standing[kind] and not reasons
        }
        if links or reasons:
            lines.append(
                _Line(
                    school=school,
                    name=prepared.names[school],
                    state="failed" if reasons else "made",
                    n=prepared.sizes[school],
                    reason=reasons[0] if reasons else "",
                    links=links,
                )
            )
    return lines
