"""Read damaged files: every reader, codebooks and parameters; no error but the package's own.

    python benchmarks/fuzz.py --mutants 100000 csv xlsx sav parquet zip codebook workbook \
        parameters definition

Seeds are the same answers as every tool writes them, the shipped codebooks and a
parameters file. A mutant that ends in another error than the package's, in more than
20 seconds or in more than a gigabyte is kept in the folder FOUND, and the run ends
with exit code 1. Binary files are read in a process that is forked for each mutant
after its libraries are loaded, by the program that a real run starts anew.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import json
import logging
import os
import resource
import signal
import sys
import tempfile
import time
import traceback
import warnings
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pyarrow as pa

from aspiratie.codebook import read_codebook, write_codebook_xlsx
from aspiratie.errors import AspiratieError
from aspiratie.intake import read_answers
from aspiratie.intake.definitions import read_definition
from aspiratie.intake.files import apart, child, parquet, sav, xlsx
from aspiratie.intake.proposal import propose
from aspiratie.parameters import read_parameters
from aspiratie.simulate.formats import FORMATS, Given, write_format

SECONDS = 20
READERS = (
    "csv", "xlsx", "sav", "parquet", "zip", "codebook", "workbook", "parameters", "definition",
)  # fmt: skip
TOKENS = [
    b";", b",", b"\t", b'"', b"\n", b"\r\n", b"\x00", b"\xff\xfe", b"\xef\xbb\xbf", b"-1", b"1e999",
    b"99999999999999999999", b".nan", b"null", b"true", b"[]", b"{}", b"*a", b"&a [*a]",
    b"!!python/x",
    b"2001-02-30", b"<<: *agreement", b"~", b"|", b"0x10", b"\xc3", "é".encode(), b"=", b"- ",
    b": ", b"PK\x03\x04", b"PAR1", b"$FL2", b"{question_not_shown}", b"A1", b"88",
]  # fmt: skip
CODEBOOK = b"""name: a
version: '1'
title: T
informant: pupil
licence: x
scales: [{name: s, title: S, definition: d}]
fields:
  - {name: school, title: School, role: school}
  - &a {name: q1, title: Q, type: integer, scale: s, categoriesOrdered: true,
     categories: [{value: 1, label: nee}, {value: 2, label: ja}]}
  - {<<: *a, name: q2, title: Q2}
"""
PARAMETERS = b"""surveys:
  - {file: data.csv, codebook: aspiratie-leerling, wave: "2025", school: 01AB00}
  - {file: "*.csv", codebook: aspiratie-ouder, sheet: 1, school_from_file: "(..)"}
