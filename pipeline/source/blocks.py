"""Nodes → :data:`pipeline.document.Blocks`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markdown_it.token import Token

from pipeline.document import (
    NO_ATTRIBUTES,
    Attributes,
    Block,
    Blocks,
    CodeBlock,
    Definition,
    DefinitionList,
    Figure,
    Heading,
    Inlines,
    Item,
    List,
    Paragraph,
    Quotation,
    Rule,
    Text,
)
from pipeline.prose import plain
from pipeline.source import datatables, formulas, listings, points, tables
from pipeline.source.attributes import parse
from pipeline.source.charts import charted
from pipeline.source.divs import Pairs
from pipeline.source.figures import classes, credited, picture, width
from pipeline.source.inlines import InlineReader, Spot, alternative
from pipeline.source.labels import Labels
from pipeline.source.reading import Reading
from pipeline.source.syntax import DEEPEST
from pipeline.source.tree import Node

_TASK = re.compile(r"\[([ xX])\][ \t]+")
_DASH = re.compile(r"(?:[—–―]|---?)\s*(?=\S|\Z)")  # an emphasis may follow: "— *Work*"
_BROKEN = re.compile(r"\{[#.][^{}]*\}?$|\{\w+=[^{}]*\}?$")
_INFO = re.compile(r"[^\s{]*")


class BlockReader:
    """Reads nodes into blocks, in reading order, so that refs count upwards.

    ``sections`` holds the ref that was kept for the section which each top heading opens.
    """

    def __init__(self, reading: Reading, inlines: InlineReader, labels: Labels) -> None:
        self.sections: dict[str, str] = {}
        self._reading = reading
        self._inlines = inlines
        self._labels = labels
        self._depth = 0
        self._level = 1

    def blocks(self, nodes: list[Node], line: int) -> Blocks:
        """The blocks of ``nodes``, which stand within a node that begins at ``line``."""
        if self._depth > DEEPEST:
            hint = "take a level or two out"
            self._reading.error(line, "nested-too-deep", f"lists or quotations over {DEEPEST} deep", hint)
            return ()
        self._depth += 1
        pairs = Pairs(self._reading)
        index = 0
        while index < len(nodes):
            node = nodes[index]
            line = node.line(line)
            index += 1
            if node.token.type == "div_open":
                pairs.open(node.token, line)
            elif node.token.type == "div_close":
                pairs.close(line)
            else:
                caption = nodes[index] if index < len(nodes) and "caption" in nodes[index].token.meta else None
                index += caption is not None
                made = self._block(node, line, caption, top=self._depth == 1 and not pairs.inside)
                pairs.add(tuple(self._labels.labelled(block, self._reading) for block in made))
        self._depth -= 1
        return pairs.finish()

    def _block(self, node: Node, line: int, caption: Node | None, *, top: bool) -> Blocks:
        match node.kind:
            case "paragraph":
                return self._paragraph(node, line, caption)
            case "heading":
                return self._heading(node, line, top=top)
            case "bullet_list" | "ordered_list":
                return (self._list(node, line),)
            case "blockquote":
                return self._quotation(node, line)
            case "fence" | "code_block":
                return (self._code(node.token, line, caption),)
            case "math_block":
                ref = self._reading.ref()
                attributes = self._attributes(caption, self._reading.checked(node.token.meta["attributes"], line))
                source = CodeBlock(ref, line, None, "", self._caption(caption), attributes)
                return (formulas.displayed(node.token, source, self._reading),)
            case "table":
                ref = self._reading.ref()
                table = tables.table(node, ref, line, self._inlines, self._reading)
                return (tables.captioned(table, self._caption(caption), self._attributes(caption), self._reading),)
            case "hr":
                return (Rule(self._reading.ref(), line),)
            case "dl":
                return tuple(made for part in _runs(node.below) for made in self._defined(part, line))
            case "raw":
                return self._raw(node.token, line)
            case _:  # a rule of markdown-it that we have not met: its text stays
                return (Paragraph(self._reading.ref(), line, (Text(self._reading.clean(node.token.content)),)),)

    def _caption(self, node: Node | None) -> Inlines:
        return self._inlines.read(node.inline, node.line(1)) if node else ()

    def _below(self, caption: Node | None, said: Inlines) -> Inlines:
        """A caption below what has one in its brackets already."""
        words = self._caption(caption)
        return (Text(" · "), *words) if words and said else words

    def _attributes(self, caption: Node | None, own: Attributes = NO_ATTRIBUTES) -> Attributes:
        """An object's attributes: its own, and those that end its caption."""
        if caption is None:
            return own
        more = self._reading.checked(caption.token.meta["caption"], caption.line(1))
        return Attributes(own.id or more.id, own.classes + more.classes, own.values + more.values)

    def _paragraph(self, node: Node, line: int, caption: Node | None) -> Blocks:
        ref = self._reading.ref()
        children = node.inline.children or []
        solid = [t for t in children if t.type != "softbreak" and (t.type != "text" or t.content.strip())]
        if len(solid) == 1 and solid[0].type == "image":
            return self._figure(ref, solid[0], Spot(self._reading, line, node.inline.content), caption)
        inlines = self._inlines.read(node.inline, line)
        return (Paragraph(ref, line, inlines),) if inlines else ()

    def _figure(self, ref: str, token: Token, spot: Spot, caption: Node | None) -> Blocks:
        line, column = spot.at(token)
        alt = alternative(token, self._reading)
        own = self._reading.checked(token.meta.get("attributes", NO_ATTRIBUTES), line)
        attributes = self._attributes(caption, own)
        if datatables.is_data(str(token.attrs["src"])):
            said = self._inlines.tokens(token.children or [], spot)
            table = datatables.table(ref, str(token.attrs["src"]), attributes, self._reading, (line, column))
            if table is not None:
                words = (*said, *self._below(caption, said))
                return (tables.captioned(table, words, attributes, self._reading),)
            return tuple(
                Paragraph(self._reading.ref() if n else ref, line, words)
                for n, words in enumerate((said or (Text(str(token.attrs["src"])),), self._caption(caption)))
                if words
            )
        title = token.attrs.get("title")
        src = picture(str(token.attrs["src"]), alt, self._reading, line, column)
        words = self._caption(caption)
        if src is None:  # what cannot be shown yet keeps its words
            kept: Blocks = (Paragraph(ref, line, (Text(alt or str(token.attrs["src"])),)),)
            return (*kept, Paragraph(self._reading.ref(), caption.line(line), words)) if caption else kept
        clean = self._reading.clean(str(title)) if title else None
        classes(attributes, self._reading, line)
        credit = credited(attributes.get("credit"), self._reading, line)
        return (Figure(ref, line, src, alt, clean, words, attributes, credit, width(attributes, self._reading, line)),)

    def _heading(self, node: Node, line: int, *, top: bool) -> Blocks:
        level = int(node.token.tag[1])
        opens = top and level <= 2
        section = self._reading.ref() if opens else ""
        ref = self._reading.ref()
        inlines = self._inlines.read(node.inline, line)
        attributes = self._reading.checked(node.token.meta["attributes"], line)
        words = plain(inlines).strip()
        if not words:
            self._reading.warn(line, "heading-empty", "a heading without words", "write one, or take it out")
            return ()
        if _BROKEN.search(words):
            hint = "write {#id .class key=value}, and close the brace"
            self._reading.warn(line, "attributes-broken", "what ends this heading cannot be read as attributes", hint)
        if top and level == 1 and words.casefold() == self._reading.meta.title.casefold():
            self._reading.advise(line, "title-repeated", "the title stands in the front matter; this line is left out")
            return ()
        if level == 1:
            self._reading.warn(line, "heading-level-one", f"`# {words}` opens a section", "sections begin with ##")
        elif level == 2 and not top:
            hint = "sections cannot stand within a div, a list or a quotation; write ###"
            self._reading.warn(line, "heading-nested", f"`## {words}` opens no section here", hint)
        elif top and level > self._level + 1:
            what = f"a heading of level {level} right below one of level {self._level}"
            self._reading.warn(line, "heading-skipped", what, f"write {'#' * (self._level + 1)}")
        level = 2 if opens else max(level, 3)
        if top:
            self._level = level
        if opens:
            self.sections[ref] = section
        elif attributes.id is None:
            own = self._reading.free(words, line, "heading")
            attributes = Attributes(own, attributes.classes, attributes.values)
        return (Heading(ref, line, level, inlines, attributes),)

    def _list(self, node: Node, line: int) -> List:
        ref = self._reading.ref()
        ordered = node.kind == "ordered_list"
        paragraphs = [first for item in node.below for first in item.below[:1] if first.kind == "paragraph"]
        tight = all(paragraph.token.hidden for paragraph in paragraphs)
        items = tuple(self._item(item, item.line(line)) for item in node.below)
        start = int(node.token.attrs.get("start", 1)) if ordered else 1
        return List(ref, line, ordered, start, tight, items)

    def _item(self, node: Node, line: int) -> Item:
        ref = self._reading.ref()
        checked: bool | None = None
        first = node.below[0] if node.below else None
        if first and first.kind == "paragraph" and first.inline.children:
            words = first.inline.children[0]
            task = _TASK.match(words.content) if words.type == "text" else None
            if task:
                checked = task[1] != " "
                words.content = words.content[task.end() :]
        term, blocks = points.lead(self.blocks(node.below, line))
        return Item(ref, line, blocks, term, checked)

    def _quotation(self, node: Node, line: int) -> Blocks:
        ref = self._reading.ref()
        by: tuple[list[Token], Spot] | None = None
        last = node.below[-1] if node.below else None
        if last and last.kind == "paragraph" and last.inline.children:
            spot = Spot(self._reading, last.line(line), last.inline.content)
            words, attribution = _attribution(last.inline.children, alone=len(node.below) == 1)
            if attribution:
                by = (attribution, spot)
                last.inline.children = words
        blocks = self.blocks(node.below, line)
        said = self._inlines.tokens(*by) if by else ()
        return (Quotation(ref, line, blocks, said),) if blocks else ()

    def _code(self, token: Token, line: int, caption: Node | None) -> Block:
        ref = self._reading.ref()
        info = token.info.strip()
        word = (_INFO.match(info) or [""])[0]
        found = parse(info[len(word) :].lstrip())
        attributes = self._reading.checked(found[0], line) if found else NO_ATTRIBUTES
        language = word or next((name for name in attributes.classes if name not in listings.NUMBERED), None)
        if token.type == "fence":
            self._closed(token, line)
        text = self._reading.clean(token.content).removesuffix("\n")
        words = self._caption(caption)
        own = self._attributes(caption, attributes)
        if language == "chart":
            return charted(CodeBlock(ref, line, language, text, words, own), self._reading)
        if language == "math" and token.type == "fence":
            return formulas.fenced(CodeBlock(ref, line, language, text, words, own), self._reading)
        # The fence takes a line of the file, an indented block none.
        first = line + (token.type == "fence")
        return listings.read(CodeBlock(ref, line, language, text, words, own), first, self._reading)

    def _closed(self, token: Token, line: int) -> None:
        last = token.map[1] if token.map else line
        end = self._reading.lines[min(last, len(self._reading.lines)) - 1]
        if last == line or not end.rstrip().endswith(token.markup):
            hint = f"end it with a line {token.markup}"
            self._reading.warn(line, "code-not-closed", "the code block is never closed and runs on to the end", hint)

    def _defined(self, parts: list[Node], line: int) -> Blocks:
        """A run of terms and meanings; a picture over a line that begins with a colon is a figure with its caption."""
        picture_, caption = _pictured(parts)
        if picture_ and caption:
            caption.token.meta = {"caption": NO_ATTRIBUTES, **caption.token.meta}
            return self._paragraph(picture_, picture_.line(line), caption)
        return (self._definitions(parts, parts[0].line(line)),)

    def _definitions(self, parts: list[Node], line: int) -> DefinitionList:
        ref = self._reading.ref()
        terms: list[tuple[str, int, Inlines, list[Blocks]]] = []
        for part in parts:
            at = part.line(line)
            if part.kind == "dt":
                own = self._reading.ref()
                terms.append((own, at, self._inlines.read(part.inline, at), []))
            else:
                terms[-1][3].append(self.blocks(part.below, at))
        definitions = (Definition(own, at, term, tuple(meanings)) for own, at, term, meanings in terms)
        return DefinitionList(ref, line, tuple(definitions))

    def _raw(self, token: Token, line: int) -> Blocks:
        name = token.info
        if name == "!--":
            if token.meta["closed"]:
                self._reading.advise(line, "comment-dropped", "a comment stands in no output")
            else:
                self._reading.error(line, "comment-not-closed", "the comment is never closed", "end it with -->")
        else:
            hint = "an essay is text; take it out"
            self._reading.error(line, "html-forbidden", f"`<{name}>` must not stand in an essay", hint)
        after: str = token.meta["after"]
        if not after:
            return ()
        return (Paragraph(self._reading.ref(), line, (Text(self._reading.clean(after)),)),)


