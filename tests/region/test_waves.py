"""Three waves of one region, all documents laid side by side: nothing can be derived."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path

import pytest

from aspiratie.attack import attack
from aspiratie.disclosure import DisclosureRules, RegionRelease, SchoolRelease
from aspiratie.disclosure.publish import publish_schools
from aspiratie.disclosure.region.publish import publish_lettered, publish_named
from aspiratie.errors import DisclosureError
from aspiratie.ledger import enter
from aspiratie.parameters import RunParameters, read_parameters
from aspiratie.prepare import Computed, compute, region_drafts, school_drafts
from aspiratie.simulate import simulate_region, write_region

pytestmark = pytest.mark.slow

WAVES = ("2023-2024", "2024-2025", "2025-2026")
#: The wave and the school of the planted fault.
YEAR, GONE = "2024-2025", "99AD00"
RULES = DisclosureRules()


@dataclass(frozen=True)
class Documents:
    """All that leaves in three years, and the region of one year without one school."""

    schools: dict[str, list[SchoolRelease]]
    regions: dict[str, list[RegionRelease]]
    without: list[RegionRelease]

    def all_regions(self) -> list[RegionRelease]:
        return [r for wave in WAVES for r in self.regions[wave]]

    def all_schools(self) -> list[SchoolRelease]:
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


def region_of(computed: Computed) -> list[RegionRelease]:
    out: list[RegionRelease] = []
    for draft in region_drafts(computed).drafts:
        out.append(publish_named(draft, RULES))
        out.append(publish_lettered(draft, RULES, secret=b"geheim")[0])
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
    runs = {wave: compute(run_of(folder, folder / "data", wave)) for wave in WAVES}
    return Documents(
        schools={
            wave: list(publish_schools(run.run, school_drafts(run), RULES))
            for wave, run in runs.items()
        },
        regions={wave: region_of(run) for wave, run in runs.items()},
        without=region_of(compute(run_of(folder, folder / "fewer", YEAR))),
    )


def test_nothing_is_found_in_all_documents_of_three_waves(documents: Documents) -> None:
    schools, regions = documents.all_schools(), documents.all_regions()
    assert (len(schools), len(regions)) == (24, 6)
    found = attack([*schools, *regions])
    assert found.n_documents == 30
    assert found.findings.empty, found.findings.to_string()


def test_a_year_made_again_without_one_school_is_refused(
    documents: Documents, tmp_path: Path
) -> None:
    ledger = tmp_path / "ledger"
    for wave in WAVES:
        enter(ledger, [*documents.schools[wave], *documents.regions[wave]], date="2026-06-30")
    with pytest.raises(DisclosureError, match="Nothing was written"):
        enter(ledger, documents.without, date="2026-07-01")


def test_a_school_left_out_of_one_year_is_found(documents: Documents) -> None:
    """In place of that year's region, beside the school reports."""
    others = [r for wave in WAVES if wave != YEAR for r in documents.regions[wave]]
    found = attack([*others, *documents.without, *documents.all_schools()])
    assert found.succeeded


def test_a_school_left_out_of_a_second_release_is_found(documents: Documents) -> None:
    """Beside that year's region: the difference of the two is that school."""
    assert attack([*documents.all_regions(), *documents.without]).succeeded
