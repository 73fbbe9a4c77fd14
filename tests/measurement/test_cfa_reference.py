"""Confirmatory factor analysis against lavaan: every number that both publish."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy.optimize import minimize_scalar
from scipy.special import ndtr

from aspiratie.measurement.sem.cfa import cfa
from aspiratie.measurement.sem.difference_tests import difference_test
from aspiratie.measurement.sem.result import CfaResult

REFERENCE = Path(__file__).resolve().parents[1] / "reference"
# an item of the simulated answers never gets its second answer, which is part of the test
pytestmark = pytest.mark.filterwarnings(
    "ignore:Nobody gave some answers:aspiratie.errors.SparseDataWarning"
)
BFI = "\n".join(f"{k} =~ " + " + ".join(f"{k}{i}" for i in range(1, 6)) for k in "ACENO")
HS = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"
TWO = "F =~ y1 + y2 + y3 + y4\nG =~ y5 + y6 + y7 + y8"
ONE = "F =~ q1 + q2 + q3 + q4 + q5 + q6"
NESTED = "F =~ z1 + z2 + z3 + z4 + z5"
THREE = "A =~ x1 + x2 + x3 + x4\nB =~ x5 + x6 + x7 + x8\nC =~ x9 + x10 + x11 + x12"
GENERAL = " + ".join(f"x{k}" for k in range(1, 13))
BIFACTOR = (
    "A =~ NA*x1 + x2 + x3 + x4\nB =~ NA*x5 + x6 + x7 + x8\nC =~ NA*x9 + x10 + x11 + x12\n"
    f"H =~ NA*{GENERAL}\n"
    "A ~~ 1*A + 0*B + 0*C + 0*H\nB ~~ 1*B + 0*C + 0*H\nC ~~ 1*C + 0*H\nH ~~ 1*H"
)
Reference = dict[str, Any]

# Tail probabilities move faster than the statistic they belong to.
LOOSE = ("pvalue",)
# lavaan's residual means near zero are not rescaled, and its root finder stops at 1e-4.
SKIP = {"rmsea.ci.level", "rmsea.close.h0", "rmsea.notclose.h0"}


def check_fit(
    found: pd.Series[float], wanted: dict[str, float | None], *, chisq: float, index: float
) -> None:
    """Chi-squares relatively, indices absolutely; every name that both have."""
    shared_names = [name for name in wanted if name in found.index and name not in SKIP]
    assert {"chisq", "df", "cfi", "rmsea", "srmr"} <= set(shared_names)
    wrong: dict[str, tuple[float, float | None]] = {}
    for name in shared_names:
        here, there = float(found[name]), wanted[name]
        if there is None or (isinstance(there, str) and there == "NA"):
            if not math.isnan(here):
                wrong[name] = (here, there)
            continue
        relative = name in ("fmin", "logl", "unrestricted.logl", "aic", "bic", "bic2", "ntotal")
        relative = relative or "chisq" in name or "scaling" in name
        close = chisq * max(1.0, abs(there)) if relative else index
        if any(word in name for word in LOOSE):
            close = max(20 * index, 1e3 * chisq)
        if not abs(here - there) <= close:
            wrong[name] = (here, there)
    assert not wrong


def check_estimates(
    result: CfaResult,
    rows: list[dict[str, Any]],
    *,
    labels: tuple[Any, ...] = ("all",),
    est: float,
    se: float,
    std: float,
    standardized: list[dict[str, Any]] | None = None,
) -> None:
    """Every row of lavaan's table is there, with its estimate, error and standardised value."""
    table = result.estimates.set_index(["lhs", "op", "rhs", "group"])
    assert len(table) == len(rows)
    for number, row in enumerate(rows):
        group = labels[row.get("group", 1) - 1]
        key = (row["lhs"], row["op"], row["rhs"] or "", group)
        if key not in table.index:
            key = (row["rhs"], row["op"], row["lhs"], group)
        here = table.loc[key]
        assert here["est"] == pytest.approx(row["est"], abs=est * max(1.0, abs(row["est"]))), key
        if row["se"]:
            assert here["se"] == pytest.approx(row["se"], abs=se), key
        else:
            assert math.isnan(here["se"]), key
        target = row.get("std") if standardized is None else standardized[number]["est.std"]
        if target is not None and target != "NA":
            assert here["std_all"] == pytest.approx(target, abs=std), key


