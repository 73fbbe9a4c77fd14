"""Protection holds in small regions, against the attack and against an enumerator."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from tests.protection.enumerator import Reader, reader_of
from tests.protection.test_leaks import fine_means, skipping, without
from tests.protection.worlds import BEFORE, RULES, World, published, small_region

from aspiratie.attack import attack
from aspiratie.ledger import conflicts, entries_of

SPAN = 4.0


def skippers(reader: Reader) -> list[object]:
    """Return the pupils who skipped a condition and have a score all the same."""
    return [
        p
        for p in reader.pupils
        if reader.score(p, "principle") is not None
        and any(reader.condition(p, c) is None for c in reader.conditions)
    ]


@pytest.mark.parametrize("seed", range(4))
def test_the_attack_finds_nothing_in_a_small_region(seed: int) -> None:
    report = attack(published(small_region(seed)))
    assert not report.succeeded, report.findings.to_string()
    assert report.tried["a score less its parts"] > 0
    assert not report.skipped


def judge(reader: Reader, pupil: object) -> None:
    """Hold that a pupil who skipped a condition could have many scores, and many answers."""
    terms, constant = reader.score(pupil, "principle") or ({}, 0.0)
    low, high = reader.ends(terms)
    low, high = max(1.0, low + constant), min(5.0, high + constant)
    assert high - low >= RULES.interval_share * SPAN - 1e-6
    for condition in reader.conditions:
        score = reader.condition(pupil, condition)
        if score is not None:
            low, high = reader.ends(score[0])
            assert high - low >= RULES.interval_share * SPAN - 1e-6


@pytest.mark.parametrize("seed", range(3))
def test_no_world_that_fits_tells_of_a_pupil_who_skipped(seed: int) -> None:
    world = small_region(seed, n_groups=1 + seed)
    tried = 0
    for release in published(world):
        reader = reader_of(world, release)
        for pupil in skippers(reader)[:2]:
            judge(reader, pupil)
            tried += 1
    assert tried


def test_last_years_pupils_stay_open_beside_this_years_documents() -> None:
    before = small_region(21, wave=BEFORE)
    now = dataclasses.replace(small_region(22), before=before)
    tried = 0
    for then, here in zip(published(before), published(now), strict=True):
        reader = reader_of(before, then)
        everybody = list(reader.pupils)
        for wave in here.waves:
            for name, score in wave.scores.items() if wave.wave == BEFORE else ():
                reader.read_mean(score, name, everybody)
        for pupil in skippers(reader)[:1]:
            judge(reader, pupil)
            tried += 1
    assert tried


def test_any_pupil_could_have_given_any_answer() -> None:
    world = small_region(23, sizes=(12, 25, 30, 14, 11), level=4.0)
    for release in published(world)[:3]:
        reader = reader_of(world, release)
        for item in list(reader.items)[::3]:
            pupil = next(p for p in reader.pupils if (p, item) in reader.place)
            assert reader.ends(reader.answer(pupil, item)) == (1.0, 5.0)


def test_without_rounding_the_enumerator_finds_the_pupil() -> None:
    world = skipping()
    with without(fine_means):
        release = published(world)[0]
    reader = reader_of(world, release)
    (pupil,) = skippers(reader)
    with pytest.raises(AssertionError):
        judge(reader, pupil)


CHANGES = ("another answer", "an answer less", "a pupil less", "another group", "a pupil more")


def rerun(world: World, change: str, rng: np.random.Generator) -> World:
    """Return a region after one pupil's data changed."""
    answers, school, group = world.answers.copy(), world.school.copy(), world.group.copy()
    pupil, item = rng.choice(answers.index), rng.choice(answers.columns)
    if change == "another answer":
        answers.loc[pupil, item] = float(rng.integers(1, 6))
    elif change == "an answer less":
        answers.loc[pupil, item] = np.nan
    elif change == "another group":
        group[pupil] = "2" if group[pupil] == "1" else "1"
    elif change == "a pupil less":
        answers, school, group = (part.drop(pupil) for part in (answers, school, group))
    else:
        new = int(answers.index.max()) + 1
        answers.loc[new] = rng.integers(1, 6, answers.shape[1]).astype(float)
        school[new], group[new] = school[pupil], group[pupil]
    return dataclasses.replace(world, answers=answers, school=school, group=group)


@pytest.mark.parametrize(("seed", "change"), list(enumerate(CHANGES)))
def test_a_rerun_is_refused_or_prints_what_was_printed(seed: int, change: str) -> None:
    """What the ledger lets pass tells nothing new: every number that both runs print is alike."""
    rng = np.random.default_rng(seed + 100)
    world = small_region(seed + 60, sizes=(14, 30, 22, 18, 11, 26), skip_block=0.02)
    first = entries_of(published(world))
    then = entries_of(published(rerun(world, change, rng)))
    refused = conflicts([(str(i), entry) for i, entry in enumerate(first)], then)
    before = {entry.about: entry.cells for entry in first}
    differ = [
        name
        for entry in then
        for name, value in entry.cells.items()
        if before[entry.about].get(name, value) != value
    ]
    assert bool(refused) >= bool(differ)
    if change in ("a pupil less", "a pupil more"):
        assert refused
