"""The codebooks that come with the package say what the aspiration model says."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest

from aspiratie.codebook import Codebook, read_codebook, shipped_codebooks

ROOT = Path(__file__).resolve().parents[2]
CONDITIONS = {
    "Eigenwaarde": ["Erbij horen", "Helden hebben", "Erkenning voor inzet en prestaties"],
    "Betrokkenheid": [
        "Plezier en enthousiasme",
        "Nieuwsgierigheid en creativiteit",
        "Avontuur en uitdaging",
    ],
    "Doelbewustzijn": ["Leiderschap en verantwoordelijkheid", "Durven handelen"],
}
TAGS = {
    "Eigenwaarde": ("context",),
    "Betrokkenheid": ("context", "content", "feedback"),
    "Doelbewustzijn": ("context", "content", "feedback"),
}


@pytest.fixture(scope="module")
def pupil() -> Codebook:
    return read_codebook("aspiratie-leerling")


@pytest.fixture(scope="module", params=shipped_codebooks())
def book(request: pytest.FixtureRequest) -> Codebook:
    return read_codebook(request.param)


def test_there_is_one_for_each_informant() -> None:
    informants = {read_codebook(name).informant for name in shipped_codebooks()}
    assert informants == {"pupil", "teacher", "team", "parent"}


def test_principles_conditions_and_tags(book: Codebook) -> None:
    found = {p.title.nl: [c.title.nl for c in book.conditions_of(p.name)] for p in book.principles}
    assert found == CONDITIONS
    assert {p.title.nl: p.tags for p in book.principles} == TAGS


def test_every_text_is_there_in_dutch_and_in_english(book: Codebook) -> None:
    texts = [book.title, book.licence]
    for part in (*book.principles, *book.scales):
        texts += [part.title, part.definition]
    for field in book.fields:
        texts += [field.title, *(c.label for c in field.categories)]
        texts += [m.label for m in field.missing]
    assert all(t.nl and t.en for t in texts)
    assert not [t.nl for t in texts if t.nl == t.en and t.nl != "Status"]


def test_items_are_marked_as_examples(book: Codebook) -> None:
    assert book.example
    assert "voorbeeld" in book.licence.nl.casefold()


def test_five_answers_from_disagreement_to_agreement_with_a_neutral_midpoint(
    book: Codebook,
) -> None:
    for item in book.items:
        if item.scale is None:
            continue
        assert [c.label.nl for c in item.categories] == [
            "helemaal mee oneens",
            "mee oneens",
            "neutraal",
            "mee eens",
            "helemaal mee eens",
        ]
        assert item.midpoint == "neutral"
        assert {m.label.nl: m.reason for m in item.missing} == {
            "weet niet": "opinion",
            "niet van toepassing": "opinion",
            "geen antwoord": "blank",
        }


def test_ladder_has_eight_rungs_and_is_no_scale(book: Codebook) -> None:
    assert book.ladder is not None
    ladder = book.field(book.ladder)
    assert ladder.n_categories == 8
    assert ladder.scale is None
    assert ladder.midpoint is None


def test_pupils_answer_four_to_six_items_a_condition_some_reversed(pupil: Codebook) -> None:
    for condition in pupil.conditions:
        items = pupil.items_of(condition.name)
        assert 4 <= len(items) <= 6
        assert sum(f.reversed for f in items) == 1
    assert pupil.profile is not None
    extra = [pupil.profile.dreaming, pupil.profile.doing, str(pupil.outcome)]
    assert extra == ["dreaming", "doing", "motivation"]
    assert all(len(pupil.items_of(scale)) >= 3 for scale in extra)
    assert not set(extra) & {c.name for c in pupil.conditions}


def test_other_informants_mirror_pupils_items_in_the_same_direction(
    book: Codebook, pupil: Codebook
) -> None:
    if book.informant == "pupil":
        assert not [f for f in book.items if f.mirrors]
        return
    for item in book.items:
        assert item.mirrors is not None
        twin = pupil.field(item.mirrors)
        assert (item.scale, item.reversed) == (twin.scale, twin.reversed)
        assert item.categories == twin.categories
        assert item.title.nl != twin.title.nl
    for condition in book.conditions:
        assert len(book.items_of(condition.name)) >= 3


def test_all_informants_mirror_the_same_items() -> None:
    mirrored = [
        {f.mirrors for f in read_codebook(name).items}
        for name in shipped_codebooks()
        if name != "aspiratie-leerling"
    ]
    assert all(a == b for a, b in pairwise(mirrored))


def test_roles_and_their_usual_headings(book: Codebook) -> None:
    school = book.role("school")
    assert school is not None
    assert {"BRIN", "BRIN-vestiging"} <= set(school.aliases)
    for role in ("respondent", "submitted", "duration", "status", "open"):
        assert book.role(role) is not None
    assert (book.role("group") is not None) == (book.informant in ("pupil", "parent"))
    assert (book.role("type") is not None) == (book.informant == "pupil")


def test_items_are_short_sentences_of_everyday_words(book: Codebook) -> None:
    sentences = [s for f in book.items for s in re.split(r"(?<=[.?])\s+", f.title.nl.strip()) if s]
    lengths = [len(s.split()) for s in sentences]
    assert sum(lengths) / len(lengths) <= 13
    assert max(lengths) <= 18
    long_words = [w for s in sentences for w in re.findall(r"\w+", s) if len(w) > 14]
    assert not long_words


def test_pisa_codebook_says_what_the_public_file_says(shared: Path) -> None:
    import numpy as np
    import pandas as pd

    book = read_codebook(ROOT / "params" / "codebooks" / "pisa2003-nld.yml")
    folder = shared / "data" / "pisa2003_nld"
    public = pd.read_csv(folder / "codebook.csv").dropna(subset=["scale"]).set_index("item")
    assert {f.name: f.scale for f in book.items} == public["scale"].to_dict()
    data = pd.read_csv(folder / "pisa2003_nld.csv", dtype={"school_id": str})
    assert data["school_id"].nunique() == 154
    alphas = {}
    for scale in book.scales:
        columns = {}
        for item in book.items_of(scale.name):
            place = {c.value: i for i, c in enumerate(item.categories, 1)}
            answer = data[item.name].map(place)
            columns[item.name] = 5 - answer if item.reversed else answer
        table = pd.DataFrame(columns).dropna()
        for name in table:
            rest = table.drop(columns=name).sum(axis=1)
            assert table[name].corr(rest) > 0.15, name
        cov = table.cov().to_numpy()
        k = len(cov)
        alphas[scale.name] = k / (k - 1) * (1 - np.trace(cov) / cov.sum())
    assert alphas["ATSCHL"] == pytest.approx(0.50, abs=0.005)
    assert alphas["MEMOR"] == pytest.approx(0.45, abs=0.005)
    others = [a for s, a in alphas.items() if s not in ("ATSCHL", "MEMOR")]
    assert min(others) > 0.65