@pytest.fixture(scope="module")
def ordinal(shared: Path) -> Reference:
    found: Reference = json.loads((shared / "reference/cfa_ordinal_bfi.json").read_text())
    return found


@pytest.fixture(scope="module")
def school(shared: Path) -> Reference:
    found: Reference = json.loads((shared / "reference/cfa_hs1939.json").read_text())
    return found


@pytest.fixture(scope="module")
def simulated() -> Reference:
    found: Reference = json.loads((REFERENCE / "cfa_simulated.json").read_text())
    return found


@pytest.fixture(scope="module")
def bfi(shared: Path) -> pd.DataFrame:
    return pd.read_csv(shared / "reference/data/bfi25_complete.csv")


@pytest.fixture(scope="module")
def bfi_sexes(shared: Path) -> pd.DataFrame:
    return pd.read_csv(shared / "data/bfi/bfi.csv")


@pytest.fixture(scope="module")
def holzinger(shared: Path) -> pd.DataFrame:
    answers = pd.read_csv(shared / "data/hs1939/hs1939.csv")
    return answers.assign(school=pd.Categorical(answers["school"], ["Pasteur", "Grant-White"]))


def read(name: str) -> pd.DataFrame:
    return pd.read_csv(REFERENCE / f"cfa_simulated_{name}.csv")


# --- the shared reference -------------------------------------------------------------------

BFI_CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "wlsmv": (BFI, {}),
    "wlsmv_theta": (BFI, {"parameterization": "theta"}),
    "dwls_plain": (BFI, {"estimator": "DWLS"}),
    "ulsmv": (BFI, {"estimator": "ULSMV"}),
    "wlsmv_second_order": (BFI + "\nG =~ A + C + E + N + O", {}),
    "ml_continuous": (BFI, {"estimator": "ML"}),
    "mlr_continuous": (BFI, {"estimator": "MLR"}),
}


@pytest.mark.parametrize("case", BFI_CASES)
def test_bfi(case: str, ordinal: Reference, bfi: pd.DataFrame) -> None:
    model, options = BFI_CASES[case]
    result = cfa(bfi, model, **options)
    reference = ordinal[case]
    check_fit(result.fit, reference["fit"], chisq=1e-6, index=1e-5)
    # lavaan stops a little before the minimum: its own two parameterizations differ as much
    check_estimates(
        result,
        reference["estimates"],
        est=4e-5,
        se=1e-4,
        std=1.2e-5,
        standardized=reference["standardized"],
    )


def test_bfi_std_lv(ordinal: Reference, bfi: pd.DataFrame) -> None:
    model = "\n".join(
        f"{k} =~ NA*{k}1 + " + " + ".join(f"{k}{i}" for i in range(2, 6)) + f"\n{k} ~~ 1*{k}"
        for k in "ACENO"
    )
    result = cfa(bfi, model)
    check_fit(result.fit, ordinal["wlsmv_stdlv"]["fit"], chisq=1e-6, index=1e-5)
    check_estimates(
        result, ordinal["wlsmv_stdlv"]["estimates"], est=1e-5, se=1e-4, std=1e-5, standardized=None
    )


@pytest.mark.parametrize(
    ("case", "equal"),
    [("mg_configural", ()), ("mg_thresholds_loadings", ("thresholds", "loadings"))],
)
def test_bfi_groups(
    case: str, equal: tuple[str, ...], ordinal: Reference, bfi_sexes: pd.DataFrame
) -> None:
    result = cfa(bfi_sexes, BFI, group="gender", group_equal=equal)
    reference = ordinal[case]
    check_fit(result.fit, reference["fit"], chisq=1e-6, index=1e-5)
    check_estimates(
        result,
        reference["estimates"],
        labels=(1, 2),
        est=4e-5,
        se=1e-4,
        std=3e-5,
        standardized=reference["standardized"],
    )


