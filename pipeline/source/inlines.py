"""Inline tokens → :data:`pipeline.document.Inlines`."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable

from markdown_it.token import Token

from pipeline.document import (
    NO_ATTRIBUTES,
    Code,
    Emphasis,
    FootnoteReference,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    Mark,
    Span,
    Strike,
    Strong,
    Text,
)
from pipeline.source import formulas
from pipeline.source.figures import picture
from pipeline.source.links import allowed
from pipeline.source.listings import visible
from pipeline.source.moments import citation
from pipeline.source.reading import Reading
from pipeline.source.references import References, Spotted, raised

DEEPEST = 40  # emphasis within emphasis
_BLANKS = re.compile("[ \t]{2,}|[\t\n\x85\u2028\u2029]")  # one blank each, as every viewer shows them
_TAG = re.compile(r"</?([A-Za-z][A-Za-z0-9-]*)")
_FORBIDDEN = frozenset(("script", "style", "iframe", "object", "embed"))
_PAIRS: dict[str, Callable[[Inlines], Inline]] = {"em": Emphasis, "strong": Strong, "s": Strike, "mark": Mark}


class Spot:
    """Where an inline token's text stands in the file: its lines, and in each the column that it begins at."""

    def __init__(self, reading: Reading, line: int, text: str) -> None:
        self.first = line
        self._starts = [0, *(match.end() for match in re.finditer("\n", text))]
        self._columns: dict[int, int | None] = {}
        self._reading = reading
        self._text = text

    def at(self, token: Token) -> tuple[int, int | None]:
        """The line of ``token``, and its column where known."""
        if token.map is None:
            return self.first, None
        offset = token.map[0]
        row = bisect_right(self._starts, offset) - 1
        if row not in self._columns:
            self._columns[row] = self._column(row)
        first = self._columns[row]
        return self.first + row, None if first is None else first + offset - self._starts[row]

    def _column(self, row: int) -> int | None:
        start = self._starts[row]
        end = self._starts[row + 1] - 1 if row + 1 < len(self._starts) else len(self._text)
        piece = self._text[start:end]
        bare = piece.lstrip()
        found = self._reading.column(self.first + row, bare)
        return None if found is None else found - (len(piece) - len(bare))


