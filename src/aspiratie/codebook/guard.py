"""Keep a damaged or hostile codebook from costing more than an error."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import yaml

try:
    from yaml import CSafeLoader as _Parser
except ImportError:  # PyYAML built without libyaml: the same rules, slower
    from yaml import SafeLoader as _Parser  # type: ignore[assignment]

from aspiratie.errors import CodebookError

__all__ = ["check_depth", "check_unfolded", "check_workbook", "guarded"]

#: What a codebook may unfold to: bytes and rows and columns of a workbook, values of a YAML file.
_MOST_BYTES = 60 << 20
_MOST_ROWS, _MOST_COLUMNS = 20_000, 200
_MOST_VALUES = 1_000_000
_DEEPEST = 60
_CELL = re.compile(rb'\br="([A-Z]{1,3})?(\d{1,9})"')


@contextmanager
def guarded(source: str) -> Iterator[None]:
    """Make an error of ours of whatever a library makes of a damaged file.

    Raises
    ------
    CodebookError
        In the place of any other error.
    """
    try:
        yield
    except CodebookError:
        raise
    except (Exception, RecursionError) as error:
        raise CodebookError(
            f"{source} is damaged, or has a shape that no codebook has "
            f"({type(error).__name__}). Start from a shipped codebook."
        ) from None


def check_workbook(path: Path) -> None:
    """Refuse a workbook that unfolds to more than a codebook.

    Raises
    ------
    CodebookError
    """
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            if sum(info.file_size for info in infos) > _MOST_BYTES:
                raise _too_large(path)
            for info in infos:
                if info.filename.startswith("xl/worksheets/"):
                    with archive.open(info) as member:
                        _check_sheet(member.read(_MOST_BYTES + 1), path)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError,
            RuntimeError):  # fmt: skip
        raise CodebookError(f"{path.name} is not a readable xlsx workbook.") from None


def _check_sheet(text: bytes, path: Path) -> None:
    for column, row in _CELL.findall(text):
        place = 0
        for letter in column:
            place = place * 26 + letter - 64
        if int(row) > _MOST_ROWS or place > _MOST_COLUMNS:
            raise _too_large(path)
    if len(text) > _MOST_BYTES:
        raise _too_large(path)


def _too_large(path: Path) -> CodebookError:
    return CodebookError(f"{path.name} unfolds to more than a codebook can hold.")


def check_depth(text: str) -> None:
    """Refuse YAML that is nested so deep that composing it would overflow the stack.

    Raises
    ------
    yaml.YAMLError
        Also where it is not YAML.
    """
    depth = 0
    for event in yaml.parse(text, Loader=_Parser):
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
            if depth > _DEEPEST:
                raise yaml.constructor.ConstructorError(None, None, "it is nested too deep", None)
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1


def check_unfolded(node: yaml.Node) -> None:
    """Refuse YAML whose anchors unfold to more than a codebook, or without end.

    Raises
    ------
    yaml.constructor.ConstructorError
    """
    sizes: dict[int, int] = {}

    def size(part: yaml.Node) -> int:
        known = sizes.get(id(part))
        if known is not None:
            return known
        sizes[id(part)] = _MOST_VALUES + 1  # met again below itself, it has no end
        inner = 1
        if isinstance(part, yaml.MappingNode):
            inner += sum(size(key) + size(value) for key, value in part.value)
        elif isinstance(part, yaml.SequenceNode):
            inner += sum(size(value) for value in part.value)
        sizes[id(part)] = inner
        return inner

    if size(node) > _MOST_VALUES:
        raise yaml.constructor.ConstructorError(
            None, None, "it unfolds to too much", node.start_mark
        )
