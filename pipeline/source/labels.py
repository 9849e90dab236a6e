"""Labels: what has an id that begins with its kind (``#fig:bread``) is numbered by it, in the order of the file.

The ids are those of pandoc-crossref: ``fig``, ``tbl``, ``lst``, ``eq``, ``sec``; and ``cht`` for a chart. They are
gathered from the tokens, before anything is read, so that a text may refer to what comes later, or to itself.
"""

from __future__ import annotations

import enum
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from markdown_it.token import Token

from pipeline.document import (
    Attributes,
    Block,
    Chart,
    CodeBlock,
    Figure,
    Heading,
    Inlines,
    MathBlock,
    Span,
    Table,
    Text,
)
from pipeline.prose import LABEL
from pipeline.source.attributes import parse
from pipeline.source.reading import Reading
from pipeline.source.typography import text as typeset
from pipeline.words import Words

_NBSP = "\u00a0"
_MARK = Attributes(classes=(LABEL,))


class Kind(enum.StrEnum):
    """What begins the id of something that is numbered."""

    FIGURE = "fig"
    TABLE = "tbl"
    CODE = "lst"
    FORMULA = "eq"
    CHART = "cht"
    SECTION = "sec"


_PREFIX = re.compile(rf"({'|'.join(Kind)}):\S")
# On what each may stand: a chart may be counted among the figures, and a picture among the charts.
_BELONGS = {
    Figure: (Kind.FIGURE, Kind.CHART),
    Chart: (Kind.CHART, Kind.FIGURE),
    Table: (Kind.TABLE,),
    CodeBlock: (Kind.CODE,),
    MathBlock: (Kind.FORMULA,),
    Heading: (Kind.SECTION,),
}


def kind_of(id: str) -> Kind | None:
    """The kind that ``id`` begins with; None where it is no label."""
    found = _PREFIX.match(id)
    return Kind(found[1]) if found else None


@dataclass(frozen=True, slots=True)
class Key:
    """A key among the words of a heading, and how it is written."""

    id: str
    written: str


@dataclass(frozen=True, slots=True)
class Label:
    """``number`` counts those of its ``kind`` from 1; ``words`` are a section's heading, ``line`` where it stands.

    Of the words those that are keys are told by ``Key``: they are read as what they lead to.
    """

    kind: Kind
    number: int
    words: tuple[str | Key, ...]
    line: int


