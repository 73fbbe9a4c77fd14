"""Files of SPSS (.sav): codes with their labels, checked against the codebook."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat

from aspiratie.codebook import Codebook
from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.files.cells import as_texts
from aspiratie.intake.files.table import Rows, Table, Texts
from aspiratie.intake.layout import Heading, Layout
from aspiratie.intake.match import decode
from aspiratie.intake.text import squeeze

__all__ = ["check_labels", "open_sav"]


def open_sav(path: Path) -> Table:
    """Open a file of SPSS; only asked columns are read."""
    meta = _read(path, metadataonly=True)[1]
    names = list(meta.column_names)

    def read(places: Sequence[int], _header_rows: int) -> tuple[Texts, Rows]:
        frame = _read(path, usecols=[names[p] for p in places])[0]
        texts = {p: as_texts(frame[names[p]]) for p in places}
        return texts, np.arange(1, len(frame) + 1, dtype=np.int64)

    return Table(
        head=[names],
        read=read,
        rows_below=lambda _header_rows: int(meta.number_rows or 0),
        layout=_layout(meta),
        encoding=meta.file_encoding,
        value_labels=meta.variable_value_labels,
    )


def _read(path: Path, **options: Any) -> tuple[pd.DataFrame, Any]:
    for encoding in (None, "windows-1252"):
        try:
            frame, meta = pyreadstat.read_sav(
                path,
                apply_value_formats=False,
                user_missing=True,
                disable_datetime_conversion=False,
                encoding=encoding,
                **options,
            )
        except (pyreadstat.ReadstatError, UnicodeError, ValueError, OverflowError):
            continue
        return frame, meta
    raise IntakeError(
        f"{path.name} cannot be read.",
        problems=[
            Problem(
                where=path.name,
                what="is a damaged .sav file.",
                remedy="Save it in SPSS again, or export it as xlsx.",
            )
        ],
    ) from None


def _layout(meta: Any) -> Layout:
    """Give each variable its name as a code, and its label, the question's text."""
    labels = meta.column_names_to_labels
    return Layout(
        tool="spss",
        header_rows=0,
        headings=tuple(
            Heading(
                found=name, codes=(name,), texts=(label,) if (label := labels.get(name)) else ()
            )
            for name in meta.column_names
        ),
    )


def check_labels(
    codebook: Codebook, fields: Mapping[str, str], labels: Mapping[str, Mapping[Any, str]]
) -> list[Problem]:
    """Compare the file's value labels with the codebook's.

    Other words for the same answer are fine. A code whose label is the
    codebook's label of another code is a problem: the answers would be turned.

    Parameters
    ----------
    codebook : Codebook
    fields : mapping
        Variable in the file of each field.
    labels : mapping
        Label of each code of each variable, as pyreadstat gives them.
    """
    problems = []
    for field in codebook.items:
        pairs = labels.get(fields.get(field.name, ""), {})
        codes = [str(code) for code in pairs]
        by_code = decode(field, codes)
        by_label = decode(field, list(pairs.values()))
        turned = [
            code
            for code, label, own, other in zip(
                codes, pairs.values(), by_code, by_label, strict=True
            )
            if own > 0 and other > 0 and own != other and squeeze(label)
        ]
        if turned:
            problems.append(
                Problem(
                    where=f"column {field.name}",
                    what=f"the file labels {len(turned)} of its codes ({', '.join(turned)}) with "
                    "the codebook's label of another code.",
                    remedy="Correct `value` in the codebook's categories.",
                )
            )
    return problems
