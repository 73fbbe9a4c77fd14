"""From a real export to opened reports: how many cells a person fills in, and what was asked.

Usage: ``python benchmarks/start_on_real_files.py [DATA] [--table TABLE.md]``

Runs ``start`` on every file of DATA (../shared/data), fills in by hand what is open (the
answers stand in :data:`FILES`, with where a person finds them), makes the reports and reads
each of them. What was taken for an item, and for reversed, is compared with the published
key where there is one (PISA, bfi, autonomy), so that a wrong guess would be seen.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import openpyxl

from aspiratie.batch import report_schools
from aspiratie.codebook import read_codebook
from aspiratie.errors import AspiratieError
from aspiratie.start import start
from aspiratie.start.provisional import look_ahead

BFI_REVERSED = {"A1", "C4", "C5", "E1", "E2", "O2", "O5"}


@dataclass(frozen=True, kw_only=True)
class Hand:
    """What a person fills in: cells by what stands in their row, and lines of the parameters.

    ``cells`` maps (column, value of the row's first columns) to what is typed or chosen; of a
    menu, the number of the choice.
    """

    file: str
    tool: str
    cells: Mapping[str, str | int] = field(default_factory=dict)
    wave: str = ""
    school: str = ""
    drop_school: bool = False
    pattern: str = ""
    reversed: frozenset[str] | None = None
    labels: tuple[str, ...] = ()
    items: frozenset[str] | None = None


FILES = (
    Hand(
        file="pisa2003_nld/pisa2003_nld.csv",
        tool="plain csv, codes",
        cells={"informant": "leerling", "order:1": 1, "reversed_seen": "ja"},
        wave="2003",
    ),
    Hand(
        file="bfi/bfi.csv",
        tool="plain csv, codes",
        cells={"informant": "leerling", "order:1": 0, "reversed_seen": "ja"},
        wave="2010",
        school="01AB00",
        reversed=frozenset(BFI_REVERSED),
        items=frozenset(f"{letter}{n}" for letter in "ACENO" for n in range(1, 6)),
    ),
    Hand(
        file="autonomy_nl/autonomy_support.csv",
        tool="plain csv, codes",
        cells={"informant": "leerling", "order:1": 0, "role:teacher_id": "school"},
        wave="2018",
        drop_school=True,
        pattern=r"\d+",
        items=frozenset(("choose", "decide", "task", "listen", "help", "accept", "understand")),
    ),
    Hand(
        file="raw_exports/limesurvey/limesurvey_rse2017_de.csv",
        tool="LimeSurvey, code and text",
        cells={"informant": "leerling", "open_orders": "niet_gebruiken", "reversed_seen": "ja"},
        wave="2017",
        school="01AB00",
    ),
    Hand(
        file="raw_exports/googleforms/googleforms_es_2019.csv",
        tool="Google Forms",
        cells={"informant": "leerling", "order:1": "zoals_hieronder"},
        labels=(
            "Planeo dejar de usarlo",
            "Espero que disminuya",
            "Espero que siga igual",
            "Espero que aumente",
        ),
        wave="2019",
        school="01AB00",
    ),
    Hand(
        file="raw_exports/qualtrics/qualtrics_eth_masked.csv",
        tool="Qualtrics, three rows, codes",
        cells={
            "informant": "leerling",
            "open_orders": "niet_gebruiken",
            "order:3": 4,
            "reversed:*": "nee",
        },
        wave="2021",
        school="01AB00",
    ),
    Hand(
        file="raw_exports/spss/iea_reds_are_student_10rows.sav",
        tool="SPSS",
        cells={"informant": "leerling", "open_orders": "niet_gebruiken"},
        wave="2021",
    ),
)


def fill_in(workbook: Path, hand: Hand) -> int:
    """Fill in a workbook as a person does; return how many cells were touched."""
    book = openpyxl.load_workbook(workbook)
    menus = _menus(book)
    orders = touched = 0
    labels = iter(hand.labels)
    for sheet in (book["vragen"], book["betekenissen"]):
        heads = [cell.value for cell in sheet[1]]
        for row in sheet.iter_rows(min_row=2):
            told = dict(zip(heads, row, strict=False))
            name = str(told["naam"].value)
            if sheet.title == "vragen":
                wanted = {"rol": hand.cells.get(f"role:{name}")}
                wanted["omgekeerd"] = (
                    hand.cells.get(f"reversed:{name}", hand.cells.get("reversed:*"))
                    if told["omgekeerd"].value == "?"
                    else None
                )
            elif told["wat"].value == "volgorde":
                orders += 1
                wanted = {"tekst": hand.cells.get(f"order:{orders}")}
                labels = iter(hand.labels)
            elif told["wat"].value == "antwoord" and orders and hand.labels:
                wanted = {"tekst": next(labels, None)}
            else:
                wanted = {"tekst": hand.cells.get(name)}
            for head, value in wanted.items():
                if value is None:
                    continue
                where = f"{sheet.title}!{told[head].coordinate}"
                told[head].value = menus[where][value] if isinstance(value, int) else value
                touched += 1
    book.save(workbook)
    return touched


def _menus(book: openpyxl.Workbook) -> dict[str, list[str]]:
    """Return what can be chosen in each cell that has a menu of its own."""
    menus = {}
    for sheet in (book["vragen"], book["betekenissen"]):
        for rule in sheet.data_validations.dataValidation:
            source, _, area = rule.formula1.partition("!")
            cells = book[source.strip("'")][area.replace("$", "")]
            words = [row[0].value for row in cells] if isinstance(cells, tuple) else [cells.value]
            for part in str(rule.sqref).split():
                if ":" not in part:
                    menus[f"{sheet.title}!{part}"] = words
    return menus


def fill_parameters(path: Path, hand: Hand) -> int:
    """Fill in a parameters file; return how many lines were touched."""
    lines, touched = [], 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith('wave: "?"'):
            line, touched = f'wave: "{hand.wave}"', touched + 1
        elif line.strip().startswith('school: "?"'):
            touched += 1
            if hand.drop_school:
                continue
            line = line.replace("?", hand.school, 1)
        elif line.startswith("# school_pattern") and hand.pattern:
            line, touched = f"school_pattern: '{hand.pattern}'", touched + 1
        lines.append(line)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return touched


def try_file(data: Path, hand: Hand, folder: Path) -> dict[str, object]:
    """Start, fill in, report and read; return a line of the table."""
    begun = time.perf_counter()
    path = data / hand.file
    started = start([path], folder=folder, date="2026-01-31")
    asked = len(look_ahead([path]).asked)
    cells = fill_in(started.workbook, hand) + fill_parameters(started.parameters, hand)
    line: dict[str, object] = {"file": path.name, "tool": hand.tool, "cells": cells, "asked": asked}
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            book = read_codebook(started.workbook)
            batch = report_schools(started.parameters, progress=False)
    except AspiratieError as error:
        return {**line, "result": f"refused: {str(error)[:600]}"}
    wrong = 0
    if hand.reversed is not None:
        wrong = len(hand.reversed ^ {f.name for f in book.items if f.reversed})
    key = hand.items or _published_items(path)
    if key is not None:
        wrong += len(key ^ {f.name for f in book.items})
    pages = sorted(Path(batch.index).parent.glob("*.html"))
    whole = sum("</html>" in page.read_text(encoding="utf-8") for page in pages)
    line |= {"items": len(book.items), "pages": whole, "withheld": len(batch.withheld)}
    line |= {"failed": len(batch.failed), "wrong": wrong}
    if batch.failed:
        print(batch.failure_table(), file=sys.stderr)
    return {**line, "minutes": (time.perf_counter() - begun) / 60}


def _published_items(path: Path) -> frozenset[str] | None:
    """Return the items that a published codebook beside the file names."""
    beside = path.with_name("codebook.csv")
    if not beside.is_file():
        return None
    lines = beside.read_text(encoding="utf-8").splitlines()[1:]
    return frozenset(line.partition(",")[0] for line in lines if line)


def table(lines: Sequence[Mapping[str, object]]) -> Iterator[str]:
    """Write the lines as a table in Markdown."""
    heads = ("file", "tool", "cells", "asked", "items", "pages", "failed", "wrong", "minutes")
    yield "| " + " | ".join(heads) + " |"
    yield "| " + " | ".join("---" for _ in heads) + " |"
    for line in lines:
        shown = [f"{v:.1f}" if isinstance(v := line.get(h, "–"), float) else str(v) for h in heads]
        yield "| " + " | ".join(shown) + " |"


def main() -> int:
    """Run all files and print the table."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    beside = Path(__file__).resolve().parents[2] / "shared" / "data"
    parser.add_argument("data", nargs="?", type=Path, default=beside)
    parser.add_argument("--only", default="", help="only files with this in their name")
    told = parser.parse_args()
    if not told.data.is_dir():
        print(f"The data are not at {told.data}; nothing was measured.")
        return 0
    lines: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as temporary:
        for number, hand in enumerate(h for h in FILES if told.only in h.file):
            line = try_file(told.data, hand, Path(temporary) / str(number))
            if "result" in line:
                print(line["file"], line["result"], file=sys.stderr)
            lines.append(line)
    print("\n".join(table(lines)))
    return int(any("result" in line or line["failed"] or line["wrong"] for line in lines))


if __name__ == "__main__":
    sys.exit(main())
