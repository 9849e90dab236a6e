"""The greeting: the one place where a mail says a reader's name. Plain values with a fallback, no template language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from pipeline.problems import Place, Problems, error

_FIELD = re.compile(r"\{\{\s*(?P<name>[A-Za-z_][A-Za-z0-9_]*)\s*(?:\|\s*(?P<fallback>[^{}|]*?)\s*)?\}\}")


@dataclass(frozen=True, slots=True)
class Field:
    """``{{ name | there }}``: a column of the list of readers, and what stands where a reader has none."""

    name: str
    fallback: str


@dataclass(frozen=True, slots=True)
class Greeting:
    """A greeting: words and fields in turn."""

    parts: tuple[str | Field, ...]

    @property
    def personal(self) -> bool:
        """Whether it differs from reader to reader."""
        return any(isinstance(part, Field) for part in self.parts)

    def said(self, reader: Mapping[str, str]) -> str:
        """The greeting of ``reader``, as plain text; a value is one line without control characters."""
        return "".join(part if isinstance(part, str) else _value(part, reader) for part in self.parts)


def greeting(text: str, place: Place) -> tuple[Greeting | None, Problems]:
    """``newsletter.greeting`` read: ``Hello {{ name | there }},``."""
    parts: list[str | Field] = []
    end = 0
    for found in _FIELD.finditer(text):
        if found["fallback"] is None:
            hint = f"write {{{{ {found['name']} | there }}}}: what stands where a reader gave none"
            return None, (error(place, "mail-greeting", f"`{found[0]}` in the greeting has no fallback", hint),)
        parts += [text[end : found.start()], Field(found["name"], found["fallback"])]
        end = found.end()
    parts.append(text[end:])
    rest = "".join(part for part in parts if isinstance(part, str))
    if any(mark in rest for mark in ("{{", "}}", "{%", "%}", "%%")):
        hint = "it may hold words and fields such as {{ name | there }}"
        return None, (error(place, "mail-greeting", "the greeting holds a field that is none", hint),)
    if not rest.isprintable():
        return None, (error(place, "mail-greeting", "the greeting holds a line break or a control character"),)
    return Greeting(tuple(part for part in parts if part)), ()


def _value(field: Field, reader: Mapping[str, str]) -> str:
    value = " ".join("".join(c if c.isprintable() else " " for c in reader.get(field.name, "")).split())
    return value or field.fallback
