"""Any questionnaire makes a report, or before anything is made a told reason.

An ordinary run tries twenty shapes; ``QUESTIONNAIRES=500`` tries as many as it says.
"""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import lxml.html
import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from aspiratie.batch import releases, report_region, report_schools, schools
from aspiratie.disclosure import read_school_release
from aspiratie.disclosure.shape import Hidden
from aspiratie.errors import AspiratieError, DisclosureError
from aspiratie.report import MATRIX, MAX_REGION, SEARCH
from page_rules import faults

from .questionnaires import TITLES, TITLES_EN, ScaleShape, Shape, write

#: A questionnaire may be unwise, as with two questions to a scale, or get one answer of everybody.
pytestmark = [
    pytest.mark.filterwarnings("ignore::aspiratie.errors.CodebookWarning"),
    pytest.mark.filterwarnings("ignore:Everybody gave the same answer"),
]
EXAMPLES = int(os.environ.get("QUESTIONNAIRES", "20"))

scale_shapes = st.builds(
    ScaleShape,
    items=st.integers(1, 6),
    answers=st.integers(2, 11),
    loading=st.sampled_from([0.0, 0.5, 0.8, 0.95]),
    turned=st.integers(0, 3),
    marked=st.booleans(),
    principle=st.sampled_from([None, 0, 1]),
)
pupils = st.one_of(st.integers(12, 40), st.integers(12, 40), st.integers(4, 11))
shapes = st.builds(
    Shape,
    scales=st.lists(scale_shapes, min_size=1, max_size=4).map(tuple),
    singles=st.lists(st.integers(2, 11), max_size=3).map(tuple),
    schools=st.lists(pupils, min_size=1, max_size=7).map(tuple),
    groups=st.integers(0, 3),
    blank=st.sampled_from([0.0, 0.05, 0.4]),
    unsure=st.sampled_from(["", "opinion", "blank"]),
    midpoint=st.sampled_from(["", "neutral", "unsure"]),
    english=st.booleans(),
    outcome=st.booleans(),
    ladder=st.booleans(),
    profile=st.booleans(),
    waves=st.booleans(),
    same=st.booleans(),
    language=st.sampled_from(["nl", "en"]),
    seed=st.integers(0, 9),
)

S = ScaleShape
#: Shapes that once made no report, or said what is not so.
FOUND = {
    "no principles": Shape(scales=(S(), S(items=5, answers=4))),
    "one scale of a principle": Shape(scales=(S(principle=0),)),
    "no reliable scale": Shape(scales=(S(turned=2, marked=False, principle=0),)),
    "no reliable scale, no principles": Shape(scales=(S(loading=0.0), S(loading=0.0))),
    "only the outcome is reliable": Shape(scales=(S(loading=0.0, principle=0), S()), outcome=True),
    "lengths and answers differ": Shape(
        scales=(S(items=3, answers=4, principle=0), S(items=6, answers=7), S(answers=11))
    ),
    "one question a scale": Shape(scales=(S(items=1, answers=2), S(items=1, answers=11))),
    "only a scale of no principle is reliable, in two waves": Shape(
        scales=(S(items=3, loading=0.0), S(items=5, loading=0.95), S(items=1, principle=0)),
        schools=(24,),
        groups=2,
        waves=True,
    ),
    "all answer alike": Shape(same=True),
    "all there is": Shape(
        scales=(S(principle=0, turned=1), S(principle=1), S()),
        singles=(5,),
        schools=(60, 45, 40, 40, 40, 40),
        groups=3,
        unsure="opinion",
        midpoint="neutral",
        outcome=True,
        ladder=True,
        profile=True,
        waves=True,
    ),
    "an earlier wave asked something else": Shape(
        scales=(S(items=1, answers=2, loading=0.0),),
        schools=(12,),
        groups=0,
        waves=True,
        same=False,
    ),
    "a principle of one scale, beside scales of no principle": Shape(
        scales=(
            S(items=3, answers=5, loading=0.8),
            S(items=4, answers=4, loading=0.0, turned=2),
            S(items=4, answers=8, loading=0.8, turned=2, marked=True, principle=1),
        ),
        schools=(33, 28),
        waves=True,
    ),
    "no school is large enough": Shape(
        scales=(S(items=1, answers=7, loading=0.95), S(items=2, answers=6)), schools=(7, 5)
    ),
}


