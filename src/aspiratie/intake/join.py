"""Several exports of one questionnaire and wave as one: a file a school, a zip of files."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

import pandas as pd
from pandas.api.types import union_categoricals

from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.export import Export

__all__ = ["join_exports"]


def join_exports(exports: Sequence[Export]) -> Export:
    """Put the rows of several exports under each other.

    Row numbers go on from file to file; :meth:`Source.place` says of each in
    which file and row it stands.

    Parameters
    ----------
    exports : sequence of Export
        All read by one codebook.

    Returns
    -------
    Export

    Raises
    ------
    IntakeError
        If one file is there twice, or if some have a column of cleaning (as an
        id or a group) that others lack.
    """
    if len(exports) == 1:
        return exports[0]
    _check(exports)
    parts, shifted, next_row = [], [], 0
    for export in exports:
        parts.append((export.source.file, next_row))
        shifted.append(export.states.index + next_row)
        next_row = int(shifted[-1].max()) + 1 if len(shifted[-1]) else next_row
    index = pd.Index([row for rows in shifted for row in rows], name="row", dtype="int64")
    sources = [export.source for export in exports]
    digest = hashlib.sha256("".join(s.sha256 for s in sources).encode()).hexdigest()
    items = [i.name for i in exports[0].codebook.items if any(i.name in e.states for e in exports)]
    texts = {
        name: union_categoricals(
            [e.texts[name].array for e in exports], ignore_order=True
        )
        for name in exports[0].texts.columns
    }  # fmt: skip
    return replace(
        exports[0],
        states=pd.concat(
            [e.states.reindex(columns=items, fill_value=0) for e in exports], ignore_index=True
        ).set_axis(index, axis=0),
        texts=pd.DataFrame(texts, index=index),
        numbers=_under(exports, "numbers", index),
        intake=_under(exports, "intake", index),
        open_answers=_under(exports, "open_answers", index),
        dropped=tuple(dict.fromkeys(d for e in exports for d in e.dropped)),
        source=replace(
            sources[0],
            file=f"{sources[0].file} and {len(sources) - 1} more",
            sha256=digest,
            rows=sum(s.rows for s in sources),
            parts=tuple(parts),
        ),
    )


def _under(exports: Sequence[Export], part: str, index: pd.Index) -> pd.DataFrame:
    frames = [getattr(export, part) for export in exports]
    if not len(frames[0].columns):
        return pd.DataFrame(index=index)
    joined: pd.DataFrame = pd.concat(frames, ignore_index=True).set_axis(index, axis=0)
    return joined


def _check(exports: Sequence[Export]) -> None:
    problems = []
    first: dict[str, str] = {}
    for export in exports:
        source = export.source
        if source.sha256 in first:
            what = f"holds the same as {first[source.sha256]}."
            problems.append(Problem(where=source.file, what=what, remedy="Keep one."))
        first.setdefault(source.sha256, source.file)
    own = [{str(c) for c in (*e.texts.columns, *e.numbers.columns)} for e in exports]
    some = {name for has in own for name in has if not all(name in other for other in own)}
    for name in sorted(some):
        lacking = [e.source.file for e, has in zip(exports, own, strict=True) if name not in has]
        problems.append(
            Problem(
                where=", ".join(lacking[:5]) + (" ..." if len(lacking) > 5 else ""),
                what=f"has no column of {name}, and other files of the same survey have.",
                remedy="Export all files with the same columns, or take the role from the "
                "codebook.",
            )
        )
    if problems:
        raise IntakeError("The files of one survey do not fit together.", problems=problems)
