"""The HTML part read into elements: names, attributes, inline styles, what they stand in, the words within."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass(slots=True)
class Element:
    """One element. ``words`` is its text, that of the elements within included; ``line`` counts in the HTML part.

    ``comments`` are those directly within it.
    """

    name: str
    attributes: dict[str, str]
    parent: Element | None
    line: int
    words: str = ""
    comments: list[str] = field(default_factory=list)

    def get(self, name: str) -> str:
        """The attribute ``name``, empty where it is missing."""
        return self.attributes.get(name, "")

    @property
    def style(self) -> dict[str, str]:
        """The declarations of its ``style`` attribute."""
        return declarations(self.get("style"))

    def above(self) -> Iterator[Element]:
        """What it stands in, from the inside out."""
        at = self.parent
        while at is not None:
            yield at
            at = at.parent

    def within(self, *names: str) -> bool:
        """Whether it stands in an element of one of ``names``, or is one."""
        return self.name in names or any(element.name in names for element in self.above())

    @property
    def hidden(self) -> bool:
        """Whether it, or what it stands in, is not shown."""
        return any(element.style.get("display") == "none" for element in (self, *self.above()))


@dataclass(slots=True)
class Page:
    """An HTML part. ``runs`` are its pieces of text, each with the element that it stands directly in."""

    elements: list[Element] = field(default_factory=list)
    runs: list[tuple[Element, str]] = field(default_factory=list)
    comments: list[str] = field(default_factory=list)

    def all(self, *names: str) -> list[Element]:
        """Every element of one of ``names``, in order."""
        return [element for element in self.elements if element.name in names]


def declarations(style: str) -> dict[str, str]:
    """``color: red; margin: 0`` as names and values."""
    found = {}
    for part in style.split(";"):
        name, colon, value = part.partition(":")
        if colon:
            found[name.strip().lower()] = value.strip()
    return found


def read(html: str) -> Page:
    """``html`` as a :class:`Page`."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    return reader.page


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page = Page()
        self.open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        parent = self.open[-1] if self.open else None
        element = Element(tag, {name: value or "" for name, value in attrs}, parent, self.getpos()[0])
        self.page.elements.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag: str) -> None:
        if any(element.name == tag for element in self.open):
            while self.open.pop().name != tag:
                pass

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.words += data
        if self.open and data.strip():
            self.page.runs.append((self.open[-1], data))

    def handle_comment(self, data: str) -> None:
        self.page.comments.append(data)
        if self.open:
            self.open[-1].comments.append(data)
