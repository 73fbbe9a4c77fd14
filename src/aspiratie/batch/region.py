"""A region's report: by name, and by letter with a key for each school."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aspiratie.batch.executors import make_executor
from aspiratie.batch.folder.lock import hold
from aspiratie.batch.folder.record import KEY_ENTRY
from aspiratie.batch.guard import Permission
from aspiratie.batch.inputs import pages_digest
from aspiratie.batch.listing import write_listing
from aspiratie.batch.manifest import Made, Manifest, fingerprint
from aspiratie.batch.notebooks import find_notebook
from aspiratie.batch.output import file_names
from aspiratie.batch.parts import Part, part_of
from aspiratie.batch.private import private_file, read_letters, write_private
from aspiratie.batch.releases import PreparedReleases, prepare_held
from aspiratie.batch.run import make_reports
from aspiratie.batch.workers.jobs import REGIONAL, Job, plan_jobs
from aspiratie.batch.workers.limits import Limits
from aspiratie.errors import BatchError, DisclosureError, ParameterError, Problem

__all__ = ["RegionBatch", "none_made", "plan_region", "report_region", "settle_region"]


@dataclass(frozen=True, eq=False, kw_only=True)
class RegionBatch:
    """What a run has made of a region.

    Parameters
    ----------
    pages : tuple of Path
        The reports, named ones first.
    keys : tuple of Path
        One file a school: for that school only.
    refused : mapping of str to str
        Documents that could not be made, and why.
    notes : tuple of str
        What the ledger and the rules ask to be told, a line each.
    """

    pages: tuple[Path, ...]
    keys: tuple[Path, ...]
    refused: Mapping[str, str]
    notes: tuple[str, ...] = ()

    def summary(self) -> str:
        """Say what was made, a line a document."""
        lines = [str(page) for page in self.pages]
        for folder in dict.fromkeys(key.parent for key in self.keys):
            n = sum(key.parent == folder for key in self.keys)
            lines.append(f"{n} keys in {folder}: one for each school")
        lines += [f"not made, {name}: {why}" for name, why in self.refused.items()]
        lines += self.notes
        return "\n".join(lines)


def report_region(
    path: str | Path | Part,
    *,
    language: str | None = None,
    letters: bool = True,
    recall: str = "",
    not_sent: bool = False,
    progress: bool = False,
    pdf: bool = False,
    xlsx: bool = False,
    executor: str = "serial",
) -> RegionBatch:
    """Make the report of a region, by name for the board and by letter for the schools.

    Drawn is what :func:`aspiratie.batch.releases.prepare_releases` has published. Written are
    ``regio.html`` and ``regio_letters.html``, an appendix of each, the index of the run, which
    lists them beside the schools' pages, and a private folder ``key`` with a file for each
    school. Where schools of primary and of secondary education are in one run, each sector
    has its own files.

    Parameters
    ----------
    path : path or Part
        The parameters file, of one region; or one of its regions.
    language : {"nl", "en"}, optional
        In place of the parameters' language.
    letters : bool
        Whether to make the lettered variant too.
    recall, not_sent
        See :func:`aspiratie.batch.releases.prepare_releases`.
    progress : bool
        Whether to show a bar in a terminal while scales are compared.
    pdf, xlsx : bool
        Make these beside each page.
    executor : str
        See :func:`aspiratie.batch.executors.make_executor`; a region has few pages.

    Returns
    -------
    RegionBatch

    Raises
    ------
    DisclosureError
        If no sector is large enough for a report; of one region of several, its batch says so.
    BatchError
        If a page could not be made.
    AspiratieError
        With every fault of parameters, codebooks or data, before anything is written.
    """
    if language and language not in ("nl", "en"):
        from aspiratie.texts import check_language

        check_language(language)
    part = part_of(path)
    parameters = part.parameters
    permission = Permission(recall=recall, not_sent=not_sent)
    spoken = language or parameters.language
    if not parameters.region:
        raise ParameterError(
            "A region report needs a name.",
            problems=[
                Problem(where="region", what="is missing.", remedy="Give the region's name.")
            ],
        )
    with hold(parameters.output) as scratch:
        prepared = prepare_held(part, permission, progress=progress)
        if not prepared.regions and part.is_only:
            raise none_made(prepared.refused)
        manifest = Manifest(prepared.output.manifest)
        jobs = plan_region(prepared, language=spoken, letters=letters, pdf=pdf, xlsx=xlsx)
        with make_executor(executor, scratch=scratch) as pool:
            outcomes = make_reports(jobs, pool, manifest=manifest, progress=False)
        keys = settle_region(prepared, manifest, jobs, language=spoken, letters=letters)
        write_listing(prepared, manifest)
        manifest.compact()
    failed = [outcome for outcome in outcomes if outcome.state == "failed"]
    if failed:
        raise BatchError(
            "Pages of the region could not be made; run the same command again to make them.",
            problems=[Problem(where=outcome.name, what=outcome.reason) for outcome in failed],
        )
    return RegionBatch(
        pages=tuple(job.html.with_name(file) for job in jobs for file in job.files),
        keys=keys,
        refused={n: why for n, why in prepared.refused.items() if letters or "letters" not in n},
        notes=prepared.notes,
    )


def none_made(refused: Mapping[str, str]) -> DisclosureError:
    """Return the error that there is no report of any region."""
    return DisclosureError(
        "There is no region report.",
        problems=[Problem(where=name, what=why) for name, why in refused.items()],
    )


def plan_region(
    prepared: PreparedReleases,
    *,
    language: str,
    letters: bool = True,
    pdf: bool = False,
    xlsx: bool = False,
    limits: Limits | None = None,
) -> tuple[Job, ...]:
    """Return a job for each page of the region, by document.

    Parameters
    ----------
    prepared : PreparedReleases
        The run.
    language : {"nl", "en"}
        Of the pages.
    letters : bool
        Whether to make the lettered variant too.
    pdf, xlsx : bool
        What to make beside each page; a workbook only beside the report, as one holds every
        number of a release.
    limits : Limits, optional
        The time of a cell.

    Returns
    -------
    tuple of Job
    """
    named = [f for n, f in prepared.regions.items() if letters or not n.startswith("regio_letters")]
    names = tuple(sorted(set(prepared.names.values())))
    planned = [
        plan_jobs(
            named,
            notebook=find_notebook(notebook),
            output=prepared.output.folder,
            language=language,
            code=pages_digest(),
            engine="inprocess",
            pdf=pdf,
            xlsx=xlsx and kind == "report",
            kind=kind,
            cell_seconds=(limits or Limits()).cell_seconds,
            digests=prepared.digests,
            region=True,
            names=names,
        )
        for kind, (_, notebook) in REGIONAL.items()
    ]
    return tuple(job for pages in zip(*planned, strict=True) for job in pages)


def settle_region(
    prepared: PreparedReleases,
    manifest: Manifest,
    jobs: tuple[Job, ...],
    *,
    language: str,
    letters: bool = True,
) -> tuple[Path, ...]:
    """Remove pages of the region that are made no more, and write each school's key.

    Parameters
    ----------
    prepared : PreparedReleases
        The run.
    manifest : Manifest
        What was made.
    jobs : tuple of Job
        The pages that the region has.
    language : {"nl", "en"}
        Of the keys.
    letters : bool
        Whether there are keys.

    Returns
    -------
    tuple of Path
        The keys.
    """
    has = {job.name for job in jobs}
    for name in [*manifest.made, *manifest.failures]:
        if name.startswith("regio") and name not in has:
            manifest.remove(name)
    documents = [job.release.stem for job in jobs]
    own = read_letters(prepared.output) if letters and documents else {}
    keys = {school: mine for name in documents for school, mine in own.get(name, {}).items()}
    if not keys:
        manifest.remove(KEY_ENTRY)
        return ()
    return _write_keys(prepared, manifest, jobs, keys, language)


def _write_keys(
    prepared: PreparedReleases,
    manifest: Manifest,
    jobs: tuple[Job, ...],
    keys: Mapping[str, Mapping[str, str]],
    language: str,
) -> tuple[Path, ...]:
    """Write for each school which letters are its own."""
    output, parameters = prepared.output, prepared.parameters
    files = {s: private_file(output, f"{stem}.txt") for s, stem in file_names(keys).items()}
    key = fingerprint(*(job.key for job in jobs), parameters.region or "", parameters.wave)
    names = {school: file.relative_to(output.folder).as_posix() for school, file in files.items()}
    if manifest.is_whole(KEY_ENTRY, key, names.values()):
        return tuple(files.values())
    from aspiratie.disclosure import read_region_release
    from aspiratie.texts import Messages

    say = Messages(language)
    titles = {
        scale.name: scale.title.of(language)
        for file in prepared.regions.values()
        for scale in read_region_release(file).scales
    }
    manifest.remove(KEY_ENTRY)
    digests = {}
    for school, file in files.items():
        lines = [
            say("key-heading", school=school, region=parameters.region or "", wave=parameters.wave),
            say("key-private"),
            "",
        ]
        lines += [f"{titles[scale]}: {letter}" for scale, letter in keys[school].items()]
        if not keys[school]:
            lines.append(say("key-none"))
        content = ("\n".join(lines) + "\n").encode("utf-8")
        write_private(file, content)
        digests[names[school]] = hashlib.sha256(content).hexdigest()
    manifest.add(KEY_ENTRY, Made(key=key, files=digests))
    return tuple(files.values())
