"""From a parameters file to a region's report: by name, and by letter with a key a school."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from aspiratie.batch.notebooks import find_notebook
from aspiratie.batch.output import Output, file_name, open_output
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.attack_regional import attack_regional
from aspiratie.disclosure.publish_regional import (
    LETTERED_SCHOOLS,
    REFUSALS,
    publish_lettered,
    publish_named,
)
from aspiratie.disclosure.region_ledger import append_region_ledger
from aspiratie.disclosure.region_release import RegionRelease, write_region_release
from aspiratie.errors import DisclosureError, ParameterError, Problem
from aspiratie.parameters import RunParameters, read_parameters
from aspiratie.prepare.regional import Regional, prepare_regional
from aspiratie.report import MAX_REGION, check_language, render_report, texts

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
    """

    pages: tuple[Path, ...]
    keys: tuple[Path, ...]
    refused: Mapping[str, str]

    def summary(self) -> str:
        """Say what was made, a line a document."""
        lines = [str(page) for page in self.pages]
        if self.keys:
            lines.append(f"{len(self.keys)} keys in {self.keys[0].parent}: one for each school")
        lines += [f"not made, {name}: {why}" for name, why in self.refused.items()]
        return "\n".join(lines)


#: Why there is no lettered variant, where its letters lead to schools.
TRACED = "with so few schools, letters can be traced to schools; only the named variant is made."


def report_regional(
    path: str | Path,
    *,
    language: str | None = None,
    letters: bool = True,
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
    parameters = read_parameters(path)
    spoken = check_language(language or parameters.language)
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
    named: list[tuple[str, RegionRelease]] = []
    lettered: list[tuple[str, RegionRelease]] = []
    keys: dict[str, dict[str, str]] = {}
    several = len(regional.drafts) + len(regional.refused) > 1
    for draft in regional.drafts:
        ending = f"_{draft.sector}" if several else ""
        named.append((f"regio{ending}", publish_named(draft.content, rules)))
        if not letters:
            continue
        if len(draft.content["schools"]) < LETTERED_SCHOOLS:
            refused[f"regio_letters{ending}"] = f"letters need {LETTERED_SCHOOLS} schools or more."
            continue
        drawn = _draw_letters(draft.content, rules, named[-1][1], _secret(output))
        if drawn is None:
            refused[f"regio_letters{ending}"] = TRACED
            continue
        lettered.append((f"regio_letters{ending}", drawn[0]))
        keys |= drawn[1]
    made = [*named, *lettered]
    _refuse_leaks([release for _, release in made])
    _remove_earlier(output)
    for name, release in made:
        write_region_release(release, output.release(name))
    append_region_ledger(output.releases / "ledger_regio.jsonl", [r for _, r in made])
    names = tuple(
        str(row["name"]) for _, r in named for row in r.data["participation"]["rows"]
    ) + tuple(str(s["name"]) for _, r in named for s in r.data["participation"]["left_out"])
    pages = tuple(_page(name, output, parameters, spoken, names) for name, _ in made)
    titles = {s["name"]: s["title"] for _, r in lettered for s in r.to_dict()["scales"]}
    return RegionBatch(
        pages=pages, keys=_write_keys(output, keys, titles, parameters, spoken), refused=refused
    )


def _draw_letters(
    content: Mapping[str, Any], rules: DisclosureRules, named: RegionRelease, secret: bytes
) -> tuple[RegionRelease, dict[str, dict[str, str]]] | None:
    """Publish the lettered variant with letters that lead nowhere, if there are any."""
    for draw in range(DRAWS):
        made = publish_lettered(content, rules, secret=secret + bytes([draw]))
        if not attack_regional([named, made[0]]).succeeded:
            return made
    return None


def _refused(regional: Regional, rules: DisclosureRules) -> dict[str, str]:
    return {
        f"sector {sector}": REFUSALS[fault].format(rules=rules, pupils=regional.sizes[sector])
        for sector, fault in regional.refused.items()
    }


def _refuse_leaks(releases: list[RegionRelease]) -> None:
    """Attack the documents before any of them is written."""
    found = attack_regional(releases).findings.to_dict("records")
    if found:
        raise DisclosureError(
            "The region's documents would reveal something; nothing was written.",
            problems=[
                Problem(where=f"{row['document']}, {row['table']}", what=f"{row['what']}.")
                for row in found
            ],
        )


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
    titles: Mapping[str, Mapping[str, str | None]],
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
        lines += [
            f"{titles[scale].get(language) or titles[scale]['nl']}: {letter}"
            for scale, letter in letters.items()
        ]
        if not letters:
            lines.append(say("key-none"))
        file = _private_folder(output) / f"{stem}.txt"
        _write_private(file, ("\n".join(lines) + "\n").encode("utf-8"))
        files.append(file)
    return tuple(files)
