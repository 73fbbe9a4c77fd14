"""The parameters file: which data, which rules, where the reports go.

One YAML file says everything that a run depends on. Relative paths are read
from the folder of that file. An unknown key is an error, since a misspelt rule
would otherwise be a rule that silently does not hold.
"""

from __future__ import annotations

import datetime
import difflib
import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, Literal

from aspiratie.codebook.words import OPEN
from aspiratie.codebook.yaml_text import yaml_to_document
from aspiratie.errors import CodebookError, ParameterError, Problem

__all__ = ["ALL", "RegisterFiles", "Rules", "RunParameters", "Survey", "read_parameters"]

N_MIN_FLOOR = 5
#: In place of a code: every partnership, every board.
ALL = "all"
#: A smaller share that must stay open is refused.
INTERVAL_FLOOR = 0.05
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
#: What is advised where a text is missing; each is accepted as it stands.
_EXAMPLES = {
    "codebook": "aspiratie-leerling",
    "date": "2026-03-01",
    "output": "../reports/region",
    "wave": "2025-2026",
}
_CHOICES = {
    "careless": ("keep", "exclude"),
    "duplicates": ("keep_first", "keep_last", "keep_all"),
    "out_of_range": ("missing", "refuse"),
    "test_entries": ("remove", "keep"),
    "language": ("nl", "en"),
}


@dataclass(frozen=True, kw_only=True)
class Survey:
    """One export, or a file a school, and the codebook that says what it means.

    Parameters
    ----------
    files : tuple of Path
        The export; several where `file` was a pattern as ``data/*.xlsx``.
    codebook : str
        Name of a shipped codebook, or path of one.
    wave, sheet : str or None
        The wave of all rows; the sheet of a workbook.
    school : str or None
        The school of all rows, where the file has no column that says so.
    school_from_file : str or None
        Regular expression that finds the school's code in the file's name: its
        first group, or all of it.
    """

    files: tuple[Path, ...]
    codebook: str
    wave: str | None = None
    sheet: str | int | None = None
    school: str | None = None
    school_from_file: str | None = None

    @property
    def file(self) -> Path:
        """The first file."""
        return self.files[0]

    def school_of(self, file: Path) -> str | None:
        """Return the school of a file; None where its rows say so themselves."""
        if self.school_from_file is None:
            return self.school
        found = re.search(self.school_from_file, file.stem)
        return None if found is None else found[1] if found.re.groups else found[0]


@dataclass(frozen=True, kw_only=True)
class RegisterFiles:
    """The register that tells who a school is, and to which partnership it belongs.

    Parameters
    ----------
    primary, special, secondary : Path or None
        DUO's files of locations (vestigingen): basisonderwijs; speciaal basisonderwijs and
        (voortgezet) speciaal onderwijs; voortgezet onderwijs.
    postcodes : Path or None
        The annex that gives each postcode its partnerships.
    """

    primary: Path | None = None
    special: Path | None = None
    secondary: Path | None = None
    postcodes: Path | None = None

    @property
    def locations(self) -> dict[str, Path]:
        """The files of locations that are named."""
        named = {name: getattr(self, name) for name in ("primary", "special", "secondary")}
        return {name: path for name, path in named.items() if path is not None}

    @property
    def files(self) -> tuple[Path, ...]:
        """Every file that is named."""
        return (*self.locations.values(), *([self.postcodes] if self.postcodes else []))


