"""The notebook without code: menus, tick boxes and buttons around a `Desk`."""

from __future__ import annotations

import traceback
import webbrowser
from collections.abc import Callable, Mapping
from dataclasses import fields
from html import escape
from pathlib import Path
from typing import Any, get_args, get_type_hints

import ipywidgets

from aspiratie.codebook.words import IGNORED
from aspiratie.errors import AspiratieError
from aspiratie.intake.proposal import Question
from aspiratie.parameters import N_MIN_FLOOR, Rules
from aspiratie.start.begin import relative
from aspiratie.start.desk import KINDS, Answer, Desk, Plan, home
from aspiratie.start.lines import seen
from aspiratie.start.provisional import ABOUT_ANSWERS
from aspiratie.texts import Messages

__all__ = ["Menus", "begin"]

_WIDE = {"width": "98%", "max_width": "60rem"}
_STYLE = {"description_width": "11rem"}
_ALERT = "border-left:4px solid #8c4a00;padding-left:1rem"
#: The choice of one's own order or labels.
_OWN = "own"


def begin(folder: str = "", language: str = "nl") -> Any:
    """Show the five steps from files to reports, in a notebook.

    Parameters
    ----------
    folder : str
        Where data/, params/ and reports/ are; "" for the folder of the notebook, or the
        one above it where the notebook lies in ``notebooks``.
    language : {"nl", "en"}
        Of what is said.

    Returns
    -------
    ipywidgets.VBox
        To be shown as the last line of a cell.
    """
    return Menus(Desk(home(folder), language)).view


