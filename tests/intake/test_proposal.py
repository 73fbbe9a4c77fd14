"""A proposal says what the file says; what it does not say is asked, and an answer decides."""

from __future__ import annotations

import re
from importlib.resources import files

import numpy as np
import pandas as pd
import pyreadstat
import pytest
from hypothesis import given as drawn
from hypothesis import settings
from hypothesis import strategies as st

from aspiratie.codebook import read_codebook
from aspiratie.codebook.labels import families, order
from aspiratie.errors import IntakeError
from aspiratie.intake import read_export
from aspiratie.intake.near import assign
from aspiratie.intake.proposal import propose
from aspiratie.simulate.formats import FORMATS, Given, write_format

FIVE = ["helemaal oneens", "oneens", "neutraal", "eens", "helemaal eens"]
TEXTS = [
    "Ik voel me thuis op school", "De lessen zijn saai", "Ik leer veel van mijn leraren",
    "Ik heb vrienden in de klas", "Ik durf vragen te stellen", "Mijn leraar helpt mij",
]  # fmt: skip


@pytest.fixture
def export(tmp_path):
    """Write a table of answers; all questions ask one thing, some turned around."""

    def write(labels=FIVE, texts=TEXTS, *, turned=(), n=120, name="vragen.csv", more=None):
        rng = np.random.default_rng(4)
        base = rng.normal(size=n)
        frame = pd.DataFrame(index=range(n))
        frame["BRIN"] = [f"{i % 4:02d}AB00" for i in range(n)]
        for place, text in enumerate(texts):
            value = (-base if place in turned else base) + rng.normal(size=n) * 0.7
            cuts = np.quantile(value, np.linspace(0, 1, len(labels) + 1)[1:-1])
            frame[text] = np.array(labels, dtype=object)[np.searchsorted(cuts, value)]
        for head, values in (more or {}).items():
            frame[head] = [values[i % len(values)] for i in range(n)]
        frame.to_csv(tmp_path / name, sep=";", index=False)
        return tmp_path / name

    return write


def kinds(proposal):
    return sorted(q.key for q in proposal.open)


def test_known_answers_need_no_question_but_who_answered(export):
    proposal = propose(export())
    assert kinds(proposal) == ["informant"]
    (block,) = proposal.blocks
    assert (block.answers.sure, block.family) == ("certain", "agreement")
    assert [a.label for a in block.answers.value] == FIVE
    with pytest.raises(IntakeError, match="1 question"):
        proposal.to_codebook(name="x", title="X")
    book = propose(export(), answers_to_questions={"informant": "pupil"}).to_codebook(
        name="x", title="X"
    )
    assert [item.title.nl for item in book.items] == TEXTS
    read = read_export(export(), book)
    assert (read.states > 0).all(axis=None)


def test_numbers_alone_are_asked_and_an_answer_decides(export):
    path = export(labels=["1", "2", "3", "4", "5"])
    proposal = propose(path)
    assert kinds(proposal) == ["informant", "labels:block1"]
    question = proposal.question("labels:block1")
    assert "agreement:down" in [c.value for c in question.choices]
    told = {"informant": "pupil", "labels:block1": "agreement:down"}
    book = propose(path, answers_to_questions=told).to_codebook(name="x", title="X")
    assert [c.value for c in book.items[0].categories] == [5, 4, 3, 2, 1]
    assert book.items[0].categories[0].label.nl == "helemaal mee oneens"
    own = ["1 = nooit", "2 = soms", "4 = altijd", "5 = heel altijd"]
    book = propose(path, answers_to_questions={**told, "labels:block1": own}).to_codebook(
        name="x", title="X"
    )
    assert [m.value for m in book.items[0].missing] == ["3"]


