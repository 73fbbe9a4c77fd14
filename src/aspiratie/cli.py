"""The command line: a thin shell over the library."""

from __future__ import annotations

import contextlib
import logging
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Any

import click

from aspiratie.batch.workers.limits import Limits
from aspiratie.errors import AspiratieError, AspiratieWarning

__all__ = ["main"]

_FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


def _told(command: Callable[..., Any]) -> Callable[..., Any]:
    """Print an error of ours as sentences, another as one line with its place; exit with 2.

    The traceback of another is kept where only its owner can read, as it may quote answers. A
    signal ends a command in good order, with 128 and its number as exit code.
    """

    @wraps(command)
    def run(*args: Any, **kwargs: Any) -> Any:
        try:
            with warnings.catch_warnings(), _lines_of_intake(), _endable():
                warnings.showwarning = _warned
                done = command(*args, **kwargs)
        except (KeyboardInterrupt, _Ended) as end:
            number = end.number if isinstance(end, _Ended) else signal.SIGINT
            click.echo(
                "Stopped. What was made stays; run the same command again to go on.", err=True
            )
            sys.exit(128 + number)
        except AspiratieError as error:
            click.echo(f"Error: {error}", err=True)
        except (click.exceptions.Exit, click.ClickException, click.Abort):
            raise
        except Exception as error:
            from aspiratie.report import tell

            click.echo(f"Error: {tell(error)}", err=True)
            click.echo(_kept(error, kwargs.get("parameters")), err=True)
        else:
            return done
        sys.exit(2)

    return run


class _Ended(BaseException):
    """A signal asks this process to end."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = number


@contextlib.contextmanager
def _endable() -> Iterator[None]:
    """Let a request to end stop a command as Ctrl-C does, where this is the main thread."""

    def end(number: int, _: object) -> None:
        raise _Ended(number)

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    asked = [signal.SIGTERM, *([signal.SIGHUP] if hasattr(signal, "SIGHUP") else [])]
    # What is ignored, as by nohup, stays so.
    before = {n: h for n in asked if (h := signal.getsignal(n)) is not signal.SIG_IGN}
    for number in before:
        signal.signal(number, end)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


class _Lines(logging.Handler):
    """Prints what intake tells; what somebody should look at is marked."""

    def emit(self, record: logging.LogRecord) -> None:
        loud = "Look at this: " if record.levelno >= logging.WARNING else ""
        click.echo(f"{loud}{record.getMessage()}", err=True)


@contextlib.contextmanager
def _lines_of_intake() -> Iterator[None]:
    """Let the package's logger print on the terminal as long as a command runs."""
    logger, handler = logging.getLogger("aspiratie"), _Lines()
    level = logger.level
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)


def _warned(message: Warning | str, category: type[Warning], *_: Any, **__: Any) -> None:
    """Print a warning of ours as advice, of another by its kind."""
    ours = issubclass(category, AspiratieWarning)
    click.echo(f"Advice: {message}" if ours else f"{category.__name__}: {message}", err=True)


def _kept(error: Exception, parameters: Path | None) -> str:
    """Keep an error's traceback beside the run's output, else in a folder of its own."""
    import tempfile

    from aspiratie.parameters import read_parameters
    from aspiratie.report import keep_failure

    folders = []
    with contextlib.suppress(AspiratieError):
        folders += [read_parameters(parameters).output / "failed"] if parameters else []
    with contextlib.suppress(OSError):
        folders.append(Path(tempfile.mkdtemp(prefix="aspiratie-failed-")))
    for folder in folders:
        if kept := keep_failure(error, folder, name="run"):
            return f"Its traceback is in {kept}; it may quote answers, so keep it to yourself."
    return "Its traceback could not be kept: no folder can be written."


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="aspiratie")
def main() -> None:
    """From a school survey's export to a report for every school.

    \b
    Examples:
      aspiratie demo                          a simulated region, to look at
      aspiratie start data/export.csv         a codebook and parameters for your export
      aspiratie report params/region.yml      a report of each school of your data
      aspiratie region params/region.yml      a report of its schools side by side
      aspiratie audit reports/region          try to undo what is hidden
    """


def _ledger_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = [
        click.option(
            "--recall",
            default="",
            metavar="REASON",
            help="Earlier documents that differ were called back, and why.",
        ),
        click.option("--not-sent", is_flag=True, help="Earlier documents that differ never left."),
    ]
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("parameters", type=_FILE)
@_ledger_options
@_told
def prepare(parameters: Path, recall: str, not_sent: bool) -> None:
    """Clean the data of PARAMETERS and write what may be published.

    Nothing is written if something would follow from it, also together with what the
    ledger says was published before; then the reason is told, with exit code 2.

    \b
    Examples:
      aspiratie prepare params/region.yml
      aspiratie prepare params/region.yml --recall "a school sent its file twice"
    """
    from aspiratie.batch import prepare_wave

    made = prepare_wave(parameters, recall=recall, not_sent=not_sent, progress=True)
    _advise(tuple(dict.fromkeys(text for prepared in made for text in prepared.advice)))
    for prepared in made:
        click.echo(prepared.summary())


