"""Answers to questions that may be seen: items, profile and other informants."""

from __future__ import annotations

import math
from collections.abc import Mapping

from aspiratie.disclosure.bounds import (
    bounded_share,
    counts_of,
    is_determined,
    publish_share,
    publish_with_agreement,
    wilson_percent,
)
from aspiratie.disclosure.cleaning import publish_count
from aspiratie.disclosure.draft import DraftInformant, RawGap, SchoolDraft
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import (
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
)
from aspiratie.disclosure.shape.words import ProfileClassName

__all__ = ["publish_informant", "publish_items", "publish_profile"]


def publish_items(
    draft: SchoolDraft, rules: DisclosureRules
) -> tuple[tuple[Item, ...], dict[str, Share | Hidden]]:
    """Publish the items, and the pupils' agreement with those that others are asked too."""
    mirrored = {row.name for other in draft.informants for row in other.items}
    out: list[Item] = []
    agree: dict[str, Share | Hidden] = {}
    for item in draft.items:
        n = sum(item.answers.counts)
        distribution, share = publish_with_agreement(item.answers, rules)
        if item.name in mirrored:
            agree[item.name] = share
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
                no_opinion=no_opinion,
                mostly_no_opinion=mostly and said is not None and 2 * said.count > said.n,
                mirrors=item.mirrors,
            )
        )
    return tuple(out), agree


def respondents(n: int, rules: DisclosureRules) -> Count | Hidden:
    """Publish how many answered; nobody is no data."""
    return publish_count(n, rules.n_min) if n else Hidden(reason="no_data")


def publish_informant(
    other: DraftInformant, agree: Mapping[str, Share | Hidden], rules: DisclosureRules
) -> Informant:
    """Publish another informant's agreement beside the pupils'.

    Parameters
    ----------
    other : DraftInformant
        Raw.
    agree : mapping
        Shares of the pupils, of :func:`publish_items`.
    rules : DisclosureRules
        The rules.
    """
    rows = []
    for item in other.items:
        theirs = publish_share(item.agree.count, item.agree.n, rules)
        ours = agree[item.name]
        label: Compared | Hidden = item.label
        for share in (theirs, ours):
            if isinstance(share, Hidden):
                label = Hidden(reason=share.reason)
                break
        rows.append(
            InformantItem(
                name=item.name,
                title=item.title,
                agree=theirs,
                pupils=ours,
                gap=_gap(item.gap, theirs, ours),
                label=label,
            )
        )
    return Informant(informant=other.informant, n=respondents(other.n, rules), items=tuple(rows))


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