wave: "2025"
output: uit
date: 2026-01-31
schools: scholen.csv
region: Voorbeeld
language: nl
school_pattern: "[0-9]+"
adjust_for: [home]
rules: {n_min: 10, min_answered: 0.5, careless: keep, region_max_share: 0.5}
"""
QSF = b"""{"SurveyEntry": {"SurveyName": "K"}, "SurveyElements": [{"Element": "SQ", "Payload":
{"QuestionText": "<p>Wat vind je?</p>", "DataExportTag": "Q3", "QuestionType": "Matrix",
"Selector": "Likert", "QuestionID": "QID9", "Choices": {"1": {"Display": "Leuk"}},
"Answers": {"1": {"Display": "nee"}, "2": {"Display": "ja"}}, "AnswerOrder": [2, "1"],
"RecodeValues": {"1": "5"}}}, {"Element": "SQ", "Payload": {"QuestionText": "Q",
"DataExportTag": "Q4", "QuestionType": "MC", "Selector": "SAVR", "Choices": [{"Display": "a"}]}}]}
"""
LSS = b"""<?xml version="1.0"?><document><LimeSurveyDocType>Survey</LimeSurveyDocType>
<answers><rows><row><aid>1</aid><qid>7</qid><code>A1</code><answer><![CDATA[nee]]></answer>
<sortorder>1</sortorder><scale_id>0</scale_id></row></rows></answers><questions><rows><row>
<qid>7</qid><parent_qid>0</parent_qid><type>F</type><title>k</title><question>Wat?</question></row>
</rows></questions><subquestions><rows><row><qid>8</qid><parent_qid>7</parent_qid>
<title>SQ1</title><question>Leuk</question></row></rows></subquestions></document>
"""


def mutate(data: bytes, seeds: list[bytes], rng: np.random.Generator) -> bytes:
    """Change a few places: bytes, stretches, tokens, or a part of another seed."""
    out = bytearray(data)
    for _ in range(int(rng.integers(1, 6))):
        if not out:
            break
        at = int(rng.integers(len(out)))
        length = int(min(len(out) - at, 2 ** rng.integers(0, 10)))
        match int(rng.integers(8)):
            case 0:
                out[at] ^= 1 << int(rng.integers(8))
            case 1:
                out[at : at + length] = rng.bytes(length)
            case 2:
                del out[at : at + length]
            case 3:
                out[at:at] = out[at : at + length] * int(rng.integers(1, 4))
            case 4:
                out[at:at] = TOKENS[int(rng.integers(len(TOKENS)))]
            case 5:
                token = TOKENS[int(rng.integers(len(TOKENS)))]
                out[at : at + len(token)] = token
            case 6:
                del out[at:]
            case 7:
                other = seeds[int(rng.integers(len(seeds)))]
                start = int(rng.integers(len(other)))
                out[at : at + length] = other[start : start + length]
    return bytes(out)


def mutate_zip(data: bytes, seeds: list[bytes], rng: np.random.Generator) -> bytes:
    """Change a file inside the zip, so that what is damaged is the content."""
    if rng.random() < 0.3:
        return mutate(data, seeds, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", 8) as new:
        names = old.namelist()
        chosen = names[int(rng.integers(len(names)))]
        for name in names:
            content = old.read(name)
            new.writestr(name, mutate(content, seeds, rng) if name == chosen else content)
    return out.getvalue()


def fork_apart(kind: str, path: Path, file: str, *, columns=None):
    """Do what :func:`apart.read_apart` does in a process that is forked, not started."""
    with tempfile.TemporaryDirectory() as folder:
        asked = {"path": str(path), "columns": columns, "folder": folder}
        pid = os.fork()
        if pid == 0:
            code = child.UNREADABLE
            try:
                with Path(os.devnull).open("wb") as nothing:
                    os.dup2(nothing.fileno(), 2)
                signal.alarm(SECONDS)
                child._limit(4000)
                known = child._READERS[kind](asked, Path(folder))
                (Path(folder) / "known").write_text(json.dumps(known))
                code = 0
            except SystemExit as error:
                code = int(error.code or 0)
            except MemoryError:
                code = child.TOO_LARGE
            except BaseException:
                code = child.UNREADABLE
            finally:
                os._exit(code)
        _, status = os.waitpid(pid, 0)
        if status:
            raise apart._unreadable(kind, file, "is damaged.")
        known = json.loads((Path(folder) / "known").read_text())
        tables = []
        for number in range(len(list(Path(folder).glob("*.arrow")))):
            with pa.OSFile(str(Path(folder) / f"{number}.arrow"), "rb") as source:
                tables.append(pa.ipc.open_file(source).read_all())
    return known, tables


def seeds_of(reader: str, folder: Path) -> list[bytes]:
    if reader == "codebook":
        here = Path(__file__).parents[1] / "src/aspiratie/codebooks"
        small = CODEBOOK
        return [small, small, *(p.read_bytes() for p in here.glob("*team.yml"))]
    if reader == "workbook":
        write_codebook_xlsx(read_codebook("aspiratie-team"), folder / "boek.xlsx")
        return [(folder / "boek.xlsx").read_bytes()]
    if reader == "parameters":
        return [PARAMETERS]
    if reader == "definition":
        return [QSF, LSS]
    book = read_codebook("aspiratie-leerkracht")
    rng = np.random.default_rng(1)
    places = rng.integers(-1, 6, (12, len(book.items)))
    given = Given(codebook=book, schools=["01AB00", "02CD"] * 6, places=places)
    endings = {"sav": ("sav", "zsav")}.get(reader, (reader,))
    return [write_format(n, given, folder).read_bytes() for n, (e, _) in FORMATS.items()
            if e in endings]  # fmt: skip


def run(reader: str, n: int, seed: int, found: Path) -> int:
    """Read n mutants of one reader's seeds; return how many ended wrongly."""
    rng = np.random.default_rng([seed, READERS.index(reader)])
    book = read_codebook("aspiratie-leerkracht")
    wrong, ends, slowest, started = 0, Counter(), 0.0, time.monotonic()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "data.csv").write_text("a;b")
        (folder / "scholen.csv").write_text("school;naam")
        seeds = seeds_of(reader, folder)
        ending = {
            "codebook": "yml",
            "workbook": "xlsx",
            "parameters": "yml",
            "definition": "qsf",
        }.get(reader, reader)
        path = folder / f"mutant.{ending}"
        change = mutate_zip if reader in ("xlsx", "zip", "workbook") else mutate
        for number in range(n):
            mutant = change(seeds[int(rng.integers(len(seeds)))], seeds, rng)
            path.write_bytes(mutant)
            begun = time.monotonic()
            signal.alarm(SECONDS + 5)
            try:
                if reader in ("codebook", "workbook"):
                    read_codebook(path)
                elif reader == "parameters":
                    read_parameters(path)
                elif reader == "definition":
                    read_definition(path)
                elif number % 4 == 3:
                    propose(path)
                else:
                    read_answers(path, book)
                ends["read"] += 1
            except AspiratieError:
                ends["refused"] += 1
            except Exception as error:
                wrong += 1
                where = traceback.extract_tb(error.__traceback__)[-1]
                kind = f"{type(error).__name__} {Path(where.filename).name}:{where.lineno}"
                ends[kind] += 1
                if ends[kind] <= 3:
                    found.mkdir(parents=True, exist_ok=True)
                    (found / f"{reader}_{seed}_{number}.{ending}").write_bytes(mutant)
                    print(kind, str(error)[:120], flush=True)
            finally:
                signal.alarm(0)
            slowest = max(slowest, time.monotonic() - begun)
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    size = max(_own_peak(), children) / 1024
    print(f"{reader}: {n} mutants in {time.monotonic() - started:.0f} s; {dict(ends)}; slowest "
          f"{slowest:.1f} s; at most {size:.0f} MB", flush=True)  # fmt: skip
    return wrong + (slowest > SECONDS) + (size > 1024)


def _own_peak() -> int:
    """Return the most memory this program held, in kB; ``getrusage`` counts its parent's too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(next(line for line in status.splitlines() if line.startswith("VmHWM")).split()[1])


def _too_slow(_signal: int, _frame: object) -> None:
    raise TimeoutError("more than 20 seconds")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("readers", nargs="*", default=list(READERS))
    parser.add_argument("--mutants", type=int, default=1000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--found", type=Path, default=Path(tempfile.gettempdir()) / "fuzz")
    asked = parser.parse_args()
    warnings.simplefilter("ignore")
    logging.getLogger("aspiratie").setLevel(logging.CRITICAL)
    signal.signal(signal.SIGALRM, _too_slow)
    import pyarrow.parquet  # loaded before the forks
    import pyreadstat
    import python_calamine

    _ = (pyarrow.parquet, pyreadstat, python_calamine)
    for module in (xlsx, sav, parquet):
        module.read_apart = fork_apart
    with contextlib.suppress(KeyboardInterrupt):
        return int(sum(run(r, asked.mutants, asked.seed, asked.found) for r in asked.readers) > 0)
    return 1


if __name__ == "__main__":
    sys.exit(main())
