"""Tables in APA style: three rules, no lines between columns, a note below."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
from great_tables import GT, loc, style

from aspiratie.research.cells import NOTHING, apa
from aspiratie.research.views import Sheet

__all__ = ["apa_frame", "apa_html", "apa_latex"]

#: What the field writes in italics or as a letter, for the names that lavaan and R have.
_SYMBOLS = {
    "n": "n",
    "chisq": "χ²",
    "df": "df",
    "dof": "df",
    "pvalue": "p",
    "cfi": "CFI",
    "tli": "TLI",
    "rmsea": "RMSEA",
    "srmr": "SRMR",
    "aic": "AIC",
    "bic": "BIC",
    "est": "Estimate",
    "se": "SE",
    "z": "z",
    "std_all": "β",
    "alpha": "α",
    "omega": "ω",
    "ci_lower": "CI lower",
    "ci_upper": "CI upper",
    "mean": "M",
    "sd": "SD",
}


def apa_heading(name: str) -> str:
    """Return a heading as the field has it.

    Examples
    --------
    >>> apa_heading("cfi.robust"), apa_heading("pvalue.diff"), apa_heading("item_rest")
    ('CFI (robust)', 'Δp', 'Item rest')
    """
    stem, _, kind = name.partition(".")
    if stem not in _SYMBOLS:
        return name[:1].upper() + name[1:].replace("_", " ").replace(".", " ")
    word = _SYMBOLS[stem]
    if kind == "diff":
        return f"Δ{word}"
    return f"{word} ({kind.replace('.', ' ')})" if kind else word


def apa_frame(sheet: Sheet) -> pd.DataFrame:
    """Return a table as texts, the rows' headings in the first column.

    Parameters
    ----------
    sheet : Sheet

    Returns
    -------
    DataFrame
        Of strings; headings as :func:`apa_heading` has them.
    """
    frame = sheet.printed
    first = apa_heading(sheet.index or str(frame.index.name or "") or " ")
    columns: dict[str, list[str]] = {first: [str(label) for label in frame.index]}
    for name in frame.columns:
        heading = sheet.headings.get(name) or apa_heading(str(name))
        while heading in columns:
            heading += " "
        places = sheet.places.get(name, sheet.default)
        columns[heading] = [_text(value, places) for value in frame[name]]
    return pd.DataFrame(columns)


def _text(value: Any, places: int | str) -> str:
    if isinstance(value, bool | np.bool_):
        return "yes" if value else "no"
    if isinstance(value, int | float | np.number):
        return apa(float(value), places)
    return NOTHING if value is None or value is pd.NA else str(value)


def is_number(text: str) -> bool:
    """Whether a cell stands right: a number, an interval or a dash."""
    return bool(re.fullmatch(r"[−<>≥\[ ]*[\d.,]+%?\]?(?:, [−\d.,]+\])?|–", text))


def _table(sheet: Sheet, name: str) -> Any:
    frame = apa_frame(sheet)
    stub, *others = frame.columns
    right = [c for c in others if frame[c].map(is_number).all()]
    made = GT(frame, rowname_col=stub, id=name)
    made = made.tab_header(title=sheet.caption).tab_stubhead(label=stub)
    made = made.cols_align("right", right).cols_align("left", [c for c in others if c not in right])
    for note in sheet.notes:
        made = made.tab_source_note(note)
    return made


def apa_html(sheet: Sheet) -> str:
    """Return a table as HTML with its own style sheet.

    Parameters
    ----------
    sheet : Sheet
    """
    if sheet.printed.empty:
        return f"<p>{sheet.caption}: none.</p>"
    name = "apa-" + re.sub(r"\W+", "-", sheet.name.lower())
    rule = {"style": "solid", "width": "1px", "color": "black"}
    sides = [f"{part}_{key}" for part in ("table_border_top", "table_border_bottom",
             "column_labels_border_top", "column_labels_border_bottom",
             "table_body_border_bottom") for key in rule]  # fmt: skip
    options = {side: rule[side.rsplit("_", 1)[1]] for side in sides}
    options |= {"table_body_hlines_style": "none", "table_body_border_top_style": "none"}
    options |= {"stub_border_style": "none", "heading_border_bottom_style": "none"}
    options |= {"heading_align": "left", "table_font_names": "Times New Roman, Times, serif"}
    made = _table(sheet, name).tab_options(**options)
    made = made.tab_style(style.text(style="italic"), loc.title())
    html: str = made.as_raw_html()
    return html


def apa_latex(sheet: Sheet) -> str:
    """Return a table as LaTeX.

    Parameters
    ----------
    sheet : Sheet
    """
    if sheet.printed.empty:
        return f"% {sheet.caption}: none."
    made: str = _table(sheet, "apa").as_latex()
    made = made.replace("l|", "l", 1)  # no lines between columns
    for sign, macro in (("−", "$-$"), ("χ²", r"$\chi^2$"), ("Δ", r"$\Delta$"), ("α", r"$\alpha$"),
                        ("ω", r"$\omega$"), ("β", r"$\beta$"), ("λ", r"$\lambda$"),
                        ("τ²", r"$\tau^2$"), ("≥", r"$\geq$"), ("–", "--"), ("’", "'"),
                        ("×", r"$\times$"), ("±", r"$\pm$")):  # fmt: skip
        made = made.replace(sign, macro)
    return made
