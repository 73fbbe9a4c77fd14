"""Counts of agreement, groups and cleaning by school: once for all schools."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from aspiratie.codebook import Field
from aspiratie.disclosure.draft import DraftFlow, RawRule
from aspiratie.intake import Answers
from aspiratie.prepare.estimates import sums_by
from aspiratie.prepare.tables import SchoolTable, school_table

__all__ = ["agreement", "agrees", "cleaning_flows", "group_labels"]

_REMOVED, _VALUES = "row_removed", "value_to_missing"


def agrees(answers: pd.DataFrame, items: Sequence[Field]) -> pd.DataFrame:
    """Return 1 where the answer lies above the middle of its answers, else 0; NaN if none."""
    middle = pd.Series({f.name: (f.n_categories + 1) / 2 for f in items})
    given = answers[[f.name for f in items]]
    return given.gt(middle, axis=1).astype(float).where(given.notna())


def agreement(agree: pd.DataFrame, school: pd.Series) -> SchoolTable:
    """Return n and the number who agree by school and item."""
    table = sums_by(agree, [school.rename("school")])
    return school_table(table[["n", "sum"]].rename(columns={"sum": "agree"}))


def group_labels(answers: Answers) -> pd.Series:
    """Return the group of every respondent, ``""`` where it is not known or not asked."""
    group = answers.respondents.get("group")
    if group is None:
        return pd.Series("", index=answers.items.index, name="group")
    return group.astype("str").where(group.notna(), "").rename("group")


def cleaning_flows(
    answers: Answers, schools: Sequence[str]
) -> tuple[dict[str, DraftFlow], DraftFlow]:
    """Count rows in, removed, out and flagged: of each school, and of these schools together.

    Parameters
    ----------
    answers : Answers
        Their log is read, and who was flagged.
    schools : sequence of str
        The published schools. The sum has also the rows of which no school is known.

    Returns
    -------
    by_school, together
        Every rule of the log is named in each, in the order of the log.
    """
    log = answers.log
    entries = log.entries
    rules = {
        action: [str(r) for r in entries.loc[entries["action"] == action, "rule"].unique()]
        for action in (_REMOVED, _VALUES)
    }
    counted = entries.groupby(["school", "action", "rule"])["rows"].sum().to_dict()
    totals = log.schools.set_index("school")
    rows_in, rows_out = totals["rows_in"].to_dict(), totals["rows_out"].to_dict()
    flagged = answers.careless.get("flagged", pd.Series(False, index=answers.items.index))
    signs = flagged.groupby(answers.respondents["school"]).sum().to_dict()

    def flow(school: str) -> DraftFlow:
        def by_rule(action: str) -> tuple[RawRule, ...]:
            return tuple(
                RawRule(rule=rule, n=int(counted.get((school, action, rule), 0)))
                for rule in rules[action]
            )

        return DraftFlow(
            rows_in=int(rows_in.get(school, 0)),
            removed=by_rule(_REMOVED),
            rows_out=int(rows_out.get(school, 0)),
            values=by_rule(_VALUES),
            flagged=int(signs.get(school, 0)),
        )

    flows = {school: flow(school) for school in schools}
    return flows, _together([*flows.values(), flow("")])


def _together(flows: Sequence[DraftFlow]) -> DraftFlow:
    def by_rule(tables: Sequence[tuple[RawRule, ...]]) -> tuple[RawRule, ...]:
        return tuple(
            RawRule(rule=column[0].rule, n=sum(r.n for r in column))
            for column in zip(*tables, strict=True)
        )

    return DraftFlow(
        rows_in=sum(f.rows_in for f in flows),
        removed=by_rule([f.removed for f in flows]),
        rows_out=sum(f.rows_out for f in flows),
        values=by_rule([f.values for f in flows]),  # noqa: PD011
        flagged=sum(f.flagged for f in flows),
    )
