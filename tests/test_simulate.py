"""The simulated region is what its truth says: shares, correlations, schools, change, mess."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from scipy.stats import multivariate_normal, norm

from aspiratie.codebook import INFORMANTS, Codebook, read_codebook
from aspiratie.errors import ParameterError
from aspiratie.simulate import SimulatedRegion, simulate_region, write_region

LAST = "2025-2026"
WAVES = ("2023-2024", "2024-2025", LAST)
BOOKS = {
    "pupil": "aspiratie-leerling",
    "teacher": "aspiratie-leerkracht",
    "team": "aspiratie-team",
    "parent": "aspiratie-ouder",
}


@pytest.fixture(scope="module")
def demo() -> SimulatedRegion:
    return simulate_region()


@pytest.fixture(scope="module")
def large() -> SimulatedRegion:
    """Pupils of so many schools that what is drawn is close to what is expected."""
    return simulate_region(n_schools=250, seed=7, waves=[LAST], informants=["pupil"], mess=False)


@pytest.fixture(scope="module")
def pupil() -> Codebook:
    return read_codebook("aspiratie-leerling")


def scored(region: SimulatedRegion, informant: str = "pupil", wave: str = LAST) -> pd.DataFrame:
    """Answers of the attentive in the scales' direction, turned by plain arithmetic."""
    book = read_codebook(BOOKS[informant])
    answers = region.truth.answers[informant, wave]
    return pd.DataFrame(
        {
            f.name: 6 - answers[f.name].astype(float)
            if f.reversed
            else answers[f.name].astype(float)
            for f in book.items
        }
    )


def probability(cut: npt.ArrayLike, loading: float, at: npt.ArrayLike) -> npt.NDArray[np.float64]:
    out: npt.NDArray[np.float64] = norm.sf(
        (np.asarray(cut) - loading * np.asarray(at)) / np.sqrt(1 - loading**2)
    )
    return out


# -- the truth about items ------------------------------------------------------------------------
def test_thresholds_are_recovered(large: SimulatedRegion) -> None:
    table = large.truth.items["pupil"]
    answers = scored(large)
    assert len(answers) > 40_000
    worst = 0.0
    for item, row in table.iterrows():
        column = answers[str(item)]
        if row["scale"] is None:
            column = large.truth.answers["pupil", LAST][str(item)].astype(float)
        k = len(row["thresholds"]) + 1
        found = [norm.isf((column > c).mean()) for c in range(1, k)]
        worst = max(worst, float(np.max(np.abs(np.array(found) - row["thresholds"]))))
    assert worst < 0.06


def test_loadings_and_factor_correlations_are_recovered(large: SimulatedRegion) -> None:
    """The correlation of two items, by a bivariate normal integral that simulates nothing."""
    truth = large.truth
    table = truth.items["pupil"]
    answers = scored(large)
    pairs = [
        ("bel1", "bel4"), ("cur2", "cur6"), ("lea1", "lea3"), ("acc1", "acc2"),
        ("bel2", "her1"), ("fun1", "cur1"), ("lea4", "act2"), ("adv5", "fun5"),
        ("bel3", "fun2"), ("her2", "lea2"), ("acc4", "act1"), ("cur3", "lea5"),
    ]  # fmt: skip
    for one, other in pairs:
        a, b = table.loc[one], table.loc[other]
        phi = truth.factor_correlations.loc[a["factor"], b["factor"]]
        rho = float(a["loading"] * b["loading"] * phi)
        expected = pearson_of_categories(a["thresholds"], b["thresholds"], rho)
        assert answers[one].corr(answers[other]) == pytest.approx(expected, abs=0.02), (one, other)


