"""Two levels against lavaan, and how reliable a school's mean is."""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.errors import (
    ConvergenceWarning,
    EstimationError,
    FewClustersWarning,
    IdentificationError,
    ParameterError,
)
from aspiratie.measurement.sem.two_level.cfa import two_level_cfa
from aspiratie.schools.mean_reliability import school_mean_reliability

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
ONE = "f =~ y1 + y2 + y3 + y4"
TWO = "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8"
CUTS = [-1.0, -0.3, 0.4, 1.2]


@pytest.fixture(scope="module")
def pupils() -> pd.DataFrame:
    return pd.read_csv(REFERENCE / "design.csv").dropna()


@pytest.fixture(scope="module")
def levels() -> dict[str, Any]:
    found: dict[str, Any] = json.loads((REFERENCE / "design.json").read_text())["levels"]
    return found


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
@pytest.mark.parametrize("case", ["free", "configural", "shared", "two_factors"])
def test_two_levels(
    case: str, estimator: Any, pupils: pd.DataFrame, levels: dict[str, Any]
) -> None:
    options: dict[str, Any] = {"cluster": "school", "estimator": estimator}
    if case == "two_factors":
        with pytest.warns(ConvergenceWarning, match="negative variance"):
            found = two_level_cfa(pupils, TWO, **options)
    else:
        found = two_level_cfa(pupils, ONE, construct=case, **options)  # type: ignore[arg-type]
    wanted = levels[case][estimator]
    # lavaan holds a saturated level at the moments of the unrestricted model, which is not
    # quite the maximum; and its unrestricted model keeps covariances between schools positive
    # definite, which with a negative variance lowers the likelihood that is compared with
    loose = 5e-4 if case == "shared" else 1e-4
    if case in ("free", "configural"):
        for name, there in wanted["fit"].items():
            if name in found.fit.index and isinstance(there, (int, float)):
                close = 2e-4 * max(1.0, abs(there))
                assert found.fit[name] == pytest.approx(there, abs=close), name
    assert found.fit["logl"] >= wanted["fit"]["logl"] - 1e-6
    assert found.fit["logl"] == pytest.approx(wanted["fit"]["logl"], abs=1e-3)
    table = found.estimates.set_index(["level", "lhs", "op", "rhs"])
    for row in wanted["estimates"]:
        level = "within" if row["level"] == 1 else "between"
        key = (level, row["lhs"], row["op"], row["rhs"] or "")
        if key not in table.index:
            assert (level, row["op"]) == ("within", "~1")
            continue
        here = table.loc[key]
        assert here["est"] == pytest.approx(row["est"], abs=loose)
        se = 0.0 if math.isnan(here["se"]) else here["se"]
        assert se == pytest.approx(row["se"], abs=loose)


def test_two_levels_refuse(pupils: pd.DataFrame) -> None:
    with pytest.raises(IdentificationError):
        two_level_cfa(pupils, "f =~ y1 + y2", cluster="school")
    with pytest.raises(ParameterError, match="construct"):
        two_level_cfa(pupils, ONE, cluster="school", construct="both")  # type: ignore[arg-type]
    with pytest.raises(ParameterError, match="no column"):
        two_level_cfa(pupils, ONE, cluster="klas")
    with pytest.raises(EstimationError, match="2 clusters"):
        two_level_cfa(pupils[pupils["school"].isin(["s1", "s2"])], ONE, cluster="school")


def answers(n_schools: int, n: int, rng: np.random.Generator) -> tuple[pd.DataFrame, Any]:
    """Five answers of pupils to items that share what is special to their school."""
    school = np.repeat(np.arange(n_schools), n)
    climate = rng.normal(size=n_schools)
    loading = np.array([0.3, 0.25, 0.35, 0.2, 0.3])
    own = rng.normal(size=(n_schools, 5)) * np.sqrt(0.02)
    pupil = rng.normal(size=(n_schools * n, 1)) * [0.4, 0.5, 0.3, 0.4, 0.45]
    latent = (climate[:, None] * loading + own)[school] + pupil
    latent += 0.7 * rng.normal(size=latent.shape)
    frame = pd.DataFrame(np.digitize(latent, CUTS) + 1.0, columns=list("abcde"))
    return frame.assign(school=school), climate


@pytest.mark.slow
def test_reliability_is_what_the_mean_shares_with_the_school() -> None:
    """Ordinal answers: the squared correlation of the observed mean with the true climate."""
    frame, climate = answers(4000, 20, np.random.default_rng(1))
    means = frame.groupby("school")[list("abcde")].mean().mean(axis=1)
    truth = np.corrcoef(means, climate)[0, 1] ** 2
    rng = np.random.default_rng(2)
    found = []
    inside = 0
    for _ in range(30):
        sample, _ = answers(100, 20, rng)
        row = school_mean_reliability(sample, cluster="school").by_size.loc[20]
        found.append(row["reliability"])
        inside += int(row["ci_lower"] < truth < row["ci_upper"])
    assert np.mean(found) == pytest.approx(truth, abs=0.02)
    assert inside >= 25


def test_reliability_and_pupils_needed_agree() -> None:
    frame, _ = answers(80, 15, np.random.default_rng(3))
    found = school_mean_reliability(frame, cluster="school", pupils=(1, 8, 15, 400))
    assert found.typical == pytest.approx(found.by_size.loc[15, "reliability"])
    for target, row in found.needed.iterrows():
        again = school_mean_reliability(frame, cluster="school", pupils=(row["pupils"],))  # type: ignore[arg-type]
        assert again.by_size["reliability"].iloc[0] == pytest.approx(target, abs=1e-9)
        assert row["pupils_lower"] < row["pupils"] < row["pupils_upper"]
    assert found.by_size["reliability"].is_monotonic_increasing
    assert (found.by_size["reliability"] < found.by_size["icc_reliability"]).all()
    assert found.by_size["reliability"].iloc[-1] < found.omega_between
    assert 0.0 < found.omega_within < 1.0
    never = school_mean_reliability(frame, cluster="school", targets=(0.999,))
    assert np.isinf(never.needed["pupils"].iloc[0])


@pytest.mark.filterwarnings("ignore::aspiratie.errors.ConvergenceWarning")
def test_reliability_is_refused_or_said() -> None:
    frame, _ = answers(40, 10, np.random.default_rng(4))
    with pytest.raises(IdentificationError, match="three are needed"):
        school_mean_reliability(frame[["a", "b", "school"]], cluster="school")
    with pytest.raises(ParameterError, match="targets"):
        school_mean_reliability(frame, cluster="school", targets=(80,))
    few, _ = answers(20, 25, np.random.default_rng(6))
    with pytest.warns(FewClustersWarning):
        found = school_mean_reliability(few, cluster="school")
    assert any("20 clusters" in note for note in found.notes)