class Menus:
    """The view on a desk: a box for each step, of which the later ones wait.

    Parameters
    ----------
    desk : Desk
        What is worked on.

    Attributes
    ----------
    view : ipywidgets.VBox
        All steps.
    """

    def __init__(self, desk: Desk) -> None:
        self.desk, self.say = desk, Messages(desk.language)
        self.message = ipywidgets.HTML()
        self.ticks: dict[Path, Any] = {}
        self.asked: dict[str, tuple[Question, Any, Any]] = {}
        self.plan_boxes: dict[str, Any] = {}
        self.rule_boxes: dict[str, Any] = {}
        self.scale_boxes: dict[str, Any] = {}
        self.steps = [ipywidgets.VBox() for _ in range(4)]
        self.progress = ipywidgets.IntProgress(layout=ipywidgets.Layout(width="60%"))
        self.done = ipywidgets.HTML()
        self.view = ipywidgets.VBox([*self.steps, self.message])
        self._show_files()

    # -- small pieces ---------------------------------------------------------
    def _heading(self, step: int) -> Any:
        text, about = self.say(f"desk-step-{step}"), self.say(f"desk-about-{step}")
        return ipywidgets.HTML(f"<h2>{escape(text)}</h2><p>{escape(about)}</p>")

    def _button(self, name: str, act: Callable[[], None], *, main: bool = False) -> Any:
        button = ipywidgets.Button(
            description=self.say(f"desk-{name}"),
            button_style="primary" if main else "",
            layout=ipywidgets.Layout(width="auto"),
        )
        button.on_click(lambda _: self._try(act))
        return button

    def _try(self, act: Callable[[], None]) -> None:
        """Do what a button asks; tell what went wrong where the person looks."""
        self.message.value = ""
        try:
            act()
        except AspiratieError as error:
            told = "".join(f"<li>{escape(str(problem))}</li>" for problem in error.problems)
            self._tell(f"<p>{escape(error.message)}</p><ul>{told}</ul>")
        except Exception as error:
            last = traceback.extract_tb(error.__traceback__)[-1]
            where = f"{type(error).__name__}, {Path(last.filename).name}:{last.lineno}"
            self._tell(f"<p>{escape(self.say('desk-fault', where=where))}</p>")

    def _tell(self, html: str) -> None:
        self.message.value = f'<div role="alert" style="{_ALERT}">{html}</div>'

    # -- 1. files -------------------------------------------------------------
    def _show_files(self) -> None:
        files = self.desk.files()
        self.ticks = {
            path: ipywidgets.Checkbox(
                description=str(path.relative_to(self.desk.folder)),
                value=path in self.desk.chosen or len(files) == 1,
                indent=False,
                layout=ipywidgets.Layout(**_WIDE),
            )
            for path in files
        }
        upload = ipywidgets.FileUpload(
            accept=",".join(KINDS),
            multiple=True,
            description=self.say("desk-upload"),
            layout=ipywidgets.Layout(width="auto"),
        )
        upload.observe(lambda change: self._try(lambda: self._keep(change["new"])), names="value")
        none = [] if files else [ipywidgets.HTML(f"<p>{escape(self.say('desk-no-files'))}</p>")]
        self.steps[0].children = [
            self._heading(1),
            *none,
            *self.ticks.values(),
            ipywidgets.HBox([upload, self._button("refresh", self._show_files)]),
            self._button("look", self._look, main=True),
        ]

    def _keep(self, files: Any) -> None:
        kept = [self.desk.keep(file["name"], bytes(file["content"])) for file in files]
        self._show_files()
        for path in kept:
            self.ticks[path].value = True

    def _look(self) -> None:
        self.desk.look([path for path, tick in self.ticks.items() if tick.value])
        self._show_questions()

    # -- 2. the proposal and what is open --------------------------------------
    def _show_questions(self) -> None:
        asked = self.desk.asked()
        self.asked = {q.key: (q, *self._boxes(q)) for q in asked}
        rows = [ipywidgets.VBox(self._question(*entry)) for entry in self.asked.values()]
        buttons = [self._button("answer", self._answer, main=True)] if asked else []
        if sum(q.suggested is not None for q in asked) > 1:
            buttons.append(self._button("suggestions", self._take_suggestions))
        self.steps[1].children = [
            self._heading(2),
            ipywidgets.HTML(_proposal(self.desk, self.say)),
            *rows,
            ipywidgets.HBox(buttons),
        ]
        self.steps[2].children, self.steps[3].children = [], []
        if not asked:
            self._show_plan()

    def _boxes(self, question: Question) -> tuple[Any, Any]:
        """Return a menu of the choices, and a box for words of one's own, or None."""
        language = self.desk.language
        options: list[tuple[str, Answer]] = [
            (choice.text.text(language), choice.value) for choice in question.choices
        ]
        if question.kind == "labels":
            codes = [a.label for a in self._block(question).answers.value]
            for way in (codes, codes[::-1]):
                text = self.say("workbook-numbers", low=way[0], high=way[-1])
                options.append((text, tuple(f"{code} = {code}" for code in way)))
        if question.kind in ABOUT_ANSWERS:
            options.append((self.say("desk-leave-out"), IGNORED))
        if question.form in ("text", "ordered"):
            options.append((self.say(f"desk-own-{question.form}"), _OWN))
        menu = ipywidgets.Dropdown(
            options=[(self.say("desk-choose"), ""), *options],
            description=self.say("desk-your-answer"),
            tooltip=question.text.text(language),
            style=_STYLE,
            layout=ipywidgets.Layout(**_WIDE),
        )
        if question.form == "one":
            return menu, None
        own = ipywidgets.Text(
            value=self._own(question),
            description=self.say("desk-own"),
            tooltip=question.text.text(language),
            style=_STYLE,
            layout=ipywidgets.Layout(**_WIDE, display="none"),
        )
        if not question.choices and question.form == "text":
            menu.value, own.layout.display = _OWN, ""
        menu.observe(
            lambda change: setattr(own.layout, "display", "" if change["new"] == _OWN else "none"),
            names="value",
        )
        return menu, own

    def _block(self, question: Question) -> Any:
        return self.desk.seen().block(question.key.partition(":")[2])

    def _own(self, question: Question) -> str:
        if question.form == "text":
            return ""
        answers = self._block(question).answers.value
        if question.kind == "labels":
            return "; ".join(f"{a.code} = " for a in answers)
        return "; ".join(a.label for a in answers)

    def _question(self, question: Question, menu: Any, own: Any) -> list[Any]:
        language = self.desk.language
        text, why = question.text.text(language), question.why.text(language)
        suggested = next(
            (c.text.text(language) for c in question.choices if c.value == question.suggested), ""
        )
        hint = f" {self.say('desk-suggested', choice=suggested)}" if suggested else ""
        told = f"<p><strong>{escape(text)}</strong><br>{escape(why + hint)}</p>"
        return [ipywidgets.HTML(told), menu, *([] if own is None else [own])]

    def _take_suggestions(self) -> None:
        for question, menu, _ in self.asked.values():
            if question.suggested is not None and not menu.value:
                menu.value = question.suggested

    def _answer(self) -> None:
        given: dict[str, Answer] = {}
        for key, (question, menu, own) in self.asked.items():
            if menu.value == _OWN and own.value.strip():
                parts = tuple(p.strip() for p in own.value.split(";") if p.strip())
                given[key] = parts if question.form == "ordered" else own.value.strip()
            elif menu.value and menu.value != _OWN:
                given[key] = menu.value
        left = len(self.asked) - len(given)
        self.desk.answer(given)
        self._show_questions()
        if left and self.desk.asked():
            self._tell(f"<p>{escape(self.say('desk-left', n=len(self.desk.asked())))}</p>")

    # -- 3. names and rules ---------------------------------------------------
    def _show_plan(self) -> None:
        plan = self.desk.suggested_plan()
        self.plan_boxes = {
            name: self._text(name, getattr(plan, name)) for name in ("title", "wave", "region")
        }
        self.plan_boxes["language"] = ipywidgets.Dropdown(
            options=[("Nederlands", "nl"), ("English", "en")],
            value=plan.language,
            description=self.say("desk-language"),
            style=_STYLE,
        )
        self.scale_boxes = {key: self._text("scale", title) for key, title in plan.scales.items()}
        self.rule_boxes = {f.name: _rule_box(f.name, self.say) for f in fields(Rules)}
        rules = [
            part
            for name, box in self.rule_boxes.items()
            for part in (ipywidgets.HTML(f"<p>{escape(self.say(f'start-rule-{name}'))}</p>"), box)
        ]
        items = {s.key: s.columns for s in self.desk.seen().scales}
        scales = [
            part
            for key, box in self.scale_boxes.items()
            for part in (box, ipywidgets.HTML(self._items(items[key])))
        ]
        self.steps[2].children = [
            self._heading(3),
            *self.plan_boxes.values(),
            ipywidgets.HTML(f"<h3>{escape(self.say('desk-scales'))}</h3>"),
            *scales,
            ipywidgets.HTML(f"<h3>{escape(self.say('desk-rules'))}</h3>"),
            *rules,
        ]
        self._show_make()

    def _text(self, name: str, value: str) -> Any:
        return ipywidgets.Text(
            value=value,
            description=self.say(f"desk-{name}"),
            style=_STYLE,
            layout=ipywidgets.Layout(**_WIDE),
        )

    def _items(self, keys: tuple[str, ...]) -> str:
        columns = [self.desk.seen().column(key) for key in keys]
        listed = "".join(
            f"<li>{escape(c.text or c.heading)}"
            f"{' – ' + escape(self.say('desk-reversed')) if c.reversed.value else ''}</li>"
            for c in columns
        )
        summary = self.say("desk-items", n=len(columns))
        return f"<details><summary>{escape(summary)}</summary><ul>{listed}</ul></details>"

    # -- 4. making ------------------------------------------------------------
    def _show_make(self) -> None:
        self.replace = ipywidgets.Checkbox(
            description=self.say("desk-replace"),
            indent=False,
            layout=ipywidgets.Layout(**_WIDE),
        )
        self.done = ipywidgets.HTML()
        self.progress = ipywidgets.IntProgress(
            description=self.say("desk-progress"),
            style=_STYLE,
            layout=ipywidgets.Layout(width="60%", visibility="hidden"),
        )
        self.counted = ipywidgets.HTML()
        self.open = self._button("open", self._open)
        self.open.layout.display = "none"
        self.steps[3].children = [
            self._heading(4),
            self.replace,
            self._button("make", self._make, main=True),
            ipywidgets.HBox([self.progress, self.counted]),
            self.done,
            self.open,
        ]

    def _plan(self) -> Plan:
        return Plan(
            **{name: box.value for name, box in self.plan_boxes.items()},
            scales={key: box.value for key, box in self.scale_boxes.items()},
            rules=Rules(**{name: box.value for name, box in self.rule_boxes.items()}),
        )

    def _make(self) -> None:
        self.done.value, self.open.layout.display = "", "none"
        parameters = self.desk.write(self._plan(), replace=self.replace.value)
        self.progress.layout.visibility = "visible"
        self.progress.value = 0
        self.counted.value = escape(self.say("desk-reading"))
        batch = self.desk.make(parameters, self._count)
        self.index = batch.index
        self.done.value = _result(batch, relative(batch.index, self.desk.folder), self.say)
        if not batch.index_fault:
            self.open.layout.display = ""

    def _count(self, made: int, of: int) -> None:
        self.progress.max, self.progress.value = of, made
        self.counted.value = escape(self.say("desk-counted", made=made, of=of))

    def _open(self) -> None:
        if not webbrowser.open(self.index.resolve().as_uri()):
            self._tell(f"<p>{escape(self.say('desk-open-yourself', path=str(self.index)))}</p>")


