"""Nothing is written that would reveal something, alone or beside what was published before."""

from __future__ import annotations

import dataclasses
import stat
from pathlib import Path

import pandas as pd
import pytest
from tests.protection.test_leaks import changed, correct, fine_means, skipping, without
from tests.protection.worlds import RULES, World, published, region_draft, small_region

from aspiratie.attack import Document
from aspiratie.batch.guard import Permission, may_be_written
from aspiratie.batch.output import open_output
from aspiratie.batch.private import SECRET, private_file, secret_of, write_private
from aspiratie.disclosure.region.publish import publish_lettered, publish_named
from aspiratie.errors import DisclosureError, ParameterError
from aspiratie.ledger import enter, read_ledger
from aspiratie.parameters import Rules, RunParameters

STRICT = Permission()
SIZES = (60, 45, 50, 70, 41)


@pytest.fixture
def run(tmp_path: Path) -> RunParameters:
    return RunParameters(
        surveys=(),
        wave="2025-2026",
        output=tmp_path / "out",
        date="2026-06-30",
        ledger=tmp_path / "ledger.jsonl",
    )


@pytest.fixture(scope="module")
def world() -> World:
    return small_region(9, sizes=SIZES, skip_block=0, skip_item=0)


@pytest.fixture(scope="module")
def first(world: World) -> list[Document]:
    return [*published(world), publish_named(region_draft(world, RULES), RULES)]


@pytest.fixture(scope="module")
def then(world: World) -> list[Document]:
    return list(published(changed(world, correct)))


def owners(run: RunParameters) -> list[str]:
    with read_ledger(run.ledger) as ledger:
        return sorted(entry.owner for _, entry in ledger.standing)


def test_the_same_documents_again_are_no_refusal(run: RunParameters, first: list[Document]) -> None:
    assert may_be_written(first, run, STRICT) == ()
    before = run.ledger.read_bytes()
    assert may_be_written(first, run, STRICT) == ()
    assert run.ledger.read_bytes() == before


def test_a_fresh_output_folder_is_no_fresh_start(
    run: RunParameters, first: list[Document], then: list[Document]
) -> None:
    may_be_written(first, run, STRICT)
    elsewhere = dataclasses.replace(run, output=run.output.with_name("other"))
    with pytest.raises(DisclosureError, match="10AB00"):
        may_be_written(then, elsewhere, STRICT)


def test_a_refusal_says_which_school_and_kind_and_leaves_the_ledger(
    run: RunParameters, first: list[Document], then: list[Document]
) -> None:
    may_be_written(first, run, STRICT)
    before = run.ledger.read_bytes()
    with pytest.raises(DisclosureError) as refused:
        may_be_written(then, run, STRICT)
    text = str(refused.value)
    assert "10AB00, 2025-2026" in text
    assert "a share of answers" in text
    assert "--recall" in text
    assert "11AB00" not in text
    assert run.ledger.read_bytes() == before


@pytest.mark.parametrize("permission", [Permission(recall="sent twice"), Permission(not_sent=True)])
def test_the_way_on_marks_the_earlier_set_withdrawn(
    run: RunParameters, first: list[Document], then: list[Document], permission: Permission
) -> None:
    may_be_written(first, run, STRICT)
    notes = may_be_written(then, run, permission)
    assert any("marked withdrawn" in note for note in notes)
    assert may_be_written(then, run, STRICT) == ()
    assert set(owners(run)) >= {"10AB00", "11AB00"}
    with pytest.raises(DisclosureError, match="10AB00"):
        may_be_written(list(first), run, STRICT)


def test_a_new_school_beside_the_others_is_no_refusal(
    run: RunParameters, world: World, first: list[Document]
) -> None:
    less = world.school != "14AB00"
    fewer = dataclasses.replace(
        world, answers=world.answers[less], school=world.school[less], group=world.group[less]
    )
    may_be_written(list(published(fewer)), run, STRICT)
    may_be_written(list(published(world)), run, STRICT)
    assert owners(run) == [f"{10 + i}AB00" for i in range(5)]


def test_what_would_reveal_somebody_is_refused_before_the_ledger_knows_it(
    run: RunParameters,
) -> None:
    with without(fine_means):
        leaking = list(published(skipping()))
    with pytest.raises(DisclosureError, match="nothing was written"):
        may_be_written(leaking, run, STRICT)
    assert not run.ledger.exists()


def test_rules_that_protect_less_are_said(run: RunParameters, first: list[Document]) -> None:
    weak = dataclasses.replace(run, rules=Rules(region_max_share=1.0, test_entries="keep"))
    notes = may_be_written(first, weak, STRICT)
    assert [n for n in notes if "region_max_share: 1.0" in n]
    assert [n for n in notes if "test_entries: keep" in n]


def test_every_number_of_a_document_is_a_multiple_of_its_step(first: list[Document]) -> None:
    for document in first:
        for fact in document.facts():
            if fact.value is not None and fact.step and fact.state != "at_least":
                if fact.meaning in ("share", "count"):
                    continue
                cells = fact.value / fact.step
                assert abs(cells - round(cells)) < 1e-6, fact


def test_a_frame_of_another_order_gives_the_same_documents(world: World) -> None:
    order = pd.Index(sorted(world.answers.index, reverse=True))
    turned = dataclasses.replace(
        world,
        answers=world.answers.loc[order],
        school=world.school.loc[order],
        group=world.group.loc[order],
    )
    assert published(turned) == published(world)


# letters


def test_letters_stay_in_another_output_folder(tmp_path: Path) -> None:
    ledger = tmp_path / "kept" / "ledger.jsonl"
    first, other = (open_output(tmp_path / name) for name in ("out", "again"))
    secret = secret_of(first, ledger)
    assert len(secret) == SECRET
    assert secret_of(other, ledger) == secret_of(first, ledger) == secret
    file = ledger.with_name(".ledger.jsonl.secret")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert secret_of(first, tmp_path / "else.jsonl") != secret


def test_a_secret_of_an_older_output_folder_is_kept(tmp_path: Path) -> None:
    output = open_output(tmp_path / "out")
    write_private(private_file(output, "secret"), b"s" * SECRET)
    assert secret_of(output, tmp_path / "ledger.jsonl") == b"s" * SECRET
    assert secret_of(open_output(tmp_path / "new"), tmp_path / "ledger.jsonl") == b"s" * SECRET
    # one that broke off would make letters that can be guessed
    write_private(tmp_path / ".torn.jsonl.secret", b"s")
    assert len(secret_of(open_output(tmp_path / "new"), tmp_path / "torn.jsonl")) == SECRET


def test_a_secret_that_cannot_be_kept_names_the_way_on(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ParameterError, match="another place for the ledger"):
        secret_of(open_output(tmp_path / "out"), tmp_path / "file" / "ledger.jsonl")


def test_other_letters_are_refused_with_their_cause(run: RunParameters) -> None:
    draft = region_draft(small_region(9, sizes=(*SIZES, 44, 52)), RULES)

    def lettered(secret: bytes) -> list[Document]:
        return [publish_lettered(draft, RULES, secret=secret)[0]]

    enter(run.ledger, lettered(b"one"), date=run.date)
    enter(run.ledger, lettered(b"one"), date=run.date)
    with pytest.raises(DisclosureError, match="drawn by another secret than that beside"):
        enter(run.ledger, lettered(b"two"), date=run.date)
