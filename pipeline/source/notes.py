"""Footnotes: references and the texts that they lead to."""

from __future__ import annotations

from markdown_it.token import Token
from markdown_it.utils import EnvType

from pipeline.document import Footnote, Inlines, Paragraph
from pipeline.source.blocks import BlockReader
from pipeline.source.inlines import InlineReader, Spot
from pipeline.source.reading import Reading
from pipeline.source.tree import Node


class Notes:
    """The footnotes of an essay, numbered as the text first refers to them."""

    def __init__(self, reading: Reading, definitions: dict[str, list[Node]], env: EnvType) -> None:
        self._reading = reading
        self._definitions = definitions
        self._env = env
        self._numbers: dict[str, int] = {}
        self._written: dict[str, tuple[int, int]] = {}  # footnotes in the line, ^[…]: their index and line
        self._made: dict[str, tuple[Inlines, int]] = {}  # citations in a style that writes notes, and their line
        self._leads: dict[str, dict[str, int]] = {}  # to which notes each note refers, and in which line
        self._within: str | None = None  # the note that is being read

    def label(self, token: Token, line: int) -> str | None:
        """The label that a reference leads to, its footnote given the next number; None where there is none."""
        label: str | None = token.meta.get("label")
        if label is None:
            index: int = token.meta["id"]
            label = f"inline-{index + 1}"
            while label in self._definitions:
                label += "-"
            self._written[label] = (index, line)
        elif label not in self._definitions:
            return None
        self._numbers.setdefault(label, len(self._numbers) + 1)
        if self._within is not None:
            self._leads.setdefault(self._within, {}).setdefault(label, line)
        return label

    def cite(self, text: Inlines, line: int) -> str | None:
        """The label of a new footnote that holds ``text``; None within a footnote, where it stands in its line."""
        if self._within is not None:
            return None
        label = f"cite-{len(self._made) + 1}"
        while label in self._definitions:
            label += "-"
        self._made[label] = (text, line)
        self._numbers[label] = len(self._numbers) + 1
        return label

    def read(self, blocks: BlockReader, inlines: InlineReader) -> tuple[Footnote, ...]:
        """All footnotes that the text refers to; those that only footnotes refer to come last."""
        footnotes: list[Footnote] = []
        labels = list(self._numbers)
        while labels:
            footnotes += [self._footnote(label, blocks, inlines) for label in labels]
            labels = list(self._numbers)[len(footnotes) :]
        self._within = None
        self._circles()
        for label, nodes in self._definitions.items():
            first = nodes[0].line(1)
            for again in nodes[1:]:
                what = f"the footnote `[^{label}]` is written twice; line {first} has it too"
                self._reading.error(again.line(1), "footnote-twice", what, "give it another label")
            if label not in self._numbers:
                what = f"nothing refers to the footnote `[^{label}]`; it stands in no output"
                self._reading.warn(first, "footnote-unused", what, f"put [^{label}] where it belongs")
        return tuple(footnotes)

    def _circles(self) -> None:
        """Tells of each reference that leads back to a note which leads to it."""
        done: set[str] = set()
        for start in self._leads:
            way = [start] if start not in done else []
            left = [iter(self._leads[start].items())]
            while way:
                other, line = next(left[-1], (None, 0))
                if other is None:
                    done.add(way.pop())
                    left.pop()
                elif other in way:
                    again = "itself" if other == way[-1] else f"`[^{other}]`, which leads here"
                    what = f"the footnote `[^{way[-1]}]` refers to {again}: who follows it comes back to where he was"
                    self._reading.warn(line, "footnote-circle", what, "take one of the references out")
                elif other not in done:
                    way.append(other)
                    left.append(iter(self._leads.get(other, {}).items()))

    def _footnote(self, label: str, blocks: BlockReader, inlines: InlineReader) -> Footnote:
        ref = self._reading.ref()
        self._within = label
        number = self._numbers[label]
        if label in self._made:
            made, line = self._made[label]
            return Footnote(ref, line, label, number, (Paragraph(self._reading.ref(), line, made),))
        if label not in self._written:
            node = self._definitions[label][0]
            line = node.line(1)
            return Footnote(ref, line, label, number, blocks.blocks(node.below, line))
        index, line = self._written[label]
        own = self._reading.ref()
        note = self._env["footnotes"]["list"][index]
        text = inlines.tokens(note["tokens"], Spot(self._reading, line, note["content"]))
        return Footnote(ref, line, label, number, (Paragraph(own, line, text),))
