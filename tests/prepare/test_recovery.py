"""From a spoilt export to releases: what is published is what was simulated."""

from __future__ import annotations

import numpy as np
import pytest

from aspiratie.batch import prepare_releases
from aspiratie.batch.demo import write_demo
from aspiratie.disclosure import SchoolRelease, read_school_release
from aspiratie.disclosure.shape import Compared, Count, Estimate, Reliability
from aspiratie.simulate import SimulatedRegion, simulate_region

pytestmark = pytest.mark.slow

WAVE = "2025-2026"
N_SCHOOLS, SEED = 14, 11


@pytest.fixture(scope="module")
def region() -> SimulatedRegion:
    return simulate_region(n_schools=N_SCHOOLS, seed=SEED)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, SchoolRelease]:
    folder = tmp_path_factory.mktemp("recovery")
    prepared = prepare_releases(write_demo(folder, n_schools=N_SCHOOLS, seed=SEED))
    return {s: read_school_release(p) for s, p in prepared.files.items()}


def test_means_of_schools_scatter_around_their_expectation(
    region: SimulatedRegion, releases: dict[str, SchoolRelease]
) -> None:
    expected = region.truth.expected_scales("pupil", WAVE)
    variance = region.truth.scale_properties()["variance"]
    z = []
    for school, release in releases.items():
        for scale in release.scales:
            score = scale.score
            if scale.name in expected and isinstance(score, Estimate):
                error = score.mean - expected.loc[school, scale.name]
                # The rounding of a published mean adds step² / 12 to its variance.
                spread = variance[scale.name] / score.n + score.step**2 / 12
                z.append(error / np.sqrt(spread))
    assert len(z) > 11 * (N_SCHOOLS - 3)
    # Careless respondents, 5 % of all, draw means towards the middle: hence 0.5 and not 0.
    assert abs(np.mean(z)) < 0.5
    assert 0.7 < np.std(z) < 1.4


def test_reliability_is_recovered(
    region: SimulatedRegion, releases: dict[str, SchoolRelease]
) -> None:
    truth = region.truth.scale_properties()["alpha"]
    release = next(iter(releases.values()))
    found = {s.name: s.reliability for s in release.scales if s.name in truth}
    assert found
    for name, reliability in found.items():
        assert isinstance(reliability, Reliability)
        # Careless answers and weak reversed items cost some reliability, never gain it.
        assert truth[name] - 0.12 < reliability.estimate < truth[name] + 0.04


def test_counts_of_cleaning_are_those_planted(
    region: SimulatedRegion, releases: dict[str, SchoolRelease]
) -> None:
    mess = region.truth.mess
    mess = mess[(mess["informant"] == "pupil") & (mess["wave"] == WAVE)]
    mess = mess[mess["school"].isin(list(releases))]
    planted = mess.groupby("kind")["count"].sum()
    told = {
        line.rule: line.n.value
        for line in next(iter(releases.values())).cleaning.region.removed
        if isinstance(line.n, Count)
    }
    kinds = {
        "test_entry": ["test_entry"],
        "empty": ["empty"],
        "too_few_answers": ["incomplete"],
        "duplicate": ["duplicate_exact", "duplicate_resubmitted"],
    }
    assert len(told) >= 2
    for rule, n in told.items():
        assert n == sum(int(planted.get(kind, 0)) for kind in kinds[rule]), rule


def test_a_school_with_a_tiny_group_has_it_merged(releases: dict[str, SchoolRelease]) -> None:
    merged = [
        group
        for release in releases.values()
        for group in release.participation.groups
        if group.merged
    ]
    assert merged
    assert all(len(group.members) > 1 for group in merged)
    assert all(group.n.value >= 10 for group in merged if isinstance(group.n, Count))


def test_comparison_finds_schools_that_differ_and_few_that_do_not(
    region: SimulatedRegion, releases: dict[str, SchoolRelease]
) -> None:
    expected = region.truth.expected_scales("pupil", WAVE)
    right = wrong = 0
    for school, release in releases.items():
        for scale in release.scales:
            name, found = scale.name, scale.comparison.label
            if name in expected and isinstance(found, Compared) and found.label != "similar":
                difference = expected.loc[school, name] - expected[name].drop(school).mean()
                if (difference > 0) == (found.label == "higher"):
                    right += 1
                else:
                    wrong += 1
    assert right >= 5
    assert wrong <= 1
