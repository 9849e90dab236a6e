"""The essay as text, to be read by people and kept as goldens: ref, line, kind, and what it holds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import assert_never

from pipeline.document import (
    NO_ATTRIBUTES,
    Attributes,
    BibliographicCitation,
    Block,
    Blocks,
    Chart,
    Citation,
    Code,
    CodeBlock,
    DefinitionList,
    Div,
    Emphasis,
    Essay,
    Figure,
    FootnoteReference,
    Heading,
    Image,
    Inline,
    Inlines,
    LineBreak,
    Link,
    List,
    Mark,
    Math,
    MathBlock,
    Paragraph,
    Quotation,
    Rule,
    Span,
    Strike,
    Strong,
    Table,
    Text,
)
from pipeline.plots import Plot


def dump_essay(essay: Essay) -> str:
    """The whole essay, one node a line."""
    return "".join(f"{line}\n" for line in _essay(essay))


def _essay(essay: Essay) -> Iterator[str]:
    yield f"essay {essay.slug} ({essay.path})"
    yield from _value("meta", essay.meta, "  ")
    yield from _blocks((essay.cover,), "  ") if essay.cover else ()
    for section in essay.sections:
        heading = section.heading
        title = _heading(heading) if heading else ""
        own = f"{heading.ref} " if heading else ""
        yield f"{section.ref} :{section.line} section #{section.id} {own}{title}".rstrip()
        yield from _blocks(section.blocks, "  ")
    for note in essay.footnotes:
        yield f"{note.ref} :{note.line} footnote {note.number} [^{note.label}]"
        yield from _blocks(note.blocks, "  ")
    for work in essay.works:
        label = f"{work.label} " if work.label else ""
        yield f":{work.line} work #{work.id} {work.key}: {label}{dump_inlines(work.inlines)}"


def _value(name: str, value: object, indent: str) -> Iterator[str]:
    """A value of the front matter; what is not set is left out."""
    if is_dataclass(value):
        inner = [
            line
            for f in fields(value)
            if f.compare and getattr(value, f.name) != f.default
            for line in _value(f.name, getattr(value, f.name), indent + "  ")
        ]
        yield from (f"{indent}{name}:", *inner) if inner else ()
    elif isinstance(value, tuple) and value and is_dataclass(value[0]):
        for item in value:
            yield from _value(name, item, indent)
    elif value not in (None, ()):
        yield f"{indent}{name}: {', '.join(map(str, value)) if isinstance(value, tuple) else value}"


def _heading(heading: Heading) -> str:
    return f"{dump_inlines(heading.inlines)}{_attributes(heading.attributes)}"


def _attributes(attributes: Attributes) -> str:
    if attributes == NO_ATTRIBUTES:
        return ""
    own = [f"#{attributes.id}"] if attributes.id else []
    values = [f'{key}="{value}"' for key, value in attributes.values]
    return " {" + " ".join([*own, *(f".{name}" for name in attributes.classes), *values]) + "}"


def _blocks(blocks: Blocks, indent: str) -> Iterator[str]:
    for block in blocks:
        head, *rest = _block(block)
        yield f"{indent}{block.ref} :{block.line} {head}"
        yield from (f"{indent}  {line}" for line in rest)


def _caption(caption: Inlines) -> list[str]:
    return [f"caption {dump_inlines(caption)}"] if caption else []


def _block(block: Block) -> Iterator[str]:
    match block:
        case Paragraph(inlines=inlines):
            yield f"paragraph {dump_inlines(inlines)}"
        case Heading(level=level):
            yield f"heading {level} {_heading(block)}"
        case List():
            yield from _list(block)
        case Quotation(blocks=blocks, attribution=attribution):
            yield "quotation"
            yield from _blocks(blocks, "")
            yield from [f"attribution {dump_inlines(attribution)}"] if attribution else []
        case Figure(src=src, alt=alt, title=title, caption=caption, attributes=attributes, credit=credit):
            yield f"figure {src}{_attributes(attributes)}"
            yield f"alt {alt}" if alt is not None else "no alt"
            yield from [f"title {title}"] if title else []
            yield from _caption(caption)
            yield from [f"credit {dump_inlines(credit)}"] if credit else []
        case Table(header=header, rows=rows, align=align, caption=caption, attributes=attributes):
            yield "table " + " ".join(a.value if a else "-" for a in align) + _attributes(attributes)
            for row in (header, *rows):
                yield "| " + " | ".join(dump_inlines(cell) for cell in row) + " |"
            yield from _caption(caption)
        case CodeBlock(language=language, text=text, caption=caption, attributes=attributes):
            yield f"code {language or '-'}{_attributes(attributes)}"
            yield from (f"> {line}" for line in text.split("\n"))
            yield from _caption(caption)
        case Chart(text=text, caption=caption, attributes=attributes):
            yield f"chart{_attributes(attributes)}"
            yield from [f"credit {dump_inlines(block.credit)}"] if block.credit else []
            yield from _plot(block.plot)
            yield from (f"> {line}" for line in text.split("\n"))
            yield from _caption(caption)
        case MathBlock(tex=tex, caption=caption, attributes=attributes):
            yield f"math{_attributes(attributes)}"
            yield from (f"> {line}" for line in tex.split("\n"))
            yield from _caption(caption)
        case Rule():
            yield "rule"
        case DefinitionList(definitions=definitions):
            yield "definitions"
            for definition in definitions:
                yield f"{definition.ref} :{definition.line} term {dump_inlines(definition.term)}"
                for meaning in definition.meanings:
                    yield "  meaning"
                    yield from _blocks(meaning, "    ")
        case Div(kind=kind, blocks=blocks, attributes=attributes):
            yield f"div {kind.value}{_attributes(attributes)}"
            yield from _blocks(blocks, "")
        case _:
            assert_never(block)


def _plot(plot: Plot) -> Iterator[str]:
    """What a chart was read as."""
    yield from _value("plot", replace(plot, series=()), "")
    for series in plot.series:
        yield f"| {series.name}: " + ", ".join("-" if value is None else f"{value:g}" for value in series.values)


def _list(block: List) -> Iterator[str]:
    numbered = f"numbered from {block.start}" if block.ordered else "bullets"
    yield f"list {numbered}, {'tight' if block.tight else 'loose'}"
    for item in block.items:
        task = {None: "", True: " done", False: " to do"}[item.checked]
        term = f" term {dump_inlines(item.term)}" if item.term else ""
        yield f"{item.ref} :{item.line} item{task}{term}"
        yield from _blocks(item.blocks, "  ")


def dump_inlines(inlines: Inlines) -> str:
    """Inlines on one line, each kind but text in brackets."""
    return "".join(_inline(inline) for inline in inlines)


def _inline(inline: Inline) -> str:
    match inline:
        case Text(text):
            return text.replace("\\", "\\\\").replace("<", "\\<").replace("\n", "\\n")
        case Emphasis(children):
            return f"<em {dump_inlines(children)}>"
        case Strong(children):
            return f"<strong {dump_inlines(children)}>"
        case Strike(children):
            return f"<strike {dump_inlines(children)}>"
        case Mark(children):
            return f"<mark {dump_inlines(children)}>"
        case Span(children, attributes):
            return f"<span{_attributes(attributes)} {dump_inlines(children)}>"
        case Code(text):
            return f"<code {text}>"
        case Math(tex, line):
            return f"<math :{line} {tex}>"
        case Link(children, url, title, line):
            named = f' "{title}"' if title else ""
            return f"<link :{line} {url}{named} {dump_inlines(children)}>"
        case Image(src, alt, title, line):
            named = f' "{title}"' if title else ""
            return f"<image :{line} {src}{named} {alt if alt is not None else 'no alt'}>"
        case Citation(source, seconds, text, line, column):
            where = f":{line}" if column is None else f":{line}:{column}"
            return f"<citation {where} {source or '-'} {'-' if seconds is None else seconds} {text}>"
        case BibliographicCitation(children, works, narrative, line):
            how = "says" if narrative else "cites"
            return f"<{how} :{line} {' '.join(works)} {dump_inlines(children)}>"
        case FootnoteReference(label, line):
            return f"<footnote :{line} {label}>"
        case LineBreak():
            return "<br>"
        case _:
            assert_never(inline)
