"""What a key leads to: a figure, table or section of the essay (``@fig:bread``), or a work of its bibliography.

All is gathered from the tokens before any of it is read: a reference may stand before what it refers to, and a style
numbers works and tells them apart by all citations of the essay.
"""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from markdown_it.token import Token
from markdown_it.utils import EnvType

from pipeline.document import BibliographicCitation, FootnoteReference, Inline, Inlines, Link, Text, Work
from pipeline.prose import plain
from pipeline.source.labels import Labels, kind_of
from pipeline.source.reading import Reading, usual
from pipeline.words import Words, words

if TYPE_CHECKING:
    from pipeline.source.works import Catalogue

_ALIKE = 0.75  # how alike a word in a sentence is to a key that it may have been meant for


@dataclass(frozen=True, slots=True)
class Keyed:
    """A citation's tokens: what opens it, what stands within it, and its line."""

    opening: Token
    inner: Sequence[Token]
    line: int

    @property
    def keys(self) -> tuple[str, ...]:
        """Its keys, in order."""
        return tuple(token.info for token in self.inner if token.type == "cite_key")


@dataclass(frozen=True, slots=True)
class Spotted:
    """Where something stands in the file."""

    line: int
    column: int | None


class References:
    """The labels and the bibliography of one essay.

    ``note`` makes a footnote of a citation, for a style that writes notes, and gives its label; None within one.
    """

    def __init__(
        self, reading: Reading, tokens: list[Token], env: EnvType, note: Callable[[Inlines, int], str | None]
    ) -> None:
        self._reading = reading
        self._note = note
        self.labels = Labels(tokens, words(reading.meta.lang), reading.meta.lang)
        self._told = False
        for own, line, straight in self.labels.circles():
            other = "itself" if straight else "one that leads back to it"
            what = f"the heading `#{own}` refers to {other}: where it is named, its name is not within it again"
            reading.warn(line, "reference-circle", what, "take a reference out of the heading")
        _spoken(tokens, self.labels)
        self._clusters = {id(keyed.opening): keyed for keyed in _clusters(tokens, env)}
        cites = tuple(keyed for keyed in self._clusters.values() if keyed.keys and not self._crossing(keyed.keys))
        self._catalogue: Catalogue | None = None
        if cites or reading.meta.bibliography or usual(reading):
            from pipeline.source.works import catalogue  # most essays cite no works

            self._catalogue = catalogue(cites, reading)

    def _crossing(self, keys: tuple[str, ...]) -> bool:
        """Whether any of ``keys`` means something of the essay itself."""
        return any(self.labels.name(key) or kind_of(key) for key in keys)

    # --- Reading ------------------------------------------------------------------------------------

    def key(self, token: Token, spot: Spotted) -> Inlines:
        """What stands for a key within brackets, or for one in a sentence: a link, else the key as it was written."""
        key = token.info
        name = self.labels.name(key)
        if name:
            return (Link((Text(name),), f"#{key}", None, spot.line),)
        if kind_of(key):
            self._missing(key, spot)
        return (Text(token.content),)

    def cluster(self, opening: Token, children: Inlines, spot: Spotted) -> Inlines:
        """What stands for brackets with keys in them, or for a key in a sentence: ``children`` is what they hold."""
        keys = self._clusters[id(opening)].keys if id(opening) in self._clusters else ()
        if self._crossing(keys):
            return self._crossed(keys, children, spot)
        number = self._catalogue.numbers.get(id(opening)) if self._catalogue else None
        if number is not None:
            return self._cited(number, opening, children, spot)
        if not opening.meta["narrative"]:
            if keys:
                self._unknown(keys, spot)
            return (Text("["), *children, Text("]"))
        self._near(keys[0] if keys else "", spot)
        return children

    def _crossed(self, keys: tuple[str, ...], children: Inlines, spot: Spotted) -> Inlines:
        for key in keys:
            if not self._crossing((key,)):
                what = f"`@{key}` cites a work, and stands among references to what is in the essay; it stays text"
                self._reading.error(spot.line, "citation-mixed", what, f"cite it on its own: [@{key}]", spot.column)
        return _linked(_listed(children, words(self._reading.meta.lang)))

    def _cited(self, number: int, opening: Token, children: Inlines, spot: Spotted) -> Inlines:
        found = self._catalogue.bibliography.cited[number] if self._catalogue else None
        if found is None:  # the style could not set it, and that is told
            return children if opening.meta["narrative"] else (Text("["), *children, Text("]"))
        cited = BibliographicCitation(found.inlines, found.works, found.narrative, spot.line)
        if not found.note:
            return (cited,)
        label = self._note((cited,), spot.line)
        if label is None:  # within a note it is part of what that says
            return (replace(cited, children=unstopped(cited.children)),)
        return (*((Text(found.author),) if found.author else ()), FootnoteReference(label, spot.line))

    @property
    def works(self) -> tuple[Work, ...]:
        """The works cited, in the order of the list."""
        return self._catalogue.bibliography.works if self._catalogue else ()

    # --- Problems -----------------------------------------------------------------------------------

    def _missing(self, key: str, spot: Spotted) -> None:
        there = self.labels.ids
        near = difflib.get_close_matches(key, there, n=1) or [
            other for other in there if other.partition(":")[2] == key.partition(":")[2]
        ]
        hint = f"did you mean `@{near[0]}`?" if near else f"give what it means the id {{#{key}}}"
        what = f"nothing in the essay is labelled `#{key}`"
        self._reading.error(spot.line, "reference-missing", what, hint, spot.column)

    def _unknown(self, keys: tuple[str, ...], spot: Spotted) -> None:
        if self._catalogue is None:
            if not self._told and not self._reading.meta.bibliography:
                self._told = True
                hint = "put references.bib or references.json beside it, or name a file: `bibliography: books.bib`"
                what = f"`@{keys[0] if keys else ''}` cites a work, and there is no bibliography: it stands as its text"
                self._reading.warn(spot.line, "citation-without-bibliography", what, hint, spot.column)
            return
        for key in dict.fromkeys(keys):
            if key not in self._catalogue.keys:
                if self._catalogue.broken:
                    what = f"`{key}` is not among the works that could be read"
                else:
                    what = f"no work in {self._catalogue.shown} has the key `{key}`"
                self._reading.error(spot.line, "citation-unknown", what, self._catalogue.hint(key), spot.column)

    def _near(self, key: str, spot: Spotted) -> None:
        """A word after ``@`` in a sentence is a person's handle, unless it is nearly a key."""
        keys = sorted(self._catalogue.keys) if self._catalogue else ()
        near = difflib.get_close_matches(key, keys, n=1, cutoff=_ALIKE) if key not in keys else ()
        if near:
            what = f"`@{key}` stands as plain text: no work has this key"
            hint = f"did you mean `@{near[0]}`? for a name, write \\@{key}"
            self._reading.warn(spot.line, "citation-near", what, hint, spot.column)