class InlineReader:
    """Reads inline tokens; ``footnote`` takes a reference's token and gives the label that it has in the essay."""

    def __init__(self, reading: Reading, references: References, footnote: Callable[[Token, int], str | None]) -> None:
        self._reading = reading
        self._references = references
        self._footnote = footnote

    def read(self, inline: Token, line: int) -> Inlines:
        """The inlines of an ``inline`` token that begins at ``line``."""
        if "dense" in inline.meta:
            hint = "write \\[ for a bracket that opens nothing"
            self._reading.error(line, "too-many-brackets", "too many brackets are opened and not closed", hint)
            return (Text(self._reading.clean(" ".join(inline.meta["dense"].split()))),)
        formulas.lone(inline.content, line, self._reading)
        return self.tokens(inline.children or [], Spot(self._reading, line, inline.content))

    def tokens(self, tokens: list[Token], spot: Spot) -> Inlines:
        """The inlines of ``tokens``."""
        stack: list[tuple[Token | None, list[Inline]]] = [(None, [])]
        dropped = 0  # openings too deep to be kept
        for token in tokens:
            if token.nesting == 1:
                if len(stack) > DEEPEST:
                    if not dropped:
                        hint = "simplify the emphasis"
                        self._reading.error(spot.first, "nested-too-deep", "emphasis nested too deep", hint)
                    dropped += 1
                else:
                    stack.append((token, []))
            elif token.nesting == -1:
                if dropped:
                    dropped -= 1
                elif len(stack) > 1:
                    opening, children = stack.pop()
                    made = self._pair(opening, token, _joined(children), spot)
                    if opening is not None and opening.type == "cite_open" and raised(made):
                        _close_up(stack[-1][1])
                    stack[-1][1].extend(made)
            else:
                linked = any(opening is not None and opening.type == "link_open" for opening, _ in stack)
                stack[-1][1].extend(self._single(token, spot, linked=linked))
        return _trimmed(_joined(stack[0][1]))

    def _pair(self, opening: Token | None, closing: Token, children: Inlines, spot: Spot) -> Inlines:
        if opening is None or not children:
            return children
        kind = opening.type.removesuffix("_open")
        if kind in _PAIRS:
            return (_PAIRS[kind](children),)
        line, column = spot.at(opening)
        if kind == "cite":
            return self._references.cluster(opening, children, Spotted(line, column))
        if kind == "span":
            return (Span(children, self._reading.checked(opening.meta["attributes"], line)),)
        if "attributes" in closing.meta:
            self._unused(line)
        url = allowed(str(opening.attrs.get("href", "")), self._reading, line, column)
        if url is None:
            return children
        title = opening.attrs.get("title")
        return (Link(children, url, self._reading.clean(str(title)) if title else None, line),)

    def _single(self, token: Token, spot: Spot, *, linked: bool) -> Inlines:
        match token.type:
            case "text" | "text_special":
                return (Text(self._reading.clean(token.content)),) if token.content else ()
            case "mark_stray":
                line, column = spot.at(token)
                hint = "close it with == right after the last word, or write \\=="
                self._reading.warn(line, "mark-unclosed", "`==` without its partner", hint, column)
                return (Text("=="),)
            case "softbreak":
                return (Text(" "),)
            case "hardbreak":
                return (LineBreak(),)
            case "code_inline":
                if "attributes" in token.meta:
                    self._unused(spot.first)
                return (Code(visible(token.content, spot.at(token)[0], self._reading)),)
            case "math_inline" | "math_inline_double":
                line, column = spot.at(token)
                return (formulas.inline(token, line, column, self._reading),)
            case "image":
                return self._image(token, spot)
            case "citation":
                line, column = spot.at(token)
                return (Text(token.content),) if linked else (citation(token, self._reading, line, column),)
            case "cite_key":
                return self._references.key(token, Spotted(*spot.at(token)))
            case "footnote_ref":
                return self._reference(token, spot)
            case "html_inline":
                return self._html(token, spot)
            case _:
                return (Text(token.content),) if token.content else ()

    def _unused(self, line: int) -> None:
        self._reading.advise(line, "attributes-unused", "attributes of a link or of code within a line have no effect")

    def _image(self, token: Token, spot: Spot) -> Inlines:
        line, column = spot.at(token)
        attributes = token.meta.get("attributes", NO_ATTRIBUTES)
        self._reading.checked(attributes, line)
        if attributes.values or attributes.classes:
            told = "attributes of a picture within a line have no effect: alone in its paragraph it is a figure"
            self._reading.advise(line, "attributes-unused", told, None, column)
        title = token.attrs.get("title")
        alt = alternative(token, self._reading)
        src = picture(str(token.attrs["src"]), alt, self._reading, line, column)
        if src is None:
            return (Text(alt or str(token.attrs["src"])),)
        return (Image(src, alt, self._reading.clean(str(title)) if title else None, line),)

    def _reference(self, token: Token, spot: Spot) -> Inlines:
        line, column = spot.at(token)
        label = self._footnote(token, line)
        if label is not None:
            return (FootnoteReference(label, line),)
        wanted = token.meta.get("label", "")
        hint = f"add a line `[^{wanted}]: …` below the paragraph"
        self._reading.error(line, "footnote-missing", f"there is no footnote `[^{wanted}]`", hint, column)
        return (Text(f"[^{wanted}]"),)

    def _html(self, token: Token, spot: Spot) -> Inlines:
        line, column = spot.at(token)
        if token.content.startswith("<!--"):
            self._reading.advise(line, "comment-dropped", "a comment stands in no output", None, column)
            return ()
        tag = _TAG.match(token.content)
        name = tag[1].lower() if tag else token.content[:2]
        if name == "br":
            return (LineBreak(),)
        if token.content.startswith("</"):
            return ()
        if name in _FORBIDDEN:
            hint = "an essay is text; take it out"
            self._reading.error(line, "html-forbidden", f"`<{name}>` must not stand in an essay", hint, column)
        else:
            hint = "write it in Markdown"
            self._reading.warn(line, "html-dropped", f"the tag `<{name}>` is left out; its text stays", hint, column)
        return ()


def alternative(token: Token, reading: Reading) -> str | None:
    """An image's alternative text: its description without markup; None where none was written."""
    words: list[str] = []
    todo = list(reversed(token.children or []))
    while todo:
        inner = todo.pop()
        if inner.type in ("softbreak", "hardbreak"):
            words.append(" ")
        elif inner.children:
            todo.extend(reversed(inner.children))
        elif inner.type != "html_inline":
            words.append(inner.content)
    return reading.clean("".join(words)).strip() or None


def _close_up(inlines: list[Inline]) -> None:
    """Takes the blank away that ends ``inlines``: what is raised stands right behind its word."""
    last = inlines[-1] if inlines else None
    if isinstance(last, Text):
        inlines[-1] = Text(last.text.rstrip(" "))


def _joined(inlines: list[Inline]) -> Inlines:
    """Neighbouring texts as one, runs of blanks in it as one blank."""
    joined: list[Inline] = []
    texts: list[str] = []
    for inline in inlines:
        if isinstance(inline, Text):
            texts.append(inline.text)
            continue
        if texts:
            joined.append(Text(_BLANKS.sub(" ", "".join(texts))))
            texts = []
        joined.append(inline)
    if texts:
        joined.append(Text(_BLANKS.sub(" ", "".join(texts))))
    return tuple(joined)


def _trimmed(inlines: Inlines) -> Inlines:
    """Without the blanks that a dropped tag leaves at either end."""
    kept = list(inlines)
    while kept and (isinstance(kept[0], LineBreak) or (isinstance(kept[0], Text) and not kept[0].text.strip(" "))):
        kept.pop(0)
    while kept and (isinstance(kept[-1], LineBreak) or (isinstance(kept[-1], Text) and not kept[-1].text.strip(" "))):
        kept.pop()
    if kept and isinstance(kept[0], Text):
        kept[0] = Text(kept[0].text.lstrip(" "))
    if kept and isinstance(kept[-1], Text):
        kept[-1] = Text(kept[-1].text.rstrip(" "))
    return tuple(kept)