_LOG_FORMAT = click.option(
    "--log-format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="json: a line a page on standard output.",
)


def _limit_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = [
        click.option(
            "--memory",
            "memory_mb",
            type=click.IntRange(min=1),
            default=Limits.memory_mb,
            show_default=True,
            metavar="MB",
            help="Memory of a school's process, beside what it begins with.",
        ),
        click.option(
            "--cell-seconds",
            type=click.FloatRange(min=0, min_open=True),
            default=Limits.cell_seconds,
            show_default=True,
            help="Time of one cell of a notebook.",
        ),
        click.option(
            "--task-seconds",
            type=click.FloatRange(min=0, min_open=True),
            default=Limits.task_seconds,
            show_default=True,
            help="Time of all pages of one school.",
        ),
    ]
    for option in reversed(options):
        command = option(command)
    return command


def _limits(options: dict[str, Any]) -> Limits:
    """Take the limits out of a command's options."""
    names = ("memory_mb", "cell_seconds", "task_seconds")
    return Limits(**{name: options.pop(name) for name in names})


def _report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    options = [
        click.option("--school", "schools", multiple=True, help="Only this one; may be repeated."),
        click.option(
            "--workers", type=click.IntRange(min=1), help="Processes; default: all cores."
        ),
        click.option(
            "--executor", default="local", show_default=True, help="local, serial or dask:ADDRESS."
        ),
        click.option("--force", is_flag=True, help="Make all again, also what is up to date."),
        click.option("--pdf", is_flag=True, help="A PDF beside each page (needs the pdf extra)."),
        click.option("--xlsx", is_flag=True, help="A workbook of all numbers beside each page."),
        click.option("--letter", is_flag=True, help="A letter to parents: a page and a docx."),
        click.option("--slides", is_flag=True, help="Six slides for the team, as a pptx."),
        click.option("--quiet", is_flag=True, help="No progress bar."),
    ]
    command = _limit_options(_LOG_FORMAT(_ledger_options(command)))
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@click.argument("parameters", type=_FILE)
@_report_options
@_told
def report(parameters: Path, **options: Any) -> None:
    """Make a report of every school of PARAMETERS, of their region, and an index page.

    Ends with exit code 1 and a table of what failed if any report failed; the others
    are made all the same. A second run makes only what is out of date, also after a run
    that was stopped (exit code 130 or 143). Exit code 2: nothing could start.

    \b
    Examples:
      aspiratie report params/region.yml
      aspiratie report params/region.yml --school 01AB00 --workers 2
    """
    _make(parameters, **options)


_EXPORTS = click.argument(
    "exports", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
_LANGUAGE = click.option(
    "--language",
    type=click.Choice(["nl", "en"]),
    default="nl",
    show_default=True,
    help="Of what is written.",
)


@main.command()
@_EXPORTS
@click.option(
    "--html", type=click.Path(dir_okay=False, path_type=Path), help="Also write a page to look at."
)
@_LANGUAGE
@_told
def inspect(exports: tuple[Path, ...], html: Path | None, language: str) -> None:
    """Say what each column of EXPORTS seems to be, why, and what you must decide.

    EXPORTS are files of one questionnaire: one, or one a school. Beside them may stand the
    survey's definition (.qsf of Qualtrics, .lss of LimeSurvey), which says what codes mean.
    Nothing is changed. No answers of a pupil are shown.

    \b
    Examples:
      aspiratie inspect data/export.csv
      aspiratie inspect data/*.xlsx --html voorstel.html
    """
    import shutil

    from aspiratie.intake.proposal import propose
    from aspiratie.start import proposal_text, seen, write_proposal_page

    found = seen(propose(exports), language)
    click.echo(proposal_text(found, language, width=shutil.get_terminal_size((100, 24)).columns))
    if html is not None:
        click.echo(f"Open {write_proposal_page(found, html, language)}")


@main.command()
@_EXPORTS
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Where codebook.xlsx and params/ come to stand; the current one if left out.",
)
@click.option("--name", help="Of the parameters and the reports; the file's if left out.")
@click.option("--wave", help='As "2025-2026"; from the times in the file if left out.')
@click.option("--replace", is_flag=True, help="Overwrite an earlier codebook.xlsx and parameters.")
@_LANGUAGE
@_told
def start(exports: tuple[Path, ...], folder: Path, **options: Any) -> None:
    """Write a codebook and parameters for EXPORTS, and say what you have to fill in.

    EXPORTS are files of one questionnaire: one, or one a school; beside them perhaps the
    survey's definition (.qsf, .lss), where they hold codes. codebook.xlsx is filled in as
    far as the files tell; what only you can say is a coloured cell with a menu.
    params/NAME.yml holds every rule with what it does. After that: aspiratie report.

    \b
    Examples:
      aspiratie start data/export.csv
      aspiratie start data/export.xlsx --folder onderzoek --name leerlingen
    """
    from aspiratie.start import start as begin

    click.echo(begin(exports, folder=folder, **options).told(str(options["language"])))


