"""YAML's text as mappings and lists; a key written twice is a fault, not the last one's win."""

from __future__ import annotations

import re
from typing import Any

import yaml

try:
    from yaml import CSafeLoader as _SafeLoader
except ImportError:  # PyYAML built without libyaml: the same rules, slower
    from yaml import SafeLoader as _SafeLoader  # type: ignore[assignment]

from aspiratie.codebook.guard import check_depth, check_unfolded
from aspiratie.errors import CodebookError, Problem

__all__ = ["yaml_to_document"]


_QUOTES = ("'", '"', "|", ">")
#: Written with a nought before it, a number would be read as octal, or as text.
_NOUGHT = re.compile(r"[-+]?0[0-9_]+")


def yaml_to_document(
    data: bytes, source: str, *, noughts: bool = True
) -> tuple[object, list[Problem]]:
    r"""Read YAML and list every key that one mapping holds twice.

    Parameters
    ----------
    data : bytes
        UTF-8, with or without a byte-order mark.
    source : str
        The file's name, for messages.
    noughts : bool
        Whether a number may begin with a nought; if not it is a fault, as YAML reads
        ``010`` as 8.

    Returns
    -------
    document : object
        Plain mappings, lists and scalars.
    problems : list of Problem
        One for every repeated key, and for every number that begins with a nought where
        that is a fault, with its line.

    Raises
    ------
    CodebookError
        Where the text is not UTF-8 or not YAML.

    Examples
    --------
    >>> document, problems = yaml_to_document(b"name: a\nname: b\n", "boek.yml")
    >>> print(problems[0])
    boek.yml, line 2: the key 'name' stands here twice. Keep one of them.
    """
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CodebookError(
            f"{source} is not a text file in UTF-8. Save it again with that encoding."
        ) from None
    try:
        check_depth(text)
    except yaml.YAMLError as error:
        raise _not_yaml(error, source) from None
    loader = _Loader(text)
    loader.source, loader.noughts = source, noughts
    try:
        document = loader.get_single_data()
    except (yaml.YAMLError, ValueError, TypeError, OverflowError, RecursionError) as error:
        raise _not_yaml(error, source) from None
    finally:
        loader.dispose()
    return document, loader.problems


def _not_yaml(error: Exception, source: str) -> CodebookError:
    mark = getattr(error, "problem_mark", None)
    where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark else ""
    problem = getattr(error, "problem", "") or "unreadable"
    return CodebookError(f"{source} is not valid YAML{where}: {problem}.")


class _Loader(_SafeLoader):
    """Keeps the safe loader's rules and notes repeated keys."""

    source = "codebook"
    noughts = True

    def __init__(self, stream: str) -> None:
        super().__init__(stream)
        self.problems: list[Problem] = []
        self._flattened: set[int] = set()

    def get_single_data(self) -> Any:
        node = self.get_single_node()
        if node is None:
            return None
        check_unfolded(node)
        return self.construct_document(node)

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        # Before merge keys (<<) are unfolded, as an own key may override a merged one; once only,
        # as a mapping that others merge comes by again.
        if id(node) in self._flattened:
            return
        self._flattened.add(id(node))
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode) or key.tag == "tag:yaml.org,2002:merge":
                continue
            if key.value in seen:
                self.problems.append(
                    Problem(
                        where=f"{self.source}, line {key.start_mark.line + 1}",
                        what=f"the key {key.value!r} stands here twice.",
                        remedy="Keep one of them.",
                    )
                )
            seen.add(key.value)
        super().flatten_mapping(node)

    def construct_scalar(self, node: yaml.ScalarNode | yaml.MappingNode) -> Any:
        style = getattr(node, "style", None)
        if not self.noughts and style not in _QUOTES and _NOUGHT.fullmatch(str(node.value)):
            self.problems.append(
                Problem(
                    where=f"{self.source}, line {node.start_mark.line + 1}",
                    what=f"{node.value} begins with a nought, so YAML reads it as octal.",
                    remedy="Leave the nought out, or put the number in quotes.",
                )
            )
        return super().construct_scalar(node)


def _plain_dates(loader: Any) -> None:
    """Leave dates as the text they are: a label '2025-01-01' is no date here."""
    loader.yaml_implicit_resolvers = {
        first: [(tag, regexp) for tag, regexp in rules if tag != "tag:yaml.org,2002:timestamp"]
        for first, rules in loader.yaml_implicit_resolvers.items()
    }


_plain_dates(_Loader)
