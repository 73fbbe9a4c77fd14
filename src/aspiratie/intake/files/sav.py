"""Files of SPSS (.sav): codes with their labels, checked against the codebook."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from aspiratie.codebook import Codebook, Field
from aspiratie.codebook.labels import order
from aspiratie.codebook.text import plain, squeeze
from aspiratie.errors import Problem
from aspiratie.intake.files.apart import read_apart
from aspiratie.intake.files.cells import as_texts
from aspiratie.intake.files.table import Rows, Table, Texts
from aspiratie.intake.layout import Heading, Layout
from aspiratie.intake.match import decode

__all__ = ["check_labels", "open_sav"]

#: A range of missing codes that is wider than this is known by its labels alone.
_WIDEST = 1000


def open_sav(path: Path, file: str) -> Table:
    """Open a file of SPSS; only asked columns are read."""
    meta, _ = read_apart("sav", path, file)
    names = meta["names"]
    value_labels = {
        name: {_number(code): label for code, label in pairs}
        for name, pairs in meta["value_labels"].items()
    }

    def read(places: Sequence[int], _header_rows: int) -> tuple[Texts, Rows]:
        columns = list(dict.fromkeys(names[p] for p in places))
        _, (table,) = read_apart("sav", path, file, columns=columns)
        frame = table.to_pandas()
        texts = {p: as_texts(frame[names[p]]) for p in places}
        return texts, np.arange(1, len(frame) + 1, dtype=np.int64)

    return Table(
        head=[names],
        read=read,
        rows_below=lambda _header_rows: int(meta["rows"]),
        layout=_layout(names, meta["labels"]),
        encoding=meta["encoding"],
        value_labels=value_labels,
        absent=_absent(meta["missing"], value_labels),
    )


def _number(code: Any) -> Any:
    return int(code) if isinstance(code, float) and code.is_integer() else code


def _absent(
    ranges: Mapping[str, Sequence[Sequence[Any]]], labels: Mapping[str, Mapping[Any, str]]
) -> dict[str, frozenset[str]]:
    """List the codes that each variable declares missing, single ones and ranges."""
    out = {}
    for name, pairs in ranges.items():
        codes = set()
        for low, high in pairs:
            if low == high or isinstance(low, str):
                codes.add(plain(str(_number(low))))
                continue
            codes |= {plain(str(c)) for c in labels.get(name, {})
                      if isinstance(c, int | float) and low <= c <= high}  # fmt: skip
            if high - low <= _WIDEST:
                codes |= {str(c) for c in range(math.ceil(low), math.floor(high) + 1)}
        out[name] = frozenset(codes)
    return out


def _layout(names: Sequence[str], labels: Mapping[str, str | None]) -> Layout:
    """Give each variable its name as a code, and its label, the question's text."""
    return Layout(
        tool="spss",
        header_rows=0,
        headings=tuple(
            Heading(found=name, codes=(name,), texts=tuple(filter(None, [labels.get(name)])))
            for name in names
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
        if turned or _runs_otherwise(field, pairs):
            problems.append(
                Problem(
                    where=f"column {field.name}",
                    what=f"the file labels {len(turned)} of its codes ({', '.join(turned)}) with "
                    "the codebook's label of another code."
                    if turned
                    else "by the file's own labels its codes run in another order than in the "
                    "codebook.",
                    remedy="Correct `value` in the codebook's categories.",
                )
            )
    return problems


def _runs_otherwise(field: Field, pairs: Mapping[Any, str]) -> bool:
    """Whether labels in other words, as of another language, say another order of the codes."""
    places = dict(zip(pairs.values(), decode(field, [str(code) for code in pairs]), strict=True))
    known = order([label for label, place in places.items() if place > 0])
    if known is None:
        return False
    in_order = [places[label] for label in known.labels]
    return in_order != sorted(in_order)