@dataclass(frozen=True, kw_only=True)
class Rules:
    """Every choice that changes data or hides a number; each is printed in the report.

    Parameters
    ----------
    n_min : int
        Smallest number of respondents about whom anything is published; 5 or more.
    min_answered : float
        Smallest share of the items that a respondent answered; who answered fewer
        is removed.
    prorate_min : float
        Smallest share of a scale's items that must be answered for a scale score.
    reliability_min : float
        Scales less reliable than this are named but not interpreted.
    careless : {"keep", "exclude"}
        What happens to respondents flagged by two or more indices.
    duplicates : {"keep_first", "keep_last", "keep_all"}
        Which of several rows of one respondent counts.
    out_of_range : {"missing", "refuse"}
        What happens to codes that the codebook does not know.
    test_entries : {"remove", "keep"}
        What happens to rows that the survey tool marks as tests.
    alpha : float
        Expected share of wrong words among all "higher" and "lower" about the schools of a
        sector; and the chance of a wrong word in one report about its change, its groups or
        its adults.
    region_min_schools, region_min_pupils : int
        Smallest number of other schools and pupils behind a region's mean.
    region_max_share : float
        Largest share of one school in a region's mean.
    interval_share : float
        Share of what is possible that must stay open for every sum over fewer than
        `n_min` pupils: the larger, the coarser means are rounded; 0.05 or more.
    """

    n_min: int = 10
    min_answered: float = 0.5
    prorate_min: float = 0.5
    reliability_min: float = 0.6
    careless: Literal["keep", "exclude"] = "keep"
    duplicates: Literal["keep_first", "keep_last", "keep_all"] = "keep_first"
    out_of_range: Literal["missing", "refuse"] = "missing"
    test_entries: Literal["remove", "keep"] = "remove"
    alpha: float = 0.05
    region_min_schools: int = 5
    region_min_pupils: int = 50
    region_max_share: float = 0.5
    interval_share: float = 0.1

    def weakened(self) -> dict[str, Any]:
        """Return the rules that protect pupils less than the usual ones do.

        Examples
        --------
        >>> Rules(n_min=8, test_entries="keep").weakened()
        {'n_min': 8, 'test_entries': 'keep'}
        """
        usual = Rules()
        less = {
            "n_min": self.n_min < usual.n_min,
            "duplicates": self.duplicates == "keep_all",
            "test_entries": self.test_entries == "keep",
            "region_min_schools": self.region_min_schools < usual.region_min_schools,
            "region_min_pupils": self.region_min_pupils < usual.region_min_pupils,
            "region_max_share": self.region_max_share > usual.region_max_share,
            "interval_share": self.interval_share < usual.interval_share,
        }
        return {name: getattr(self, name) for name, is_less in less.items() if is_less}

    def as_dict(self) -> dict[str, Any]:
        """Return the rules as a plain mapping, in the order of the file."""
        return {f.name: getattr(self, f.name) for f in fields(self)}


@dataclass(frozen=True, kw_only=True)
class RunParameters:
    """What one run is about.

    Parameters
    ----------
    surveys : tuple of Survey
        The exports.
    wave : str
        The wave that the reports are about; other waves are its past.
    output : Path
        Folder for releases and reports.
    ledger : Path
        File in which is kept what was published before; ``ledger.jsonl`` beside the
        parameters file unless another place is given, as on a disk that colleagues share.
        Never in the output folder.
    region : str or None
        The region's name.
    register : RegisterFiles or None
        Files by which a school's name, kind, place, board and partnership are known; what
        `schools` lists wins.
    partnership : str
        Code of the samenwerkingsverband whose schools are the region; ``all``: each
        partnership is a region by itself; ``""``: all schools of the data are the region.
    boards : tuple of str
        Numbers of the boards (bevoegd gezag) that get a view over their own schools; ``all``:
        each board that has enough of them.
    board : str
        Of a view over the schools of one board, that board. No key of a file.
    schools, enrolment : Path or None
        csv files of schools (school, name, type, place) and of numbers of pupils
        (school, group, enrolled).
    school_pattern : str or None
        Regular expression of a school's identifier; None for BRIN with or
        without vestiging.
    own_words : Path or None
        csv of what schools add to their pages in their own words (school, comment,
        conversation, hear_back, contact).
    notebook : str or Path
        ``"schoolrapport"`` or a notebook of one's own.
    language : {"nl", "en"}
        Language of the reports.
    adjust_for : tuple of str
        Columns of role "intake" in the pupils' codebook. The region report then sets
        adjusted means beside the raw ones; without it nothing is adjusted.
    date : str
        Date printed in the reports, as 2026-01-31. A parameter, so that a second
        run gives the same bytes.
    rules : Rules
        See :class:`Rules`.
    sha256 : str
        Of the file's bytes.
    path : Path
        The file itself.
    """

    surveys: tuple[Survey, ...]
    wave: str
    output: Path
    date: str
    ledger: Path = Path("ledger.jsonl")
    region: str | None = None
    register: RegisterFiles | None = None
    partnership: str = ""
    boards: tuple[str, ...] = ()
    board: str = ""
    schools: Path | None = None
    enrolment: Path | None = None
    school_pattern: str | None = None
    own_words: Path | None = None
    notebook: str = "schoolrapport"
    language: str = "nl"
    adjust_for: tuple[str, ...] = ()
    rules: Rules = Rules()
    sha256: str = ""
    path: Path = Path()


