"""YAML as a tree that knows its lines, and typed fields read from it.

YAML is safe-loaded: no tag makes an object, the text is bounded, and so is what its aliases unfold to.
Scalars keep their source text, so that a version ``1.10`` or the language ``no`` stays what was written.
"""

from __future__ import annotations

import contextlib
import datetime
import difflib
import enum
import re
from dataclasses import dataclass
from typing import TypeVar

import yaml

from pipeline.problems import Place, Problem, Problems, error

LARGEST = 262_144  # bytes of YAML text
MOST_NODES = 20_000  # after unfolding aliases
DEEPEST = 40

_E = TypeVar("_E", bound=enum.StrEnum)
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A scalar: its source text, and what YAML takes it for (``str``, ``int``, ``bool``, ``null``, …)."""

    text: str
    kind: str
    place: Place


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Tree, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """A mapping, its keys in order."""

    entries: tuple[tuple[Scalar, Tree], ...]
    place: Place


Tree = Scalar | Sequence | Mapping


class _TooMuchError(Exception):
    def __init__(self, place: Place, message: str) -> None:
        super().__init__(message)
        self.problem = error(place, "yaml-too-large", message, "write it out plainly, without anchors")


def parse(text: str, path: str, *, first_line: int = 1) -> tuple[Tree | None, Problems]:
    """The tree of ``text``, which begins at ``first_line`` of ``path``; None where it is empty or broken."""
    start = Place(path, first_line, 1)
    if len(text) > LARGEST:
        return None, (error(start, "yaml-too-large", f"over {LARGEST // 1024} KiB of YAML"),)
    try:
        loader = _Loader(text)
        try:
            node = loader.get_single_node()
        finally:
            loader.dispose()
        if node is None:
            return None, ()
        problems: list[Problem] = []
        tree = _Builder(_Places(path, text, first_line), problems).build(node, 0)
        return tree, tuple(problems)
    except _TooMuchError as stop:
        return None, (stop.problem,)
    except RecursionError:
        return None, (error(start, "yaml-too-large", "YAML nested too deep"),)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None) or getattr(fault, "context_mark", None)
        what = getattr(fault, "problem", None) or "not YAML"
        place = _Places(path, text, first_line).of(mark) if mark else start
        tabbed = "\\t" in what or _tab_at(text, mark.line if mark else None)
        hint = "YAML indents with spaces, not tabs" if tabbed else "a value with ': ' or '#' in it needs quotes"
        return None, (error(place, "yaml-syntax", f"broken YAML: {what}", hint),)


def _tab_at(text: str, line: int | None) -> bool:
    lines = text.splitlines()
    return line is not None and line < len(lines) and bool(re.match(r"\s*\t", lines[line]))


# They end a line in YAML 1.1 (5.4), and in no editor.
_UNSEEN = re.compile("[\x85\u2028\u2029]")


class _Places:
    """Where the marks of ``text``, which begins at ``first_line`` of ``path``, stand as an editor counts its lines."""

    def __init__(self, path: str, text: str, first_line: int) -> None:
        self.path = path
        self.text = text if _UNSEEN.search(text) else ""
        self.first_line = first_line

    def of(self, mark: yaml.Mark) -> Place:
        """The place of ``mark``."""
        before = self.text[: mark.index]
        unseen = len(_UNSEEN.findall(before))
        column = mark.index - 1 - max(before.rfind("\n"), before.rfind("\r")) if unseen else mark.column
        return Place(self.path, self.first_line + mark.line - unseen, column + 1)


class _Builder:
    def __init__(self, places: _Places, problems: list[Problem]) -> None:
        self.places = places
        self.problems = problems
        self.count = 0

    def place(self, node: yaml.Node) -> Place:
        return self.places.of(node.start_mark)

    def build(self, node: yaml.Node, depth: int) -> Tree:
        self.count += 1
        place = self.place(node)
        if self.count > MOST_NODES or depth > DEEPEST:
            raise _TooMuchError(place, "the YAML unfolds to too much (an alias bomb?)")
        if isinstance(node, yaml.ScalarNode):
            return Scalar(node.value, node.tag.rpartition(":")[2], place)
        if isinstance(node, yaml.SequenceNode):
            return Sequence(tuple(self.build(item, depth + 1) for item in node.value), place)
        entries: dict[str, tuple[Scalar, Tree]] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self.problems.append(error(self.place(key_node), "yaml-key", "a key must be a plain word"))
                continue
            key = Scalar(key_node.value, "str", self.place(key_node))
            if key.text in entries:
                self.problems.append(
                    error(key.place, "yaml-duplicate-key", f"`{key.text}` stands twice", "keep one of them")
                )
                continue
            entries[key.text] = (key, self.build(value_node, depth + 1))
        return Mapping(tuple(entries.values()), place)


def did_you_mean(word: str, known: tuple[str, ...]) -> str:
    """A hint for a mistyped ``word``: the nearest known one, else all of them."""
    near = difflib.get_close_matches(word, known, n=1, cutoff=0.6)
    return f"did you mean `{near[0]}`?" if near else "known here: " + ", ".join(known)


class Fields:
    """Typed reading of one mapping. Each mistake becomes a problem at its line and column, and the default stands.

    ``name`` is the mapping's own key for messages ("deck"), empty for the top. Call :meth:`finish` last: keys that
    nobody asked for are unknown.
    """

    def __init__(self, mapping: Mapping, problems: list[Problem], name: str = "") -> None:
        self.place = mapping.place
        self._values = {key.text: (key, value) for key, value in mapping.entries}
        self._asked: list[str] = []
        self._problems = problems
        self._name = name

    def keys(self) -> tuple[str, ...]:
        """The keys as written, in order."""
        return tuple(self._values)

    def __contains__(self, key: str) -> bool:
        """Whether ``key`` was written, even if with nothing after it."""
        return key in self._values

    def where(self, key: str) -> Place:
        """Where ``key`` stands, else where the mapping opens."""
        found = self._values.get(key)
        return found[0].place if found else self.place

    def take(self, key: str) -> Tree | None:
        """The raw tree under ``key``; None if absent or null."""
        self._asked.append(key)
        found = self._values.get(key)
        if found is None or (isinstance(found[1], Scalar) and found[1].kind == "null"):
            return None
        return found[1]

    def wrong(self, key: str, expected: str, place: Place | None = None, hint: str | None = None) -> None:
        """Records that the value of ``key`` is not ``expected``."""
        message = f"`{self._full(key)}` must be {expected}"
        self._problems.append(error(place or self.where(key), "wrong-type", message, hint))

    def _full(self, key: str) -> str:
        """``key`` with the name of its mapping: ``deck.minutes``."""
        return f"{self._name}.{key}" if self._name else key

    def text(self, key: str) -> str | None:
        """A text, stripped; empty counts as absent."""
        tree = self.take(key)
        if tree is None:
            return None
        if isinstance(tree, Scalar):
            return tree.text.strip() or None
        self.wrong(key, "a text", tree.place)
        return None

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; a single text stands for a list of one."""
        tree = self.take(key)
        if tree is None:
            return ()
        if isinstance(tree, Scalar):
            return (tree.text.strip(),)
        if isinstance(tree, Sequence) and all(isinstance(item, Scalar) for item in tree.items):
            return tuple(item.text.strip() for item in tree.items if isinstance(item, Scalar))
        self.wrong(key, "a list of texts", tree.place)
        return ()

    def integer(self, key: str, *, least: int, most: int) -> int | None:
        """A whole number from ``least`` to ``most``."""
        tree = self.take(key)
        if tree is None:
            return None
        if isinstance(tree, Scalar) and re.fullmatch(r"[+-]?\d{1,9}", tree.text) and least <= int(tree.text) <= most:
            return int(tree.text)
        self.wrong(key, f"a whole number from {least} to {most}", tree.place)
        return None

    def number(self, key: str, *, least: float, most: float) -> float | None:
        """A number from ``least`` to ``most``."""
        tree = self.take(key)
        if tree is None:
            return None
        if isinstance(tree, Scalar) and re.fullmatch(r"[+-]?\d{1,9}(\.\d{1,9})?", tree.text):
            value = float(tree.text)
            if least <= value <= most:
                return value
        self.wrong(key, f"a number from {least:g} to {most:g}", tree.place)
        return None

    def flag(self, key: str) -> bool | None:
        """Either true or false."""
        tree = self.take(key)
        if tree is None:
            return None
        if isinstance(tree, Scalar) and tree.kind == "bool":
            return tree.text.lower() in ("true", "yes", "on")
        self.wrong(key, "true or false", tree.place)
        return None

    def date(self, key: str) -> datetime.date | None:
        """A calendar date, YYYY-MM-DD; a time of day after it is dropped."""
        tree = self.take(key)
        if tree is None:
            return None
        if isinstance(tree, Scalar):
            match = re.fullmatch(r"(\d{4}-\d{2}-\d{2})([Tt ].*)?", tree.text.strip())
            if match:
                with contextlib.suppress(ValueError):
                    return datetime.date.fromisoformat(match[1])
        self.wrong(key, _DATE, tree.place)
        return None

    def choice(self, key: str, kind: type[_E]) -> _E | None:
        """One of the words of ``kind``."""
        tree = self.take(key)
        if tree is None:
            return None
        words = tuple(str(member) for member in kind)
        if isinstance(tree, Scalar) and tree.text in words:
            return kind(tree.text)
        said = did_you_mean(tree.text, words) if isinstance(tree, Scalar) else None
        self.wrong(key, "one of " + ", ".join(words), tree.place, said)
        return None

    def mapping(self, key: str) -> Fields | None:
        """A mapping below this one."""
        tree = self.take(key)
        if tree is None:
            return None
        if isinstance(tree, Mapping):
            return Fields(tree, self._problems, self._full(key))
        self.wrong(key, "a mapping of keys to values", tree.place)
        return None

    def finish(self) -> None:
        """Reports the keys that nobody asked for."""
        known = tuple(dict.fromkeys(self._asked))
        for key, (scalar, _) in self._values.items():
            if key not in known:
                message = f"unknown key `{self._full(key)}`"
                self._problems.append(error(scalar.place, "unknown-key", message, did_you_mean(key, known)))


_DATE = "a date, YYYY-MM-DD"