@main.command()
@click.option(
    "--folder",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path(),
    help="Folder in which data/, params/ and reports/ are; the current one if left out.",
)
@click.option(
    "--number",
    "n_schools",
    type=click.IntRange(min=6),
    default=26,
    show_default=True,
    help="Number of simulated schools.",
)
@click.option("--seed", type=int, default=1, show_default=True, help="Seed of the simulation.")
@click.option("--data-only", is_flag=True, help="Write data and parameters, make no report.")
@_report_options
@_told
def demo(folder: Path, n_schools: int, seed: int, data_only: bool, **options: Any) -> None:
    """Simulate a region and make its reports.

    \b
    Example:
      aspiratie demo --folder /tmp/try
    """
    from aspiratie.batch import write_demo

    # simulated: what an earlier demo made was never sent
    options["not_sent"] = not options["recall"]
    parameters = write_demo(folder, n_schools=n_schools, seed=seed)
    if data_only:
        click.echo(f"Wrote {parameters} and {parameters.with_name('samenwerkingsverbanden.yml')}")
    else:
        _make(parameters, **options)


def _make(parameters: Path, **options: Any) -> None:
    from aspiratie.batch import report_wave

    limits, as_lines = _limits(options), options["log_format"] == "json"
    batch = report_wave(parameters, progress=not options.pop("quiet"), limits=limits, **options)
    click.echo(batch.summary(), err=as_lines)
    if batch.failed:
        click.echo(batch.failure_table(), err=True)
    _advise(batch.advice)
    if batch.index_fault:
        click.echo(f"There is no new index: {batch.index_fault}", err=True)
    else:
        click.echo(f"Open {batch.index}")
    if batch.failed or batch.index_fault or not batch.is_whole:
        sys.exit(1)


def _advise(advice: tuple[str, ...]) -> None:
    for text in advice:
        click.echo(f"Advice: {text}")


@main.command()
@click.argument("parameters", type=_FILE)
@click.option(
    "--language", type=click.Choice(["nl", "en"]), help="Instead of the parameters' language."
)
@click.option("--no-letters", is_flag=True, help="Only the report with the schools' names.")
@click.option("--pdf", is_flag=True, help="A PDF beside each page (needs the pdf extra).")
@click.option("--xlsx", is_flag=True, help="A workbook of all numbers beside each report.")
@_ledger_options
@_told
def region(
    parameters: Path,
    language: str | None,
    no_letters: bool,
    pdf: bool,
    xlsx: bool,
    recall: str,
    not_sent: bool,
) -> None:
    """Make the report of the region of PARAMETERS: by name, and by letter with keys.

    regio.html is for the board: it names the schools. regio_letters.html is for the
    schools; the folder key holds a file for each of them, that says which letters are
    its own. Schools of primary and of secondary education get a report each. Where
    there are too few schools no report is made, and the reason is told.

    \b
    Examples:
      aspiratie region params/region.yml
      aspiratie region params/region.yml --language en --no-letters
    """
    from aspiratie.batch import compare_wave

    made = compare_wave(
        parameters,
        language=language,
        letters=not no_letters,
        recall=recall,
        not_sent=not_sent,
        progress=True,
        pdf=pdf,
        xlsx=xlsx,
    )
    click.echo(made.summary())


@main.command()
@click.argument("folders", nargs=-1, required=True, type=click.Path(exists=True, path_type=Path))
@_told
def audit(folders: tuple[Path, ...]) -> None:
    """Try to undo what is hidden in the releases and reports under FOLDERS.

    Reads every release as somebody would who has all of them at once, and every page
    as the lint does. Ends with exit code 1 if anything hidden can be derived.

    \b
    Examples:
      aspiratie audit reports/region
      aspiratie audit reports/2024-2025 reports/2025-2026
    """
    from aspiratie.batch import audit_folders

    result = audit_folders(folders)
    click.echo(result.summary())
    if result.findings:
        sys.exit(1)


