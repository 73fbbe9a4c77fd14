"""From a parameters file to releases: of every school, and of the region by name and letter."""

from __future__ import annotations

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import overload

import msgspec

from aspiratie.attack import attack
from aspiratie.batch.guard import Permission, may_be_written
from aspiratie.batch.inputs import inputs_digest
from aspiratie.batch.manifest import read_manifest, sha256_of, write_manifest
from aspiratie.batch.output import Output, file_names, open_output, region_files
from aspiratie.batch.parts import Part, part_of
from aspiratie.batch.private import secret_of, write_letters
from aspiratie.batch.run import ASKED, BESIDE, SUFFIXES
from aspiratie.disclosure import (
    DisclosureRules,
    LetteredRelease,
    NamedRelease,
    RegionRelease,
    Release,
    read_release,
    write_release,
)
from aspiratie.disclosure.publish import publish_schools
from aspiratie.disclosure.publish_region import (
    LETTERED_SCHOOLS,
    publish_lettered,
    publish_named,
    refusal,
)
from aspiratie.disclosure.region_draft import RegionDraft
from aspiratie.disclosure.region_rules import Pupils
from aspiratie.disclosure.shape.words import Withheld
from aspiratie.parameters import RunParameters
from aspiratie.prepare import Computed, compute, region_drafts, school_drafts
from aspiratie.prepare.scoring import doubts
from aspiratie.report import clear_failure

__all__ = ["PreparedReleases", "prepare_releases"]

#: How often letters are drawn: by chance some fit the schools as if they were one profile.
DRAWS = 20
#: Why there is no lettered variant, where its letters lead to schools.
TRACED = "with so few schools, letters can be traced to schools; only the named variant is made."


class RunRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a run has published, by the names of the files, with their digests.

    `inputs` is the digest of all that it was made of. `schools` and `regions` give the file
    of each release without its ending; `refused` are documents that could not be made, and why.
    """

    inputs: str
    schools: dict[str, str]
    regions: dict[str, str]
    digests: dict[str, str]
    sizes: dict[str, int]
    names: dict[str, str]
    withheld: dict[str, Withheld]
    refused: dict[str, str]
    advice: tuple[str, ...]


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
    regions : mapping of str to Path
        The region's releases by name, as ``regio`` and ``regio_letters``; the named ones first.
    refused : mapping of str to str
        Documents of the region that could not be made, and why.
    notes : tuple of str
        What the ledger and the rules ask to be told, a line each.
    advice : tuple of str
        For the analyst: what in the questionnaire is likely wrong.
    """

    parameters: RunParameters
    output: Output
    files: Mapping[str, Path]
    names: Mapping[str, str]
    withheld: Mapping[str, Withheld]
    sizes: Mapping[str, int]
    regions: Mapping[str, Path]
    refused: Mapping[str, str]
    notes: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()

    def summary(self) -> str:
        """Say what was written, and what there is to be told besides."""
        text = f"{len(self.files)} releases in {self.output.releases}"
        if self.regions:
            text += f"; {len(self.regions)} of the region"
        if self.withheld:
            text += f"; {len(self.withheld)} schools withheld: fewer than n_min respondents"
        return "\n".join([text, *self.notes])


def prepare_releases(
    path: str | Path | Part, *, recall: str = "", not_sent: bool = False, progress: bool = False
) -> PreparedReleases:
    """Clean the data of a parameters file and write what may be published.

    The costly part is done once for the releases of schools and region alike; where
    nothing that they are made of has changed since, they stay as they are. Nothing is
    written before all of it is known to be sound. Releases and pages of schools that have
    no release any more are removed.

    Parameters
    ----------
    path : path or Part
        The parameters file, of one region; or one of its regions. Where it names no region, only
        schools are published; of a board, only the region.
    recall : str
        Why earlier documents that these would give away were called back.
    not_sent : bool
        Whether those documents never left.
    progress : bool
        Whether to show a bar in a terminal while scales are compared.

    Returns
    -------
    PreparedReleases

    Raises
    ------
    DisclosureError
        If something follows from the releases, or they differ from what the ledger says was
        published before.
    AspiratieError
        With every fault of parameters, codebooks or data.
    """
    permission = Permission(recall=recall, not_sent=not_sent)
    part = part_of(path)
    parameters = part.parameters
    output = open_output(parameters.output)
    inputs = inputs_digest(parameters)
    made = _read_run(output, inputs)
    if made is not None:
        # made before and still whole; but it may have been withdrawn since
        written = Written(tuple(output.release(name) for name in made.digests))
        notes = may_be_written(written, parameters, permission, tried=True)
    else:
        made, notes = _make(part, output, inputs, permission, progress=progress)
    return PreparedReleases(
        parameters=parameters,
        output=output,
        files={school: output.release(name) for school, name in made.schools.items()},
        names=made.names,
        withheld=made.withheld,
        sizes=made.sizes,
        regions={name: output.release(file) for name, file in made.regions.items()},
        refused=made.refused,
        notes=notes,
        advice=made.advice,
    )


def _read_run(output: Output, inputs: str) -> RunRecord | None:
    """Return what an earlier run has published, if it is of these inputs and still whole."""
    try:
        made = msgspec.json.decode(output.run.read_bytes(), type=RunRecord)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    whole = made.inputs == inputs and all(
        output.release(name).is_file() and sha256_of(output.release(name)) == digest
        for name, digest in made.digests.items()
    )
    return made if whole else None


