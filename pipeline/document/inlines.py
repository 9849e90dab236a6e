"""What stands in a line: text, links, citations and their like, a closed union."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Attributes:
    """Pandoc's ``{#id .class key=value}``."""

    id: str | None = None
    classes: tuple[str, ...] = ()
    values: tuple[tuple[str, str], ...] = ()

    def get(self, key: str) -> str | None:
        """The value of ``key``, or None."""
        return next((value for name, value in self.values if name == key), None)


NO_ATTRIBUTES = Attributes()


@dataclass(frozen=True, slots=True)
class Text:
    """Running text. A soft line break of the source is a space in it."""

    text: str


@dataclass(frozen=True, slots=True)
class Emphasis:
    """``*emphasis*``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strong:
    """``**strong**``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Strike:
    """``~~struck~~``."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Mark:
    """``==marked words==``: the claim of the slide; plain text in the handout and newsletter."""

    children: tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Span:
    """``[words]{.class lang=ja}``: words with attributes of their own."""

    children: tuple[Inline, ...]
    attributes: Attributes


@dataclass(frozen=True, slots=True)
class Code:
    """`` `code` ``."""

    text: str


@dataclass(frozen=True, slots=True)
class Math:
    """``$tex$``: LaTeX until an output asks ``formulas`` for it."""

    tex: str
    line: int


@dataclass(frozen=True, slots=True)
class Link:
    """``[words](url "title")``; ``url`` has a scheme the reader allowed (http, https, mailto, a fragment)."""

    children: tuple[Inline, ...]
    url: str
    title: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Image:
    """An image within a line; alone in its paragraph it is a :class:`Figure`. ``alt`` None: none was written."""

    src: str
    alt: str | None
    title: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Citation:
    """``[01:29:54]``, ``[hotz 01:29:54]`` or ``[hotz]``: a moment in a recorded source, or the source as a whole.

    ``source`` is an id in ``Meta.sources``, or None where the essay names none: then it stands as its text.
    ``seconds`` is None where no moment is cited. ``text`` is what the author wrote, brackets included.
    """

    source: str | None
    seconds: int | None
    text: str
    line: int
    column: int | None


@dataclass(frozen=True, slots=True)
class BibliographicCitation:
    """``[see @key, p. 12; @other]`` or ``@key`` in a sentence: works of the bibliography, cited as its style sets it.

    ``children`` are the style's words, each work a :class:`Link` to ``#`` and the :attr:`Work.id` of its entry. What is
    ``narrative`` belongs to its sentence, "Smith (2020)"; the rest stands in brackets of its own, "(Smith, 2020)".
    """

    children: tuple[Inline, ...]
    works: tuple[str, ...]
    narrative: bool
    line: int


@dataclass(frozen=True, slots=True)
class FootnoteReference:
    """``[^1]``; ``label`` names a :class:`Footnote` of the essay (the reader made sure of it)."""

    label: str
    line: int


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A hard line break."""


Inline = (
    Text
    | Emphasis
    | Strong
    | Strike
    | Mark
    | Span
    | Code
    | Math
    | Link
    | Image
    | Citation
    | BibliographicCitation
    | FootnoteReference
    | LineBreak
)
Inlines = tuple[Inline, ...]
