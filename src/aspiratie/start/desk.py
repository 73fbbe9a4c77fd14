"""What the notebook without code does, apart from its menus: look, answer, write, make."""

from __future__ import annotations

import datetime
import re
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aspiratie.batch import Batch, report_schools
from aspiratie.codebook import parse_codebook, write_codebook_xlsx
from aspiratie.codebook.words import IGNORED
from aspiratie.errors import AspiratieWarning, ParameterError, Problem
from aspiratie.intake.proposal import Proposal, Question, propose
from aspiratie.parameters import Rules
from aspiratie.start.begin import WORKBOOK, facts_of, not_there, relative, survey_name
from aspiratie.start.parameters_file import parameters_text
from aspiratie.start.provisional import ABOUT_ANSWERS, needed, unweighted
from aspiratie.texts import Messages

__all__ = ["KINDS", "Desk", "Plan", "home"]

#: Kinds of files that are offered.
KINDS = (
    ".csv",
    ".txt",
    ".tsv",
    ".xlsx",
    ".xlsm",
    ".sav",
    ".zsav",
    ".parquet",
    ".zip",
    ".qsf",
    ".lss",
)
_LARGEST_LIST = 60

Answer = str | tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Plan:
    """What a person says of the reports, beside the answers about the file.

    Parameters
    ----------
    title : str
        Of the questionnaire.
    wave : str
        As "2025-2026".
    region : str
        Above the reports; may be empty.
    scales : mapping of str to str
        A scale's key and its title.
    rules : Rules
        What changes data or hides numbers.
    language : {"nl", "en"}
        Of the reports.
    """

    title: str
    wave: str
    region: str = ""
    scales: Mapping[str, str] = field(default_factory=dict)
    rules: Rules = field(default_factory=Rules)
    language: str = "nl"


def home(folder: str | Path = "") -> Path:
    """Return the folder of data/, params/ and reports/; the one above a folder ``notebooks``.

    Parameters
    ----------
    folder : path
        Used as it is where it is given.
    """
    if str(folder):
        return Path(folder).resolve()
    here = Path.cwd()
    return here.parent if here.name == "notebooks" else here


