"""A questionnaire that was changed under an old version is refused before waves are compared."""

from __future__ import annotations

import dataclasses
from types import SimpleNamespace

import pytest

from aspiratie.codebook import Codebook, read_codebook
from aspiratie.prepare.versions import unlike_versions


def waves(*books: Codebook) -> dict:
    return {("pupil", f"202{i}"): SimpleNamespace(codebook=book) for i, book in enumerate(books)}


@pytest.fixture
def book() -> Codebook:
    return read_codebook("aspiratie-leerling")


def test_one_codebook_in_all_waves_is_no_matter(book: Codebook) -> None:
    titled = dataclasses.replace(book, title=book.licence, sha256="other")
    assert unlike_versions(waves(book, book, titled)) == []


def test_a_new_condition_needs_a_new_version(book: Codebook) -> None:
    added = dataclasses.replace(book.scales[0], name="safety")
    more = dataclasses.replace(book, scales=(*book.scales, added))
    (problem,) = unlike_versions(waves(book, more))
    assert "waves 2020 and 2021" in problem.where
    assert "only one has safety" in problem.what
    assert "another `version`" in problem.remedy
    assert unlike_versions(waves(book, dataclasses.replace(more, version="9"))) == []


def test_an_item_that_is_scored_otherwise_needs_a_new_version(book: Codebook) -> None:
    turned = tuple(
        dataclasses.replace(f, reversed=not f.reversed) if f.name == "bel1" else f
        for f in book.fields
    )
    (problem,) = unlike_versions(waves(book, dataclasses.replace(book, fields=turned)))
    assert "they score bel1 differently" in problem.what


def test_informants_each_have_their_own(book: Codebook) -> None:
    less = dataclasses.replace(book, scales=book.scales[:-1])
    answers = {
        ("pupil", "2020"): SimpleNamespace(codebook=book),
        ("teacher", "2021"): SimpleNamespace(codebook=less),
    }
    assert unlike_versions(answers) == []