def test_lettered_codes_are_asked_as_numbers_are(export):
    path = export(labels=["A1", "A2", "A3", "A4", "A5"])
    assert kinds(propose(path)) == ["informant", "labels:block1"]
    told = {"informant": "pupil", "labels:block1": "agreement:down"}
    book = propose(path, answers_to_questions=told).to_codebook(name="x", title="X")
    assert [c.aliases for c in book.items[0].categories] == [(f"A{i}",) for i in range(5, 0, -1)]
    read = read_export(path, book)
    frame = pd.read_csv(path, sep=";")
    assert (read.states.to_numpy() == 6 - frame[TEXTS].map(lambda c: int(c[1:])).to_numpy()).all()
    own = [f"A{i} = woord {i}" for i in range(1, 6)]
    told["labels:block1"] = own
    item = propose(path, answers_to_questions=told).to_codebook(name="x", title="X").items[0]
    assert item.categories[0].label.nl == "woord 1"


def test_codes_of_spss_in_another_order_than_the_answers_are_kept(tmp_path):
    """1 strongly disagree, 6 somewhat disagree, 2 neutral, 3, 4: as a survey tool may number."""
    codes = {1: "strongly disagree", 6: "somewhat disagree", 2: "neutral", 3: "somewhat agree",
             4: "strongly agree"}  # fmt: skip
    rng = np.random.default_rng(2)
    cells = rng.choice(list(codes), (80, 4)).astype(float)
    frame = pd.DataFrame(cells, columns=[f"v{i}" for i in range(4)])
    frame.insert(0, "BRIN", ["01AB", "02CD"] * 40)
    path = tmp_path / "codes.sav"
    pyreadstat.write_sav(
        frame,
        path,
        column_labels=["School", *(f"Statement number {i} of the list" for i in range(4))],
        variable_value_labels={f"v{i}": codes for i in range(4)},
    )
    told = {"informant": "pupil"}
    told |= {q.key: "no" for q in propose(path, answers_to_questions=told).open}
    told |= {q.key: "no" for q in propose(path, answers_to_questions=told).open}
    book = propose(path, answers_to_questions=told).to_codebook(name="x", title="X")
    assert [c.value for c in book.items[0].categories] == [1, 6, 2, 3, 4]
    read = read_export(path, book)
    place = {code: i for i, code in enumerate(codes, 1)}
    assert (read.states.to_numpy() == frame.iloc[:, 1:].map(place.get).to_numpy()).all()


def test_unknown_labels_are_asked_and_left_out_ones_count_as_no_opinion(export):
    labels = ["blauw", "groen", "geel", "paars"]
    path = export(labels=labels)
    assert kinds(propose(path)) == ["informant", "order:block1"]
    told = {"informant": "pupil", "order:block1": ["paars", "blauw", "geel"]}
    item = propose(path, answers_to_questions=told).to_codebook(name="x", title="X").items[0]
    assert [c.label.nl for c in item.categories] == ["paars", "blauw", "geel"]
    assert [m.label.nl for m in item.missing] == ["groen"]
    with pytest.raises(IntakeError, match="does not list the labels found"):
        propose(path, answers_to_questions={"order:block1": ["paars", "rood"]})


def test_an_answer_that_nobody_chose_is_asked(export):
    path = export(labels=FIVE[:4])
    proposal = propose(path)
    assert kinds(proposal) == ["gap:block1", "informant"]
    told = {"informant": "pupil", "gap:block1": "add-high"}
    book = propose(path, answers_to_questions=told).to_codebook(name="x", title="X")
    assert book.items[0].n_categories == 5
    told["gap:block1"] = "as-found"
    assert propose(path, answers_to_questions=told).to_codebook(name="x", title="X").items[
        0
    ].n_categories == 4  # fmt: skip


def test_answers_of_a_block_are_the_union_over_its_columns(export):
    path = export()
    frame = pd.read_csv(path, sep=";")
    frame.loc[frame[TEXTS[0]] == "neutraal", TEXTS[0]] = "eens"
    frame.loc[frame.index[:6], TEXTS[0]] = "weet niet"
    few = frame.iloc[:30]
    few.to_csv(path, sep=";", index=False)
    (block,) = propose(path).blocks
    assert [a.label for a in block.answers.value] == FIVE
    assert [a.label for a in block.missing] == ["weet niet"]


def test_a_four_point_list_beside_a_five_point_list_stays_one_of_its_own(export):
    path = export(n=400)
    frame = pd.read_csv(path, sep=";")
    for text in TEXTS[:3]:
        frame.loc[frame[text] == "neutraal", text] = "eens"
    frame.to_csv(path, sep=";", index=False)
    assert [len(b.answers.value) for b in propose(path).blocks] == [4, 5]


