"""Fenced divs: opening and closing fences paired among their neighbours."""

from __future__ import annotations

from dataclasses import dataclass, field

from markdown_it.token import Token

from pipeline.document import Attributes, Block, Blocks, Div, DivKind
from pipeline.source.reading import Reading
from pipeline.yamltree import did_you_mean

_KINDS = tuple(str(kind) for kind in DivKind)


@dataclass(slots=True)
class _Open:
    """A div that has been opened; without ``kind`` its blocks go to what it stands in."""

    kind: DivKind | None
    name: str
    ref: str
    line: int
    attributes: Attributes
    blocks: list[Block] = field(default_factory=list)


class Pairs:
    """The blocks of one run of neighbours, gathered into their divs."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._top: list[Block] = []
        self._open: list[_Open] = []

    @property
    def inside(self) -> bool:
        """Whether a div is open."""
        return any(div.kind for div in self._open)

    def add(self, blocks: Blocks) -> None:
        """Adds blocks to the innermost div."""
        (self._open[-1].blocks if self._open else self._top).extend(blocks)

    def open(self, token: Token, line: int) -> None:
        """An opening fence: its name, else its first class, says what the div is for."""
        attributes: Attributes = token.meta["attributes"]
        name = token.info or next(iter(attributes.classes), "")
        rest = attributes.classes if token.info else attributes.classes[1:]
        kind = DivKind(name) if name in _KINDS else None
        if kind is None:
            what = f"unknown div `{name}`; its content stays" if name else "a div without a name; its content stays"
            self._reading.error(line, "unknown-div", what, did_you_mean(name, _KINDS))
            self._open.append(_Open(None, name, "", line, attributes))
            return
        attributes = self._reading.checked(Attributes(attributes.id, rest, attributes.values), line)
        self._open.append(_Open(kind, name, self._reading.ref(), line, attributes))

    def close(self, line: int) -> None:
        """A closing fence."""
        if not self._open:
            hint = "take it out, or open a div above: ::: notes"
            self._reading.error(line, "div-not-open", "`:::` closes no div", hint)
            return
        div = self._open.pop()
        if div.kind is None:
            self.add(tuple(div.blocks))
        else:
            self.add((Div(div.ref, div.line, div.kind, tuple(div.blocks), div.attributes),))

    def finish(self) -> Blocks:
        """All blocks; a div still open is a problem where it opens."""
        for div in self._open:
            hint = "end it with a line `:::`"
            self._reading.error(div.line, "div-not-closed", f"the div `{div.name}` is never closed", hint)
        while self._open:
            self.close(self._open[-1].line)
        return tuple(self._top)