_SURVEY_KEYS = {f.name for f in fields(Survey)} - {"files"} | {"file"}
_RULE_KEYS = {f.name for f in fields(Rules)}
_REGISTER_KEYS = {f.name for f in fields(RegisterFiles)}
_KEYS = {f.name for f in fields(RunParameters)} - {"sha256", "path", "board"}


def read_parameters(path: str | Path) -> RunParameters:
    """Read and check a parameters file.

    Parameters
    ----------
    path : str or Path
        A YAML file.

    Returns
    -------
    RunParameters
        With absolute paths.

    Raises
    ------
    ParameterError
        With every unknown, missing or impossible key at once.
    """
    path = Path(path)
    if "\x00" in str(path) or not path.is_file():
        raise ParameterError(f"There is no parameters file {path.name!r}.")
    data = path.read_bytes()
    try:
        document, twice = yaml_to_document(data, path.name, noughts=False)
    except CodebookError as error:
        raise ParameterError(error.message) from None
    if not isinstance(document, Mapping):
        raise ParameterError(f"{path.name} is not a mapping of keys to values.")
    reader = _Reader(path.resolve())
    reader.problems += twice
    try:
        parameters = reader.parameters(document, hashlib.sha256(data).hexdigest())
    except (OSError, ValueError, RuntimeError) as error:
        raise ParameterError(
            f"{path.name} names a path that cannot be looked up ({type(error).__name__})."
        ) from None
    if reader.problems:
        n = len(reader.problems)
        raise ParameterError(
            f"{path.name} has {n} fault{'s' if n > 1 else ''}.", problems=reader.problems
        )
    return parameters


