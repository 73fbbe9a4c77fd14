"""Try to undo, from all that is published, what is hidden."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from aspiratie.disclosure import Release, attack, check_ledger, read_ledger, read_release
from aspiratie.errors import AspiratieError, ParameterError
from aspiratie.report import MAX_REGION, MAX_SCHOOL, lint

__all__ = ["Audit", "audit_folders"]

_LANG = re.compile(r"<html[^>]* lang=\"(nl|en)\"")


@dataclass(frozen=True, kw_only=True)
class Audit:
    """What an audit looked at, and what it found.

    Parameters
    ----------
    n_releases, n_pages : int
        Documents that were read.
    n_cells : int
        Hidden numbers that it tried to find.
    findings : tuple of str
        What can be derived, or breaks a rule; empty when all is well.
    notes : tuple of str
        Releases of one data set that differ by more than n_min respondents: somebody has
        to account for it.
    """

    n_releases: int
    n_pages: int
    n_cells: int
    findings: tuple[str, ...]
    notes: tuple[str, ...] = ()

    def summary(self) -> str:
        """Say what was tried and found, a line a finding."""
        head = (
            f"{self.n_releases} releases and {self.n_pages} pages read together, "
            f"{self.n_cells} cells tried: "
        )
        verdict = f"{len(self.findings)} findings." if self.findings else "nothing can be derived."
        return "\n".join([head + verdict, *self.findings, *self.notes])


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
    notes: list[str] = []
    names = tuple(str(release.data["school"]["name"]) for release in releases)
    pages = sorted({page for folder in folders for page in _files(folder, "*.html")})
    if not releases:
        raise ParameterError("There are no releases under these folders. Run `prepare` first.")
    attacked = attack(releases)
    findings += [
        f"{row['claim']} {row['document']}, {row['table']}, {row['cell']}: {row['what']} "
        f"({row['low']}-{row['high']})"
        for row in attacked.findings.to_dict("records")
    ]
    for ledger in sorted({path for folder in folders for path in _files(folder, "ledger.jsonl")}):
        told = check_ledger(read_ledger(ledger)).findings
        for row in told.to_dict("records"):
            line = f"ledger {row['level']}: {row['wave']} {row['school']} {row['what']}"
            (findings if row["level"] == "reveals" else notes).append(line)
    for page in pages:
        text = page.read_text(encoding="utf-8")
        found = _LANG.search(text)
        limit = MAX_REGION if page.name in ("index.html", "regio.html") else MAX_SCHOOL
        language = found.group(1) if found else "nl"
        faults = lint(text, language=language, ignore=names, max_bytes=limit)
        findings += [f"page {page.name}, {fault}" for fault in faults]
    return Audit(
        n_releases=len(releases),
        n_pages=len(pages),
        n_cells=attacked.n_cells_checked,
        findings=tuple(findings),
        notes=tuple(notes),
    )


def _files(folder: Path, pattern: str) -> list[Path]:
    if folder.is_file():
        return [folder] if folder.match(pattern) else []
    return [path for path in folder.rglob(pattern) if "failed" not in path.parts]


def _releases(folders: Sequence[Path]) -> tuple[list[Release], list[str]]:
    """Return what can be read, and a finding for what cannot."""
    releases, faults = [], []
    paths = {path for folder in folders for path in _files(folder, "*.json")}
    for path in sorted(p for p in paths if p.name != "manifest.json"):
        try:
            releases.append(read_release(path))
        except AspiratieError as error:
            faults.append(f"release {path.name}: {error}")
    return releases, faults
