"""What a key leads to: a figure, table or section of the essay (``@fig:bread``), or a work of its bibliography.

All is gathered from the tokens before any of it is read: a reference may stand before what it refers to, and a style
numbers works and tells them apart by all citations of the essay.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from markdown_it.token import Token
from markdown_it.utils import EnvType

from pipeline.document import BibliographicCitation, Inline, Inlines, Link, Text, Work
from pipeline.source.labels import Labels, kind_of
from pipeline.source.reading import Reading
from pipeline.words import words

if TYPE_CHECKING:  # most essays have no bibliography
    from pipeline.bibliography import Bibliography, Cite

_ALIKE = 0.75  # how alike a word in a sentence is to a key that it may have been meant for


@dataclass(frozen=True, slots=True)
class Spotted:
    """Where something stands in the file."""

    line: int
    column: int | None


class References:
    """The labels and the bibliography of one essay."""

    def __init__(self, reading: Reading, tokens: list[Token], env: EnvType) -> None:
        self._reading = reading
        self.labels = Labels(tokens, words(reading.meta.lang), reading.meta.lang)
        self._bibliography: Bibliography | None = None
        self._told: set[str] = set()
        _spoken(tokens, self.labels)
        self._gather(tuple(_clusters(tokens, env)))

    # --- Reading ------------------------------------------------------------------------------------

    def key(self, token: Token, spot: Spotted) -> Inlines:
        """What stands for a key within brackets, or for one in a sentence: a link, else the key as it was written."""
        key = token.info
        name = self.labels.name(key)
        if name:
            return (Link((Text(name),), f"#{key}", None, spot.line),)
        if kind_of(key) and not (self._bibliography and self._bibliography.has(key)):
            self._missing(key, spot)
        return (Text(token.content),)

    def cluster(self, opening: Token, children: Inlines, spot: Spotted) -> Inlines:
        """What stands for brackets with keys in them, or for a key in a sentence: ``children`` is what they hold."""
        cites: tuple[Cite, ...] = opening.meta.get("cites", ())
        found = self._bibliography.citation(opening.meta["number"]) if self._bibliography and cites else None
        if found is not None:
            return (BibliographicCitation(found.inlines, found.works, found.narrative, spot.line),)
        keys: tuple[str, ...] = opening.meta["keys"]
        if opening.meta["narrative"]:
            self._near(keys[0], spot)
            return children
        if any(self.labels.name(key) for key in keys):
            return _linked(children)
        if any(kind_of(key) for key in keys):  # told already; the words stay
            return children
        self._unknown(keys, spot)
        return (Text("["), *children, Text("]"))

    @property
    def works(self) -> tuple[Work, ...]:
        """The works cited, in the order of the list."""
        return self._bibliography.works if self._bibliography else ()

    # --- Problems -----------------------------------------------------------------------------------

    def _missing(self, id: str, spot: Spotted) -> None:
        there = self.labels.ids
        near = difflib.get_close_matches(id, there, n=1) or [
            other for other in there if other.partition(":")[2] == id.partition(":")[2]
        ]
        hint = f"did you mean `@{near[0]}`?" if near else f"give what it means the id {{#{id}}}"
        what = f"nothing in the essay is labelled `#{id}`"
        self._reading.error(spot.line, "reference-missing", what, hint, spot.column)

    def _unknown(self, keys: tuple[str, ...], spot: Spotted) -> None:
        if self._bibliography is None:
            if "none" not in self._told:
                hint = "put references.bib or references.json beside essay.md, or name a file: bibliography: books.bib"
                what = f"`@{keys[0]}` cites a work, and there is no bibliography; it stands as its text"
                self._reading.warn(spot.line, "citation-without-bibliography", what, hint, spot.column)
            return
        for key in dict.fromkeys(keys):
            if not self._bibliography.has(key):
                what = f"no work in {self._bibliography.shown} has the key `{key}`"
                self._reading.error(spot.line, "citation-unknown", what, self._bibliography.hint(key), spot.column)

    def _near(self, key: str, spot: Spotted) -> None:
        """A word after ``@`` in a sentence is a person's handle, unless it is nearly a key."""
        keys = self._bibliography.keys if self._bibliography else ()
        near = difflib.get_close_matches(key, keys, n=1, cutoff=_ALIKE)
        if near:
            what = f"`@{key}` stands as plain text: no work has this key"
            hint = f"did you mean `@{near[0]}`? for a name, write \\@{key}"
            self._reading.warn(spot.line, "citation-near", what, hint, spot.column)

    # --- Gathering ----------------------------------------------------------------------------------

    def _gather(self, clusters: tuple[tuple[Token, list[Token]], ...]) -> None:
        for opening, inner in clusters:
            opening.meta["keys"] = tuple(token.info for token in inner if token.type == "cite_key")


def _spoken(tokens: Iterable[Token], labels: Labels) -> None:
    """Pictures' alternative texts say what keys refer to."""
    for token in tokens:
        for image in token.children or ():
            for inner in (image.children or ()) if image.type == "image" else ():
                if inner.type == "cite_key":
                    inner.content = labels.name(inner.info) or inner.content


def _clusters(tokens: Iterable[Token], env: EnvType) -> Iterator[tuple[Token, list[Token]]]:
    """Every opening token of a cluster, in the order of the file, with the tokens within."""
    notes: Mapping[int, Mapping[str, list[Token]]] = env.get("footnotes", {}).get("list", {})
    for token in tokens:
        if token.type == "inline":
            yield from _within(token.children or [], notes)


def _within(tokens: list[Token], notes: Mapping[int, Mapping[str, list[Token]]]) -> Iterator[tuple[Token, list[Token]]]:
    opening: Token | None = None
    inner: list[Token] = []
    for token in tokens:
        match token.type:
            case "cite_open":
                opening, inner = token, []
            case "cite_close":
                if opening is not None:
                    yield opening, inner
                opening = None
            case "footnote_ref" if "label" not in token.meta:
                yield from _within(notes[token.meta["id"]].get("tokens") or [], notes)
            case _:
                inner.append(token)


def _linked(children: Inlines) -> Inlines:
    """The words of brackets with one reference in them as one link: "see Figure 2"."""
    links = [inline for inline in children if isinstance(inline, Link)]
    if len(links) != 1 or any(not isinstance(inline, Link | Text) for inline in children):
        return children
    said: list[Inline] = []
    for inline in children:
        said.extend(inline.children if isinstance(inline, Link) else (inline,))
    text = "".join(inline.text for inline in said if isinstance(inline, Text))
    return (Link((Text(text),), links[0].url, None, links[0].line),)