class _Reader:
    """Collects faults while it reads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def fault(self, where: str, what: str, remedy: str = "") -> None:
        self.problems.append(Problem(where=where, what=what, remedy=remedy))

    def _unknown(self, mapping: Mapping[str, Any], known: set[str], where: str) -> None:
        for key in mapping:
            if not isinstance(key, str) or key not in known:
                near = difflib.get_close_matches(str(key), sorted(known), n=1)
                hint = f"Did you mean {near[0]!r}?" if near else f"Known: {_names(known)}."
                self.fault(where, f"has the unknown key {key!r}.", hint)

    def _file(self, value: object, where: str) -> Path:
        if not isinstance(value, str) or not value or "\x00" in value:
            self.fault(where, "should be the path of a file, as text.")
            return Path()
        found = (self.path.parent / value).resolve()
        if not found.is_file():
            self.fault(where, f"names the file {Path(value).name!r}, which is not there.")
        return found

    def _text(self, mapping: Mapping[str, Any], key: str, where: str) -> str:
        value = mapping.get(key)
        if not isinstance(value, str) or not value.strip() or "\x00" in value:
            self.fault(where, f"needs {key!r} as text.", f'As: {key}: "{_EXAMPLES[key]}".')
            return ""
        return value

    def _open(self, value: object, where: str = "") -> None:
        """Note every value that is still a question mark."""
        if isinstance(value, Mapping):
            for key, inner in value.items():
                self._open(inner, f"{where}, {key}" if where else str(key))
        elif isinstance(value, list):
            for number, inner in enumerate(value, 1):
                self._open(inner, f"{where} {number}")
        elif value == OPEN:
            self.fault(where, "is still open.", "Put your own value in the place of the ?.")

    def _date(self, mapping: Mapping[str, Any]) -> str:
        value = mapping.get("date")
        if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
            return value.isoformat()  # YAML reads a date that is not quoted
        date = self._text(mapping, "date", self.path.name)
        if date and not _is_date(date):
            self.fault("date", "is no date.", f'As: date: "{_EXAMPLES["date"]}".')
        return date

    def parameters(self, document: Mapping[str, Any], sha256: str) -> RunParameters:
        self._open(document)
        self._unknown(document, _KEYS, self.path.name)
        surveys = document.get("surveys")
        if not isinstance(surveys, list) or not surveys:
            self.fault("surveys", "should list at least one export with `file` and `codebook`.")
            surveys = []
        date = self._date(document)
        language = document.get("language", "nl")
        self._choice("language", language, "language")
        pattern = self._pattern(document, "school_pattern", self.path.name)
        region = document.get("region")
        if region is not None and not isinstance(region, str):
            self.fault("region", "should be text.")
            region = None
        return RunParameters(
            surveys=tuple(self._survey(s, i) for i, s in enumerate(surveys, 1)),
            wave=self._text(document, "wave", self.path.name),
            output=(self.path.parent / self._text(document, "output", self.path.name)).resolve(),
            date=date,
            ledger=self._ledger(document),
            region=region,
            register=self._register(document),
            partnership=self._partnership(document),
            boards=self._boards(document),
            schools=self._optional(document, "schools"),
            enrolment=self._optional(document, "enrolment"),
            school_pattern=pattern,
            own_words=self._optional(document, "own_words"),
            notebook=str(document.get("notebook", "schoolrapport")),
            language=str(language),
            adjust_for=self._texts(document, "adjust_for"),
            rules=self._rules(document.get("rules")),
            sha256=sha256,
            path=self.path,
        )

    def _ledger(self, document: Mapping[str, Any]) -> Path:
        given = document.get("ledger", "ledger.jsonl")
        if not isinstance(given, str) or not given.strip():
            self.fault("ledger", "should be the path of a file, as text.")
            return Path()
        told = str(document.get("output", "."))
        if "\0" in given + told:  # told where the output is read
            return Path()
        path = (self.path.parent / given).expanduser().resolve()
        output = (self.path.parent / told).resolve()
        inside = "output" in document and (path == output or output in path.parents)
        if path.is_dir():
            self.fault("ledger", "is a folder.", "Name a file in it, as ledger.jsonl.")
        elif inside and output != self.path.parent:
            self.fault(
                "ledger",
                "lies in the output folder, with which it would be thrown away.",
                "Give a place outside it.",
            )
        return path

    def _optional(self, document: Mapping[str, Any], key: str) -> Path | None:
        return self._file(document[key], key) if document.get(key) is not None else None

    def _register(self, document: Mapping[str, Any]) -> RegisterFiles | None:
        value = document.get("register")
        if value is None:
            return None
        if not isinstance(value, Mapping):
            names = ", ".join(f.name for f in fields(RegisterFiles))
            self.fault("register", "should be a mapping of keys to files.", f"Known: {names}.")
            return None
        self._unknown(value, _REGISTER_KEYS, "register")
        files = {
            key: self._file(name, f"register, {key}")
            for key, name in value.items()
            if key in _REGISTER_KEYS and name is not None
        }
        found = RegisterFiles(**files)
        if not found.locations:
            self.fault(
                "register",
                "names no file of locations.",
                "Give DUO's file as primary, special or secondary.",
            )
        return found

    def _partnership(self, document: Mapping[str, Any]) -> str:
        value = document.get("partnership")
        if value is None:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fault("partnership", "should be a code or all.", "As: partnership: PO2001.")
            return ""
        register = document.get("register")
        has_annex = isinstance(register, Mapping) and register.get("postcodes") is not None
        if not has_annex and document.get("schools") is None:
            self.fault(
                "partnership",
                "cannot be known: no file tells the partnership of a school.",
                "Give `register` with postcodes, or `schools` with a column samenwerkingsverband.",
            )
        return ALL if value.strip().casefold() == ALL else value.strip().upper()

    def _boards(self, document: Mapping[str, Any]) -> tuple[str, ...]:
        value = document.get("boards")
        if value is None:
            return ()
        if value != ALL and (
            not isinstance(value, list) or not all(isinstance(v, str) and v for v in value)
        ):
            self.fault("boards", "should be all, or a list of numbers as text.", 'As: ["41234"].')
            return ()
        if document.get("register") is None and document.get("schools") is None:
            self.fault(
                "boards",
                "cannot be known: no file tells the board of a school.",
                "Give `register`, or `schools` with a column bestuur.",
            )
        return (ALL,) if value == ALL else tuple(dict.fromkeys(v.strip() for v in value))

    def _texts(self, document: Mapping[str, Any], key: str) -> tuple[str, ...]:
        value = document.get(key) or []
        if not isinstance(value, list):
            self.fault(key, "should be a list of names.", f"As {key}: [home_background].")
            return ()
        texts = [name for name in value if isinstance(name, str) and name]
        if len(set(texts)) < len(value):
            self.fault(key, "has a name that is no text, or that stands there twice.")
        return tuple(texts)

    def _survey(self, value: object, number: int) -> Survey:
        where = f"survey {number}"
        if not isinstance(value, Mapping):
            self.fault(where, "should have the keys `file` and `codebook`.")
            value = {}
        self._unknown(value, _SURVEY_KEYS, where)
        codebook = self._text(value, "codebook", where)
        if codebook.endswith((".yml", ".yaml", ".xlsx")):
            codebook = str(self._file(codebook, f"{where}, codebook"))
        wave = value.get("wave")
        if wave is not None and not isinstance(wave, str):
            self.fault(where, "`wave` should be text.", 'Quote it: wave: "2025-2026".')
        sheet, school = value.get("sheet"), value.get("school")
        if sheet is not None and (isinstance(sheet, bool) or not isinstance(sheet, str | int)):
            self.fault(where, "`sheet` should be a sheet's name, or its number from 1.")
            sheet = None
        if school is not None and (not isinstance(school, str) or not school.strip()):
            self.fault(where, "`school` should be the school's code, as text.", 'As "01AB00".')
            school = None
        pattern = self._pattern(value, "school_from_file", where)
        if school is not None and pattern is not None:
            self.fault(where, "has both `school` and `school_from_file`.", "Keep one.")
        files = self._files(value.get("file"), f"{where}, file")
        if school is not None and len(files) > 1:
            self.fault(
                where,
                f"gives one school for {len(files)} files.",
                "Use `school_from_file`, or a survey a file.",
            )
        survey = Survey(
            files=files,
            codebook=codebook,
            wave=wave,
            sheet=sheet,
            school=school,
            school_from_file=pattern,
        )
        if pattern is not None:
            for file in files:
                if not (survey.school_of(file) or "").strip():
                    self.fault(where, f"`school_from_file` finds no code in {file.name!r}.")
        return survey

    def _pattern(self, mapping: Mapping[str, Any], key: str, where: str) -> str | None:
        value = mapping.get(key)
        if value is None:
            return None
        try:
            if isinstance(value, str):
                re.compile(value)
                return value
        except re.error:
            pass
        self.fault(where, f"`{key}` is not a regular expression, as text.")
        return None

    def _files(self, value: object, where: str) -> tuple[Path, ...]:
        """Return one file, or those that a pattern as ``data/*.xlsx`` fits, by name."""
        if isinstance(value, str) and "\x00" not in value and any(c in value for c in "*?["):
            whole = self.path.parent / value
            if not whole.is_file():
                found = sorted(p.resolve() for p in whole.parent.glob(whole.name) if p.is_file())
                if not found:
                    self.fault(where, f"is a pattern that fits no file: {whole.name!r}.")
                return tuple(found) or (Path(),)
        return (self._file(value, where),)

    def _choice(self, key: str, value: object, where: str) -> None:
        if not isinstance(value, str) or value not in _CHOICES[key]:
            self.fault(where, "is not one of the choices.", f"One of: {', '.join(_CHOICES[key])}.")

    def _rules(self, value: object) -> Rules:
        if value is None:
            return Rules()
        if not isinstance(value, Mapping):
            self.fault("rules", "should be a mapping.")
            return Rules()
        self._unknown(value, _RULE_KEYS, "rules")
        given = {k: v for k, v in value.items() if k in _RULE_KEYS}
        for key, v in given.items():
            where = f"rules, {key}"
            if key in _CHOICES:
                self._choice(key, v, where)
            elif isinstance(v, bool) or not isinstance(v, int | float):
                self.fault(where, "should be a number.")
            elif isinstance(getattr(Rules, key), int) and not isinstance(v, int):
                self.fault(where, "should be a whole number.")
            elif isinstance(getattr(Rules, key), float) and not 0 <= v <= 1:
                self.fault(where, "should lie between 0 and 1.")
            elif key == "n_min" and v < N_MIN_FLOOR:
                self.fault(
                    where,
                    f"is {v}, below the floor of {N_MIN_FLOOR}.",
                    "Pupils of smaller groups can be recognised.",
                )
            elif key == "interval_share" and v < INTERVAL_FLOOR:
                what = f"is {v}, below the floor of {INTERVAL_FLOOR}."
                self.fault(where, what, "Scores of a few pupils would follow.")
            elif key == "region_min_schools" and v < Rules.region_min_schools:
                self.fault(where, f"is below the floor of {Rules.region_min_schools}.")
            elif key == "region_min_pupils" and v < Rules.region_min_pupils:
                self.fault(where, f"is below the floor of {Rules.region_min_pupils}.")
        return Rules() if self.problems else Rules(**given)


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and datetime.date.fromisoformat(text))
    except ValueError:
        return False


def _names(names: set[str]) -> str:
    return ", ".join(sorted(names))
