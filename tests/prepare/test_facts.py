"""What a number says of its pupils is true: counted again from the answers it is that number.

The walk over a release tells of each number whom it sums over. Here the same numbers are
computed again from the cleaned answers, by nothing but that description.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

from aspiratie.batch import write_demo
from aspiratie.disclosure import SchoolRelease
from aspiratie.disclosure.members import Fact, Population
from aspiratie.disclosure.publish import publish_schools
from aspiratie.disclosure.region.publish import publish_named
from aspiratie.disclosure.shape import NamedRelease
from aspiratie.parameters import read_parameters
from aspiratie.prepare import Computed, compute, region_drafts, school_drafts
from aspiratie.prepare.counts import group_labels


@pytest.fixture(scope="module")
def computed(tmp_path_factory: pytest.TempPathFactory) -> Computed:
    folder: Path = tmp_path_factory.mktemp("facts")
    return compute(read_parameters(write_demo(folder, n_schools=8, seed=2)))


@pytest.fixture(scope="module")
def documents(computed: Computed) -> list[SchoolRelease | NamedRelease]:
    schools = list(publish_schools(computed.run, school_drafts(computed), computed.rules))
    return [*schools, *(publish_named(d, computed.rules) for d in region_drafts(computed).drafts)]


def rows_of(whom: Population, computed: Computed) -> pd.Series:
    """Return which pupils of this wave a number is about; True where they are in it."""
    answers, school = computed.scored.answers, computed.scored.school
    inside = pd.Series(True, index=school.index)
    if whom.reach == "own":
        inside &= school == whom.school
    elif whom.reach == "others":
        inside &= school != whom.school
    if whom.group:
        inside &= group_labels(answers).isin(whom.group)
    if whom.scale:
        inside &= computed.scored.scores[whom.scale].notna()
    if whom.item:
        inside &= answers.items[whom.item].notna()
        middle = (answers.codebook.field(whom.item).n_categories + 1) / 2
        if whom.gave == "high":
            inside &= answers.items[whom.item] > middle
        elif whom.gave == "low":
            inside &= answers.items[whom.item] < middle
        elif whom.gave:
            inside &= answers.items[whom.item].isin([int(p) for p in whom.gave.split("+")])
    return inside


def told_of_answers(fact: Fact, computed: Computed) -> bool:
    """Whether this file can compute a number: of pupils of this wave, and not of a region's
    marks, which are of schools that count only."""
    whom = fact.population
    plain = not (whom.rows or whom.profile or whom.letter or whom.kind) and whom.item != "ladder"
    here = whom.wave == computed.parameters.wave and whom.informant == "pupil"
    return plain and here and whom.reach == "own" and whom.gave != "no_opinion"


def test_numbers_are_those_of_the_pupils_they_declare(
    computed: Computed, documents: list[SchoolRelease | NamedRelease]
) -> None:
    checked: Counter[str] = Counter()
    for document in documents:
        for fact in document.facts():
            if not told_of_answers(fact, computed) or fact.value is None:
                continue
            inside = rows_of(fact.population, computed)
            if fact.meaning == "count":
                assert fact.value == inside.sum(), fact
            elif fact.meaning == "share" and fact.state == "exact":
                whole = rows_of(plain(fact.population), computed).sum()
                assert fact.step is not None
                assert abs(fact.value - 100 * inside.sum() / whole) <= fact.step / 2 + 1e-9, fact
            elif fact.meaning == "mean" and fact.state == "shown":
                mean = computed.scored.scores.loc[inside, fact.population.scale].mean()
                assert fact.step is not None
                assert abs(fact.value - mean) <= fact.step / 2 + 1e-9, fact
            else:
                continue
            checked[f"{type(document).__name__} {fact.meaning}"] += 1
    assert checked["SchoolRelease count"] > 500
    assert checked["SchoolRelease share"] > 500
    assert checked["SchoolRelease mean"] > 200
    assert checked["NamedRelease count"] > 50
    assert checked["NamedRelease mean"] > 30


def plain(whom: Population) -> Population:
    """Return the population of which those who gave an answer are a share."""
    return Population(
        informant=whom.informant,
        wave=whom.wave,
        school=whom.school,
        reach=whom.reach,
        group=whom.group,
        item=whom.item,
    )


def test_every_hidden_number_tells_its_reason(
    documents: list[SchoolRelease | NamedRelease],
) -> None:
    hidden = [f for d in documents for f in d.facts() if f.meaning == "hidden"]
    assert hidden
    assert all(f.reason and f.value is None for f in hidden)
