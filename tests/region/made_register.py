"""A register of schools that do not exist, in the form of DUO's files, and a run over it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from region.conftest import Array, write_run

HEAD = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;POSTCODE;"
    "PLAATSNAAM"
)
SECONDARY = HEAD + ";ONDERWIJSSTRUCTUUR"
ANNEX = (
    "pc4,gemeente,swv_po,swv_vo",
    "1001,Ergens,PO9001,VO9001",
    "1002,Nergens,PO9002,VO9001",
    "1003,Overal,,VO9001",
)


@dataclass(frozen=True, kw_only=True)
class Place:
    """One location: its code, postcode, board and, in secondary education, its kinds."""

    code: str
    postcode: str
    board: str = "90001"
    kinds: str = ""

    def line(self) -> str:
        """Return its row in DUO's file."""
        cells = ["Drenthe", self.board, self.code[:4], self.code, f"De Eik {self.code[2:4]}"]
        cells += [f"{self.postcode} AB" if self.postcode else " ", "DEN ERGENS"]
        return ";".join([*cells, self.kinds] if self.kinds else cells)


def write_registered(
    folder: Path,
    answers: Mapping[str, Array],
    places: Sequence[Place],
    *,
    asked: str,
    schools: str = "",
) -> Path:
    """Write a run whose schools are known by a register; return its parameters file.

    `asked` are the lines of the parameters that ask for regions; `schools` are the lines of a
    list of one's own, without its heading.
    """
    path = write_run(folder, answers).path
    for name, head, has_kinds in (("po.csv", HEAD, False), ("vo.csv", SECONDARY, True)):
        rows = [head, *(p.line() for p in places if bool(p.kinds) == has_kinds), ""]
        (folder / name).write_bytes("\r\n".join(rows).encode("cp1252"))
    (folder / "annex.csv").write_text("\n".join(ANNEX) + "\n", encoding="utf-8")
    listed = ""
    if schools:
        head = "school;naam;type;plaats;samenwerkingsverband\n"
        (folder / "scholen.csv").write_text(head + schools, encoding="utf-8")
        listed = "schools: scholen.csv\n"
    has_secondary = any(p.kinds for p in places)
    secondary = ", secondary: vo.csv" if has_secondary else ""
    path.write_text(
        'wave: "2025-2026"\ndate: "2026-06-30"\noutput: uit\n'
        f"register: {{primary: po.csv{secondary}, postcodes: annex.csv}}\n{listed}{asked}"
        'surveys:\n  - {file: leerling.csv, codebook: klein.yml, wave: "2025-2026"}\n',
        encoding="utf-8",
    )
    return path
