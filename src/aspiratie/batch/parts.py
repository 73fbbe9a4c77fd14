"""The regions of a run: one, or each partnership and board in a folder of its own."""

from __future__ import annotations

import contextlib
import re
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from aspiratie.batch.folder.record import write_record
from aspiratie.batch.inputs import inputs_digest
from aspiratie.batch.output import Output, open_output
from aspiratie.errors import ParameterError
from aspiratie.parameters import ALL, RunParameters, read_parameters

if TYPE_CHECKING:
    from aspiratie.prepare import Whole

__all__ = ["Part", "Run", "part_of", "read_run"]

#: Folder of the region of all schools, where boards stand beside it.
WHOLE = "region"


@dataclass(frozen=True, eq=False, kw_only=True)
class Part:
    """One region of a run.

    Parameters
    ----------
    parameters : RunParameters
        The run's, with the region's name, its partnership or board, and its own folder.
    whole : Whole or None
        All answers of the run, where they are shared with other regions.
    beside : tuple of Output
        Of a board: the regions that publish its schools.
    is_only : bool
        Whether the run has no other region.
    """

    parameters: RunParameters
    whole: Whole | None = None
    beside: tuple[Output, ...] = ()
    is_only: bool = True

    @property
    def name(self) -> str:
        """Its folder beside the others."""
        return self.parameters.output.name

    @property
    def is_board(self) -> bool:
        """Whether it is a view over the schools of a board, which has no reports of schools."""
        return bool(self.parameters.board)


@dataclass(frozen=True, eq=False, kw_only=True)
class Run:
    """All regions of a run.

    Parameters
    ----------
    parameters : RunParameters
        The run's.
    parts : tuple of Part
        Partnerships first, then boards; a region that is the only one has the run's own folder.
    output : Output
        Where the index of regions stands.
    notes : tuple of str
        Schools that are in no region, and folders of earlier runs, a line each.
    """

    parameters: RunParameters
    parts: tuple[Part, ...]
    output: Output
    notes: tuple[str, ...] = ()

    @property
    def is_single(self) -> bool:
        """Whether the run has one region, in the run's own folder."""
        return self.parts[0].parameters.output == self.parameters.output


class _Record(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which regions were found in the data; kept, so that a run that changed nothing reads none."""

    inputs: str
    partnerships: tuple[str, ...]
    boards: tuple[str, ...]
    names: dict[str, str]
    notes: tuple[str, ...]


def read_run(path: str | Path) -> Run:
    """Read a parameters file, and find the regions that it asks for.

    Parameters
    ----------
    path : path
        The parameters file.

    Returns
    -------
    Run

    Raises
    ------
    AspiratieError
        With every fault of parameters or data; where the file asks for no partnership and no
        board, the data are not read yet.
    """
    parameters = read_parameters(path)
    output = Output(folder=parameters.output)
    if not parameters.partnership and not parameters.boards:
        return Run(
            parameters=parameters,
            parts=(Part(parameters=parameters),),
            output=output,
        )
    from aspiratie.prepare import Whole  # where there is one region, nothing is imported

    whole = Whole(parameters)
    record = _find(parameters, output, whole)
    several = parameters.partnership == ALL or bool(parameters.boards)
    regions = [_region(parameters, code, several=several) for code in record.partnerships]
    if not regions:
        regions = [replace(parameters, output=parameters.output / WHOLE)]
    outputs = tuple(Output(folder=region.output) for region in regions)
    boards = [
        replace(
            parameters,
            partnership="",
            board=number,
            region=record.names.get(number, f"bestuur {number}"),
            output=parameters.output / f"board_{_safe(number)}",
        )
        for number in record.boards
    ]
    return Run(
        parameters=parameters,
        parts=(
            *(Part(parameters=r, whole=whole, is_only=not several) for r in regions),
            *(Part(parameters=b, whole=whole, beside=outputs, is_only=False) for b in boards),
        ),
        output=output,
        notes=record.notes,
    )


def part_of(given: str | Path | Part) -> Part:
    """Return the one region of a parameters file; a region is itself.

    Parameters
    ----------
    given : path or Part

    Raises
    ------
    ParameterError
        If the file asks for several regions.
    """
    if isinstance(given, Part):
        return given
    run = read_run(given)
    if not run.is_single:
        raise ParameterError(
            "The parameters ask for several regions (`partnership: all`, or `boards`). Use "
            "prepare_wave, report_wave or compare_wave."
        )
    return run.parts[0]


def _find(parameters: RunParameters, output: Output, whole: Whole) -> _Record:
    inputs, _ = inputs_digest(parameters, {})
    earlier: _Record | None = None
    with contextlib.suppress(OSError, msgspec.MsgspecError, UnicodeDecodeError):
        earlier = msgspec.json.decode(output.parts.read_bytes(), type=_Record)
    if earlier is not None and earlier.inputs == inputs:
        return earlier
    from aspiratie.prepare import parts_of

    found = parts_of(whole.collected, parameters)
    record = _Record(
        inputs=inputs,
        partnerships=found.partnerships,
        boards=found.boards,
        names=dict(found.names),
        notes=(*found.notes, *_gone(earlier, found.partnerships, found.boards)),
    )
    write_record(open_output(output.folder).parts, record)
    return record


def _gone(
    earlier: _Record | None, partnerships: tuple[str, ...], boards: tuple[str, ...]
) -> list[str]:
    if earlier is None:
        return []
    gone = [code for code in earlier.partnerships if code not in partnerships]
    gone += [f"board_{_safe(number)}" for number in earlier.boards if number not in boards]
    return [f"{name} is of an earlier run, and is left as it is: remove it." for name in gone]


def _region(parameters: RunParameters, code: str, *, several: bool) -> RunParameters:
    name = code if several else parameters.region or code
    folder = parameters.output / code if several else parameters.output
    return replace(parameters, partnership=code, region=name, output=folder)


def _safe(number: str) -> str:
    return re.sub(r"[^A-Za-z0-9-]+", "-", number)