def pearson_of_categories(a: tuple[float, ...], b: tuple[float, ...], rho: float) -> float:
    joint = multivariate_normal([0, 0], [[1, rho], [rho, 1]])
    both = sum(joint.cdf([-s, -t]) for s in a for t in b)
    p, q = norm.sf(a), norm.sf(b)
    cov = both - p.sum() * q.sum()

    def variance(above: npt.NDArray[np.float64]) -> float:
        steps = 2 * np.arange(len(above)) + 1
        return float(above @ steps - above.sum() ** 2)

    return float(cov / np.sqrt(variance(p) * variance(q)))


def test_reversed_items_correlate_negatively_as_given(large: SimulatedRegion) -> None:
    answers = large.truth.answers["pupil", LAST]
    assert answers["bel1"].corr(answers["bel4"]) < -0.15
    assert answers["bel1"].corr(answers["bel2"]) > 0.25


def test_shares_in_favour_span_what_surveys_of_pupils_show(pupil: Codebook) -> None:
    table = simulate_region(n_schools=1, waves=[LAST], informants=["team"]).truth.items["pupil"]
    favour = np.array([norm.sf(t[2]) for t in table.loc[table["scale"].notna(), "thresholds"]])
    assert favour.min() == pytest.approx(0.38)
    assert 0.9 <= favour.max() <= 0.94
    assert ((favour >= 0.45) & (favour <= 0.8)).mean() > 0.65


# -- scales and schools ---------------------------------------------------------------------------
def test_alpha_icc_mean_and_variance_of_scales(large: SimulatedRegion, pupil: Codebook) -> None:
    answers = scored(large)
    schools = large.truth.answers["pupil", LAST]["school"]
    properties = large.truth.scale_properties()
    for scale in pupil.scales:
        items = answers[[f.name for f in pupil.items_of(scale.name)]]
        k, cov = items.shape[1], items.cov().to_numpy()
        alpha = k / (k - 1) * (1 - np.trace(cov) / cov.sum())
        score = items.mean(axis=1)
        true = properties.loc[scale.name]
        assert alpha == pytest.approx(true["alpha"], abs=0.012)
        between = true["variance"] * true["icc"] / schools.nunique()
        assert score.mean() == pytest.approx(true["mean"], abs=4 * np.sqrt(between))
        assert score.var() == pytest.approx(true["variance"], abs=0.02)
        assert anova_icc(score, schools) == pytest.approx(true["icc"], abs=0.02)


def anova_icc(score: pd.Series[float], school: pd.Series[str]) -> float:
    by = score.groupby(school)
    n, mean = by.size(), by.mean()
    within = (by.var() * (n - 1)).sum() / (n.sum() - len(n))
    between = (n * (mean - score.mean()) ** 2).sum() / (len(n) - 1)
    size = (n.sum() - (n**2).sum() / n.sum()) / (len(n) - 1)
    variance = (between - within) / size
    return float(variance / (variance + within))


def test_conditions_have_the_reliability_and_school_variance_asked_for() -> None:
    truth = simulate_region(n_schools=1, waves=[LAST], informants=["team"]).truth
    conditions = truth.scale_properties().loc[list(truth.factor_correlations)]
    assert conditions["icc"].between(0.04, 0.09).all()
    assert conditions["alpha"].between(0.69, 0.84).all()
    phi = truth.factor_correlations.to_numpy()
    assert np.linalg.eigvalsh(phi).min() > 0.2
    inside, outside = phi[0, 1], phi[0, 6]
    assert 0.5 <= inside <= 0.8
    assert 0.3 <= outside <= 0.6