def test_a_question_against_its_scale_is_asked_with_its_text(export):
    path = export(turned=(1,))
    proposal = propose(path)
    assert kinds(proposal) == ["informant", "reversed:q03"]
    question = proposal.question("reversed:q03")
    assert TEXTS[1] in question.text.text("nl")
    told = {"informant": "pupil", "reversed:q03": "yes"}
    book = propose(path, answers_to_questions=told).to_codebook(name="x", title="X")
    assert [item.reversed for item in book.items] == [False, True, *[False] * 4]
    told["reversed:q03"] = "no"
    others = propose(path, answers_to_questions=told)
    assert len(others.open) == 5  # then it is the others, or one of them does not belong


@pytest.mark.parametrize(
    ("heading", "values", "role"),
    [
        ("E-mail", ["a@b.nl", "c@d.nl"], "personal"),
        ("Wat is je naam?", ["A", "B"], "personal"),
        ("Leerjaar", ["1", "2"], "group"),
        ("Geslacht", ["jongen", "meisje", "anders"], "other"),
        ("Gewicht", ["1,5", "0,5"], "weight"),
        ("Kolom", [f"mening nummer {i} over van alles en nog wat" for i in range(90)], "open"),
        ("Leeg", [""], "other"),
    ],
)
def test_roles(export, heading, values, role):
    proposal = propose(export(more={heading: values}))
    column = proposal.columns[-1]
    assert (column.role.value, column.role.sure) == (role, "certain")


def test_a_single_unknown_question_is_left_out_unless_somebody_says_it_is_one(export):
    path = export(more={"Hoe kom je naar school?": ["fiets", "bus", "auto"]})
    proposal = propose(path)
    question = proposal.question("role:q08")
    assert question.default == "other"
    assert question not in proposal.open
    told = {"informant": "pupil", "role:q08": "item"}
    assert "order:block2" in kinds(propose(path, answers_to_questions=told))


def test_answers_to_no_question_are_refused(export):
    with pytest.raises(IntakeError) as caught:
        propose(export(), answers_to_questions={"informant": "hond", "order:block9": "turned"})
    assert len(caught.value.problems) == 2


def test_a_file_without_a_school_asks_for_it(export):
    path = export()
    frame = pd.read_csv(path, sep=";").drop(columns="BRIN")
    frame.to_csv(path, sep=";", index=False)
    proposal = propose(path)
    assert kinds(proposal) == ["informant", "school:vragen.csv"]
    told = {"informant": "pupil", "school:vragen.csv": "01AB00"}
    proposal = propose(path, answers_to_questions=told)
    assert proposal.files[0].school.value == "01AB00"
    book = proposal.to_codebook(name="x", title="X")
    assert read_export(path, book, school="01AB00").texts["school"].tolist() == ["01AB00"] * 120


def test_the_language_of_the_questions_goes_into_the_codebook(export):
    english = ["I feel at home in my school", "The lessons are fun", "I can ask my teacher"]
    path = export(labels=["disagree", "neutral", "agree"], texts=english)
    proposal = propose(path, answers_to_questions={"informant": "pupil"})
    assert proposal.language == "en"
    assert proposal.to_codebook(name="x", title="X").language == "en"
    assert propose(export()).language == "nl"


def test_files_with_the_same_headings_are_one_questionnaire(export):
    paths = [export(name="a.csv"), export(name="b.csv", n=80)]
    proposal = propose(paths)
    assert [f.rows for f in proposal.files] == [120, 80]
    assert len(proposal.items) == 6
    assert proposal.items[0].filled == 200


