"""A researcher's figures: their markup, and that they show the numbers that they were given."""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from aspiratie import research
from aspiratie.errors import ParameterError
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.measurement.sem.result import CfaResult
from aspiratie.research.cells import interval, pvalue, research_table, say

SVG = "{http://www.w3.org/2000/svg}"
TWO = "F =~ a + b + c + d\nG =~ e + f + g + h"


def answers(n: int = 400, seed: int = 5) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    traits = rng.normal(size=(n, 2)) @ np.array([[1.0, 0.5], [0.0, 0.87]])
    latent = 0.8 * traits[:, [0] * 4 + [1] * 4] + 0.6 * rng.normal(size=(n, 8))
    latent[:, 3] *= -1
    return pd.DataFrame(np.digitize(latent, [-1.2, -0.4, 0.4, 1.2]) + 1.0, columns=list("abcdefgh"))


@pytest.fixture(scope="module")
def two_factors() -> CfaResult:
    return cfa(answers(), TWO)


def every_figure(model: CfaResult) -> list[research.Figure]:
    shares = pd.DataFrame(
        {"n": [100.0, 90.0], 1: [0.1, 0.25], 2: [0.2, 0.25], 3: [0.3, 0.25], 4: [0.4, 0.25]},
        index=["a", "b (R)"],
    )
    gone = pd.DataFrame([[0.1, 0.2], [0.0, 0.5]], index=["all", "3"], columns=["a", "b"])
    return [
        research.item_bars(shares),
        research.missing_matrix(gone, sizes=pd.Series({"all": 100, "3": 40})),
        research.path_diagram(model),
    ]


@pytest.fixture(scope="module")
def drawn(two_factors: CfaResult) -> list[research.Figure]:
    return every_figure(two_factors)


def test_figures_are_fit_for_a_page(drawn: list[research.Figure]) -> None:
    ids: list[str] = []
    for figure in drawn:
        root = ET.fromstring(figure.svg)
        assert root.get("role") == "img"
        assert root.find(f"{SVG}title").text == figure.title  # type: ignore[union-attr]
        assert root.find(f"{SVG}desc").text == figure.alt  # type: ignore[union-attr]
        own = [e.get("id", "") for e in root.iter() if e.get("id")]
        assert all(name.startswith(f"{figure.name}-") for name in own)
        ids += [figure.name, *own]
        used = re.findall(r'(?:href="#|url\(#)([^")]+)', figure.svg)
        assert set(used) <= set(own)
        assert "<script" not in figure.html
        assert not re.search(r'(?:src|href)="(?!#|data:image/png)', figure.svg)
        assert not re.search(r"\b(nan|None|NaN)\b", figure.html)
        assert "bevat persoonsgegevens" in figure.html
        assert "<details" in figure.html
    assert len(ids) == len(set(ids))


def test_equal_input_gives_equal_bytes_and_leaves_settings_alone(
    two_factors: CfaResult, drawn: list[research.Figure]
) -> None:
    before = dict(mpl.rcParams)
    again = every_figure(two_factors)
    assert dict(mpl.rcParams) == before
    assert [f.html for f in drawn] == [f.html for f in again]


def texts(figure: research.Figure) -> list[str]:
    return [e.text or "" for e in ET.fromstring(figure.svg).iter(f"{SVG}text")]


def test_path_diagram_draws_every_loading(two_factors: CfaResult) -> None:
    figure = research.path_diagram(two_factors)
    root = ET.fromstring(figure.svg)
    arrows = [e for e in root.iter(f"{SVG}path") if e.get("marker-end")]
    loadings = two_factors.estimates.query("op == '=~'")
    assert len(arrows) == len(loadings)
    assert len([e for e in arrows if e.get("stroke-dasharray")]) == 1  # item d is turned round
    assert len(list(root.iter(f"{SVG}rect"))) == 8
    assert len(list(root.iter(f"{SVG}ellipse"))) == 2
    words = texts(figure)
    assert {*"abcdefgh", "F", "G"} <= set(words)
    written = [say(v, 2).replace("0.", ".", 1) for v in loadings["std_all"]]
    assert all(w in words for w in written)


def test_path_diagram_lays_out_levels() -> None:
    data = answers()
    bifactor = "H =~ a + b + c + d + e + f + g + h\n" + TWO
    bifactor += "\nH ~~ 0*F\nH ~~ 0*G\nF ~~ 0*G"
    figure = research.path_diagram(cfa(data, bifactor, estimator="DWLS"))
    root = ET.fromstring(figure.svg)
    ovals = {t: float(t_x) for t, t_x in named(root)}
    assert ovals["F"] < ovals["a"] < ovals["H"]
    assert ovals["F"] == ovals["G"]


def named(root: ET.Element) -> list[tuple[str, str]]:
    return [(e.text or "", e.get("x", "")) for e in root.iter(f"{SVG}text")]


def test_path_diagram_refuses_an_unknown_group(two_factors: CfaResult) -> None:
    with pytest.raises(ParameterError, match="There is no group 'x'"):
        research.path_diagram(two_factors, group="x")


@settings(max_examples=40, deadline=None)
@given(hnp.arrays(np.float64, (2, 3), elements=st.floats(allow_nan=True, allow_infinity=True)))
def test_no_table_shows_nan(values: np.ndarray) -> None:
    html = research_table("T", pd.DataFrame(values, columns=list("abc"))).html
    assert "nan" not in html
    assert "inf" not in html


@given(st.floats(0, 1))
def test_probabilities_are_never_zero(p: float) -> None:
    assert pvalue(p) != "0.000"


@given(st.floats(-1e3, 1e3), st.integers(0, 4))
def test_rounding_is_near(value: float, places: int) -> None:
    back = float(say(value, places).replace("−", "-").replace(",", ""))
    assert abs(back - value) <= 0.5 * 10**-places + 1e-9


def test_an_interval_without_ends_is_a_dash() -> None:
    assert interval(float("nan"), 1.0) == "–"