def _make(
    part: Part,
    output: Output,
    inputs: str,
    permission: Permission,
    *,
    progress: bool,
) -> tuple[RunRecord, tuple[str, ...]]:
    parameters = part.parameters
    computed = compute(parameters, part.whole, progress=progress)
    regions, letters, refused = _publish_regions(computed, output, letters=not part.is_board)
    # of a board, the schools are published by their own region
    names = {} if part.is_board else file_names(computed.published)
    digests: dict[str, str] = {}
    aside = output.releases.with_name(".release.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        drafts = () if part.is_board else school_drafts(computed)
        for release in publish_schools(computed.run, drafts, computed.rules):
            write_release(release, aside / f"{names[release.school.id]}.json")
        for name, region in regions.items():
            write_release(region, aside / f"{name}.json")
        for file in aside.iterdir():
            digests[file.stem] = sha256_of(file)
        written = Written(tuple(sorted(aside.glob("*.json"))))
        beside = _beside(part.beside, set(computed.published))
        notes = may_be_written(written, parameters, permission, beside=beside)
        output.run.unlink(missing_ok=True)
        _remove_stale(output, {*names.values(), *regions})
        for file in aside.iterdir():
            file.replace(output.releases / file.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if regions and not part.is_board:
        write_letters(output, letters)
    made = RunRecord(
        inputs=inputs,
        schools=names,
        regions={name: name for name in regions},
        digests=dict(sorted(digests.items())),
        sizes={school: computed.sizes[school] for school in names},
        names={school: facts.name for school, facts in computed.schools.items()},
        withheld=dict(computed.withheld),
        refused=refused,
        advice=doubts(computed.scored, parameters.rules.reliability_min),
    )
    output.run.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
    return made, notes


def _beside(outputs: Sequence[Output], schools: set[str]) -> list[Release]:
    """Return what other regions have published of some schools: reports, and tables by name."""
    found: list[Release] = []
    for output in outputs:
        try:
            made = msgspec.json.decode(output.run.read_bytes(), type=RunRecord)
        except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
            continue  # of this region nothing was published
        own = [file for school, file in made.schools.items() if school in schools]
        if own:
            own += [file for name, file in made.regions.items() if "letters" not in name]
        found += [read_release(output.release(file)) for file in own]
    return found


class Written(Sequence[Release]):
    """Releases that were written, of which each is read when it is asked for."""

    def __init__(self, files: tuple[Path, ...]) -> None:
        self.files = files

    def __len__(self) -> int:
        return len(self.files)

    @overload
    def __getitem__(self, place: int) -> Release: ...
    @overload
    def __getitem__(self, place: slice) -> Written: ...
    def __getitem__(self, place: int | slice) -> Release | Written:
        if isinstance(place, slice):
            return Written(self.files[place])
        return read_release(self.files[place])


def _publish_regions(
    computed: Computed, output: Output, *, letters: bool = True
) -> tuple[dict[str, RegionRelease], dict[str, dict[str, dict[str, str]]], dict[str, str]]:
    """Return the region's releases by name, whose letters are whose, and what was refused."""
    rules = computed.rules
    if not computed.parameters.region:
        return {}, {}, {}
    if not computed.published:
        return {}, {}, {"sector all": refusal(Pupils(n=0, schools=0, largest=0), rules)}
    regional = region_drafts(computed)
    refused = {f"sector {s}": refusal(p, rules) for s, p in regional.refused.items()}
    named: dict[str, NamedRelease] = {}
    lettered: dict[str, LetteredRelease] = {}
    keys: dict[str, dict[str, dict[str, str]]] = {}
    several = len(regional.drafts) + len(regional.refused) > 1
    for draft in regional.drafts:
        ending = f"_{draft.sector}" if several else ""
        name, other = f"regio{ending}", f"regio_letters{ending}"
        named[name] = publish_named(draft, rules)
        if not letters:
            continue
        if len(draft.schools) < LETTERED_SCHOOLS:
            refused[other] = f"letters need {LETTERED_SCHOOLS} schools or more."
            continue
        drawn = _draw_letters(draft, rules, named[name], secret_of(output))
        if drawn is None:
            refused[other] = TRACED
            continue
        lettered[other], keys[other] = drawn
    return {**named, **lettered}, keys, refused


def _draw_letters(
    draft: RegionDraft, rules: DisclosureRules, named: NamedRelease, secret: bytes
) -> tuple[LetteredRelease, dict[str, dict[str, str]]] | None:
    """Publish the lettered variant with letters that lead nowhere, if there are any."""
    for draw in range(DRAWS):
        made = publish_lettered(draft, rules, secret=secret + bytes([draw]))
        if not attack([named, made[0]]).succeeded:
            return made
    return None


def _stem(name: str) -> str:
    """Return the school's part of the name of a page."""
    for suffix in (*SUFFIXES.values(), *ASKED.values()):
        if suffix and name.endswith(suffix):
            return name.removesuffix(suffix)
    return name


def _remove_stale(output: Output, names: set[str]) -> None:
    """Remove what earlier runs made of schools and sectors that are published no more."""
    for release in output.releases.glob("*.json"):
        if release.stem not in names and release not in (output.manifest, output.run):
            release.unlink()
    for file in region_files(output):
        if _stem(Path(file).stem) not in names:
            (output.folder / file).unlink()
    failed = output.folder / "failed"
    for folder in failed.iterdir() if failed.is_dir() else ():
        if _stem(folder.name) not in names:
            clear_failure(failed, folder.name)
    made = read_manifest(output.manifest)
    for name in [name for name in made if _stem(name) not in names]:
        for suffix in (".html", *BESIDE):
            (output.folder / f"{name}{suffix}").unlink(missing_ok=True)
        del made[name]
    if made:
        write_manifest(output.manifest, made)