# --- Gathering -------------------------------------------------------------------------------------


_RAISED = frozenset("⁰¹²³⁴⁵⁶⁷⁸⁹")


def raised(inlines: Inlines) -> bool:
    """Whether a citation opens with the mark of a note, or with raised digits."""
    first = inlines[0] if inlines else None
    return isinstance(first, FootnoteReference) or (
        isinstance(first, BibliographicCitation) and not _RAISED.isdisjoint(plain(first.children)[:1])
    )


def unstopped(inlines: Inlines) -> Inlines:
    """``inlines`` without a full stop at their end."""
    match inlines:
        case (*rest, Text(last)) if last.endswith("."):
            return (*rest, Text(last[:-1])) if last != "." else tuple(rest)
        case _:
            return inlines


def _spoken(tokens: Iterable[Token], labels: Labels) -> None:
    """Pictures' alternative texts say what keys refer to."""
    for token in tokens:
        for image in token.children or ():
            for inner in (image.children or ()) if image.type == "image" else ():
                if inner.type == "cite_key":
                    inner.content = labels.name(inner.info) or inner.content


def _clusters(tokens: Iterable[Token], env: EnvType) -> Iterator[Keyed]:
    """Every cluster of keys in the order of the file."""
    notes: Mapping[int, Mapping[str, list[Token]]] = env.get("footnotes", {}).get("list", {})
    line = 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        if token.type == "inline":
            yield from _within(token.children or [], notes, line)


def _within(tokens: list[Token], notes: Mapping[int, Mapping[str, list[Token]]], line: int) -> Iterator[Keyed]:
    opening: Token | None = None
    inner: list[Token] = []
    for token in tokens:
        match token.type:
            case "cite_open":
                opening, inner = token, []
            case "cite_close":
                if opening is not None:
                    yield Keyed(opening, tuple(inner), line)
                opening = None
            case "footnote_ref" if "label" not in token.meta:
                yield from _within(notes[token.meta["id"]].get("tokens") or [], notes, line)
            case _:
                inner.append(token)


def _listed(children: Inlines, said: Words) -> Inlines:
    """Several references as a sentence has them: "Figure 1, Table 2 and Table 3"."""
    semicolons = [at for at, inline in enumerate(children) if isinstance(inline, Text) and inline.text.strip() == ";"]
    if not semicolons or any(not isinstance(children[at - 1], Link) for at in semicolons):
        return children
    joined = list(children)
    for at in semicolons:
        joined[at] = Text(f" {said.and_} " if at == semicolons[-1] else ", ")
    return tuple(joined)


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
