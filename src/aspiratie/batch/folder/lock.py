"""One run at a time in a folder, and its temporary files in one place.

While a run goes on, ``.run`` in its folder says who holds it, under a lock of the system that ends
with the process, however it ends. Temporary files are in one folder of the system's, whose name
follows from that of the run's folder: what a run that was killed left there, the next one removes.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import platform
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from aspiratie.errors import ParameterError

try:
    import fcntl
except ImportError:  # pragma: no cover - no such lock on Windows
    fcntl = None  # type: ignore[assignment]

__all__ = ["hold"]

#: Says who holds the folder.
HELD = ".run"


@contextlib.contextmanager
def hold(folder: Path) -> Iterator[Path]:
    """Hold a folder for this run, and yield a place for temporary files.

    Parameters
    ----------
    folder : Path
        The folder of the run; made where it is not there.

    Yields
    ------
    Path
        A private folder that only this run uses; it is removed when the run ends, or by the next.

    Raises
    ------
    ParameterError
        If another run holds the folder (with who it is), or it cannot be written.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        held = _lock(folder / HELD)
    except OSError as error:
        raise ParameterError(
            f"The output folder {folder.name!r} cannot be written ({error.strerror}). "
            "Change `output` in the parameters, or the folder's rights."
        ) from None
    with held:
        scratch = _scratch(folder)
        try:
            for left in folder.glob(".aspiratie-*.part"):
                left.unlink(missing_ok=True)
            yield scratch
        finally:
            shutil.rmtree(scratch, ignore_errors=True)
            (folder / HELD).unlink(missing_ok=True)


def _lock(path: Path) -> BinaryIO:
    """Open the file that says who holds a folder, alone."""
    while True:
        file = path.open("a+b")
        try:
            if fcntl is not None:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            with contextlib.suppress(FileNotFoundError):
                # Else its last holder has just removed it, and it locks nothing any more.
                if os.fstat(file.fileno()).st_ino == path.stat().st_ino:
                    file.truncate(0)
                    now = datetime.datetime.now().astimezone().isoformat(timespec="seconds")
                    told = f"process {os.getpid()} on {platform.node()}, since {now}"
                    file.write(told.encode("utf-8"))
                    file.flush()
                    return file
        except BlockingIOError:
            file.seek(0)
            holder = file.read().decode("utf-8", "replace") or "another process"
            file.close()
            raise ParameterError(
                f"Another run is at work in the output folder {path.parent.name!r}: {holder}. "
                "Wait until it has ended, or stop it; then run the same command again."
            ) from None
        except BaseException:
            file.close()
            raise
        file.close()


def _scratch(folder: Path) -> Path:
    """Make the place for temporary files anew; its name follows from the folder's."""
    own = f"{folder.resolve()}\n{os.getuid() if hasattr(os, 'getuid') else ''}"
    name = hashlib.sha256(own.encode()).hexdigest()[:12]
    place = Path(tempfile.gettempdir()) / f"aspiratie-run-{name}"
    shutil.rmtree(place, ignore_errors=True)
    try:
        place.mkdir(mode=0o700)
    except FileExistsError:  # of somebody else, who may read there
        place = Path(tempfile.mkdtemp(prefix="aspiratie-run-"))
    return place
