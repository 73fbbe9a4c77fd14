"""What documents say, put in order of whom it is about.

Every number of a document says which pupils it sums over
(:func:`aspiratie.disclosure.members.facts`). Here numbers of one population are laid
together: how many pupils, between which ends their mean lies, how they answered.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import msgspec

from aspiratie.disclosure.bounds import CountRange, counts_of
from aspiratie.disclosure.members import Fact, Population
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import Distribution, NamedRelease, RegionRelease, SchoolRelease

__all__ = ["Answered", "Document", "Evidence", "Measured", "ScaleInfo", "document_name", "gather"]

Document = SchoolRelease | RegionRelease


@dataclass(frozen=True, kw_only=True)
class ScaleInfo:
    """What a score is: its range, and the scales or questions that it is the mean of."""

    name: str
    lowest: float
    highest: float
    parts: tuple[str, ...]

    @property
    def span(self) -> float:
        """Highest less lowest score."""
        return self.highest - self.lowest


@dataclass(frozen=True, kw_only=True)
class Measured:
    """A printed mean of n pupils: their mean lies between `low` and `high`.

    `half` is half the printed interval's width, None where there is no interval.
    """

    document: str
    place: str
    n: int
    low: float
    high: float
    half: float | None
    step: float


@dataclass(frozen=True, kw_only=True)
class Answered:
    """A printed distribution of n answers: classes of answers and the counts each can be."""

    document: str
    place: str
    n: int
    classes: tuple[tuple[int, ...], ...]
    counts: tuple[CountRange, ...]
    bounded: tuple[bool, ...]

    def sums(self, values: Sequence[float]) -> tuple[float, float]:
        """Return the least and the most that the answers can sum to, by these values."""
        low = self._extreme([min(values[m - 1] for m in c) for c in self.classes], sign=1)
        high = self._extreme([max(values[m - 1] for m in c) for c in self.classes], sign=-1)
        return low, high

    def _extreme(self, values: Sequence[float], *, sign: int) -> float:
        total = sum(v * c.low for v, c in zip(values, self.counts, strict=True))
        left = self.n - sum(c.low for c in self.counts)
        for place in sorted(range(len(values)), key=lambda i: sign * values[i]):
            more = min(left, self.counts[place].high - self.counts[place].low)
            total += more * values[place]
            left -= more
        return total


@dataclass(eq=False)
class Evidence:
    """All that is printed, by population.

    Parameters
    ----------
    means : mapping of Population to list of Measured
        School, wave, informant, group and scale.
    answers : mapping of Population to list of Answered
        School (or sector), wave, informant and item.
    sizes : mapping of Population to set of int
        Pupils that took part.
    scales : mapping of (informant, name) to ScaleInfo
        A principle's parts are those that count in it, so one name may stand for several
        scores: they are kept apart by their parts.
    items : mapping of (informant, name) to (number of answers, whether turned)
        Questions of the pupils' own questionnaire.
    few : int
        Fewer pupils than this are protected.
    open_share : float
        Share of what is possible that must stay open; both the least strict of the documents.
    """

    means: dict[Population, list[Measured]] = field(default_factory=lambda: defaultdict(list))
    answers: dict[Population, list[Answered]] = field(default_factory=lambda: defaultdict(list))
    sizes: dict[Population, set[int]] = field(default_factory=lambda: defaultdict(set))
    scales: dict[tuple[str, str], ScaleInfo] = field(default_factory=dict)
    items: dict[tuple[str, str], tuple[int, bool]] = field(default_factory=dict)
    few: int = 0
    open_share: float = 0.0

    def add(self, document: Document, facts: Sequence[Fact]) -> None:
        """Add the numbers of one document.

        Parameters
        ----------
        document : release
        facts : sequence of Fact
            What its ``facts()`` gave.
        """
        n_min, share = document.rules.n_min, document.rules.interval_share
        self.few = min(self.few or n_min, n_min)
        self.open_share = min(self.open_share or share, share)
        _structure(self, document)
        _numbers(self, document, facts)


def document_name(document: Document) -> str:
    """Return how a finding calls a document."""
    wave = document.provenance.wave
    if isinstance(document, SchoolRelease):
        return f"{document.school.id} {wave}"
    variant = "named" if isinstance(document, NamedRelease) else "lettered"
    return f"region {document.sector} {variant} {wave}"


def gather(documents: Iterable[Document]) -> Evidence:
    """Lay the numbers of documents together by whom they are about.

    Parameters
    ----------
    documents : iterable of release

    Returns
    -------
    Evidence
    """
    found = Evidence()
    for document in documents:
        found.add(document, list(document.facts()))
    return found


def _structure(found: Evidence, document: Document) -> None:
    informant = document.provenance.instrument.informant
    for scale in document.scales:
        parts = tuple(sorted(m for m in scale.members if m not in scale.left_out))
        title = _title(scale.name, scale.left_out)
        found.scales[(informant, title)] = ScaleInfo(
            name=title, lowest=scale.lowest, highest=scale.highest, parts=parts
        )
    for item in document.items:
        found.items[(informant, item.name)] = (len(item.categories), item.reversed)


def _title(name: str, left_out: Sequence[str]) -> str:
    """Tell apart the scores of one principle of other conditions."""
    return " ".join([name, *(f"- {part}" for part in sorted(left_out))])


def _numbers(found: Evidence, document: Document, facts: Sequence[Fact]) -> None:
    titles = {s.name: _title(s.name, s.left_out) for s in document.scales}
    name = document_name(document)
    for place, group in _estimates(facts).items():
        mean = group["mean"]
        scale = titles.get(mean.population.scale)
        n = group.get("count")
        if scale is None or n is None or not n.value or mean.population.letter:
            continue
        info = found.scales[(document.provenance.instrument.informant, scale)]
        found.means[_key(mean.population, scale=scale)].append(
            _measured(name, place, int(n.value), group, info)
        )
    for fact in facts:
        whom = fact.population
        if (
            fact.meaning == "count"
            and fact.value
            and not (whom.scale or whom.item or whom.rows or whom.profile)
        ):
            found.sizes[_key(whom)].add(int(fact.value))
    for path, whom, part in _distributions(document):
        found.answers[whom].append(_answered(name, path, part, document.rules))


def _key(population: Population, *, scale: str = "") -> Population:
    """Return whom a number is about, whatever document it stands in."""
    own = population.reach == "own"
    return Population(
        informant=population.informant,
        wave=population.wave,
        sector="" if own else population.sector,
        school=population.school,
        reach=population.reach,
        kind=population.kind,
        group=tuple(sorted(population.group)),
        scale=scale,
    )


def _estimates(facts: Sequence[Fact]) -> dict[str, dict[str, Fact]]:
    """Return means with the n and the interval that stand beside them, by place."""
    groups: dict[str, dict[str, Fact]] = defaultdict(dict)
    for fact in facts:
        if fact.population.scale and fact.meaning in ("mean", "count", "low", "high"):
            place, _, part = fact.place.rpartition(".")
            if fact.meaning in ("mean", "count") or part == fact.meaning:
                groups[place].setdefault(fact.meaning, fact)
    return {place: group for place, group in groups.items() if "mean" in group}


def _measured(
    document: str, place: str, n: int, group: Mapping[str, Fact], info: ScaleInfo
) -> Measured:
    mean = group["mean"]
    value, step = float(mean.value or 0.0), float(mean.step or 0.0)
    low, high = value - step / 2, value + step / 2
    if mean.state == "at_least":
        high = info.highest
    elif mean.state == "at_most":
        low = info.lowest
    half = None
    if "low" in group and "high" in group and mean.state == "shown":
        ends = float(group["low"].value or 0.0), float(group["high"].value or 0.0)
        half = max(value - ends[0], ends[1] - value)
    return Measured(
        document=document,
        place=place,
        n=n,
        low=max(low, info.lowest),
        high=min(high, info.highest),
        half=half,
        step=step,
    )


def _distributions(document: Document) -> Iterator[tuple[str, Population, Distribution]]:
    instrument, wave = document.provenance.instrument, document.provenance.wave
    whom = Population(informant=instrument.informant, wave=wave)
    if isinstance(document, SchoolRelease):
        whom = msgspec.structs.replace(whom, school=document.school.id)
    else:
        region = document.provenance.region_name or ""
        sector = " ".join(part for part in (document.sector, region) if part)
        whom = msgspec.structs.replace(whom, sector=sector, reach="sector")
    for i, item in enumerate(document.items):
        if isinstance(item.distribution, Distribution):
            about = msgspec.structs.replace(whom, item=item.name)
            yield f"items[{i}]", about, item.distribution


def _answered(document: str, place: str, table: Distribution, rules: DisclosureRules) -> Answered:
    bound = rules.bound(table.n) or 0
    return Answered(
        document=document,
        place=place,
        n=table.n,
        classes=tuple(part.members for part in table.classes),
        counts=tuple(
            counts_of(part.share, table.n, step=table.step, bound=bound) for part in table.classes
        ),
        bounded=tuple(part.share.__class__.__name__ != "Exact" for part in table.classes),
    )