def test_a_question_that_one_file_does_not_have_is_asked_about_by_the_others(export):
    one = export(turned=(1,), name="a.csv")
    other = export(texts=TEXTS[:3], turned=(1,), n=40, name="b.csv")
    proposal = propose([one, other], answers_to_questions={"informant": "pupil"})
    assert kinds(proposal) == ["reversed:q03"]
    assert [len(c.places) for c in proposal.items] == [2, 2, 2, 1, 1, 1]


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.filterwarnings("ignore:.*item:aspiratie.errors.CodebookWarning")
def test_every_tool_gives_a_codebook_with_few_questions_and_no_wrong_answer(name, tmp_path):
    book = read_codebook("aspiratie-leerkracht")
    rng = np.random.default_rng(3)
    base = rng.normal(size=(60, 1)) + 0.8 * rng.normal(size=(60, len(book.items)))
    places = np.digitize(base, [-1.2, -0.4, 0.4, 1.2]) + 1
    given = Given(codebook=book, schools=["01AB00", "02CD"] * 30, places=places)
    path = write_format(name, given, tmp_path)
    proposal = propose(path, answers_to_questions={"informant": "teacher"})
    told = {"informant": "teacher"}
    for question in proposal.open:
        assert question.kind in ("labels", "gap"), question
        told[question.key] = "agreement:up" if question.kind == "labels" else "as-found"
    assert len(told) <= 3
    made = propose(path, answers_to_questions=told).to_codebook(name="x", title="X")
    # the ladder's sentences have no known order, so that it is left out till somebody says it
    n = len(made.items)
    assert n >= len(book.items) - 1
    read = read_export(path, made)
    rows = slice(2 if "previews" in name else 0, None)
    assert (read.states.to_numpy()[rows] == places[:, :n]).all()
    if name not in ("limesurvey codes", "redcap"):
        assert [item.title.nl for item in made.items] == given.titles[:n]


def test_nearly_the_same_texts_are_matched_or_asked(export):
    book = read_codebook("aspiratie-leerling")
    titles = [item.title.nl for item in book.items if item.n_categories == 5][:12]
    texts = [t.replace("e", "", 1) if i % 2 else f"{i}. {t}" for i, t in enumerate(titles)]
    texts[5] = titles[5].split()[0] + " " + " ".join(titles[5].split()[3:]) + " echt"
    proposal = propose(export(texts=texts), codebook=book)
    fields = {c.text: c.field for c in proposal.columns}
    names = [item.name for item in book.items]
    for place, column in enumerate(proposal.items):
        if place != 5:
            assert column.field == names[place], (column.text, fields)
    assert [q.kind for q in proposal.questions if q.kind == "match"] in ([], ["match"])


@pytest.mark.parametrize("noise", range(3))
def test_typing_errors_in_all_texts_are_paired_one_to_one(noise):
    titles = [[item.title.nl] for item in read_codebook("aspiratie-leerling").items]
    rng = np.random.default_rng(noise)
    spoilt = []
    for place, (title,) in enumerate(titles, 1):
        at = int(rng.integers(1, len(title) - 1))
        spoilt.append([f"{place}. {title[:at]}{title[at + 1 :]}"])
    pairs = assign(spoilt, titles)
    assert all(i == j for i, j, _, _ in pairs)
    assert len(pairs) == len(titles) == 55


LISTS = [(f, k) for f in families() for k in range(2, len(f.levels) + 1)]


@settings(max_examples=60, deadline=None)
@drawn(data=st.data())
def test_order_does_not_depend_on_how_labels_come_in(data):
    family, k = data.draw(st.sampled_from(LISTS))
    levels = sorted(data.draw(st.sets(st.integers(0, len(family.levels) - 1), min_size=k,
                                      max_size=k)))  # fmt: skip
    labels = [data.draw(st.sampled_from(family.levels[level])) for level in levels]
    known = order(data.draw(st.permutations(labels)))
    if known is not None:  # labels of two families with different orders are asked
        assert list(known.labels) == labels or known.family != family.name


def test_both_languages_say_the_same_things():
    texts = [
        (files("aspiratie.intake.proposal") / f"{language}.ftl").read_text(encoding="utf-8")
        for language in ("nl", "en")
    ]
    names = [re.findall(r"^([a-z-]+) =", text, re.MULTILINE) for text in texts]
    assert names[0] == names[1]
    assert len(set(names[0])) == len(names[0])
    holes = [sorted(re.findall(r"\{ \$(\w+) \}", text)) for text in texts]
    assert holes[0] == holes[1]
