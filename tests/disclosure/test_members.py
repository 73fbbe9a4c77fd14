"""Every number of a release says what it means and whom it sums over."""

from __future__ import annotations

from typing import Annotated

import msgspec
import pytest

from aspiratie.disclosure.members import (
    MEANINGS,
    Population,
    facts,
    narrows,
    number,
    over,
    undeclared,
)
from aspiratie.disclosure.shape import (
    Count,
    Estimate,
    Hidden,
    LetteredRelease,
    NamedRelease,
    SchoolRelease,
)

DOCUMENTS = (SchoolRelease, NamedRelease, LetteredRelease)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_number_of_the_shape_declares_its_meaning(document: type) -> None:
    assert undeclared(document) == []


class Forgotten(msgspec.Struct):
    """A new number of which nobody said what it means."""

    median: float
    counts: tuple[dict[str, int], ...]
    known: Annotated[int, number("count")]
    deep: tuple[Estimate | Hidden, ...]


def test_a_new_number_without_pupils_is_found_wherever_it_stands() -> None:
    assert undeclared(Forgotten) == ["Forgotten.median", "Forgotten.counts"]


class Median(msgspec.Struct, tag_field="state", tag="shown"):
    """A new kind of number, declared."""

    n: Annotated[int, number("count")]
    median: Annotated[float, number("mean", step=0.5)]


class Block(msgspec.Struct):
    """Where it stands."""

    name: Annotated[str, narrows("scale")]
    own: Median | Hidden
    others: Annotated[Median | Hidden, over(reach="others")]
    by_group: dict[Annotated[str, narrows("group")], Median | Hidden]


def test_a_new_number_is_known_with_its_pupils_from_the_first_day() -> None:
    block = Block(
        name="belonging",
        own=Median(n=12, median=3.5),
        others=Hidden(reason="few_schools"),
        by_group={"3": Median(n=11, median=4.0)},
    )
    found = {f.place: f for f in facts(block, Population(school="01AB00", wave="2026"))}
    own = Population(school="01AB00", wave="2026", scale="belonging")
    assert found["own.median"].population == own
    assert (found["own.median"].value, found["own.median"].step) == (3.5, 0.5)
    assert (found["own.n"].meaning, found["own.n"].step) == ("count", None)
    assert found["others"].meaning == "hidden"
    assert found["others"].reason == "few_schools"
    assert found["others"].population == msgspec.structs.replace(own, reach="others")
    assert found["by_group[0].n"].population == msgspec.structs.replace(own, group=("3",))


def test_an_unknown_axis_is_refused() -> None:
    with pytest.raises(TypeError, match="no axes"):
        over(school_type="havo")


def test_a_struct_alone_tells_its_numbers() -> None:
    (found,) = facts(Count(value=12), Population())
    assert (found.meaning, found.value) == ("count", 12.0)
    assert found.meaning in MEANINGS
