"""The index above the regions of a run."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from aspiratie.batch.output import Output, region_files
from aspiratie.batch.parts import Part, Run
from aspiratie.report import IndexEntry, write_index
from aspiratie.texts import Messages

__all__ = ["write_overview"]


def write_overview(run: Run, *, failed: Mapping[str, str] | None = None) -> Path:
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
    parameters = run.parameters
    return write_index(
        [_entry(part, (failed or {}).get(part.name, "")) for part in run.parts],
        run.output.index,
        parameters.language,
        region=parameters.region or "",
        wave=parameters.wave,
        of="regions",
    )


def _entry(part: Part, failure: str) -> IndexEntry:
    parameters, output = part.parameters, Output(folder=part.parameters.output)
    say = Messages(parameters.language)
    code = parameters.board or parameters.partnership
    name = say("index-partnership", code=code) if parameters.partnership else parameters.region
    regional = [f for f in region_files(output) if f.endswith(".html")]
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