HS_CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "ml": (HS, {"estimator": "ML"}),
    "mlr": (HS, {"estimator": "MLR"}),
    "second_order": (HS + "\ng =~ visual + textual + speed", {"estimator": "ML"}),
}
HS_GROUPS: dict[str, dict[str, Any]] = {
    "configural": {},
    "metric": {"group_equal": ["loadings"]},
    "scalar": {"group_equal": ["loadings", "intercepts"]},
    "strict": {"group_equal": ["loadings", "intercepts", "residuals"]},
    "partial_scalar_x3_x7": {
        "group_equal": ["loadings", "intercepts"],
        "group_partial": ["x3 ~ 1", "x7 ~ 1"],
    },
}


@pytest.mark.parametrize("case", HS_CASES)
def test_holzinger(case: str, school: Reference, holzinger: pd.DataFrame) -> None:
    model, options = HS_CASES[case]
    result = cfa(holzinger, model, **options)
    check_fit(result.fit, school[case]["fit"], chisq=1e-6, index=1e-6)
    check_estimates(
        result,
        school[case]["estimates"],
        est=5e-6,
        se=1e-5,
        std=5e-6,
        standardized=school[case]["standardized"],
    )


def test_holzinger_with_means(school: Reference, holzinger: pd.DataFrame) -> None:
    result = cfa(
        holzinger, HS + "\n" + "\n".join(f"x{k} ~ 1" for k in range(1, 10)), estimator="ML"
    )
    check_fit(result.fit, school["ml_meanstructure"]["fit"], chisq=1e-6, index=1e-6)


@pytest.mark.parametrize("estimator", ["ML", "MLR"])
@pytest.mark.parametrize("step", HS_GROUPS)
def test_holzinger_groups(
    step: str, estimator: str, school: Reference, holzinger: pd.DataFrame
) -> None:
    case = f"mg_{'mlr_' if estimator == 'MLR' else ''}{step}"
    if case not in school:
        pytest.skip("the reference has this step for ML only")
    result = cfa(holzinger, HS, estimator=estimator, group="school", **HS_GROUPS[step])  # type: ignore[arg-type]
    check_fit(result.fit, school[case]["fit"], chisq=1e-6, index=1e-5)
    check_estimates(
        result,
        school[case]["estimates"],
        labels=("Pasteur", "Grant-White"),
        est=2e-5,
        se=3e-5,
        std=2e-5,
        standardized=school[case]["standardized"],
    )


@pytest.mark.parametrize(("case", "estimator"), [("fiml", "ML"), ("fiml_mlr", "MLR")])
def test_holzinger_fiml(case: str, estimator: str, school: Reference, shared: Path) -> None:
    answers = pd.read_csv(shared / "reference/data/HS1939_missing.csv")
    result = cfa(answers, HS, estimator=estimator, missing="fiml")  # type: ignore[arg-type]
    assert result.n == len(answers)
    check_fit(result.fit, school[case]["fit"], chisq=1e-5, index=1e-5)
    check_estimates(
        result,
        school[case]["estimates"],
        est=1e-4,
        se=1e-4,
        std=1e-4,
        standardized=school[case]["standardized"],
    )


def test_holzinger_modification_indices_and_scores(
    school: Reference, holzinger: pd.DataFrame
) -> None:
    result = cfa(holzinger, HS, estimator="ML")
    wanted = school["ml"]["modindices_top"]
    found = result.modification_indices.head(len(wanted))
    assert list(zip(found["lhs"], found["op"], found["rhs"], strict=True)) == [
        (row["lhs"], row["op"], row["rhs"]) for row in wanted
    ]
    for here, there in (("mi", "mi"), ("epc", "epc"), ("sepc_all", "sepc.all")):
        np.testing.assert_allclose(found[here], [row[there] for row in wanted], rtol=1e-4)
    head = school["ml"]["lavPredict_head"]
    np.testing.assert_allclose(result.factor_scores.head(len(head)), head, rtol=0, atol=1e-5)


# --- our own reference: simulated answers ---------------------------------------------------

FOUR_CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "wlsmv": (TWO, {}),
    "pairwise": (TWO, {"missing": "pairwise"}),
    "theta": (TWO, {"parameterization": "theta"}),
    "ulsmv": (TWO, {"estimator": "ULSMV"}),
    "dwls": (TWO, {"estimator": "DWLS"}),
    "one": ("F =~ y1 + y2 + y3 + y4 + y5 + y6 + y7 + y8", {}),
    "fixed": (TWO + "\nF ~~ 0*G", {}),
    "tied": (
        "F =~ NA*y1 + a*y1 + a*y2 + y3 + y4\nF ~~ 1*F\nG =~ y5 + y6 + 0.7*y7 + y8\ny1 ~~ y5",
        {},
    ),
    "mlr_listwise": (TWO, {"estimator": "MLR"}),
    "fiml": (TWO, {"estimator": "ML", "missing": "fiml"}),
    "fiml_mlr": (TWO, {"estimator": "MLR", "missing": "fiml"}),
}