def test_alpha_of_the_truth_by_another_integral(pupil: Codebook) -> None:
    """One scale's alpha from pairwise bivariate integrals instead of the factor's quadrature."""
    truth = simulate_region(n_schools=1, waves=[LAST], informants=["team"]).truth
    table = truth.items["pupil"]
    items = table[table["scale"] == "motivation"]
    k = len(items)
    corr, sd = np.eye(k), np.empty(k)
    for i in range(k):
        cuts = np.array(items["thresholds"].iloc[i])
        share = -np.diff([1.0, *norm.sf(cuts), 0.0])
        points = np.arange(1, 6)
        sd[i] = np.sqrt(share @ points**2 - (share @ points) ** 2)
        for j in range(i):
            rho = items["loading"].iloc[i] * items["loading"].iloc[j]
            corr[i, j] = corr[j, i] = pearson_of_categories(
                tuple(cuts), items["thresholds"].iloc[j], float(rho)
            )
    cov = corr * np.outer(sd, sd)
    alpha = k / (k - 1) * (1 - np.trace(cov) / cov.sum())
    assert truth.scale_properties().loc["motivation", "alpha"] == pytest.approx(alpha, abs=1e-4)


def test_school_means_scatter_around_their_expectation(large: SimulatedRegion) -> None:
    answers, truth = scored(large), large.truth
    school = truth.answers["pupil", LAST]["school"]
    expected = truth.expected_scales("pupil", LAST)
    for scale, members in truth.items["pupil"].groupby("scale"):
        score = answers[list(members.index)].mean(axis=1)
        by = score.groupby(school)
        z = (by.mean() - expected[str(scale)]) / np.sqrt(by.var() / by.size())
        assert abs(z.mean()) < 4 / np.sqrt(len(z))
        assert 0.85 < z.std() < 1.15
        assert by.mean().corr(expected[str(scale)]) > 0.5


def test_expected_shares_sum_to_one_and_turn_for_reversed_items(demo: SimulatedRegion) -> None:
    truth = demo.truth
    for item in ("bel1", "bel4", "ladder"):
        shares = truth.expected_shares("pupil", LAST, item)
        assert shares.shape == (24, 8 if item == "ladder" else 5)
        np.testing.assert_allclose(shares.sum(axis=1), 1.0)
        assert (shares > 0).all(axis=None)
    assert truth.expected_shares("pupil", LAST, "bel4")[[4, 5]].sum(axis=1).mean() < 0.45


def test_two_items_mean_something_else_in_one_school(demo: SimulatedRegion) -> None:
    truth = demo.truth
    school = truth.noninvariance["school"].iloc[0]
    answers = truth.answers["pupil", LAST]
    there = answers[answers["school"] == school]
    expected = truth.expected_agreement("pupil", LAST).loc[school]
    for item in truth.noninvariance["item"]:
        share, n = (there[item] >= 4).mean(), len(there)
        assert share == pytest.approx(expected[item], abs=4 * np.sqrt(0.25 / n))
    plain = simulate_region(n_schools=24, mess=False, informants=["pupil"], waves=[LAST])
    assert plain.truth.noninvariance.empty


# -- waves, informants, outcome -------------------------------------------------------------------
def test_change_over_waves_is_what_the_truth_says() -> None:
    region = simulate_region(n_schools=60, seed=3, informants=["pupil"], mess=False)
    truth = region.truth
    change = truth.wave_effects.loc[LAST] - truth.wave_effects.loc[WAVES[0]]
    assert (truth.wave_effects.loc[LAST] == 0).all()
    means = {}
    for wave in WAVES:
        answers = scored(region, wave=wave)
        means[wave] = answers[[f"lea{i}" for i in range(1, 7)]].mean(axis=1).mean()
        expected = truth.expected_scales("pupil", wave)["leadership"]
        n = truth.effects["pupil", wave]["n"].groupby("school", sort=False).sum()
        assert means[wave] == pytest.approx(np.average(expected, weights=n), abs=0.03)
    assert change["leadership"] == pytest.approx(0.2)
    assert all(a < b for a, b in pairwise(means.values()))


