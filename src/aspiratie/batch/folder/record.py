"""What a run has published, and of what it was made."""

from __future__ import annotations

from pathlib import Path

import msgspec

from aspiratie.batch.inputs import Seen
from aspiratie.batch.manifest import Manifest, sha256_of
from aspiratie.batch.output import Output
from aspiratie.batch.workers.jobs import owner_of

__all__ = [
    "INDEX_ENTRY",
    "KEY_ENTRY",
    "RunRecord",
    "read_run",
    "remove_stale",
    "write_record",
    "write_run",
]

#: Entries of the manifest that are of no school: the index, and the keys to the letters.
INDEX_ENTRY, KEY_ENTRY = "index", "key"


class RunRecord(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a run has published, by the names of the files, with their digests.

    `inputs` is the digest of all that it was made of; empty while it is being written. `schools`
    and `regions` give the file of each release without its ending; `refused` are documents that
    could not be made, and why. `seen` are the files it was made of, and `ledger` is the digest of
    the ledger in which all of it stands.
    """

    inputs: str
    schools: dict[str, str]
    regions: dict[str, str]
    digests: dict[str, str]
    sizes: dict[str, int]
    names: dict[str, str]
    withheld: dict[str, str]
    refused: dict[str, str]
    advice: tuple[str, ...]
    seen: dict[str, Seen] = {}
    ledger: str = ""

    def is_whole(self, output: Output) -> bool:
        """Whether all that it names is there, as it was written."""
        return bool(self.inputs) and all(
            _is(output.release(name), digest) for name, digest in self.digests.items()
        )


def _is(path: Path, digest: str) -> bool:
    try:
        return sha256_of(path) == digest
    except OSError:
        return False


def read_run(output: Output) -> RunRecord | None:
    """Return what an earlier run has published, if that can be read."""
    try:
        return msgspec.json.decode(output.run.read_bytes(), type=RunRecord)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None


def write_run(output: Output, made: RunRecord, *, also: RunRecord | None = None) -> None:
    """Write what was published, aside and then into place.

    Parameters
    ----------
    output : Output
        The folder.
    made : RunRecord
        What it holds.
    also : RunRecord, optional
        An earlier run, whose files are still there too.
    """
    if also is not None:
        made = msgspec.structs.replace(made, digests={**also.digests, **made.digests})
    write_record(output.run, made)


def write_record(file: Path, made: msgspec.Struct) -> None:
    """Write what a run keeps for the next one, aside and then into place."""
    aside = file.with_name(f".{file.name}.part")
    aside.write_bytes(msgspec.json.format(msgspec.json.encode(made), indent=1) + b"\n")
    aside.replace(file)


def remove_stale(output: Output, names: set[str], before: RunRecord | None) -> None:
    """Remove what earlier runs made of schools and sectors that are published no more.

    A file that is not as the program wrote it is left alone.
    """
    from aspiratie.report.failures import clear_failure

    for name, digest in before.digests.items() if before is not None else ():
        if name not in names and _is(output.release(name), digest):
            output.release(name).unlink(missing_ok=True)
    manifest = Manifest(output.manifest)
    for name in [*manifest.made, *manifest.failures]:
        if owner_of(name) not in {*names, INDEX_ENTRY, KEY_ENTRY}:
            clear_failure(output.folder / "failed", name)
            manifest.remove(name)
    manifest.compact()
