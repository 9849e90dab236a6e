"""The form filled in: keys read from YAML, each mistake a problem at its line and column."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import TypeVar

from pipeline.frontmatter import form
from pipeline.frontmatter.form import LENGTH, LINE, LINES, SOURCES, E, Form, Kind, Names
from pipeline.meta import Meta, Publication
from pipeline.problems import Place, Problem, Problems, error, warning
from pipeline.yamltree import Fields, Mapping, Scalar, Sequence, Tree, did_you_mean

T = TypeVar("T")

# What XML 1.0 (2.2, Characters) cannot hold: YAML lets "\e" through, and PowerPoint would not open the deck.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")
_OWN_KEYS = ("name", "url")
_NOT_SHARED = {"title": "the title is each essay's own; the publication's is `name`"}


def read(own: Mapping, shared: Mapping | None = None) -> tuple[Meta, Problems]:
    """The essay's ``Meta``: its own front matter over the publication's defaults. It stands whatever is wrong."""
    problems: list[Problem] = []
    about = Publication()
    if shared is not None:
        about, shared = _publication(shared, problems)
    seen: list[Problem] = []
    merged = _merged(own, shared) if shared else own
    answers = Answers(Fields(merged, seen), seen)
    meta = replace(form.essay(answers, publication=about), places=dict(_places(merged, "")))
    answers.finish()
    # Mistakes in the defaults are told once, by _publication.
    problems += [problem for problem in seen if problem.place.path == own.place.path]
    return meta, tuple(dict.fromkeys(problems))


def _publication(shared: Mapping, problems: list[Problem]) -> tuple[Publication, Mapping]:
    """What publication.yaml says of itself, and what is left of it as defaults."""
    itself = Answers(Fields(_only(shared, _OWN_KEYS), problems), problems)
    about = form.publication(itself)
    rest = _without(shared, (*_OWN_KEYS, *_NOT_SHARED))
    for key, _ in shared.entries:
        if key.text in _NOT_SHARED:
            problems.append(error(key.place, "unknown-key", f"`{key.text}` cannot be a default", _NOT_SHARED[key.text]))
    fields = Fields(rest, problems)
    for known in _OWN_KEYS:
        fields.take(known)  # they are gone from `rest`; the hint for a mistyped key may still name them
    defaults = Answers(fields, problems)
    form.essay(defaults, publication=about, defaults=True)
    defaults.finish()
    return about, rest


def _only(mapping: Mapping, keys: tuple[str, ...]) -> Mapping:
    return Mapping(tuple(entry for entry in mapping.entries if entry[0].text in keys), mapping.place)


def _without(mapping: Mapping, keys: tuple[str, ...]) -> Mapping:
    return Mapping(tuple(entry for entry in mapping.entries if entry[0].text not in keys), mapping.place)


def _merged(own: Mapping, shared: Mapping) -> Mapping:
    """``own`` over ``shared``: mappings of an output (``deck`` …) key by key, fonts by script, all else as a whole."""
    below = {key.text: value for key, value in shared.entries}
    entries: list[tuple[Scalar, Tree]] = []
    for key, value in own.entries:
        under = below.pop(key.text, None)
        if isinstance(value, Scalar) and value.kind == "null" and under is not None:
            value = under
        elif isinstance(value, Mapping) and isinstance(under, Mapping) and key.text == "fonts":
            value = _without_doubles(value, under)
        elif isinstance(value, Mapping) and isinstance(under, Mapping) and key.text != "sources":
            value = _merged(value, under)
        entries.append((key, value))
    entries += [(key, value) for key, value in shared.entries if key.text in below]
    return Mapping(tuple(entries), own.place)


def _without_doubles(own: Mapping, shared: Mapping) -> Mapping:
    """``own`` and what of ``shared`` it has no key for."""
    written = {key.text for key, _ in own.entries}
    return Mapping((*own.entries, *(entry for entry in shared.entries if entry[0].text not in written)), own.place)


def _places(tree: Tree, name: str) -> Iterator[tuple[str, Place]]:
    """Where each key below ``tree`` stands, by its name with dots; an item of a list, by its number."""
    match tree:
        case Mapping(entries=entries):
            for key, value in entries:
                inner = f"{name}.{key.text}" if name else key.text
                yield inner, key.place
                yield from _places(value, inner)
        case Sequence(items=items):
            for number, item in enumerate(items):
                yield f"{name}.{number}", item.place
        case Scalar():
            pass


class Answers:
    """A :class:`pipeline.frontmatter.form.Form` over one YAML mapping."""

    def __init__(self, fields: Fields, problems: list[Problem], name: str = "") -> None:
        self._fields = fields
        self._problems = problems
        self._name = name

    def finish(self) -> None:
        """Reports the keys that the form does not know."""
        self._fields.finish()

    def text(self, key: str, means: str, kind: Kind = LINE, *, needed: bool = False) -> str | None:
        """A text of that kind."""
        tree = self._fields.take(key)
        value, told = None, len(self._problems)
        if isinstance(tree, Scalar):
            value = self._clean(key, tree, kind)
        elif tree is not None:
            self._fields.wrong(key, kind.says, tree.place)
            return None
        if needed and value is None and len(self._problems) == told:
            self._problems.append(
                error(self._fields.where(key), "missing-key", f"`{self._full(key)}` is missing", f"add it: {means}")
            )
        return value

    def texts(self, key: str, means: str, kind: Kind = LINE) -> tuple[str, ...]:
        """A list of texts; one alone stands for a list of one."""
        cleaned = (self._clean(key, item, kind) for item in self._scalars(key, f"a list, each {kind.says}"))
        return tuple(text for text in cleaned if text)

    def integer(self, key: str, means: str, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        return self._fields.integer(key, least=least, most=most)

    def flag(self, key: str, means: str) -> bool | None:
        """Either true or false."""
        return self._fields.flag(key)

    def date(self, key: str, means: str) -> datetime.date | None:
        """A calendar date."""
        return self._fields.date(key)

    def length(self, key: str, means: str) -> int | None:
        """A duration in seconds, read from the scalar's source text: YAML 1.1 would take ``3:15:00`` for 11700."""
        tree = self._fields.take(key)
        if tree is None:
            return None
        if isinstance(tree, Scalar) and (seconds := duration(tree.text)) is not None:
            return seconds
        self._fields.wrong(key, "a length of time", tree.place, "write 3:15:00, or 195 min, or seconds")
        return None

    def choice(self, key: str, means: str, kind: type[E]) -> E | None:
        """One of some words."""
        return self._fields.choice(key, kind)

    def choices(self, key: str, means: str, kind: type[E]) -> tuple[E, ...]:
        """Several of some words."""
        words = tuple(str(member) for member in kind)
        found: list[E] = []
        for item in self._scalars(key, "a list of " + ", ".join(words)):
            if item.text in words:
                found.append(kind(item.text))
            else:
                self._fields.wrong(key, "a list of " + ", ".join(words), item.place, did_you_mean(item.text, words))
        return tuple(dict.fromkeys(found))

    def part(self, key: str, means: str, read: Callable[[Form], T]) -> T:
        """A mapping with keys of its own."""
        tree = self._fields.take(key)
        if tree is not None and not isinstance(tree, Mapping):
            self._fields.wrong(key, "a mapping of keys to values", tree.place)
            tree = None
        return self._below(tree or Mapping((), self._fields.place), self._full(key), read)

    def either(self, key: str, means: str, read: Callable[[Form], T], plain: Callable[[str], T]) -> T | None:
        """A text, or a mapping with keys of its own."""
        tree = self._fields.take(key)
        if isinstance(tree, Mapping):
            return self._below(tree, self._full(key), read)
        if isinstance(tree, Scalar):
            words = self._clean(key, tree, LINE)
            return plain(words) if words else None
        if tree is not None:
            self._fields.wrong(key, "a text, or a mapping of keys to values", tree.place)
        return None

    def people(self, key: str, means: str, read: Callable[[Form], T], plain: Callable[[str], T]) -> tuple[T, ...]:
        """A list whose items are each a plain name or a mapping; one alone stands for a list of one."""
        tree = self._fields.take(key)
        if tree is None:
            return ()
        found: list[T] = []
        for item in tree.items if isinstance(tree, Sequence) else (tree,):
            if isinstance(item, Mapping):
                found.append(self._below(item, self._full(key), read))
            elif isinstance(item, Scalar):
                name = self._clean(key, item, LINE)
                found += [plain(name)] if name else []
            else:
                self._fields.wrong(key, "a list of names, or of mappings with `name`", item.place)
        return tuple(found)

    def named(
        self, key: str, means: str, read: Callable[[Form, str, Place], T], names: Names = SOURCES
    ) -> tuple[T, ...]:
        """A mapping from names to mappings."""
        tree = self._fields.take(key)
        if tree is None:
            return ()
        if not isinstance(tree, Mapping):
            expected = "a mapping from names to what they stand for"
            self._fields.wrong(key, expected, tree.place, f"{key}: {names.example}")
            return ()
        found: list[T] = []
        for name, value in tree.entries:
            full = f"{self._full(key)}.{name.text}"
            if not re.fullmatch(names.pattern, name.text):
                hint = did_you_mean(name.text, names.known) if names.known else names.hint
                self._problems.append(error(name.place, names.code, f"`{name.text}` {names.says}", hint))
            elif isinstance(value, Mapping):
                inner = Answers(Fields(value, self._problems, full), self._problems, full)
                found.append(read(inner, name.text, name.place))
                inner.finish()
            else:
                self._fields.wrong(f"{key}.{name.text}", "a mapping", value.place, f"{key}: {names.example}")
        return tuple(found)

    def _below(self, mapping: Mapping, name: str, read: Callable[[Form], T]) -> T:
        answers = Answers(Fields(mapping, self._problems, name), self._problems, name)
        value = read(answers)
        answers.finish()
        return value

    def _full(self, key: str) -> str:
        return f"{self._name}.{key}" if self._name else key

    def _scalars(self, key: str, expected: str) -> tuple[Scalar, ...]:
        tree = self._fields.take(key)
        if tree is None:
            return ()
        found: list[Scalar] = []
        for item in tree.items if isinstance(tree, Sequence) else (tree,):
            if isinstance(item, Scalar):
                found += [item] if item.kind != "null" else []
            else:
                self._fields.wrong(key, expected, item.place)
        return tuple(found)

    def _clean(self, key: str, scalar: Scalar, kind: Kind) -> str | None:
        """The scalar as a text of ``kind``: on one line where it is one, without what no output can hold."""
        text = _UNPRINTABLE.sub("", scalar.text)
        if text != scalar.text:
            self._problems.append(_control(scalar.place, self._full(key)))
        if kind is not LINES and re.search(r"[\r\n]", text.strip()):
            what = f"`{self._full(key)}` holds a line break; a blank stands for it"
            self._problems.append(warning(scalar.place, "line-break", what, "write it in one line"))
        text = text.strip() if kind is LINES else " ".join(text.split())
        if not text:
            return None
        if kind.pattern and not re.fullmatch(kind.pattern, text):
            self._fields.wrong(key, kind.says, scalar.place, kind.hint)
            return None
        return text


def _control(place: Place, key: str) -> Problem:
    return warning(place, "control-character", f"`{key}` holds a control character; it is left out")


def duration(text: str) -> int | None:
    """Seconds of ``3:15:00``, ``12:30``, ``195 min``, ``3 h 15 min`` or plain seconds; None if it is none of these."""
    text = text.strip()
    if not text or not re.fullmatch(LENGTH, text):
        return None
    if ":" in text:
        seconds = 0
        for part in text.split(":"):
            seconds = seconds * 60 + int(part)
        return seconds or None
    units = {"h": 3600, "m": 60, "s": 1}
    counts = re.findall(r"(\d+) ?([hms]?)", text)
    return sum(int(number) * units.get(unit, 1) for number, unit in counts) or None
