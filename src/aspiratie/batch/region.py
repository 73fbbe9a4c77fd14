"""A region's report: by name, and by letter with a key for each school."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from aspiratie.batch.notebooks import find_notebook
from aspiratie.batch.output import Output, file_names, region_files
from aspiratie.batch.parts import Part, part_of
from aspiratie.batch.private import private_file, read_letters, write_private
from aspiratie.batch.releases import prepare_releases
from aspiratie.batch.schools import entries_of
from aspiratie.disclosure import NamedRelease, RegionRelease, read_region_release
from aspiratie.errors import DisclosureError, ParameterError, Problem
from aspiratie.parameters import RunParameters
from aspiratie.report import (
    MATRIX,
    MAX_REGION,
    PageKind,
    page_of,
    render_report,
    write_index,
    write_pdf,
    write_workbook,
)
from aspiratie.texts import Messages, check_language

__all__ = ["RegionBatch", "report_region"]

#: By page: what its name has after the document's, and the notebook that draws it.
PAGES: Mapping[PageKind, tuple[str, str]] = {
    "report": ("", "regiorapport"),
    "appendix": ("-bijlage", "regiobijlage"),
}


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

    Returns
    -------
    RegionBatch

    Raises
    ------
    DisclosureError
        If no sector is large enough for a report; of one region of several, its batch says so.
    AspiratieError
        With every fault of parameters, codebooks or data, before anything is written.
    """
    part = part_of(path)
    parameters = part.parameters
    spoken = check_language(language or parameters.language)
    if not parameters.region:
        raise ParameterError(
            "A region report needs a name.",
            problems=[
                Problem(where="region", what="is missing.", remedy="Give the region's name.")
            ],
        )
    prepared = prepare_releases(part, recall=recall, not_sent=not_sent, progress=progress)
    output = prepared.output
    if not prepared.regions and isinstance(path, Part):
        _remove_earlier(output)
        return RegionBatch(pages=(), keys=(), refused=prepared.refused, notes=prepared.notes)
    if not prepared.regions:
        raise none_made(prepared.refused)
    releases = {name: read_region_release(file) for name, file in prepared.regions.items()}
    made = {n: r for n, r in releases.items() if letters or isinstance(r, NamedRelease)}
    _remove_earlier(output)
    names = tuple(name for release in releases.values() for name in _names(release))
    pages = tuple(
        page
        for name, release in made.items()
        for kind in PAGES
        for page in _pages(
            name, release, kind, output, parameters, spoken, names, pdf=pdf, xlsx=xlsx
        )
    )
    write_index(
        [] if part.is_board else entries_of(prepared, {}),
        output.index,
        parameters.language,
        region=parameters.region,
        wave=parameters.wave,
        together=region_files(output),
    )
    keys = _write_keys(output, made, parameters, spoken) if letters else ()
    return RegionBatch(
        pages=pages,
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


def _names(release: RegionRelease) -> tuple[str, ...]:
    """Return the schools that a document names."""
    if not isinstance(release, NamedRelease):
        return ()
    return (*(s.name for s in release.schools), *(s.name for s in release.left_out))


def _remove_earlier(output: Output) -> None:
    """Remove what earlier runs made: a sector or a school may be there no more."""
    for name in region_files(output):
        (output.folder / name).unlink()
    for old in (output.folder / "key").glob("*.txt"):
        old.unlink()


def _pages(
    name: str,
    release: RegionRelease,
    kind: PageKind,
    output: Output,
    parameters: RunParameters,
    language: str,
    names: tuple[str, ...],
    *,
    pdf: bool,
    xlsx: bool,
) -> Iterator[Path]:
    """Make one page of a document of a region, and what was asked beside it."""
    suffix, notebook = PAGES[kind]
    page = output.folder / f"{name}{suffix}.html"
    render_report(
        find_notebook(notebook, beside=parameters.path.parent),
        {"release": str(output.release(name)), "language": language},
        out_html=page,
        language=language,
        keep_failed=output.folder / "failed",
        page=page_of(release, language, kind=kind),
        engine="inprocess",
        max_bytes=MAX_REGION,
        ignore=names,
        script=MATRIX if kind == "report" and isinstance(release, NamedRelease) else None,
    )
    yield page
    if pdf:
        yield write_pdf(page, page.with_suffix(".pdf"))
    if xlsx and kind == "report":  # one workbook holds every number of a release
        yield write_workbook(release, page.with_suffix(".xlsx"), language=language)


def _write_keys(
    output: Output,
    made: Mapping[str, RegionRelease],
    parameters: RunParameters,
    language: str,
) -> tuple[Path, ...]:
    """Write for each school which letters are its own."""
    say = Messages(language)
    titles = {s.name: s.title.of(language) for release in made.values() for s in release.scales}
    own = read_letters(output)
    keys = {school: letters for name in made for school, letters in own.get(name, {}).items()}
    files = []
    for school, stem in file_names(keys).items():
        lines = [
            say("key-heading", school=school, region=parameters.region or "", wave=parameters.wave),
            say("key-private"),
            "",
        ]
        lines += [f"{titles[scale]}: {letter}" for scale, letter in keys[school].items()]
        if not keys[school]:
            lines.append(say("key-none"))
        file = private_file(output, f"{stem}.txt")
        write_private(file, ("\n".join(lines) + "\n").encode("utf-8"))
        files.append(file)
    return tuple(files)
