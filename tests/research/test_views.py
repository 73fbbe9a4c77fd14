"""Every result shows itself: repr, table, figure, words, HTML, LaTeX, Word."""

from __future__ import annotations

import dataclasses
import re
import sys
import typing
from pathlib import Path
from typing import Any

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from docx import Document
from lxml import etree, html
from matplotlib import pyplot
from matplotlib.axes import Axes

import aspiratie as asp
from aspiratie.errors import ParameterError
from aspiratie.research.cells import apa, say
from aspiratie.research.document import study_report
from aspiratie.research.views import view, view_of
from aspiratie.viewable import Viewable

TWO = "F =~ a + b + c + d\nG =~ e + f + g + h"
SCALES = {"fun": list("abcd"), "trust": list("efgh")}


@pytest.fixture(scope="module", autouse=True)
def closed() -> typing.Iterator[None]:
    mpl.use("Agg")
    yield
    pyplot.close("all")


@pytest.fixture(scope="module")
def answers() -> pd.DataFrame:
    rng = np.random.default_rng(5)
    traits = rng.normal(size=(420, 2)) @ np.array([[1.0, 0.5], [0.0, 0.87]])
    latent = 0.8 * traits[:, [0] * 4 + [1] * 4] + 0.6 * rng.normal(size=(420, 8))
    cut = np.digitize(latent, [-1.2, -0.4, 0.4, 1.2]) + 1.0
    frame = pd.DataFrame(cut, columns=list("abcdefgh"))
    frame.iloc[::40, 2] = np.nan
    return frame


