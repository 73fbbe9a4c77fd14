"""Small regions with two scales, of any sizes, as files of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from aspiratie.disclosure.region.draft import RegionDraft
from aspiratie.parameters import RunParameters, read_parameters
from aspiratie.prepare import Regional, compute, region_drafts

SCALES = ("rust", "plezier")
N_ITEMS = 4
K = 5

_HEAD = """name: klein
version: "1"
title: Kleine vragenlijst
title_en: Small questionnaire
informant: pupil
example: true
licence: Eigen voorbeeld.
licence_en: Own example.
scales:
  - {name: rust, title: Rust in de klas, title_en: Calm in class, definition: Het is rustig.,
     definition_en: It is calm.}
  - {name: plezier, title: Plezier op school, title_en: Fun at school, definition: Het is leuk.,
     definition_en: It is fun.}
fields:
  - {name: school, role: school, title: School, title_en: School, type: string}
"""

_ITEM = """  - name: {name}
    title: Vraag {number} over {scale}.
    title_en: Question {number} about {scale}.
    scale: {scale}
    type: integer
    categoriesOrdered: true
    categories:
      - {{value: 1, label: helemaal oneens, label_en: fully disagree}}
      - {{value: 2, label: oneens, label_en: disagree}}
      - {{value: 3, label: neutraal, label_en: neutral}}
      - {{value: 4, label: eens, label_en: agree}}
      - {{value: 5, label: helemaal eens, label_en: fully agree}}
"""

Array = npt.NDArray[np.float64]


def answers_of(n: int, shift: float, rng: np.random.Generator) -> Array:
    """Return answers of n pupils to both scales, a school's level moved by a shift."""
    out = np.empty((n, len(SCALES) * N_ITEMS))
    for s in range(len(SCALES)):
        trait = rng.normal(shift, 1.0, n)[:, None]
        part = 0.85 * trait + 0.55 * rng.normal(size=(n, N_ITEMS))
        out[:, s * N_ITEMS : (s + 1) * N_ITEMS] = np.digitize(part, [-1.2, -0.4, 0.4, 1.2]) + 1
    return out


@dataclass(frozen=True)
class Region:
    """A run on disk, and the answers in it by school."""

    path: Path
    answers: Mapping[str, Array]

    @property
    def parameters(self) -> RunParameters:
        return read_parameters(self.path)


def write_run(
    folder: Path,
    answers: Mapping[str, Array],
    types: Mapping[str, str | None] | None = None,
    *,
    region: str = "IJsselstreek",
) -> Region:
    """Write a codebook, an export, the schools and the parameters of a run."""
    folder.mkdir(parents=True, exist_ok=True)
    names = [f"{scale}{i}" for scale in SCALES for i in range(1, N_ITEMS + 1)]
    book = _HEAD + "".join(
        _ITEM.format(name=name, number=name[-1], scale=name[:-1]) for name in names
    )
    (folder / "klein.yml").write_text(book, encoding="utf-8")
    lines = [";".join(["school", *names])]
    for school, block in answers.items():
        lines += [";".join([school, *(str(int(v)) for v in row)]) for row in block]
    (folder / "leerling.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = ["school;naam;type;plaats"]
    for i, school in enumerate(answers):
        kind = "vmbo" if types is None else types.get(school) or ""
        rows.append(f"{school};School nummer {i + 1};{kind};Oefendorp")
    (folder / "scholen.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    path = folder / "run.yml"
    path.write_text(
        f'region: {region}\nwave: "2025-2026"\ndate: "2026-06-30"\noutput: uit\n'
        "schools: scholen.csv\nschool_pattern: '[A-Z]\\d{3}'\n"
        'surveys:\n  - {file: leerling.csv, codebook: klein.yml, wave: "2025-2026"}\n',
        encoding="utf-8",
    )
    return Region(path=path, answers=answers)


def blocks(sizes: Sequence[int], *, sd: float, seed: int = 1) -> dict[str, Array]:
    """Return answers by school: schools differ by a standard deviation of ``sd``."""
    rng = np.random.default_rng(seed)
    levels = rng.normal(0, sd, len(sizes))
    return {f"S{i:03d}": answers_of(n, levels[i], rng) for i, n in enumerate(sizes)}


@pytest.fixture
def make_region(tmp_path: Path) -> Callable[..., Region]:
    """Return ``make_region(sizes, sd=..., types=...)``."""

    def make(
        sizes: Sequence[int],
        *,
        sd: float = 0.5,
        seed: int = 1,
        types: Mapping[str, str | None] | None = None,
        name: str = "run",
    ) -> Region:
        return write_run(tmp_path / name, blocks(sizes, sd=sd, seed=seed), types)

    return make


@pytest.fixture
def write_answers(tmp_path: Path) -> Callable[[Mapping[str, Array]], Region]:
    """Return ``write_answers(answers)``: a run of these very answers by school."""
    return lambda answers: write_run(tmp_path / "run", answers)


@pytest.fixture
def some_answers() -> dict[str, Array]:
    """Answers of seven schools that differ."""
    return blocks([40] * 7, sd=0.6)


def regional_of(parameters: RunParameters) -> Regional:
    """Return the raw numbers of a run's sectors."""
    return region_drafts(compute(parameters))


@pytest.fixture(scope="session")
def draft(tmp_path_factory: pytest.TempPathFactory) -> RegionDraft:
    """Raw numbers of fourteen schools that differ, of two kinds of education."""
    sizes = [60, 45, 80, 33, 52, 71, 12, 64, 39, 58, 47, 90, 66, 41]
    types = {f"S{i:03d}": "vmbo" if i % 2 else "havo/vwo" for i in range(len(sizes))}
    run = write_run(tmp_path_factory.mktemp("regio"), blocks(sizes, sd=0.6, seed=4), types)
    [made] = regional_of(run.parameters).drafts
    return made
