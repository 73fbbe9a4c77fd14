"""Counts of cleaning that may be seen, of schools and of their region."""

from __future__ import annotations

from collections.abc import Sequence

from aspiratie.disclosure.draft import DraftFlow, RawRule
from aspiratie.disclosure.rules import DisclosureRules
from aspiratie.disclosure.shape import Count, Flow, Hidden, RuleCount
from aspiratie.disclosure.shape.words import Reason
from aspiratie.disclosure.suppress import column_reasons, hides_all

__all__ = ["close_flow", "publish_count", "publish_flow", "publish_region_flow"]


def publish_count(value: int, n_min: int, reason: Reason | None = None) -> Count | Hidden:
    """Return a count that may be seen; 0 is shown.

    Examples
    --------
    >>> publish_count(3, 10), publish_count(0, 10)
    (Hidden(reason='few'), Count(value=0))
    """
    if reason is None and 0 < value < n_min:
        reason = "few"
    return Hidden(reason=reason) if reason else Count(value=value)


def publish_flow(flow: DraftFlow, rules: DisclosureRules) -> Flow:
    """Return one school's rows in, removed and out.

    Rows out are the school's n and are shown. Where rows in would, minus these, tell
    that a few rows were removed, rows in are hidden; else removed counts are hidden
    so that none follows from the total.
    """
    sizes = [rule.n for rule in flow.removed]
    total, n_min = sum(sizes), rules.n_min
    known = total == 0 or total >= n_min
    reasons = [
        None if n == 0 else reason
        for n, reason in zip(sizes, column_reasons(sizes, n_min, total_known=known), strict=True)
    ]
    twice = rules.careless == "exclude" and any(reasons) and flow.flagged >= n_min
    return Flow(
        rows_in=publish_count(flow.rows_in, n_min, None if known else "complement"),
        removed=tuple(
            RuleCount(rule=rule.rule, n=publish_count(rule.n, n_min, reason))
            for rule, reason in zip(flow.removed, reasons, strict=True)
        ),
        rows_out=publish_count(flow.rows_out, n_min),
        values=tuple(
            RuleCount(rule=rule.rule, n=publish_count(rule.n, n_min)) for rule in flow.values
        ),
        flagged=publish_count(flow.flagged, n_min, "complement" if twice else None),
    )


#: A raw count with what was published of it.
Cell = tuple[int, Count | Hidden]


def _column(
    total: int, cells: Sequence[Cell], n_min: int, *, small: bool = False
) -> Count | Hidden:
    """Publish a total over schools; what no school accounts for is one more cell."""
    if 0 < total < n_min:
        return publish_count(total, n_min)
    hidden = [(n, count.reason) for n, count in cells if isinstance(count, Hidden) and n]
    rest = total - sum(n for n, _ in cells)
    together = [n for n, _ in hidden] + ([rest] if rest > 0 else [])
    few = small or ({word for _, word in hidden} == {"few"} and rest <= 0)
    safe = rest >= 0 and hides_all(together, n_min, few=few)
    return publish_count(total, n_min, None if safe else "complement")


def _rule_columns(
    whole: Sequence[RawRule],
    schools: Sequence[Sequence[RawRule]],
    shown: Sequence[Sequence[RuleCount]],
    n_min: int,
) -> tuple[RuleCount, ...]:
    return tuple(
        RuleCount(
            rule=rule.rule,
            n=_column(
                rule.n,
                [(raw[i].n, told[i].n) for raw, told in zip(schools, shown, strict=True)],
                n_min,
            ),
        )
        for i, rule in enumerate(whole)
    )


def publish_region_flow(
    region: DraftFlow,
    schools: Sequence[DraftFlow],
    shown: Sequence[Flow],
    rules: DisclosureRules,
) -> Flow:
    """Return the region's counts, hidden where they minus the schools' would tell one.

    Parameters
    ----------
    region : DraftFlow
        Raw counts of the whole region.
    schools : sequence of DraftFlow
        Raw counts of the published schools.
    shown : sequence of Flow
        What :func:`publish_flow` made of them.
    rules : DisclosureRules
        The rules.
    """
    n_min = rules.n_min
    both = list(zip(schools, shown, strict=True))
    removed = _rule_columns(
        region.removed, [s.removed for s in schools], [p.removed for p in shown], n_min
    )
    values = _rule_columns(
        region.values, [s.values for s in schools], [p.values for p in shown], n_min
    )
    out = _column(region.rows_out, [(s.rows_out, p.rows_out) for s, p in both], n_min)
    # rows in and out of a school tell what was removed there, so hidden rows in hide that
    gone = [(s.rows_in - s.rows_out, p.rows_in) for s, p in both]
    total = region.rows_in - region.rows_out
    hidden = [
        raw.n
        for raw, rule in zip(region.removed, removed, strict=True)
        if isinstance(rule.n, Hidden)
    ]
    safe = (
        isinstance(_column(total, gone, n_min, small=True), Count)
        and isinstance(out, Count)
        and hides_all(hidden, n_min, few=False)
    )
    flagged = _column(region.flagged, [(s.flagged, p.flagged) for s, p in both], n_min)
    if rules.careless == "exclude" and hidden:
        flagged = publish_count(region.flagged, n_min, "complement")
    return Flow(
        rows_in=publish_count(region.rows_in, n_min, None if safe else "complement"),
        removed=removed,
        rows_out=out,
        values=values,
        flagged=flagged,
    )


def close_flow(flow: Flow) -> Flow:
    """Return counts of which all but the zeros and the rows that remain are hidden alike."""

    def close(count: Count | Hidden) -> Count | Hidden:
        return count if count == Count(value=0) else Hidden(reason="complement")

    def rules(counts: Sequence[RuleCount]) -> tuple[RuleCount, ...]:
        return tuple(RuleCount(rule=r.rule, n=close(r.n)) for r in counts)

    return Flow(
        rows_in=close(flow.rows_in),
        removed=rules(flow.removed),
        rows_out=flow.rows_out,
        values=rules(flow.values),
        flagged=close(flow.flagged),
    )