@pytest.fixture(scope="module")
def results(answers: pd.DataFrame) -> dict[str, Viewable]:
    items = answers[list("abcd")]
    group = pd.Series(np.where(answers.index % 2, "havo", "vwo"), name="track")
    school = pd.Series((answers.index // 12).astype(str), name="school")
    scored = asp.scale_scores(items)
    loadings = pd.DataFrame(
        {"a": [0.8, 0.8, 0.7], "b": [0.7, 0.7, 0.7], "c": [0.6, 0.6, 0.6], "d": [0.7, 0.7, 0.7]},
        index=["x", "y", "z"],
    )
    levels = np.random.default_rng(2)
    shared = levels.normal(size=(35, 1)) + 0.5 * levels.normal(size=(35, 4))
    lifted = items.fillna(3.0) + shared[answers.index // 12]
    rng = np.random.default_rng(1)
    common = rng.normal(size=(400, 1))
    three = pd.DataFrame(
        0.6 * common + 0.5 * np.repeat(rng.normal(size=(400, 3)), 3, axis=1)
        + 0.6 * rng.normal(size=(400, 9))
    ).add_prefix("v")  # fmt: skip
    return {
        "alpha": asp.cronbach_alpha(items),
        "stratified": asp.stratified_alpha(answers, SCALES),
        "omega": asp.omega(items, n_boot=20, progress=False),
        "hierarchical": asp.omega_hierarchical(three, correlation="pearson"),
        "efa": asp.efa(answers, 2),
        "dif found": asp.dif(
            items.assign(c=np.clip(items["c"] + (group == "vwo"), 1, 5)), group=group
        ),
        "parallel": asp.parallel_analysis(answers, n_draws=20, progress=False),
        "map": asp.map_test(answers),
        "retention": asp.retention_summary(answers, n_draws=20, progress=False),
        "kmo": asp.kmo(answers),
        "bartlett": asp.bartlett_sphericity(answers),
        "polychoric": asp.polychoric(answers),
        "scores": scored,
        "cfa": asp.cfa(answers, TWO),
        "cfa by group": asp.cfa(answers.assign(track=group), TWO, group="track"),
        "cfa ml": asp.cfa(answers, TWO, estimator="MLR"),
        "models": asp.compare_models(
            answers, {"one": "F =~ " + " + ".join("abcdefgh"), "two": TWO}
        ),
        "invariance": asp.measurement_invariance(
            items.assign(track=group), "F =~ a+b+c+d", group="track"
        ),
        "icc": asp.icc(scored.scores, school),
        "funnel": asp.funnel(scored.scores, school),
        "alignment": asp.align(
            loadings,
            loadings.add([0.0, 0.2, 0.4], axis=0),
            pd.Series(100, index=loadings.index),
            seed=1,
        ),
        "reliability": asp.scale_reliability(answers, SCALES, n_boot=0),
        "beside region": asp.reliability_beside(answers.iloc[:40], answers, SCALES),
        "groups": asp.scale_invariance(answers, SCALES, group, at_least=100),
        "items by group": asp.scale_dif(answers, SCALES | {"two": ["a", "b"]}, group, at_least=100),
        "information": asp.scale_information(answers, SCALES | {"two": ["a", "b"]}),
        "spread": asp.school_spread(answers, SCALES, school),
        "congruence": asp.congruence(asp.efa(answers, 2), SCALES),
        "means": asp.compare_means(scored.scores.rename("fun"), group),
        "partial": asp.partial_correlation(answers, "a", "b", ["e"]),
        "sample means": asp.item_means(answers, cluster=school),
        "shares": asp.answer_shares(answers[["a"]], cluster=school),
        "two levels": asp.two_level_cfa(lifted, "F =~ a + b + c + d", cluster=school),
        "school mean": asp.school_mean_reliability(lifted, cluster=school),
        "schools needed": asp.school_reliability(lifted, {"fun": list("abcd")}, school),
        "dif": asp.dif(items.dropna().assign(track=group), group="track"),
        "graded": asp.irt_view(asp.cfa(items, "F =~ a + b + c + d")),
        "factor scores": asp.efa_scores(answers, asp.efa(answers, 2, correlation="pearson")),
        "esem": asp.esem(answers, 'efa("x")*F + efa("x")*G =~ a + b + c + d + e + f + g + h'),
        "repeated": asp.repeated_correlation(answers.assign(s=school), "a", "b", "s"),
    }


NAMES = ["alpha", "stratified", "omega", "hierarchical", "efa",
         "dif found", "parallel", "map", "retention",
         "kmo", "bartlett", "polychoric", "scores", "cfa", "cfa by group", "cfa ml", "models",
         "invariance", "icc", "funnel", "alignment", "reliability", "beside region",
         "groups", "items by group", "information", "spread", "congruence", "means", "partial",
         "sample means", "shares", "two levels",
         "school mean", "schools needed",
         "dif", "graded", "factor scores", "esem", "repeated"]  # fmt: skip


def test_all_of_them_are_tried(results: dict[str, Viewable]) -> None:
    assert list(results) == NAMES
    known = {type(result).__name__ for result in results.values()}
    known |= {"PartnershipJoin"}  # made from a register; tried with the registry
    returned = set()
    for name in asp.__all__:
        thing = getattr(asp, name)
        said = getattr(thing, "__annotations__", {}).get("return")
        kind = vars(sys.modules[thing.__module__]).get(str(said))
        if not (isinstance(kind, type) and dataclasses.is_dataclass(kind)):
            continue
        room = kind.__module__.split(".")[1]
        if room in ("measurement", "schools", "research") and kind.__name__ != "SchoolCode":
            assert issubclass(kind, Viewable), name
            returned.add(kind.__name__)
    assert returned <= known, returned - known


@pytest.mark.parametrize("name", NAMES)
def test_its_repr_is_one_short_line(name: str, results: dict[str, Viewable]) -> None:
    said = repr(results[name])
    assert "\n" not in said
    assert len(said) < 160
    assert said.startswith(type(results[name]).__name__)


@pytest.mark.parametrize("name", NAMES)
def test_its_tables_are_tidy_and_unrounded(name: str, results: dict[str, Viewable]) -> None:
    result = results[name]
    first = result.table()
    assert isinstance(first, pd.DataFrame)
    assert len(first)
    for sheet in view_of(result).sheets:
        assert result.table(sheet.name).equals(sheet.frame)
    first["more"] = 0  # a copy: the result stays as it is
    assert "more" not in result.table()
    with pytest.raises(ParameterError, match="Tables: "):
        result.table("shoe")


@pytest.mark.parametrize("name", NAMES)
def test_it_draws_on_axes(name: str, results: dict[str, Viewable]) -> None:
    before = dict(mpl.rcParams)
    drawn = results[name].plot()
    assert isinstance(drawn, Axes)
    assert drawn.has_data()
    given = pyplot.figure().subplots()
    assert results[name].plot(ax=given) is given
    assert dict(mpl.rcParams) == before
    pyplot.close("all")


@pytest.mark.parametrize("name", NAMES)
def test_its_words_hold_numbers_and_no_verdict(name: str, results: dict[str, Viewable]) -> None:
    words = results[name].summary()
    assert re.search(r"\d", words)
    assert words.endswith(".")
    assert not re.search(r"\b(nan|None|inf|pass|fail|passed|good fit|acceptable)\b", words)


@pytest.mark.parametrize("name", NAMES)
def test_its_html_is_accessible_and_the_same_each_time(
    name: str, results: dict[str, Viewable]
) -> None:
    result = results[name]
    for made in (result._repr_html_(), result.to_html()):
        tree = html.fromstring(f"<div>{made}</div>")
        tables = tree.findall(".//table")
        assert tables
        for table in tables:
            assert table.find("caption") is not None or table.get("aria-labelledby")
            assert all(th.get("scope") in ("row", "col", "colgroup") for th in table.iter("th"))
        assert not re.search(r">\s*(nan|None|inf)\s*<", made)
        assert "<script" not in made
    assert result._repr_html_() == result._repr_html_()
    assert result.to_html() == result.to_html()
    assert "bevat persoonsgegevens" not in result.to_html()


@pytest.mark.parametrize("name", NAMES)
def test_its_latex_is_balanced(name: str, results: dict[str, Viewable]) -> None:
    made = results[name].to_latex()
    begun = re.findall(r"\\begin\{(\w+\*?)\}", made)
    assert sorted(begun) == sorted(re.findall(r"\\end\{(\w+\*?)\}", made))
    assert "tabular*" in begun
    assert r"\toprule" in made
    assert not re.search(r"[−χΔαωβ]", made)
    assert not re.search(r"(?<!\\)%(?! )", made)


@pytest.mark.parametrize("name", NAMES)
def test_its_document_opens_with_tables_and_alternative_text(
    name: str, results: dict[str, Viewable], tmp_path: Path
) -> None:
    path = results[name].to_docx(tmp_path / "result.docx")
    document = Document(str(path))
    shown = [s for s in view_of(results[name]).sheets if not s.printed.empty]
    assert len(document.tables) == len(shown)
    for table, sheet in zip(document.tables, shown, strict=True):
        assert len(table.rows) == len(sheet.printed) + 1
        head = etree.tostring(table.rows[0]._tr).decode()
        assert "tblHeader" in head
        assert "left" not in re.findall(r"<w:tcBorders>.*?</w:tcBorders>", head)
    texts = [p.text for p in document.paragraphs]
    assert texts[0] == view_of(results[name]).title
    assert "Table 1" in texts
    assert "Figure 1" in texts
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == results[name].summary()
    assert document.core_properties.author == ""


def test_the_numbers_in_words_and_tables_are_those_of_the_result(
    results: dict[str, Any],
) -> None:
    alpha, cfa = results["alpha"], results["cfa"]
    assert f"is {apa(alpha.estimate)}, 95% CI" in alpha.summary()
    assert alpha.table("estimate").loc["scale", "alpha"] == alpha.estimate
    assert f"CFI (robust) = {apa(cfa.fit['cfi.robust'], 'b3')}" in cfa.summary()
    assert f"scaled χ²({int(cfa.fit['df'])}) = {say(cfa.fit['chisq.scaled'], 1)}" in cfa.summary()
    assert cfa.table().equals(cfa.estimates)
    loading = cfa.estimates.query("op == '=~'")["std_all"].iloc[1]
    assert apa(loading) in cfa.to_latex()
    assert results["models"].table().equals(results["models"].fit)
    assert results["invariance"].verdict in results["invariance"].summary()
    icc = results["icc"]
    if icc.icc_reml > 0:
        need = np.ceil(0.7 / 0.3 * (1 - icc.icc_reml) / icc.icc_reml)
        assert f"{say(need, 0)} for .70" in icc.summary()


def test_a_reversed_item_is_named(answers: pd.DataFrame) -> None:
    turned = answers[list("abcd")].assign(d=6 - answers["d"])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("warnings.warn", lambda *_, **__: None)
        words = asp.cronbach_alpha(turned).summary()
    assert "Against the others go d" in words


def test_scores_show_no_respondent(results: dict[str, Viewable]) -> None:
    scores = results["scores"]
    assert all(len(sheet.frame) < 20 for sheet in view_of(scores).sheets)


def test_a_result_without_a_view_of_its_own_is_shown_plainly() -> None:
    @dataclasses.dataclass(frozen=True, eq=False, kw_only=True)
    class Fresh(Viewable):
        estimate: float
        rows: pd.DataFrame
        notes: tuple[str, ...]

    fresh = Fresh(estimate=0.5, rows=pd.DataFrame({"x": [1.0]}), notes=())
    Fresh.__module__ = "aspiratie.measurement.sem.fresh"
    assert view.dispatch(Fresh) is view.dispatch(object)
    assert fresh.table().loc["estimate", "value"] == 0.5
    assert fresh.table("rows").equals(fresh.rows)
    assert "<caption>rows</caption>" in fresh._repr_html_()
    assert fresh.plot().has_data()


def test_a_whole_study_is_one_document(
    results: dict[str, Viewable], answers: pd.DataFrame, tmp_path: Path
) -> None:
    chosen = {"Number of factors": results["retention"], "Model": results["cfa"],
              "Reliability": results["reliability"]}  # fmt: skip
    path = study_report(
        tmp_path / "study.docx", chosen, items=answers, method="Pupils answered in class.",
        title="Fun and trust", seed=3,
    )  # fmt: skip
    document = Document(str(path))
    texts = [p.text for p in document.paragraphs]
    headings = [p.text for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == ["Fun and trust", "Method", "Results", *chosen]
    assert "Pupils answered in class." in texts
    assert any("420 respondents answered 8 items" in t for t in texts)
    assert any("seeded with 3" in t for t in texts)
    numbers = [t for t in texts if re.fullmatch(r"Table \d+", t)]
    assert numbers == [f"Table {i + 1}" for i in range(len(document.tables))]
    assert len(document.inline_shapes) == len(chosen)
    bare = study_report(tmp_path / "bare.docx", chosen, figures=False)
    assert not len(Document(str(bare)).inline_shapes)
    with pytest.raises(ParameterError, match="holds no result"):
        study_report(tmp_path / "x.docx", {})
    with pytest.raises(ParameterError, match="Fit"):
        study_report(tmp_path / "x.docx", {"Fit": results["cfa"].table()})  # type: ignore[dict-item]
    with pytest.raises(ParameterError, match="cannot be written"):
        results["alpha"].to_docx(tmp_path / "no" / "x.docx")
