"""From an export to tables: what the researcher's functions compute, checked by plain pandas."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st

import aspiratie as asp
from aspiratie import research
from aspiratie.errors import ConvergenceWarning, ParameterError
from aspiratie.research.gathering import gathered, in_order
from aspiratie.research.groups import _merged
from aspiratie.research.progress import watched
from aspiratie.research.study import narrowed
from aspiratie.schools.multilevel import icc
from aspiratie.simulate import simulate_region, write_region

WAVE = "2025-2026"


@pytest.fixture(scope="module")
def export(tmp_path_factory: pytest.TempPathFactory) -> Path:
    region = simulate_region(n_schools=6, seed=3, waves=[WAVE], informants=["pupil"])
    return write_region(region, tmp_path_factory.mktemp("region"))[f"leerling_{WAVE}"]


@pytest.fixture(scope="module")
def study(export: Path) -> research.Study:
    return research.open_study(export, "aspiratie-leerling")


@pytest.fixture(scope="module")
def small(export: Path) -> research.Study:
    return research.open_study(export, "aspiratie-leerling", scales="belonging, fun")


def test_a_missing_export_is_said_clearly() -> None:
    with pytest.raises(ParameterError) as caught:
        research.open_study("../data/demo/weg.csv", "aspiratie-leerling")
    assert "aspiratie demo" in str(caught.value)
    assert "weg.csv" in str(caught.value)


@pytest.mark.parametrize("option", [{"missing": "fiml"}, {"language": "de"}, {"scales": "x fun y"}])
def test_wrong_options_are_refused(export: Path, option: dict[str, str]) -> None:
    with pytest.raises(ParameterError) as caught:
        research.open_study(export, "aspiratie-leerling", **option)  # type: ignore[arg-type]
    if "scales" in option:
        assert [p.where for p in caught.value.problems] == ["x", "y"]


def test_scales_are_narrowed(study: research.Study, small: research.Study) -> None:
    assert len(study.scales) == 8
    assert list(small.scales) == ["belonging", "fun"]
    assert [p.name for p in small.codebook.principles] == ["self_worth", "engagement"]
    assert list(small.items) == small.scales["belonging"] + small.scales["fun"]
    pd.testing.assert_frame_equal(small.items, study.items[list(small.items)])
    assert narrowed(study.codebook, []).scales == study.codebook.scales


def test_items_are_described(study: research.Study) -> None:
    table = research.describe_items(study).items
    raw, scored = study.answers.items, study.answers.scored()
    for scale, members in study.scales.items():
        for name in members:
            row, given_ = table.loc[name], raw[name].dropna()
            assert row["scale"] == scale
            assert row["n"] == len(given_)
            assert row["floor"] == pytest.approx((given_ == 1).sum() / len(given_))
            assert row["ceiling"] == pytest.approx((given_ == 5).sum() / len(given_))
            assert row["mean"] == pytest.approx(given_.mean())
            rest = scored[[m for m in members if m != name]].mean(axis=1)
            assert row["item_rest"] == pytest.approx(scored[name].corr(rest))


def test_shares_of_an_item_sum_to_one(study: research.Study) -> None:
    shares = research.describe_items(study).shares
    np.testing.assert_allclose(shares.drop(columns="n").sum(axis=1), 1.0)
    assert sum(str(i).endswith("(R)") for i in shares.index) == sum(
        f.reversed for f in study.codebook.items
    )


def test_the_cleaning_flow_adds_up(study: research.Study) -> None:
    html = research.cleaning_flow(study).html
    first = html.split("</table>")[0]
    cells = re.findall(r'<td class="num">([^<]+)</td>', first)
    numbers = [int(c.replace(",", "").replace("−", "-")) for c in cells]
    steps, left = numbers[0::2], numbers[1::2]
    assert steps[0] == study.answers.log.rows_in
    assert sum(steps[:-1]) == steps[-1] == study.answers.log.rows_out
    assert left == [*np.cumsum(steps[:-1]).tolist(), steps[-1]]


def test_missing_answers_are_drawn_by_group(study: research.Study) -> None:
    figure = research.missing_figure(study)
    item = study.items.isna().mean().idxmax()
    assert f"({item})" in figure.alt
    assert set(re.findall(r"(\d) \(n = ", figure.svg)) <= set("123456")
    alone = research.missing_figure(study, by="nothing")
    assert "all (n = " in alone.svg


def test_factors_are_set_beside_scales(small: research.Study) -> None:
    found = asp.congruence(asp.efa(small.items, 2, missing="pairwise"), small.scales)
    assert list(found.scales.index) == list(small.scales)
    assert (found.scales["items_there"] == 5).sum() >= 1
    assert (found.scales["congruence"] <= 1 + 1e-12).all()
    assert found.scales["congruence"].tolist() == found.matrix.abs().max(axis=1).tolist()
    assert "factor of its own" in found.summary() or "share their factor" in found.summary()
    with pytest.raises(ParameterError) as caught:
        asp.congruence(asp.efa(small.items, 2, missing="pairwise"), {"x": ["shoe"], "y": []})
    assert {p.where for p in caught.value.problems} == {"scale x, item shoe", "scale y"}


def test_a_model_is_chosen(small: research.Study) -> None:
    models = {m: t for m, t in asp.factor_models(small.codebook).items() if m != "bifactor"}
    wanted = {m: models[m] for m in ("one_factor", "conditions")}
    found = asp.compare_models(small.items, wanted, missing="pairwise")
    assert (found.fit["n"] == len(small.items)).all()  # pairwise
    assert research.model_of(found) is found.models["conditions"]
    assert research.model_of(found, model="one_factor") is found.models["one_factor"]
    with pytest.raises(ParameterError, match="no solution"):
        research.model_of(found, model="bifactor")


def test_reliability_of_each_scale(small: research.Study) -> None:
    found = asp.scale_reliability(small.items, small.scales, composites=small.composites, n_boot=20)
    for scale, members in small.scales.items():
        x = small.items[members].dropna()
        k = len(members)
        alpha = k / (k - 1) * (1 - x.var().sum() / x.sum(axis=1).var())
        assert found.scales.loc[scale, "alpha"] == pytest.approx(alpha)
        assert found.scales.loc[scale, "n"] == len(x)
    assert found.general is None
    assert any("hierarchical" in note for note in found.notes)
    assert "belonging" in found.summary()
    with pytest.raises(ParameterError, match="nothing"):
        asp.scale_reliability(small.items, small.scales, composites={"x": ["nothing"]})


def test_groups_are_compared(small: research.Study) -> None:
    group = small.respondents["group"]
    fun = {"fun": small.scales["fun"]}
    found = asp.scale_invariance(small.items, fun, group, at_least=100)
    sizes = group.value_counts()
    assert found.sizes.to_dict() == sizes[sizes >= 100].to_dict()
    assert list(found.results) == ["fun"] or "fun" in found.refused
    assert "Groups: " in found._repr_html_()
    with pytest.raises(ParameterError, match="rows"):
        asp.scale_invariance(small.items, fun, group.iloc[:9])
    with pytest.raises(ParameterError, match="Fewer than two"):
        asp.scale_invariance(small.items, fun, group, at_least=10_000)


def test_a_scale_that_cannot_be_tested_is_refused_not_lost(small: research.Study) -> None:
    one = {"belonging": small.scales["belonging"]}
    found = asp.scale_invariance(small.items, one, small.school, at_least=10)
    assert set(found.results) | set(found.refused) == {"belonging"}
    if found.refused:
        assert "belonging: " in found._repr_html_()


def test_sparse_answers_are_merged_in_all_groups() -> None:
    values = [1.0] * 3 + [2.0] * 60 + [3.0] * 60 + [2.0] * 40 + [3.0] * 40 + [np.nan]
    group = pd.Series(["x"] * 123 + ["y"] * 81)
    merged, notes = _merged(pd.DataFrame({"a": [*values]}), group, 5)
    assert merged["a"].value_counts().to_dict() == {2.0: 103, 3.0: 100}
    assert merged["a"].isna().sum() == 1
    assert notes == ["a: answer 1 merged with 2."]


def test_spread_between_schools(small: research.Study) -> None:
    found = asp.school_spread(small.items, small.scales, small.school, min_answered=1.0)
    complete = small.items[small.scales["fun"]].dropna().mean(axis=1)
    own = icc(complete, small.school.loc[complete.index])
    assert found.scales.loc["fun", "icc_reml"] == pytest.approx(own.icc_reml)
    assert found.scales.loc["fun", "n"] == len(complete)
    assert f"{100 * found.scales['icc_reml'].max():.1f}%" in found.summary()
    drawn = research.caterpillar(found, scale="fun")
    assert len(drawn.get_yticks()) == small.school.nunique()
    with pytest.raises(ParameterError, match="no scale"):
        research.caterpillar(found, scale="nothing")


def test_other_rules(small: research.Study) -> None:
    found = research.sensitivity(small)
    assert list(found.means) == [
        "as chosen",
        "complete answers only",
        "careless left out",
        "without reversed items",
    ]
    members = small.scales["fun"]
    complete = small.items[members].dropna()
    assert found.n.loc["fun", "complete answers only"] == len(complete)
    assert found.means.loc["fun", "complete answers only"] == pytest.approx(
        complete.mean(axis=1).mean()
    )
    plain = [m for m in members if not small.codebook.field(m).reversed]
    x = small.items[plain].dropna()
    k = len(plain)
    alpha = k / (k - 1) * (1 - x.var().sum() / x.sum(axis=1).var())
    assert found.alphas.loc["fun", "without reversed items"] == pytest.approx(alpha)
    assert found.fit.loc["complete answers only", "n"] == len(small.items.dropna())
    assert "as chosen" in found._repr_html_()
    assert "at most" in found.summary()


def test_the_model_for_the_reports_holds_no_answers(small: research.Study, tmp_path: Path) -> None:
    models = {"conditions": asp.factor_models(small.codebook)["conditions"]}
    structures = asp.compare_models(small.items, models, missing="pairwise")
    reliability = asp.scale_reliability(small.items, small.scales, n_boot=0)
    path = tmp_path / "model.json"
    shown = research.report_model(small, reliability, structures, output=str(path))
    written = json.loads(path.read_text(encoding="utf-8"))
    assert written["scales"] == small.scales
    assert written["data"]["sha256"] == small.answers.source.sha256
    assert written["reliability"]["fun"]["omega_lower"] is None
    schools = small.answers.respondents["school"].unique()
    assert not any(school in path.read_text(encoding="utf-8") for school in schools)
    assert "Written to model.json" in shown.html
    again = tmp_path / "again.json"
    research.report_model(small, reliability, structures, output=str(again))
    assert again.read_bytes() == path.read_bytes()
    with pytest.raises(ParameterError, match="cannot be written"):
        research.report_model(small, reliability, structures, output=str(tmp_path / "no" / "m"))


def test_exploring_a_school(small: research.Study) -> None:
    school = str(small.answers.respondents["school"].iloc[0])
    found = research.explore(small, school=school, condition="fun", model="none")
    n = int((small.answers.respondents["school"] == school).sum())
    assert f"school: {school}, group: all, n = {n}." in found.html
    assert "Fun and excitement" in found.html
    assert "paths" not in found.html
    with pytest.raises(ParameterError) as caught:
        research.explore(small, school="zzz", model="best")
    assert "school 'zzz'" in str(caught.value)
    assert "model 'best'" in str(caught.value)


def test_exploring_too_few_says_why(small: research.Study) -> None:
    sizes = small.answers.respondents["school"].value_counts()
    tiny = str(sizes.idxmin())
    found = research.explore(small, school=tiny, condition="belonging", model="conditions")
    assert "no more respondents than free parameters" in found.html


def test_menus_renew_the_result(small: research.Study) -> None:
    shown: list[str] = []
    found = research.explore(small, condition="belonging", model="none")
    menus = found.menus(lambda result: shown.append(result.html))
    assert [m.description for m in menus.children] == ["School", "Group", "Condition", "Model"]
    menus.children[2].value = "fun"
    menus.children[1].value = "1"
    assert len(shown) == 2
    assert "Fun and excitement" in shown[0]
    assert "group: 1" in shown[1]


def test_warnings_are_gathered_once_and_others_pass() -> None:
    import warnings

    def warned() -> list[str]:
        with gathered() as notes:
            warnings.warn("ours", ConvergenceWarning, stacklevel=1)
            warnings.warn("ours", ConvergenceWarning, stacklevel=1)
            warnings.warn("other", RuntimeWarning, stacklevel=1)
        return notes

    with pytest.warns(RuntimeWarning, match="other"):
        notes = warned()
    assert notes == ["ours"]


@given(st.lists(st.one_of(st.integers(0, 99), st.sampled_from(["havo", "vwo"]))))
def test_groups_come_in_order(labels: list[object]) -> None:
    found = in_order(labels)
    assert set(found) == {str(label) for label in labels}
    numbers = [int(label) for label in found if label.isdecimal()]
    assert numbers == sorted(numbers)
    assert in_order(reversed(labels)) == found


def test_quick_steps_show_no_bar(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(watched([1, 2, 3], "counting")) == [1, 2, 3]
    assert capsys.readouterr().err == ""


def test_schools_and_weights_enter(export: Path) -> None:
    """From ten schools on intervals are over schools; a weight column weighs everything."""
    few = research.open_study(export, "aspiratie-leerling", scales="belonging, fun")
    assert few.cluster is None
    alone = asp.scale_reliability(few.items, few.scales, n_boot=0)
    assert any("independent" in note for note in alone.notes)
    respondents = few.answers.respondents
    many = respondents["school"] + "-" + (np.arange(len(respondents)) % 6).astype(str)
    weight = 1.0 + np.arange(len(respondents)) % 2
    other = replace(
        few,
        answers=replace(few.answers, respondents=respondents.assign(school=many, weight=weight)),
    )
    assert other.cluster is not None
    design = {"cluster": other.cluster, "weights": other.weights}
    alpha = asp.cronbach_alpha(other.items[other.scales["belonging"]], **design)
    found = asp.scale_reliability(other.items, other.scales, n_boot=0, **design)
    assert found.scales.loc["belonging", "alpha_lower"] == pytest.approx(alpha.ci_lower)
    assert any("one school" in note for note in found.notes)
    assert any("weighted" in note for note in found.notes)
    one = {"one_factor": asp.factor_models(other.codebook)["one_factor"]}
    models = asp.compare_models(other.items, one, missing="pairwise", **design).models
    assert any("clusters" in note for note in models["one_factor"].notes)
    assert any("clusters" in note for note in models["one_factor"].summary().split(". "))
    needed = asp.school_reliability(other.items, other.scales, other.school)
    assert set(needed.scales.columns) >= {"reliability", "pupils_70", "pupils_80"}
    assert "belonging" in needed._repr_html_()


def test_groups_of_few_schools_say_that_tests_ignore_them(small: research.Study) -> None:
    found = asp.scale_invariance(
        small.items, {"fun": small.scales["fun"]}, small.respondents["group"], at_least=100,
        cluster=small.school,
    )  # fmt: skip
    assert any("independent" in note for note in found.notes)


def test_scored_answers_remember_that_they_come_from_schools(study: research.Study) -> None:
    found = asp.cronbach_alpha(study.items[study.scales["fun"]])
    assert any("come from clusters (school)" in note for note in found.notes)
    assert "come from clusters (school)" in found.summary()


def test_columns_of_a_word_table_are_as_wide_as_their_texts(tmp_path: Path) -> None:
    """In the grid too, by which LibreOffice draws; equal columns break words."""
    means = pd.DataFrame(
        {"verbondenheid met school": [1.0, 2.0], "n": [3.0, 4.0]}, index=["autonomie", "plezier"]
    )
    result = asp.item_means(means)
    path = result.to_docx(tmp_path / "means.docx")
    table = Document(str(path)).tables[0]
    widths = [column.width for column in table.columns]
    assert widths[0] > 2 * min(widths)
    assert [cell.width for cell in table.rows[0].cells] == widths
