"""Which pupils a published number sums over, and what it tells of them.

The shape of a release (:mod:`aspiratie.disclosure.shape`) says of every number what it
means (:func:`number`), of every label which pupils it picks out (:func:`narrows`), and of
some places that other pupils are meant than elsewhere (:func:`over`). :func:`facts` reads
these declarations and returns each number of a document with its pupils, so that an attack
knows a new kind of number from its first day. :func:`undeclared` finds numbers of which the
shape does not say what they mean; a test holds that there are none.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Literal, get_args

import msgspec
from msgspec import Meta
from msgspec.inspect import (
    DictType,
    FloatType,
    IntType,
    Metadata,
    NoneType,
    StructType,
    Type,
    UnionType,
    VarTupleType,
    type_info,
)

__all__ = [
    "MEANINGS",
    "Axis",
    "Fact",
    "Meaning",
    "Population",
    "facts",
    "narrows",
    "number",
    "over",
    "undeclared",
]

#: Whom numbers sum over, by axis, from the outer declaration to the inner.
_Axes = tuple[Mapping[str, object], ...]

#: What a number can be.
#:
#: ``count``      pupils (or rows of an export) in the population
#: ``share``      percentage of the population without `gave` who are in it with `gave`
#: ``mean``       mean of the population's scores on `scale`
#: ``quantile``   of the population's scores on `scale`, as a median
#: ``low``, ``high``  ends of the interval of the mean, share or difference beside it
#: ``spread``     a standard deviation, or share of variance, of the population's scores
#: ``reliability``    of the scale, over the population's answers
#: ``association``    of `scale` with the outcome within schools
#: ``difference``     of two shares, other informant minus pupils
#: ``adjusted``   mean at the region's average intake
#: ``limit``      a line of a funnel: follows from target, dispersion and spread
#: ``schools``    number of schools, of pupils that are in the population
#: ``enrolled``   pupils on the roll, who may not have answered
#: ``hidden``     a number that is held back; its reason is told
#: ``design``     sums over nobody: ends of a scale, a version, a rule, a step
Meaning = Literal[
    "count",
    "share",
    "mean",
    "quantile",
    "low",
    "high",
    "spread",
    "reliability",
    "association",
    "difference",
    "adjusted",
    "limit",
    "schools",
    "enrolled",
    "hidden",
    "design",
]
MEANINGS: tuple[Meaning, ...] = get_args(Meaning)
#: What is counted, and so printed as it is.
COUNTED = ("count", "schools", "enrolled")

#: By what pupils are picked out; the fields of :class:`Population`.
Axis = Literal[
    "informant",
    "wave",
    "sector",
    "school",
    "reach",
    "kind",
    "letter",
    "group",
    "scale",
    "item",
    "gave",
    "profile",
    "rows",
]
#: Pupils of which schools: its own; the others of its sector that count on the scale; all
#: of the sector that count on it; those of the sector of which every number that is summed is
#: printed, in each wave or of each informant; every published school of the run.
Reach = Literal["own", "others", "sector", "part", "region"]


class Population(msgspec.Struct, frozen=True, kw_only=True):
    """Whom a number sums over; empty means that pupils are not picked out by it.

    Parameters
    ----------
    informant : str
        ``pupil``, or who else answered.
    wave : str
        The school year or round.
    sector : str
        ``po``, ``vo``, ``all``, or empty for a school beside no other.
    school : str
        The school's identifier; empty where all schools of the reach are meant.
    reach : {"own", "others", "sector", "part", "region"}
        Pupils of `school`; of the other schools of its sector that count on the scale or
        item; of all these; of those whose numbers are printed in all waves, or of both
        informants; of every published school.
    kind : str
        Kind of education of the schools.
    letter : str
        The schools that are told by this letter and those in its block.
    group : tuple of str
        Labels of the school's groups, as leerjaar, together.
    scale : str
        Who has a score on this scale, which is what means are of.
    item : str
        Who answered this question.
    gave : str
        Who gave these answers to it: places counted from 1 in order, as ``4+5``;
        ``high`` (above the middle) or ``no_opinion`` (then the share is of who
        answered or had no opinion).
    profile : str
        Who is in this class of the aspiration profile; ``any``: in one of them.
    rows : str
        Rows of an export before or after cleaning, not pupils that count: ``in``, ``out``,
        ``removed``, ``removed:RULE``, ``values:RULE`` or ``flagged``.
    """

    informant: str = "pupil"
    wave: str = ""
    sector: str = ""
    school: str = ""
    reach: Reach = "own"
    kind: str = ""
    letter: str = ""
    group: tuple[str, ...] = ()
    scale: str = ""
    item: str = ""
    gave: str = ""
    profile: str = ""
    rows: str = ""


class Fact(msgspec.Struct, frozen=True, kw_only=True):
    """One printed number and its pupils.

    Parameters
    ----------
    place : str
        Where it stands in its document, as ``scales[3].score.mean``.
    meaning : Meaning
        What it is.
    population : Population
        Whom it sums over.
    value : float or None
        What is printed; None where it is hidden.
    state : str
        Tag of the struct that it stands in: ``shown``; ``exact``, ``below`` or ``above``
        of a bounded number; ``hidden``.
    step : float or None
        It was rounded to a multiple of this; None where it is exact.
    reason : str
        Why it is hidden.
    """

    place: str
    meaning: Meaning
    population: Population
    value: float | None
    state: str = "shown"
    step: float | None = None
    reason: str = ""


def number(
    meaning: Meaning,
    *,
    ge: float | None = None,
    le: float | None = None,
    step: float | None = None,
) -> Meta:
    """Declare what a number means, its range, and the step that it is always rounded to.

    Where the step differs from number to number, it stands in the field `step` of the same
    struct, or of one around it; that of one field alone in the field with ``_step`` behind its
    name.

    Examples
    --------
    >>> number("share", ge=0, le=100).extra
    {'meaning': 'share'}
    """
    extra: dict[str, object] = {"meaning": meaning}
    if step is not None:
        extra["step"] = step
    return Meta(ge=ge, le=le, extra=extra)


def narrows(axis: Axis, *, min_length: int | None = 1) -> Meta:
    """Declare that a label picks out the pupils of every number in the struct around it."""
    return Meta(min_length=min_length, extra={"narrows": axis})


def over(**axes: str) -> Meta:
    """Declare whom the numbers under a field sum over, where that is not plain from labels.

    Examples
    --------
    >>> over(reach="others").extra
    {'over': {'reach': 'others'}}
    """
    unknown = set(axes) - set(get_args(Axis))
    if unknown:
        raise TypeError(f"{sorted(unknown)} are no axes")
    return Meta(extra={"over": dict(axes)})


def facts(document: msgspec.Struct, population: Population) -> Iterator[Fact]:
    """Return every number of a document, shown or hidden, with its meaning and pupils.

    Parameters
    ----------
    document : Struct
        A release, or a part of one.
    population : Population
        Of the document as a whole.

    Yields
    ------
    Fact
        In the document's order; not the numbers that sum over nobody (``design``).
    """
    found: list[Fact] = []
    _walk_struct(document, population, None, "", found)
    return iter(found)


@cache
def _info(kind: type) -> Type:
    return type_info(kind)


def describe_shapes() -> None:
    """Look once at every struct of a release, as a process does whose children will walk them."""
    waiting: list[type] = [msgspec.Struct]
    while waiting:
        kind = waiting.pop()
        waiting += kind.__subclasses__()
        if kind.__module__.startswith("aspiratie.disclosure.shape."):
            _struct(kind)


def _extra(info: Type) -> Mapping[str, object]:
    return (info.extra or {}) if isinstance(info, Metadata) else {}


def _plain(info: Type) -> Type:
    return info.type if isinstance(info, Metadata) else info


def _narrowed(population: Population, axes: Mapping[str, object]) -> Population:
    changes: dict[str, object] = {}
    for axis, value in axes.items():
        if axis == "group":
            changes[axis] = tuple(value) if isinstance(value, tuple) else (str(value),)
        elif isinstance(value, tuple):
            changes[axis] = "+".join(map(str, value))
        elif axis == "rows" and population.rows:
            changes[axis] = f"{population.rows}:{value}"
        else:
            changes[axis] = "" if value is None else str(value)
        if axis == "school":
            changes.setdefault("reach", "own")
        elif axis == "item":
            changes.setdefault("scale", "")
    return msgspec.structs.replace(population, **changes)


class _Node:
    """What is known of a place in a document from its type alone, looked up once."""

    __slots__ = ("axes", "branches", "inside", "key_axis", "meaning", "otherwise", "step")

    def __init__(self, info: Type, outer: Mapping[str, object], axes: _Axes = ()) -> None:
        extra = {**outer, **_extra(info)}
        over = _extra(info).get("over")
        self.axes: _Axes = (*axes, over) if isinstance(over, Mapping) and over else axes
        meaning = extra.get("meaning", "design")
        self.meaning = meaning if meaning != "design" and meaning in MEANINGS else ""
        self.step = extra.get("step")
        self.key_axis = ""
        self.inside: _Node | None = None
        self.branches: dict[type, _Node] = {}
        self.otherwise: _Node | None = None
        plain = _plain(info)
        if isinstance(plain, UnionType):
            for part in reversed(plain.types):  # of several that fit, the first
                node, kind = _Node(part, extra, self.axes), _plain(part)
                if isinstance(kind, StructType):
                    self.branches[kind.cls] = node
                elif not isinstance(kind, NoneType):
                    self.otherwise = node
        elif isinstance(plain, VarTupleType):
            self.inside = _Node(plain.item_type, {})
        elif isinstance(plain, DictType):
            self.key_axis = str(_extra(plain.key_type).get("narrows") or "")
            self.inside = _Node(plain.value_type, {})


def _walk(
    value: object,
    node: _Node,
    population: Population,
    step: float | None,
    place: str,
    state: str,
    found: list[Fact],
) -> None:
    node = node.branches.get(type(value)) or node.otherwise or node
    for axes in node.axes:
        population = _narrowed(population, axes)
    if isinstance(value, msgspec.Struct):
        _walk_struct(value, population, step, place, found)
    elif isinstance(value, int | float):
        if node.meaning and not isinstance(value, bool):
            found.append(
                Fact(
                    place=place,
                    meaning=node.meaning,
                    population=population,
                    value=float(value),
                    state=state or "shown",
                    step=_step_of(node.meaning, node.step, step),
                )
            )
    elif node.inside is None:
        return
    elif isinstance(value, tuple):
        for i, part in enumerate(value):
            _walk(part, node.inside, population, step, f"{place}[{i}]", state, found)
    elif isinstance(value, Mapping):
        for i, (key, part) in enumerate(value.items()):
            inside = _narrowed(population, {node.key_axis: key}) if node.key_axis else population
            _walk(part, node.inside, inside, step, f"{place}[{i}]", state, found)


def _step_of(meaning: str, own: object, around: float | None) -> float | None:
    if meaning in COUNTED:
        return None
    if isinstance(own, int | float):
        return float(own)
    return 1.0 if meaning == "share" and around is None else around


@cache
def _struct(kind: type) -> tuple[str, tuple[tuple[str, str], ...], tuple[tuple[str, _Node], ...]]:
    """Return the tag of a struct, the fields that narrow whom it is about, and all its fields."""
    info = _info(kind)
    if not isinstance(info, StructType):
        raise TypeError(f"{kind.__name__} is no struct")
    axes = [(f.name, str(axis)) for f in info.fields if (axis := _extra(f.type).get("narrows"))]
    return (
        str(info.tag or ""),
        tuple(axes),
        tuple((field.name, _Node(field.type, {})) for field in info.fields),
    )


def _walk_struct(
    value: msgspec.Struct,
    population: Population,
    step: float | None,
    place: str,
    found: list[Fact],
) -> None:
    tag, narrowing, fields = _struct(type(value))
    if tag == "hidden":
        reason = str(getattr(value, "reason", ""))
        found.append(
            Fact(
                place=place,
                meaning="hidden",
                population=population,
                value=None,
                state="hidden",
                reason=reason,
            )
        )
        return
    if narrowing:
        axes = {axis: getattr(value, name) for name, axis in narrowing}
        population = _narrowed(population, axes)
    own = getattr(value, "step", None)
    step = own if isinstance(own, int | float) else step
    for name, node in fields:
        part = getattr(value, name)
        if part is None:
            continue
        where = f"{place}.{name}" if place else name
        alone = getattr(value, f"{name}_step", None) or step
        _walk(part, node, population, alone, where, tag, found)


def undeclared(kind: type) -> list[str]:
    """Return the fields of a shape whose numbers do not say what they mean.

    Parameters
    ----------
    kind : type
        A struct; those inside it are looked through too.

    Returns
    -------
    list of str
        As ``Estimate.mean``; empty where every number is declared.
    """
    found: list[str] = []
    seen: set[type] = set()

    def look(info: Type, declared: bool, where: str) -> None:
        declared = declared or "meaning" in _extra(info)
        info = _plain(info)
        if isinstance(info, IntType | FloatType):
            if not declared:
                found.append(where)
        elif isinstance(info, UnionType):
            for part in info.types:
                look(part, declared, where)
        elif isinstance(info, DictType):
            look(info.value_type, declared, where)
        elif isinstance(info, StructType):
            if info.cls not in seen:
                seen.add(info.cls)
                for field in info.fields:
                    look(field.type, False, f"{info.cls.__name__}.{field.name}")
        else:
            parts = getattr(info, "item_types", None) or [getattr(info, "item_type", None)]
            for part in parts:
                if part is not None:
                    look(part, declared, where)

    look(_info(kind), False, kind.__name__)
    return found
