"""Means adjusted for intake: asked for by name, beside the raw ones, never in place of them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from aspiratie.codebook import read_codebook
from aspiratie.disclosure import DisclosureRules
from aspiratie.disclosure.region.publish import publish_lettered, publish_named
from aspiratie.disclosure.shape import Adjusted, Count, Hidden
from aspiratie.display import region as sheets
from aspiratie.display.report import RegionReport
from aspiratie.errors import AspiratieError, ParameterError
from aspiratie.intake import read_answers
from aspiratie.parameters import read_parameters
from aspiratie.schools.multilevel import school_means

from .conftest import regional_of
from .test_pisa import region_of

Make = Callable[..., Any]
RULES = DisclosureRules()
FIELD = "  - {name: thuis, role: intake, title: Thuisachtergrond, title_en: Home, type: number}\n"


@pytest.fixture
def with_intake(make_region: Make) -> Callable[..., Path]:
    """Return ``with_intake(adjust=…, missing=…)``: a region of which the intake differs."""

    def make(*, adjust: str = "[thuis]", missing: int = 0, wrong: str = "") -> Path:
        run = make_region([40] * 9, sd=0.5, seed=3)
        folder = run.path.parent
        book = folder / "klein.yml"
        book.write_text(
            book.read_text(encoding="utf-8").replace("fields:\n", f"fields:\n{FIELD}"),
            encoding="utf-8",
        )
        data = folder / "leerling.csv"
        head, *rows = data.read_text(encoding="utf-8").splitlines()
        rng = np.random.default_rng(7)
        lines = [f"{head};thuis"]
        for i, row in enumerate(rows):
            # who scores high comes from a home with more, and schools differ in it
            level = np.mean([int(v) for v in row.split(";")[1:]]) - 3
            value = f"{level + rng.normal(i // 40 / 10, 0.5):.3f}".replace(".", ",")
            lines.append(f"{row};{'' if i % 40 < missing else value}")
        if wrong:
            lines[5] = lines[5].rsplit(";", 1)[0] + f";{wrong}"
        data.write_text("\n".join(lines) + "\n", encoding="utf-8")
        run.path.write_text(
            run.path.read_text(encoding="utf-8") + f"adjust_for: {adjust}\n", encoding="utf-8"
        )
        return Path(run.path)

    return make


def test_nothing_is_read_or_adjusted_unless_asked(with_intake: Callable[..., Path]) -> None:
    path = with_intake(adjust="[]")
    book = read_codebook(str(path.parent / "klein.yml"))
    answers = read_answers(path.parent / "leerling.csv", book)
    assert answers.intake.shape == (360, 0)
    assert "thuis" not in answers.respondents
    [draft] = regional_of(read_parameters(path)).drafts
    assert draft.adjustment is None
    release = publish_named(draft, RULES)
    assert all(r.adjusted == Hidden(reason="not_asked") for s in release.scales for r in s.rows)
    told = sheets.reading(RegionReport(release=release, language="nl")).html
    assert "niet gecorrigeerd voor instroom" in told


def test_adjusted_means_stand_beside_the_raw_ones(with_intake: Callable[..., Path]) -> None:
    path = with_intake(missing=2)
    [draft] = regional_of(read_parameters(path)).drafts
    release = publish_named(draft, RULES)
    assert release.adjustment is not None
    assert [f.nl for f in release.adjustment.fields] == ["Thuisachtergrond"]
    assert release.adjustment.left_out == Count(value=18)

    table = pd.read_csv(path.parent / "leerling.csv", sep=";", decimal=",")
    score = table[[f"rust{i}" for i in range(1, 5)]].mean(axis=1)
    known = table["thuis"].notna()
    means = school_means(
        score[known], table.loc[known, "school"], covariates=table.loc[known, ["thuis"]]
    )
    [scale] = [s for s in release.scales if s.name == "rust"]
    raw = table.groupby("school").size()
    apart = []
    for row in scale.rows:
        own, adjusted = means.loc[row.school], row.adjusted
        assert row.n == raw[row.school]
        assert isinstance(adjusted, Adjusted)
        near = adjusted.step  # rounded, and drawn to what schools' printed means tell
        assert abs(adjusted.mean - own["adjusted_shrunken_mean"]) <= near
        assert adjusted.low <= own["adjusted_ci_lower"] + near
        assert adjusted.high >= own["adjusted_ci_upper"] - near
        apart.append(abs(adjusted.mean - row.shrunken))
    assert max(apart) > 0.05

    report = RegionReport(release=release, language="nl")
    html = sheets.adjusted(report).html
    first = scale.rows[0].adjusted
    assert isinstance(first, Adjusted)
    assert "gemiddelde instroom van de regio (Thuisachtergrond)" in html
    assert f" → {first.mean:.1f}".replace(".", ",") in html
    told = sheets.reading(report).html
    assert "(Thuisachtergrond)" in told
    assert "niet bekend is: 18." in " ".join(told.split())

    lettered, _ = publish_lettered(draft, RULES, secret=b"x")
    assert sheets.adjusted(RegionReport(release=lettered, language="nl")).html == ""


def test_few_pupils_without_intake_are_not_counted_in_public(
    with_intake: Callable[..., Path],
) -> None:
    path = with_intake()
    data = path.parent / "leerling.csv"
    lines = data.read_text(encoding="utf-8").splitlines()
    lines[1] = lines[1].rsplit(";", 1)[0] + ";"
    data.write_text("\n".join(lines) + "\n", encoding="utf-8")
    [draft] = regional_of(read_parameters(path)).drafts
    release = publish_named(draft, RULES)
    assert release.adjustment is not None
    assert release.adjustment.left_out == Hidden(reason="few")


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"adjust": "[rust1]"}, "no column of role intake"),
        ({"adjust": "[thuiss]"}, "It has: thuis"),
        ({"wrong": "veel"}, "is not a number"),
    ],
)
def test_wrong_intake_is_refused(
    with_intake: Callable[..., Path], options: dict[str, str], word: str
) -> None:
    with pytest.raises(AspiratieError, match=word) as raised:
        regional_of(read_parameters(with_intake(**options)))
    assert "veel" not in str(raised.value)


def test_adjust_for_is_a_list(with_intake: Callable[..., Path]) -> None:
    with pytest.raises(ParameterError, match="list of names"):
        read_parameters(with_intake(adjust="thuis"))
    with pytest.raises(ParameterError, match="stands there twice"):
        read_parameters(with_intake(adjust="[thuis, thuis]"))


@pytest.mark.slow
def test_home_background_of_pisa(shared: Path, root: Path, tmp_path: Path) -> None:
    """Negative numbers with a point; thirteen to thirty pupils a school."""
    draft = region_of(0, shared, root, tmp_path, more="adjust_for: [ESCS]\n")
    [scale] = [s for s in draft.scales if s.facts.name == "DISCLIM"]
    table = pd.read_csv(tmp_path / "pisa.csv", dtype={"school_id": str})
    known = table.groupby("school_id")["ESCS"].count()
    assert table["ESCS"].min() < -1
    for row in scale.rows:
        assert row.adjusted is not None
        assert row.adjusted.n <= known[row.school]
        assert row.adjusted.low < row.adjusted.mean < row.adjusted.high


def test_intake_may_have_any_name(tmp_path: Path) -> None:
    """Also that of a role: its numbers are never taken for weights or seconds."""
    book_path = tmp_path / "klein.yml"
    book_path.write_text(
        "name: klein\nversion: '1'\ntitle: Klein\ntitle_en: Small\ninformant: pupil\n"
        "example: true\nlicence: Eigen.\nlicence_en: Own.\nscales:\n"
        "  - {name: rust, title: Rust, title_en: Calm, definition: Rust., definition_en: Calm.}\n"
        "fields:\n  - {name: school, role: school, title: School, title_en: School}\n"
        "  - {name: weight, role: intake, title: Gewicht, title_en: Weight, type: number}\n"
        + "".join(
            f"  - {{name: r{i}, title: Vraag {i}., title_en: Question {i}., scale: rust, "
            "type: integer, categoriesOrdered: true, categories: "
            "[{value: 1, label: nee, label_en: no}, {value: 2, label: ja, label_en: yes}]}\n"
            for i in range(3)
        ),
        encoding="utf-8",
    )
    data = tmp_path / "a.csv"
    data.write_text("school;weight;r0;r1;r2\nA;-1,5;1;2;1\nA;0,5;2;2;1\n", encoding="utf-8")
    answers = read_answers(data, read_codebook(str(book_path)), intake=("weight",))
    assert answers.intake["weight"].tolist() == [-1.5, 0.5]
    assert "weight" not in answers.respondents
