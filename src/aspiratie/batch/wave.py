"""The documents of a whole wave: of each of its partnerships and boards, in one run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from aspiratie.batch.output import Output
from aspiratie.batch.parts import Part, Run, read_run
from aspiratie.batch.region import RegionBatch, none_made, report_region
from aspiratie.batch.releases import PreparedReleases, prepare_releases
from aspiratie.batch.run import Outcome
from aspiratie.batch.schools import Batch, report_schools
from aspiratie.errors import AspiratieError, DisclosureError, ParameterError, Problem

if TYPE_CHECKING:
    from aspiratie.report.index import IndexEntry

__all__ = ["compare_wave", "prepare_wave", "report_wave"]

Made = TypeVar("Made")


def _each(
    parts: Sequence[Part], make: Callable[[Part], Made]
) -> tuple[dict[str, Made], dict[str, str]]:
    """Make something of each region, by its folder; one that fails stops no other.

    Raises
    ------
    AspiratieError
        If none could be made.
    """
    made: dict[str, Made] = {}
    failed: dict[str, str] = {}
    errors: list[AspiratieError] = []
    for part in parts:
        try:
            made[part.name] = make(part)
        except AspiratieError as error:
            errors.append(error)
            failed[part.name] = str(error)
    if not made and len(errors) == 1:
        raise errors[0]
    if not made:
        raise DisclosureError(
            "No region could be made.",
            problems=[Problem(where=name, what=why) for name, why in failed.items()],
        )
    return made, failed


def prepare_wave(path: str | Path, **options: Any) -> tuple[PreparedReleases, ...]:
    """Write what may be published of each region of a parameters file.

    Parameters
    ----------
    path : path
        The parameters file; it may ask for ``partnership: all`` and for boards.
    **options
        Of :func:`aspiratie.batch.releases.prepare_releases`.

    Returns
    -------
    tuple of PreparedReleases
        Of each partnership, then of each board.

    Raises
    ------
    AspiratieError
        With every fault of parameters, codebooks or data; or if no region could be made.
    """
    run = read_run(path)
    made, failed = _each(run.parts, lambda part: prepare_releases(part, **options))
    first, *others = made.values()
    notes = (*run.notes, *(f"{name} could not be made: {why}" for name, why in failed.items()))
    return (replace(first, notes=(*notes, *first.notes)), *others)


def report_wave(path: str | Path, *, schools: Sequence[str] = (), **options: Any) -> Batch:
    """Make the reports of the schools of every region of a parameters file, and its indexes.

    Parameters
    ----------
    path : path
        The parameters file; it may ask for ``partnership: all`` and for boards.
    schools : sequence of str
        Only these; all when empty.
    **options
        Of :func:`aspiratie.batch.schools.report_schools`.

    Returns
    -------
    Batch
        Of all regions; `index` is the page that leads to each.

    Raises
    ------
    AspiratieError
        With every fault of parameters, codebooks or data; or if no region could be made.
    """
    run = read_run(path)
    if run.is_single:
        made = report_schools(run.parts[0], schools=schools, **options)
        return replace(made, notes=(*run.notes, *made.notes)) if run.notes else made
    asked = {part.name: _asked(part, schools) for part in run.parts if not part.is_board}
    unknown = sorted(set(schools) - {school for own in asked.values() for school in own})
    if unknown:
        raise ParameterError(
            "Some schools have no report.",
            problems=[Problem(where=f"school {s}", what="is in no region.") for s in unknown],
        )
    parts = [p for p in run.parts if not p.is_board and (asked[p.name] or not schools)]
    batches, failed = _each(
        parts, lambda part: report_schools(part, schools=asked[part.name], **options)
    )
    boards = [part for part in run.parts if part.is_board and not schools]
    if boards:
        known = {k: v for k, v in options.items() if k in ("pdf", "xlsx", "recall", "not_sent")}
        try:
            failed |= _each(boards, lambda part: report_region(part, **known))[1]
        except AspiratieError as error:
            failed["boards"] = str(error)
    fault = next((batch.index_fault for batch in batches.values() if batch.index_fault), "")
    try:
        _overview(run, failed=failed)
    except AspiratieError as error:
        fault = fault or str(error)
    return _joined(run, batches, failed, fault)


def _asked(part: Part, schools: Sequence[str]) -> tuple[str, ...]:
    if not schools:
        return ()
    from aspiratie.prepare import Whole
    from aspiratie.prepare.parts import members_of

    whole = part.whole or Whole(part.parameters)
    return tuple(set(schools) & set(members_of(whole.collected, part.parameters)))


def _joined(run: Run, batches: Mapping[str, Batch], failed: Mapping[str, str], fault: str) -> Batch:
    outcomes: dict[str, Outcome] = {}
    for batch in batches.values():
        for school, outcome in batch.outcomes.items():  # a school may be in two regions
            if school not in outcomes or outcome.state == "failed":
                outcomes[school] = outcome
    told = [f"{name} could not be made: {why}" for name, why in failed.items()]
    return Batch(
        outcomes=outcomes,
        withheld={s: why for batch in batches.values() for s, why in batch.withheld.items()},
        index=run.output.index,
        notes=_once([*told, *run.notes, *(n for b in batches.values() for n in b.notes)]),
        index_fault=fault,
        advice=_once([text for batch in batches.values() for text in batch.advice]),
        regional={
            f"{part}/{name}": outcome
            for part, batch in batches.items()
            for name, outcome in batch.regional.items()
        },
        refused={
            f"{part}, {name}": why
            for part, batch in batches.items()
            for name, why in batch.refused.items()
        },
        is_whole=not failed,
    )


def compare_wave(path: str | Path, **options: Any) -> RegionBatch:
    """Make the report of every region of a parameters file, of boards too, and its indexes.

    Parameters
    ----------
    path : path
        The parameters file; it may ask for ``partnership: all`` and for boards.
    **options
        Of :func:`aspiratie.batch.region.report_region`.

    Returns
    -------
    RegionBatch
        Of all regions.

    Raises
    ------
    AspiratieError
        With every fault of parameters, codebooks or data; or if no region could be made.
    """
    run = read_run(path)
    made, failed = _each(run.parts, lambda part: report_region(part, **options))
    batches = list(made.values())
    if run.is_single:
        refused: dict[str, str] = dict(batches[0].refused)
    else:
        refused = {f"{part}, {n}": why for part, b in made.items() for n, why in b.refused.items()}
    pages = [page for batch in batches for page in batch.pages]
    if not pages:
        raise none_made(refused)
    if not run.is_single:
        pages.insert(0, _overview(run, failed=failed))
    return RegionBatch(
        pages=tuple(pages),
        keys=tuple(key for batch in batches for key in batch.keys),
        refused={**refused, **{name: f"could not be made. {why}" for name, why in failed.items()}},
        notes=_once([*run.notes, *(note for batch in batches for note in batch.notes)]),
    )


def _once(lines: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(lines))


def _overview(run: Run, *, failed: Mapping[str, str]) -> Path:
    """Write the page that leads to each region of a run.

    Parameters
    ----------
    run : Run
        Of several regions, whose pages are made.
    failed : mapping of str to str
        By folder: why a region could not be made.

    Returns
    -------
    Path
        The page.
    """
    from aspiratie.report.index import write_index

    parameters = run.parameters
    return write_index(
        [_entry(part, failed.get(part.name, "")) for part in run.parts],
        run.output.index,
        parameters.language,
        region=parameters.region or "",
        wave=parameters.wave,
        of="regions",
    )


def _entry(part: Part, failure: str) -> IndexEntry:
    from aspiratie.report.index import IndexEntry
    from aspiratie.texts import Messages

    parameters, output = part.parameters, Output(folder=part.parameters.output)
    say = Messages(parameters.language)
    code = parameters.board or parameters.partnership
    name = say("index-partnership", code=code) if parameters.partnership else parameters.region
    regional = sorted(path.name for path in output.folder.glob("regio*.html"))
    compared = next((f for f in regional if "letters" not in f and "bijlage" not in f), None)
    links = {}
    if output.index.is_file() and not failure:
        links["index"] = f"{part.name}/{output.index.name}"
    if compared is not None and not failure:
        links["region"] = f"{part.name}/{compared}"
    reason = "" if compared else say("index-no-region", **_limits(part))
    return IndexEntry(
        id=code or part.name,
        name=name or part.name,
        state="failed" if failure else "made" if links else "withheld",
        reason=failure or reason,
        links=links,
    )


def _limits(part: Part) -> dict[str, int]:
    rules = part.parameters.rules
    return {"schools": rules.region_min_schools, "pupils": rules.region_min_pupils}