@pytest.mark.parametrize("case", FOUR_CASES)
def test_four_answers_unused_category_missing(case: str, simulated: Reference) -> None:
    model, options = FOUR_CASES[case]
    reference = simulated["four"][case]
    result = cfa(read("four"), model, **options)
    fiml = options.get("missing") == "fiml"
    check_fit(result.fit, reference["fit"], chisq=1e-5 if fiml else 1e-6, index=1e-5)
    check_estimates(result, reference["estimates"], est=5e-5, se=1e-4, std=2e-5)


TWELVE_CASES = {
    "correlated": THREE,
    "second": THREE + "\nH =~ A + B + C",
    "bifactor": BIFACTOR,
    "tau": THREE.replace("x1 + x2 + x3 + x4", "1*x1 + 1*x2 + 1*x3 + 1*x4"),
}


@pytest.mark.parametrize("case", TWELVE_CASES)
def test_second_order_and_bifactor(case: str, simulated: Reference) -> None:
    result = cfa(read("twelve"), TWELVE_CASES[case])
    reference = simulated["twelve"][case]
    check_fit(result.fit, reference["fit"], chisq=1e-6, index=1e-5)
    check_estimates(result, reference["estimates"], est=5e-5, se=1e-4, std=2e-5)


FIVE_CASES: dict[str, dict[str, Any]] = {
    "delta": {"group_equal": ["loadings", "thresholds"]},
    "delta_partial": {
        "group_equal": ["loadings", "thresholds"],
        "group_partial": ["F =~ q2", "q6 | t2"],
    },
    "theta": {"group_equal": ["loadings", "thresholds"], "parameterization": "theta"},
    "loadings": {"group_equal": ["loadings"]},
}


@pytest.mark.parametrize("case", FIVE_CASES)
def test_five_answers_two_groups(case: str, simulated: Reference) -> None:
    result = cfa(read("five"), ONE, group="school", **FIVE_CASES[case])
    reference = simulated["five"][case]
    check_fit(result.fit, reference["fit"], chisq=1e-6, index=1e-5)
    check_estimates(
        result, reference["estimates"], labels=("north", "south"), est=5e-5, se=1e-4, std=2e-5
    )


def test_two_answers(simulated: Reference) -> None:
    answers = read("five")
    items = (answers[[f"q{k}" for k in range(1, 7)]] > 3).astype(int)
    reference = simulated["five"]["binary"]
    result = cfa(items, ONE)
    check_fit(result.fit, reference["fit"], chisq=1e-6, index=1e-5)
    check_estimates(result, reference["estimates"], est=5e-5, se=1e-4, std=2e-5)


NESTED_CASES: dict[str, tuple[str, dict[str, Any]]] = {
    "mlr": ("z", {}),
    "cluster": ("z", {"cluster": "class"}),
    "cluster_group": ("z", {"cluster": "class", "group": "kind", "group_equal": ["loadings"]}),
    "cluster_fiml": ("h", {"cluster": "class", "missing": "fiml"}),
    "group_fiml": (
        "h",
        {"group": "kind", "missing": "fiml", "group_equal": ["loadings", "intercepts"]},
    ),
}


def nested_answers(letter: str) -> pd.DataFrame:
    answers = read("nested")
    if letter == "h":
        answers = answers.drop(columns=[f"z{k}" for k in range(1, 6)])
        answers = answers.rename(columns={f"h{k}": f"z{k}" for k in range(1, 6)})
    # lavaan numbers groups as they appear
    return answers.assign(kind=pd.Categorical(answers["kind"], answers["kind"].unique()))


