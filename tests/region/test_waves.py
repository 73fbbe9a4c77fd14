"""Three waves of one region, all documents laid side by side: nothing can be derived."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import pytest

from aspiratie.disclosure import (
    DisclosureRules,
    Release,
    append_ledger,
    attack,
    check_ledger,
    read_ledger,
)
from aspiratie.disclosure.attack_regional import attack_regional
from aspiratie.disclosure.publish_regional import publish_lettered, publish_named
from aspiratie.disclosure.region_ledger import (
    append_region_ledger,
    check_region_ledger,
    read_region_ledger,
)
from aspiratie.disclosure.region_release import RegionRelease
from aspiratie.parameters import RunParameters, read_parameters
from aspiratie.prepare import prepare_region
from aspiratie.prepare.regional import prepare_regional
from aspiratie.simulate import simulate_region, write_region

pytestmark = pytest.mark.slow

WAVES = ("2023-2024", "2024-2025", "2025-2026")
#: The wave and the school of the planted fault.
YEAR, GONE = "2024-2025", "99AD00"
RULES = DisclosureRules()


@dataclass(frozen=True)
class Documents:
    """All that leaves in three years, and the region of one year without one school."""

    schools: dict[str, list[Release]]
    regions: dict[str, list[RegionRelease]]
    without: list[RegionRelease]

    def all_regions(self) -> list[RegionRelease]:
        return [r for wave in WAVES for r in self.regions[wave]]

    def all_schools(self) -> list[Release]:
        return [r for wave in WAVES for r in self.schools[wave]]


def run_of(folder: Path, data: Path, wave: str) -> RunParameters:
    """Write the parameters of a wave, with all waves before it as its past."""
    past = WAVES[: WAVES.index(wave) + 1]
    surveys = "".join(
        f'  - {{file: {data.name}/leerling_{w}.csv, codebook: aspiratie-leerling, wave: "{w}"}}\n'
        for w in reversed(past)
    )
    path = folder / f"{data.name}-{wave}.yml"
    path.write_text(
        f'region: Voorbeeldregio\nwave: "{wave}"\ndate: "2026-06-30"\noutput: uit/{wave}\n'
        f"schools: {data.name}/scholen.csv\nenrolment: {data.name}/leerlingaantallen.csv\n"
        f"surveys:\n{surveys}",
        encoding="utf-8",
    )
    return read_parameters(path)


def region_of(parameters: RunParameters) -> list[RegionRelease]:
    out = []
    for draft in prepare_regional(parameters).drafts:
        out.append(publish_named(draft.content, RULES))
        out.append(publish_lettered(draft.content, RULES, secret=b"geheim")[0])
    return out


@pytest.fixture(scope="module")
def documents(tmp_path_factory: pytest.TempPathFactory) -> Documents:
    folder = tmp_path_factory.mktemp("jaren")
    region = simulate_region(n_schools=9, seed=3, informants=["pupil"], waves=WAVES, mess=True)
    write_region(region, folder / "data")
    whole = region.exports["pupil", YEAR]
    kept = ~whole.apply(lambda column: column.str.contains(GONE, case=False)).any(axis=1)
    assert 0 < (~kept).sum() < len(kept)
    fewer = dict(region.exports) | {("pupil", YEAR): whole[kept]}
    write_region(dataclasses.replace(region, exports=fewer), folder / "fewer")
    runs = {wave: run_of(folder, folder / "data", wave) for wave in WAVES}
    return Documents(
        schools={wave: list(prepare_region(run).releases) for wave, run in runs.items()},
        regions={wave: region_of(run) for wave, run in runs.items()},
        without=region_of(run_of(folder, folder / "fewer", YEAR)),
    )


def test_nothing_is_found_in_all_documents_of_three_waves(documents: Documents) -> None:
    schools, regions = documents.all_schools(), documents.all_regions()
    assert (len(schools), len(regions)) == (24, 6)
    found = attack(schools)
    assert found.n_documents == 24
    assert found.findings.empty, found.findings.to_string()
    beside = attack_regional([*regions, *schools])
    assert beside.n_documents == 30
    assert beside.n_cells_checked > 1000
    assert beside.findings.empty, beside.findings.to_string()


def test_ledgers_of_three_waves_find_nothing(documents: Documents, tmp_path: Path) -> None:
    school, region = tmp_path / "ledger.jsonl", tmp_path / "ledger_regio.jsonl"
    for wave in WAVES:
        assert append_ledger(school, documents.schools[wave]) == 8
        assert append_region_ledger(region, documents.regions[wave]) == 2
    assert check_ledger(read_ledger(school)).findings.empty
    assert check_region_ledger(read_region_ledger(region)).findings.empty
    # a year made again without one school is one release too many
    assert append_region_ledger(region, documents.without) == 2
    told = check_region_ledger(read_region_ledger(region)).findings
    assert GONE in " ".join(told["school"])
    assert set(told["wave"]) == {YEAR}
    assert "left out" in " ".join(told["what"])


def test_a_school_left_out_of_one_year_is_found(documents: Documents) -> None:
    """In place of that year's region, beside the school reports."""
    others = [r for wave in WAVES if wave != YEAR for r in documents.regions[wave]]
    found = attack_regional([*others, *documents.without, *documents.all_schools()]).findings
    assert set(found["cell"]) == {GONE}
    assert "a school with a report is left out" in " ".join(found["what"])


def test_a_school_left_out_of_a_second_release_is_found(documents: Documents) -> None:
    """Beside that year's region: the difference of the two is that school."""
    found = attack_regional([*documents.all_regions(), *documents.without]).findings
    assert GONE in set(found["cell"])
    assert "left out of one of two documents" in " ".join(found["what"])
