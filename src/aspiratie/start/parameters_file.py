"""The text of a parameters file: every default written out, with what it does beside it."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import yaml

from aspiratie.codebook.words import OPEN
from aspiratie.parameters import Rules, RunParameters
from aspiratie.texts import Messages

__all__ = ["ROOM", "parameters_text"]

#: The package that holds the texts of this room.
ROOM = "aspiratie.start"

#: What stands behind a key that is off, as an example.
_EXAMPLES: Mapping[str, Any] = {
    "region": "Voorbeeldregio",
    "register": {
        "primary": "../data/vestigingen_bo.csv",
        "special": "../data/vestigingen_so.csv",
        "secondary": "../data/vestigingen_vo.csv",
        "postcodes": "../data/postcodes_swv.csv",
    },
    "partnership": "PO2001",
    "boards": ["41234"],
    "schools": "../data/scholen.csv",
    "enrolment": "../data/leerlingaantallen.csv",
    "own_words": "../data/eigen_woorden.csv",
    "school_pattern": r"\d{5}",
    "adjust_for": ["achtergrond"],
}
_INTERNAL = ("sha256", "path", "board")
_WIDTH = 34
#: A word that needs no quotes; YAML quotes those that it would read otherwise itself.
_PLAIN = re.compile(r"[a-z][a-z_]*")


def parameters_text(
    *,
    surveys: Sequence[Mapping[str, Any]],
    output: str,
    date: str,
    wave: str | None = None,
    language: str = "nl",
    rules: Rules | None = None,
    **given: Any,
) -> str:
    r"""Write a parameters file that :func:`aspiratie.parameters.read_parameters` reads.

    Parameters
    ----------
    surveys : sequence of mapping
        Keys of :class:`aspiratie.parameters.Survey`; paths as text, from the file's folder.
    output : str
        Folder of the reports.
    date : str
        As 2026-01-31.
    wave : str, optional
        None leaves a question mark, which a run refuses.
    language : {"nl", "en"}
        Language of the reports and of the remarks in the file.
    rules : Rules, optional
        The defaults where left out.
    **given
        Other keys of :class:`aspiratie.parameters.RunParameters`; what is not given
        stands there as a remark, off.

    Returns
    -------
    str
        YAML. Every key of a run and every rule stands in it.

    Examples
    --------
    >>> text = parameters_text(
    ...     surveys=[{"file": "../data/a.csv", "codebook": "../codebook.xlsx"}],
    ...     output="../reports/a", date="2026-01-31", language="en")
    >>> [line for line in text.splitlines() if line.startswith("wave")][0][:9]
    'wave: "?"'
    """
    say = Messages(language)
    values: dict[str, Any] = {
        **given,
        "wave": wave or OPEN,
        "date": date,
        "language": language,
        "output": output,
    }
    lines = [f"# {say(f'parameters-{part}')}" for part in ("head", "paths", "off")]
    if not wave:
        lines.append(f"# {say('parameters-open')}")
    lines.append("")
    for field in fields(RunParameters):
        name = field.name
        if name in (*_INTERNAL, "surveys", "rules"):
            continue
        value = values.get(name, None if field.default in (None, ()) else field.default)
        off = "" if value else "# "
        shown = _scalar(value or _EXAMPLES.get(name, ""))
        lines.append(_remarked(f"{off}{name}: {shown}", say(f"parameter-{name}")))
    lines += ["", f"# {say('parameter-surveys')}", "surveys:", *_surveys(surveys, say)]
    lines += ["", f"# {say('parameter-rules')}", "rules:"]
    for name, value in (rules or Rules()).as_dict().items():
        lines.append(_remarked(f"  {name}: {_scalar(value)}", say(f"start-rule-{name}")))
    return "\n".join(lines) + "\n"


def _surveys(surveys: Sequence[Mapping[str, Any]], say: Callable[..., str]) -> Iterator[str]:
    for survey in surveys:
        given = [(key, value) for key, value in survey.items() if value is not None]
        for number, (key, value) in enumerate(given):
            line = f"{'    ' if number else '  - '}{key}: {_scalar(value)}"
            yield _remarked(line, say("survey-school")) if value == OPEN else line


def _scalar(value: Any) -> str:
    """Write a value as YAML that is read back as it was, on one line."""
    if isinstance(value, Path):
        value = str(value)
    plain = not isinstance(value, str) or _PLAIN.fullmatch(value)
    style = None if plain else '"'
    text = yaml.safe_dump(
        value, allow_unicode=True, default_flow_style=True, default_style=style, width=math.inf
    )
    return text.removesuffix("...\n").strip()


def _remarked(text: str, remark: str) -> str:
    return f"{text:<{_WIDTH}}  # {remark}"