def _runs(parts: list[Node]) -> Iterator[list[Node]]:
    """The parts of a definition list, cut before and after each picture with its caption."""
    run: list[Node] = []
    for i, part in enumerate(parts):
        two = parts[i : i + 2]
        starts = part.kind == "dt" and _pictured(two)[0] and (i + 2 == len(parts) or parts[i + 2].kind == "dt")
        if run and (starts or (part.kind == "dt" and _pictured(run)[0])):
            yield run
            run = []
        run.append(part)
    if run:
        yield run


def _pictured(parts: list[Node]) -> tuple[Node | None, Node | None]:
    """A term that is nothing but a picture, and its one meaning of one paragraph; else nothing."""
    if len(parts) != 2 or [part.kind for part in parts] != ["dt", "dd"]:
        return None, None
    term, meaning = parts
    solid = [t for t in term.inline.children or [] if t.type != "softbreak" and (t.type != "text" or t.content.strip())]
    if [t.type for t in solid] != ["image"] or [inner.kind for inner in meaning.below] != ["paragraph"]:
        return None, None
    return term, meaning.below[0]


def _attribution(children: list[Token], *, alone: bool) -> tuple[list[Token], list[Token]]:
    """A quotation's last paragraph: its words, and the attribution if its last line begins with a dash."""
    breaks = [i for i, token in enumerate(children) if token.type in ("softbreak", "hardbreak") and token.level == 0]
    start = breaks[-1] + 1 if breaks else 0
    if start >= len(children) or (start == 0 and alone):
        return children, []
    first = children[start]
    dash = _DASH.match(first.content) if first.type == "text" else None
    if dash is None or (dash.end() == len(first.content) and start + 1 == len(children)):
        return children, []
    first.content = first.content[dash.end() :]
    return children[: max(0, start - 1)], children[start:]