@pytest.mark.filterwarnings("ignore::aspiratie.errors.FewClustersWarning")
@pytest.mark.parametrize("case", NESTED_CASES)
def test_pupils_in_classes(case: str, simulated: Reference) -> None:
    letter, options = NESTED_CASES[case]
    answers = nested_answers(letter)
    result = cfa(answers, NESTED, estimator="MLR", **options)
    reference = simulated["nested"][case]
    fiml = options.get("missing") == "fiml"
    check_fit(result.fit, reference["fit"], chisq=1e-5 if fiml else 1e-6, index=1e-5)
    labels = tuple(answers["kind"].cat.categories) if "group" in options else ("all",)
    check_estimates(result, reference["estimates"], labels=labels, est=2e-5, se=3e-5, std=2e-5)


def test_pupils_in_classes_with_means(simulated: Reference) -> None:
    model = NESTED + "\n" + "\n".join(f"z{k} ~ 1" for k in range(1, 6))
    result = cfa(nested_answers("z"), model, estimator="MLR", cluster="class")
    reference = simulated["nested"]["cluster_means"]
    check_fit(result.fit, reference["fit"], chisq=1e-6, index=1e-5)
    check_estimates(result, reference["estimates"], est=2e-5, se=3e-5, std=2e-5)


LRT_CASES: dict[str, tuple[str, Callable[[], pd.DataFrame], str, str, str]] = {
    "one": ("four", lambda: read("four"), FOUR_CASES["wlsmv"][0], FOUR_CASES["one"][0], "WLSMV"),
    "fixed": ("four", lambda: read("four"), TWO, FOUR_CASES["fixed"][0], "WLSMV"),
    "mlr": ("four", lambda: read("four"), TWO, FOUR_CASES["fixed"][0], "MLR"),
    "tau": (
        "twelve",
        lambda: read("twelve"),
        TWELVE_CASES["correlated"],
        TWELVE_CASES["tau"],
        "WLSMV",
    ),
    "bifactor": ("twelve", lambda: read("twelve"), BIFACTOR, TWELVE_CASES["second"], "WLSMV"),
}


@pytest.mark.parametrize("case", LRT_CASES)
def test_difference_tests(case: str, simulated: Reference) -> None:
    block, load, free, restricted, estimator = LRT_CASES[case]
    answers = load()
    wide, narrow = (
        cfa(answers, model, estimator=estimator).fitted  # type: ignore[arg-type]
        for model in (free, restricted)
    )
    test = difference_test(wide, narrow)
    name = "lrt" if case == "bifactor" else f"lrt_{case}"
    row = simulated[block][name][1]
    assert test.df == row["Df.diff"]
    assert test.chisq == pytest.approx(row["Chisq.diff"], rel=1e-5)
    assert test.pvalue == pytest.approx(row["Pr..Chisq."], rel=1e-3, abs=1e-12)


def test_ordinal_modification_indices(simulated: Reference) -> None:
    result = cfa(read("four"), TWO)
    wanted = {
        (row["lhs"], row["op"], row["rhs"]): row
        for row in simulated["four"]["modindices"]
        if row["op"] in ("=~", "~~") and row["lhs"] != row["rhs"]
    }
    found = result.modification_indices.set_index(["lhs", "op", "rhs"])
    assert set(found.index) == set(wanted)
    for key, row in wanted.items():
        assert found.loc[key, "mi"] == pytest.approx(row["mi"], rel=1e-3, abs=1e-4), key
        assert found.loc[key, "epc"] == pytest.approx(row["epc"], rel=1e-3, abs=1e-5), key
        assert found.loc[key, "sepc_all"] == pytest.approx(row["sepc.all"], rel=1e-3, abs=1e-5), key


def test_residual_correlations(simulated: Reference) -> None:
    result = cfa(read("four"), TWO)
    wanted = np.array(simulated["four"]["residuals"])
    table = result.residual_correlations
    first = [int(name[1:]) - 1 for name in table["item1"]]
    second = [int(name[1:]) - 1 for name in table["item2"]]
    np.testing.assert_allclose(table["residual"], wanted[first, second], rtol=0, atol=1e-5)


