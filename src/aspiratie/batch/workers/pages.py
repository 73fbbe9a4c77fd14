"""Make the pages of one school, or of a region, in whatever process: paths in, bytes out.

Nothing is written here: what is whole is given back, and the coordinator writes it. So a
process that is killed leaves nothing half, and one on another machine needs no folder of ours.
"""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from aspiratie.batch.workers.jobs import Job
from aspiratie.disclosure import Release, SchoolRelease, read_release
from aspiratie.report.failures import failure_files, tell
from aspiratie.report.lint import MAX_REGION, MAX_SCHOOL
from aspiratie.report.pdf import pdf_bytes
from aspiratie.report.render import Undrawn, draw_page
from aspiratie.report.scripts import MATRIX

__all__ = ["Drawn", "draw", "draw_sent"]


@dataclass(frozen=True, kw_only=True)
class Drawn:
    """A page that was made, with what stands beside it; or why it was not.

    Parameters
    ----------
    files : dict of str to bytes
        By the name of the file; empty where it failed.
    reason : str
        Why it failed.
    kept : dict of str to str
        What is to be kept of the failure, for the analyst only.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    reason: str = ""
    kept: dict[str, str] = field(default_factory=dict)


def draw(jobs: Sequence[Job]) -> list[Drawn]:
    """Make the pages of one release, one after the other; a failure stops no other.

    Parameters
    ----------
    jobs : sequence of Job
        All of one release.

    Returns
    -------
    list of Drawn
        In the order of the jobs.
    """
    return [_draw(job, job.release, job.notebook) for job in jobs]


def draw_sent(jobs: Sequence[Job], release: bytes, notebooks: Sequence[bytes]) -> list[Drawn]:
    """Make pages as :func:`draw` does, where the files of the coordinator cannot be read."""
    with tempfile.TemporaryDirectory(prefix="aspiratie-") as folder:
        file = Path(folder) / jobs[0].release.name
        file.write_bytes(release)
        drawn = []
        for job, content in zip(jobs, notebooks, strict=True):
            notebook = Path(folder) / job.notebook.name
            notebook.write_bytes(content)
            drawn.append(_draw(job, file, notebook))
        return drawn


def _draw(job: Job, file: Path, notebook: Path) -> Drawn:
    try:
        _, html = draw_page(
            notebook,
            {"release": str(file), "language": job.language},
            language=job.language,
            kind=job.kind,
            engine=job.engine,
            timeout=job.cell_seconds,
            max_bytes=MAX_REGION if job.region else MAX_SCHOOL,
            ignore=job.names,
            script=MATRIX if job.sorts else None,
            own_words=job.own_words,
        )
        files = {job.html.name: html}
        if job.beside:
            release = read_release(file)
            files |= {path.name: _beside(job, release, html, path.suffix) for path in job.beside}
    except Undrawn as undrawn:
        kept = failure_files(undrawn.failure, undrawn.notebook)
        return Drawn(reason=tell(undrawn.failure), kept=kept)
    except Exception as error:
        return Drawn(reason=tell(error), kept=failure_files(error))
    return Drawn(files=files)


def _beside(job: Job, release: Release, html: bytes, ending: str) -> bytes:
    from aspiratie.report.documents import letter_bytes, slides_bytes, workbook_bytes

    if ending == ".pdf":
        return pdf_bytes(html.decode("utf-8"))
    if ending == ".xlsx":
        return workbook_bytes(release, language=job.language)
    if not isinstance(release, SchoolRelease):
        raise TypeError(ending)
    make = letter_bytes if ending == ".docx" else slides_bytes
    return make(release, language=job.language, own_words=job.own_words)