@pytest.mark.parametrize("informant", ["teacher", "team", "parent"])
def test_gaps_of_other_informants(demo: SimulatedRegion, informant: str) -> None:
    truth = demo.truth
    table = truth.items[informant]
    likert = table[table["scale"].notna()]
    pupils = truth.items["pupil"].loc[likert["mirrors"]]
    assert likert["thresholds"].tolist() == pupils["thresholds"].tolist()
    agree = truth.expected_agreement(informant, LAST)
    n = truth.effects[informant, LAST]["n"].groupby("school", sort=False).sum()
    answers = truth.answers[informant, LAST]
    for item in likert.index:
        expected = np.average(agree[item], weights=n)
        margin = 4 * np.sqrt(expected * (1 - expected) / n.sum())
        assert (answers[item] >= 4).mean() == pytest.approx(expected, abs=margin)
    gap = truth.gaps.loc[informant]
    pupil_agree = truth.expected_agreement("pupil", LAST)
    largest = gap[list(truth.factor_correlations)].abs().idxmax()
    item = likert.index[(likert["factor"] == largest) & ~likert["reversed"].astype(bool)][0]
    difference = agree[item].mean() - pupil_agree[likert.loc[item, "mirrors"]].mean()
    assert np.sign(difference) == np.sign(gap[largest])


def test_motivation_is_related_to_conditions_as_the_slopes_say(large: SimulatedRegion) -> None:
    """Scale scores within schools correlate as the latent truth, made coarser by its items."""
    truth = large.truth
    answers = scored(large)
    school = truth.answers["pupil", LAST]["school"]
    table = truth.items["pupil"]
    expected = truth.outcome_correlations()
    assert expected.idxmax() == "fun"
    names = ["fun", "action", "belonging"]
    scores = pd.DataFrame(
        {s: answers[list(table.index[table["scale"] == s])].mean(axis=1)
         for s in [*names, "motivation"]}
    )  # fmt: skip
    centred = scores - scores.groupby(school).transform("mean")
    for name in names:
        within = 1 - truth.icc[[name, "motivation"]].to_numpy()
        between = (
            truth.slopes.loc["motivation"]
            @ truth.factor_correlations[name].mul(
                np.sqrt(truth.icc[truth.factor_correlations.index])
            )
            * np.sqrt(truth.icc[name])
        )
        latent = expected[name] * np.sqrt(within.prod()) + between
        predicted = score_correlation(table, name, "motivation", float(latent))
        assert centred[name].corr(centred["motivation"]) == pytest.approx(predicted, abs=0.03)
    by_size = centred[names].corrwith(centred["motivation"])
    assert by_size.idxmax() == "fun"