def test_factor_scores(simulated: Reference) -> None:
    answers = read("four")
    scores = cfa(answers, TWO).factor_scores
    assert scores.index.equals(answers.index)
    complete = answers.notna().all(axis=1)
    assert scores.isna().all(axis=1).equals(~complete)
    wanted = np.array(simulated["four"]["scores"])
    # lavaan's search of each mode stops at 1e-8 of its objective
    np.testing.assert_allclose(
        scores[complete].iloc[: len(wanted)].to_numpy(), wanted, rtol=0, atol=2e-3
    )
    full = cfa(answers, TWO, estimator="ML", missing="fiml").factor_scores
    wanted = np.array(simulated["four"]["fiml_scores"])
    np.testing.assert_allclose(full.iloc[: len(wanted)], wanted, rtol=0, atol=1e-4)


def test_factor_scores_of_a_second_order_model(simulated: Reference) -> None:
    scores = cfa(read("twelve"), TWELVE_CASES["second"]).factor_scores
    wanted = np.array(simulated["twelve"]["second_scores"])
    np.testing.assert_allclose(scores.iloc[: len(wanted)], wanted, rtol=0, atol=3e-3)


def test_factor_scores_of_groups(simulated: Reference) -> None:
    answers = read("five")
    scores = cfa(answers, ONE, group="school", group_equal=["loadings", "thresholds"]).factor_scores
    north = scores[answers["school"] == "north"]
    wanted = simulated["five"]["scores"]["north"]
    np.testing.assert_allclose(north.iloc[: len(wanted)], wanted, rtol=0, atol=2e-3)


def test_factor_scores_are_the_mode_in_later_groups_too() -> None:
    """lavaan 0.6-14 subtracts the mean of a later group twice, so here the definition."""
    answers = read("five")
    result = cfa(answers, ONE, group="school", group_equal=["loadings", "thresholds"])
    own = result.estimates.query("group == 'south'").set_index(["lhs", "op", "rhs"])["est"]
    items = [f"q{k}" for k in range(1, 7)]
    mean, variance = own["F", "~1", ""], own["F", "~~", "F"]
    for row in answers.index[answers["school"] == "south"][:5]:

        def surprise(eta: float, row: int = row) -> float:
            total = 0.5 * (eta - mean) ** 2 / variance
            for item in items:
                cuts = [-np.inf, *(own[item, "|", f"t{k}"] for k in range(1, 5)), np.inf]
                sd = np.sqrt(own[item, "~~", item])
                centre = own["F", "=~", item] * eta
                answer = answers.loc[row, item]
                upper, lower = ((cuts[answer - k] - centre) / sd for k in (0, 1))
                total -= float(np.log(ndtr(upper) - ndtr(lower)))
            return float(total)

        mode = minimize_scalar(surprise, bracket=(-1.0, 1.0), tol=1e-10).x
        assert result.factor_scores.loc[row, "F"] == pytest.approx(mode, abs=1e-5)
    south = result.factor_scores.loc[answers["school"] == "south", "F"]
    assert south.mean() == pytest.approx(mean, abs=0.05)


def test_score_tests_of_equalities(simulated: Reference) -> None:
    result = cfa(
        read("five"), ONE, estimator="ML", group="school", group_equal=["loadings", "intercepts"]
    )
    wanted = sorted(row["X2"] for row in simulated["five"]["score_tests"])
    table = result.equality_tests
    found = sorted(table.loc[table["group"] == "south", "score"])
    np.testing.assert_allclose(found, wanted, rtol=1e-4)


def test_pisa_eight_constructs(shared: Path) -> None:
    reference = json.loads((REFERENCE / "cfa_pisa.json").read_text())
    folder = shared / "data/pisa2003_nld"
    answers = pd.read_csv(folder / "pisa2003_nld.csv")
    book = pd.read_csv(folder / "codebook.csv").set_index("item")
    for item in book.index[book["reverse_so_high_is_more"] == 1]:
        answers[item] = 5 - answers[item]
    result = cfa(answers, reference["model"])
    assert result.n == reference["n"]
    check_fit(result.fit, reference["fit"], chisq=1e-6, index=1e-5)
    table = result.estimates.set_index(["lhs", "op", "rhs"])
    for row in reference["estimates"]:
        here = table.loc[(row["lhs"], row["op"], row["rhs"])]
        assert here["std_all"] == pytest.approx(row["std"], abs=2e-5)
        assert here["est"] == pytest.approx(row["est"], abs=1e-4)
        if row["se"]:
            assert here["se"] == pytest.approx(row["se"], abs=1e-4)