class Labels:
    """The labels of an essay by their ids, and how they are written in its language."""

    def __init__(self, tokens: Iterable[Token], said: Words, lang: str) -> None:
        self._said = said
        self._lang = lang
        self._found: dict[str, Label] = {}
        counts = dict.fromkeys(Kind, 0)
        for own, words, line in _ids(tokens):
            kind = kind_of(own)
            if kind and own not in self._found:
                counts[kind] += 1
                self._found[own] = Label(kind, counts[kind], words, line)

    @property
    def ids(self) -> tuple[str, ...]:
        """All labels, in the order of the file."""
        return tuple(self._found)

    def name(self, id: str) -> str | None:
        """``Figure 2``, as a text refers to it; None where there is no such label."""
        label = self._found.get(id)
        if label is None:
            return None
        if label.kind is Kind.SECTION:
            return typeset(f'{self._said.section} "{self._heading(id, ())}"', self._lang)
        return f"{self._word(label.kind)}{_NBSP}{label.number}"

    def circles(self) -> Iterator[tuple[str, int, bool]]:
        """The sections whose headings refer to themselves, the lines of these, and whether they do so at once."""
        leads = {
            own: [word.id for word in label.words if isinstance(word, Key) and word.id in self._found]
            for own, label in self._found.items()
        }
        yield from ((own, self._found[own].line, own in leads[own]) for own in leads if returns(own, leads))

    def _heading(self, id: str, above: tuple[str, ...]) -> str:
        """The words of a heading, without what leads back to those ``above`` it; its id where none are left."""
        said = ""
        for word in self._found[id].words:
            if isinstance(word, str):
                said += word
            elif word.id not in self._found:
                said += word.written
            elif word.id != id and word.id not in above:
                section = self._found[word.id].kind is Kind.SECTION
                said += self._heading(word.id, (*above, id)) if section else self.name(word.id) or ""
        return " ".join(said.split()) or id.partition(":")[2]

    def labelled(self, block: Block, reading: Reading) -> Block:
        """``block`` with its label before its caption; a label that is another kind's is told."""
        if not isinstance(block, Figure | Chart | Table | CodeBlock | MathBlock | Heading):
            return block
        own = block.attributes.id or ""
        label = self._found.get(own)
        if label is None:
            return block
        belongs = _BELONGS[type(block)]
        if label.kind not in belongs:
            what = f"`#{own}` is the label of a {_NAMES[label.kind]}, and this is a {_NAMES[belongs[0]]}"
            hint = f"call it `#{belongs[0]}:{own.partition(':')[2]}`"
            reading.warn(block.line, "label-kind", what, hint, reading.column(block.line, f"#{own}"))
        return block if isinstance(block, Heading) else replace(block, caption=self._caption(label, block.caption))

    def _caption(self, label: Label, caption: Inlines) -> Inlines:
        if label.kind is Kind.FORMULA and not caption:
            return (Span((Text(f"({label.number})"),), _MARK),)
        stop = "." if caption else ""
        mark = Span((Text(f"{self._word(label.kind)}{_NBSP}{label.number}{stop}"),), _MARK)
        return (mark, Text(" "), *caption) if caption else (mark,)

    def _word(self, kind: Kind) -> str:
        said = self._said
        return {
            Kind.FIGURE: said.figure,
            Kind.TABLE: said.table,
            Kind.CODE: said.listing,
            Kind.FORMULA: said.equation,
            Kind.CHART: said.chart,
            Kind.SECTION: said.section,
        }[kind]


_NAMES = {
    Kind.FIGURE: "figure",
    Kind.TABLE: "table",
    Kind.CODE: "listing",
    Kind.FORMULA: "formula",
    Kind.CHART: "chart",
    Kind.SECTION: "heading",
}


def returns(start: str, leads: Mapping[str, Sequence[str]]) -> bool:
    """Whether who follows what ``start`` leads to comes back to it."""
    met: set[str] = set()
    left = list(leads.get(start, ()))
    while left:
        found = left.pop()
        if found == start:
            return True
        if found not in met:
            met.add(found)
            left += leads.get(found, ())
    return False


def _ids(tokens: Iterable[Token]) -> Iterator[tuple[str, tuple[str | Key, ...], int]]:
    """Every id that an author gave, in the order of the file, with the words of a heading, and its line."""
    heading, line = "", 1
    for token in tokens:
        line = token.map[0] + 1 if token.map else line
        attributes: Attributes | None = None
        if token.type == "heading_open":
            heading = token.meta["attributes"].id or ""
            continue
        if token.type == "inline":
            if heading:
                yield heading, tuple(_words(token.children or [])), line
                heading = ""
            for inner in token.children or []:
                if inner.type == "image" and "attributes" in inner.meta and inner.meta["attributes"].id:
                    yield inner.meta["attributes"].id, (), line
        elif token.type == "fence":
            opening = token.info.find("{")
            found = parse(token.info, opening) if opening >= 0 else None
            attributes = found[0] if found else None
        elif token.type == "paragraph_open":
            attributes = token.meta.get("caption")
        elif token.type == "math_block":
            attributes = token.meta.get("attributes")
        if attributes and attributes.id:
            yield attributes.id, (), line


def _words(tokens: Iterable[Token]) -> Iterator[str | Key]:
    """The words of inline ``tokens``, markup left out."""
    for token in tokens:
        if token.type == "cite_key":
            yield Key(token.info, token.content)
        else:
            yield " " if token.type == "softbreak" else token.content