@pytest.fixture(scope="module", autouse=True)
def _in_this_process() -> Iterator[None]:
    """Draw in this process, as a child of its own does for every school."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(schools, "gives_fresh_processes", lambda *_, **__: True)
        yield


def _text(html: str) -> str:
    body = lxml.html.document_fromstring(html).find("body")
    return " ".join(body.text_content().split())


def _check(page: Path, shape: Shape, *, kind: str) -> str:
    """Hold a page against every rule, and against what its questionnaire has; return its text."""
    html = page.read_text(encoding="utf-8")
    options = {} if kind == "school" else {"max_bytes": MAX_REGION}
    found = faults(
        html,
        language=shape.language,
        contrast=False,
        script=next((s for s in (SEARCH, MATRIX) if s in html), None),
        **options,
    )
    assert found == [], (page.name, [str(fault) for fault in found])
    text = _text(html)
    for word in ("conditie", "+ (", "condition"):
        assert word not in text, (page.name, word)
    if not shape.unsure:
        for words in ("Weet niet", "weet niet", "Don’t know", "don’t know"):
            assert words not in text, (page.name, words)
    if not shape.midpoint:
        assert "‘Neutraal’" not in text, page.name
        assert "“Neutral”" not in text, page.name
    return text


def _read_schools(shape: Shape, parameters: Path) -> None:
    batch = report_schools(parameters, executor="serial", xlsx=True, progress=False)
    assert not batch.failed, batch.failure_table()
    assert not batch.index_fault
    assert set(batch.outcomes) | set(batch.withheld) == {
        f"{i:02d}AB00" for i in range(1, len(shape.schools) + 1)
    }
    index = _check(batch.index, shape, kind="index")
    titles = TITLES_EN if shape.language == "en" and shape.english else TITLES
    for school, outcome in batch.outcomes.items():
        assert school in index
        text = _check(outcome.html, shape, kind="school")
        whole = text + _text(outcome.html.with_stem(f"{school}-bijlage").read_text("utf-8"))
        for title in titles[: len(shape.scales)]:
            assert title in (whole if shape.outcome or shape.profile else text)
        told = "not marked as reversed" if shape.language == "en" else "niet als omgekeerd in het"
        release = read_school_release(batch.index.parent / "release" / f"{school}.json")
        hidden = {s.score for s in release.scales if isinstance(s.score, Hidden)}
        assert (told in text) == (hidden == {Hidden(reason="unreliable")})
        for suffix in ("-bijlage", "-poster"):
            _check(outcome.html.with_stem(f"{school}{suffix}"), shape, kind="school")
        assert outcome.html.with_suffix(".xlsx").stat().st_size > 1000


def _read_region(shape: Shape, parameters: Path) -> None:
    told, pages = "", ()
    try:
        pages = report_region(parameters, progress=False).pages
    except DisclosureError as error:
        told = str(error)
    assert bool(told) != bool(pages)
    if told:
        assert "There is no region report.\n  - sector all: A region report needs" in told
    for page in pages:
        _check(page, shape, kind="region")


@pytest.mark.slow
@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    database=None,
    phases=[Phase.explicit, Phase.generate],  # to make a smaller one of what failed takes minutes
)
@given(shape=shapes)
@example(shape=replace(FOUND["no principles"], language="en"))
@example(shape=replace(FOUND["no reliable scale"], language="nl"))
def test_any_questionnaire_makes_pages(shape: Shape) -> None:
    with tempfile.TemporaryDirectory() as folder:
        parameters = write(shape, Path(folder))
        _read_schools(shape, parameters)
        _read_region(shape, parameters)


@pytest.mark.slow
@pytest.mark.parametrize("name", FOUND)
def test_shape_that_once_failed(name: str, tmp_path: Path) -> None:
    language = ("nl", "en")[list(FOUND).index(name) % 2]
    shape = replace(FOUND[name], language=language)
    parameters = write(shape, tmp_path)
    _read_schools(shape, parameters)
    _read_region(shape, parameters)


def test_scores_of_different_answers_say_their_own_ends(tmp_path: Path) -> None:
    parameters = write(Shape(scales=(S(answers=2), S(answers=11))), tmp_path)
    batch = report_schools(parameters, schools=["01AB00"], executor="serial", progress=False)
    text = _text(batch.outcomes["01AB00"].html.read_text(encoding="utf-8"))
    assert "Cijfers van 1 tot" not in text
    assert f"{TITLES[1]} (1 tot 11)" in text


def test_single_questions_are_refused_before_anything_is_made(tmp_path: Path) -> None:
    parameters = write(Shape(scales=(), singles=(2, 5)), tmp_path)
    for make in (report_schools, report_region):
        with pytest.raises(AspiratieError, match="a scale may have one question"):
            make(parameters, progress=False)
    assert not (tmp_path / "rapporten").exists() or not list((tmp_path / "rapporten").rglob("*.*"))


def test_analyst_is_told_which_questions_run_against_the_others(tmp_path: Path) -> None:
    scales = (S(turned=2, marked=False, items=5), S(loading=0.0), S(items=1), S())
    prepared = releases.prepare_releases(write(Shape(scales=scales), tmp_path))
    turned, noise, single = prepared.advice
    assert "s0v0, s0v1 run against" in turned
    assert "reversed: true" in turned
    assert "schaal1" in noise
    assert "run against" not in noise
    assert "schaal2 has one question" in single
