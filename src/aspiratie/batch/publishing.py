"""From answers to releases on disk: computed once, attacked together, moved into place as one."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import overload

from aspiratie.attack import attack
from aspiratie.batch.folder.record import RunRecord, remove_stale, write_run
from aspiratie.batch.guard import Permission, may_be_written
from aspiratie.batch.manifest import sha256_of
from aspiratie.batch.output import Output, file_names
from aspiratie.batch.private import secret_of, write_letters
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
from aspiratie.disclosure.region.draft import RegionDraft
from aspiratie.disclosure.region.letters import LETTERED_SCHOOLS
from aspiratie.disclosure.region.publish import publish_lettered, publish_named, refusal
from aspiratie.disclosure.region.rules import Pupils
from aspiratie.parameters import RunParameters
from aspiratie.prepare import Computed, compute, region_drafts, school_drafts
from aspiratie.prepare.scoring import doubts

__all__ = ["Written", "publish"]

#: How often letters are drawn: by chance some fit the schools as if they were one profile.
DRAWS = 20
#: Why there is no lettered variant, where its letters lead to schools.
TRACED = "with so few schools, letters can be traced to schools; only the named variant is made."


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


def publish(
    parameters: RunParameters,
    output: Output,
    permission: Permission,
    *,
    before: RunRecord | None,
    progress: bool,
) -> tuple[RunRecord, tuple[str, ...]]:
    """Compute all releases of a run, try to undo them, enter them in the ledger and write them.

    Parameters
    ----------
    parameters : RunParameters
        The run.
    output : Output
        Where they are written.
    permission : Permission
        How earlier documents are accounted for.
    before : RunRecord or None
        What an earlier run wrote there.
    progress : bool
        Whether to show a bar.

    Returns
    -------
    record : RunRecord
        Not written, and without its inputs.
    notes : tuple of str
        What a user should know, a line each.

    Raises
    ------
    AspiratieError
        With every fault, before anything is written.
    """
    computed = compute(parameters, progress=progress)
    regions, letters, refused = _publish_regions(computed, output)
    names = file_names(computed.published)
    digests: dict[str, str] = {}
    aside = output.releases.with_name(".release.part")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir()
    try:
        for release in publish_schools(computed.run, school_drafts(computed), computed.rules):
            write_release(release, aside / f"{names[release.school.id]}.json")
        for name, region in regions.items():
            write_release(region, aside / f"{name}.json")
        for file in aside.iterdir():
            digests[file.stem] = sha256_of(file)
        written = Written(tuple(sorted(aside.glob("*.json"))))
        notes = may_be_written(written, parameters, permission)
        made = RunRecord(
            inputs="",  # not whole yet
            schools=names,
            regions={name: name for name in regions},
            digests=dict(sorted(digests.items())),
            sizes={school: computed.sizes[school] for school in computed.published},
            names={school: facts.name for school, facts in computed.schools.items()},
            withheld={school: str(why) for school, why in computed.withheld.items()},
            refused=refused,
            advice=doubts(computed.scored, parameters.rules.reliability_min),
        )
        write_run(output, made, also=before)
        remove_stale(output, {*names.values(), *regions}, before)
        for file in aside.iterdir():
            file.replace(output.releases / file.name)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    if regions:
        write_letters(output, letters)
    return made, notes


def _publish_regions(
    computed: Computed, output: Output
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
    letters: dict[str, dict[str, dict[str, str]]] = {}
    several = len(regional.drafts) + len(regional.refused) > 1
    for draft in regional.drafts:
        ending = f"_{draft.sector}" if several else ""
        name, other = f"regio{ending}", f"regio_letters{ending}"
        named[name] = publish_named(draft, rules)
        if len(draft.schools) < LETTERED_SCHOOLS:
            refused[other] = f"letters need {LETTERED_SCHOOLS} schools or more."
            continue
        secret = secret_of(output, computed.parameters.ledger)
        drawn = _draw_letters(draft, rules, named[name], secret)
        if drawn is None:
            refused[other] = TRACED
            continue
        lettered[other], letters[other] = drawn
    return {**named, **lettered}, letters, refused


def _draw_letters(
    draft: RegionDraft, rules: DisclosureRules, named: NamedRelease, secret: bytes
) -> tuple[LetteredRelease, dict[str, dict[str, str]]] | None:
    """Publish the lettered variant with letters that lead nowhere, if there are any."""
    for draw in range(DRAWS):
        made = publish_lettered(draft, rules, secret=secret + bytes([draw]))
        if not attack([named, made[0]]).succeeded:
            return made
    return None