def _rule_box(name: str, say: Callable[..., str]) -> Any:
    """Return a menu or a number for a rule, with its default."""
    default, kind = getattr(Rules, name), get_type_hints(Rules)[name]
    told: dict[str, Any] = {
        "description": name,
        "value": default,
        "style": _STYLE,
        "tooltip": say(f"start-rule-{name}"),
    }
    if get_args(kind):
        return ipywidgets.Dropdown(options=list(get_args(kind)), **told)
    if isinstance(default, int):
        floor = N_MIN_FLOOR if name == "n_min" else default
        return ipywidgets.BoundedIntText(min=floor, max=100_000, **told)
    return ipywidgets.BoundedFloatText(min=0.0, max=1.0, step=0.05, **told)


def _proposal(desk: Desk, say: Callable[..., str]) -> str:
    """Return what the columns seem to be, folded up."""
    told = seen(desk.seen(), desk.language)
    heads = ("heading", "place", "role", "sure", "answers")
    head = "".join(f'<th scope="col">{escape(say(f"start-column-{name}"))}</th>' for name in heads)
    rows = "".join(
        "<tr>"
        f'<th scope="row" style="text-align:left">{escape(c.text or c.heading)}</th>'
        f"<td>{escape(c.place)}</td><td>{escape(c.role)}</td>"
        f"<td>{escape(say('sure-open') if c.asked else c.sure)}</td><td>{escape(c.answers)}</td>"
        "</tr>"
        for c in told.columns
    )
    files = "".join(f"<li>{escape(file.told)}</li>" for file in told.files)
    caption = escape(say("inspect-columns-caption"))
    return (
        f"<ul>{files}</ul><p>{escape(told.counts)}</p>"
        f"<details><summary>{escape(say('inspect-columns'))}</summary>"
        f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{rows}</tbody></table></details>"
    )


def _result(batch: Any, path: str, say: Callable[..., str]) -> str:
    """Say what was made, what was not and why."""
    states = [outcome.state for outcome in batch.outcomes.values()]
    parts: Mapping[str, int] = {
        "made": states.count("made") + states.count("unchanged"),
        "withheld": len(batch.withheld),
        "failed": states.count("failed"),
    }
    failed = "".join(
        f"<li>{escape(school)}: {escape(outcome.reason)}</li>"
        for school, outcome in batch.failed.items()
    )
    fault = f"<p>{escape(batch.index_fault)}</p>" if batch.index_fault else ""
    return (
        f"<p><strong>{escape(say('desk-made', **parts))}</strong></p><ul>{failed}</ul>{fault}"
        f"<p>{escape(say('desk-where', path=path))}</p>"
    )
