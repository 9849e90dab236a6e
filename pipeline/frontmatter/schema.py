"""The form left blank: the JSON Schema (2020-12) of the front matter and of publication.yaml, for editors."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from typing import TypeVar

from pipeline.frontmatter import form
from pipeline.frontmatter.form import LENGTH, LINE, SOURCES, E, Form, Kind, Names
from pipeline.meta import Publication
from pipeline.problems import Place

T = TypeVar("T")
Json = dict[str, "Json"] | list["Json"] | str | int | bool

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema() -> str:
    """The JSON Schema of an essay's front matter."""
    blank = Blank()
    form.essay(blank, publication=Publication())
    return _printed("An essay's front matter", blank)


def publication_schema() -> str:
    """The JSON Schema of publication.yaml."""
    blank = Blank()
    form.essay(blank, publication=Publication(), defaults=True)
    form.publication(blank)
    return _printed("publication.yaml: the publication, and the defaults of its essays", blank)


def _printed(title: str, blank: Blank) -> str:
    top: Json = {"$schema": _DIALECT, "title": title, **blank.schema()}
    return json.dumps(top, indent=2, ensure_ascii=False) + "\n"


class Blank:
    """A :class:`pipeline.frontmatter.form.Form` that nobody filled in: it writes down what it is asked for."""

    def __init__(self) -> None:
        self._properties: dict[str, Json] = {}
        self._needed: list[Json] = []

    def keys(self) -> tuple[str, ...]:
        """The keys that were asked for."""
        return tuple(self._properties)

    def schema(self) -> dict[str, Json]:
        """The schema of the mapping whose keys were asked for."""
        needed: dict[str, Json] = {"required": self._needed} if self._needed else {}
        return {"type": "object", "properties": self._properties, "additionalProperties": False, **needed}

    def _put(self, key: str, means: str, what: dict[str, Json]) -> None:
        self._properties[key] = {"description": means, **what}

    def text(self, key: str, means: str, kind: Kind = LINE, *, needed: bool = False) -> str | None:
        """A text; a number is one too, as YAML reads an issue's ``12``."""
        self._put(key, means, _text(kind) if needed else _or_null(_text(kind)))
        if needed:
            self._needed.append(key)
        return None

    def texts(self, key: str, means: str, kind: Kind = LINE) -> tuple[str, ...]:
        """A list of texts, or one."""
        self._put(key, means, _one_or_more(_text(kind)))
        return ()

    def integer(self, key: str, means: str, least: int, most: int) -> int | None:
        """A whole number within bounds."""
        self._put(key, means, _or_null({"type": "integer", "minimum": least, "maximum": most}))
        return None

    def flag(self, key: str, means: str) -> bool | None:
        """Either true or false."""
        self._put(key, means, _or_null({"type": "boolean"}))
        return None

    def date(self, key: str, means: str) -> datetime.date | None:
        """A calendar date."""
        self._put(key, means, _or_null({"type": "string", "format": "date"}))
        return None

    def length(self, key: str, means: str) -> int | None:
        """A duration."""
        self._put(key, means, {"anyOf": [{"type": "string", "pattern": LENGTH}, _SECONDS, {"type": "null"}]})
        return None

    def choice(self, key: str, means: str, kind: type[E]) -> E | None:
        """One of some words."""
        self._put(key, means, _or_null({"enum": [str(member) for member in kind]}))
        return None

    def choices(self, key: str, means: str, kind: type[E]) -> tuple[E, ...]:
        """Several of some words."""
        self._put(key, means, _one_or_more({"enum": [str(member) for member in kind]}))
        return ()

    def part(self, key: str, means: str, read: Callable[[Form], T]) -> T:
        """A mapping with keys of its own."""
        inner = Blank()
        value = read(inner)
        self._put(key, means, _or_null(inner.schema()))
        return value

    def either(self, key: str, means: str, read: Callable[[Form], T], plain: Callable[[str], T]) -> T | None:
        """A text or a mapping."""
        inner = Blank()
        read(inner)
        self._put(key, means, _or_null({"anyOf": [_text(LINE), inner.schema()]}))
        return None

    def people(self, key: str, means: str, read: Callable[[Form], T], plain: Callable[[str], T]) -> tuple[T, ...]:
        """A list of names or mappings, or one."""
        inner = Blank()
        read(inner)
        self._put(key, means, _one_or_more({"anyOf": [_text(LINE), inner.schema()]}))
        return ()

    def named(
        self, key: str, means: str, read: Callable[[Form, str, Place], T], names: Names = SOURCES
    ) -> tuple[T, ...]:
        """A mapping from names to mappings."""
        inner = Blank()
        read(inner, "id", Place(""))
        ids: dict[str, Json] = {
            "type": "object",
            "propertyNames": {"pattern": names.pattern},
            "additionalProperties": inner.schema(),
        }
        self._put(key, means, _or_null(ids))
        return ()


_SECONDS: dict[str, Json] = {"type": "integer", "minimum": 1, "maximum": 999_999}


def _text(kind: Kind) -> dict[str, Json]:
    if kind.pattern:
        return {"type": "string", "pattern": kind.pattern}
    return {"type": ["string", "number", "boolean"]}


def _or_null(what: dict[str, Json]) -> dict[str, Json]:
    return {"anyOf": [what, {"type": "null"}]}


def _one_or_more(what: dict[str, Json]) -> dict[str, Json]:
    return {"anyOf": [what, {"type": "array", "items": what}, {"type": "null"}]}


def keys() -> tuple[str, ...]:
    """The keys of an essay's front matter."""
    blank = Blank()
    form.essay(blank, publication=Publication())
    return blank.keys()
