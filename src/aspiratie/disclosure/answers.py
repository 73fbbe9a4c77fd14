"""Answers to questions that may be seen: items, profile and other informants."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from msgspec import structs

from aspiratie.disclosure.bounds import (
    bounded_share,
    counts_of,
    is_determined,
    publish_share,
    publish_with_side,
    wilson_percent,
)
from aspiratie.disclosure.draft import (
    DraftInformant,
    DraftItem,
    RawGap,
    SchoolDraft,
    favourable_side,
)
from aspiratie.disclosure.flows.publish import publish_count
from aspiratie.disclosure.region.rules import Pupils, region_fault
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.settled import settle
from aspiratie.disclosure.shape import (
    AtLeast,
    AtMost,
    Compared,
    Count,
    Exact,
    Gap,
    Hidden,
    Informant,
    InformantItem,
    Item,
    Profile,
    ProfileClass,
    Share,
    ShareMark,
)
from aspiratie.disclosure.shape.words import ProfileClassName, Side

__all__ = ["publish_informant", "publish_items", "publish_profile", "withheld"]


def publish_items(draft: SchoolDraft, rules: DisclosureRules) -> tuple[Item, ...]:
    """Publish the questions: their answers, the one share that is told, and the region's."""
    out: list[Item] = []
    for item in draft.items:
        n = sum(item.answers.counts)
        side = favourable_side(reversed=item.reversed)
        distribution, favourable = publish_with_side(item.answers, rules, side)
        region = _share_mark(item, side, rules)
        said = item.no_opinion
        no_opinion: Share | Hidden = Hidden(reason="not_asked")
        if said is not None:
            no_opinion = publish_share(said.count, said.n, rules)
        mostly = not isinstance(no_opinion, Hidden) and said is not None
        out.append(
            Item(
                name=item.name,
                scale=item.scale,
                title=item.title,
                reversed=item.reversed,
                midpoint=item.midpoint,
                categories=item.answers.categories,
                n=respondents(n, rules),
                distribution=distribution,
                favourable=favourable,
                no_opinion=no_opinion,
                mostly_no_opinion=mostly and said is not None and 2 * said.count > said.n,
                mirrors=item.mirrors,
                region=region,
                label=withheld(item.label, favourable.share, region),
            )
        )
    return tuple(out)


def _share_mark(item: DraftItem, side: Side, rules: DisclosureRules) -> ShareMark | Hidden:
    """Return the share of the other schools' pupils; it follows from their printed shares."""
    mark = item.region
    if mark is None:
        reason = item.label.reason if isinstance(item.label, Hidden) else "complement"
        return Hidden(reason=reason)
    fault = region_fault(Pupils(n=mark.n, schools=mark.schools, largest=mark.largest), rules)
    if fault:
        return Hidden(reason=fault)
    percent = min(99, max(1, math.floor(mark.percent + 0.5)))
    return ShareMark(n=mark.n, schools=mark.schools, side=side, percent=percent)


def withheld(label: Compared | Hidden, *numbers: object) -> Compared | Hidden:
    """Return a comparison; withheld where one of its numbers is hidden, or only a bound."""
    for number in numbers:
        if isinstance(number, Hidden):
            return Hidden(reason=number.reason)
        if isinstance(number, AtLeast | AtMost):
            return Hidden(reason="complement")
    return label


def respondents(n: int, rules: DisclosureRules) -> Count | Hidden:
    """Publish how many answered; nobody is no data."""
    return publish_count(n, rules.n_min) if n else Hidden(reason="no_data")


def publish_informant(
    other: DraftInformant, items: Mapping[str, Item], rules: DisclosureRules
) -> Informant:
    """Publish another informant's favourable answers beside the pupils'.

    Parameters
    ----------
    other : DraftInformant
        Raw.
    items : mapping
        The pupils' questions of :func:`publish_items`, by name: a question has one share.
    rules : DisclosureRules
        The rules.
    """
    rows = []
    for item in other.items:
        theirs = publish_share(item.theirs.count, item.theirs.n, rules)
        told = items[item.name].favourable
        ours = told.share
        rows.append(
            InformantItem(
                name=item.name,
                title=item.title,
                side=told.side,
                theirs=theirs,
                pupils=ours,
                pupils_step=told.step,
                gap=_gap(item.gap, theirs, ours),
                label=withheld(item.label, theirs, ours),
            )
        )
    settled = _settled(rows)
    return Informant(informant=other.informant, n=respondents(other.n, rules), items=settled)


def _settled(rows: Sequence[InformantItem]) -> tuple[InformantItem, ...]:
    """Return questions of which equal printed gaps have one word, the cautious one."""
    told = [
        (row, row.label.label, float(row.gap.points) if isinstance(row.gap, Gap) else math.nan)
        for row in rows
        if isinstance(row.label, Compared)
    ]
    words = settle([label for _, label, _ in told], [points for _, _, points in told])
    cautious = {
        row.name for (row, _, _), word in zip(told, words, strict=True) if word == "similar"
    }
    same = Compared(label="similar")
    return tuple(structs.replace(row, label=same) if row.name in cautious else row for row in rows)


def _gap(gap: RawGap | None, *shares: Share | Hidden) -> Gap | Hidden:
    for share in shares:
        if isinstance(share, Hidden):
            return Hidden(reason=share.reason)
    if not all(isinstance(share, Exact) for share in shares):
        return Hidden(reason="complement")
    if gap is None:
        return Hidden(reason="no_data")
    theirs, ours = (share.percent for share in shares if isinstance(share, Exact))
    # a printed difference is the difference of what is printed
    points = theirs - ours
    return Gap(
        points=points,
        low=points - math.ceil(gap.points - gap.low),
        high=points + math.ceil(gap.high - gap.points),
    )


def publish_profile(
    counts: Mapping[ProfileClassName, int] | None, rules: DisclosureRules
) -> Profile | Hidden:
    """Publish the aspiration profile; its intervals tell no more than its shares."""
    if counts is None:
        return Hidden(reason="not_asked")
    n = sum(counts.values())
    bound = rules.bound(n)
    if n < rules.n_min or bound is None:
        return Hidden(reason="few" if n else "no_data")
    bounded = [not isinstance(bounded_share(c, n, bound), Exact) for c in counts.values()]
    step = bound if any(bounded) else 1
    shares = {name: bounded_share(c, n, bound, step=step) for name, c in counts.items()}
    ranges = {name: counts_of(share, n, step=step, bound=bound) for name, share in shares.items()}
    if is_determined(n, list(ranges.values()), bounded):
        return Hidden(reason="complement")
    classes = []
    for name, share in shares.items():
        low, high = wilson_percent(ranges[name], n)
        classes.append(ProfileClass(name=name, share=share, low=low, high=high))
    return Profile(n=n, step=step, classes=tuple(classes))
