"""Which pages a run has to make, and of what."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from aspiratie.batch.manifest import fingerprint, sha256_of
from aspiratie.batch.workers.limits import Limits

if TYPE_CHECKING:
    from aspiratie.report.execute import Engine
    from aspiratie.report.page import PageKind

__all__ = ["ASKED", "BESIDE", "REGIONAL", "SUFFIXES", "Job", "owner_of", "plan_jobs"]

#: What the name of a page has after the school's, of the pages that every school has.
SUFFIXES: dict[PageKind, str] = {"report": "", "appendix": "-bijlage", "poster": "-poster"}
#: The same of the pages that are made where they are asked for.
ASKED: dict[PageKind, str] = {"letter": "-brief"}
#: The pages of a region: what their names have after the document's, and what draws them.
REGIONAL: Mapping[PageKind, tuple[str, str]] = {
    "report": ("", "regiorapport"),
    "appendix": ("-bijlage", "regiobijlage"),
}
#: How the names of files beside a page end.
BESIDE = (".pdf", ".xlsx", ".pptx", ".docx")


@dataclass(frozen=True, kw_only=True)
class Job:
    """One page to make; only paths and texts, so that any process can make it.

    Parameters
    ----------
    name : str
        Of the page, without its ending.
    release : Path
        What it is made of.
    html : Path
        Where the coordinator will write it.
    notebook : Path
        What draws it.
    language : {"nl", "en"}
        Of the page.
    key : str
        Digest of all that shapes it.
    failed : Path
        Folder of all failures.
    engine : {"kernel", "inprocess"}
        See :func:`aspiratie.report.execute.execute`.
    pdf, xlsx, slides : bool
        What is made beside it.
    kind : {"report", "appendix", "poster", "letter"}
        Which page it is.
    cell_seconds : float
        Time of one cell.
    region : bool
        Whether it is a region's page, which may be larger.
    sorts : bool
        Whether it holds the script that sorts schools.
    names : tuple of str
        Names in which any word may stand.
    own_words : str
        What the school adds in its own words, as JSON; ``""`` where nothing.
    """

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
    cell_seconds: float = Limits.cell_seconds
    region: bool = False
    sorts: bool = False
    names: tuple[str, ...] = ()
    own_words: str = ""

    @property
    def beside(self) -> tuple[Path, ...]:
        """What is made beside the page."""
        wanted = (self.pdf, self.xlsx, self.slides, self.kind == "letter")
        ends = (end for end, is_wanted in zip(BESIDE, wanted, strict=True) if is_wanted)
        return tuple(self.html.with_suffix(end) for end in ends)

    @property
    def files(self) -> tuple[str, ...]:
        """Names of all that is made."""
        return (self.html.name, *(path.name for path in self.beside))


def owner_of(name: str) -> str:
    """Return the school's, or the document's, part of the name of a page."""
    for suffix in (*SUFFIXES.values(), *ASKED.values()):
        if suffix and name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


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
    cell_seconds: float = Limits.cell_seconds,
    digests: Mapping[str, str] | None = None,
    region: bool = False,
    names: tuple[str, ...] = (),
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
    cell_seconds : float
        Time of one cell.
    digests : mapping of str to str, optional
        SHA-256 of releases that were read just now, by their names.
    region : bool
        Whether they are releases of a region.
    names : tuple of str
        Names in which any word may stand: of a region's schools.
    own_words : mapping of str to str, optional
        What schools add in their own words, by the name of the release.

    Returns
    -------
    tuple of Job
        In the order of the releases.
    """
    drawing, known, added = sha256_of(notebook), digests or {}, own_words or {}
    suffix = {**SUFFIXES, **ASKED}[kind]
    return tuple(
        Job(
            name=f"{release.stem}{suffix}",
            release=release,
            html=output / f"{release.stem}{suffix}.html",
            notebook=notebook,
            language=language,
            key=fingerprint(
                known.get(release.stem) or sha256_of(release),
                drawing,
                language,
                code,
                added.get(release.stem, ""),
            ),
            failed=output / "failed",
            engine=engine,
            pdf=pdf,
            xlsx=xlsx,
            slides=slides,
            kind=kind,
            cell_seconds=cell_seconds,
            region=region,
            sorts=region and kind == "report" and not release.stem.startswith("regio_letters"),
            names=names,
            own_words=added.get(release.stem, ""),
        )
        for release in releases
    )
