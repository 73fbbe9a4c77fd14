"""Before any model: the file, what cleaning did, what is missing, and each item by itself."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from aspiratie.display.fragment import Fragment, el
from aspiratie.research.cells import research_table, say, section
from aspiratie.research.figures.figure import WATERMARK, Figure
from aspiratie.research.figures.items import missing_matrix
from aspiratie.research.gathering import in_order
from aspiratie.research.study import Study
from aspiratie.viewable import Viewable

__all__ = [
    "ItemDescriptives",
    "careless_table",
    "cleaning_flow",
    "describe_items",
    "import_log",
    "missing_figure",
]

#: Smaller groups are not drawn: their shares are coarse.
_LEAST_SHOWN = 10


@dataclass(frozen=True, eq=False, kw_only=True)
class ItemDescriptives(Viewable):
    """Each item by itself.

    Parameters
    ----------
    items : DataFrame
        By item: ``text``, ``scale``, ``reversed``, ``n``, ``missing`` and ``no_opinion`` (shares),
        ``mean``, ``sd``, ``skewness``, ``floor`` and ``ceiling`` (shares of the lowest and
        highest answer among those who answered), all as answered; ``item_rest``: correlation
        with the mean of the scale's other items, both in the scale's direction.
    shares : DataFrame
        By item: ``n`` and the share of each answer, ``1`` to the largest number of answers.
    """

    items: pd.DataFrame
    shares: pd.DataFrame

    def __repr__(self) -> str:
        return f"ItemDescriptives({len(self.items)} items)"


def import_log(study: Study) -> Fragment:
    """Show what was read: file, codebook, respondents and scales.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    """
    source, book = study.answers.source, study.codebook
    respondents = study.answers.respondents
    complete = int(study.items.notna().all(axis=1).sum())
    facts = {
        "file": f"{source.file} ({source.kind}, {source.tool})",
        "sha256 of the file": source.sha256,
        "rows and columns of the file": f"{say(source.rows, 0)} by {say(source.columns, 0)}",
        "codebook": f"{book.name} {book.version}, sha256 {book.sha256[:12]}…",
        "example items": "yes, no validated instrument" if book.example else "no",
        "respondents after cleaning": say(len(respondents), 0),
        "schools": say(respondents["school"].nunique(), 0),
        "items analysed": f"{study.items.shape[1]} in {len(study.scales)} scales",
        "respondents with every item answered": f"{say(complete, 0)} "
        f"({say(100 * complete / len(respondents), 0)}%)",
        "missing answers in correlations and models": study.missing,
    } | {name: str(value) for name, value in study.options.items()}
    frame = pd.DataFrame({"value": facts})
    warning = el(
        "p",
        el("strong", f"{WATERMARK}: "),
        "this notebook reads answers of pupils. Do not publish it or send it on; clear its "
        "outputs before saving it anywhere shared.",
        role="note",
    )
    scales = pd.DataFrame(
        {
            "principle": [s.principle or "" for s in book.scales],
            "items": [len(book.items_of(s.name)) for s in book.scales],
            "reversed": [sum(f.reversed for f in book.items_of(s.name)) for s in book.scales],
            "answers": [book.n_categories_of(s.name) for s in book.scales],
        },
        index=[f"{s.name}: {s.title.of(study.language)}" for s in book.scales],
    )
    return section(
        warning,
        research_table("What was read", frame, index="fact", notes=study.notes),
        research_table("Scales by the codebook", scales, default=0, index="scale"),
    )


def cleaning_flow(study: Study) -> Fragment:
    """Show how rows came to respondents, and which answers were made missing.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    """
    log = study.answers.log
    removed = log.counts("row_removed")
    left = log.rows_in - removed["rows"].cumsum()
    flow = pd.DataFrame(
        {
            "rows": [log.rows_in, *(-removed["rows"]), log.rows_out],
            "left": [log.rows_in, *left, log.rows_out],
        },
        index=[
            "rows in the file",
            *(f"removed: {_words(rule)}" for rule in removed["rule"]),
            "respondents",
        ],
    )
    values = log.counts("value_to_missing")
    answers = len(study.answers.items) * study.answers.items.shape[1]
    made = pd.DataFrame(
        {"answers": values["rows"], "share of all (%)": 100 * values["rows"] / answers}
    ).set_axis([_words(rule) for rule in values["rule"]], axis=0)
    dropped = log.counts("column_dropped")
    columns = log.entries.loc[log.entries["action"] == "column_dropped", "column"].nunique()
    return section(
        research_table(
            "From rows to respondents",
            flow,
            default=0,
            index="step",
            notes=["Rules work in this order, each on what the one before left."],
        ),
        research_table(
            "Answers made missing",
            made,
            default=0,
            places={"share of all (%)": 2},
            index="rule",
            notes=[
                (
                    f"{say(columns, 0)} columns were dropped at the door "
                    f"({', '.join(_words(r) for r in dropped['rule']) or 'none'})."
                ),
            ],
        ),
    )


def careless_table(study: Study) -> Fragment:
    """Show how many respondents each index of careless answering points at.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    """
    flags = study.answers.careless
    frame = pd.DataFrame({"respondents": flags.sum(), "share (%)": 100 * flags.mean()})
    treated = "left out" if study.options["careless"] == "exclude" else "kept"
    return research_table(
        "Signs of careless answering",
        frame.set_axis([_words(str(name)) for name in frame.index], axis=0),
        places={"respondents": 0, "share (%)": 1},
        index="index",
        notes=[
            (
                f"Flagged: two or more of these. Flagged respondents are {treated}; section 10 "
                f"shows what that changes. n = {say(len(flags), 0)}. One index alone also points "
                "at many attentive respondents."
            )
        ],
    )


def missing_figure(study: Study, *, by: str = "group") -> Figure:
    """Draw which items were skipped, over all and by a column of the respondents.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    by : str
        A column of the respondents, as ``"group"`` or ``"type"``; where the answers don't
        have it, only the row of all respondents is drawn. Groups of fewer than ten are not
        drawn by themselves.
    """
    gone = study.items.isna()
    rows = {"all": gone.mean()}
    sizes = {"all": len(gone)}
    respondents = study.answers.respondents
    if by in respondents:
        labels = respondents[by].astype(str).where(respondents[by].notna())
        for label in in_order(labels.dropna()):
            part = gone.loc[labels == label]
            if len(part) >= _LEAST_SHOWN:
                rows[label] = part.mean()
                sizes[label] = len(part)
    return missing_matrix(pd.DataFrame(rows).T, sizes=pd.Series(sizes), by=by)


def describe_items(study: Study) -> ItemDescriptives:
    """Describe each item.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    """
    answers = study.answers
    rows, shares = {}, {}
    for scale, members in study.scales.items():
        for name in members:
            field = study.codebook.field(name)
            given = answers.items[name].dropna()
            k = field.n_categories
            share = [float((given == place).mean()) for place in range(1, k + 1)]
            others = study.items[[m for m in members if m != name]].mean(axis=1)
            rows[name] = {
                "text": field.title.of(study.language),
                "scale": scale,
                "reversed": field.reversed,
                "n": len(given),
                "missing": float(answers.items[name].isna().mean()),
                "no_opinion": float(answers.no_opinion[name].mean()),
                "mean": float(given.mean()),
                "sd": float(given.std()),
                "skewness": _skewness(given),
                "floor": share[0],
                "ceiling": share[-1],
                "item_rest": _correlation(study.items[name], others),
            }
            label = f"{name} (R)" if field.reversed else name
            shares[label] = {"n": len(given)} | dict(enumerate(share, start=1))
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.index.name = "item"
    frame = pd.DataFrame.from_dict(shares, orient="index")
    places = sorted(c for c in frame.columns if c != "n")
    return ItemDescriptives(items=table, shares=frame[["n", *places]])


def _skewness(given: pd.Series) -> float:
    """Return the skewness as pandas and SPSS give it; NaN where nothing varies."""
    values: list[float] = given.tolist()
    return float(pd.Series(values).skew()) if len(set(values)) > 1 else float("nan")  # type: ignore[arg-type]


def _correlation(one: pd.Series, other: pd.Series) -> float:
    both = one.notna() & other.notna()
    a, b = one[both].to_numpy(dtype=np.float64), other[both].to_numpy(dtype=np.float64)
    if len(a) < 3 or a.std() == 0 or b.std() == 0:
        return float("nan")
    return float(np.corrcoef(a, b)[0, 1])


def _words(rule: str) -> str:
    return rule.replace("_", " ")