class Desk:
    """One questionnaire on its way to reports.

    Parameters
    ----------
    folder : Path
        Where data/, params/ and reports/ are or come.
    language : {"nl", "en"}
        Of what is said.
    """

    def __init__(self, folder: Path, language: str = "nl") -> None:
        self.folder, self.language = folder, language
        self.chosen: tuple[Path, ...] = ()
        self.exports: tuple[Path, ...] = ()
        self.answers: dict[str, Answer] = {}
        self.proposal: Proposal | None = None

    def __repr__(self) -> str:
        return f"<Desk in {self.folder.name}: {len(self.exports)} files>"

    def files(self) -> list[Path]:
        """Return the exports in data/, at most 60, in the order of their names."""
        found = (p for p in (self.folder / "data").rglob("*") if p.suffix.lower() in KINDS)
        return sorted(p for p in found if p.is_file())[:_LARGEST_LIST]

    def keep(self, name: str, content: bytes) -> Path:
        """Put a file that was chosen in the browser into data/.

        Raises
        ------
        ParameterError
            If another file of this name is there, or it is of an unknown kind.
        """
        plain = re.sub(r"[^\w .()-]+", "_", Path(name.replace("\\", "/")).name).strip()
        target = self.folder / "data" / plain
        if target.suffix.lower() not in KINDS:
            raise ParameterError(f"{plain}: of this kind no file is read ({', '.join(KINDS)}).")
        if target.exists() and target.read_bytes() != content:
            raise ParameterError(
                f"data/{plain} is there already, and is another file. Rename one of the two."
            )
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
        return target

    def look(self, exports: Sequence[Path]) -> Proposal:
        """Look at files anew; earlier answers are forgotten."""
        if not exports:
            raise ParameterError(Messages(self.language)("desk-none-chosen"))
        self.proposal = propose(exports)
        self.chosen, self.exports = tuple(exports), self.proposal.paths
        self.answers = dict(unweighted(self.proposal))
        return self.proposal

    def seen(self) -> Proposal:
        """Return what was looked at."""
        if self.proposal is None:
            raise ParameterError(Messages(self.language)("desk-none-chosen"))
        return self.proposal

    def asked(self) -> tuple[Question, ...]:
        """Return what is open, the most needed first."""
        return () if self.proposal is None else needed(self.proposal)

    def answer(self, given: Mapping[str, Answer]) -> Proposal:
        """Take answers; further questions may come of them.

        Parameters
        ----------
        given : mapping
            The key of a question and its answer; :data:`~aspiratie.codebook.words.IGNORED`
            to leave out the questions that it is about.

        Raises
        ------
        IntakeError
            If an answer cannot be used; nothing is taken then.
        """
        proposal = self.seen()
        answers = dict(self.answers)
        for key, value in given.items():
            question = proposal.question(key)
            if question.kind in ABOUT_ANSWERS and value == IGNORED:
                answers |= {f"role:{column}": "other" for column in question.columns}
            else:
                answers[key] = value
        self.proposal = propose(self.chosen, answers_to_questions=answers)
        self.answers = answers
        return self.proposal

    def suggested_plan(self) -> Plan:
        """Return a plan to begin with, once nothing is open."""
        proposal = self.seen()
        title = self.exports[0].stem
        codebook = proposal.to_codebook(name=survey_name(self.exports[0]), title=title)
        wave = facts_of(self.exports, codebook, self._schools())["wave"]
        scales = {s.key: s.title for s in proposal.scales if set(s.columns) & self._items()}
        return Plan(title=title, wave=wave or "", scales=scales, language=self.language)

    def _schools(self) -> dict[str, str]:
        files = self.seen().files
        return {f.file: f.school.value for f in files if f.school and f.school.value}

    def _items(self) -> set[str]:
        return {column.key for column in self.seen().items}

    def write(self, plan: Plan, *, replace: bool = False) -> Path:
        """Write codebook.xlsx and the parameters file.

        Raises
        ------
        ParameterError
            If something is missing from the plan, or a file is there already.
        CodebookError
            If the answers make no sound codebook.
        """
        say = Messages(self.language)
        missing = [
            Problem(where=say(f"desk-{name}"), what=say("desk-missing"))
            for name in ("title", "wave")
            if not getattr(plan, name).strip()
        ]
        if missing:
            raise ParameterError(say("desk-incomplete"), problems=missing)
        name = survey_name(self.exports[0])
        workbook, parameters = self.folder / WORKBOOK, self.folder / "params" / f"{name}.yml"
        not_there([workbook, parameters], replace=replace)
        document = self.seen().to_document(
            name=name, title=plan.title, licence=say("workbook-licence")
        )
        for scale in document["scales"]:
            title = plan.scales.get(scale["name"], "").strip()
            if title:
                scale |= {"title": title, "definition": title}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", AspiratieWarning)
            codebook = parse_codebook(document, source=WORKBOOK)
        parameters.parent.mkdir(parents=True, exist_ok=True)
        write_codebook_xlsx(codebook, workbook)
        schools = self._schools()
        text = parameters_text(
            surveys=[self._survey(p, parameters.parent, schools.get(p.name)) for p in self.exports],
            output=f"../reports/{name}",
            date=datetime.date.today().isoformat(),
            wave=plan.wave.strip(),
            language=plan.language,
            rules=plan.rules,
            region=plan.region.strip() or None,
            school_pattern=facts_of(self.exports, codebook, schools)["school_pattern"],
        )
        parameters.write_text(text, encoding="utf-8")
        return parameters

    def _survey(self, path: Path, beside: Path, school: str | None) -> dict[str, Any]:
        return {
            "file": relative(path, beside),
            "codebook": relative(self.folder / WORKBOOK, beside),
            "school": school,
        }

    def make(self, parameters: Path, progress: Callable[[int, int], None]) -> Batch:
        """Make the reports; `progress` hears how many of how many pages there are."""
        return report_schools(parameters, progress=progress)
