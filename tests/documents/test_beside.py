"""Documents beside the pages of a run: made when asked, and gone with their school."""

from __future__ import annotations

from pathlib import Path

from aspiratie.batch.folder.record import remove_stale
from aspiratie.batch.manifest import Made, Manifest, sha256_of
from aspiratie.batch.output import open_output
from aspiratie.batch.workers.jobs import BESIDE, plan_jobs
from aspiratie.batch.workers.pages import draw
from aspiratie.disclosure import write_release
from display.made import school_release


def notebook(folder: Path) -> Path:
    import nbformat

    made = nbformat.v4.new_notebook()
    cell = nbformat.v4.new_code_cell('release: str = "r.json"\nlanguage: str = "nl"')
    cell.metadata["tags"] = ["parameters"]
    show = "from aspiratie.display import open_report, school\n"
    show += "school.letter(open_report(release, language=language))"
    made.cells = [cell, nbformat.v4.new_code_cell(show)]
    path = folder / "own.ipynb"
    nbformat.write(made, path)
    return path


def test_a_letter_has_its_docx_beside_it(tmp_path: Path) -> None:
    file = write_release(school_release(), tmp_path / "99AA00.json")
    (job,) = plan_jobs(
        [file],
        notebook=notebook(tmp_path),
        output=tmp_path,
        language="nl",
        code="",
        engine="inprocess",
        xlsx=True,
        slides=True,
        kind="letter",
    )
    (drawn,) = draw([job])
    assert drawn.reason == ""
    names = {path.name for path in job.beside}
    assert names == {"99AA00-brief.xlsx", "99AA00-brief.pptx", "99AA00-brief.docx"}
    assert all(drawn.files[name].startswith(b"PK") for name in names)
    assert "Beste ouders" in drawn.files[job.html.name].decode("utf-8")


def test_documents_of_a_school_that_is_withheld_are_removed(tmp_path: Path) -> None:
    output = open_output(tmp_path / "out")
    gone = [f"99AA00{end}" for end in (".html", *BESIDE)]
    gone += ["99AA00-brief.html", "99AA00-brief.docx", "regio_vo.html", "regio_vo.xlsx"]
    kept = ["99AB00.html", "99AB00.pptx", "regio.html", "regio-bijlage.html", "regio.xlsx"]
    for name in (*gone, *kept):
        (output.folder / name).write_text("x", encoding="utf-8")
    for name in ("99AA00", "99AA00-brief", "99AB00", "regio", "regio-bijlage", "regio_vo"):
        files = [f"{name}{end}" for end in (".html", *BESIDE) if f"{name}{end}" in (*gone, *kept)]
        digests = {file: sha256_of(output.folder / file) for file in files}
        Manifest(output.manifest).add(name, Made(key="", files=digests))
    # What somebody else wrote, or wrote over, is left alone.
    foreign = {"99AA00-notitie.html", "99AA00-brief.docx", "regio_notities.xlsx"}
    for name in foreign:
        (output.folder / name).write_text("mine", encoding="utf-8")
    remove_stale(output, {"99AB00", "regio"}, None)
    left = {path.name for path in output.folder.iterdir() if path.is_file()}
    assert left == {*kept, *foreign}
    assert set(Manifest(output.manifest).made) == {"99AB00", "regio", "regio-bijlage"}
