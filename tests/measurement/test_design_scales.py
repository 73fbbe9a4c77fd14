"""Weighted pupils in schools: means, shares, alpha, omega, factors; against survey and others."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from aspiratie.errors import EstimationError, FewClustersWarning, ReversedItemWarning
from aspiratie.measurement.factors.correlations import analysed_correlation
from aspiratie.measurement.factors.efa import efa
from aspiratie.measurement.factors.suitability import kmo
from aspiratie.measurement.means import answer_shares, item_means
from aspiratie.measurement.reliability.alpha import cronbach_alpha
from aspiratie.measurement.reliability.omega import omega

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
ITEMS = [f"y{k}" for k in range(1, 9)]
DESIGNS: dict[str, dict[str, str]] = {
    "cluster": {"cluster": "school"},
    "weights": {"weights": "w"},
    "both": {"cluster": "school", "weights": "w"},
}


@pytest.fixture(scope="module")
def reference() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REFERENCE / "design.json").read_text())
    return found


@pytest.fixture(scope="module")
def pupils() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "design.csv")


@pytest.fixture(scope="module")
def complete(pupils: pd.DataFrame) -> pd.DataFrame:
    return pupils.dropna()


@pytest.mark.parametrize("name", DESIGNS)
def test_alpha_against_survey(name: str, complete: pd.DataFrame, reference: dict[str, Any]) -> None:
    options: Any = DESIGNS[name]
    wanted = reference["linear"][name]
    found = cronbach_alpha(complete[[*ITEMS[:4], *options.values()]], **options)
    assert found.estimate == pytest.approx(wanted["alpha"], abs=1e-10)
    assert found.se == pytest.approx(wanted["alpha_se"], abs=1e-10)
    assert found.ci_lower < found.estimate < found.ci_upper
    assert found.interval == "linearised"
    plain = cronbach_alpha(complete[ITEMS[:4]])
    assert plain.interval == "feldt"
    assert (name == "cluster") == (plain.estimate == pytest.approx(found.estimate, abs=1e-12))


def test_means_against_survey(complete: pd.DataFrame, reference: dict[str, Any]) -> None:
    wanted = reference["linear"]["weights"]
    found = item_means(complete[[*ITEMS, "w"]], weights="w").estimates
    assert found["mean"].to_dict() == pytest.approx(wanted["mean"], abs=1e-10)
    assert found["se"].to_dict() == pytest.approx(wanted["se"], abs=1e-10)
    shares = answer_shares(complete[["y1", "w"]], weights="w").estimates
    assert shares["share"].to_numpy() == pytest.approx(wanted["share"], abs=1e-10)
    assert shares["se"].to_numpy() == pytest.approx(wanted["share_se"], abs=1e-10)
    assert shares.loc[("y1", 4), ["share", "ci_lower", "ci_upper"]].to_numpy() == pytest.approx(
        wanted["logit"], abs=1e-7
    )


@pytest.mark.parametrize("name", ["cluster", "both"])
def test_few_schools_against_clubsandwich(
    name: str, complete: pd.DataFrame, reference: dict[str, Any]
) -> None:
    options: Any = DESIGNS[name]
    few = complete[complete["school"].isin([f"s{k}" for k in range(1, 10)])]
    found = item_means(few[[*ITEMS, *options.values()]], **options).estimates
    for item, wanted in reference["cr2"][name].items():
        assert found.loc[item, ["mean", "se", "df"]].to_dict() == pytest.approx(wanted, abs=1e-9)


def test_many_schools_come_to_what_survey_says(
    complete: pd.DataFrame, reference: dict[str, Any]
) -> None:
    found = item_means(complete[[*ITEMS, "school", "w"]], cluster="school", weights="w")
    wanted = reference["linear"]["both"]
    for item in ITEMS:
        assert found.estimates.loc[item, "se"] == pytest.approx(wanted["se"][item], rel=0.02)
    assert (found.estimates["deff"] > 1.0).all()


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_means_do_not_depend_on_the_unit_of_weights_or_order(seed: int) -> None:
    rng = np.random.default_rng(seed)
    n = int(rng.integers(8, 60))
    frame = pd.DataFrame(
        {
            "a": rng.integers(1, 6, n).astype(float),
            "w": rng.uniform(0.1, 5.0, n),
            "school": rng.integers(0, 4, n),
        }
    )
    if frame["school"].nunique() < 2:
        return
    one = item_means(frame, weights="w", cluster="school").estimates
    moved = frame.sample(frac=1.0, random_state=seed).assign(w=lambda f: f["w"] * 13.0)
    two = item_means(moved, weights="w", cluster="school").estimates
    np.testing.assert_allclose(one.to_numpy(float), two.to_numpy(float), rtol=1e-8)


def test_one_school_has_no_error(complete: pd.DataFrame) -> None:
    alone = complete[complete["school"] == "s1"]
    with pytest.raises(EstimationError, match="two of them"):
        item_means(alone[["y1", "school"]], cluster="school")


def test_pairwise_alpha_by_leaving_weights(pupils: pd.DataFrame) -> None:
    """The standard error is that of the change when one school weighs a little more."""
    frame = pupils[[*ITEMS[:4], "school", "w"]]
    found = cronbach_alpha(frame, missing="pairwise", cluster="school", weights="w")
    eps = 1e-5
    values = []
    for school in frame["school"].unique():
        parts = []
        for sign in (1.0, -1.0):
            weight = frame["w"] * (1.0 + sign * eps * (frame["school"] == school))
            heavier = cronbach_alpha(frame[ITEMS[:4]], missing="pairwise", weights=weight)
            parts.append(heavier.estimate)
        values.append((parts[0] - parts[1]) / (2 * eps))
    number = len(values)
    by_hand = np.sqrt(np.sum(np.square(values)) * number / (number - 1))
    # pairwise covariances are over n - 1 of their pair, which does not move
    assert found.se == pytest.approx(by_hand, rel=5e-3)


def test_omega_draws_schools(pupils: pd.DataFrame) -> None:
    frame = pupils[[*ITEMS[:4], "school", "w"]]
    plain = omega(frame[ITEMS[:4]], n_boot=200, progress=False)
    for ordinal in (True, False):
        one = omega(
            frame, n_boot=200, progress=False, cluster="school", weights="w", ordinal=ordinal
        )
        again = omega(
            frame, n_boot=200, progress=False, cluster="school", weights="w", ordinal=ordinal
        )
        assert (one.ci_lower, one.ci_upper) == (again.ci_lower, again.ci_upper)
        assert one.ci_lower < one.estimate < one.ci_upper
        assert one.n_clusters == 45
    school = omega(frame[[*ITEMS[:4], "school"]], n_boot=200, progress=False, cluster="school")
    assert school.estimate == pytest.approx(plain.estimate, abs=1e-12)
    times = pd.Series(np.arange(len(frame)) % 3 + 1, index=frame.index)
    copies = frame.loc[frame.index.repeat(times), ITEMS[:4]].reset_index(drop=True)
    weighted = omega(frame[ITEMS[:4]], weights=times, n_boot=0).loadings
    assert weighted.to_numpy() == pytest.approx(
        omega(copies, n_boot=0).loadings.to_numpy(), abs=1e-6
    )


def test_factors_of_weighted_answers(pupils: pd.DataFrame) -> None:
    frame = pupils[[*ITEMS, "w"]]
    times = pd.Series(np.arange(len(frame)) % 3 + 1, index=frame.index)
    copies = frame.loc[frame.index.repeat(times), ITEMS].reset_index(drop=True)
    for kind in ("pearson", "polychoric"):
        for missing in ("listwise", "pairwise"):
            options: dict[str, Any] = {"correlation": kind, "missing": missing, "n_obs": None}
            one = analysed_correlation(frame[ITEMS], weights=times, **options)
            two = analysed_correlation(copies, **options)
            np.testing.assert_allclose(one.matrix, two.matrix, atol=1e-7)
    assert kmo(frame, weights="w").overall != kmo(frame[ITEMS]).overall
    assert efa(frame, 2, weights="w").loadings.shape == (8, 2)


def test_reversed_items_are_named(pupils: pd.DataFrame, shared: Path) -> None:
    turned = pupils[ITEMS[:4]].assign(y2=5 - pupils["y2"])
    with pytest.warns(ReversedItemWarning, match="'y2' runs"):
        cronbach_alpha(turned)
    with pytest.warns(ReversedItemWarning, match="'y2' runs"):
        omega(turned, n_boot=0)
    bfi = pd.read_csv(shared / "data/bfi/bfi.csv")
    with pytest.warns(ReversedItemWarning, match="'A1'"):
        found = cronbach_alpha(bfi[[f"A{k}" for k in range(1, 6)]])
    assert found.estimate == pytest.approx(0.431, abs=5e-4)


def test_few_clusters_are_said(complete: pd.DataFrame) -> None:
    few = complete[complete["school"].isin([f"s{k}" for k in range(1, 10)])]
    frame = few[[*ITEMS[:4], "school"]]
    with pytest.warns(FewClustersWarning, match="9 clusters"):
        cronbach_alpha(frame, cluster="school")
    with pytest.warns(FewClustersWarning, match="9 clusters"):
        omega(frame, cluster="school", n_boot=20, progress=False)
