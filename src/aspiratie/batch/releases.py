"""From a parameters file to releases: of every school, and of the region by name and letter."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import msgspec

from aspiratie.batch.folder.lock import hold
from aspiratie.batch.folder.record import RunRecord, read_run, write_run
from aspiratie.batch.guard import Permission, warnings_of
from aspiratie.batch.inputs import inputs_digest
from aspiratie.batch.manifest import sha256_of
from aspiratie.batch.output import Output, open_output
from aspiratie.parameters import RunParameters, read_parameters

__all__ = ["PreparedReleases", "prepare_held", "prepare_releases"]


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
    digests : mapping of str to str
        SHA-256 of each release, by the name of its file without ending.
    notes : tuple of str
        What the ledger and the rules ask to be told, a line each.
    advice : tuple of str
        For the analyst: what in the questionnaire is likely wrong.
    """

    parameters: RunParameters
    output: Output
    files: Mapping[str, Path]
    names: Mapping[str, str]
    withheld: Mapping[str, str]
    sizes: Mapping[str, int]
    regions: Mapping[str, Path]
    refused: Mapping[str, str]
    digests: Mapping[str, str]
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
    path: str | Path, *, recall: str = "", not_sent: bool = False, progress: bool = False
) -> PreparedReleases:
    """Clean the data of a parameters file and write what may be published.

    The costly part is done once for the releases of schools and region alike; where
    nothing that they are made of has changed since, they stay as they are. Nothing is
    written before all of it is known to be sound. Releases and pages of schools that have
    no release any more are removed.

    Parameters
    ----------
    path : path
        The parameters file. Where it names no region, only schools are published.
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
    parameters = read_parameters(path)
    with hold(parameters.output):
        return prepare_held(parameters, permission, progress=progress)


def prepare_held(
    parameters: RunParameters, permission: Permission, *, progress: bool = False
) -> PreparedReleases:
    """Do what :func:`prepare_releases` does, in a folder that this run holds."""
    output = open_output(parameters.output)
    before = read_run(output)
    inputs, seen = inputs_digest(parameters, before.seen if before is not None else {})
    if before is not None and before.inputs == inputs and before.is_whole(output):
        made, notes = _stand(before, parameters, output, permission)
    else:
        from aspiratie.batch.publishing import publish

        made, notes = publish(parameters, output, permission, before=before, progress=progress)
    made = msgspec.structs.replace(
        made, inputs=inputs, seen=seen, ledger=_digest_of(parameters.ledger)
    )
    if made != before:
        write_run(output, made)
    return PreparedReleases(
        parameters=parameters,
        output=output,
        files={school: output.release(name) for school, name in made.schools.items()},
        names=made.names,
        withheld=made.withheld,
        sizes=made.sizes,
        regions={name: output.release(file) for name, file in made.regions.items()},
        refused=made.refused,
        digests=made.digests,
        notes=notes,
        advice=made.advice,
    )


def _stand(
    made: RunRecord, parameters: RunParameters, output: Output, permission: Permission
) -> tuple[RunRecord, tuple[str, ...]]:
    """Make sure that what was made before still stands in the ledger."""
    if made.ledger and made.ledger == _digest_of(parameters.ledger):
        return made, tuple(warnings_of(parameters))
    # Another run wrote in it, or what stands there was withdrawn.
    from aspiratie.batch.guard import may_be_written
    from aspiratie.batch.publishing import Written

    written = Written(tuple(output.release(name) for name in made.digests))
    return made, may_be_written(written, parameters, permission, tried=True)


def _digest_of(ledger: Path) -> str:
    try:
        return sha256_of(ledger)
    except OSError:
        return ""
