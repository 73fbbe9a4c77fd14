"""Let another process read a binary file: a crash, a hang or a flood is then an error."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa

from aspiratie.errors import IntakeError, Problem
from aspiratie.intake.files.child import TOO_LARGE

__all__ = ["read_apart"]

#: What a small file may take in time and memory; a large one gets more by its size.
SECONDS, MEGABYTES = 20, 1500
#: Threads and pools reserve space, so that a busy machine would meet a limit by chance.
_ALONE = {
    "MALLOC_ARENA_MAX": "1",
    "ARROW_DEFAULT_MEMORY_POOL": "system",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
}
_PROGRAM = Path(__file__).with_name("child.py")
_NAMES = {"sav": "a .sav file", "xlsx": "an xlsx workbook", "parquet": "a parquet file"}


def read_apart(
    kind: str, path: Path, file: str, *, columns: Sequence[str] | None = None
) -> tuple[dict[str, Any], list[pa.Table]]:
    """Read a file in a process of its own.

    Parameters
    ----------
    kind : {"sav", "xlsx", "parquet"}
    path : Path
    file : str
        Its name for messages.
    columns : sequence of str, optional
        The columns to read; without it only what is known of them (all cells of
        a workbook).

    Returns
    -------
    known : dict
    tables : list of pyarrow.Table

    Raises
    ------
    IntakeError
        However the process fails.
    """
    size = path.stat().st_size >> 20
    seconds = SECONDS + 2 * size
    with tempfile.TemporaryDirectory() as folder:
        asked = {"kind": kind, "path": str(path), "columns": columns, "folder": folder,
                 "megabytes": MEGABYTES + 80 * size}  # fmt: skip
        try:
            done = subprocess.run(  # noqa: S603 - our own program, no shell
                [sys.executable, "-I", str(_PROGRAM)],
                input=json.dumps(asked),
                capture_output=True,
                encoding="utf-8",
                env={**os.environ, **_ALONE},
                timeout=seconds,
                check=False,
            )
        except subprocess.TimeoutExpired:
            raise _unreadable(kind, file, f"could not be read in {seconds} seconds.") from None
        if done.returncode == TOO_LARGE:
            raise _unreadable(kind, file, "unfolds to more than can be read at once.")
        if done.returncode:
            raise _unreadable(kind, file, f"is damaged, or not {_NAMES[kind]}.")
        tables = []
        for number in range(len(list(Path(folder).iterdir()))):
            with pa.OSFile(str(Path(folder) / f"{number}.arrow"), "rb") as source:
                tables.append(pa.ipc.open_file(source).read_all())
        known: dict[str, Any] = json.loads(done.stdout)
    return known, tables


def _unreadable(kind: str, file: str, what: str) -> IntakeError:
    remedy = {
        "sav": "Save it in SPSS again, or export it as xlsx.",
        "xlsx": "Save it as xlsx again, with the answers only, or as CSV.",
        "parquet": "Write it again.",
    }[kind]
    return IntakeError(
        f"{file} is not {_NAMES[kind]} that can be read.",
        problems=[Problem(where=file, what=what, remedy=remedy)],
    )