@main.command()
@click.argument("notebook")
@click.argument("parameters", type=_FILE)
@click.option(
    "--per",
    multiple=True,
    default=("school",),
    show_default=True,
    help="Column by which answers are cut: school, group, type or wave; may be repeated.",
)
@click.option(
    "-p", "given", nargs=2, multiple=True, metavar="NAME VALUE", help="A parameter of your own."
)
@click.option("--informant", default="pupil", show_default=True, help="Whose answers.")
@click.option("--only", multiple=True, help="Only the page of this name; may be repeated.")
@click.option(
    "--template",
    default="aspiratie",
    show_default=True,
    help="Of nbconvert: aspiratie, lab, …, or a folder of your own.",
)
@click.option("--workers", type=click.IntRange(min=1), help="Processes; default: all cores.")
@click.option("--force", is_flag=True, help="Make all again, also what is up to date.")
@click.option(
    "--keep-answers", is_flag=True, help="Leave the answers, to run the notebook by hand."
)
@click.option("--quiet", is_flag=True, help="No progress bar.")
@_LOG_FORMAT
@_limit_options
@_told
def run(notebook: str, parameters: Path, **options: Any) -> None:
    """Run a NOTEBOOK of your own for every school or group of PARAMETERS.

    The notebook gets the answers of one school or group in its parameter `answers`, a
    parquet file; and, where it has a parameter `region_answers`, those of all. What it shows
    becomes a page. These pages hold personal data: they stand in a private folder beside
    the reports, and are never sent. Ends with exit code 1 if any page failed; the same
    command goes on where it stopped.

    \b
    Examples:
      aspiratie run factoranalyse_per_school params/region.yml
      aspiratie run mine.ipynb params/region.yml --per group -p scale fun --template lab
    """
    from aspiratie.runs import run_notebook

    done = run_notebook(notebook, parameters, limits=_limits(options), **options)
    as_lines = options["log_format"] == "json"
    click.echo(done.summary(), err=as_lines)
    if done.failed:
        click.echo(done.failure_table(), err=True)
        sys.exit(1)


@main.group()
def codebook() -> None:
    """Check a codebook, or turn it into a workbook for who does not write YAML."""


@codebook.command("check")
@click.argument("source")
@_told
def codebook_check(source: str) -> None:
    """Check the codebook SOURCE: a file, or the name of one that ships.

    \b
    Example:
      aspiratie codebook check aspiratie-leerling
    """
    from aspiratie.codebook import read_codebook

    with warnings.catch_warnings(record=True) as advice:
        warnings.simplefilter("always")
        book = read_codebook(source)
    for warning in advice:
        click.echo(f"Advice: {warning.message}")
    click.echo(f"{book!r} is sound.")


@codebook.command("to-xlsx")
@click.argument("source")
@click.argument("workbook", type=click.Path(dir_okay=False, path_type=Path))
@_told
def codebook_to_xlsx(source: str, workbook: Path) -> None:
    """Write the codebook SOURCE as a WORKBOOK; a run takes either.

    \b
    Example:
      aspiratie codebook to-xlsx aspiratie-leerling data/codeboek.xlsx
    """
    from aspiratie.codebook import read_codebook, write_codebook_xlsx

    write_codebook_xlsx(read_codebook(source), workbook)
    click.echo(f"Wrote {workbook}")


@codebook.command("from-xlsx")
@click.argument("workbook", type=_FILE)
@click.argument("target", type=click.Path(dir_okay=False, path_type=Path))
@_told
def codebook_from_xlsx(workbook: Path, target: Path) -> None:
    """Write the codebook of a WORKBOOK as YAML to TARGET, once it is sound.

    \b
    Example:
      aspiratie codebook from-xlsx data/codeboek.xlsx data/codeboek.yml
    """
    from aspiratie.codebook import write_codebook_yaml

    write_codebook_yaml(workbook, target)
    click.echo(f"Wrote {target}")


@codebook.command("draft")
@_EXPORTS
@click.argument("workbook", type=click.Path(dir_okay=False, path_type=Path))
@_LANGUAGE
@_told
def codebook_draft(exports: tuple[Path, ...], workbook: Path, language: str) -> None:
    """Write a codebook for EXPORTS as a WORKBOOK, with what is open in colour.

    The same as aspiratie start, without parameters.

    \b
    Example:
      aspiratie codebook draft data/export.csv data/codeboek.xlsx
    """
    from aspiratie.start import draft_codebook

    for cell in draft_codebook(exports, workbook, language=language):
        click.echo(f"{cell.place}: {cell.question}")
    click.echo(f"Wrote {workbook}")


if __name__ == "__main__":
    main(prog_name="aspiratie")
