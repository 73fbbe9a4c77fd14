"""From a parameters file to a region's report: by name, and by letter with a key a school."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from aspiratie.attack import attack
from aspiratie.batch.guard import Permission, may_be_written, refuse_leaks
from aspiratie.batch.notebooks import find_notebook
from aspiratie.batch.output import Output, file_name, open_output
from aspiratie.bilingual import Text
from aspiratie.disclosure import (
    DisclosureRules,
    LetteredRelease,
    NamedRelease,
    RegionRelease,
    SchoolRelease,
    read_school_release,
    write_release,
)
from aspiratie.disclosure.publish_region import (
    LETTERED_SCHOOLS,
    publish_lettered,
    publish_named,
    refusal,
)
from aspiratie.disclosure.region_draft import RegionDraft
from aspiratie.errors import AspiratieError, DisclosureError, ParameterError, Problem
from aspiratie.parameters import RunParameters, read_parameters
from aspiratie.prepare.regional import Regional, prepare_regional
from aspiratie.report import MAX_REGION, render_report, texts

__all__ = ["RegionBatch", "report_regional"]

NOTEBOOK = "regiorapport"
#: Bytes of the secret by which letters are drawn.
SECRET = 32
#: How often letters are drawn: by chance some fit the schools as if they were one profile.
DRAWS = 20


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
        if self.keys:
            lines.append(f"{len(self.keys)} keys in {self.keys[0].parent}: one for each school")
        lines += [f"not made, {name}: {why}" for name, why in self.refused.items()]
        lines += self.notes
        return "\n".join(lines)


#: Why there is no lettered variant, where its letters lead to schools.
TRACED = "with so few schools, letters can be traced to schools; only the named variant is made."


def report_regional(
    path: str | Path,
    *,
    language: str | None = None,
    letters: bool = True,
    recall: str = "",
    not_sent: bool = False,
    progress: bool = False,
) -> RegionBatch:
    """Make the report of a region, by name for the board and by letter for the schools.

    Written are ``regio.html`` and ``regio_letters.html``, their releases, and a private
    folder ``key`` with a file for each school. Where schools of primary and of secondary
    education are in one run, each sector has its own files.

    Parameters
    ----------
    path : path
        The parameters file.
    language : {"nl", "en"}, optional
        In place of the parameters' language.
    letters : bool
        Whether to make the lettered variant too.
    recall, not_sent
        See :func:`aspiratie.batch.prepare_releases`.
    progress : bool
        Whether to show a bar in a terminal while scales are compared.

    Returns
    -------
    RegionBatch

    Raises
    ------
    DisclosureError
        If no sector is large enough for a report.
    AspiratieError
        With every fault of parameters, codebooks or data, before anything is written.
    """
    permission = Permission(recall=recall, not_sent=not_sent)
    parameters = read_parameters(path)
    if not parameters.region:
        raise ParameterError(
            "A region report needs a name.",
            problems=[
                Problem(where="region", what="is missing.", remedy="Give the region's name.")
            ],
        )
    regional = prepare_regional(parameters, progress=progress)
    rules = DisclosureRules(**parameters.rules.as_dict())
    refused = _refused(regional, rules)
    if not regional.drafts:
        raise DisclosureError(
            "There is no region report.",
            problems=[Problem(where=name, what=why) for name, why in refused.items()],
        )
    output = open_output(parameters.output)
    spoken = language or parameters.language
    named: list[tuple[str, NamedRelease]] = []
    lettered: list[tuple[str, LetteredRelease]] = []
    keys: dict[str, dict[str, str]] = {}
    several = len(regional.drafts) + len(regional.refused) > 1
    for draft in regional.drafts:
        ending = f"_{draft.sector}" if several else ""
        named.append((f"regio{ending}", publish_named(draft, rules)))
        if not letters:
            continue
        if len(draft.schools) < LETTERED_SCHOOLS:
            refused[f"regio_letters{ending}"] = f"letters need {LETTERED_SCHOOLS} schools or more."
            continue
        drawn = _draw_letters(draft, rules, named[-1][1], _secret(output))
        if drawn is None:
            refused[f"regio_letters{ending}"] = TRACED
            continue
        lettered.append((f"regio_letters{ending}", drawn[0]))
        keys |= drawn[1]
    made: list[tuple[str, RegionRelease]] = [*named, *lettered]
    releases = [release for _, release in made]
    # with the schools' own reports, where they are of the same run
    refuse_leaks([*releases, *_beside(output, parameters)])
    notes = may_be_written(releases, parameters, permission, tried=True)
    _remove_earlier(output)
    for name, release in made:
        write_release(release, output.release(name))
    names = tuple(
        name
        for _, r in named
        for name in (*(s.name for s in r.schools), *(s.name for s in r.left_out))
    )
    pages = tuple(_page(name, output, parameters, spoken, names) for name, _ in made)
    titles = {s.name: s.title for _, r in lettered for s in r.scales}
    return RegionBatch(
        pages=pages,
        keys=_write_keys(output, keys, titles, parameters, spoken),
        refused=refused,
        notes=notes,
    )


def _beside(output: Output, parameters: RunParameters) -> list[SchoolRelease]:
    """Return the school reports of this very run that stand in the folder."""
    found = []
    for path in sorted(output.releases.glob("*.json")):
        if path.stem.split("_")[0] == "regio" or path == output.manifest:
            continue
        try:
            release = read_school_release(path)
        except AspiratieError:
            continue  # of an older version: it is told where it is used
        if release.provenance.parameters_sha256 == parameters.sha256:
            found.append(release)
    return found


def _draw_letters(
    draft: RegionDraft, rules: DisclosureRules, named: NamedRelease, secret: bytes
) -> tuple[LetteredRelease, dict[str, dict[str, str]]] | None:
    """Publish the lettered variant with letters that lead nowhere, if there are any."""
    for draw in range(DRAWS):
        made = publish_lettered(draft, rules, secret=secret + bytes([draw]))
        if not attack([named, made[0]]).succeeded:
            return made
    return None


def _refused(regional: Regional, rules: DisclosureRules) -> dict[str, str]:
    return {
        f"sector {sector}": refusal(regional.sizes[sector], rules) for sector in regional.refused
    }


def _remove_earlier(output: Output) -> None:
    """Remove what earlier runs made: a sector or a school may be there no more."""
    for folder, pattern in (
        (output.folder, "regio*.html"),
        (output.releases, "regio*.json"),
        (output.folder / "key", "*.txt"),
    ):
        for old in folder.glob(pattern):
            old.unlink()


def _secret(output: Output) -> bytes:
    """Return the secret of this folder; made once, so that letters stay what they are."""
    file = _private_folder(output) / "secret"
    if not file.is_file():
        _write_private(file, secrets.token_bytes(SECRET))
    return file.read_bytes()


def _private_folder(output: Output) -> Path:
    folder = output.folder / "key"
    try:
        folder.mkdir(mode=0o700, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise ParameterError(f"The folder key cannot be written ({error.strerror}).") from None
    return folder


def _write_private(file: Path, content: bytes) -> None:
    """Write a file that only its owner can read."""
    handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as opened:
        opened.write(content)


def _page(
    name: str,
    output: Output,
    parameters: RunParameters,
    language: str,
    names: tuple[str, ...],
) -> Path:
    release = output.release(name)
    page = output.folder / f"{name}.html"
    render_report(
        find_notebook(NOTEBOOK, beside=parameters.path.parent),
        {"release": str(release), "language": language},
        out_html=page,
        language=language,
        keep_failed=output.folder / "failed",
        engine="inprocess",
        max_bytes=MAX_REGION,
        ignore=names,
    )
    return page


def _write_keys(
    output: Output,
    keys: Mapping[str, Mapping[str, str]],
    titles: Mapping[str, Text],
    parameters: RunParameters,
    language: str,
) -> tuple[Path, ...]:
    """Write for each school which letters are its own."""
    say, files = texts(language), []
    taken: list[str] = []
    for school, letters in keys.items():
        stem = file_name(school, taken)
        taken.append(stem)
        lines = [
            say("key-heading", school=school, region=parameters.region, wave=parameters.wave),
            say("key-private"),
            "",
        ]
        lines += [f"{titles[scale].of(language)}: {letter}" for scale, letter in letters.items()]
        if not letters:
            lines.append(say("key-none"))
        file = _private_folder(output) / f"{stem}.txt"
        _write_private(file, ("\n".join(lines) + "\n").encode("utf-8"))
        files.append(file)
    return tuple(files)
