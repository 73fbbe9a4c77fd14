"""From a spoilt export to releases: what is published is what was simulated."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from aspiratie.batch import prepare_releases
from aspiratie.batch.demo import write_demo
from aspiratie.simulate import SimulatedRegion, simulate_region

pytestmark = pytest.mark.slow

WAVE = "2025-2026"
N_SCHOOLS, SEED = 14, 11


@pytest.fixture(scope="module")
def region() -> SimulatedRegion:
    return simulate_region(n_schools=N_SCHOOLS, seed=SEED)


@pytest.fixture(scope="module")
def releases(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, Any]]:
    folder = tmp_path_factory.mktemp("recovery")
    prepared = prepare_releases(write_demo(folder, n_schools=N_SCHOOLS, seed=SEED))
    return {s: json.loads(p.read_text(encoding="utf-8")) for s, p in prepared.files.items()}


def test_means_of_schools_scatter_around_their_expectation(
    region: SimulatedRegion, releases: dict[str, Any]
) -> None:
    expected = region.truth.expected_scales("pupil", WAVE)
    variance = region.truth.scale_properties()["variance"]
    z = []
    for school, release in releases.items():
        for scale in release["scales"]:
            if scale["name"] in expected and scale["score"]["state"] == "shown":
                error = scale["score"]["mean"] - expected.loc[school, scale["name"]]
                # The rounding of a published mean adds 0.1² / 12 to its variance.
                spread = variance[scale["name"]] / scale["score"]["n"] + 0.01 / 12
                z.append(error / np.sqrt(spread))
    assert len(z) > 11 * (N_SCHOOLS - 3)
    # Careless respondents, 5 % of all, draw means towards the middle: hence 0.5 and not 0.
    assert abs(np.mean(z)) < 0.5
    assert 0.7 < np.std(z) < 1.4


def test_reliability_is_recovered(region: SimulatedRegion, releases: dict[str, Any]) -> None:
    truth = region.truth.scale_properties()["alpha"]
    release = next(iter(releases.values()))
    for scale in release["scales"]:
        if scale["name"] in truth:
            # Careless answers and weak reversed items cost some reliability, never gain it.
            assert truth[scale["name"]] - 0.12 < scale["reliability"]["estimate"]
            assert scale["reliability"]["estimate"] < truth[scale["name"]] + 0.04


def test_counts_of_cleaning_are_those_planted(
    region: SimulatedRegion, releases: dict[str, Any]
) -> None:
    mess = region.truth.mess
    mess = mess[(mess["informant"] == "pupil") & (mess["wave"] == WAVE)]
    mess = mess[mess["school"].isin(list(releases))]
    planted = mess.groupby("kind")["count"].sum()
    told = {
        line["rule"]: line["n"]["value"]
        for line in next(iter(releases.values()))["cleaning"]["region"]["removed"]
        if line["n"]["state"] == "shown"
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


def test_a_school_with_a_tiny_group_has_it_merged(releases: dict[str, Any]) -> None:
    merged = [
        group
        for release in releases.values()
        for group in release["participation"]["groups"]
        if group["merged"]
    ]
    assert merged
    assert all(len(group["members"]) > 1 for group in merged)
    assert all(group["n"]["value"] >= 10 for group in merged if group["n"]["state"] == "shown")


def test_comparison_finds_schools_that_differ_and_few_that_do_not(
    region: SimulatedRegion, releases: dict[str, Any]
) -> None:
    expected = region.truth.expected_scales("pupil", WAVE)
    right = wrong = 0
    for school, release in releases.items():
        for scale in release["scales"]:
            name, label = scale["name"], scale["comparison"]["label"]
            if name in expected and label in ("higher", "lower"):
                difference = expected.loc[school, name] - expected[name].drop(school).mean()
                if (difference > 0) == (label == "higher"):
                    right += 1
                else:
                    wrong += 1
    assert right >= 5
    assert wrong <= 1