def score_correlation(table: pd.DataFrame, one: str, other: str, latent: float) -> float:
    nodes, weights = np.polynomial.hermite_e.hermegauss(31)
    weights = weights / weights.sum()

    def mean_score(scale: str, at: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
        items = table[table["scale"] == scale]
        return sum(
            (probability(np.array(t)[:, None], load, at.ravel()).sum(axis=0).reshape(at.shape)
             for load, t in items[["loading", "thresholds"]].itertuples(index=False)),
            start=np.zeros(at.shape),
        )  # fmt: skip

    def variance(scale: str) -> float:
        items = table[table["scale"] == scale]
        total = mean_score(scale, nodes)
        error = np.zeros_like(nodes)
        for load, cuts in items[["loading", "thresholds"]].itertuples(index=False):
            above = probability(np.array(cuts)[:, None], load, nodes)
            steps = 2 * np.arange(len(cuts))[:, None] + 1
            error += (above * steps).sum(axis=0) - above.sum(axis=0) ** 2
        return float(weights @ total**2 - (weights @ total) ** 2 + weights @ error)

    first = mean_score(one, nodes)
    grid = latent * nodes[:, None] + np.sqrt(1 - latent**2) * nodes[None, :]
    second = mean_score(other, grid) @ weights
    cov = weights @ (first * second) - (weights @ first) * (weights @ second)
    return float(cov / np.sqrt(variance(one) * variance(other)))


# -- the shape of the region ----------------------------------------------------------------------
def test_schools_are_clearly_nobodys(demo: SimulatedRegion) -> None:
    many = simulate_region(n_schools=576, waves=[LAST], informants=["team"]).schools
    assert many["id"].is_unique
    assert many["name"].is_unique
    assert all(re.fullmatch(r"99[A-HJ-NP-Z]{2}00", i) for i in many["id"])
    assert demo.schools["name"].str.startswith("Voorbeeldschool ").all()


def test_a_very_small_school_and_a_tiny_group(demo: SimulatedRegion) -> None:
    answers = demo.truth.answers["pupil", LAST]
    by_school = answers.groupby("school").size()
    assert by_school[demo.schools["id"].iloc[-1]] == 7
    groups = answers[answers["school"] == demo.schools["id"].iloc[-2]].groupby("group").size()
    assert groups.min() == 3
    assert groups.drop(groups.idxmin()).min() >= 10


def test_nobody_takes_part_who_is_not_enrolled(demo: SimulatedRegion) -> None:
    enrolled = demo.enrolment.set_index(["school", "group"])["enrolled"]
    for wave in WAVES[1:]:
        frame = demo.exports["pupil", wave]
        real = frame[(frame["Status"] != "test") & ~frame["Deelnamecode"].duplicated()]
        took_part = real.groupby(["BRIN", "Leerjaar"]).size().rename_axis(["school", "group"])
        assert (took_part <= enrolled.loc[took_part.index]).all()


def test_leerjaren_belong_to_the_kind_of_school(demo: SimulatedRegion) -> None:
    last = demo.enrolment.astype({"group": int}).groupby("school")["group"].max()
    kind = demo.schools.set_index("id")["type"].drop(demo.schools["id"].iloc[-1])
    assert (last[kind.index[kind == "vmbo"]] == 4).all()
    assert (last[kind.index[kind == "havo/vwo"]] == 6).all()
    frame = demo.exports["pupil", LAST]
    assert set(frame.loc[frame["Leerjaar"] == "6", "Onderwijssoort"]) == {"vwo"}


# -- the mess -------------------------------------------------------------------------------------
def mess_of(region: SimulatedRegion, key: tuple[str, str], kind: str) -> pd.Series[int]:
    mess = region.truth.mess
    chosen = mess[(mess["informant"] == key[0]) & (mess["wave"] == key[1]) & (mess["kind"] == kind)]
    return chosen.set_index("school")["count"]


def test_planted_faults_are_counted_by_school(demo: SimulatedRegion) -> None:
    """Plain counting in the raw export finds what the truth says was planted."""
    key = ("pupil", LAST)
    frame = demo.exports[key]
    items = frame.iloc[:, 9:-1].astype(object)
    school = frame["BRIN"]
    assert items.shape[1] == 55
    test = frame["Status"] == "test"
    copy = frame["Deelnamecode"].duplicated()
    exact = frame.duplicated()
    empty = (items == "").all(axis=1)
    few = ~empty & ((items == "").mean(axis=1) > 0.5)
    likert = items.iloc[:, :-1].to_numpy(dtype=str)
    straight = (likert == likert[:, :1]).all(axis=1) & ~empty & ~few
    planted = demo.truth.planted
    odd = planted[(planted["informant"] == "pupil") & (planted["wave"] == LAST)]
    ordinary = ~pd.Series(np.arange(len(frame)) + 2).isin(odd["row"])
    number = items.isin([str(i) for i in range(100)])
    opinion = items.isin(["weet niet", "niet van toepassing"])
    found = {
        "test_entry": test,
        "duplicate_exact": exact,
        "duplicate_resubmitted": copy & ~exact,
        "empty": empty,
        "incomplete": few,
        "straight_liner": straight,
    }
    for kind, rows in found.items():
        expected = mess_of(demo, key, kind)
        assert expected.sum() > 0, kind
        assert rows.groupby(school).sum().loc[lambda s: s > 0].to_dict() == expected.to_dict(), kind
        assert sorted(odd.loc[odd["kind"] == kind, "row"]) == list(np.flatnonzero(rows) + 2)
    for kind, cells in (
        ("out_of_range", number), ("no_opinion", opinion), ("blank", items == ""),
    ):  # fmt: skip
        count = (cells.sum(axis=1) * ordinary.to_numpy()).groupby(school).sum()
        expected = mess_of(demo, key, kind)
        assert count[count > 0].to_dict() == expected.to_dict(), kind


def test_codes_out_of_range_and_missing_codes_in_a_coded_export(
    demo: SimulatedRegion, pupil: Codebook
) -> None:
    frame = demo.exports["pupil", WAVES[0]]
    scales = [item.name for item in pupil.items if item.scale is not None]
    items = frame[scales]
    values = set(np.unique(items.to_numpy(dtype=str)))
    assert values == {"", "0", "1", "2", "3", "4", "5", "6", "55", "88", "99"}


def test_attentive_respondents_can_be_followed_to_their_row(
    demo: SimulatedRegion, pupil: Codebook
) -> None:
    answers = demo.truth.answers["pupil", LAST]
    frame = demo.exports["pupil", LAST].set_axis(
        pd.Index(np.arange(len(demo.exports["pupil", LAST])) + 2)
    )
    rows = frame.loc[answers.index]
    assert (rows["BRIN"] == answers["school"]).all()
    same = spoilt = 0
    for item in pupil.items:
        words = np.array(["", *(c.label.nl for c in item.categories)])
        cells, true = rows[item.title.nl].to_numpy(), words[answers[item.name]]
        same += int((cells == true).sum())
        spoilt += int((cells != true).sum())
    kinds = ["out_of_range", "no_opinion", "blank"]
    assert spoilt == sum(int(mess_of(demo, ("pupil", LAST), k).sum()) for k in kinds)
    assert same + spoilt == answers.shape[0] * 55


def test_without_mess_there_is_none(large: SimulatedRegion) -> None:
    frame = large.exports["pupil", LAST]
    assert large.truth.mess.empty
    assert large.truth.planted.empty
    assert not frame["Deelnamecode"].duplicated().any()
    assert not (frame.iloc[:, 9:-1] == "").any(axis=None)


def test_columns_that_identify_people_are_there_to_be_dropped(demo: SimulatedRegion) -> None:
    for (informant, wave), frame in demo.exports.items():
        book = read_codebook(BOOKS[informant])
        known = {h.casefold() for f in book.fields for h in (f.name, f.title.nl, *f.aliases)}
        unknown = [c for c in frame if c.casefold() not in known]
        personal = {"Naam", "E-mail", "RecipientLastName", "RecipientEmail", "IPAddress"}
        assert personal & set(unknown), (informant, wave)
        assert len(frame.columns) - len(unknown) >= len(book.items) + 4


@pytest.mark.parametrize("informant", INFORMANTS)
def test_every_item_can_be_found_by_its_heading(demo: SimulatedRegion, informant: str) -> None:
    book = read_codebook(BOOKS[informant])
    for wave in WAVES:
        heads = {c.casefold() for c in demo.exports[informant, wave]}
        for field in (*book.items, book.role("school"), book.role("respondent")):
            assert field is not None
            names = {field.name, field.title.nl, *field.aliases}
            assert len(heads & {n.casefold() for n in names}) == 1, field.name


@pytest.mark.parametrize("informant", INFORMANTS)
def test_cleaning_finds_exactly_what_was_planted(
    demo: SimulatedRegion, informant: str, tmp_path: Path
) -> None:
    from aspiratie.intake import read_answers

    one = dataclasses.replace(demo, exports={(informant, LAST): demo.exports[informant, LAST]})
    path = next(iter(write_region(one, tmp_path).values()))
    log = read_answers(path, read_codebook(BOOKS[informant])).log
    key = (informant, LAST)
    for rule, kinds in {
        "test_entry": ["test_entry"],
        "duplicate": ["duplicate_exact", "duplicate_resubmitted"],
        "empty": ["empty"],
        "too_few_answers": ["incomplete"],
        "out_of_range": ["out_of_range"],
        "no_opinion": ["no_opinion"],
    }.items():
        entries = log.entries[log.entries["rule"] == rule]
        found = entries.groupby("school")["rows"].sum()
        planted = pd.concat([mess_of(demo, key, k) for k in kinds]).groupby("school").sum()
        assert found.to_dict() == planted.to_dict(), rule


# -- files ----------------------------------------------------------------------------------------
def test_equal_seeds_give_equal_bytes(tmp_path: Path) -> None:
    options = {"n_schools": 4, "waves": [LAST]}
    first = write_region(simulate_region(seed=5, **options), tmp_path / "a")
    again = write_region(simulate_region(seed=5, **options), tmp_path / "b")
    other = write_region(simulate_region(seed=6, **options), tmp_path / "c")
    assert list(first) == [
        "leerling_2025-2026", "leerkracht_2025-2026", "team_2025-2026", "ouder_2025-2026",
        "scholen", "leerlingaantallen",
    ]  # fmt: skip
    for name, path in first.items():
        assert path.read_bytes() == again[name].read_bytes()
        if name != "scholen":
            assert path.read_bytes() != other[name].read_bytes()


def test_an_informant_is_the_same_with_or_without_the_others() -> None:
    together = simulate_region(n_schools=3, waves=[LAST])
    alone = simulate_region(n_schools=3, waves=[LAST], informants=["parent"])
    pd.testing.assert_frame_equal(alone.exports["parent", LAST], together.exports["parent", LAST])


def test_files_have_accents_semicolons_and_two_encodings(tmp_path: Path) -> None:
    region = simulate_region(n_schools=8, waves=[LAST])
    paths = write_region(region, tmp_path)
    raw = paths["leerling_2025-2026"].read_bytes()
    with pytest.raises(UnicodeDecodeError):
        raw.decode("utf-8")
    assert "ideeën" in raw.decode("cp1252")
    assert raw.count(b"\r\n") == raw.count(b"\n")
    assert paths["ouder_2025-2026"].read_bytes().startswith(b"\xef\xbb\xbf")
    schools = pd.read_csv(paths["scholen"], sep=";", encoding="cp1252")
    assert list(schools) == ["school", "naam", "type", "plaats"]
    assert "Voorbeeldschool De Reünie" in set(schools["naam"])
    enrolment = pd.read_csv(paths["leerlingaantallen"], sep=";")
    assert list(enrolment) == ["school", "groep", "aantal"]
    frame = pd.read_csv(
        paths["leerling_2025-2026"], sep=";", encoding="cp1252", dtype=str, keep_default_na=False
    )
    pd.testing.assert_frame_equal(frame, region.exports["pupil", LAST])


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"n_schools": 0}, "n_schools is 0; it should be 1 to 576"),
        ({"n_schools": 577}, "n_schools is 577"),
        ({"waves": []}, "waves should be one or more different names"),
        ({"waves": ["a", "a"]}, "waves should be one or more different names"),
        ({"informants": ["leerling"]}, "unknown: leerling"),
        ({"careless": 0.9}, "careless is 0.9"),
    ],
)
def test_impossible_wishes_are_refused(options: dict[str, object], message: str) -> None:
    with pytest.raises(ParameterError, match=re.escape(message)):
        simulate_region(**options)  # type: ignore[arg-type]


@pytest.mark.parametrize("n_schools", [1, 2, 3])
def test_few_schools(n_schools: int) -> None:
    region = simulate_region(n_schools=n_schools, waves=[LAST])
    assert len(region.schools) == n_schools
    assert set(region.exports) == {(i, LAST) for i in INFORMANTS}
