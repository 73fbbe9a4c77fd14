"""Choose a school, a group, a condition and a model, and look."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from aspiratie.codebook.structure import factor_models
from aspiratie.display.fragment import Fragment, el, join
from aspiratie.errors import AspiratieError, CodebookError, EstimationError, ParameterError
from aspiratie.measurement.reliability.alpha import cronbach_alpha
from aspiratie.measurement.reliability.omega import omega
from aspiratie.measurement.scores import scale_scores
from aspiratie.measurement.sem.cfa import cfa
from aspiratie.research.cells import research_table, say, section
from aspiratie.research.coded import narrowed
from aspiratie.research.figures.items import item_bars
from aspiratie.research.figures.paths import path_diagram
from aspiratie.research.gathering import gathered, in_order
from aspiratie.research.items import describe_items
from aspiratie.research.show import sheet_html
from aspiratie.research.study import Study
from aspiratie.research.views.sem import fit_sheet

__all__ = ["ALL", "Exploration", "choices", "explore", "look"]

#: For every school, every group, or no model.
ALL = "all"
NO_MODEL = "none"
ONE_SCALE = "condition"


@dataclass(frozen=True, eq=False, kw_only=True)
class Exploration:
    """A choice, what it shows, and menus for another choice.

    In a notebook menus stand above the result and renew it; in a saved page the result of
    the choice stands alone.

    Parameters
    ----------
    study : Study
        What is looked at.
    choice : dict of str to str
        ``school``, ``group``, ``condition`` and ``model``.
    shown : Fragment
        The result of the choice.
    """

    study: Study
    choice: dict[str, str]
    shown: Fragment

    def __repr__(self) -> str:
        return f"<Exploration: {', '.join(f'{k} {v}' for k, v in self.choice.items())}>"

    @property
    def html(self) -> str:
        """The result of the choice."""
        return self.shown.html

    def menus(self, show: Callable[[Fragment], None]) -> Any:
        """Return the menus.

        Parameters
        ----------
        show : callable
            Gets the result of each new choice.

        Returns
        -------
        ipywidgets.HBox
            A menu for each part of the choice.
        """
        import ipywidgets

        boxes = {
            name: ipywidgets.Dropdown(
                options=options, value=self.choice[name], description=name.capitalize()
            )
            for name, options in choices(self.study).items()
        }

        def renew(_: object) -> None:
            show(look(self.study, **{name: box.value for name, box in boxes.items()}))

        for box in boxes.values():
            box.observe(renew, names="value")
        return ipywidgets.HBox(list(boxes.values()))

    def _ipython_display_(self) -> None:
        """Show the menus, and below them a result that they renew.

        The result is an output of its own, so that a saved page has it too.
        """
        from IPython import display as ipython

        display: Any = ipython.display

        shown: list[Any] = []

        def show(result: Fragment) -> None:
            shown[0].update(_bundle(result), raw=True)

        display(self.menus(show))
        shown.append(display(_bundle(self.shown), raw=True, display_id=True))


def _bundle(result: Fragment) -> dict[str, str]:
    return {"text/html": result.html, "text/plain": repr(result)}


def choices(study: Study) -> dict[str, list[str]]:
    """Return what can be chosen.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.

    Returns
    -------
    dict of str to list of str
        ``school``, ``group``, ``condition`` and ``model``; the first of each is the default.
    """
    respondents = study.answers.respondents
    groups: list[str] = []
    if "group" in respondents:
        groups = in_order(respondents["group"].dropna())
    try:
        models = list(factor_models(study.codebook))
    except CodebookError:
        models = []
    return {
        "school": [ALL, *sorted(respondents["school"].dropna().astype(str).unique())],
        "group": [ALL, *groups],
        "condition": list(study.scales),
        "model": [ONE_SCALE, *(m for m in models), NO_MODEL],
    }


def explore(
    study: Study, *, school: str = "", group: str = "", condition: str = "", model: str = ""
) -> Exploration:
    """Look at a part of the answers, and choose another.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    school, group, condition, model : str
        Where to start; "" for all schools, all groups, the first condition and its own model.
        Models: ``condition`` (one factor of the condition's items), those of
        :func:`aspiratie.codebook.structure.factor_models`, or ``none``.

    Returns
    -------
    Exploration

    Raises
    ------
    ParameterError
        With every choice that is not there.
    """
    asked = {"school": school, "group": group, "condition": condition, "model": model}
    known = choices(study)
    wrong = [name for name, value in asked.items() if value and value not in known[name]]
    if wrong:
        raise ParameterError(
            f"Not to be chosen: {', '.join(f'{n} {asked[n]!r}' for n in wrong)}. "
            f"Conditions: {', '.join(known['condition'])}. Models: {', '.join(known['model'])}."
        )
    choice = {name: value or known[name][0] for name, value in asked.items()}
    return Exploration(study=study, choice=choice, shown=look(study, **choice))


def look(study: Study, *, school: str, group: str, condition: str, model: str) -> Fragment:
    """Show the answers to a condition, its scale and a model's fit, for some respondents.

    Parameters
    ----------
    study : Study
        Of :func:`aspiratie.research.study.open_study`.
    school, group, condition, model : str
        Of :func:`choices`.

    Returns
    -------
    Fragment
        Where something cannot be estimated it says why.
    """
    chosen = _chosen(study, school, group)
    head = el(
        "p",
        el("strong", study.title(condition)),
        f" – school: {school}, group: {group}, n = {say(len(chosen.items), 0)}.",
    )
    if chosen.items.empty:
        return section(head, el("p", "No respondents with this choice."))
    part = replace(chosen, codebook=narrowed(study.codebook, [condition]))
    items = describe_items(part)
    answered = items.items["n"] > 0
    bars = [Fragment(item_bars(items.shares[answered.to_numpy()], name="explored").html)]
    return section(
        head,
        *(bars if answered.any() else [el("p", "Nobody answered these items.")]),
        _scale(chosen, condition),
        *_model(chosen, condition, model),
    )


def _chosen(study: Study, school: str, group: str) -> Study:
    respondents = study.answers.respondents
    kept = pd.Series(data=True, index=respondents.index)
    if school != ALL:
        kept &= respondents["school"].astype(str) == school
    if group != ALL:
        kept &= respondents["group"].astype(str) == group
    rows = respondents.index[kept.to_numpy(dtype=bool)]
    answers = study.answers
    return replace(
        study,
        items=study.items.loc[rows],
        answers=replace(
            answers,
            respondents=respondents.loc[rows],
            items=answers.items.loc[rows],
            no_opinion=answers.no_opinion.loc[rows],
            careless=answers.careless.loc[rows],
            open_answers=answers.open_answers.loc[rows],
        ),
    )


def _scale(study: Study, condition: str) -> Fragment:
    items = study.items[study.scales[condition]]
    facts: dict[str, str] = {}
    notes: list[str] = []
    with gathered() as warned:
        try:
            scores = scale_scores(items).scores.dropna()
            facts["mean score"] = f"{say(scores.mean(), 2)} (n = {say(len(scores), 0)})"
            facts["standard deviation"] = say(scores.std(), 2)
            alpha = cronbach_alpha(items)
            facts["alpha"] = f"{say(alpha.estimate, 2)} (n = {say(alpha.n, 0)})"
            found = omega(items, n_boot=0, progress=False)
            facts["omega, categorical"] = f"{say(found.estimate, 2)} (n = {say(found.n, 0)})"
        except EstimationError as error:
            notes.append(str(error))
    frame = pd.DataFrame({"value": facts})
    return research_table("The scale", frame, notes=[*notes, *warned], index="measure")


def _model(study: Study, condition: str, model: str) -> list[Fragment]:
    if model == NO_MODEL:
        return []
    if model == ONE_SCALE:
        text = f"{condition} =~ " + " + ".join(study.scales[condition])
    else:
        text = factor_models(study.codebook)[model]
    try:
        with gathered():
            fitted = cfa(
                study.items,
                text,
                missing="listwise" if study.missing == "listwise" else "pairwise",
            )
    except AspiratieError as error:
        said = join([el("strong", f"The model {model} cannot be fitted here. "), str(error)])
        return [el("p", said)]
    title = f"Model {model.replace('_', ' ')}"
    figure = path_diagram(fitted, name="explored-paths", title=title)
    measures = fitted.fit.to_frame(model).T
    measures.insert(0, "n", [fitted.n])
    notes = (f"Estimator: {fitted.estimator}, {fitted.missing}.", *map(str, fitted.problems))
    return [sheet_html(fit_sheet(measures, title, notes)), Fragment(figure.html)]
