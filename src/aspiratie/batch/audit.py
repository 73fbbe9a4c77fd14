"""Try to undo, from all that is published, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aspiratie.attack import attack
from aspiratie.batch.output import INDEX, RESERVED
from aspiratie.batch.private import PERSONAL
from aspiratie.disclosure import (
    NamedRelease,
    RegionRelease,
    SchoolRelease,
    read_region_release,
    read_school_release,
)
from aspiratie.errors import AspiratieError, ParameterError
from aspiratie.report import MATRIX, MAX_REGION, MAX_SCHOOL, SEARCH, lint

__all__ = ["Audit", "audit_folders"]

_LANG = re.compile(r"<html[^>]* lang=\"(nl|en)\"")


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What an audit looked at, and what it found.

    Parameters
    ----------
    n_releases, n_pages : int
        Documents that were read.
    tried : tuple of str
        Which derivations were tried, and how often.
    findings : tuple of str
        What can be derived, or breaks a rule; empty when all is well.
    """

    n_releases: int
    n_pages: int
    tried: tuple[str, ...]
    findings: tuple[str, ...]

    def summary(self) -> str:
        """Say what was read, what was tried and what was found, a line each."""
        head = f"{self.n_releases} releases and {self.n_pages} pages read together: "
        verdict = f"{len(self.findings)} findings." if self.findings else "nothing can be derived."
        return "\n".join([head + verdict, *self.findings, *self.tried])


def audit_folders(folders: Iterable[Path]) -> Audit:
    """Attack all releases under some folders together, and lint their pages.

    Parameters
    ----------
    folders : iterable of Path
        Folders of runs, or single releases.

    Returns
    -------
    Audit

    Raises
    ------
    ParameterError
        If there is nothing to audit.
    """
    folders = list(folders)
    releases, findings = _releases(folders)
    regions, unread = _regions(folders)
    findings += unread
    names = tuple(release.school.name for release in releases)
    names += tuple(name for r in regions for name in _named(r))
    pages = sorted({page for folder in folders for page in _files(folder, "*.html")})
    findings += _personal(folders)
    if not releases and not regions:
        raise ParameterError("There are no releases under these folders. Run `prepare` first.")
    attacked = attack([*releases, *regions])
    findings += [
        f"{row['claim']} {row['document']}, {row['table']}, {row['cell']}: {row['what']} "
        f"({row['low']:g}-{row['high']:g})"
        for row in attacked.findings.to_dict("records")
    ]
    for page in pages:
        text = page.read_text(encoding="utf-8")
        found = _LANG.search(text)
        index = page.name == INDEX
        limit = MAX_REGION if index or _is_regional(page) else MAX_SCHOOL
        language = found.group(1) if found else "nl"
        faults = lint(
            text,
            language=language,
            ignore=names,
            max_bytes=limit,
            script=SEARCH if index else MATRIX if _sorts(text) else None,
        )
        findings += [f"page {page.name}, {fault}" for fault in faults]
    return Audit(
        n_releases=len(releases) + len(regions),
        n_pages=len(pages),
        tried=tuple(attacked.account()),
        findings=tuple(findings),
    )


def _sorts(page: str) -> bool:
    """Whether a page holds the table of a region, which its script sorts."""
    return MATRIX in page


def _files(folder: Path, pattern: str) -> list[Path]:
    if folder.is_file():
        return [folder] if folder.match(pattern) else []
    return [
        path
        for path in folder.rglob(pattern)
        if "failed" not in path.parts
        and not any(part.endswith(PERSONAL) for part in path.relative_to(folder).parts)
    ]


def _personal(folders: Sequence[Path]) -> list[str]:
    """Return a finding for each folder of what rests on answers: it is never sent along."""
    found = {path for folder in folders for path in (folder, *folder.rglob(f"*{PERSONAL}"))}
    return [
        f"folder {path.name}: holds personal data; keep it out of what is sent."
        for path in sorted(found)
        if path.is_dir() and path.name.endswith(PERSONAL)
    ]


def _releases(folders: Sequence[Path]) -> tuple[list[SchoolRelease], list[str]]:
    """Return what can be read, and a finding for what cannot."""
    releases, faults = [], []
    paths = {path for folder in folders for path in _files(folder, "*.json")}
    for path in sorted(p for p in paths if p.stem not in RESERVED and not _is_regional(p)):
        try:
            releases.append(read_school_release(path))
        except AspiratieError as error:
            faults.append(f"release {path.name}: {error}")
    return releases, faults


def _is_regional(path: Path) -> bool:
    """Whether a file is a region's own, by its name: regio.json, regio_letters.html."""
    return re.split("[_-]", path.stem)[0] == "regio"


def _regions(folders: Sequence[Path]) -> tuple[list[RegionRelease], list[str]]:
    """Return the regions' documents that can be read, and a finding for what cannot."""
    regions, faults = [], []
    paths = {path for folder in folders for path in _files(folder, "*.json")}
    for path in sorted(p for p in paths if _is_regional(p)):
        try:
            regions.append(read_region_release(path))
        except AspiratieError as error:
            faults.append(f"release {path.name}: {error}")
    return regions, faults


def _named(region: RegionRelease) -> list[str]:
    """Return the names of schools that a document tells."""
    if isinstance(region, NamedRelease):
        return [*(s.name for s in region.schools), *(s.name for s in region.left_out)]
    return []
